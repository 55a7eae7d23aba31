"""One form: what is open about it, drawn as its sender drew it, with the source of each cell beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache

from zhicheng.core.ledger.queries import entries_about
from zhicheng.publications.forms.answers import Proposal
from zhicheng.publications.forms.workflow import FORM
from zhicheng.publications.permissions import P
from zhicheng.publications.queries import forms as queries
from zhicheng.publications.queries.form_cells import WHY, CellDetail, form_cell, form_picture, owed_gaps
from zhicheng.publications.queries.forms import FormDetail
from zhicheng.web.desk.publications_forms.inputs import QuestionsForm, TypedForm
from zhicheng.web.desk.publications_forms.words import HOW, LIGHTS, key_of, place_of
from zhicheng.web.desk.telling import retold
from zhicheng.web.shared import paging
from zhicheng.web.shared.exports import export, wants_export
from zhicheng.web.shared.numbers import number
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table

OPEN = ("drafted", "asked")
GAPS_SHOWN = 12


@dataclass(frozen=True)
class Step:
    """A button of the page: its verb, words and address."""

    verb: str
    words: str
    url: str


@page(P.FORM_FILL, P.FORM_APPROVE)
@never_cache
def detail(request: CityRequest, key: int) -> HttpResponse:
    """A form; asked by htmx for a cell alone, only what stands beside that cell."""
    found = queries.form_detail(key, request.actor, at=request.now)
    if wants_export(request):
        name = _("数据来源：%(title)s") % {"title": found.line.title}
        return export(request, source_table(found.draft.proposals), name)
    return form_shown(request, found)


def form_shown(
    request: CityRequest, found: FormDetail, *, questions: QuestionsForm | None = None, typed: TypedForm | None = None,
    place: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The page of a form, also where what was sent to it came back with errors."""
    place = place or request.GET.get("cell", "")
    cell = form_cell(found, key_of(found, place)) if place else None
    beside = {**cell_context(found, cell, typed), "detail": found, "line": found.line} if cell else {}
    if request.htmx and request.htmx.target == "cell" and status == 200:
        return render(request, "desk/forms/cell.html", beside)
    asked = questions or QuestionsForm(None, questions=found.questions)
    context = {
        **beside, "detail": found, "line": found.line, "answer": answer_of(found), "light": LIGHTS[found.line.state],
        "steps": steps_of(found), "questions": asked, "open": found.line.state in OPEN and found.may_fill,
        "picture": form_picture(found, sheet=_whole(request, "sheet"), first=_whole(request, "from") or 0,
                                cell=cell.cell.key if cell else ""),
        "sheets": _sheets(found), "gaps": [(each, WHY.get(each.why, each.why)) for each in found.gaps[:GAPS_SHOWN]],
        "more_gaps": max(0, len(found.gaps) - GAPS_SHOWN), "owed": owed_gaps(found), "hows": _hows(found),
        "remembered": _remembered(found), "history": _history(request, found),
    }  # fmt: skip
    return render(request, "desk/forms/form.html", context, status=status)


