"""What is wrong with a field, in an official's sentence: what, why, what next, and which field.

Django's own messages name no field and advise nothing. Every form of ours passes its errors through `OwnWords`, which
puts our sentence in the place of Django's; a message that a form or an action gave itself stays as it was given.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

LONGEST_QUOTED = 30

_REQUIRED = lazy("没有填写“%(label)s”。请填写后再提交。")
_NOT_CHOSEN = lazy("没有选择“%(label)s”。请选择后再提交。")
_NOT_TICKED = lazy("没有勾选“%(label)s”。请看清内容，勾选后再提交。")
_WORDS: dict[str, str | Promise] = {
    "required": _REQUIRED,
    "invalid": lazy("“%(label)s”的写法无法识别。请核对后重填。"),
    "invalid_choice": lazy("“%(label)s”中没有“%(value)s”这一项，可能刚被改动。请从列出的各项中重新选择。"),
    "invalid_list": lazy("“%(label)s”的选择无法识别。请刷新网页后重新选择。"),
    "max_length": lazy("“%(label)s”最多 %(limit)s 个字，现有 %(shown)s 个字。请删减后再提交。"),
    "min_length": lazy("“%(label)s”至少 %(limit)s 个字，现有 %(shown)s 个字。请补充后再提交。"),
    "max_value": lazy("“%(label)s”不能大于 %(limit)s。请核对后重填。"),
    "min_value": lazy("“%(label)s”不能小于 %(limit)s。请核对后重填。"),
    "max_digits": lazy("“%(label)s”最多 %(limit)s 位数字。请核对后重填。"),
    "max_decimal_places": lazy("“%(label)s”最多 %(limit)s 位小数。请四舍五入后重填。"),
    "max_whole_digits": lazy("“%(label)s”的整数部分最多 %(limit)s 位。请核对数字和计量单位后重填。"),
    "null_characters_not_allowed": lazy("“%(label)s”中有看不见的控制字符，不能保存。请先粘贴到记事本，再复制过来。"),
    "missing": lazy("没有选择“%(label)s”。请选择后再提交。"),
    "empty": lazy("“%(label)s”是空文件。请检查后重新选择。"),
}
_NUMBERS = lazy("“%(label)s”应是数字。请用阿拉伯数字填写，例如 12.5。")
_WHOLE_NUMBERS = lazy("“%(label)s”应是整数。请用阿拉伯数字填写，例如 12。")


def _djangos_messages() -> Iterator[int]:
    """Which messages are Django's own, by what they are and not by what they say in today's language."""
    for each in vars(forms.fields).values():
        if isinstance(each, type) and issubclass(each, forms.Field):
            yield from map(id, each.default_error_messages.values())
    for each in vars(validators).values():
        yield id(getattr(each, "message", None))
        several = getattr(each, "messages", None)
        yield from map(id, several.values() if isinstance(several, dict) else ())


_DJANGOS = frozenset(_djangos_messages()) - {id(None)}


def own_sentence(error: ValidationError, field: forms.Field, label: str) -> str | None:
    """Our sentence for an error that Django worded; None where the words are not Django's."""
    if id(getattr(error, "message", None)) not in _DJANGOS or error.code not in _WORDS:
        return None
    given = error.params or {}
    facts = {
        "label": label,
        "limit": given.get("limit_value", given.get("max", "")),
        "shown": given.get("show_value", given.get("length", "")),
        "value": str(given.get("value", ""))[:LONGEST_QUOTED],
    }
    return str(_template(error.code, field)) % facts


def _template(code: str, field: forms.Field) -> str | Promise:
    if code == "required":
        if isinstance(field, forms.BooleanField):
            return _NOT_TICKED
        return _NOT_CHOSEN if isinstance(field, forms.ChoiceField | forms.FileField) else _REQUIRED
    if code == "invalid" and isinstance(field, forms.IntegerField):
        return _NUMBERS if isinstance(field, forms.DecimalField | forms.FloatField) else _WHOLE_NUMBERS
    return _WORDS[code]


class OwnWords:
    """Mixed into every form: its errors are said in our words."""

    def add_error(self, field: str | None, error: Any) -> None:
        """Take an error in, reworded where Django has worded it."""
        known = self.fields.get(field) if field else None  # type: ignore[attr-defined]
        if known is not None and isinstance(error, ValidationError):
            label = str(known.label or self[field].label)  # type: ignore[index]
            error = [own_sentence(each, known, label) or each for each in error.error_list]
        super().add_error(field, error)  # type: ignore[misc]


class Form(OwnWords, forms.Form):
    """The form from which ours are made."""


class FormSet(BaseFormSet):
    """Several forms of one kind on a page; what is wrong with their number is said in our words too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        words = {
            "missing_management_form": _("这张表没有完整送达，没有保存。请返回上一页重新提交。"),
            "too_many_forms": _("这张表的行数超过 %(most)s 行。请删去多余的行，或分几次提交。")
            % {"most": self.max_num},
        }
        super().__init__(*args, **{"error_messages": words, **kwargs})
