"""The public tables: the same columns on the page, in CSV, in Excel and in JSON."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.goals.queries.opened import OpenItem, OpenTask
from zhicheng.registry.kinds import FIELDS
from zhicheng.web.shared.drawings import Progress, bar, status_mark
from zhicheng.web.shared.numbers import percent
from zhicheng.web.shared.tables import Column, Table, link


def field_name(slug: str) -> str:
    """A field of work in words."""
    return str(FIELDS[slug].names) if slug in FIELDS else _("其他工作")


def tasks_table(code: str, rows: Iterable[OpenTask]) -> Table:
    """Tasks with what was verified and the arithmetic; units, no persons, nothing unverified."""

    def title(row: OpenTask) -> SafeString:
        return link(reverse("public-task", args=[code, row.pk]), row.title)

    columns = (
        Column(lazy("序号"), lambda row: row.number),
        Column(lazy("任务"), lambda row: row.title, show=title, lead=True),
        Column(lazy("领域"), lambda row: field_name(row.field), export_only=True),
        Column(lazy("类型"), lambda row: row.kind_name, export_only=True),
        Column(lazy("口径"), lambda row: row.basis_name, export_only=True),
        Column(lazy("目标"), lambda row: row.target, number=True),
        Column(lazy("目标值"), lambda row: row.target_value, export_only=True),
        Column(lazy("单位"), lambda row: row.unit, export_only=True),
        Column(lazy("经核实"), lambda row: row.figures.verified, show=verified_cell, number=True),
        Column(lazy("分母"), lambda row: row.figures.base, export_only=True),
        Column(lazy("其中无名单"), lambda row: row.figures.unlisted, export_only=True),
        Column(lazy("算式"), lambda row: row.figures.arithmetic, show=arithmetic_cell),
        Column(lazy("状态"), lambda row: row.figures.light_name, show=lambda row: status_mark(row.figures.light)),
        Column(lazy("牵头单位"), lambda row: row.lead),
        Column(lazy("完成时限"), lambda row: row.deadline or (_("持续推进") if row.ongoing else ""), export_only=True),
        Column(lazy("数据截至"), lambda row: row.figures.as_of, export_only=True),
        Column(lazy("核实时间"), lambda row: row.verified_at, export_only=True),
        Column(lazy("账本序号"), lambda row: row.ledger_entry, export_only=True),
    )
    return Table(columns, rows, empty=lazy("这个计划还没有任务。任务印发并交办后列在这里。"), caption=lazy("任务进展"))


def verified_cell(row: OpenTask) -> str:
    """The verified figure with its unit, of a rate the percentage; nothing where nothing was verified, which is not 0."""
    figures = row.figures
    if row.kind == "qualitative":
        return f"{figures.milestones_met}/{figures.milestones_set}" if figures.milestones_set else "—"
    if figures.verified is None:
        return "—"
    if row.kind == "rate":
        return percent(figures.verified / figures.base, 2) if figures.base else "—"
    return f"{figures.verified.normalize():f}{row.unit}"


def arithmetic_cell(row: OpenTask) -> SafeString | str:
    """The sum that anybody can do again, over the bar."""
    figures = row.figures
    if not figures.arithmetic:
        return _("尚无经核实的数据")
    if row.kind == "rate" or figures.share is None:
        return figures.arithmetic
    drawn = bar(Progress(figures.share, None, figures.expected_share), figures.light)
    return format_html('<span class="sum">{}</span>{}', figures.arithmetic, drawn)


def items_table(rows: Iterable[OpenItem], *, kind: str = "") -> Table:
    """Every verified item behind the figures; adding up 数量 by task gives the published counts.

    A task's page names the task above and shows a denominator only for a rate; a file says both in every row, so that
    it explains itself wherever it goes.
    """
    columns = (
        Column(lazy("任务序号"), lambda row: row.number, export_only=True),
        Column(lazy("名称"), lambda row: row.name, lead=True),
        Column(lazy("数量"), lambda row: row.quantity, number=True),
        Column(lazy("分母"), lambda row: row.base, number=True, export_only=kind != "rate"),
        Column(lazy("日期"), lambda row: row.happened_on),
        Column(lazy("报送期"), lambda row: row.period_name),
        Column(
            lazy("账本序号"), lambda row: row.ledger_entry, show=lambda row: str(row.ledger_entry or "—"), number=True
        ),
    )
    return Table(
        columns, rows, empty=lazy("还没有经核实的明细。牵头部门核实后列在这里。"), caption=lazy("经核实的明细")
    )
