"""The steps of a form: another edition, submitted, approved by somebody else, sent back, handed back, given up; its files."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache

from zhicheng.core.evidence.queries import open_attachment
from zhicheng.core.refusal import Missing
from zhicheng.publications.actions import forms as actions
from zhicheng.publications.forms.workflow import FORM
from zhicheng.publications.permissions import P
from zhicheng.publications.queries import form_files
from zhicheng.publications.queries import forms as queries
from zhicheng.publications.queries.forms import FormDetail
from zhicheng.web.desk.publications.frame import edition_choices
from zhicheng.web.desk.publications_forms.words import form_url
from zhicheng.web.shared.forms import attempt, form_page
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.wording import Form


def _found(request: CityRequest, key: int, verb: str) -> FormDetail:
    """The form, where this step follows its state. Raises: Missing, WrongState."""
    found = queries.form_detail(key, request.actor, at=request.now)
    FORM.transition(found.line.state, verb)
    return found


class EditionForm(Form):
    """Which edition."""

    edition = forms.ChoiceField(label=lazy("数据版本"))

    def __init__(self, *args: Any, request: CityRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [each for each in edition_choices(request.actor, none="") if each[0]]
        self.fields["edition"] = forms.ChoiceField(label=lazy("数据版本"), choices=choices)


@page(P.FORM_FILL)
def edition(request: CityRequest, key: int) -> HttpResponse:
    """Fill from another edition."""
    found = _found(request, key, "fill")
    form = EditionForm(request.POST or None, request=request, initial={"edition": found.line.edition})
    if form.is_valid():
        code = form.cleaned_data["edition"]
        if attempt(form, lambda: actions.use_edition(key, edition=code, by=request.actor, at=request.now)):
            messages.success(request, _("已改按数据版本 %(code)s 填报。") % {"code": code})
            return HttpResponseRedirect(form_url(key))
    return form_page(
        request, form, title=_("“%(title)s”换数据版本") % {"title": found.line.title}, verb=_("改用这一版"), back=form_url(key),
        lead=_("各格按新的版本重新提出；人工填写的和单位答复的保留。"),
    )  # fmt: skip


class NoteForm(Form):
    """A word to whoever approves."""

    note = forms.CharField(
        label=lazy("送审说明"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=lazy("有缺数或矛盾的，须写明照此送审的理由。"),
    )  # fmt: skip


@page(P.FORM_FILL)
def submit(request: CityRequest, key: int) -> HttpResponse:
    """Send it for approval."""
    found = _found(request, key, "submit")
    form = NoteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        note = form.cleaned_data["note"]
        done = attempt(
            form,
            lambda: actions.submit_form(key, note=note, by=request.actor, at=request.now),
            fields={"no-reason": "note"},
        )
        if done:
            messages.success(request, _("已送审，请由办公室另一位人员审核。"))
            return HttpResponseRedirect(form_url(key))
    facts = {"filled": found.line.filled, "gaps": found.line.gaps, "bad": found.line.contradictions}
    return form_page(
        request, form, title=_("送审“%(title)s”") % {"title": found.line.title}, verb=_("送审"), back=form_url(key),
        lead=_("已填 %(filled)s 格，缺数 %(gaps)s 格，矛盾 %(bad)s 处。送审后不能再填，需要修改的由审核人退回。") % facts,
    )  # fmt: skip


@page(P.FORM_APPROVE)
@never_cache
def approve(request: CityRequest, key: int) -> HttpResponse:
    """Approve what somebody else filled, after what it consists of; its file is made now."""
    found = _found(request, key, "approve")
    form = ApprovalForm(request.POST or None, initial={"stamp": found.stamp})
    if form.is_valid():
        if form.cleaned_data["stamp"] != found.stamp:
            form.add_error(None, _("报表刚刚被修改。请看过现在的内容再审核。"))
        elif attempt(form, lambda: actions.approve_form(key, by=request.actor, at=request.now)):
            messages.success(request, _("已审核通过，填好的文件可以下载。"))
            return HttpResponseRedirect(form_url(key))
    hand = [each for each in found.draft.proposals if each.how == "hand"]
    return form_page(
        request, form, template="desk/forms/approve.html", title=_("审核“%(title)s”") % {"title": found.line.title},
        verb=_("审核通过"), back=form_url(key), detail=found, line=found.line, by_hand=hand,
    )  # fmt: skip


class ApprovalForm(Form):
    """The content that was seen."""

    stamp = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(Form):
    """Why."""

    reason = forms.CharField(label=lazy("理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


@page(P.FORM_APPROVE)
def send_back(request: CityRequest, key: int) -> HttpResponse:
    """Back to be changed."""
    found = _found(request, key, "send-back")
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: actions.send_back_form(key, reason=reason, by=request.actor, at=request.now)):
            messages.success(request, _("已退回修改。"))
            return HttpResponseRedirect(form_url(key))
    return form_page(
        request, form, title=_("退回“%(title)s”修改") % {"title": found.line.title}, verb=_("退回修改"), back=form_url(key),
        lead=_("写明要改哪一格、为什么。填报人在报表页上看到。"),
    )  # fmt: skip


@page(P.FORM_FILL)
def hand_back(request: CityRequest, key: int) -> HttpResponse:
    """Note that it went to the superior."""
    found = _found(request, key, "hand-back")
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: actions.hand_back(key, by=request.actor, at=request.now)):
        messages.success(request, _("已记为报上级。"))
        return HttpResponseRedirect(form_url(key))
    return form_page(
        request, form, template="desk/goals/office/go_ahead.html", verb=_("记为已报上级"), back=form_url(key),
        title=_("“%(title)s”已经报上级了吗？") % {"title": found.line.title},
        consequence=_("系统不对外发送文件。请先下载填好的文件，按来文要求报出，再在这里记一笔。记下后不能再改。"),
    )  # fmt: skip


@page(P.FORM_FILL)
def withdraw(request: CityRequest, key: int) -> HttpResponse:
    """Give it up."""
    found = _found(request, key, "withdraw")
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: actions.withdraw_form(key, reason=reason, by=request.actor, at=request.now)):
            messages.success(request, _("已作废，向单位的要数一并撤回。"))
            return HttpResponseRedirect(form_url(key))
    return form_page(
        request, form, template="confirm.html", title=_("作废“%(title)s”") % {"title": found.line.title}, verb=_("作废"),
        back=form_url(key), consequence=_("作废后不再填报，未答复的要数一并撤回；原件和办理经过保留，记住的答复不受影响。"),
    )  # fmt: skip


@page(P.FORM_FILL, P.FORM_APPROVE)
def trial(request: CityRequest, key: int) -> HttpResponse:
    """The file filled as far as it is, to be looked at."""
    name, content = form_files.trial_file(key, request.actor)
    return _sent(HttpResponse(content, content_type="application/octet-stream"), name)


@page(P.FORM_FILL, P.FORM_APPROVE)
def file(request: CityRequest, key: int, attachment: int) -> HttpResponseBase:
    """The file as it came, or as it goes back."""
    found = queries.form_detail(key, request.actor, at=request.now)
    own = [*([found.original] if found.original else []), *found.filled]
    if attachment not in {each.id for each in own}:
        raise Missing(_("没有这个文件，或它已被新的版本替代。请回到报表页。"))
    kept = open_attachment(attachment, request.actor)
    return _sent(FileResponse(kept.path.open("rb"), content_type="application/octet-stream"), kept.name)


def _sent(response: Any, name: str) -> Any:
    """A file is saved, never shown in the page."""
    response["Content-Disposition"] = f"attachment; filename=\"form\"; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
