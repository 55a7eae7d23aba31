"""Writing a report: words, counts, the roster; kept as a draft, looked over, handed in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from zhicheng.core.refusal import Missing, Refusal
from zhicheng.goals.actions import drafts as actions
from zhicheng.goals.actions.reporting import Count, Draft, ReportText, RosterRefused
from zhicheng.goals.contracts.rosters import Roster, as_text, read_roster
from zhicheng.goals.permissions import P
from zhicheng.goals.queries import drafts, reports
from zhicheng.goals.queries import parts as queries
from zhicheng.goals.queries.lines import plain
from zhicheng.goals.rules.periods import name_of
from zhicheng.web.desk.goals.units_copies import roster_copy
from zhicheng.web.shared.fields import DayField
from zhicheng.web.shared.forms import attempt
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.uploads import SheetField, arrived
from zhicheng.web.shared.wording import Form

SHOWN_PROBLEMS = 200
TEXTS = ("progress", "problems", "coordination", "next_step")
LONGEST = 4000


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _number(label: Any, help_text: Any = "", **more: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, help_text=help_text, required=False, min_value=0, max_digits=18, decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}), **more,
    )  # fmt: skip


class ReportForm(Form):
    """A report on one part for one period; fields that its kind of task has no use for are taken away."""

    progress = forms.CharField(label=lazy("进展"), widget=_area(5), max_length=LONGEST, required=False)
    problems = forms.CharField(label=lazy("存在问题"), widget=_area(3), max_length=LONGEST, required=False)
    coordination = forms.CharField(
        label=lazy("需要协调的事项"),
        widget=_area(2),
        help_text=lazy("填写后转市质量强市办答复，没有请留空。"),
        max_length=LONGEST,
        required=False,
    )
    next_step = forms.CharField(label=lazy("下一步打算"), widget=_area(3), max_length=LONGEST, required=False)
    roster = forms.CharField(
        label=lazy("完成名单"), required=False, widget=forms.Textarea(attrs={"rows": 8, "class": "roster", "spellcheck": "false"}),
        help_text=lazy("从 Excel 复制后粘贴到这里，一行一个：名称、代码或证书编号、日期、状态。有没有表头都可以。只填本期新增的。"),
    )  # fmt: skip
    sheet = SheetField(label=lazy("或上传名单"), required=False)
    unlisted = _number(
        lazy("无名单的累计完成数"), lazy("确实没有名单的才填，截至本期末的累计数；页面上会标明“无名单”。")
    )
    base = _number(lazy("分母"), lazy("如应检批次、应覆盖总数。"))
    in_progress = forms.IntegerField(label=lazy("在办数"), required=False, min_value=0, max_value=10**6,
                                     help_text=lazy("在办不计入完成。"))  # fmt: skip
    applied = forms.IntegerField(label=lazy("已申报数"), required=False, min_value=0, max_value=10**6,
                                 help_text=lazy("申报未批不计入完成。"))  # fmt: skip
    stated_percent = _number(
        lazy("自报完成率（%）"), lazy("文字材料中写的完成率；系统会按所列数核对。"), max_value=99999
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=120)

    def __init__(self, *args: Any, part: queries.Part, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.part = part
        kind = part.task.kind
        dropped = {
            "qualitative": ("roster", "sheet", "unlisted", "base", "in_progress", "applied", "stated_percent"),
            "rate": ("roster", "sheet", "in_progress", "applied"),
            "coverage": ("base",),
            "counted": ("base",),
        }[kind]
        for name in dropped:
            del self.fields[name]
        if kind == "rate":
            self.fields["unlisted"].label, self.fields["unlisted"].help_text = _("分子"), _("截至本期末的累计数。")
        for step, due, title, _amount, met_on in part.line.steps if kind == "qualitative" else ():
            self.fields[f"met-{step}"] = DayField(
                label=title, required=False, disabled=met_on is not None, initial=met_on,
                help_text=_("应于 %(due)s 完成；完成的填实际日期，未完成的留空。") % {"due": due},
            )  # fmt: skip

    def clean_base(self) -> Decimal | None:
        """A base of nothing gives no rate."""
        base: Decimal | None = self.cleaned_data["base"]
        if base == 0:
            raise forms.ValidationError(_("分母不能为 0。"))
        return base

    @property
    def text_fields(self) -> list[forms.BoundField]:
        """What is written in words."""
        return [self[name] for name in TEXTS]

    @property
    def count_fields(self) -> list[forms.BoundField]:
        """What is counted beside the names."""
        listed = ("unlisted", "base", "in_progress", "applied", "stated_percent")
        return [self[name] for name in listed if name in self.fields]

    @property
    def step_fields(self) -> list[forms.BoundField]:
        """When each milestone was met."""
        return [self[name] for name in self.fields if name.startswith("met-")]

    def draft(self, roster: Roster) -> Draft:
        """The report as it came from the form."""
        given = self.cleaned_data
        met: dict[int, date] = {
            int(name.removeprefix("met-")): day for name, day in given.items() if name.startswith("met-") and day
        }
        return Draft(
            text=ReportText(**{name: given[name].strip() for name in TEXTS}),
            count=Count(**{each.name: given[each.name] for each in self.count_fields}),
            rows=roster.rows,
            met=met,
        )


@page(P.REPORT_WRITE)
def write(request: CityRequest, key: int, period: str) -> HttpResponse:
    """Write a report for a period, or go on writing."""
    part = _reporting_part(request, key, period)
    if request.method != "POST":
        report = reports.report_for(key, period, request.actor)
        known = (
            reports.report(report, request.actor, states=("draft", "live", "verified", "returned")) if report else None
        )
        if known and known.line.state in ("submitted", "verified"):
            return HttpResponseRedirect(reverse("desk-report", args=[known.line.pk]))
        if not part.may_report:
            messages.warning(request, _("五定未齐或不属于您办理的任务，不能填报。"))
            return HttpResponseRedirect(reverse("desk-part", args=[key]))
        form = ReportForm(part=part, initial=_initial(part, period, known))
        return _shown(request, part, period, form, known=known)
    form = ReportForm(request.POST, request.FILES, part=part)
    if not form.is_valid():
        return _shown(request, part, period, form, status=422)
    return _written(request, part, period, form)


def _reporting_part(request: CityRequest, key: int, period: str) -> queries.Part:
    part = queries.part(key, request.actor)
    if period not in dict(part.task.periods(on=request.today)):
        raise Missing(_("没有这个报送期，或它还没有开始。请回到任务页选择报送期。"))
    return part


def _initial(part: queries.Part, period: str, known: reports.ReportDetail | None) -> dict[str, Any]:
    initial: dict[str, Any] = {"seen": drafts.stamp_of(part.line.pk, period)}
    if known is None:
        return initial
    initial |= {name: getattr(known, name) for name in (*TEXTS, "in_progress", "applied")}
    initial |= {"unlisted": plain(known.line.unlisted), "base": plain(known.line.base),
                "stated_percent": plain(known.stated_percent)}  # fmt: skip
    initial["roster"] = as_text(drafts.stored_rows(known.line.pk))
    days = {(title, due): met_on for title, due, met_on in known.met}
    initial |= {f"met-{step}": days.get((title, due)) or met for step, due, title, _amount, met in part.line.steps}
    return initial


def _written(request: CityRequest, part: queries.Part, period: str, form: ReportForm) -> HttpResponse:
    """Read the roster, look it over, keep the draft; whatever is wrong comes back beside what was typed."""
    key, upload = part.line.pk, form.cleaned_data.get("sheet")
    copy = ""
    try:
        if upload:
            with arrived(upload) as file:
                roster = read_roster(file.path, name=file.name, approval_counts=part.task.approval_counts)
                problems = _problems(request, key, period, roster)
                copy = roster_copy(file.path, file.name, roster, problems) if problems else ""
        else:
            text = form.cleaned_data.get("roster", "")
            roster = read_roster(text, approval_counts=part.task.approval_counts)
            problems = _problems(request, key, period, roster)
    except Refusal as refusal:
        form.add_error("sheet" if upload else "roster", refusal.sentence)
        return _shown(request, part, period, form, status=422)
    if upload:
        # From here on the rows stand in the form, so that they can be put right there.
        shown = request.POST.copy()
        shown["roster"] = as_text(roster.rows)
        form.data = shown
    if roster.problems or (problems and "later" not in request.POST):
        return _shown(request, part, period, form, roster=roster, problems=problems, copy=copy, status=422)
    done = attempt(
        form,
        lambda: actions.keep_draft(
            key,
            period=period,
            draft=form.draft(roster),
            seen=form.cleaned_data["seen"],
            by=request.actor,
            at=request.now,
        ),
    )
    if not done or done.value is None:
        return _shown(request, part, period, form, status=409)
    if "later" in request.POST:
        messages.success(request, _("草稿已保存，尚未报送。"))
        return HttpResponseRedirect(reverse("desk-part", args=[key]))
    return HttpResponseRedirect(reverse("desk-report", args=[done.value.pk]))


def _problems(request: CityRequest, part: int, period: str, roster: Roster) -> list[Any]:
    """What cannot be read, then what cannot count; a cell is told about once."""
    found = list(roster.problems)
    told = {(each.line, each.column) for each in found}
    return found + [
        each for each in drafts.problems_of_rows(part, period, roster.rows) if (each.line, each.column) not in told
    ]


def _shown(
    request: CityRequest, part: queries.Part, period: str, form: ReportForm, *, known: Any = None, roster: Roster | None = None,
    problems: Any = (), copy: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    by_line: dict[int, list[str]] = {}
    for each in problems:
        by_line.setdefault(each.line, []).append(each.sentence)
    bad = [
        {"line": row.line, "name": row.name, "code": row.code, "day": row.happened_on, "sentences": by_line[row.line]}
        for row in (roster.rows if roster else ())
        if row.line in by_line
    ]
    context = {
        "part": part, "line": part.line, "task": part.task, "period": period, "period_name": name_of(period), "form": form,
        "known": known, "bad": bad[:SHOWN_PROBLEMS], "bad_count": len(bad), "row_count": len(roster.rows) if roster else 0,
        "copy": copy,
    }  # fmt: skip
    return render(request, "desk/goals/units/write.html", context, status=status)


@page(P.TASK_VIEW)
def due(request: CityRequest, key: int, period: str) -> HttpResponse:
    """The page on which a duty about a part and period is done: to write, to correct, or to verify."""
    part = queries.part(key, request.actor)
    report = reports.report_for(key, period, request.actor)
    if report is None:
        return HttpResponseRedirect(reverse("desk-report-write", args=[key, period]))
    known = reports.report(report, request.actor, limit=1, states=("returned",))
    if part.may_report and known.line.state in ("draft", "returned"):
        return HttpResponseRedirect(reverse("desk-report-write", args=[key, period]))
    if part.may_report and known.line.state == "verified" and known.rows:
        return HttpResponseRedirect(reverse("desk-report-rows", args=[report]))
    return HttpResponseRedirect(reverse("desk-report", args=[report]))


@page(P.REPORT_WRITE)
@require_POST
def submit(request: CityRequest, key: int) -> HttpResponse:
    """Hand in a draft as it was looked over."""
    reports.report(key, request.actor, limit=1)
    try:
        done = actions.submit_draft(key, seen=request.POST.get("seen", "")[:120], by=request.actor, at=request.now)
    except RosterRefused as refused:
        messages.error(request, refused.sentence)
        return HttpResponseRedirect(reverse("desk-report", args=[key]))
    messages.success(request, _("%(period)s进展已报送，等待核实。") % {"period": name_of(done.period)})
    return HttpResponseRedirect(reverse("desk-report", args=[done.pk]))
