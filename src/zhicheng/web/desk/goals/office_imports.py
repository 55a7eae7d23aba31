"""Importing a decomposition table: the file, its progress, what it asks, the original beside what was read, undo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache

from zhicheng.core.intake.kinds import kind_of
from zhicheng.core.intake.refusals import Refused, refuse
from zhicheng.core.jobs.queries import jobs_about
from zhicheng.core.ledger.queries import entries_about
from zhicheng.goals.actions import imports as actions
from zhicheng.goals.permissions import P
from zhicheng.goals.queries import imports, programmes
from zhicheng.web.desk.goals.office_frame import confirmation, programme_page
from zhicheng.web.desk.goals.office_preview import figures_of, preview
from zhicheng.web.desk.goals.office_questions import given_answers, question_groups
from zhicheng.web.desk.telling import retold
from zhicheng.web.shared.drawings import status_mark
from zhicheng.web.shared.forms import attempt, form_page
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table, link
from zhicheng.web.shared.uploads import LARGEST, MEBI, arrived
from zhicheng.web.shared.wording import Form

LIGHTS = {"stored": "ok", "ready": "ok", "asked": "care", "refused": "late"}
# htmx stops asking when it is answered with this.
STOP_POLLING = 286
TABLE_KINDS = ("xlsx", "docx")


class TableFileField(forms.FileField):
    """A decomposition table; what it really holds is found out when it is read."""

    widget = forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.docx"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The upload, if it is not too large."""
        upload = super().clean(data, initial)
        if upload and upload.size > LARGEST:
            size = {"size": round(upload.size / MEBI)}
            raise forms.ValidationError(
                _("文件有 %(size)s MB，超过 20 MB 的上限。请删去图片和无关工作表后再上传。"), params=size
            )
        if upload:
            _refuse_other_kinds(upload)
        return upload


def _refuse_other_kinds(upload: Any) -> None:
    """Say at once, beside the field, what the file is instead of a table and what to do; its content is read later."""
    name = upload.name or ""
    try:
        with arrived(upload) as file:
            kind = kind_of(file.path, name=name)
        if kind not in TABLE_KINDS:
            raise Refused("unknown")
    except Refused as refused:
        raise forms.ValidationError(refuse(refused.code, name=name, **refused.facts).sentence) from refused
    upload.seek(0)


class UploadForm(Form):
    """The file of a decomposition table."""

    file = TableFileField(
        label=lazy("任务分解表"),
        help_text=lazy(
            "Excel（.xlsx）或 Word（.docx），不超过 20 MB。旧版 .doc、.xls 和 WPS 的 .et、.wps 请先另存；PDF、OFD 和图片不能读取。"
        ),
        error_messages={"required": lazy("请选择要上传的文件。"), "empty": lazy("文件是空的，请检查后重新选择。")},
    )


def _url(key: int) -> str:
    return reverse("desk-import", args=[key])


@page(P.TASK_IMPORT)
def listed(request: CityRequest, key: int) -> HttpResponse:
    """The imports of a programme, and a new one."""
    programme = programmes.programme(key, request.actor)
    posted = request.method == "POST"
    form = UploadForm(request.POST if posted else None, request.FILES if posted else None)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        done = attempt(
            form,
            lambda: actions.begin_import(
                key, content=upload.file, file_name=upload.name or "", by=request.actor, at=request.now
            ),
        )
        if done and done.value is not None:
            return HttpResponseRedirect(_url(done.value.pk))
    return programme_page(
        request, "imports.html", programme, "imports", status=422 if form.errors else 200, form=form,
        table=_table(imports.imports(key, request.actor)),
    )  # fmt: skip


def _table(rows: Any) -> Table:
    return Table(
        columns=[
            Column(lazy("文件"), lambda row: row.file_name, lambda row: link(_url(row.pk), row.file_name), lead=True),
            Column(lazy("状态"), lambda row: row.state_name, lambda row: _state(row)),
            Column(lazy("上传时间"), lambda row: row.made_at),
            Column(lazy("入库时间"), lambda row: row.stored_at),
            Column(lazy("现有任务"), lambda row: row.tasks, number=True),
        ],
        rows=rows,
        caption=lazy("导入记录"),
        empty=lazy("还没有导入过文件。上传后，每个文件的读取、确认、入库和撤回都会列在这里。"),
    )


def _state(row: imports.ImportLine) -> Any:
    return status_mark(LIGHTS.get(row.state, "none"), row.state_name)


