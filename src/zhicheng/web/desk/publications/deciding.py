"""The steps of a document: checked, sent, approved, returned, published, withdrawn, dropped; each says what it does."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from zhicheng.core.refusal import WrongState
from zhicheng.publications.actions import approving, publishing
from zhicheng.publications.actions import documents as actions
from zhicheng.publications.checking.findings import REASON
from zhicheng.publications.drafting.plain import from_plain
from zhicheng.publications.kinds import DISCLOSURES, KINDS
from zhicheng.publications.permissions import P
from zhicheng.publications.queries import documents
from zhicheng.web.desk.publications.frame import document_url, pressed
from zhicheng.web.desk.publications.margin import notes_of, rows_of, whole_of
from zhicheng.web.desk.publications.reading import facts_of
from zhicheng.web.shared.forms import attempt, form_page
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.wording import Form


class ReasonForm(Form):
    """Why."""

    reason = forms.CharField(label=lazy("理由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


def _found(request: CityRequest, code: str, verb: str) -> documents.DocumentDetail:
    """The document, where this step is open to this person now. Raises: WrongState, Missing."""
    found = documents.document(code, request.actor, at=request.now)
    if verb not in found.verbs:
        raise WrongState(
            _("这份公文现在是“%(state)s”，您不能办理这一步。请回到公文页查看。"), state=found.line.state_name
        )
    return found


@page(P.DOCUMENT_WRITE)
@require_POST
def check(request: CityRequest, code: str) -> HttpResponse:
    """Check the text as it is saved."""
    found = documents.document(code, request.actor, at=request.now)
    actions.check_document(code, stamp=found.version.stamp, by=request.actor, at=request.now)
    messages.success(request, _("已检查，结果列在正文旁边。"))
    return HttpResponseRedirect(document_url(code))


@page(P.DOCUMENT_WRITE)
@require_POST
def submit(request: CityRequest, code: str) -> HttpResponse:
    """Send it for approval."""
    form = pressed(request)
    if attempt(form, lambda: actions.send_for_approval(code, by=request.actor, at=request.now)):
        messages.success(request, _("已送签，请由其他有签发权限的人员审阅签发。"))
    else:
        for each in form.non_field_errors():
            messages.error(request, str(each))
    return HttpResponseRedirect(document_url(code))


class ApprovalForm(Form):
    """A reason for each finding that is let pass, and the content that was seen."""

    content = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, findings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in findings:
            self.fields[f"reason-{each.id}"] = forms.CharField(
                label=each.sentence, required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
            )

    @property
    def waivers(self) -> dict[str, str]:
        """The reasons by the finding's id."""
        return {
            name.removeprefix("reason-"): value for name, value in self.cleaned_data.items()
            if name.startswith("reason-") and value
        }  # fmt: skip


@page(P.DOCUMENT_APPROVE)
@never_cache
def approve(request: CityRequest, code: str) -> HttpResponse:
    """Read it, see what changed and what was found, and approve exactly that."""
    found = _found(request, code, "approve")
    version = found.version
    needing = [each for each in found.standing if each.level == REASON]
    form = ApprovalForm(request.POST or None, findings=needing, initial={"content": version.content_hash})
    if form.is_valid():
        content, waivers = form.cleaned_data["content"], form.waivers
        done = attempt(
            form,
            lambda: approving.approve_document(
                code, content=content, waivers=waivers, by=request.actor, at=request.now
            ),
        )
        if done:
            messages.success(request, _("已签发，可以编号印发。"))
            return HttpResponseRedirect(document_url(code))
    notes = notes_of(found.findings, version.waivers)
    context = {
        "detail": found, "version": version, "form": form, "needing": needing, "facts": facts_of(version),
        "rows": rows_of(from_plain(version.blocks), notes), "whole": whole_of(notes), "notes": notes,
        "differences": documents.differences(found),
    }  # fmt: skip
    return render(request, "desk/publications/approve.html", context, status=422 if form.errors else 200)


