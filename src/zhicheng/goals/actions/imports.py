"""A decomposition table comes in: kept, read, asked about, answered, stored whole, and undone whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhicheng.core.access import Actor, require
from zhicheng.core.evidence.actions import attach, discard
from zhicheng.core.evidence.storage import path_of, received
from zhicheng.core.intake import look_over
from zhicheng.core.jobs import enqueue
from zhicheng.core.ledger import record
from zhicheng.core.refusal import Refusal, RuleBroken, WrongState
from zhicheng.core.search.actions import Findable, forget, index_many
from zhicheng.core.text import fold
from zhicheng.goals.actions.manifest import manifest_of
from zhicheng.goals.actions.tasks import series_of
from zhicheng.goals.contracts import Reading, read_decomposition
from zhicheng.goals.contracts.results import ONGOING
from zhicheng.goals.contracts.said import say
from zhicheng.goals.entries.imports import ImportAnswered, ImportBegun, ImportRefused, ImportStored, ImportUndone
from zhicheng.goals.models import Assignment, ImportSession, Programme, Report, Task
from zhicheng.goals.permissions import P
from zhicheng.goals.workflow import IMPORT
from zhicheng.registry.queries import match_units
from zhicheng.registry.queries.labels import county_governments, names_of_organisations, regions_of_organisations
from zhicheng.statutes.actions import withdraw_clocks

NO_UNIT = "-"
ALL_COUNTIES = "*"
# 各县（市、区）政府, 各县市区人民政府和开发区管委会, 各区县 …: all county governments of the programme's region.
EVERY_COUNTY = re.compile(r"^(全市)?各[县市区(),、()\s]*(人民政府|政府)?([、和及](各)?(开发区|功能区)?管委会)?$")
Tell = Callable[[int, int, str], None]


def _quiet(_done: int, _total: int, _sentence: str) -> None:
    return None


def _locked(session: int) -> ImportSession:
    return ImportSession.objects.select_for_update(of=("self",)).select_related("programme").get(pk=session)


def begin_import(programme: int, *, content: BinaryIO, file_name: str, by: Actor, at: datetime) -> ImportSession:
    """Keep the file as it came and queue its reading. Raises: NotAllowed, Unreadable, WrongState (programme closed).

    The file is looked over while it lies aside: of one that is refused at sight (a zip bomb, an old or locked format)
    nothing is kept, because nobody can use it and a stranger must not fill the disk with it.
    """
    require(by, P.TASK_IMPORT, Programme.objects.get(pk=programme).scope)
    with received(content, name=file_name) as file:
        look_over(file.path, name=file_name)
        with file.path.open("rb") as stream:
            return _begun(programme, stream, file_name, by=by, at=at)


@transaction.atomic
def _begun(programme: int, content: BinaryIO, file_name: str, *, by: Actor, at: datetime) -> ImportSession:
    owner = Programme.objects.select_for_update().get(pk=programme)
    require(by, P.TASK_IMPORT, owner.scope)
    if owner.state == "closed":
        raise WrongState(gettext_lazy("计划已办结，不能再导入任务。"))
    session = ImportSession.objects.create(
        programme=owner, file_name=file_name[:200], sha256="", made_by=by.person or str(by.account_id), made_at=at
    )
    kept = attach(
        content, name=file_name, subject=session.subject, scope=owner.scope, permission=P.TASK_IMPORT,
        needs=P.TASK_IMPORT, by=by, at=at,
    )  # fmt: skip
    session.sha256 = kept.sha256
    session.job = enqueue("goals.read-import", {"session": session.pk}, by=by, at=at, subject=session.subject).pk
    session.save(update_fields=["sha256", "job"])
    record(ImportBegun(session.pk, kept.sha256), by=by, at=at, subject=session.subject)
    return session


def read_session(session: int, *, by: Actor, at: datetime, tell: Tell = _quiet) -> ImportSession:
    """Read a kept file with the answers given so far; what cannot be read for sure becomes a question.

    The reading is a child process outside of any transaction; only its result is written. A refused file is a state
    of the session with its sentence, so that the page can say it; its bytes are let go, only name and hash stay.
    """
    row = ImportSession.objects.select_related("programme").get(pk=session)
    tell(0, 3, _("正在读取文件"))
    try:
        reading = read_decomposition(
            path_of(row.sha256), name=row.file_name, year=row.programme.first_year, answers=row.answers
        )
    except Refusal as refusal:
        return _refuse(session, refusal, by=by, at=at)
    tell(1, 3, _("正在核对单位"))
    plain = _plain(reading)
    plain["units"], unit_questions = _units(reading, row.programme, row.answers, on=localdate(at))
    plain["questions"] += unit_questions
    tell(2, 3, _("正在保存预览"))
    with transaction.atomic():
        row = _locked(session)
        if row.state in ("stored", "undone", "refused"):
            return row
        row.reading = plain
        IMPORT.move(row, "ask" if plain["questions"] else "settle")
        row.save(update_fields=["reading", "state"])
    return row


@transaction.atomic
def _refuse(session: int, refusal: Refusal, *, by: Actor, at: datetime) -> ImportSession:
    row = _locked(session)
    if row.state == "reading":
        IMPORT.move(row, "refuse")
        row.refusal = refusal.sentence
        # Kept as a code as well, so that it can be told in the language of whoever looks.
        row.reading = {"refused": {"code": refusal.code, **refusal.facts}}
        row.save(update_fields=["state", "refusal", "reading"])
        discard(row.subject)
        record(ImportRefused(row.pk, row.sha256, refusal.code), by=by, at=at, subject=row.subject)
    return row


def _plain(reading: Reading) -> dict[str, Any]:
    """A reading as JSON: decimals as text, so that nothing is lost on the way."""

    def text(value: Any) -> Any:
        if isinstance(value, Decimal):
            return str(value)
        if isinstance(value, dict):
            return {key: text(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [text(each) for each in value]
        return value

    return {
        "tasks": [text(asdict(task)) for task in reading.tasks],
        "questions": [
            {**question.to_plain(), "key": question.key, "said": question.said.to_plain()}
            for question in reading.questions
        ],
        "title": reading.title, "year": reading.year,
        "remarks": [{"text": remark.text, "said": remark.to_plain()} for remark in reading.remarks],
        "sheets": [text(asdict(sheet)) for sheet in reading.sheets],
    }  # fmt: skip


def _units(
    reading: Reading, programme: Programme, answers: Mapping[str, str], *, on: date
) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Organisation codes by the names of the table, and a question for each name that is not one organisation."""
    where: dict[str, tuple[str, int]] = {}
    for task in reading.tasks:
        for name in (*task.lead_units, *task.supporting_units, *(county for county, _share in task.splits)):
            where.setdefault(name, (task.sheet, task.row))
    matches = match_units(where, region=programme.region, on=on)
    labels = names_of_organisations({code for match in matches.values() for code in match.candidates})
    known, questions = {}, []
    for name, (sheet, row) in where.items():
        key, match = f"unit:{name}", matches[name]
        answer = answers.get(key)
        if answer is not None:
            known[name] = "" if answer == NO_UNIT else answer
        elif EVERY_COUNTY.match(fold(name)):
            known[name] = ALL_COUNTIES
        elif match.code is not None:
            known[name] = match.code
        else:
            said = say("unit-several" if match.candidates else "unit-unknown", name=name)
            questions.append(
                {
                    "key": key, "sheet": sheet, "row": row, "column": None, "field": "unit", "text": said.text,
                    "said": said.to_plain(), "proposals": [f"{code} {labels.get(code, '')}" for code in match.candidates],
                }
            )  # fmt: skip
    return known, questions


