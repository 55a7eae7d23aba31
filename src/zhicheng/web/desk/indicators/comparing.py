"""Two editions side by side, or one beside the verified counts of today: what changed, why, and by whose report."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.core.ledger.permissions import P as Ledger
from zhicheng.indicators.editions.content import Change, Edition, EditionHead, Value
from zhicheng.indicators.permissions import P
from zhicheng.indicators.queries import editions as queries
from zhicheng.web.desk.indicators import told
from zhicheng.web.shared import paging
from zhicheng.web.shared.exports import export, wants_export
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table

NOW = "now"


@page(P.EDITION_VIEW)
def compare(request: CityRequest, code: str) -> HttpResponse:
    """What is otherwise than in an earlier edition, or, against `now`, what was verified since."""
    head = queries.edition_head(code, request.actor)
    heads = [
        each for each in queries.editions(request.actor, programme=head.programme)
        if each.code != code and each.state != "withdrawn"
    ]  # fmt: skip
    other = request.GET.get("with", "") or _before(head, heads)
    after, before = queries.edition(code, request.actor), None
    changes: list[Change] = []
    if other == NOW:
        before = head
        changes = queries.drift(code, request.actor, at=request.now)
    elif other:
        before = queries.edition_head(other, request.actor)
        changes = queries.changes(other, code, request.actor)
    table = change_table(request, after, changes, now=other == NOW)
    if wants_export(request):
        return export(request, table, _("数据版本%(code)s的变化") % {"code": code}, mark=after.mark)
    at = paging.read_key(request)
    rest = list(enumerate(changes))[at + 1 if isinstance(at, int) else 0 :]
    part = paging.cut(rest[: paging.PAGE_SIZE + 1], size=paging.PAGE_SIZE, key=lambda row: row[0])
    context = {
        "head": head, "name": told.name_of(head), "heads": [(each.code, told.name_of(each)) for each in heads],
        "other": other, "other_name": told.name_of(before) if before else "", "now": other == NOW, "part": part,
        "table": change_table(request, after, [each for _place, each in part.rows], now=other == NOW),
        "changes": len(changes), "answer": _answer(head, before, changes, now=other == NOW),
        "same_period": before is not None and before.period == head.period,
    }  # fmt: skip
    return render(request, "desk/indicators/compare.html", context)


def _before(head: EditionHead, heads: list[EditionHead]) -> str:
    """The edition that this one replaces, else the one before it of the period, else the newest of an earlier one."""
    if head.supersedes:
        return head.supersedes
    same = [each for each in heads if each.period == head.period and each.number < head.number]
    earlier = [each for each in heads if (each.period_end or each.cut_off) < (head.period_end or head.cut_off)]
    return next((each.code for each in (*same, *earlier)), "")


def _answer(head: EditionHead, before: EditionHead | None, changes: list[Change], *, now: bool) -> str:
    facts = {"new": told.name_of(head), "old": told.name_of(before) if before else "", "n": len(changes)}
    if before is None:
        return _("%(new)s没有可以比较的其他版本。") % facts
    if now:
        if changes:
            return _("%(new)s冻结后，又有 %(n)s 个数值变化。") % facts
        return _("%(new)s与当前核实数完全一致。") % facts
    if changes:
        return _("%(new)s与%(old)s相比，%(n)s 个数值不同。") % facts
    return _("%(new)s与%(old)s完全一致。") % facts


def change_table(request: CityRequest, edition: Edition, changes: Any, *, now: bool) -> Table:
    """Changes as a table: both values, by whose report, since when."""
    ledger = request.actor.holds(Ledger.LEDGER_VIEW)
    return Table(
        columns=[
            Column(lazy("对象"), lambda row: told.subject_name(edition, row.subject), lead=True),
            Column(lazy("指标"), lambda row: told.measure_name(row.key[0]), whole=True),
            Column(lazy("地区"), lambda row: told.area_name(edition, row.key[2]), whole=True),
            Column(lazy("本版") if now else lazy("原值"), lambda row: _exact(row.old), lambda row: _shown(row, row.old),
                   number=True),
            Column(lazy("当前核实数") if now else lazy("现值"), lambda row: _exact(row.new),
                   lambda row: _shown(row, row.new), number=True),
            Column(lazy("增减"), lambda row: told.difference(row.old, row.new), _difference, number=True),
            Column(lazy("单位"), lambda row: (row.new or row.old).unit, export_only=True),
            Column(lazy("由哪个单位的报送引起"), lambda row: row.by),
            Column(lazy("核实时间"), lambda row: row.at),
            Column(lazy("依据"), lambda row: row.source,
                   lambda row: told.sources([row.source], ledger=ledger) if row.source else ""),
        ],
        rows=changes,
        caption=lazy("变化的数值"),
        empty=lazy("没有变化的数值。"),
    )  # fmt: skip


def _shown(row: Change, value: Value | None) -> Any:
    """A value, with the counts behind it where only these have changed."""
    words, counts = told.shown(value), told.arithmetic(value) if value else ""
    return f"{words}（{counts}）" if counts and told.difference(row.old, row.new) == 0 else words


def _exact(value: Any) -> Any:
    if value is None:
        return None
    return value.text or value.value


def _difference(row: Change) -> str:
    found = told.difference(row.old, row.new)
    if found is None:
        return ""
    said = told.rounded_difference(found, row.key[0])
    return f"+{said}" if found > 0 else said
