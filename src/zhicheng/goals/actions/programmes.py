"""Programmes and the documents that ask for their tasks: written, examined, issued, opened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor, Scope, require
from zhicheng.core.ledger import record
from zhicheng.core.refusal import RuleBroken, WrongState
from zhicheng.goals.entries.programmes import (
    ProgrammeCreated,
    ProgrammeMoved,
    ProgrammeOpened,
    SourceMoved,
    SourceRecorded,
)
from zhicheng.goals.entries.tasks import TaskLinked
from zhicheng.goals.kinds import VISIBILITIES
from zhicheng.goals.models import Programme, Sentence, Source, Task, TaskSource
from zhicheng.goals.permissions import P
from zhicheng.goals.workflow import PROGRAMME


@transaction.atomic
def create_programme(
    *, code: str, title: str, kind: str, first_year: int, last_year: int, region: str, office: str,
    reporting: str = "quarter", origin: str = "real", by: Actor, at: datetime,
) -> Programme:  # fmt: skip
    """Begin a programme in draft, seen by the office alone.

    Raises: NotAllowed, RuleBroken (code taken, years out of order).
    """
    require(by, P.PROGRAMME_EDIT, Scope(region=region, organisations=frozenset({office})))
    if Programme.objects.filter(code=code).exists():
        raise RuleBroken(_("计划编号“%(code)s”已被使用。请换一个编号。"), code=code)
    if last_year < first_year:
        raise RuleBroken(_("结束年份 %(last)s 早于开始年份 %(first)s。请核对。"), last=last_year, first=first_year)
    programme = Programme.objects.create(
        code=code, title=title.strip(), kind=kind, first_year=first_year, last_year=last_year,
        region=region, office=office, reporting=reporting, origin=origin,
    )  # fmt: skip
    record(ProgrammeCreated(programme.pk, code, origin), by=by, at=at, subject=programme.subject)
    return programme


@transaction.atomic
def move_programme(programme: int, *, verb: str, by: Actor, at: datetime) -> Programme:
    """Examine, send back, issue or close a programme. Raises: NotAllowed, WrongState."""
    row = Programme.objects.select_for_update().get(pk=programme)
    step = PROGRAMME.transition(row.state, verb)
    require(by, step.permission, row.scope)
    old = row.state
    PROGRAMME.move(row, verb)
    if verb == "issue":
        row.issued_on = localdate(at)
    row.save(update_fields=["state", "issued_on"])
    record(ProgrammeMoved(row.pk, old, row.state), by=by, at=at, subject=row.subject)
    return row


@transaction.atomic
def open_programme(programme: int, *, visibility: str, reason: str, by: Actor, at: datetime) -> Programme:
    """Decide who sees a programme; the decision and its reason are on record.

    Raises: NotAllowed, RuleBroken (no reason, unknown degree), WrongState (a draft cannot be public).
    """
    row = Programme.objects.select_for_update().get(pk=programme)
    require(by, P.PROGRAMME_OPEN, row.scope)
    if visibility not in VISIBILITIES:
        raise RuleBroken(_("没有“%(visibility)s”这一公开范围。"), visibility=visibility)
    if not reason.strip():
        raise RuleBroken(_("请写明公开或收回的依据，例如会议纪要或批示。"))
    if visibility == "public" and row.state not in ("issued", "closed"):
        raise WrongState(_("计划尚未印发，不能向社会公开。请先印发。"))
    old, row.visibility, row.opened_at = row.visibility, visibility, at
    row.save(update_fields=["visibility", "opened_at"])
    record(ProgrammeOpened(row.pk, old, visibility, reason.strip()), by=by, at=at, subject=row.subject)
    return row


def sentences_of(text: str) -> list[str]:
    """A document's text cut at full stops, semicolons and line ends, each piece as it was written."""
    return [piece.strip() for piece in re.findall(r"[^。；\n]+[。；]?", text) if piece.strip()]


@transaction.atomic
def record_source(
    programme: int, *, kind: str, title: str, text: str, number: str = "", issuer: str = "",
    issued_on: date | None = None, state: str = "issued", by: Actor, at: datetime,
) -> Source:  # fmt: skip
    """Put a document on record, cut into sentences. Raises: NotAllowed, RuleBroken (recorded already)."""
    row = Programme.objects.select_for_update().get(pk=programme)
    require(by, P.PROGRAMME_EDIT, row.scope)
    if row.sources.filter(title=title, number=number).exists():
        raise RuleBroken(_("“%(title)s”（%(number)s）已登记。"), title=title, number=number)
    source = Source.objects.create(
        programme=row, kind=kind, title=title, number=number, issuer=issuer, issued_on=issued_on, state=state
    )
    pieces = sentences_of(text)
    Sentence.objects.bulk_create(Sentence(source=source, ordinal=n, text=s) for n, s in enumerate(pieces, 1))
    record(SourceRecorded(row.pk, source.pk, state, len(pieces)), by=by, at=at, subject=row.subject)
    return source


@transaction.atomic
def move_source(source: int, *, verb: str, by: Actor, at: datetime) -> Source:
    """Examine or issue a document. Raises: NotAllowed, WrongState."""
    row = Source.objects.select_for_update(of=("self",)).select_related("programme").get(pk=source)
    step = PROGRAMME.transition(row.state, verb)
    require(by, step.permission, row.programme.scope)
    old = row.state
    PROGRAMME.move(row, verb)
    row.save(update_fields=["state"])
    record(SourceMoved(row.pk, old, row.state), by=by, at=at, subject=row.programme.subject)
    return row


@transaction.atomic
def link_task(task: int, *, sentences: Sequence[int], by: Actor, at: datetime) -> None:
    """Lead a task to the sentences that ask for it. Raises: NotAllowed, RuleBroken (another programme's sentence)."""
    row = Task.objects.select_related("programme").get(pk=task)
    require(by, P.TASK_EDIT, row.programme.scope)
    found = list(Sentence.objects.filter(pk__in=sentences, source__programme=row.programme))
    if len(found) != len(set(sentences)):
        raise RuleBroken(_("所选语句不属于本计划的来源文件。请重新选择。"))
    for sentence in found:
        link, made = TaskSource.objects.get_or_create(task=row, sentence=sentence)
        if made:
            record(TaskLinked(row.pk, link.sentence_id), by=by, at=at, subject=row.subject)
