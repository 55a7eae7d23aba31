"""How desk pages say an edition, a value and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.core.quantities.rounding import round_half_up
from zhicheng.goals.kinds import LIGHTS
from zhicheng.indicators.catalogue import MEASURES
from zhicheng.indicators.editions.content import Edition, EditionHead, Value
from zhicheng.indicators.workflow import EDITION
from zhicheng.web.shared import paging
from zhicheng.web.shared.drawings import status_mark
from zhicheng.web.shared.numbers import NOTHING, number

# The mark beside a state: colour, shape and word.
MARKS = {"frozen": "none", "published": "ok", "superseded": "care", "withdrawn": "late"}
SOURCES_SHOWN = 3
PAGES = {
    "goals.report": ("desk-report", lazy("报送 %(key)s")),
    "goals.task": ("desk-task", lazy("任务")),
    "goals.programme": ("desk-programme", lazy("计划")),
}


def name_of(head: EditionHead) -> str:
    """An edition as people say it: 2026年三季度（第2版）."""
    if head.number == 1:
        return head.period_name
    return _("%(period)s（第%(number)s版）") % {"period": head.period_name, "number": head.number}


def state_mark(head: EditionHead) -> SafeString:
    """The state of an edition as a mark with its word."""
    return status_mark(MARKS[head.state], str(EDITION.states[head.state]))


def measure_name(slug: str) -> str:
    """A measure in words; one that is declared no more goes by its slug."""
    return str(MEASURES[slug].names) if slug in MEASURES else slug


def shown(value: Value | None) -> Any:
    """A value in a cell: a light as its mark, a number with its unit, a dash for what is not known."""
    if value is None:
        return NOTHING
    if value.text:
        return status_mark(value.text, str(LIGHTS[value.text])) if value.text in LIGHTS else value.text
    if value.value is None:
        return NOTHING
    return f"{number(_rounded(value.value, value.measure))}{value.unit}"


def difference(old: Value | None, new: Value | None) -> Decimal | None:
    """New less old; None where one of them is no number."""
    if old is None or new is None or old.value is None or new.value is None:
        return None
    return new.value - old.value


def arithmetic(value: Value) -> str:
    """The counts behind a rate: 51 ÷ 64; empty where there are none."""
    if value.n is None or value.denominator is None:
        return ""
    return f"{number(value.n)} ÷ {number(value.denominator)}"


def rounded_difference(found: Decimal, measure: str) -> str:
    """A difference with the places of its measure."""
    return number(_rounded(found, measure))


def _rounded(exact: Decimal, measure: str) -> Decimal:
    """With as many places as the measure shows, half up, without needless zeros."""
    return round_half_up(exact, MEASURES[measure].decimals if measure in MEASURES else 2)


def subject_name(edition: Edition, code: str) -> str:
    """What a value is about, with a task's number."""
    subject = edition.subject_by_code.get(code)
    if subject is None:
        return code
    return f"{subject.number}　{subject.name}" if subject.number else subject.name


def area_name(edition: Edition, code: str) -> str:
    """A region as it was called that day."""
    area = edition.area_by_code.get(code)
    return area.name if area is not None else code


def sources(codes: Iterable[str], *, ledger: bool) -> SafeString:
    """Links to where a value comes from, the most telling first; entries of the ledger for those who may see it."""
    links = [each for each in (_source(code, ledger=ledger) for code in codes) if each]
    more = len(links) - SOURCES_SHOWN
    drawn = format_html_join(" ", "{}", ((each,) for each in links[:SOURCES_SHOWN]))
    return (
        format_html('{} <span class="quiet">{}</span>', drawn, _("等 %(n)s 处") % {"n": len(links)})
        if more > 0
        else drawn
    )


def _source(code: str, *, ledger: bool) -> SafeString | None:
    kind, _colon, key = code.partition(":")
    if kind == "ledger" and key.isdigit():
        if not ledger:
            return None
        # The list of entries goes on by key: the page after the next one begins with this one.
        url = f"{reverse('desk-ledger')}?after={paging.write_key(int(key) + 1)}"
        return format_html('<a class="nowrap" href="{}">{}</a>', url, _("第 %(key)s 号记录") % {"key": key})
    if kind not in PAGES or not key.isdigit():
        return None
    page, words = PAGES[kind]
    return format_html('<a class="nowrap" href="{}">{}</a>', reverse(page, args=[int(key)]), words % {"key": key})
