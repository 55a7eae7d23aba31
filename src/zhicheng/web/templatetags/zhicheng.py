"""Marks, figures and drawings for templates: `{% load zhicheng %}`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhicheng.web.shared import drawings, numbers, paging
from zhicheng.web.shared.fields import KeptField
from zhicheng.web.shared.tables import Table

register = template.Library()

_BEFORE_MEASURE = re.compile(r"(?<=\d) (?=[\u3400-\u9fff])")

register.filter("number", numbers.number)
register.filter("percent", numbers.percent)
register.filter("short_date", numbers.short_date)
register.filter("long_date", numbers.long_date)
register.filter("moment", numbers.moment)
register.filter("light_word", drawings.light_word)


@register.filter
def whole_figures(sentence: Any) -> str:
    """No line ends between a figure and what it counts: “44 项” stays whole."""
    return _BEFORE_MEASURE.sub("\u00a0", str(sentence))


@register.filter
def said(sentence: str) -> str:
    """A sentence that work in the background left behind, in the language of whoever reads it."""
    return _(sentence) if sentence else ""


@register.simple_tag
def status(light: str, words: str = "") -> SafeString:
    """`{% status "late" %}` or `{% status row.light "滞后 4 项" %}`."""
    return drawings.status_mark(light, words)


@register.simple_tag
def bar(verified: Any, expected: Any = None, reported: Any = None, light: str = "ok") -> SafeString:
    """`{% bar row.share expected=row.expected reported=row.reported light=row.light %}`; shares of 1, None = nothing."""
    return drawings.bar(drawings.Progress(_exact(verified), _exact(reported), _exact(expected)), light)


def _exact(value: Any) -> Decimal | None:
    return None if value is None or value == "" else Decimal(str(value))


@register.simple_tag
def share(counts: Mapping[str, int]) -> SafeString:
    """`{% share row.counts %}` with how many are ok, care, late and none."""
    return drawings.share(counts)


@register.simple_tag
def source(url: str, words: str = "") -> SafeString:
    """The way to where a figure comes from: `{% source url "12 份台账" %}`."""
    text = words or _("查看")
    return format_html(
        '<a class="source" href="{}"><span class="source-word" aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}</span>{}</a>',
        url, _("依据"), _("依据："), text,
    )  # fmt: skip


@register.inclusion_tag("parts/clock.html")
def clock(
    left: str, due: Any = None, explanation: str = "", tone: str = "", provisional: bool = False
) -> dict[str, Any]:
    """What is left, until when and by which rule; `tone` is "late", "care" or "".

    `{% clock left="逾期 2 个工作日" due=row.due explanation=row.basis tone="late" provisional=row.provisional %}`
    """
    return {"left": left, "due": due, "explanation": explanation, "tone": tone, "provisional": provisional}


@register.inclusion_tag("parts/figure.html")
def figure(value: Any, unit: str = "", note: str = "", url: str = "", words: str = "") -> dict[str, Any]:
    """A figure never stands alone: value, unit, what it counts, and the way to its source."""
    return {"value": value, "unit": unit, "note": note, "url": url, "words": words}


@register.inclusion_tag("parts/records.html")
def records(table: Table) -> dict[str, Any]:
    """A table of records; becomes cards on a phone."""
    return {"table": table, "body": table.body}


@register.inclusion_tag("parts/pager.html", takes_context=True)
def pager(context: template.Context, part: paging.Slice, name: str = "after") -> dict[str, Any]:
    """First and next page of a list that goes on by key."""
    request = context["request"]
    following = paging.write_key(part.next_key) if part.next_key is not None else ""
    return {
        "first": paging.address_with(request, **{name: None}) if request.GET.get(name) else "",
        "next": paging.address_with(request, **{name: following}) if following else "",
        "count": len(part.rows),
    }


@register.simple_tag(takes_context=True)
def address(context: template.Context, **changes: Any) -> str:
    """This page's address with some of its query changed: `{% address format="csv" after=None %}`."""
    return paging.address_with(context["request"], **changes)


@register.simple_tag(takes_context=True)
def kept(context: template.Context, form: BaseForm) -> list[tuple[str, str, str]]:
    """The filters that a link has set, each with its name, its value in words, and the address without it."""
    request = context["request"]
    return [
        (
            str(bound.label),
            bound.field.words(bound.value()),
            paging.address_with(request, **{bound.name: "", "after": ""}),
        )
        for bound in form.hidden_fields()
        if isinstance(bound.field, KeptField) and bound.value()
    ]


@register.simple_tag(takes_context=True)
def cleared(context: template.Context, form: BaseForm) -> str:
    """The address without any filter, "" where none is set. What is hidden and no filter (whose list it is) stays."""
    request = context["request"]
    stays = {bound.name for bound in form.hidden_fields() if not isinstance(bound.field, KeptField)}
    narrowed = [name for name, value in request.GET.items() if value and name not in stays]
    return paging.address_with(request, **dict.fromkeys(set(request.GET) - stays)) if narrowed else ""


@register.inclusion_tag("parts/downloads.html", takes_context=True)
def downloads(context: template.Context) -> dict[str, Any]:
    """CSV, Excel and JSON of the list on this page, with its filters."""
    request = context["request"]
    return {
        "csv": paging.address_with(request, format="csv", after=None),
        "xlsx": paging.address_with(request, format="xlsx", after=None),
        "json": paging.address_with(request, format="json", after=None),
    }


@register.inclusion_tag("parts/fields.html")
def fields(form: Any) -> dict[str, Any]:
    """All fields of a form with label, help and error."""
    return {"form": form}


@register.inclusion_tag("parts/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """One field of a form with label, help and error."""
    return {"field": bound, "checkbox": isinstance(bound.field.widget, CheckboxInput)}


@register.simple_tag
def control(bound: BoundField) -> SafeString:
    """The control alone, with the look's class and the ids of its help and error."""
    widget = bound.field.widget
    css = "form-control"
    if isinstance(widget, CheckboxInput):
        css = "form-check-input"
    elif isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        css = "choice"
    elif isinstance(widget, Select):
        css = "form-select"
    classes = [widget.attrs.get("class", ""), css, "is-invalid" if bound.errors else ""]
    return bound.as_widget(attrs={"class": " ".join(filter(None, classes))})
