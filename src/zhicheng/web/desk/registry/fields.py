"""Form fields that name something in the registry: typed by name or code, with proposals while one types.

Proposals come from the server into a datalist; without script the same field takes a full name or a code.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access.roles import declared
from zhicheng.core.refusal import Refusal
from zhicheng.registry import queries
from zhicheng.registry.kinds import ORGANISATION_KINDS
from zhicheng.registry.queries import regions

PROPOSALS = 8


class LookUp(forms.TextInput):
    """A text input whose proposals the server gives."""

    def __init__(self, address: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.address = address

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The input and its datalist."""
        listed = f"{(attrs or {}).get('id', 'id_' + name)}_list"
        attrs = {
            **(attrs or {}), "list": listed, "hx-get": reverse(self.address), "hx-target": f"#{listed}",
            "hx-trigger": "input changed delay:250ms",
        }  # fmt: skip
        return format_html('{}<datalist id="{}"></datalist>', super().render(name, value, attrs, renderer), listed)


class OrganisationField(forms.CharField):
    """An organisation by its name, a former or short name, its USCC or code; gives its facts."""

    def __init__(self, *, kind: str | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("单位"))
        kwargs.setdefault("widget", LookUp("desk-organisation-options"))
        kwargs.setdefault("help_text", _("输入两个字即有提示；全称、简称、曾用名和代码都可以。"))
        super().__init__(**kwargs)
        self.kind = kind

    def clean(self, value: Any) -> Any:
        """The organisation's facts, None where it may be left empty."""
        text = super().clean(value)
        return self._found(text) if text else None

    def _found(self, text: str) -> queries.OrganisationFacts:
        by_code = queries.organisations_by_code([text.upper()])
        if by_code:
            return next(iter(by_code.values()))
        try:
            found = queries.find_organisations(text, kind=self.kind, limit=PROPOSALS)
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal
        equal = [each for each in found if text in (each.name, each.via, each.uscc)]
        if len(equal) == 1 or len(found) == 1:
            return (equal or list(found))[0]
        if not found:
            raise forms.ValidationError(_("没有找到“%(text)s”。请核对名称，或先登记单位。"), params={"text": text})
        names = "、".join(f"{each.name}（{each.code}）" for each in found)
        raise forms.ValidationError(
            _("“%(text)s”对应多个单位：%(names)s。请写全称或代码。"), params={"text": text, "names": names}
        )


class PersonField(forms.CharField):
    """A person by name, or by code where several share it; gives the facts."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("人员"))
        kwargs.setdefault("widget", LookUp("desk-person-options"))
        kwargs.setdefault("help_text", _("输入姓名；有同名的，从提示中选择带编号的一项。"))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """The person's facts, None where it may be left empty."""
        text = super().clean(value)
        if not text:
            return None
        known = queries.people.persons_by_code([text.split()[-1].upper()])
        if known:
            return next(iter(known.values()))
        # The day matters only where an organisation narrows the search.
        found = [each for each in queries.find_persons(text, on=date.min, limit=50) if each.name == text]
        if not found:
            raise forms.ValidationError(_("没有找到“%(text)s”。请核对姓名，或先登记人员。"), params={"text": text})
        if len(found) > 1:
            codes = "、".join(each.code for each in found)
            raise forms.ValidationError(
                _("有 %(count)s 位“%(text)s”：%(codes)s。请写编号。"),
                params={"count": len(found), "text": text, "codes": codes},
            )
        return found[0]


def region_choices(on: Any, *, townships: bool = True) -> list[tuple[str, Any]]:
    """The city's regions for a select: the city and its counties, with the townships of each county grouped."""
    levels = ["city", "county", "zone", *(["township"] if townships else [])]
    found = regions.within(settings.CITY.region, on=on, levels=levels)
    upper = [each for each in found if each.level != "township"]
    choices: list[tuple[str, Any]] = [(each.code, each.name) for each in upper]
    for county in upper:
        below = [(each.code, each.name) for each in found if each.level == "township" and each.parent == county.code]
        if below:
            choices.append((county.name, below))
    return choices


def kind_choices() -> list[tuple[str, str]]:
    """Kinds of organisation."""
    return [(slug, str(kind.names)) for slug, kind in ORGANISATION_KINDS.items()]


def role_choices() -> list[tuple[str, str]]:
    """Roles that a post can give."""
    return [(slug, str(role.names)) for slug, role in declared().items()]