@page(P.DOCUMENT_APPROVE)
def give_back(request: CityRequest, code: str) -> HttpResponse:
    """Send it back to be changed."""
    found = _found(request, code, "return")
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        done = attempt(form, lambda: approving.return_document(code, reason=reason, by=request.actor, at=request.now))
        if done:
            messages.success(request, _("已退回修改。"))
            return HttpResponseRedirect(document_url(code))
    return form_page(
        request, form, title=_("退回“%(title)s”修改") % {"title": found.line.title}, verb=_("退回修改"),
        lead=_("写明要改什么。起草人在公文页上看到。"), back=document_url(code),
    )  # fmt: skip


@page(P.DOCUMENT_WRITE)
def drop(request: CityRequest, code: str) -> HttpResponse:
    """Give up a version that never went out."""
    found = _found(request, code, "drop")
    form = pressed(request)
    if request.method == "POST" and attempt(form, lambda: actions.drop_version(code, by=request.actor, at=request.now)):
        messages.success(request, _("这一稿已作废。"))
        return HttpResponseRedirect(document_url(code))
    return form_page(
        request, form, template="confirm.html", title=_("作废“%(title)s”") % {"title": found.line.title}, verb=_("作废"),
        consequence=_("这一稿不再办理，文字和经过仍可查看；已印发的版本不受影响。"), back=document_url(code),
    )  # fmt: skip


@page(P.DOCUMENT_PUBLISH)
@never_cache
def publish(request: CityRequest, code: str) -> HttpResponse:
    """Number and publish; the files are made in the background first."""
    found = _found(request, code, "publish")
    form = pressed(request)
    if request.method == "POST":
        done = attempt(form, lambda: publishing.request_publication(code, by=request.actor, at=request.now))
        if done and done.value is not None:
            return HttpResponseRedirect(f"{reverse('desk-job', args=[done.value.pk])}?next={document_url(code)}")
    return form_page(
        request, form, template="confirm.html", title=_("编号印发“%(title)s”") % {"title": found.line.title},
        verb=_("编号印发"), consequence=_consequence(found, request.today), back=document_url(code),
    )  # fmt: skip


def _consequence(found: documents.DocumentDetail, today: date) -> str:
    """What will happen, in a sentence with the number and the address."""
    kind = KINDS.get(found.line.kind)
    series, year, number = publishing.next_number(found.document, on=today)
    if found.line.number_text:
        numbered = _("沿用文号 %(number)s，") % {"number": found.line.number_text}
    elif kind is not None and kind.numbered:
        numbered = _("预计编为 %(series)s〔%(year)s〕%(number)s号（以印发时为准），") % {
            "series": series, "year": year, "number": number
        }  # fmt: skip
    else:
        numbered = _("不编文号，")
    where = (
        _("网页、PDF 和 Word 文件在公开网页 /documents/%(code)s/ 公布，所有人都能看到。") % {"code": found.line.code}
        if found.version.disclosure == "open"
        else _("公开属性为%(disclosure)s，不在公开网页公布，只供内部查阅。")
        % {"disclosure": DISCLOSURES[found.version.disclosure]}
    )
    return numbered + where + _("印发后不能修改，只能更正或撤回，原网址保留每一版。")


@page(P.DOCUMENT_PUBLISH)
def withdraw(request: CityRequest, code: str) -> HttpResponse:
    """Withdraw a published document."""
    found = _found(request, code, "withdraw")
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        done = attempt(
            form, lambda: publishing.withdraw_document(code, reason=reason, by=request.actor, at=request.now)
        )
        if done:
            messages.success(request, _("已撤回，原网址上写明撤回和理由。"))
            return HttpResponseRedirect(document_url(code))
    return form_page(
        request, form, template="confirm.html", title=_("撤回“%(title)s”") % {"title": found.line.title}, verb=_("撤回"),
        consequence=_("撤回后，公开网页上不再有正文和文件，原网址写明已撤回和理由；正在办理的更正稿随之作废。文号不再使用。"),
        back=document_url(code),
    )  # fmt: skip
