"""One task over the editions: what was said when, and both values where a later edition corrected an earlier one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhicheng.indicators.editions.content import Edition
from zhicheng.web.public.figures import TaskFigures, plain, task_figures

WIDTH, HEIGHT, EDGE = 640, 150, 26


@dataclass(frozen=True)
class Standing:
    """A task in one edition; `replaced_by` is the edition that corrected it, "" where none changed this figure."""

    edition: str
    period_name: str
    number: int
    cut_off: date
    frozen_at: datetime
    figures: TaskFigures
    reason: str
    replaced_by: str = ""


def standings(task: str, editions: Sequence[Edition]) -> list[Standing]:
    """The task in every edition that knows it, the newest first; of one period each value that was ever published."""
    by_period: dict[str, list[Edition]] = {}
    for edition in editions:
        if task in edition.subject_by_code:
            by_period.setdefault(edition.period, []).append(edition)
    groups = sorted(by_period.values(), key=lambda group: group[-1].cut_off, reverse=True)
    return [row for group in groups for row in _of_period(task, group)]


def _of_period(task: str, editions: Sequence[Edition]) -> list[Standing]:
    """The values of one period, the one that holds first; an edition that did not change the figure is left out."""
    rows: list[Standing] = []
    for edition in editions:
        figures = task_figures(edition, edition.subject_by_code[task])
        if rows and _same(rows[-1].figures, figures):
            continue
        if rows:
            rows[-1] = replace(rows[-1], replaced_by=edition.code)
        rows.append(
            Standing(edition.code, edition.period_name, edition.number, edition.cut_off, edition.frozen_at, figures,
                     edition.reason if rows else "")
        )  # fmt: skip
    return rows[::-1]


def _same(one: TaskFigures, other: TaskFigures) -> bool:
    return (one.verified, one.target, one.light, one.met) == (other.verified, other.target, other.light, other.met)


def drawn(rows: Sequence[Standing]) -> SafeString:
    """The completion over the periods as a line with what was expected; nothing with fewer than two points."""
    points = [row for row in reversed(rows) if not row.replaced_by and row.figures.completion is not None]
    if len(points) < 2:
        return SafeString("")
    begin, end = points[0].cut_off, points[-1].cut_off
    days = max(1, (end - begin).days)
    top = max(Decimal(100), *(each.figures.completion or Decimal(0) for each in points))

    def place(row: Standing, value: Decimal) -> str:
        across = EDGE + (WIDTH - 2 * EDGE) * (row.cut_off - begin).days / days
        return f"{across:.1f},{EDGE + (HEIGHT - 2 * EDGE) * (1 - float(value / top)):.1f}"

    line = " ".join(place(row, row.figures.completion or Decimal(0)) for row in points)
    awaited = " ".join(place(row, row.figures.expected) for row in points if row.figures.expected is not None)
    marks = format_html_join(
        "", "{}", ((_mark(place(row, row.figures.completion or Decimal(0)), row),) for row in points)
    )
    words = _("，").join(
        _("%(period)s %(share)s%%") % {"period": row.period_name, "share": plain(row.figures.completion)}
        for row in points
    )
    return format_html(
        '<svg class="trend" role="img" viewBox="0 0 {} {}" aria-label="{}"><title>{}</title>'
        '<polyline class="trend-expected" points="{}"/><polyline class="trend-line" points="{}"/>{}</svg>',
        WIDTH, HEIGHT, words, words, awaited, line, marks,
    )  # fmt: skip


def _mark(point: str, row: Standing) -> SafeString:
    across, _comma, down = point.partition(",")
    anchor = "start" if float(across) < EDGE * 2 else "end" if float(across) > WIDTH - EDGE * 2 else "middle"
    text_x = float(across) - 4 if anchor == "start" else float(across) + 4 if anchor == "end" else float(across)
    return format_html(
        '<circle class="trend-dot is-{}" cx="{}" cy="{}" r="4"/>'
        '<text class="trend-value" x="{}" y="{}" text-anchor="{}">{}%</text>'
        '<text class="trend-when" x="{}" y="{}" text-anchor="{}">{}</text>',
        row.figures.light, across, down, f"{text_x:.1f}", f"{max(12.0, float(down) - 9):.1f}", anchor,
        plain((row.figures.completion or Decimal(0)).quantize(Decimal("0.1"))), f"{text_x:.1f}", HEIGHT - 5, anchor,
        row.period_name,
    )  # fmt: skip