@page(P.TASK_IMPORT)
@never_cache
def session(request: CityRequest, key: int) -> HttpResponse:
    """One import: its progress while it is read, then its questions and the preview, then what became of it."""
    line = imports.import_line(key, request.actor)
    # The job is looked at first: one that ends between the two looks would leave a page that no longer asks, and that
    # shows the file as it was before.
    job = _running(line)
    found = imports.import_session(key, request.actor)
    programme = programmes.programme(found.line.programme, request.actor)
    form = confirmation(request)
    typed: Mapping[str, str] = {}
    if request.method == "POST":
        typed, answers = given_answers(form, found.questions, request.POST, adopt=request.POST.get("do") == "adopt")
        if not form.errors and not answers:
            form.add_error(None, _("还没有选定任何答案。请选一项，或写上自己的答案。"))
        if not form.errors and attempt(
            form, lambda: actions.answer_import(key, answers=answers, by=request.actor, at=request.now)
        ):
            return HttpResponseRedirect(_url(key))
    groups, more = question_groups(found.questions, typed)
    return programme_page(
        request, "import.html", programme, "imports", status=422 if form.errors else 200, found=found,
        line=found.line, job=job, state=_state(found.line), form=form, groups=groups, more_questions=more,
        adoptable=sum(1 for each in found.questions if each.only), answer=_answer(found, job),
        preview=None if found.line.state in ("reading", "refused") else preview(request, found),
        figures=figures_of(found), history=retold(entries_about(found.line.subject, limit=20), request.actor, on=request.today),
    )  # fmt: skip


def _running(line: imports.ImportLine) -> Any:
    """The job that works on it now, or that failed last; None where the work is done."""
    newest = next(iter(jobs_about(line.subject, limit=1)), None)
    return newest if newest and newest.state not in ("done", "cancelled") else None


def _answer(found: imports.ImportDetail, job: Any) -> str:
    """The first sentence of the page."""
    facts = {"n": len(found.tasks), "q": len(found.questions), "stored": found.line.tasks}
    if job and not job.is_over:
        return _("正在处理这份文件，完成后本页自动刷新。")
    if job and job.state == "failed":
        return _("这份文件没有处理完，没有留下半成品。")
    said = {
        "reading": _("文件在排队，等待读取。"),
        "asked": _("读出 %(n)s 项任务，有 %(q)s 处请您确认。"),
        "ready": _("读出 %(n)s 项任务，问题都已确认，可以入库。"),
        "stored": _("已入库，现有 %(stored)s 项任务来自这份文件。"),
        "undone": _("这份文件的任务已整表撤回。"),
        "refused": _("这份文件无法读取。"),
    }[found.line.state]
    return said % facts


@page(P.TASK_IMPORT)
@never_cache
def progress(request: CityRequest, key: int) -> HttpResponse:
    """How far the work on a file is; asked again by the page, which reloads when it is over."""
    line = imports.import_line(key, request.actor)
    job = _running(line)
    over = job is None or job.is_over
    response = render(
        request, "desk/goals/office/import_progress.html", {"job": job, "line": line},
        status=STOP_POLLING if over else 200,
    )  # fmt: skip
    if over:
        response["HX-Refresh"] = "true"
    return response


@page(P.TASK_IMPORT)
def store(request: CityRequest, key: int) -> HttpResponse:
    """Store the tasks of a file, after saying how many."""
    found = imports.import_session(key, request.actor)
    programme = programmes.programme(found.line.programme, request.actor)
    form = confirmation(request)
    if request.method == "POST" and attempt(form, lambda: actions.queue_storing(key, by=request.actor, at=request.now)):
        return HttpResponseRedirect(_url(key))
    facts = {"n": len(found.tasks), "title": programme.title}
    return form_page(
        request, form, template="desk/goals/office/go_ahead.html", title=_("将 %(n)s 项任务入库") % facts, verb=_("入库"),
        back=_url(key),
        consequence=_("%(n)s 项任务连同表中的责任单位和分县任务数列入“%(title)s”，尚不交办。第一次报送之前，可以整表撤回。") % facts,
    )  # fmt: skip


class UndoForm(Form):
    """Why a file is taken back."""

    reason = forms.CharField(label=lazy("撤回理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


@page(P.TASK_IMPORT)
def undo(request: CityRequest, key: int) -> HttpResponse:
    """Take all tasks of a file out again, with the reason."""
    line = imports.import_line(key, request.actor)
    form = UndoForm(request.POST or None)
    if form.is_valid() and attempt(
        form, lambda: actions.undo_import(key, **form.cleaned_data, by=request.actor, at=request.now)
    ):
        messages.success(request, _("“%(name)s”的任务已整表撤回。") % {"name": line.file_name})
        return HttpResponseRedirect(_url(key))
    facts = {"name": line.file_name, "n": line.tasks}
    return form_page(
        request, form, template="confirm.html", title=_("整表撤回“%(name)s”") % facts, verb=_("整表撤回"), back=_url(key),
        consequence=_("这份文件入库的 %(n)s 项任务连同分工、签收和时限全部删除，不能恢复，需要时请重新导入。已有单位报送进展的，不能撤回。") % facts,
    )  # fmt: skip
