"""The five fixed: who, and by which steps; the office has fixed duty, standard and deadline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.goals.actions import units as actions
from zhicheng.goals.permissions import P
from zhicheng.goals.queries import parts as queries
from zhicheng.web.desk.goals.units_parts import deadline_text
from zhicheng.web.shared.fields import DayField
from zhicheng.web.shared.forms import attempt
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.wording import Form, FormSet

MORE = 4
MOST_STEPS = 60
QUARTERS = ((3, 31, lazy("一季度末")), (6, 30, lazy("二季度末")), (9, 30, lazy("三季度末")), (12, 31, lazy("年底")))


class PersonForm(Form):
    """Who leads and who does it."""

    leader = forms.CharField(label=lazy("责任领导"), max_length=60)
    leader_post = forms.CharField(label=lazy("责任领导职务"), max_length=60)
    officer = forms.CharField(label=lazy("具体责任人"), max_length=60)
    officer_phone = forms.CharField(label=lazy("具体责任人电话"), max_length=40, required=False)


class StepForm(Form):
    """One step: by when, what, and how much in all by then."""

    due = DayField(label=lazy("时间"), required=False)
    title = forms.CharField(label=lazy("做到什么"), max_length=200, required=False)
    amount = forms.DecimalField(
        label=lazy("累计数"), required=False, min_value=0, max_digits=18, decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Both day and words, or none."""
        given = super().clean() or {}
        if not self.errors and bool(given.get("due")) != bool((given.get("title") or "").strip()):
            raise forms.ValidationError(_("时间和做到什么都要填写；不需要的行请两处都清空。"))
        if not self.errors and given.get("amount") is not None and not given.get("due"):
            raise forms.ValidationError(_("有累计数的行须填写时间和做到什么。"))
        return given


StepForms = forms.formset_factory(StepForm, formset=FormSet, extra=0, max_num=MOST_STEPS, absolute_max=MOST_STEPS)


@page(P.ASSIGNMENT_FIX)
def fix(request: CityRequest, key: int) -> HttpResponse:
    """Fix the five of a part."""
    part = queries.part(key, request.actor)
    if not part.may_fix and request.method == "GET":
        return _elsewhere(request, part)
    if request.method == "POST" and "more" not in request.POST:
        form, steps = PersonForm(request.POST), StepForms(request.POST, prefix="step")
        if form.is_valid() and steps.is_valid() and _fixed(request, part, form, steps):
            messages.success(request, _("五定已齐，任务进入推进。此后如需调整，请提出变更申请。"))
            return HttpResponseRedirect(reverse("desk-part", args=[key]))
        return _shown(request, part, form, steps, status=422)
    if request.method == "POST":
        return _shown(request, part, PersonForm(initial=request.POST.dict()), _lengthened(request))
    suggested = suggested_steps(part, on=request.today)
    blank: list[dict[str, Any]] = [{} for _n in range(max(2, 4 - len(suggested)))]
    steps = StepForms(prefix="step", initial=[*suggested, *blank])
    return _shown(request, part, PersonForm(), steps, suggested=bool(suggested))


def _elsewhere(request: CityRequest, part: queries.Part) -> HttpResponse:
    if part.line.state == "delivered":
        messages.warning(request, _("请先签收，再完成五定。"))
    elif part.line.state == "fixed":
        messages.info(request, _("五定已齐。如需调整，请提出变更申请。"))
    return HttpResponseRedirect(reverse("desk-part", args=[part.line.pk]))


def _lengthened(request: CityRequest) -> Any:
    """The same lines with a few blank ones more."""
    data = request.POST.copy()
    total = data.get("step-TOTAL_FORMS", "0")
    now = int(total) if total.isdecimal() and len(total) < 4 else 0
    # An unbound formset, so that lines in the making are not scolded yet.
    lines = [
        {name: data.get(f"step-{n}-{name}", "") for name in ("due", "title", "amount")}
        for n in range(min(now, MOST_STEPS))
    ]
    return StepForms(prefix="step", initial=[*lines, *({} for _n in range(MORE))][:MOST_STEPS])


def _fixed(request: CityRequest, part: queries.Part, form: PersonForm, steps: Any) -> bool:
    plans = [
        actions.StepPlan(each["due"], each["title"].strip(), each.get("amount"))
        for line in steps
        if (each := line.cleaned_data) and each.get("due")
    ]
    done = attempt(
        form, lambda: actions.fix_assignment(part.line.pk, **form.cleaned_data, steps=plans, by=request.actor, at=request.now)
    )  # fmt: skip
    return bool(done)


def _shown(
    request: CityRequest,
    part: queries.Part,
    form: PersonForm,
    steps: Any,
    *,
    suggested: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "part": part, "line": part.line, "task": part.task, "form": form, "steps": steps, "suggested": suggested,
        "counted": part.task.kind in ("counted", "coverage"), "deadline": deadline_text(part),
        "may_add": steps.total_form_count() < MOST_STEPS,
    }  # fmt: skip
    return render(request, "desk/goals/units/fix.html", context, status=status)


def suggested_steps(part: queries.Part, *, on: date) -> list[dict[str, Any]]:
    """The ends of the quarters until the deadline, the share spread evenly over those still ahead; a suggestion only."""
    if part.line.role == "support":
        return []
    task = part.task
    last = part.line.deadline or task.deadline or date(task.last_year, 12, 31)
    years = range(task.first_year, task.last_year + 1)
    ends = [(date(year, month, day), str(word)) for year in years for month, day, word in QUARTERS]
    if len(years) > 1:
        ends = [(end, _("%(year)s年底") % {"year": end.year}) for end, _word in ends if end.month == 12]
    ahead = [(end, word) for end, word in ends if on <= end < last]
    ahead.append((last, dict(ends).get(last, _("到期前"))))
    whole = (part.line.share if part.line.share is not None else task.target_value) if _counts(part) else None
    return [
        {"due": end, "title": _step_title(word, amount, task.unit), "amount": amount}
        for (end, word), amount in zip(ahead, _spread(whole, len(ahead)), strict=True)
    ]


def _counts(part: queries.Part) -> bool:
    return part.task.kind in ("counted", "coverage") and not part.task.target.startswith("≤")


def _spread(whole: Decimal | None, steps: int) -> Sequence[Decimal | None]:
    """Cumulative amounts, whole numbers where the whole is one; the last is the whole."""
    if whole is None:
        return [None] * steps
    digit = Decimal(1) if whole == whole.to_integral_value() else Decimal("0.01")
    return [(whole * n / steps).quantize(digit, ROUND_HALF_UP) for n in range(1, steps)] + [whole.quantize(digit)]


def _step_title(word: str, amount: Decimal | None, unit: str) -> str:
    if amount is None:
        return ""
    return _("%(when)s累计完成 %(amount)s %(unit)s") % {"when": word, "amount": amount, "unit": unit}
