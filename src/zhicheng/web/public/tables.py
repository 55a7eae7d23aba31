"""The tables of the public pages; the files with all columns are `datasets`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.indicators.editions.content import Item
from zhicheng.web.public.addresses import firm_url, source_of_task, task_url
from zhicheng.web.public.figures import CountyFigures, TaskFigures, entry_of
from zhicheng.web.public.history import Standing
from zhicheng.web.shared.drawings import Progress, bar, share, status_mark
from zhicheng.web.shared.numbers import NOTHING, percent
from zhicheng.web.shared.tables import Column, Table, link


def tasks_table(rows: Iterable[TaskFigures], *, caption: str = "") -> Table:
    """Tasks with what was verified and the arithmetic; units, no persons, nothing unverified."""
    columns = (
        Column(lazy("序号"), lambda row: row.subject.number),
        Column(
            lazy("任务"),
            lambda row: row.subject.name,
            show=lambda row: link(task_url(row), row.subject.name),
            lead=True,
        ),
        Column(lazy("目标"), lambda row: row.target_text, number=True),
        Column(lazy("经核实"), lambda row: row.verified_text, number=True),
        Column(lazy("算式"), lambda row: row.arithmetic, show=arithmetic_cell),
        Column(lazy("状态"), lambda row: row.light, show=lambda row: status_mark(row.light)),
        Column(lazy("牵头单位"), lambda row: row.lead),
        Column(lazy("依据"), lambda row: row.entry, show=source_of_task),
    )
    return Table(columns, rows, empty=lazy("没有符合条件的任务。"), caption=caption or lazy("任务进展"))


def arithmetic_cell(row: TaskFigures) -> SafeString | str:
    """The sum that anybody can do again, over the bar."""
    if not row.arithmetic:
        return _("尚无经核实的数据")
    if row.kind == "rate" or row.share is None:
        return row.arithmetic
    drawn = bar(Progress(row.share, None, row.expected_share), row.light)
    return format_html('<span class="sum">{}</span>{}', row.arithmetic, drawn)


def items_table(rows: Sequence[Item]) -> Table:
    """The verified items behind one task's count; their quantities add up to it. A column nobody filled is left out."""
    columns = (
        Column(lazy("名称"), lambda row: row.name, show=_name_cell, lead=True),
        Column(lazy("数量"), lambda row: row.quantity, number=True),
        Column(lazy("日期"), lambda row: row.happened_on),
        Column(lazy("证书或文号"), lambda row: row.certificate, export_only=not any(row.certificate for row in rows)),
        Column(lazy("报送单位"), lambda row: row.unit_name),
        Column(lazy("账本序号"), lambda row: entry_of((row.source,)), show=lambda row: str(entry_of((row.source,)) or NOTHING), number=True),
    )  # fmt: skip
    return Table(columns, rows, empty=lazy("这项任务没有可以公开的明细。"), caption=lazy("经核实的明细"))


def _name_cell(row: Item) -> SafeString | str:
    if not row.name:
        return _("（名称不公开）") if row.happened_on else _("（无名单，由责任单位汇总）")
    return link(firm_url(row.code), row.name) if row.code else row.name


def standings_table(rows: Iterable[Standing]) -> Table:
    """One task over the editions; a value that was corrected stays, with what took its place."""

    def value(row: Standing) -> SafeString:
        shown = row.figures.verified_text
        if row.replaced_by:
            return format_html("<s>{}</s> {}", shown, _("已更正"))
        return format_html("{}", shown)

    columns = (
        Column(lazy("时期"), lambda row: row.period_name, lead=True),
        Column(lazy("数据截至"), lambda row: row.cut_off),
        Column(lazy("经核实"), lambda row: row.figures.verified_text, show=value, number=True),
        Column(lazy("算式"), lambda row: row.figures.arithmetic or NOTHING),
        Column(lazy("状态"), lambda row: row.figures.light, show=lambda row: status_mark(row.figures.light)),
        Column(lazy("说明"), lambda row: row.reason),
        Column(lazy("数据版本"), lambda row: row.edition, show=lambda row: link(reverse("public-edition", args=[row.edition]), row.edition)),
    )  # fmt: skip
    return Table(columns, rows, empty=lazy("还没有更早的数据。"), caption=lazy("各期数值"))


def counties_table(rows: Iterable[CountyFigures]) -> Table:
    """Counties with their parts of the city's tasks; only where the edition opened the comparison."""
    columns = (
        Column(lazy("县（市、区）"), lambda row: row.name, lead=True),
        Column(lazy("承担任务"), lambda row: row.parts, number=True),
        Column(lazy("构成"), lambda row: "", show=lambda row: share(row.counts)),
        Column(lazy("滞后"), lambda row: row.counts["late"], number=True),
        Column(lazy("达到序时进度的比例"), lambda row: row.on_time, show=lambda row: percent(row.on_time), number=True),
    )
    return Table(columns, rows, caption=lazy("各县（市、区）承担任务的进展"))


def county_task_table(rows: Iterable[tuple[str, TaskFigures]]) -> Table:
    """One task by county."""
    columns = (
        Column(lazy("县（市、区）"), lambda row: row[0], lead=True),
        Column(lazy("目标"), lambda row: row[1].target, number=True),
        Column(lazy("经核实"), lambda row: row[1].verified_text, number=True),
        Column(lazy("算式"), lambda row: row[1].arithmetic, show=lambda row: arithmetic_cell(row[1])),
        Column(lazy("状态"), lambda row: row[1].light, show=lambda row: status_mark(row[1].light)),
    )
    return Table(columns, rows, caption=lazy("各县（市、区）的进展"))
