"""Documents that ask for tasks: on record down to the sentence, and each task led to the sentences that ask for it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.core.refusal import Missing
from zhicheng.goals.actions import programmes as actions
from zhicheng.goals.kinds import SOURCE_KINDS
from zhicheng.goals.permissions import P
from zhicheng.goals.queries import programmes, tasks
from zhicheng.web.desk.goals.office_frame import allows, confirmation, programme_page
from zhicheng.web.shared.exports import export, wants_export
from zhicheng.web.shared.fields import DayField
from zhicheng.web.shared.forms import attempt, form_page
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table, link
from zhicheng.web.shared.wording import Form


def _source_url(key: int, source: int) -> str:
    return reverse("desk-source", args=[key, source])


def _unasked(row: programmes.SourceLine) -> int:
    return sum(1 for _pk, _n, _text, tasks_asked in row.sentences if not tasks_asked)


@page(P.TASK_VIEW)
def listed(request: CityRequest, key: int) -> HttpResponse:
    """The documents of a programme."""
    programme = programmes.programme(key, request.actor)
    rows = programmes.sources(key, request.actor)
    table = Table(
        columns=[
            Column(
                lazy("文件"), lambda row: row.title, lambda row: link(_source_url(key, row.pk), row.title), lead=True
            ),
            Column(lazy("文号"), lambda row: row.number, whole=True),
            Column(lazy("发文单位"), lambda row: row.issuer),
            Column(lazy("日期"), lambda row: row.issued_on),
            Column(lazy("类别"), lambda row: row.kind, whole=True),
            Column(lazy("状态"), lambda row: row.state_name, whole=True),
            Column(lazy("语句"), lambda row: len(row.sentences), number=True),
            Column(lazy("未对应任务的语句"), _unasked, number=True),
        ],
        rows=rows,
        caption=lazy("任务来源"),
        empty=lazy("还没有登记任务来源。登记文件后，这里列出每份文件和尚未对应任务的语句。"),
    )
    if wants_export(request):
        return export(request, table, _("%(title)s任务来源") % {"title": programme.title})
    return programme_page(
        request, "sources.html", programme, "sources", table=table, rows=rows, open_sentences=sum(map(_unasked, rows)),
        may_edit=allows(request, P.PROGRAMME_EDIT, programme),
    )  # fmt: skip


class SourceForm(Form):
    """A document as it is put on record."""

    title = forms.CharField(label=lazy("文件名称"), max_length=200)
    number = forms.CharField(label=lazy("文号"), max_length=60, required=False)
    issuer = forms.CharField(label=lazy("发文单位"), max_length=100, required=False)
    issued_on = DayField(label=lazy("成文日期"), required=False)
    kind = forms.ChoiceField(label=lazy("类别"), choices=())
    state = forms.ChoiceField(label=lazy("状态"), choices=())
    text = forms.CharField(
        label=lazy("正文"), widget=forms.Textarea(attrs={"rows": 14}), max_length=400_000,
        help_text=lazy("粘贴提出任务的段落或全文。按句号、分号和换行分成语句，一字不改。"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [("issued", _("已印发")), ("examined", _("已审核")), ("draft", _("起草"))]
        kinds = [(slug, str(names)) for slug, names in SOURCE_KINDS.items()]
        for name, choices in (("kind", kinds), ("state", states)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what was declared above
            field.choices = choices


@page(P.PROGRAMME_EDIT)
def new(request: CityRequest, key: int) -> HttpResponse:
    """Put a document on record."""
    programme = programmes.programme(key, request.actor)
    form = SourceForm(request.POST or None, initial={"state": "issued", "kind": "policy"})
    if form.is_valid():
        done = attempt(form, lambda: actions.record_source(key, **form.cleaned_data, by=request.actor, at=request.now))
        if done and done.value is not None:
            messages.success(request, _("已登记“%(title)s”。请为每句选定对应的任务。") % {"title": done.value.title})
            return HttpResponseRedirect(_source_url(key, done.value.pk))
    return form_page(
        request, form, title=_("登记任务来源"), verb=_("登记"), back=reverse("desk-sources", args=[key]),
        lead=_("用于“%(title)s”。") % {"title": programme.title},
    )  # fmt: skip


def _source(key: int, source: int, request: CityRequest) -> programmes.SourceLine:
    found = next((row for row in programmes.sources(key, request.actor) if row.pk == source), None)
    if found is None:
        raise Missing(_("本计划没有登记这份文件。请回到任务来源列表。"))
    return found


@page(P.TASK_VIEW)
def detail(request: CityRequest, key: int, source: int) -> HttpResponse:
    """A document sentence by sentence, with how many tasks each asks for."""
    programme = programmes.programme(key, request.actor)
    row = _source(key, source, request)
    verbs = row.verbs if allows(request, P.PROGRAMME_EDIT, programme) else ()
    return programme_page(request, "source.html", programme, "sources", source=row, unasked=_unasked(row), verbs=verbs)


@page(P.PROGRAMME_EDIT, P.PROGRAMME_ISSUE)
def move(request: CityRequest, key: int, source: int, verb: str) -> HttpResponse:
    """Examine or issue a document, after saying so."""
    programmes.programme(key, request.actor)
    row = _source(key, source, request)
    names = dict(row.verbs)
    if verb not in names:
        raise Missing(_("文件现为“%(state)s”，不能办理这一步。") % {"state": row.state_name})
    form = confirmation(request)
    if request.method == "POST":
        done = attempt(form, lambda: actions.move_source(source, verb=verb, by=request.actor, at=request.now))
        if done:
            messages.success(request, _("已%(verb)s“%(title)s”。") % {"verb": names[verb], "title": row.title})
            return HttpResponseRedirect(_source_url(key, source))
    return form_page(
        request, form, template="confirm.html", title=_("%(verb)s“%(title)s”") % {"verb": names[verb], "title": row.title},
        verb=names[verb], back=_source_url(key, source), consequence=_("文件的状态随之改变，并记入操作记录；正文和语句不变。"),
    )  # fmt: skip


@page(P.TASK_EDIT)
def link_sentences(request: CityRequest, key: int) -> HttpResponse:
    """Lead a task to the sentences that ask for it."""
    task = tasks.task(key, request.actor)
    programme = programmes.programme(task.programme, request.actor)
    form = confirmation(request)
    picked = [int(each) for each in request.POST.getlist("sentence") if each.isdigit()]
    if request.method == "POST":
        if not picked:
            form.add_error(None, _("请勾选提出这项任务的语句。"))
        elif attempt(form, lambda: actions.link_task(key, sentences=picked, by=request.actor, at=request.now)):
            messages.success(request, _("已关联 %(n)s 句。") % {"n": len(picked)})
            return HttpResponseRedirect(reverse("desk-task", args=[key]))
    asked = {text for _title, _number, text in task.asked_by}
    return programme_page(
        request, "sentences.html", programme, "tasks", status=422 if form.errors else 200, task=task, form=form,
        sources=programmes.sources(programme.pk, request.actor), picked=picked, asked=asked,
    )  # fmt: skip