@transaction.atomic
def answer_import(session: int, *, answers: Mapping[str, str], by: Actor, at: datetime) -> ImportSession:
    """Keep answers and queue the reading again with them. Raises: NotAllowed, WrongState, RuleBroken (no such question)."""
    row = _locked(session)
    require(by, P.TASK_IMPORT, row.programme.scope)
    if row.state not in ("asked", "ready") or row.reading is None:
        raise WrongState(gettext_lazy("现在没有待确认的问题。请刷新页面。"))
    given = {key: value.strip() for key, value in answers.items() if value.strip()}
    known = {question["key"] for question in row.reading["questions"]} | set(row.answers)
    if set(given) - known:
        raise RuleBroken(gettext_lazy("有的问题已不存在。请刷新页面后再答。"))
    _check_unit_answers(given)
    row.answers = {**row.answers, **given}
    row.job = enqueue("goals.read-import", {"session": row.pk}, by=by, at=at, subject=row.subject).pk
    row.save(update_fields=["answers", "job"])
    record(ImportAnswered(row.pk, len(given)), by=by, at=at, subject=row.subject)
    return row


def _check_unit_answers(given: Mapping[str, str]) -> None:
    codes = {value for key, value in given.items() if key.startswith("unit:") and value != NO_UNIT}
    unknown = sorted(codes - set(regions_of_organisations(codes)))
    if unknown:
        raise RuleBroken(gettext_lazy("单位库中没有代码 %(codes)s。请从列表中选择。"), codes="、".join(unknown))


@transaction.atomic
def queue_storing(session: int, *, by: Actor, at: datetime) -> ImportSession:
    """Queue the storing of a file whose questions are all answered. Raises: NotAllowed, WrongState."""
    row = _locked(session)
    require(by, P.TASK_IMPORT, row.programme.scope)
    IMPORT.transition(row.state, "store")
    row.job = enqueue("goals.store-import", {"session": row.pk}, by=by, at=at, subject=row.subject).pk
    row.save(update_fields=["job"])
    return row


