"""Desk pages on the ledger: what was done, by whom, and whether the chain still stands."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from zhicheng.core.ledger import actions, queries
from zhicheng.core.ledger.permissions import P
from zhicheng.web.desk.telling import retold, subjects_told
from zhicheng.web.shared import paging
from zhicheng.web.shared.exports import export, wants_export
from zhicheng.web.shared.fields import KeptField
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table, link
from zhicheng.web.shared.wording import Form

# The longest list that is written to a file at once; further back by filters.
EXPORT_ROWS = 20_000
MODULES = (
    ("", lazy("全部")), ("goals.", lazy("目标任务")), ("registry.", lazy("单位和人员")), ("statutes.", lazy("期限依据")),
    ("indicators.", lazy("数据版本")), ("publications.", lazy("公文和上级报表")), ("core.", lazy("账号和系统")),
    ("accounts.", lazy("账号")),
)  # fmt: skip


class FilterForm(Form):
    """About what, and of which part of the work."""

    kind = forms.ChoiceField(label=lazy("类别"), choices=MODULES, required=False)
    subject = KeptField(label=lazy("对象"))

    def __init__(self, *args: Any, request: CityRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"] = KeptField(
            label=lazy("对象"),
            words=lambda code: subjects_told([code], request.actor, on=request.today).get(code, code),
        )


@page(P.LEDGER_VIEW)
def entries(request: CityRequest) -> HttpResponse:
    """The newest entries, filtered and paged by key."""
    form = FilterForm(request.GET, request=request)
    given = form.cleaned_data if form.is_valid() else {}
    if wants_export(request):
        return export(request, _table(request, _found(request, given, limit=EXPORT_ROWS)), _("操作记录"))
    found = _found(request, given, limit=paging.PAGE_SIZE + 1)
    part = paging.cut(found, size=paging.PAGE_SIZE, key=lambda row: row.sequence)
    context = {
        "form": form,
        "table": _table(request, part.rows),
        "part": part,
        "last": queries.last_check(request.actor),
    }
    return render(request, "desk/ledger/entries.html", context)


def _found(request: CityRequest, given: dict[str, Any], *, limit: int) -> list[queries.EntryRow]:
    before = paging.read_key(request)
    before = before if isinstance(before, int) else None
    subject, kind = given.get("subject", "").strip(), given.get("kind", "")
    if subject:
        rows = queries.entries_about(subject, limit=limit, before=before)
        rows = [row for row in rows if row.kind.startswith(kind)]
    else:
        rows = queries.latest(request.actor, limit=limit, before=before, kind=kind)
    return retold(rows, request.actor, on=request.today)


def _table(request: CityRequest, rows: Any) -> Table:
    about = subjects_told((row.subject for row in rows), request.actor, on=request.today)

    def subject(row: queries.EntryRow) -> Any:
        name = about.get(row.subject, row.subject)
        return link(f"?{urlencode({'subject': row.subject})}", name) if row.subject else ""

    return Table(
        columns=[
            Column(lazy("序号"), lambda row: row.sequence, lambda row: str(row.sequence)),
            Column(lazy("时间"), lambda row: row.at),
            Column(lazy("何人"), lambda row: row.account, whole=True),
            Column(lazy("办理事项"), lambda row: row.sentence, lead=True),
            Column(lazy("对象"), lambda row: about.get(row.subject, ""), subject),
            Column(lazy("对象编号"), lambda row: row.subject, export_only=True),
            Column(lazy("类别代号"), lambda row: row.kind, export_only=True),
            Column(lazy("链值"), lambda row: row.hash, _hash),
        ],
        rows=rows,
        caption=lazy("操作记录，最近的在前"),
        empty=lazy("没有符合条件的记录。每办理一件事，这里就会增加一条，不能修改或删除。"),
    )


def _hash(row: queries.EntryRow) -> Any:
    return format_html('<span class="code nowrap" title="{}">{}</span>', row.hash, row.hash[:10])


@page(P.LEDGER_VIEW)
@require_POST
def verification(request: CityRequest) -> HttpResponse:
    """Have the whole chain walked in the background, and go to where its progress is shown."""
    number = actions.request_check(by=request.actor, at=request.now)
    found = urlencode({"next": reverse("desk-ledger-verdict", args=[number])})
    return HttpResponseRedirect(f"{reverse('desk-job', args=[number])}?{found}")


@page(P.LEDGER_VIEW)
def verdict(request: CityRequest, number: int) -> HttpResponse:
    """What a check found."""
    check = queries.check(number, request.actor)
    if check.verdict is None:
        return HttpResponseRedirect(reverse("desk-job", args=[number]))
    return render(request, "desk/ledger/verdict.html", {"verdict": check.verdict, "at": check.at})


urlpatterns = [
    path("", entries, name="desk-ledger"),
    path("verification/", verification, name="desk-ledger-verification"),
    path("verification/<int:number>/", verdict, name="desk-ledger-verdict"),
]
