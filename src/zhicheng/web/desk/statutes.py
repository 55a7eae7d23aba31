"""Desk pages on time limits: the working-day calendar, values of law in force, and a reckoning to try."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.core.refusal import Missing, Refusal
from zhicheng.statutes import actions, queries
from zhicheng.statutes.permissions import P
from zhicheng.statutes.queries import Holiday, Sureness, Unit
from zhicheng.web.shared.exports import export, wants_export
from zhicheng.web.shared.fields import DayField, DaysField, read_day
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table, link
from zhicheng.web.shared.wording import Form, FormSet

FESTIVALS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
SOURCES = {"shipped": lazy("随系统提供"), "city": lazy("本市文件"), "entered": lazy("本系统录入")}
SURENESS = {
    Sureness.TEXT: lazy("已对照原文"), Sureness.MEMORY: lazy("待对照原文"),
    Sureness.DEFAULT: lazy("系统建议"), Sureness.LOCAL: lazy("本市规定"),
}  # fmt: skip
UNITS = {
    Unit.HOURS: lazy("小时"), Unit.CALENDAR_DAYS: lazy("日"),
    Unit.WORKING_DAYS: lazy("个工作日"), Unit.MONTHS: lazy("个月"),
}  # fmt: skip


class ReckoningForm(Form):
    """Which time limit, from which day."""

    rule = forms.ChoiceField(label=lazy("时限"))
    day = DayField(label=lazy("起算事由发生日"))

    def __init__(self, *args: Any, rules: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["rule"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what was declared above
        field.choices = [(each.slug, str(each.names)) for each in rules]


@page(P.STATUTES_VIEW)
def overview(request: CityRequest) -> HttpResponse:
    """The calendar's years, what is missing, and a reckoning to try."""
    years = queries.calendar_years()
    # A limit in hours runs from a moment, not from a day.
    rules = [each for each in queries.clock_rules_in_force(on=request.today) if each.unit != Unit.HOURS]
    form = ReckoningForm(request.GET if "rule" in request.GET else None, rules=rules, initial={"day": request.today})
    # The first sentence says what is missing, the rest what follows from it.
    gap, _stop, rest = queries.calendar_gap(request.today).partition("。")
    context = {
        "gap": gap and gap + "。",
        "rest": rest,
        "last_year": max((each.year for each in years), default=None),
        "table": _year_table(years),
        "form": form,
        "due": _reckoned(form, rules),
        "may_enter": request.actor.holds(P.CALENDAR_ENTER),
        "next_year": max((each.year for each in years), default=request.today.year) + 1,
    }
    return render(request, "desk/statutes/overview.html", context)


def _reckoned(form: ReckoningForm, rules: list[Any]) -> Any:
    if not form.is_bound or not form.is_valid():
        return None
    rule = next(each for each in rules if each.slug == form.cleaned_data["rule"])
    return queries.deadline(form.cleaned_data["day"], rule=rule, calendar=queries.calendar())


def _year_table(years: list[queries.CalendarVersion]) -> Table:
    return Table(
        columns=[
            Column(lazy("年份"), lambda row: f"{row.year}", lambda row: link(_year_url(row.year), row.year), lead=True),
            Column(lazy("放假"), lambda row: row.days_off, lambda row: _("%(n)s 天") % {"n": row.days_off}, number=True),
            Column(lazy("调休上班"), lambda row: row.makeup_days, lambda row: _("%(n)s 天") % {"n": row.makeup_days},
                   number=True),
            Column(lazy("来源"), lambda row: str(SOURCES.get(row.source, row.source))),
            Column(lazy("依据"), lambda row: row.citation),
        ],
        rows=years,
        caption=lazy("各年放假安排"),
        empty=lazy("还没有任何一年的放假安排。录入后，工作日和到期日按它计算。"),
    )  # fmt: skip


def _year_url(year: int) -> str:
    return reverse("desk-calendar", args=[year])


@page(P.STATUTES_VIEW)
def calendar_year(request: CityRequest, year: int) -> HttpResponse:
    """One year's list, holiday by holiday."""
    found = [each for each in queries.calendar_years() if each.year == year]
    if not found:
        raise Missing(_("%(year)s年放假安排尚未录入。"), year=year)
    holidays = [holiday for version in found for holiday in version.holidays]
    table = Table(
        columns=[
            Column(lazy("节日"), lambda row: row.name, lead=True),
            Column(lazy("放假首日"), lambda row: row.first),
            Column(lazy("放假末日"), lambda row: row.last),
            Column(lazy("天数"), lambda row: (row.last - row.first).days + 1, number=True),
            Column(lazy("调休上班"), lambda row: "、".join(day.isoformat() for day in row.makeup)),
        ],
        rows=holidays,
    )
    if wants_export(request):
        return export(request, table, _("%(year)s年放假安排") % {"year": year})
    context = {"year": year, "versions": found, "table": table, "may_enter": request.actor.holds(P.CALENDAR_ENTER)}
    return render(request, "desk/statutes/year.html", context)


