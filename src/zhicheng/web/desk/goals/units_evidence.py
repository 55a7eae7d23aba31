"""Files that prove a report: attached, listed on its page, sent as attachments only, taken back with a reason."""

from __future__ import annotations

from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from zhicheng.core.evidence.queries import attachments_of, open_attachment
from zhicheng.core.refusal import Missing
from zhicheng.goals.actions.evidence import attach_evidence, withdraw_evidence
from zhicheng.goals.permissions import P
from zhicheng.goals.queries import reports
from zhicheng.web.desk.goals.units_reports import EvidenceForm, report_page
from zhicheng.web.shared.forms import attempt, form_page
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.wording import Form


class WithdrawForm(Form):
    """Why a file is taken back."""

    because = forms.CharField(label=lazy("撤回理由"), max_length=200)


@page(P.REPORT_WRITE)
@require_POST
def attach(request: CityRequest, key: int) -> HttpResponse:
    """Attach one file to a report."""
    reports.report(key, request.actor, limit=1)
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        done = attempt(
            form, lambda: attach_evidence(key, content=file, name=file.name, by=request.actor, at=request.now)
        )
        if done:
            messages.success(request, _("已附上“%(name)s”。") % {"name": file.name})
            return HttpResponseRedirect(reverse("desk-report", args=[key]) + "#evidence")
    return report_page(request, key, evidence=form, status=422)


@page(P.TASK_VIEW)
def download(request: CityRequest, key: int, attachment: int) -> HttpResponseBase:
    """Send a file to those who may see the report, never to be shown in the page."""
    _report_of(request, key, attachment)
    file = open_attachment(attachment, request.actor)
    response = FileResponse(file.path.open("rb"), content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename=\"evidence\"; filename*=UTF-8''{quote(file.name)}"
    response["Content-Length"] = str(file.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


def _report_of(request: CityRequest, key: int, attachment: int) -> reports.ReportDetail:
    report = reports.report(key, request.actor, limit=1)
    if attachment not in {each.id for each in attachments_of(report.subject)}:
        raise Missing(_("没有这份佐证材料，或它已被撤回。请回到报送页。"))
    return report


@page(P.REPORT_WRITE)
def withdraw(request: CityRequest, key: int, attachment: int) -> HttpResponse:
    """Take a file back with its reason."""
    report = _report_of(request, key, attachment)
    name = next(each.name for each in attachments_of(report.subject) if each.id == attachment)
    back = reverse("desk-report", args=[key])
    form = WithdrawForm(request.POST or None)
    if form.is_valid() and attempt(
        form,
        lambda: withdraw_evidence(
            key, attachment=attachment, because=form.cleaned_data["because"], by=request.actor, at=request.now
        ),
    ):
        messages.success(request, _("已撤回“%(name)s”，撤回记录保留。") % {"name": name})
        return HttpResponseRedirect(back + "#evidence")
    return form_page(
        request, form, template="confirm.html", title=_("撤回佐证“%(name)s”") % {"name": name}, verb=_("撤回"), back=back,
        consequence=_("撤回后不再提供下载，文件和撤回记录仍保留备查。"),
    )  # fmt: skip
