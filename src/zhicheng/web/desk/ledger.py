"""Desk pages on the ledger: what was done, by whom, and whether the chain still stands."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from zhicheng.core.ledger import queries
from zhicheng.core.ledger.permissions import P
from zhicheng.core.ledger.verification import verify
from zhicheng.web.desk.registry.names import told
from zhicheng.web.shared import paging
from zhicheng.web.shared.exports import export, wants_export
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table

# The longest list that is written to a file at once; further back by filters.
EXPORT_ROWS = 20_000
MODULES = (
    ("", lazy("全部")), ("goals.", lazy("目标任务")), ("registry.", lazy("单位和人员")), ("statutes.", lazy("期限依据")),
    ("core.", lazy("账号和系统")), ("accounts.", lazy("账号")),
)  # fmt: skip


class FilterForm(forms.Form):
    """About what, and of which part of the work."""

    kind = forms.ChoiceField(label=lazy("类别"), choices=MODULES, required=False)
    subject = forms.CharField(
        label=lazy("办理对象的编号"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@page(P.LEDGER_VIEW)
def entries(request: CityRequest) -> HttpResponse:
    """The newest entries, filtered and paged by key."""
    form = FilterForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    if wants_export(request):
        return export(request, _table(_found(request, given, limit=EXPORT_ROWS)), _("操作记录"))
    found = _found(request, given, limit=paging.PAGE_SIZE + 1)
    part = paging.cut(found, size=paging.PAGE_SIZE, key=lambda row: row.sequence)
    return render(request, "desk/ledger/entries.html", {"form": form, "table": _table(part.rows), "part": part})


def _found(request: CityRequest, given: dict[str, Any], *, limit: int) -> list[queries.EntryRow]:
    before = paging.read_key(request)
    before = before if isinstance(before, int) else None
    subject, kind = given.get("subject", "").strip(), given.get("kind", "")
    if subject:
        rows = queries.entries_about(subject, limit=limit, before=before)
        rows = [row for row in rows if row.kind.startswith(kind)]
    else:
        rows = queries.latest(request.actor, limit=limit, before=before, kind=kind)
    return told(rows, on=request.today)


def _table(rows: Any) -> Table:
    return Table(
        columns=[
            Column(lazy("序号"), lambda row: row.sequence, lambda row: str(row.sequence)),
            Column(lazy("时间"), lambda row: row.at),
            Column(lazy("何人"), lambda row: row.account, whole=True),
            Column(lazy("办理事项"), lambda row: row.sentence, lead=True),
            Column(lazy("对象"), lambda row: row.subject, _subject),
            Column(lazy("类别代号"), lambda row: row.kind, export_only=True),
            Column(lazy("链值"), lambda row: row.hash, _hash),
        ],
        rows=rows,
        caption=lazy("操作记录，最近的在前"),
        empty=lazy("没有符合条件的记录。每办理一件事，这里就会增加一条，不能修改或删除。"),
    )


def _subject(row: queries.EntryRow) -> Any:
    if not row.subject:
        return ""
    return format_html('<a class="code" href="?subject={}">{}</a>', row.subject, row.subject)


def _hash(row: queries.EntryRow) -> Any:
    return format_html('<span class="code nowrap" title="{}">{}</span>', row.hash, row.hash[:10])


@page(P.LEDGER_VIEW)
@require_POST
def verification(request: CityRequest) -> HttpResponse:
    """Walk the whole chain now and say what was found."""
    return render(request, "desk/ledger/verdict.html", {"verdict": verify()})


urlpatterns = [
    path("", entries, name="desk-ledger"),
    path("verification/", verification, name="desk-ledger-verification"),
]
