"""Programmes: the list, a new one, where one stands and who lags, its steps, and who may see it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.core.ledger.queries import entries_about
from zhicheng.core.refusal import Missing
from zhicheng.goals.actions import programmes as actions
from zhicheng.goals.kinds import PERIODS, PROGRAMME_KINDS, VISIBILITIES
from zhicheng.goals.permissions import P
from zhicheng.goals.queries import lagging, parts, programmes, reports
from zhicheng.registry import queries as registry
from zhicheng.web.desk.goals.office_frame import (
    allows,
    confirmation,
    field_name,
    in_field_order,
    light_name,
    programme_page,
)
from zhicheng.web.desk.registry.fields import OrganisationField, region_choices
from zhicheng.web.desk.telling import retold
from zhicheng.web.shared.drawings import share, status_mark
from zhicheng.web.shared.exports import export, wants_export
from zhicheng.web.shared.forms import attempt, form_page
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table, link
from zhicheng.web.shared.wording import Form

LAGGING_SHOWN = 30
UNITS_SHOWN = 12


def _url(key: int) -> str:
    return reverse("desk-programme", args=[key])


@page(P.TASK_VIEW)
def listed(request: CityRequest) -> HttpResponse:
    """All programmes that the visitor may see."""
    rows = programmes.programmes(request.actor)
    counts = programmes.light_counts([row.pk for row in rows])
    table = Table(
        columns=[
            Column(lazy("计划"), lambda row: row.title, lambda row: link(_url(row.pk), row.title), lead=True),
            Column(lazy("编号"), lambda row: row.code, export_only=True),
            Column(lazy("年度"), lambda row: row.years),
            Column(lazy("状态"), lambda row: row.state_name, whole=True),
            Column(lazy("公开范围"), lambda row: row.visibility_name, whole=True),
            Column(lazy("任务数"), lambda row: sum(counts[row.pk].values()), number=True),
            Column(lazy("滞后"), lambda row: counts[row.pk]["late"], number=True),
            Column(lazy("未报送"), lambda row: counts[row.pk]["none"], number=True),
            Column(lazy("进展"), lambda row: "", lambda row: share(counts[row.pk]), page_only=True),
        ],
        rows=rows,
        caption=lazy("计划"),
        empty=lazy("还没有计划。新建年度计划或五年规划后，会列在这里。"),
    )
    if wants_export(request):
        return export(request, table, _("计划列表"))
    context = {
        "table": table, "answer": _answer(rows, counts), "may_create": request.actor.holds(P.PROGRAMME_EDIT)
    }  # fmt: skip
    return render(request, "desk/goals/office/programmes.html", context)


def _answer(rows: Any, counts: Any) -> str:
    running = [row for row in rows if row.state == "issued"]
    if not running:
        return _("没有正在执行的计划。")
    late = sum(counts[row.pk]["late"] for row in running)
    owing = sum(counts[row.pk]["none"] for row in running)
    facts = {"running": len(running), "late": late, "owing": owing}
    if late or owing:
        return _("正在执行的计划 %(running)s 个，%(late)s 项任务滞后，%(owing)s 项未报送。") % facts
    return _("正在执行的计划 %(running)s 个，没有滞后和未报送的任务。") % facts


class NewForm(Form):
    """A new programme."""

    title = forms.CharField(
        label=lazy("名称"), max_length=200, required=False,
        help_text=lazy("不填则按年份取名，例如：2026年度质量强市重点任务。"),
    )  # fmt: skip
    code = forms.SlugField(
        label=lazy("编号"), max_length=40, help_text=lazy("用于网址和导出文件，由字母、数字和横线组成，例如 2026。"),
        error_messages={"invalid": lazy("编号只用字母、数字和横线，例如 2026。")},
    )  # fmt: skip
    kind = forms.ChoiceField(label=lazy("类别"))
    first_year = forms.IntegerField(label=lazy("起始年份"), min_value=2000, max_value=2100)
    last_year = forms.IntegerField(label=lazy("截止年份"), min_value=2000, max_value=2100)
    region = forms.ChoiceField(label=lazy("地区"))
    office = OrganisationField(label=lazy("牵头办公室"))
    reporting = forms.ChoiceField(label=lazy("报送周期"))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("kind", [(slug, str(names)) for slug, names in PROGRAMME_KINDS.items()]),
            ("reporting", [(slug, str(names)) for slug, names in PERIODS.items()]),
            ("region", region_choices(on, townships=False)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what was declared above
            field.choices = choices


@page(P.PROGRAMME_EDIT)
def new(request: CityRequest) -> HttpResponse:
    """Write a new programme."""
    group = registry.leading_group(settings.CITY.region, on=request.today)
    year = request.today.year
    start = {
        "kind": "annual", "reporting": "quarter", "region": settings.CITY.region, "first_year": year,
        "last_year": year, "code": str(year), "office": group.office_name if group else "",
    }  # fmt: skip
    form = NewForm(request.POST or None, on=request.today, initial=start)
    if form.is_valid():
        given = {**form.cleaned_data, "office": form.cleaned_data["office"].code}
        given["title"] = given["title"] or _title_by_years(given["first_year"], given["last_year"])
        origin = "made-up" if settings.CITY.made_up else "real"
        done = attempt(
            form, lambda: actions.create_programme(**given, origin=origin, by=request.actor, at=request.now)
        )  # fmt: skip
        if done and done.value is not None:
            messages.success(request, _("已新建“%(title)s”。接着可导入任务分解表。") % {"title": done.value.title})
            return HttpResponseRedirect(_url(done.value.pk))
    return form_page(request, form, title=_("新建计划"), verb=_("新建"), back=reverse("desk-programmes"))


def _title_by_years(first: int, last: int) -> str:
    if first == last:
        return _("%(year)s年度质量强市重点任务") % {"year": first}
    return _("质量强市建设规划（%(first)s—%(last)s年）") % {"first": first, "last": last}


@page(P.TASK_VIEW)
def detail(request: CityRequest, key: int) -> HttpResponse:
    """Where a programme stands: the answer, the shares, who lags and why."""
    programme = programmes.programme(key, request.actor)
    lag = lagging.lagging(programme.pk, request.actor, limit=LAGGING_SHOWN)
    units = parts.units(programme.pk, request.actor)
    if wants_export(request):
        return export(request, unit_table(programme.pk, units), _("%(title)s各单位进展") % {"title": programme.title})
    summary = programmes.summary(programme.pk)
    open_changes, open_matters = reports.waiting(programme.pk, request.actor)
    behind = [unit for unit in units if unit.counts["late"] or unit.counts["none"] or unit.counts["care"]]
    return programme_page(
        request, "programme.html", programme, "detail",
        summary=summary, lag=lag,
        groups=[(group, field_name(group.slug), group.slug or "-") for group in in_field_order(summary.groups)],
        lights=[(slug, light_name(slug), summary.counts[slug]) for slug in summary.counts],
        units=unit_table(programme.pk, behind[:UNITS_SHOWN]), units_behind=len(behind), units_all=len(units),
        unsigned=sum(unit.unsigned for unit in units), unfixed=sum(unit.unfixed for unit in units),
        open_changes=open_changes, open_matters=open_matters,
        may_open=allows(request, P.PROGRAMME_OPEN, programme), may_import=allows(request, P.TASK_IMPORT, programme),
        history=retold(entries_about(f"goals.programme:{programme.pk}", limit=10), request.actor, on=request.today),
    )  # fmt: skip


def unit_table(programme: int, units: Any) -> Table:
    """Units with how many of their parts are in which light."""
    tasks = reverse("desk-tasks")
    return Table(
        columns=[
            Column(lazy("单位"), lambda row: row.name,
                   lambda row: link(f"{tasks}?programme={programme}&unit={row.organisation}", row.name), lead=True),
            Column(lazy("任务"), lambda row: row.parts, number=True),
            Column(lazy("滞后"), lambda row: row.counts["late"], lambda row: _count("late", row), number=True),
            Column(lazy("未报送"), lambda row: row.counts["none"], lambda row: _count("none", row), number=True),
            Column(lazy("需关注"), lambda row: row.counts["care"], lambda row: _count("care", row), number=True),
            Column(lazy("达到序时进度"), lambda row: row.counts["ok"], number=True),
            Column(lazy("未签收"), lambda row: row.unsigned, number=True),
            Column(lazy("五定未齐"), lambda row: row.unfixed, number=True),
        ],
        rows=units,
        caption=lazy("各单位进展"),
        empty=lazy("没有滞后、未报送或需关注的单位。核实或到期后，每天早上更新。"),
    )  # fmt: skip


def _count(light: str, row: Any) -> Any:
    n = row.counts[light]
    return status_mark(light, str(n)) if n else "0"


CONSEQUENCES = {
    "examine": lazy("审核后可以印发；发现问题的，还可退回起草。"),
    "reopen": lazy("退回后计划恢复为起草状态，可继续修改。"),
    "issue": lazy(
        "印发日期记为今日，印发后不能退回起草。印发后才能交办任务；交办后的目标、标准和时限只能经变更申请调整。"
    ),
    "close": lazy("办结后不再导入、新增任务，也不再开始新的报送；已有的数据和记录保留。办结不能撤回。"),
}


@page(P.PROGRAMME_EDIT, P.PROGRAMME_ISSUE)
def move(request: CityRequest, key: int, verb: str) -> HttpResponse:
    """Examine, send back, issue or close, after saying what it means."""
    programme = programmes.programme(key, request.actor)
    names = dict(programme.verbs)
    if verb not in names:
        raise Missing(_("计划现为“%(state)s”，不能办理这一步，或您的岗位不能办理。") % {"state": programme.state_name})
    form = confirmation(request)
    if form.is_bound:
        done = attempt(form, lambda: actions.move_programme(key, verb=verb, by=request.actor, at=request.now))
        if done and done.value is not None:
            messages.success(request, _("已%(verb)s“%(title)s”。") % {"verb": names[verb], "title": programme.title})
            return HttpResponseRedirect(_url(key))
    return form_page(
        request, form, template="confirm.html", title=_("%(verb)s“%(title)s”") % {"verb": names[verb], "title": programme.title},
        verb=names[verb], back=_url(key), consequence=CONSEQUENCES[verb],
    )  # fmt: skip


class OpenForm(Form):
    """Who may see a programme, and on what ground."""

    visibility = forms.ChoiceField(label=lazy("公开范围"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=lazy("依据"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=lazy("写明会议纪要、批示或文件，例如：市质量强市领导小组第3次会议纪要。会记入操作记录。"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["visibility"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what was declared above
        field.choices = [(slug, f"{VISIBILITIES[slug]}：{words}") for slug, words in WHO_SEES.items()]


WHO_SEES = {
    "internal": lazy("只有质量强市办、领导小组和承担任务的单位能看到各自的部分"),
    "system": lazy("本系统内所有登录人员都能看到任务和进展"),
    "public": lazy("任何人不登录就能看到任务、目标和经核实的进展"),
}
BECOMES_VISIBLE = {
    "internal": (lazy("只有质量强市办、领导小组成员和统计分析人员看到全部任务；其他单位只看到自己承担的任务。"),),
    "system": (lazy("各单位登录后都能看到全部任务、目标、责任单位和进展。"),),
    "public": (
        lazy("任务内容、目标值、时限、牵头单位"),
        lazy("经核实的数，连同算式，例如 95 ÷ 120 = 79.17%"),
        lazy("名单中的企业和机构名称（个体工商户和个人只计数，不列名）"),
        lazy("以上内容的 CSV 和 JSON 下载"),
    ),
}
STAYS_HIDDEN = {
    "internal": (lazy("已公开的网页随即撤下；此前已被下载的文件无法收回。"),),
    "system": (lazy("不登录的访客看不到；已向社会公开的网页随即撤下，此前已被下载的文件无法收回。"),),
    "public": (
        lazy("联系人、经办人、分管领导等个人信息"), lazy("未核实的数、退回的报送和理由"),
        lazy("存在问题和需协调事项"), lazy("备注"),
    ),
}  # fmt: skip


@page(P.PROGRAMME_OPEN)
def open_to(request: CityRequest, key: int) -> HttpResponse:
    """Decide who may see a programme: first the choice and its ground, then what will happen, then the act."""
    programme = programmes.programme(key, request.actor)
    form = OpenForm(request.POST or None, initial={"visibility": programme.visibility})
    wanted = form.cleaned_data["visibility"] if form.is_valid() else ""
    if wanted and request.POST.get("sure"):
        done = attempt(
            form, lambda: actions.open_programme(key, **form.cleaned_data, by=request.actor, at=request.now)
        )  # fmt: skip
        if done:
            facts = {"title": programme.title, "who": VISIBILITIES[wanted]}
            messages.success(request, _("“%(title)s”的公开范围已改为：%(who)s。") % facts)
            return HttpResponseRedirect(_url(key))
        wanted = ""
    return programme_page(
        request, "visibility.html", programme, "detail", status=422 if form.is_bound and form.errors else 200,
        form=form, wanted=wanted, wanted_name=VISIBILITIES.get(wanted, ""), visible=BECOMES_VISIBLE.get(wanted, ()),
        hidden=STAYS_HIDDEN.get(wanted, ()), summary=programmes.summary(key) if wanted else None,
    )  # fmt: skip
