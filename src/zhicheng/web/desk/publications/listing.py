"""The list of documents, and beginning a new one."""

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
from zhicheng.publications.actions import documents as actions
from zhicheng.publications.kinds import KINDS
from zhicheng.publications.permissions import P
from zhicheng.publications.queries import documents
from zhicheng.publications.workflow import DOCUMENT
from zhicheng.web.desk.publications.frame import LIGHTS, document_url, edition_choices
from zhicheng.web.shared import paging
from zhicheng.web.shared.drawings import status_mark
from zhicheng.web.shared.exports import export, wants_export
from zhicheng.web.shared.forms import attempt, form_page
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table, link
from zhicheng.web.shared.wording import Form

EXPORT_ROWS = 20_000
# What waits for somebody, in the order in which it is told.
WAITING = ("submitted", "approved", "returned", "draft", "checked")


class FilterForm(Form):
    """Which documents."""

    q = forms.CharField(label=lazy("题目或文号"), max_length=60, required=False)
    state = forms.ChoiceField(label=lazy("状态"), required=False)
    kind = forms.ChoiceField(label=lazy("文种"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [("", _("全部")), *((slug, str(names)) for slug, names in DOCUMENT.states.items())]
        kinds = [("", _("全部")), *((slug, str(kind.names)) for slug, kind in KINDS.items())]
        self.fields["state"] = forms.ChoiceField(label=lazy("状态"), required=False, choices=states)
        self.fields["kind"] = forms.ChoiceField(label=lazy("文种"), required=False, choices=kinds)


@page(P.DOCUMENT_VIEW, P.DOCUMENT_WRITE)
def listed(request: CityRequest) -> HttpResponse:
    """The documents that the visitor may see, the last edited first."""
    form = FilterForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    wanted = {"state": asked.get("state", ""), "kind": asked.get("kind", ""), "words": asked.get("q", "")}
    if wants_export(request):
        return export(request, _table(documents.documents(request.actor, limit=EXPORT_ROWS, **wanted)), _("公文"))
    after = paging.read_key(request)
    rows = documents.documents(
        request.actor, after=after if isinstance(after, list) and len(after) == 2 else None,
        limit=paging.PAGE_SIZE + 1, **wanted,
    )  # fmt: skip
    part = paging.cut(rows, size=paging.PAGE_SIZE, key=lambda row: [row.edited_at.isoformat(), row.pk])
    owed = len(documents.corrections(request.actor)) if request.actor.holds(P.DOCUMENT_WRITE) else 0
    context = {
        "form": form, "table": _table(part.rows), "part": part, "answer": _answer(documents.counts(request.actor)),
        "owed": owed, "may_write": request.actor.holds(P.DOCUMENT_WRITE),
    }  # fmt: skip
    return render(request, "desk/publications/list.html", context)


def _answer(counts: dict[str, int]) -> str:
    waiting = [
        _("%(n)s 份%(state)s") % {"n": counts[state], "state": DOCUMENT.states[state]}
        for state in WAITING if counts.get(state)
    ]  # fmt: skip
    if waiting:
        return _("公文：%(waiting)s。") % {"waiting": "，".join(waiting)}
    out = counts.get("published", 0)
    return _("已印发公文 %(n)s 份，没有在办的稿子。") % {"n": out} if out else _("还没有公文。")


def _table(rows: Any) -> Table:
    return Table(
        columns=[
            Column(lazy("题目"), lambda row: row.title, lambda row: link(document_url(row.code), row.title), lead=True),
            Column(lazy("文种"), lambda row: row.kind_name, whole=True),
            Column(lazy("文号"), lambda row: row.number_text, whole=True),
            Column(lazy("状态"), lambda row: row.state_name,
                   lambda row: status_mark(LIGHTS.get(row.state, "none"), row.state_name)),
            Column(lazy("数据变化"), lambda row: row.corrections or None, number=True),
            Column(lazy("数据版本"), lambda row: row.edition),
            Column(lazy("最近修改"), lambda row: row.edited_at),
            Column(lazy("修改人"), lambda row: row.edited_by, whole=True),
        ],
        rows=rows,
        caption=lazy("公文"),
        empty=lazy("没有符合条件的公文。起草公文后，从起草、检查、签发到印发的每一步都列在这里。"),
    )  # fmt: skip


class NewForm(Form):
    """Which kind, with the figures of which edition."""

    kind = forms.ChoiceField(label=lazy("文种"), widget=forms.RadioSelect, choices=())
    edition = forms.ChoiceField(
        label=lazy("数据版本"),
        required=False,
        help_text=lazy("公文里的数据都取自这个冻结的数据版本。不引用数据的通知、函可以不选。"),
    )
    earlier = forms.ChoiceField(
        label=lazy("上期数据版本"), required=False, help_text=lazy("需要与上期比较时选定，数据名以“上期.”开头。")
    )
    language = forms.ChoiceField(label=lazy("文字"), choices=())

    def __init__(self, *args: Any, request: CityRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(slug, f"{kind.names}：{kind.purpose}") for slug, kind in KINDS.items()]
        choices = {
            "kind": kinds, "language": [("zh-hans", _("简体中文")), ("zh-hant", _("繁体中文")), ("en", _("英文"))],
            "edition": edition_choices(request.actor, none=_("不引用冻结数据")),
            "earlier": edition_choices(request.actor, none=_("不与上期比较")),
        }  # fmt: skip
        for name, values in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what was declared above
            field.choices = values


@page(P.DOCUMENT_WRITE)
def new(request: CityRequest) -> HttpResponse:
    """Begin a document from the text of its kind."""
    newest = next(iter(editions.editions(request.actor, state="published")), None)
    initial = {"kind": "bulletin", "language": "zh-hans", "edition": newest.code if newest else ""}
    asked = {name: request.GET[name] for name in ("kind", "edition") if name in request.GET}
    form = NewForm(request.POST or None, request=request, initial={**initial, **asked})
    if form.is_valid():
        done = attempt(form, lambda: actions.draft_document(**form.cleaned_data, by=request.actor, at=request.now))
        if done and done.value is not None:
            messages.success(request, _("已按文种的样稿起草，请修改正文并填写公文要素。"))
            return HttpResponseRedirect(reverse("desk-document-edit", args=[done.value.code]))
    return form_page(
        request, form, title=_("起草公文"), verb=_("起草"), back=reverse("desk-documents"),
        lead=_("先选文种和数据版本，系统给出样稿；正文由您修改，数据按名称插入。"),
    )  # fmt: skip