@transaction.atomic
def store_import(session: int, *, by: Actor, at: datetime, tell: Tell = _quiet) -> ImportSession:
    """Store all tasks of a file with their planned units: all or nothing, one ledger entry for the file.

    Storing twice does nothing. Raises: NotAllowed, WrongState (questions are open).
    """
    row = _locked(session)
    require(by, P.TASK_IMPORT, row.programme.scope)
    if row.state == "stored":
        return row
    IMPORT.move(row, "store")
    reading = row.reading or {}
    tell(0, 3, _("正在写入任务"))
    tasks = _tasks(row, reading["tasks"])
    Task.objects.bulk_create(tasks, batch_size=500)
    tell(1, 3, _("正在写入责任分工"))
    parts = _parts(tasks, reading["tasks"], reading["units"])
    Assignment.objects.bulk_create(parts, batch_size=1000)
    tell(2, 3, _("正在建立检索"))
    index_many(Findable("goals.task", str(task.pk), task.title, row.programme.region) for task in tasks)
    row.stored_at = at
    row.save(update_fields=["state", "stored_at"])
    manifest = manifest_of(reading["tasks"])
    record(ImportStored(row.pk, row.sha256, len(tasks), manifest), by=by, at=at, subject=row.subject)
    return row


def _tasks(session: ImportSession, rows: list[dict[str, Any]]) -> list[Task]:
    programme = session.programme
    first = (programme.tasks.aggregate(last=Max("order"))["last"] or 0) + 1
    return [_task(session, row, first + place) for place, row in enumerate(rows)]


def _task(session: ImportSession, row: Mapping[str, Any], order: int) -> Task:
    deadline, title = row["deadline"], row["task"] or ""
    return Task(
        programme=session.programme, source_import=session, order=order, number=(row["no"] or "")[:20],
        section=" / ".join(row["section"])[:200], title=title, measures=row["measures"], kind=row["kind"],
        direction=row["direction"], target=Decimal(row["target"]) if row["target"] is not None else None,
        unit=(row["unit"] or "")[:20], basis=row["count_basis"] or "new", standard=row["standard"],
        deadline=date.fromisoformat(deadline) if deadline and deadline != ONGOING else None,
        ongoing=deadline == ONGOING, series=series_of(title, row["unit"] or ""), contact=(row["contact"] or "")[:200],
        remark=row["note"],
    )  # fmt: skip


def _parts(tasks: list[Task], rows: list[dict[str, Any]], units: Mapping[str, str]) -> list[Assignment]:
    counties = county_governments(tasks[0].programme.region, on=tasks[0].programme.starts_on) if tasks else ()
    regions = regions_of_organisations({*(code for code in units.values() if code), *counties})
    parts = []
    for task, row in zip(tasks, rows, strict=True):
        # A unit holds one part of a task: the first role in which the table names it.
        held: dict[str, tuple[str, Decimal | None]] = {}
        leads = [units.get(name, "") for name in row["lead_units"]]
        for place, code in enumerate(leads):
            held.setdefault(code, ("lead" if place == 0 else "co-lead", None))
        for county, share in row["splits"]:
            held.setdefault(units.get(county, ""), ("county", Decimal(share)))
        # "各县（市、区）政府" names every county that the table does not name by itself.
        if ALL_COUNTIES in (units.get(name) for name in (*row["lead_units"], *row["supporting_units"])):
            for code in counties:
                held.setdefault(code, ("county", None))
        for name in row["supporting_units"]:
            held.setdefault(units.get(name, ""), ("support", None))
        held.pop("", None)
        held.pop(ALL_COUNTIES, None)
        parts += [
            Assignment(task=task, organisation=code, region=regions[code], role=role, share=share)
            for code, (role, share) in held.items()
        ]
    return parts


@transaction.atomic
def undo_import(session: int, *, reason: str, by: Actor, at: datetime) -> ImportSession:
    """Take a file's tasks out again, whole, until the first report on one of them.

    Raises: NotAllowed, RuleBroken (no reason), WrongState (something was reported, or nothing is stored).
    """
    row = _locked(session)
    require(by, P.TASK_IMPORT, row.programme.scope)
    if not reason.strip():
        raise RuleBroken(gettext_lazy("请写明撤回的理由。"))
    IMPORT.move(row, "undo")
    if Report.objects.filter(assignment__task__source_import=row).exists():
        raise WrongState(gettext_lazy("已有单位报送进展，不能整表撤回。请对个别任务提出变更申请。"))
    parts = Assignment.objects.filter(task__source_import=row)
    withdraw_clocks([f"goals.assignment:{pk}" for pk in parts.values_list("pk", flat=True)], by=by, at=at)
    keys = list(row.tasks.values_list("pk", flat=True))
    for key in keys:
        forget("goals.task", str(key))
    row.tasks.all().delete()
    row.save(update_fields=["state"])
    record(ImportUndone(row.pk, len(keys), reason.strip()), by=by, at=at, subject=row.subject)
    return row
