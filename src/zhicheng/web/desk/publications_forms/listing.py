"""The list of forms that superiors sent, and the arrival of a new one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.indicators.queries import editions
from zhicheng.publications.actions import forms as actions
from zhicheng.publications.forms.workflow import FORM
from zhicheng.publications.permissions import P
from zhicheng.publications.queries import forms as queries
from zhicheng.web.desk.goals.office_imports import TableFileField
from zhicheng.web.desk.publications.frame import edition_choices
from zhicheng.web.desk.publications_forms.words import form_url, state_mark
from zhicheng.web.shared import paging
from zhicheng.web.shared.exports import export, wants_export
from zhicheng.web.shared.forms import attempt, form_page
from zhicheng.web.shared.numbers import NOTHING
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table, link
from zhicheng.web.shared.wording import Form

EXPORT_ROWS = 20_000


class FilterForm(Form):
    """Which forms."""

    q = forms.CharField(label=lazy("表名、来文单位或文件名"), max_length=60, required=False)
    state = forms.ChoiceField(label=lazy("状态"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("全部")), *((slug, str(names)) for slug, names in FORM.states.items())]
        self.fields["state"] = forms.ChoiceField(label=lazy("状态"), required=False, choices=choices)


@page(P.FORM_FILL, P.FORM_APPROVE)
def listed(request: CityRequest) -> HttpResponse:
    """The forms that the visitor fills or approves, the newest first."""
    form = FilterForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    wanted = {"words": asked.get("q", "").strip(), "state": asked.get("state", "")}
    if wants_export(request):
        return export(request, _table(queries.forms(request.actor, limit=EXPORT_ROWS, **wanted)), _("上级报表"))
    after = paging.read_key(request)
    rows = queries.forms(
        request.actor, before=after if isinstance(after, int) else None, limit=paging.PAGE_SIZE + 1, **wanted
    )
    part = paging.cut(rows, size=paging.PAGE_SIZE, key=lambda row: row.pk)
    counts = queries.counts_by_state(request.actor)
    context = {
        "form": form, "table": _table(part.rows, narrowed=any(wanted.values())), "part": part,
        "answer": _answer(counts), "any": bool(counts), "may_fill": request.actor.holds(P.FORM_FILL),
    }  # fmt: skip
    return render(request, "desk/forms/list.html", context, status=422 if form.errors else 200)


def _answer(counts: dict[str, int]) -> str:
    waiting = [
        _("%(n)s 份%(state)s") % {"n": counts[state], "state": FORM.states[state]}
        for state in ("ready", "drafted", "asked", "approved") if counts.get(state)
    ]  # fmt: skip
    if waiting:
        return _("上级报表：%(waiting)s。") % {"waiting": _("，").join(waiting)}
    if counts.get("returned"):
        return _("已报上级 %(n)s 份，没有在办的报表。") % {"n": counts["returned"]}
    return _("还没有上级报表。")


def _table(rows: Any, *, narrowed: bool = False) -> Table:
    return Table(
        columns=[
            Column(lazy("报表"), lambda row: row.title, lambda row: link(form_url(row.pk), row.title), lead=True),
            Column(lazy("来文单位"), lambda row: row.sender),
            Column(lazy("报告期"), lambda row: row.period_name, whole=True),
            Column(lazy("状态"), lambda row: row.state_name, state_mark),
            Column(lazy("已填"), lambda row: row.filled, number=True),
            Column(lazy("待确认"), lambda row: row.questions, lambda row: _open(row, row.questions), number=True),
            Column(lazy("缺数"), lambda row: row.gaps, lambda row: _open(row, row.gaps), number=True),
            Column(lazy("矛盾"), lambda row: row.contradictions, lambda row: _open(row, row.contradictions), number=True),
            Column(lazy("上级要求报送"), lambda row: row.due_on),
            Column(lazy("收到"), lambda row: row.made_at),
            Column(lazy("数据版本"), lambda row: row.edition, export_only=True),
            Column(lazy("文件"), lambda row: row.file_name, export_only=True),
        ],
        rows=rows,
        caption=lazy("上级报表，最近收到的在前"),
        empty=lazy("没有符合条件的报表。请换个条件再查。") if narrowed else lazy(
            "上级发来的空白表（Excel 或 Word）收进来后，能填的按数据版本逐格填好，缺的列出来向单位要，审核后按原样报回。"
        ),
    )  # fmt: skip


def _open(row: Any, count: int) -> Any:
    """A count of what is open; one of nothing is no figure."""
    return count or NOTHING


class ArrivalForm(Form):
    """The file with who sent it and until when, and the edition to fill it from."""

    file = TableFileField(
        label=lazy("空白表"),
        help_text=lazy(
            "Excel（.xlsx、.xlsm）或 Word（.docx），不超过 10 MB。旧版 .doc、.xls 和 WPS 的 .et、.wps 请先另存；"
            "设了打开密码的请先取消；带宏的不运行宏，原样保留；工作表受保护的只填没有锁定的格。"
        ),
        error_messages={"required": lazy("请选择上级发来的空白表。"), "empty": lazy("文件是空的，请检查后重新选择。")},
    )
    edition = forms.ChoiceField(
        label=lazy("按哪个数据版本填"), help_text=lazy("每一格都取自这个冻结的数据版本，来源写在“数据来源”页。")
    )
    sender = forms.CharField(label=lazy("来文单位"), max_length=200, required=False)
    due_on = forms.DateField(
        label=lazy("上级要求报送日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, request: CityRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [each for each in edition_choices(request.actor, none="") if each[0]]
        field = self.fields["edition"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what was declared above
        field.choices = choices


@page(P.FORM_FILL)
def new(request: CityRequest) -> HttpResponse:
    """Take a blank form in."""
    heads = [each for each in editions.editions(request.actor) if each.state != "withdrawn"]
    if not heads:
        return render(
            request, "desk/forms/no_edition.html", {"may_freeze": request.actor.holds("indicators.edition.freeze")}
        )
    newest = next((each for each in heads if each.state == "published"), heads[0])
    posted = request.method == "POST"
    form = ArrivalForm(
        request.POST if posted else None, request.FILES if posted else None, request=request,
        initial={"edition": newest.code},
    )  # fmt: skip
    if form.is_valid():
        upload = form.cleaned_data["file"]
        given = {name: form.cleaned_data[name] for name in ("edition", "sender", "due_on")}
        done = attempt(form, lambda: actions.receive_form(
            content=upload.file, file_name=upload.name or "", **given, by=request.actor, at=request.now
        ), fields=dict.fromkeys(FILE_CODES, "file"))  # fmt: skip
        if done and done.value is not None:
            messages.success(request, _("已收下“%(name)s”，原件保留不动。") % {"name": done.value.file_name})
            return HttpResponseRedirect(form_url(done.value.pk))
    return form_page(
        request, form, title=_("收一份上级报表"), verb=_("读取并填报"), back=reverse("desk-forms"),
        lead=_("系统认出行（地区、任务、指标）和列（数量、时期、比率），逐格提出要填的数；拿不准的只问一次，下期同一张表不再问。"),
    )  # fmt: skip


# Refusals that are about the file stand beside it.
FILE_CODES = ("no-form", "all-locked", "nothing-blank", "too-many-blanks", "blank", "damaged", "encrypted", "too-large",
              "too-heavy", "too-many-rows", "too-many-columns", "too-many-cells", "bomb", "entities")  # fmt: skip
