"""What is wrong with a field is said in our words: which field, why, what next; never in Django's."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator

import pytest
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.test import Client
from django.utils.translation import override

import zhicheng.web
from zhicheng.web.shared.fields import DayField
from zhicheng.web.shared.wording import Form, OwnWords


class Everything(Form):
    """A field of each kind."""

    name = forms.CharField(label="姓名", max_length=5)
    code = forms.SlugField(label="编号", required=False)
    year = forms.IntegerField(label="年份", min_value=2000, max_value=2100)
    amount = forms.DecimalField(label="数量", max_digits=5, decimal_places=2, required=False)
    region = forms.ChoiceField(label="地区", choices=[("990101", "墨溪区")])
    posts = forms.MultipleChoiceField(label="岗位", choices=[("1", "处长")], required=False)
    sure = forms.BooleanField(label="已核对")
    day = DayField(label="任职日期")
    file = forms.FileField(label="附件")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "没有填写“姓名”。请填写后再提交。"),
        ("name", "一二三四五六", "“姓名”最多 5 个字，现有 6 个字。请删减后再提交。"),
        ("name", "甲\0", "“姓名”中有看不见的控制字符，不能保存。请先粘贴到记事本，再复制过来。"),
        ("code", "a b", "“编号”的写法无法识别。请核对后重填。"),
        ("year", "明年", "“年份”应是整数。请用阿拉伯数字填写，例如 12。"),
        ("year", "1999", "“年份”不能小于 2000。请核对后重填。"),
        ("year", "2101", "“年份”不能大于 2100。请核对后重填。"),
        ("amount", "很多", "“数量”应是数字。请用阿拉伯数字填写，例如 12.5。"),
        ("amount", "1.234", "“数量”最多 2 位小数。请四舍五入后重填。"),
        ("amount", "12345", "“数量”的整数部分最多 3 位。请核对数字和计量单位后重填。"),
        ("region", "", "没有选择“地区”。请选择后再提交。"),
        ("region", "990102", "“地区”中没有“990102”这一项，可能刚被改动。请从列出的各项中重新选择。"),
        ("posts", ["2"], "“岗位”中没有“2”这一项，可能刚被改动。请从列出的各项中重新选择。"),
        ("sure", "", "没有勾选“已核对”。请看清内容，勾选后再提交。"),
        ("day", "", "没有填写“任职日期”。请填写后再提交。"),
        ("file", "", "没有选择“附件”。请选择后再提交。"),
    ],
)
def test_each_default_message_of_django_is_a_sentence_of_ours(field: str, value: object, sentence: str) -> None:
    form = Everything({field: value})
    assert sentence in form.errors[field]


def test_words_that_a_form_gave_itself_stay() -> None:
    assert Everything({"day": "二月五日"}).errors["day"] == ["日期应写作 2026-02-05 的形式。"]


def _modules() -> Iterator[str]:
    for each in pkgutil.walk_packages(zhicheng.web.__path__, "zhicheng.web."):
        yield each.name


def _forms() -> set[type[forms.BaseForm]]:
    for name in _modules():
        importlib.import_module(name)
    found, waiting = set(), [forms.BaseForm]
    while waiting:
        for each in waiting.pop().__subclasses__():
            waiting.append(each)
            if each.__module__.startswith("zhicheng."):
                found.add(each)
    return found


def test_every_form_of_the_site_speaks_our_words() -> None:
    silent = {f"{each.__module__}.{each.__name__}" for each in _forms() if not issubclass(each, OwnWords)}
    assert silent == set()


def test_a_page_names_the_empty_field_and_keeps_what_was_typed(browser: Callable[[str], Client]) -> None:
    response = browser("administrator").post("/desk/registry/people/enter/", {"name": "", "work_phone": "0990-1234567"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "没有填写“姓名”" in page
    assert "0990-1234567" in page
    assert "这个字段是必填项" not in page


def test_passwords_are_refused_in_our_words() -> None:
    with override("zh-hans"), pytest.raises(forms.ValidationError) as refused:
        validate_password("123456")
    assert refused.value.messages == [
        "密码太短，至少 10 个字符。可用几个互不相干的词连起来。", "这是常见密码，容易被猜到。请另取一个。",
    ]  # fmt: skip
