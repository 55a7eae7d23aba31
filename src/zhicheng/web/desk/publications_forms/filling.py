"""Filling a form: its questions answered and remembered, a cell typed by hand or left blank with the reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhicheng.publications.actions import forms as actions
from zhicheng.publications.actions.forms.filling import Typed
from zhicheng.publications.permissions import P
from zhicheng.publications.queries import forms as queries
from zhicheng.web.desk.publications_forms.inputs import QuestionsForm, TypedForm
from zhicheng.web.desk.publications_forms.one import form_shown
from zhicheng.web.desk.publications_forms.words import form_url, key_of
from zhicheng.web.shared.forms import attempt
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.wording import Form


@page(P.FORM_FILL)
@require_POST
def answer(request: CityRequest, key: int) -> HttpResponse:
    """Answer the questions that were answered; the rest stays open."""
    found = queries.form_detail(key, request.actor, at=request.now)
    form = QuestionsForm(request.POST, questions=found.questions)
    if form.is_valid() and not form.answers:
        form.add_error(None, _("还没有选定任何答案。请至少选一项后再确认。"))
    if form.is_valid():
        done = attempt(form, lambda: actions.answer_question(
            key, answers=form.answers, by=request.actor, at=request.now
        ))  # fmt: skip
        if done:
            messages.success(request, _("已记住 %(n)s 个答复，下期同一张表不再问。") % {"n": len(form.answers)})
            return HttpResponseRedirect(form_url(key))
    return form_shown(request, found, questions=form, status=422)


@page(P.FORM_FILL)
@require_POST
def forget(request: CityRequest, key: int) -> HttpResponse:
    """Take remembered answers back, one or all, so that the form asks again."""
    found = queries.form_detail(key, request.actor, at=request.now)
    form = Form(request.POST)
    if form.is_valid():
        wanted = request.POST.get("key", "")
        cleared = {key: "" for key in found.answers if wanted in ("", key)}
        if cleared and attempt(
            form, lambda: actions.answer_question(key, answers=cleared, by=request.actor, at=request.now)
        ):
            messages.success(request, _("已撤销记住的答复，请重新确认。"))
            return HttpResponseRedirect(form_url(key))
    for each in form.non_field_errors():
        messages.error(request, str(each))
    return HttpResponseRedirect(form_url(key))


@page(P.FORM_FILL)
@require_POST
def type_cell(request: CityRequest, key: int) -> HttpResponse:
    """Keep what was typed for a cell, or go back to what is proposed."""
    found = queries.form_detail(key, request.actor, at=request.now)
    place = request.POST.get("cell", "")
    cell, form = key_of(found, place), TypedForm(request.POST)
    taken_back = request.POST.get("do") == "take-back"
    if form.is_valid():
        given = Typed() if taken_back else Typed(form.cleaned_data["value"], form.cleaned_data["source"])
        if not taken_back and not given.value.strip() and not given.source.strip():
            form.add_error(None, _("没有填写内容，也没有写理由。请填写后再保存。"))
        elif attempt(
            form, lambda: actions.set_cell(key, cells={cell: given}, by=request.actor, at=request.now),
            fields={"no-source": "source"},
        ):  # fmt: skip
            said = _("%(cell)s 已恢复系统提出的数。") if taken_back else _("%(cell)s 已按人工填写保存。")
            messages.success(request, said % {"cell": place.partition("-")[2]})
            return HttpResponseRedirect(f"{form_url(key)}?cell={place}#grid")
    return form_shown(request, found, typed=form, place=place, status=422)
