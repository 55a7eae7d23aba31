"""Corrections: every published value that was replaced, old beside new, why, by which unit and when; and documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from zhicheng.core.refusal import Missing
from zhicheng.indicators.catalogue import MEASURES
from zhicheng.indicators.editions.content import Change, Correction, Edition, Value
from zhicheng.publications.queries.published import PublishedHead
from zhicheng.web.public import reading
from zhicheng.web.public.addresses import task_url
from zhicheng.web.public.figures import field_name, plain, task_figures
from zhicheng.web.public.kept import open_page
from zhicheng.web.shared.drawings import light_word
from zhicheng.web.shared.exports import attached, written
from zhicheng.web.shared.numbers import NOTHING, short_date

# Figures that follow from others; listed after those that were corrected themselves.
FOLLOWING = ("completion", "expected", "mean-completion", "on-time-share")


@dataclass(frozen=True)
class ChangeLine:
    """One value that changed."""

    measure: str
    about: str
    url: str
    area: str
    old: str
    new: str
    by: str
    at: datetime | None
    reason: str
    follows: bool


@dataclass(frozen=True)
class CorrectionLine:
    """One edition that replaced another."""

    edition: str
    before: str
    programme: str
    period_name: str
    at: datetime
    reason: str
    changes: tuple[ChangeLine, ...]

    @property
    def own(self) -> list[ChangeLine]:
        """What was corrected itself."""
        return [each for each in self.changes if not each.follows] or list(self.changes)

    @property
    def following(self) -> list[ChangeLine]:
        """What follows from it."""
        return [each for each in self.changes if each.follows] if len(self.own) < len(self.changes) else []


def correction_lines() -> list[CorrectionLine]:
    """Every correction of figures, the newest first."""
    return [_line(each) for each in reading.corrections()]


def _line(correction: Correction) -> CorrectionLine:
    edition = reading.edition(correction.edition)
    changes = tuple(_change(each, edition) for each in correction.changes)
    return CorrectionLine(
        correction.edition, correction.before, edition.title, edition.period_name, correction.at,
        reading.named(correction.reason, ""), changes,
    )  # fmt: skip


def _change(change: Change, edition: Edition) -> ChangeLine:
    measure, code, area, _period = change.key
    subject = edition.subject_by_code.get(code)
    about, url = "", ""
    if subject is not None and subject.kind == "task":
        about, url = subject.name, task_url(task_figures(edition, subject))
    elif subject is not None:
        about = field_name(subject) if subject.kind == "field" else _("全市")
    declared = MEASURES.get(measure)
    place = edition.area_by_code.get(area)
    return ChangeLine(
        str(declared.names) if declared else measure, about, url,
        place.name if place is not None and area != edition.region else "", *told_apart(change.old, change.new),
        change.by, change.at, change.reason or "", measure in FOLLOWING or code.partition(":")[0] != "task",
    )  # fmt: skip


def told_apart(old: Value | None, new: Value | None) -> tuple[str, str]:
    """Both values as they were printed; where rounding hides the difference, with the counts behind them."""
    said = (shown(old), shown(new))
    if said[0] != said[1]:
        return said
    return tuple(f"{text}{_counts(value)}" for text, value in zip(said, (old, new), strict=True))  # type: ignore[return-value]


def _counts(value: Value | None) -> str:
    if value is None or value.n is None or value.denominator is None:
        return ""
    return f"（{plain(value.n)} ÷ {plain(value.denominator)}）"


def shown(value: Value | None) -> str:
    """A value as it was printed."""
    if value is None:
        return NOTHING
    if value.text:
        return light_word(value.text)
    if value.value is None:
        return NOTHING
    declared = MEASURES.get(value.measure)
    places = declared.decimals if declared else 2
    rounded = round(value.value, places) if value.unit == "%" else value.value
    return f"{plain(rounded)}{value.unit}"


def document_lines() -> list[PublishedHead]:
    """Documents that were corrected or withdrawn, the latest change first."""
    found = [head for head in reading.documents() if head.state in ("corrected", "withdrawn")]
    return sorted(found, key=lambda head: head.changed_at or head.published_at, reverse=True)


@open_page()
def corrections(request: HttpRequest) -> HttpResponse:
    """Everything that was corrected or withdrawn."""
    lines, papers = correction_lines(), document_lines()
    withdrawn = [head for each in reading.programmes() for head in each.heads if head.state == "withdrawn"]
    told = {
        "corrections": lines,
        "documents": papers,
        "withdrawn": withdrawn,
        "n": len(lines) + len(papers) + len(withdrawn),
    }
    return render(request, "public/corrections.html", told)


HEADINGS = (
    "数据版本",
    "被替代的版本",
    "时期",
    "公布时间",
    "指标",
    "对象",
    "地区",
    "原值",
    "更正后",
    "核实单位",
    "核实时间",
    "原因",
    "数据性质",
)


@open_page()
def file(request: HttpRequest, kind: str) -> HttpResponse:
    """The list of corrected values as a file. Raises: Missing."""
    if kind not in ("csv", "xlsx", "json"):
        raise Missing(_("没有这张表或这种格式。请从“数据”页下载。"))
    with translation.override("zh-hans"):
        rows = list(_rows())
        if kind != "json":
            return written(kind, HEADINGS, rows, "勘误")
        body = {"name": "勘误", "rows": [dict(zip(HEADINGS, row, strict=True)) for row in rows]}
        return attached(json.dumps(body, ensure_ascii=False).encode(), "application/json; charset=utf-8", "勘误.json")


def _rows() -> Iterator[tuple[str, ...]]:
    for line in correction_lines():
        mark = reading.edition(line.edition).mark
        for change in line.changes:
            yield (
                line.edition, line.before, line.period_name, short_date(line.at), change.measure, change.about,
                change.area, change.old, change.new, change.by, short_date(change.at), change.reason or line.reason, mark,
            )  # fmt: skip
