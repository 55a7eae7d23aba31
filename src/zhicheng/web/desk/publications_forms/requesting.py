"""Missing figures: asked of the units that owe them, and answered at the unit's own desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache

from zhicheng.publications.actions import forms as actions
from zhicheng.publications.actions.forms.requests import LONGEST, Answered
from zhicheng.publications.forms.workflow import FORM, REQUEST
from zhicheng.publications.permissions import P
from zhicheng.publications.queries import forms as queries
from zhicheng.publications.queries.form_cells import WHY, Owed, owed_gaps
from zhicheng.publications.queries.forms import RequestedCell, RequestLine
from zhicheng.web.desk.publications_forms.words import form_url, state_mark
from zhicheng.web.desk.registry.fields import OrganisationField
from zhicheng.web.shared.forms import attempt, form_page
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table, link
from zhicheng.web.shared.wording import Form

GROUPS_AT_ONCE = 40


class AskForm(Form):
    """For each unit that owes something: which cells it is asked for, and whether it is another unit."""

    def __init__(self, *args: Any, groups: Sequence[Owed], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = list(groups)
        for number, group in enumerate(self.groups):
            self.fields[f"unit-{number}"] = OrganisationField(
                label=_("向哪个单位要"), required=False, initial=group.name, help_text=""
            )
            cells = [(each.key, _("%(ref)s　%(what)s（%(why)s）") % {
                "ref": each.ref, "what": each.what, "why": WHY.get(each.why, each.why)}) for each in group.gaps]  # fmt: skip
            self.fields[f"cells-{number}"] = forms.MultipleChoiceField(
                label=_("要哪几格"), required=False, choices=cells, widget=forms.CheckboxSelectMultiple,
                initial=[each.key for each in group.gaps] if group.organisation else [],
            )  # fmt: skip
        self.fields["note"] = forms.CharField(
            label=_("给单位的说明"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
        )

    def clean(self) -> dict[str, Any]:
        """Cells without a unit are told at the unit."""
        found = super().clean() or self.cleaned_data
        for number, _group in enumerate(self.groups):
            if found.get(f"cells-{number}") and not found.get(f"unit-{number}") and f"unit-{number}" not in self.errors:
                self.add_error(f"unit-{number}", _("选了要数的格，没有写单位。请写上单位。"))
        return found

    @property
    def units(self) -> dict[str, list[str]]:
        """Keys of cells by organisation code."""
        found: dict[str, list[str]] = {}
        for number, _group in enumerate(self.groups):
            unit, cells = self.cleaned_data.get(f"unit-{number}"), self.cleaned_data.get(f"cells-{number}")
            if unit and cells:
                found.setdefault(unit.code, []).extend(cells)
        return found

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """The two fields of each group."""
        return [(self[f"unit-{number}"], self[f"cells-{number}"]) for number, _group in enumerate(self.groups)]


@page(P.FORM_FILL)
def ask(request: CityRequest, key: int) -> HttpResponse:
    """Ask units for what is missing."""
    found = queries.form_detail(key, request.actor, at=request.now)
    FORM.transition(found.line.state, "ask")
    groups = owed_gaps(found)
    form = AskForm(request.POST or None, groups=groups[:GROUPS_AT_ONCE])
    if form.is_valid():
        note, units = form.cleaned_data["note"], form.units
        done = attempt(form, lambda: actions.request_missing(
            key, units=units, note=note, by=request.actor, at=request.now
        ))  # fmt: skip
        if done:
            messages.success(request, _("已向 %(n)s 个单位要数，答复后自动填入。") % {"n": len(units)})
            return HttpResponseRedirect(form_url(key) + "#requests")
    context = {"detail": found, "line": found.line, "form": form, "more": max(0, len(groups) - GROUPS_AT_ONCE)}
    return render(request, "desk/forms/ask.html", context, status=422 if form.errors else 200)


class AnswerForm(Form):
    """For each cell that was asked for a value, or the reason why there is none."""

    note = forms.CharField(
        label=lazy("说明"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, cells: Sequence[RequestedCell], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cells = list(cells)
        for number, each in enumerate(self.cells):
            self.fields[f"value-{number}"] = forms.CharField(
                label=_("数据（%(unit)s）") % {"unit": each.unit} if each.unit else _("数据"), max_length=LONGEST,
                required=False, initial=each.value,
            )  # fmt: skip
            self.fields[f"reason-{number}"] = forms.CharField(
                label=_("没有数据的原因"), max_length=LONGEST, required=False, initial=each.reason
            )

    @property
    def answers(self) -> dict[str, Answered]:
        """Answers by cell."""
        given = self.cleaned_data
        return {
            each.key: Answered(given.get(f"value-{number}", ""), given.get(f"reason-{number}", ""))
            for number, each in enumerate(self.cells)
        }

    @property
    def rows(self) -> list[tuple[RequestedCell, Any, Any]]:
        """Each cell with its two fields."""
        return [(each, self[f"value-{n}"], self[f"reason-{n}"]) for n, each in enumerate(self.cells)]


@page(P.FORM_ANSWER, P.FORM_FILL)
@never_cache
def request_shown(request: CityRequest, key: int) -> HttpResponse:
    """One request: the unit answers it, the office sees the answer."""
    found = queries.form_request(key, request.actor, at=request.now)
    form = AnswerForm(request.POST or None, cells=found.cells)
    if found.may_answer and form.is_valid():
        note, answers = form.cleaned_data["note"], form.answers
        done = attempt(form, lambda: actions.answer_request(
            key, answers=answers, note=note, by=request.actor, at=request.now
        ))  # fmt: skip
        if done:
            messages.success(request, _("已答复，谢谢。数据已交市质量强市办。"))
            return HttpResponseRedirect(reverse("desk-form-request", args=[key]))
    verbs = {each.verb for each in REQUEST.open_verbs(found.state)}
    context = {
        "line": found, "form": form if found.may_answer else None, "answer": _answer(found), "mark": state_mark(found),
        "may_withdraw": found.may_chase and "withdraw" in verbs, "may_again": found.may_chase and "ask-again" in verbs,
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "desk/forms/request.html", context, status=status)


def _answer(found: RequestLine) -> str:
    facts = {"n": len(found.cells), "unit": found.unit}
    if found.state == "answered":
        return _("%(unit)s已答复 %(n)s 个数。") % facts
    if found.state == "withdrawn":
        return _("这件要数已撤回，无需答复。")
    return _("上级报表缺 %(n)s 个数，请%(unit)s答复。") % facts


@page(P.FORM_ANSWER)
def requests(request: CityRequest) -> HttpResponse:
    """What the visitor's units were asked for."""
    rows = queries.requests_to(request.actor, at=request.now)
    waiting = sum(each.state == "asked" for each in rows)
    table = Table(
        columns=[
            Column(lazy("报表"), lambda row: row.form_title,
                   lambda row: link(reverse("desk-form-request", args=[row.pk]), row.form_title), lead=True),
            Column(lazy("报告期"), lambda row: row.period_name, whole=True),
            Column(lazy("单位"), lambda row: row.unit),
            Column(lazy("要数"), lambda row: len(row.cells), number=True),
            Column(lazy("状态"), lambda row: row.state_name, state_mark),
            Column(lazy("期限"), lambda row: row.clock.due_on if row.clock else None),
            Column(lazy("答复"), lambda row: row.answered_at),
        ],
        rows=rows,
        caption=lazy("向本单位的要数，未答复的在前"),
        empty=lazy("没有向本单位要数。上级报表里缺的数，会在这里和今日待办里列出。"),
    )  # fmt: skip
    said = _("有 %(n)s 件要数待答复。") % {"n": waiting} if waiting else _("没有待答复的要数。")
    return render(request, "desk/forms/requests.html", {"table": table, "answer": said})


