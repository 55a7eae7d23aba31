"""A unit's whole period comes in as one sheet: every part of it is handed in, or nothing is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor
from zhicheng.core.ledger import record
from zhicheng.core.refusal import Missing, NotAllowed, Refusal, RuleBroken
from zhicheng.goals.actions.manifest import manifest_of
from zhicheng.goals.actions.reporting import Count, Draft, ReportText, RosterRefused, submit_report
from zhicheng.goals.actions.standings import refresh_tasks
from zhicheng.goals.contracts.cells import CellProblem
from zhicheng.goals.contracts.quarter_sheet import NAMES, PROGRESS, FilledSheet, FilledTask
from zhicheng.goals.entries.reporting import SheetSubmitted
from zhicheng.goals.models import Assignment, Programme


class SheetRefused(RuleBroken):
    """A workbook with bad cells; nothing of it was stored. `problems` name the cells."""

    code = "sheet-refused"

    def __init__(self, problems: Sequence[CellProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(_("表中有 %(count)s 处须改正，整表未保存。请按标注改正后重新上传。"), count=len(self.problems))


@dataclass(frozen=True)
class Submitted:
    """How much a workbook brought."""

    reports: int
    names: int


@transaction.atomic
def submit_sheet(
    organisation: str, *, programme: int, period: str, filled: FilledSheet, sha256: str, by: Actor, at: datetime
) -> Submitted:
    """Hand in a unit's reports of a period at once: all or nothing, one entry for the workbook.

    Raises: SheetRefused (every bad cell of every part), NotAllowed, Missing (a part of another unit), RuleBroken
    (nothing filled in).
    """
    owner = Programme.objects.select_for_update().get(pk=programme)
    parts = {
        part.pk: part
        for part in Assignment.objects.filter(
            task__programme=owner, organisation=organisation, pk__in=[each.part for each in filled.tasks]
        )
    }
    if len(parts) != len(filled.tasks):
        raise Missing(_("表中有不属于本单位的任务。请重新下载预填表。"))
    if not filled.tasks and not filled.problems:
        raise RuleBroken(_("表中没有填写任何进展。请填写后再上传。"))
    problems, lines = list(filled.problems), []
    names = _sheet_names(filled)
    # A cell that could not be read is told as such, not also as empty.
    told = {(bad.sheet, bad.row, bad.column) for bad in filled.problems}
    for each in filled.tasks:
        draft = _draft_of(each)
        lines.append([each.part, asdict(draft.text), asdict(draft.count), sorted(draft.met.items())])
        lines += [[row.line, row.name, row.code, row.happened_on, row.status, row.remark] for row in draft.rows]
        refused = _submitted(each, draft, period, filled, names, by=by, at=at)
        problems += [bad for bad in refused if (bad.sheet, bad.row, bad.column) not in told]
    if problems:
        raise SheetRefused(sorted(problems, key=lambda each: (each.sheet != names[PROGRESS], each.sheet, each.row)))
    refresh_tasks({part.task_id for part in parts.values()}, on=localdate(at))
    entry = SheetSubmitted(organisation, period, len(filled.tasks), sha256, manifest_of(lines))
    record(entry, by=by, at=at, subject=owner.subject)
    return Submitted(len(filled.tasks), sum(len(each.rows) for each in filled.tasks))


def _draft_of(filled: FilledTask) -> Draft:
    return Draft(text=ReportText(**filled.texts), count=Count(**filled.numbers), rows=filled.rows, met=filled.met)


def _submitted(
    filled: FilledTask,
    draft: Draft,
    period: str,
    sheet: FilledSheet,
    names: Mapping[str, str],
    *,
    by: Actor,
    at: datetime,
) -> list[CellProblem]:
    """Hand one part in; what it is refused for comes back as problems of its cells, so that all are told at once."""
    try:
        with transaction.atomic():
            submit_report(filled.part, period=period, draft=draft, by=by, at=at, in_bulk=True)
    except RosterRefused as refused:
        of_names = names[NAMES]
        return [
            CellProblem(of_names, each.line, sheet.columns.get((of_names, each.column), 2), each.sentence)
            for each in refused.problems
        ]
    except (NotAllowed, Missing):
        raise
    except Refusal as refused:
        place = sheet.columns.get((names[PROGRESS], "progress"), 1)
        return [CellProblem(names[PROGRESS], filled.row, place, refused.sentence)]
    return []


def _sheet_names(filled: FilledSheet) -> dict[str, str]:
    """The sheets' names as they came; a name's case or script may differ from ours."""
    found = {name: name for name in (PROGRESS, NAMES)}
    for sheet, column in filled.columns:
        if column == "progress":
            found[PROGRESS] = sheet
        elif column == "name":
            found[NAMES] = sheet
    return found
