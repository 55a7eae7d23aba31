"""Imports of decomposition tables: the list, and one session with the original beside what was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor
from zhicheng.core.intake.refusals import SENTENCES, refuse
from zhicheng.core.refusal import Missing
from zhicheng.goals.contracts.results import ONGOING
from zhicheng.goals.contracts.said import told, told_proposal
from zhicheng.goals.models import ImportSession, Report
from zhicheng.goals.permissions import P
from zhicheng.goals.workflow import IMPORT
from zhicheng.registry.queries.labels import names_of_organisations


@dataclass(frozen=True)
class ImportLine:
    """An import in a list."""

    pk: int
    programme: int
    file_name: str
    state: str
    state_name: str
    made_at: datetime
    stored_at: datetime | None
    tasks: int
    refusal: str
    job: int | None
    subject: str


@dataclass(frozen=True)
class AskedQuestion:
    """A question of the reader; `options` are values with what they say, `only` the single proposal if there is one."""

    key: str
    where: str
    sheet: str
    row: int | None
    field: str
    text: str
    options: Sequence[tuple[str, str]]

    @property
    def about_unit(self) -> bool:
        """Is it a unit that has to be chosen?"""
        return self.key.startswith("unit:")

    @property
    def only(self) -> str:
        """The proposal where there is exactly one; empty otherwise."""
        return self.options[0][0] if len(self.options) == 1 else ""


@dataclass(frozen=True)
class ImportDetail:
    """A session with everything that its page shows. `tasks` and `sheets` are as the reader gave them."""

    line: ImportLine
    title: str
    remarks: Sequence[str]
    questions: Sequence[AskedQuestion]
    answered: Sequence[tuple[str, str]]
    tasks: Sequence[Mapping[str, Any]]
    sheets: Sequence[Mapping[str, Any]]
    units: Mapping[str, str]
    may_undo: bool


def _visible(actor: Actor) -> QuerySet[ImportSession]:
    where = Q(pk=None)
    for prefix in actor.regions_with(P.TASK_IMPORT):
        where |= Q(programme__region__startswith=prefix)
    where |= Q(programme__office__in=actor.organisations_with(P.TASK_IMPORT))
    return ImportSession.objects.filter(where).annotate(stored=Count("tasks"))


def _line(row: ImportSession) -> ImportLine:
    return ImportLine(
        pk=row.pk, programme=row.programme_id, file_name=row.file_name, state=row.state,
        state_name=str(IMPORT.states[row.state]), made_at=row.made_at, stored_at=row.stored_at,
        tasks=row.stored, refusal=row.refusal, job=row.job, subject=row.subject,  # type: ignore[attr-defined]
    )  # fmt: skip


def imports(programme: int, actor: Actor, *, limit: int = 100) -> list[ImportLine]:
    """The imports of a programme that the actor may work on, the newest first: one query."""
    rows = _visible(actor).filter(programme=programme).defer("reading", "answers").order_by("-pk")
    return [_line(row) for row in rows[:limit]]


def import_line(key: int, actor: Actor) -> ImportLine:
    """One import without what was read. Raises: Missing."""
    return _line(_found(_visible(actor).defer("reading", "answers"), key))


def _found(rows: QuerySet[ImportSession], key: int) -> ImportSession:
    row = rows.filter(pk=key).first()
    if row is None:
        raise Missing(_("没有这次导入，或您的岗位不能查看。请回到计划的导入页。"))
    return row


def import_session(key: int, actor: Actor) -> ImportDetail:
    """One import with its reading. Raises: Missing (also where the actor may not see it)."""
    row = _found(_visible(actor), key)
    reading: Mapping[str, Any] = row.reading or {}
    units: Mapping[str, str] = reading.get("units", {})
    reported = row.state == "stored" and Report.objects.filter(assignment__task__source_import=row).exists()
    return ImportDetail(
        line=replace(_line(row), refusal=_refusal(row)), title=reading.get("title", ""),
        remarks=[told(each, get_language()) for each in reading.get("remarks", ())],
        questions=[_question(each) for each in reading.get("questions", ())],
        answered=[(_asked_as(name), _said(value)) for name, value in row.answers.items()], tasks=reading.get("tasks", ()),
        sheets=reading.get("sheets", ()), units={**units, **names_by_unit(units)},
        may_undo=row.state == "stored" and not reported,
    )  # fmt: skip


def names_by_unit(units: Mapping[str, str]) -> dict[str, str]:
    """What each written name was taken for, as today's official name; left out where it is none of ours."""
    names = names_of_organisations({code for code in units.values() if code})
    return {written: names[code] for written, code in units.items() if code in names}


def _question(row: Mapping[str, Any]) -> AskedQuestion:
    unit = row["key"].startswith("unit:")
    options = [(each.partition(" ")[0], each.partition(" ")[2] or each) if unit else (each, _said(each))
               for each in row["proposals"]]  # fmt: skip
    return AskedQuestion(
        key=row["key"], where=_where(row), sheet=row["sheet"], row=row["row"], field=row["field"],
        text=told(row, get_language()), options=options,
    )  # fmt: skip


def _said(proposal: str) -> str:
    """A proposal as it is read: the code word for a task without an end in words."""
    return str(_("持续推进")) if proposal == ONGOING else told_proposal(proposal, get_language())


def _refusal(row: ImportSession) -> str:
    """Why a file was not read, in the language of whoever looks where it was kept as a code."""
    kept = dict((row.reading or {}).get("refused", {}))
    code = kept.pop("code", "")
    return refuse(code, **kept).sentence if code in SENTENCES else row.refusal


def _where(row: Mapping[str, Any]) -> str:
    sheet, line, column = row["sheet"] or "", row["row"], row["column"]
    if line is None:
        return sheet or str(_("整个文件"))
    place = str(_("第 %(row)s 行") % {"row": line})
    return f"{sheet} {place}{' ' + column if column else ''}".strip()


def _asked_as(key: str) -> str:
    """A question's key as somebody reads it beside the answer: the unit's name, or the place."""
    if key.startswith("unit:"):
        return key.removeprefix("unit:")
    return key.partition("#")[0].replace("!", " ")
