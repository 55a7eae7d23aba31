"""How reporting stood through a year: a line for each county or department, a column for each period."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.core.refusal import Missing
from zhicheng.goals.kinds import UNIT_ROLES
from zhicheng.goals.queries import reporting
from zhicheng.goals.queries.programmes import ProgrammeLine
from zhicheng.goals.queries.reporting import PeriodLine, ReportingLine, UnitRow
from zhicheng.web.desk.goals.office_frame import mark_of, programme_page
from zhicheng.web.shared.drawings import status_mark
from zhicheng.web.shared.exports import export, wants_export
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table, link

# Counties first: they are whom the office asks after.
GROUPS = (
    ("county", lazy("县（市、区）"), ("county",)), ("department", lazy("部门"), ("lead", "co-lead")),
    ("township", lazy("乡镇（街道）"), ("township",)), ("all", lazy("全部单位"), tuple(UNIT_ROLES)),
)  # fmt: skip


def whole_year(
    request: CityRequest, programme: ProgrammeLine, periods: Sequence[PeriodLine], *, year: str, years: Sequence[str]
) -> HttpResponse:
    """All periods of a year whose reporting has begun, side by side; the files hold a line for each unit and period."""
    shown = [each for each in reversed(periods) if each.opened and each.slug[:4] == year]
    if not shown:
        raise Missing(_("本计划在“%(year)s”年没有已开始的报送期。请从列表中选择。") % {"year": year})
    rows = reporting.reporting_matrix(programme.pk, request.actor, periods=[each.slug for each in shown])
    asked = request.GET.get("units", "")
    held = {each.role for each in rows}
    groups = [each for each in GROUPS if held & set(each[2])]
    group, _words, roles = next((each for each in groups if each[0] == asked), next(iter(groups), GROUPS[-1]))
    rows = [each for each in rows if each.role in roles]
    if wants_export(request):
        name = _("%(title)s%(year)s年报送情况") % {"title": programme.title, "year": year}
        return export(request, _file(rows, shown), name, mark=mark_of(programme))
    return programme_page(
        request, "reporting_year.html", programme, "reporting", periods=periods, year=year, years=years, group=group,
        groups=groups, table=_table(programme, rows, shown), answer=_answer(rows, shown, year),
    )  # fmt: skip


def _answer(rows: Sequence[UnitRow], shown: Sequence[PeriodLine], year: str) -> str:
    """What stands out: how much is owed, and by whom most."""
    owing = [each for each in rows if each.whole.owing]
    facts: dict[str, Any] = {"year": year, "periods": len(shown), "units": len(rows), "n": len(owing)}
    if not rows:
        return _("%(year)s年没有应报的单位。") % facts
    if not owing:
        return _("%(year)s年已开始报送的 %(periods)s 期，%(units)s 个单位应报的都已报送。") % facts
    most = max(owing, key=lambda each: each.whole.owing)
    facts |= {"sum": sum(each.whole.owing for each in owing), "most": most.name, "its": most.whole.owing}
    return _("%(year)s年已开始报送的 %(periods)s 期，%(n)s 个单位未报 %(sum)s 件，%(most)s最多（%(its)s 件）。") % facts


def _table(programme: ProgrammeLine, rows: Sequence[UnitRow], shown: Sequence[PeriodLine]) -> Table:
    tasks = reverse("desk-tasks")
    columns = [
        Column(lazy("单位"), lambda row: row.name,
               lambda row: link(f"{tasks}?programme={programme.pk}&unit={row.organisation}", row.name), lead=True),
        *(Column(each.name.removeprefix(f"{each.slug[:4]}年"), _reported(each.slug), _cell(programme, each.slug)) for each in shown),
        Column(lazy("全年未报"), lambda row: row.whole.owing, number=True),
    ]  # fmt: skip
    return Table(
        columns, rows, caption=lazy("各单位各期报送情况"), classes="matrix",
        empty=lazy("没有应报的单位。任务交办后，各单位在报送期结束后应报的件数会列在这里。"),
    )  # fmt: skip


def _reported(period: str) -> Callable[[UnitRow], int]:
    return lambda row: row.cells[period].reported


def _cell(programme: ProgrammeLine, period: str) -> Callable[[UnitRow], SafeString]:
    """What one unit reported in one period, each number with the way to what it counts."""

    def drawn(row: UnitRow) -> SafeString:
        line = row.cells[period]
        if not line.due:
            return format_html('<span class="quiet">{}</span>', _("无应报"))
        where = f"?programme={programme.code}&period={period}&unit={row.organisation}"
        reports, parts = reverse("desk-reports") + where, reverse("desk-parts")
        owed = f"{parts}?programme={programme.code}&due={period}&unit={row.organisation}"
        marks = [
            (owed, "late", _("未报 %(n)s") % {"n": line.owing}, line.owing),
            (f"{reports}&state=returned", "care", _("退回 %(n)s") % {"n": line.returned}, line.returned),
            (f"{reports}&state=submitted", "none", _("待核实 %(n)s") % {"n": line.submitted}, line.submitted),
        ]
        said = [(url, status_mark(light, words)) for url, light, words, n in marks if n]
        if not said:
            return link(f"{reports}&state=", status_mark("ok", _("经核实 %(n)s 件") % {"n": line.verified}))
        shown = format_html_join("", '<a href="{}">{}</a>', said)
        sums = _("已报 %(reported)s/%(due)s，经核实 %(verified)s") % _facts(line)
        return format_html(
            '<div class="matrix-cell">{}<a class="quiet" href="{}">{}</a></div>', shown, f"{reports}&state=", sums
        )

    return drawn


def _facts(line: ReportingLine) -> dict[str, int]:
    return {"reported": line.reported, "due": line.due, "verified": line.verified}


def _file(rows: Sequence[UnitRow], shown: Sequence[PeriodLine]) -> Table:
    """One line for each unit and period, as spreadsheets like it."""
    lines = [(row, each, row.cells[each.slug]) for row in rows for each in shown]
    return Table(
        columns=[
            Column(lazy("单位"), lambda row: row[0].name),
            Column(lazy("角色"), lambda row: str(UNIT_ROLES[row[0].role])),
            Column(lazy("报送期"), lambda row: row[1].name),
            Column(lazy("应报"), lambda row: row[2].due),
            Column(lazy("已报"), lambda row: row[2].reported),
            Column(lazy("经核实"), lambda row: row[2].verified),
            Column(lazy("待核实"), lambda row: row[2].submitted),
            Column(lazy("退回"), lambda row: row[2].returned),
            Column(lazy("未报"), lambda row: row[2].owing),
        ],
        rows=lines,
    )
