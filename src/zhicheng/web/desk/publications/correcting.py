"""Values that changed after publication: corrected by a new version, or left with a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.core.refusal import Missing
from zhicheng.publications.actions import corrections as actions
from zhicheng.publications.permissions import P
from zhicheng.publications.queries import documents
from zhicheng.publications.workflow import CORRECTION
from zhicheng.web.desk.publications.deciding import ReasonForm
from zhicheng.web.desk.publications.frame import LIGHTS, document_url
from zhicheng.web.shared.drawings import status_mark
from zhicheng.web.shared.exports import export, wants_export
from zhicheng.web.shared.forms import attempt, form_page
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table, link
from zhicheng.web.shared.wording import Form


class FilterForm(Form):
    """In which state."""

    state = forms.ChoiceField(label=lazy("状态"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [("", _("全部")), *((slug, str(names)) for slug, names in CORRECTION.states.items())]
        self.fields["state"] = forms.ChoiceField(label=lazy("状态"), required=False, choices=states)


@page(P.DOCUMENT_WRITE)
def listed(request: CityRequest) -> HttpResponse:
    """Changed values of published documents, those that wait first."""
    form = FilterForm(request.GET or {"state": "open"})
    state = form.cleaned_data["state"] if form.is_valid() else "open"
    rows = documents.corrections(request.actor, state=state)
    if wants_export(request):
        return export(request, _table(rows), _("公文数据变化"))
    named = len({each.document for each in rows})
    answer = (
        _("%(documents)s 份已印发公文有 %(n)s 个数据变化待处理。") % {"documents": named, "n": len(rows)}
        if state == "open" and rows else _("没有待处理的数据变化。") if state == "open" else _("公文数据变化")
    )  # fmt: skip
    context = {"form": form, "table": _table(rows), "answer": answer}
    return render(request, "desk/publications/corrections.html", context)


def _table(rows: Any) -> Table:
    return Table(
        columns=[
            Column(lazy("数据"), lambda row: row.name, lead=True),
            Column(lazy("公文"), lambda row: row.title, lambda row: link(document_url(row.document), row.title)),
            Column(lazy("已印"), lambda row: row.printed, number=True),
            Column(lazy("现为"), lambda row: row.new, number=True),
            Column(lazy("原因"), lambda row: row.cause or row.edition),
            Column(lazy("发现时间"), lambda row: row.opened_at),
            Column(lazy("状态"), lambda row: row.state_name,
                   lambda row: status_mark(LIGHTS.get(row.state, "none"), row.state_name)),
            Column(lazy("理由"), lambda row: row.reason),
            Column(lazy("办理"), lambda row: "", _buttons, page_only=True),
        ],
        rows=rows,
        caption=lazy("公文数据变化"),
        empty=lazy("没有数据变化。已印发公文引用的数据被更正后，会列在这里，由质量强市办决定是否更正公文。"),
    )  # fmt: skip


def _buttons(row: Any) -> Any:
    if row.state != "open":
        return ""
    return format_html(
        '<a href="{}">{}</a> <a class="nowrap" href="{}">{}</a>', reverse("desk-document-correct", args=[row.document]),
        _("更正"), reverse("desk-correction-dismiss", args=[row.pk]), _("不需更正"),
    )  # fmt: skip


@page(P.DOCUMENT_WRITE)
def dismiss(request: CityRequest, key: int) -> HttpResponse:
    """Leave a changed value as it was printed, with a reason."""
    row = next((each for each in documents.corrections(request.actor, state="") if each.pk == key), None)
    if row is None:
        raise Missing(_("没有这条数据变化。请回到列表。"))
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        done = attempt(form, lambda: actions.dismiss_correction(key, reason=reason, by=request.actor, at=request.now))
        if done:
            messages.success(request, _("已记明不需更正的理由。"))
            return HttpResponseRedirect(reverse("desk-corrections"))
    facts = {"name": row.name, "printed": row.printed, "new": row.new, "title": row.title}
    return form_page(
        request, form, title=_("“%(name)s”不需更正") % facts, verb=_("不需更正"), back=reverse("desk-corrections"),
        lead=_("《%(title)s》印作 %(printed)s，现为 %(new)s。写明为什么不需更正公文。") % facts,
    )  # fmt: skip


class BeginForm(Form):
    """Why it is corrected."""

    reason = forms.CharField(
        label=lazy("更正说明"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=lazy("改什么、为什么改，随更正版一并公布。不填时按数据变化自动写出，可再修改。"),
    )  # fmt: skip


@page(P.DOCUMENT_WRITE)
def begin(request: CityRequest, code: str) -> HttpResponse:
    """Begin a corrected version at the same address."""
    found = documents.document(code, request.actor, at=request.now)
    rows = documents.corrections(request.actor, document=code)
    form = BeginForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        done = attempt(form, lambda: actions.begin_correction(code, reason=reason, by=request.actor, at=request.now))
        if done:
            messages.success(request, _("已按最新数据版本起草更正稿，请核对正文后检查、送签。"))
            return HttpResponseRedirect(reverse("desk-document-edit", args=[code]))
    lead = _("原文、文号和网址不变，新稿用最新的数据版本；签发印发后，网页并列两版并写明改了什么、为什么改。")
    if rows:
        lead = _("有 %(n)s 个数据变化。") % {"n": len(rows)} + lead
    return form_page(
        request, form, title=_("更正“%(title)s”") % {"title": found.line.title}, verb=_("起草更正稿"), lead=lead,
        back=document_url(code),
    )  # fmt: skip