class YearForm(Form):
    """Which year's list, by which notice."""

    year = forms.IntegerField(label=lazy("年份"), min_value=2008, max_value=2100)
    citation = forms.CharField(
        label=lazy("依据"), max_length=200, help_text=lazy("通知全称和文号，如：国务院办公厅关于2027年部分节假日安排的通知（国办发明电〔2026〕×号）"),
    )  # fmt: skip
    reason = forms.CharField(
        label=lazy("更改理由"), max_length=200, required=False, help_text=lazy("该年已有安排时须写明；原安排保留备查。")
    )


class HolidayForm(Form):
    """One holiday; two festivals in one are written 国庆节、中秋节."""

    name = forms.CharField(label=lazy("节日"), max_length=40, required=False)
    first = DayField(label=lazy("放假首日"), required=False)
    last = DayField(label=lazy("放假末日"), required=False)
    makeup = DaysField(label=lazy("调休上班日"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Notices print "2月14日（周六）上班": the year is the one nearest to the holiday."""
        super().__init__(*args, **kwargs)
        makeup = self.fields["makeup"]
        assert isinstance(makeup, DaysField)  # noqa: S101 - tells the type checker what was declared above
        makeup.near = read_day(self.data.get(self.add_prefix("first"), ""))

    def clean(self) -> dict[str, Any]:
        """Both days or none."""
        given = super().clean() or {}
        if bool(given.get("first")) != bool(given.get("last")) and not self.errors:
            raise forms.ValidationError(_("首日和末日都要填写；只放一天的，两处填同一日。"))
        return given

    @property
    def holiday(self) -> Holiday | None:
        """The holiday; None for a line left empty."""
        given = self.cleaned_data
        if not given.get("first"):
            return None
        return Holiday(name=given["name"], first=given["first"], last=given["last"], makeup=given["makeup"] or ())


HolidayForms = forms.formset_factory(HolidayForm, formset=FormSet, extra=0, max_num=20)


@page(P.CALENDAR_ENTER)
def enter_calendar(request: CityRequest) -> HttpResponse:
    """Enter the State Council's list of a year."""
    if request.method == "POST":
        form, lines = YearForm(request.POST), HolidayForms(request.POST, prefix="day")
        if form.is_valid() and lines.is_valid() and _entered(request, form, lines):
            messages.success(request, _("已录入%(year)s年放假安排，办理中的期限已重新计算。") % form.cleaned_data)
            return HttpResponseRedirect(_year_url(form.cleaned_data["year"]))
    else:
        year = int(request.GET["year"]) if request.GET.get("year", "").isdecimal() else request.today.year + 1
        form, lines = YearForm(initial={"year": year}), HolidayForms(prefix="day", initial=_lines(year))
    status = 422 if form.is_bound else 200
    return render(request, "desk/statutes/enter.html", {"form": form, "lines": lines}, status=status)


def _lines(year: int) -> list[dict[str, Any]]:
    known = [each for version in queries.calendar_years() if version.year == year for each in version.holidays]
    if known:
        return [{"name": h.name, "first": h.first, "last": h.last, "makeup": h.makeup} for h in known] + [{}]
    return [{"name": name} for name in FESTIVALS] + [{}]


def _entered(request: CityRequest, form: YearForm, lines: Any) -> bool:
    days = [each.holiday for each in lines if each.holiday is not None]
    given = form.cleaned_data
    try:
        actions.enter_calendar(
            given["year"],
            days=days,
            citation=given["citation"],
            reason=given["reason"],
            by=request.actor,
            at=request.now,
        )
    except Refusal as refusal:
        if refusal.status == 403:
            raise
        form.add_error("reason" if refusal.code == "no-reason" else None, refusal.sentence)
        return False
    return True


@page(P.STATUTES_VIEW)
def parameters(request: CityRequest) -> HttpResponse:
    """Values of law in force on a day, each with its citation."""
    day = _day_of(request)
    table = Table(
        columns=[
            Column(lazy("名称"), lambda row: str(row.names), lead=True),
            Column(lazy("值"), _value),
            Column(lazy("起始日期"), lambda row: row.valid_from),
            Column(lazy("依据"), lambda row: getattr(row, "basis", "") or getattr(row, "citation", "")),
            Column(lazy("核对情况"), lambda row: str(SURENESS[row.sureness])),
            Column(lazy("代号"), lambda row: row.slug, export_only=True),
        ],
        rows=[*queries.clock_rules_in_force(on=day), *queries.parameters_in_force(on=day)],
        caption=lazy("当日有效的期限和参数"),
        empty=lazy("当日没有有效的期限和参数。"),
    )
    if wants_export(request):
        return export(request, table, _("期限和参数"))
    return render(request, "desk/statutes/parameters.html", {"table": table, "day": day})


def _value(row: Any) -> str:
    if hasattr(row, "amount"):
        return f"{row.amount} {UNITS[row.unit]}"
    return f"{row.value} {row.unit}".strip()


def _day_of(request: CityRequest) -> date:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return request.today


urlpatterns = [
    path("", overview, name="desk-statutes"),
    path("parameters/", parameters, name="desk-parameters"),
    path("calendar/enter/", enter_calendar, name="desk-calendar-enter"),
    path("calendar/<int:year>/", calendar_year, name="desk-calendar"),
]