class WordForm(Form):
    """What is wrong with an answer."""

    note = forms.CharField(label=lazy("退回的理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


@page(P.FORM_FILL)
def again(request: CityRequest, key: int) -> HttpResponse:
    """Send an answer back to its unit."""
    found = queries.form_request(key, request.actor, at=request.now)
    REQUEST.transition(found.state, "ask-again")
    form, back = WordForm(request.POST or None), reverse("desk-form-request", args=[key])
    if form.is_valid():
        note = form.cleaned_data["note"]
        if attempt(form, lambda: actions.ask_again(key, note=note, by=request.actor, at=request.now)):
            messages.success(request, _("已退回%(unit)s重填，期限重新起算。") % {"unit": found.unit})
            return HttpResponseRedirect(form_url(found.form))
    return form_page(
        request, form, title=_("退回%(unit)s的答复") % {"unit": found.unit}, verb=_("退回重填"), back=back,
        lead=_("单位答复的数从报表里撤下，由单位重新填写。"),
    )  # fmt: skip


@page(P.FORM_FILL)
def withdraw(request: CityRequest, key: int) -> HttpResponse:
    """Ask no longer."""
    found = queries.form_request(key, request.actor, at=request.now)
    REQUEST.transition(found.state, "withdraw")
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: actions.withdraw_request(key, by=request.actor, at=request.now)):
        messages.success(request, _("已撤回向%(unit)s的要数。") % {"unit": found.unit})
        return HttpResponseRedirect(form_url(found.form))
    return form_page(
        request, form, template="confirm.html", title=_("撤回向%(unit)s的要数") % {"unit": found.unit}, verb=_("撤回"),
        back=reverse("desk-form-request", args=[key]), consequence=_("撤回后，这件要数从单位的今日待办中消失，期限不再计算。"),
    )  # fmt: skip
