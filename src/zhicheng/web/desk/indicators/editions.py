"""The list of editions, and one edition: what it says, its values with their sources, what has changed since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.core.ledger.permissions import P as Ledger
from zhicheng.core.ledger.queries import entries_about
from zhicheng.core.text import fold
from zhicheng.indicators.catalogue import MEASURES
from zhicheng.indicators.editions.content import Edition, EditionHead, Value
from zhicheng.indicators.permissions import P
from zhicheng.indicators.queries import editions as queries
from zhicheng.web.desk.indicators import told
from zhicheng.web.desk.telling import retold
from zhicheng.web.shared import paging
from zhicheng.web.shared.exports import export, wants_export
from zhicheng.web.shared.numbers import NOTHING, long_date, moment, number
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table, link
from zhicheng.web.shared.wording import Form

KINDS = (
    ("", lazy("全部")), ("programme", lazy("全市（全部任务）")), ("field", lazy("各领域")), ("task", lazy("各任务")),
    ("county", lazy("各县（市、区）")),
)  # fmt: skip


@page(P.EDITION_VIEW)
def listed(request: CityRequest) -> HttpResponse:
    """All editions that the visitor may see, the newest period first."""
    heads = queries.editions(request.actor)
    table = Table(
        columns=[
            Column(lazy("数据版本"), told.name_of, lambda row: link(_url(row.code), told.name_of(row)), lead=True),
            Column(lazy("编号"), lambda row: row.code, export_only=True),
            Column(lazy("标题"), lambda row: row.title),
            Column(lazy("截至"), lambda row: row.cut_off),
            Column(lazy("状态"), lambda row: row.state, told.state_mark),
            Column(lazy("冻结"), lambda row: row.frozen_at, lambda row: _by(row.frozen_at, row.by_name)),
            Column(lazy("公开"), lambda row: row.published_at,
                   lambda row: _by(row.published_at, row.published_by_name)),
            Column(lazy("数值"), lambda row: row.values, number=True),
            Column(lazy("替代理由"), lambda row: row.reason),
            Column(lazy("校验值"), lambda row: row.content_hash, export_only=True),
        ],
        rows=heads,
        caption=lazy("数据版本，最近的在前"),
        empty=lazy("还没有数据版本。冻结一期核实数后，公文、公开网页、大屏和接口都从这里取数。"),
    )  # fmt: skip
    if wants_export(request):
        return export(request, table, _("数据版本"))
    context = {"table": table, "answer": _answer(heads), "may_freeze": request.actor.holds(P.EDITION_FREEZE)}
    return render(request, "desk/indicators/editions.html", context)


def _url(code: str) -> str:
    return reverse("desk-edition", args=[code])


def _by(when: Any, name: str) -> Any:
    if when is None:
        return NOTHING
    return format_html('<span><span class="nowrap">{}</span> <span class="nowrap">{}</span></span>', moment(when), name)


def _answer(heads: list[EditionHead]) -> str:
    if not heads:
        return _("还没有冻结数据。")
    shown = next((head for head in heads if head.state == "published"), None)
    waiting = sum(head.state == "frozen" for head in heads)
    later = _("另有 %(n)s 版已冻结、未公开。") % {"n": waiting} if waiting else ""
    if shown is None:
        return _("还没有公开的数据版本。") + later
    facts = {"period": told.name_of(shown), "day": long_date(shown.cut_off)}
    return _("最近公开的是%(period)s，数据截至%(day)s。") % facts + later


class FilterForm(Form):
    """What the values are narrowed to."""

    words = forms.CharField(label=lazy("任务内容"), max_length=60, required=False)
    kind = forms.ChoiceField(label=lazy("范围"), choices=KINDS, required=False)
    measure = forms.ChoiceField(label=lazy("指标"), required=False)
    field = forms.ChoiceField(label=lazy("领域"), required=False)
    area = forms.ChoiceField(label=lazy("地区"), required=False)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", _("全部"))
        for name, choices in (
            ("measure", [(slug, str(each.names)) for slug, each in MEASURES.items()]),
            ("field", [(each.code, each.name) for each in edition.fields()]),
            ("area", [(each.code, each.name) for each in edition.areas]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what was declared above
            field.choices = [everything, *choices]


@dataclass(frozen=True)
class Line:
    """A value in the table, with its place in the order of the edition."""

    place: int
    value: Value


@page(P.EDITION_VIEW)
def detail(request: CityRequest, code: str) -> HttpResponse:
    """One edition: its answer, its state, what has changed since, and every value with its source."""
    head = queries.edition_head(code, request.actor)
    edition = queries.edition(code, request.actor)
    form = FilterForm(request.GET, edition=edition)
    given = {name: str(request.GET.get(name, "")).strip()[:200] for name in form.fields}
    lines = narrowed(edition, given)
    if wants_export(request):
        name = _("数据版本%(code)s") % {"code": code}
        return export(request, value_table(request, edition, lines), name, mark=edition.mark)
    after = paging.read_key(request)
    rest = [each for each in lines if each.place > after] if isinstance(after, int) else lines
    part = paging.cut(rest[: paging.PAGE_SIZE + 1], size=paging.PAGE_SIZE, key=lambda row: row.place)
    drift = _drift(request, head)
    context = {
        "head": head, "edition": edition, "name": told.name_of(head), "state": told.state_mark(head), "form": form,
        "table": value_table(request, edition, part.rows, any(given.values())), "part": part, "found": len(lines),
        "answer": answer(edition), "drift": drift,
        "drift_verified": sum(each.key[0] == "verified" for each in drift or ()),
        "may_freeze": _may(request, P.EDITION_FREEZE, head), "programme_key": _programme_key(edition),
        "may_publish": head.state == "frozen" and _may(request, P.EDITION_PUBLISH, head),
        "may_withdraw": head.state == "published" and _may(request, P.EDITION_PUBLISH, head),
        "counties": _counties(edition), "programme": edition.subjects[0].name,
        "history": retold(
            entries_about(f"indicators.edition:{code}", limit=10), request.actor, on=request.today
        ),
    }  # fmt: skip
    return render(request, "desk/indicators/edition.html", context)


def _may(request: CityRequest, permission: str, head: EditionHead) -> bool:
    actor = request.actor
    return actor.everything or any(head.region.startswith(each) for each in actor.regions_with(permission))


def _drift(request: CityRequest, head: EditionHead) -> Any:
    """What has changed since, of the newest edition of a period and for those who could freeze another; else None."""
    if head.state not in ("frozen", "published") or not _may(request, P.EDITION_FREEZE, head):
        return None
    newest = queries.latest_of_period(head.programme, head.period, request.actor)
    if newest is None or newest.code != head.code:
        return None
    return queries.drift(head.code, request.actor, at=request.now)


def _programme_key(edition: Edition) -> int:
    origin = next((source for each in edition.values if each.subject == "programme" for source in each.source), "")
    key = origin.partition(":")[2]
    return int(key) if key.isdigit() else 0


def _counties(edition: Edition) -> str:
    names = [each.name for each in edition.fields() if each.code.partition(":")[2] in queries.counties_open(edition)]
    return "、".join(names)


def answer(edition: Edition) -> str:
    """What the edition says, as a person would: how many tasks, how many on time, late and unreported."""
    counts = {slug: edition.value(slug) for slug in ("tasks", "on-time", "late", "unreported")}
    said = {slug.replace("-", "_"): number(each.value if each else None) for slug, each in counts.items()}
    return (
        _("%(period)s %(tasks)s 项任务，%(on_time)s 项达到序时进度，%(late)s 项滞后，%(unreported)s 项未报送。")
        % {"period": edition.period_name, **said}
    )  # fmt: skip


def narrowed(edition: Edition, given: dict[str, str]) -> list[Line]:
    """The values in the order of the subjects, the measures and the regions, narrowed by the filters."""
    subjects = {each.code: place for place, each in enumerate(edition.subjects)}
    measures = {slug: place for place, slug in enumerate(MEASURES)}
    areas = {each.code: place for place, each in enumerate(edition.areas)}
    ordered = sorted(
        edition.values,
        key=lambda each: (subjects.get(each.subject, 0), each.area != edition.region, areas.get(each.area, 0),
                          measures.get(each.measure, 0)),
    )  # fmt: skip
    lines = [Line(place, each) for place, each in enumerate(ordered)]
    words = fold(given["words"])
    return [each for each in lines if _fits(edition, each.value, given, words)]


def _fits(edition: Edition, value: Value, given: dict[str, str], words: str) -> bool:
    subject = edition.subject_by_code[value.subject]
    kind = "county" if value.area != edition.region else subject.kind
    return (
        given["kind"] in ("", kind)
        and given["measure"] in ("", value.measure)
        and given["field"] in ("", subject.code, subject.parent)
        and given["area"] in ("", value.area)
        and words in fold(subject.name)
    )


def value_table(request: CityRequest, edition: Edition, lines: Any, is_narrowed: bool = False) -> Table:
    """Values as a table: the page shows number and source, the file every part of a value by itself."""
    ledger = request.actor.holds(Ledger.LEDGER_VIEW)
    return Table(
        columns=[
            Column(lazy("对象"), lambda row: told.subject_name(edition, row.value.subject), lead=True),
            Column(lazy("对象代号"), lambda row: row.value.subject, export_only=True),
            Column(lazy("指标"), lambda row: told.measure_name(row.value.measure), whole=True),
            Column(lazy("指标代号"), lambda row: row.value.measure, export_only=True),
            Column(lazy("地区"), lambda row: told.area_name(edition, row.value.area), whole=True),
            Column(lazy("地区代码"), lambda row: row.value.area, export_only=True),
            Column(lazy("报送期"), lambda row: row.value.period, export_only=True),
            Column(lazy("数值"), lambda row: row.value.value, lambda row: told.shown(row.value), number=True),
            Column(lazy("单位"), lambda row: row.value.unit, export_only=True),
            Column(lazy("文字"), lambda row: row.value.text, export_only=True),
            Column(lazy("分子"), lambda row: row.value.n, export_only=True),
            Column(lazy("分母"), lambda row: row.value.denominator, export_only=True),
            Column(lazy("算式"), lambda row: told.arithmetic(row.value), page_only=True, whole=True),
            Column(lazy("可公开"), lambda row: row.value.public),
            Column(lazy("口径版本"), lambda row: row.value.definition, export_only=True),
            Column(lazy("依据"), lambda row: " ".join(row.value.source),
                   lambda row: told.sources(row.value.source, ledger=ledger)),
        ],
        rows=lines,
        caption=lazy("本版数值"),
        empty=lazy("没有符合条件的数值。请放宽或清除条件后再查。") if is_narrowed else lazy("本版没有数值：计划中还没有任务。"),
    )  # fmt: skip
