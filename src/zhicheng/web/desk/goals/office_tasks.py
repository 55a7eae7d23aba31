"""The list of a programme's tasks: filters in the address, pages by key, files that can be read in again."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.core.refusal import Missing
from zhicheng.goals.contracts import write_decomposition
from zhicheng.goals.kinds import LIGHTS, TASK_KINDS
from zhicheng.goals.permissions import P
from zhicheng.goals.queries import grouping, programmes, tables, tasks
from zhicheng.goals.queries.tasks import Filters, TaskLine
from zhicheng.web.desk.goals.office_frame import allows, field_choices, field_name, light_name, mark_of, programme_page
from zhicheng.web.shared import numbers, paging
from zhicheng.web.shared.drawings import Progress, bar, status_mark
from zhicheng.web.shared.exports import XLSX, export, wants_export
from zhicheng.web.shared.fields import KeptField
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table, link
from zhicheng.web.shared.wording import Form

STATES = (
    ("", lazy("全部")), ("unassigned", lazy("未定单位")), ("planned", lazy("待交办")), ("delivered", lazy("待签收")),
    ("signed", lazy("五定未齐")), ("fixed", lazy("推进中")),
)  # fmt: skip


class FilterForm(Form):
    """What the list is narrowed to."""

    words = forms.CharField(label=lazy("任务内容"), max_length=60, required=False)
    field = forms.ChoiceField(label=lazy("领域"), required=False)
    light = forms.ChoiceField(label=lazy("进展"), required=False)
    unit = forms.ChoiceField(label=lazy("单位"), required=False)
    state = forms.ChoiceField(label=lazy("办理状态"), required=False)
    kind = forms.ChoiceField(label=lazy("任务类型"), required=False)
    source = forms.ChoiceField(label=lazy("任务来源"), required=False)
    section = KeptField(label=lazy("板块"))
    programme = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, choices: dict[str, list[tuple[str, Any]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, given in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what was declared above
            field.choices = given


def chosen_programme(request: CityRequest) -> programmes.ProgrammeLine | None:
    """The programme that the address names, else the newest one under way, else the newest; None where there is none."""
    named = request.GET.get("programme", "")
    if named:
        if not named.isdigit():
            raise Missing(_("没有这个计划，或您的岗位不能查看。请回到计划列表。"))
        return programmes.programme(int(named), request.actor)
    rows = programmes.programmes(request.actor)
    running = [row for row in rows if row.state == "issued"]
    return next(iter(running or rows), None)


def filter_choices(request: CityRequest, programme: int) -> dict[str, list[tuple[str, Any]]]:
    """What each select offers."""
    everything = ("", _("全部"))
    documents = programmes.source_titles(programme, request.actor)
    return {
        "field": [everything, *field_choices(), ("-", _("未分领域"))],
        "light": [everything, *((slug, str(names)) for slug, names in LIGHTS.items())],
        "unit": [everything, *grouping.holders(programme, request.actor)],
        "state": list(STATES),
        "kind": [everything, *((slug, str(names)) for slug, names in TASK_KINDS.items())],
        "source": [everything, *((str(key), title) for key, title in documents)],
    }


@page(P.TASK_VIEW)
def listed(request: CityRequest) -> HttpResponse:
    """The tasks, filtered and paged; as CSV, Excel, or as a sheet that can be read in again."""
    programme = chosen_programme(request)
    if programme is None:
        return render(
            request, "desk/goals/office/no_programme.html", {"may_create": request.actor.holds(P.PROGRAMME_EDIT)}
        )
    data = {**request.GET.dict(), "programme": str(programme.pk)}
    form = FilterForm(data, choices=filter_choices(request, programme.pk))
    # Taken as they stand: a unit or document that the selects no longer offer narrows to nothing, never to everything.
    given = {name: str(data.get(name, "")).strip()[:200] for name in Filters.__dataclass_fields__}
    given["source"] = given["source"] if given["source"].isdigit() else given["source"] and "0"
    filters = Filters(**given)
    if request.GET.get("format") == "decomposition":
        return decomposition(request, programme, filters)
    if wants_export(request):
        rows = tasks.tasks(programme.pk, request.actor, filters=filters, limit=None)
        return export(
            request, task_table(rows), _("%(title)s任务") % {"title": programme.title}, mark=mark_of(programme)
        )
    after = paging.read_key(request)
    rows = tasks.tasks(
        programme.pk, request.actor, filters=filters, after=after if isinstance(after, int) else None,
        limit=paging.PAGE_SIZE + 1,
    )  # fmt: skip
    part = paging.cut(rows, size=paging.PAGE_SIZE, key=lambda row: row.order)
    narrowed = any(given.values())
    return programme_page(
        request, "tasks.html", programme, "tasks", form=form, part=part,
        table=task_table(part.rows, empty=_NARROWED_TO_NOTHING if narrowed else ""),
        narrowed=narrowed,
        answer=programmes.sentence_of(
            tasks.light_counts(programme.pk, request.actor, filters=filters), narrowed=narrowed
        ),
        may_edit=allows(request, P.TASK_EDIT, programme), may_import=allows(request, P.TASK_IMPORT, programme),
    )  # fmt: skip


_NARROWED_TO_NOTHING = lazy("没有符合条件的任务。请放宽或清除条件后再查。")


def task_url(key: int) -> str:
    """Where a task is shown."""
    return reverse("desk-task", args=[key])


def task_table(rows: Sequence[TaskLine], *, empty: Any = "") -> Table:
    """Tasks as a table: the page shows the light with its reason and the bar, the file every figure by itself."""
    return Table(
        columns=[
            Column(lazy("序号"), lambda row: row.number),
            Column(lazy("任务"), lambda row: row.title, _title, lead=True),
            Column(lazy("板块"), lambda row: row.section, export_only=True),
            Column(lazy("领域"), lambda row: field_name(row.field), export_only=True),
            Column(lazy("任务类型"), lambda row: row.kind_name, export_only=True),
            Column(lazy("计数口径"), lambda row: row.basis_name, export_only=True),
            Column(lazy("目标"), lambda row: row.target, number=True),
            Column(lazy("时限"), lambda row: row.deadline_text, _deadline),
            Column(lazy("牵头单位"), lambda row: row.lead),
            Column(lazy("承担单位数"), lambda row: row.units, number=True, export_only=True),
            Column(lazy("进展"), lambda row: light_name(row.figures.light), progress_cell),
            Column(lazy("原因"), lambda row: row.figures.reason, export_only=True),
            Column(lazy("经核实"), lambda row: row.figures.verified, export_only=True),
            Column(lazy("算式"), lambda row: row.figures.arithmetic, export_only=True),
            Column(lazy("序时应达（%）"), lambda row: row.figures.expected, export_only=True),
            Column(lazy("截至"), lambda row: row.figures.as_of, export_only=True),
        ],
        rows=rows,
        caption=lazy("任务列表"),
        empty=empty or lazy("没有符合条件的任务。导入任务分解表或逐项新增后，任务会列在这里。"),
    )


def _title(row: TaskLine) -> SafeString:
    first, _newline, _rest = row.title.partition("\n")
    place = field_name(row.field) if row.field else row.section.rpartition(" / ")[2]
    return format_html(
        '{}<div class="quiet fw-normal">{}</div>', link(task_url(row.pk), first),
        "　".join(filter(None, (row.kind_name, row.basis_name, place))),
    )  # fmt: skip


def _deadline(row: TaskLine) -> Any:
    return format_html('<span class="nowrap">{}</span>', row.deadline_text or numbers.NOTHING)


def progress_cell(row: Any) -> SafeString:
    """The light, the bar where there is a measure, the arithmetic and the reason; of a task or of a part."""
    figures, word = row.figures, light_name(row.figures.light)
    drawn = ""
    if figures.share is not None or figures.claimed_share is not None:
        drawn = bar(Progress(figures.share, figures.claimed_share, figures.expected_share), figures.light)
    mark = status_mark(figures.light, word)
    said = "；".join(each for each in (figures.arithmetic, figures.reason) if each and each != word)
    return format_html('<div class="progress-cell">{}{}<div class="quiet">{}</div></div>', mark, drawn, said)


def decomposition(request: CityRequest, programme: programmes.ProgrammeLine, filters: Filters) -> HttpResponse:
    """The tasks as a decomposition table that imports again without a difference."""
    rows = tables.decomposition_rows(programme.pk, request.actor, filters=filters)
    book = io.BytesIO()
    year = int(programme.years[:4])
    write_decomposition(rows, book, title=programme.title, year=year, origin_mark=mark_of(programme))
    name = _("%(title)s任务分解表") % {"title": programme.title}
    response = HttpResponse(book.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = (
        f"attachment; filename=\"decomposition.xlsx\"; filename*=UTF-8''{quote(name)}.xlsx"
    )
    return response