def _whole(request: CityRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 7 else None


def _sheets(found: FormDetail) -> list[tuple[int, str]]:
    return [(number, each.name) for number, each in enumerate(found.form.sheets) if not each.hidden and each.height]


def cell_context(found: FormDetail, cell: CellDetail, typed: TypedForm | None = None) -> dict[str, Any]:
    """What stands beside a cell."""
    given = cell.given
    form = typed or TypedForm(None, initial={"value": given.get("value", ""), "source": given.get("source", "")})
    open_now = found.line.state in OPEN and found.may_fill and cell.fillable
    return {
        "cell": cell, "place": place_of(found, cell.cell.key), "typed": form if open_now else None,
        "how": HOW.get(cell.proposal.how, "") if cell.proposal else "",
        "edition_url": reverse("desk-edition", args=[cell.proposal.edition])
        if cell.proposal and cell.proposal.edition else "",
    }  # fmt: skip


def answer_of(found: FormDetail) -> str:
    """The first sentence: how far the form is, and what is next."""
    line = found.line
    facts = {"filled": line.filled, "q": line.questions, "gaps": line.gaps, "bad": line.contradictions}
    if line.state in OPEN:
        open_words = [
            _("%(q)s 个问题待确认") % facts if line.questions else "",
            _("缺数 %(gaps)s 格") % facts if line.gaps else "",
            _("矛盾 %(bad)s 处") % facts if line.contradictions else "",
        ]
        listed = _("，").join(each for each in open_words if each)
        if listed:
            return _("已填 %(filled)s 格；%(listed)s。") % {**facts, "listed": listed}
        return _("%(filled)s 格都已填好，可以送审。") % facts
    said = {
        "ready": _("已填 %(filled)s 格，等待审核。"), "approved": _("已审核，可以下载后报上级。"),
        "returned": _("已报上级。"), "withdrawn": _("已作废。"),
    }  # fmt: skip
    return said[line.state] % facts


def steps_of(found: FormDetail) -> list[Step]:
    """What this person may do next, the likeliest first."""
    line, verbs = found.line, {each.verb for each in FORM.open_verbs(found.line.state)}
    asked = any(each.state == "asked" for each in found.requests)
    owed = found.may_fill and "ask" in verbs and not line.questions and bool(owed_gaps(found))
    steps: list[tuple[bool, str, Any, str]] = [
        (owed, "ask", lazy("向单位要数"), "desk-form-ask"),
        (found.may_fill and "submit" in verbs and not line.questions and not asked, "submit", lazy("送审"), "desk-form-submit"),
        (found.may_approve and "approve" in verbs and not found.own, "approve", lazy("审核通过"), "desk-form-approve"),
        (found.may_approve and "send-back" in verbs and not (found.own and line.state == "ready"), "send-back",
         lazy("退回修改"), "desk-form-send-back"),
        (found.may_fill and "hand-back" in verbs, "hand-back", lazy("记为已报上级"), "desk-form-hand-back"),
        (found.may_fill and line.state in OPEN, "edition", lazy("换数据版本"), "desk-form-edition"),
        (found.may_fill and "withdraw" in verbs, "withdraw", lazy("作废"), "desk-form-withdraw"),
    ]  # fmt: skip
    return [Step(verb, str(words), reverse(name, args=[line.pk])) for may, verb, words, name in steps if may]


def _hows(found: FormDetail) -> list[tuple[str, Any, int]]:
    """How many cells come from where."""
    counts: dict[str, int] = {}
    for each in found.draft.proposals:
        counts[each.how] = counts.get(each.how, 0) + 1
    return [(how, words, counts[how]) for how, words in HOW.items() if how in counts]


def _history(request: CityRequest, found: FormDetail) -> list[Any]:
    """What happened to the form; that its file was kept goes without saying."""
    rows = [each for each in entries_about(found.subject, limit=30) if each.kind.startswith("publications.")]
    return retold(rows, request.actor, on=request.today)


def _remembered(found: FormDetail) -> list[tuple[str, str, str]]:
    """The answers that this form has been given: key, question, answer."""
    said = {key: found.wording.get(key) or (key, value) for key, value in found.answers.items()}
    return [(key, words[0], words[1]) for key, words in said.items()]


def source_table(proposals: Sequence[Proposal]) -> Table:
    """Every filled cell with its source: what the page “数据来源” of the file will say."""
    return Table(
        columns=[
            Column(lazy("工作表"), lambda row: row.sheet),
            Column(lazy("单元格"), lambda row: row.ref),
            Column(lazy("填写内容"), lambda row: row.text if row.value is None else row.value),
            Column(lazy("单位"), lambda row: row.unit),
            Column(lazy("行与列"), lambda row: row.label),
            Column(lazy("来源"), lambda row: row.source),
            Column(lazy("时期"), lambda row: row.period),
            Column(lazy("口径"), lambda row: row.definition),
            Column(lazy("填写方式"), lambda row: HOW.get(row.how, row.how)),
            Column(lazy("数据版本"), lambda row: row.edition),
        ],
        rows=proposals,
    )


@page(P.FORM_FILL, P.FORM_APPROVE)
@never_cache
def sources(request: CityRequest, key: int) -> HttpResponse:
    """The filled cells as a list: what a phone and a screen reader read more easily than the drawing."""
    found = queries.form_detail(key, request.actor, at=request.now)
    if wants_export(request):
        name = _("数据来源：%(title)s") % {"title": found.line.title}
        return export(request, source_table(found.draft.proposals), name)
    after = paging.read_key(request)
    every = list(enumerate(found.draft.proposals))
    rest = every[after + 1 :] if isinstance(after, int) else every
    part = paging.cut(rest[: paging.PAGE_SIZE + 1], size=paging.PAGE_SIZE, key=lambda row: row[0])
    table = Table(
        columns=[
            Column(lazy("单元格"), lambda row: row.label or row.ref, lead=True),
            Column(lazy("位置"), lambda row: f"{row.sheet} {row.ref}", whole=True),
            Column(lazy("填写内容"), lambda row: row.text if row.value is None else f"{number(row.value)}{row.unit}",
                   number=True),
            Column(lazy("填写方式"), lambda row: HOW.get(row.how, row.how), whole=True),
            Column(lazy("来源"), lambda row: row.source),
            Column(lazy("时期"), lambda row: row.period, whole=True),
        ],
        rows=[row for _place, row in part.rows],
        caption=lazy("已填的单元格"),
        empty=lazy("还没有填上的单元格。"),
    )  # fmt: skip
    context = {"detail": found, "line": found.line, "table": table, "part": part}
    return render(request, "desk/forms/sources.html", context)
