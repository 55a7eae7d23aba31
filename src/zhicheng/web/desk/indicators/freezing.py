"""Freezing: which programme, which period, until which day, what may be compared in public; then what will be in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.core.access import Scope, may
from zhicheng.goals.queries import programmes
from zhicheng.indicators.actions.editions import freeze_edition
from zhicheng.indicators.permissions import P
from zhicheng.indicators.queries import editions as queries
from zhicheng.indicators.queries.preview import Preview, preview
from zhicheng.web.desk.indicators import told
from zhicheng.web.shared.fields import DayField
from zhicheng.web.shared.forms import attempt
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table, link
from zhicheng.web.shared.wording import Form


def _address(key: int) -> str:
    return reverse("desk-edition-freeze", args=[key])


@page(P.EDITION_FREEZE)
def choose(request: CityRequest) -> HttpResponse:
    """Of which programme; straight on where there is only one."""
    rows = [
        row for row in programmes.programmes(request.actor)
        if row.state != "draft" and may(request.actor, P.EDITION_FREEZE, Scope(row.region, frozenset({row.office})))
    ]  # fmt: skip
    if len(rows) == 1:
        return HttpResponseRedirect(_address(rows[0].pk))
    newest = {row.code: queries.latest(row.code, request.actor) for row in rows}

    def last(row: Any) -> str:
        head = newest[row.code]
        return told.name_of(head) if head else ""

    table = Table(
        columns=[
            Column(lazy("计划"), lambda row: row.title, lambda row: link(_address(row.pk), row.title), lead=True),
            Column(lazy("状态"), lambda row: row.state_name, whole=True),
            Column(lazy("公开范围"), lambda row: row.visibility_name, whole=True),
            Column(lazy("最近的数据版本"), last),
        ],
        rows=rows,
        caption=lazy("可以冻结的计划"),
        empty=lazy("没有可以冻结的计划。计划审核、印发后，才能冻结其核实数。"),
    )
    return render(request, "desk/indicators/programmes.html", {"table": table})


class FreezeForm(Form):
    """What to freeze."""

    period = forms.ChoiceField(label=lazy("报送期"))
    cut_off = DayField(
        label=lazy("统计截止日"), help_text=lazy("这一天（含）以前核实的报送计入本版；以后核实的，下一版再计。")
    )
    title = forms.CharField(
        label=lazy("标题"), max_length=200, required=False, help_text=lazy("不填则用计划名称和报送期。")
    )
    counties_open = forms.MultipleChoiceField(
        label=lazy("公开县（市、区）比较的领域"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=lazy("只有办公室决定公开的领域才勾选。没有勾选的领域，公开网页和数据文件只有全市数，不分县（市、区）。"),
    )  # fmt: skip
    reason = forms.CharField(
        label=lazy("替代理由"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=lazy("这一期已公开过数据版本的，必须填写；更正记录和公开网页会照此显示。"),
    )  # fmt: skip

    def __init__(self, *args: Any, shown: Preview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = [(slug, _("%(name)s（%(n)s 项任务）") % {"name": name, "n": n}) for slug, name, n in shown.fields]
        for name, choices in (("period", list(shown.periods)), ("counties_open", fields)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what was declared above
            field.choices = choices
        if not fields:
            del self.fields["counties_open"]


@page(P.EDITION_FREEZE)
def freeze(request: CityRequest, programme: int) -> HttpResponse:
    """First the choice, then what will be in it, then the act."""
    asked = request.POST.get("period") or request.GET.get("period", "")
    shown = preview(programme, request.actor, period=asked, on=request.today)
    form = FreezeForm(request.POST or None, shown=shown, initial=_initial(request, shown))
    sure = form.is_valid() and bool(request.POST.get("sure"))
    if sure:
        done = attempt(form, lambda: _freeze(request, programme, form.cleaned_data))
        if done and done.value is not None:
            messages.success(request, _("已冻结。核对无误后，由办公室另一位人员公开。"))
            return HttpResponseRedirect(reverse("desk-edition", args=[done.value]))
    looked_at = None
    if form.is_bound and not form.errors:
        given = form.cleaned_data
        looked_at = preview(
            programme, request.actor, period=given["period"], cut_off=given["cut_off"], on=request.today
        )  # fmt: skip
    context = {
        "form": form, "shown": shown, "looked_at": looked_at,
        "period_name": dict(shown.periods).get(form.cleaned_data["period"], "") if looked_at else "",
        "opened": _opened(shown, form.cleaned_data) if looked_at else "",
    }  # fmt: skip
    return render(request, "desk/indicators/freeze.html", context, status=422 if form.errors else 200)


def _freeze(request: CityRequest, programme: int, given: dict[str, Any]) -> str:
    return freeze_edition(
        programme, period=given["period"], cut_off=given["cut_off"], title=given["title"], reason=given["reason"],
        counties_open=given.get("counties_open", ()), by=request.actor, at=request.now,
    )  # fmt: skip


def _initial(request: CityRequest, shown: Preview) -> dict[str, Any]:
    """What was open to comparison before stays so until somebody decides otherwise; at first nothing is."""
    found: dict[str, Any] = {"period": shown.period, "cut_off": request.today}
    before = queries.latest(shown.programme.code, request.actor)
    if before is not None:
        found["counties_open"] = queries.counties_open(queries.edition(before.code, request.actor))
    return found


def _opened(shown: Preview, given: dict[str, Any]) -> str:
    chosen = set(given.get("counties_open", ()))
    return "、".join(name for slug, name, _n in shown.fields if slug in chosen)
