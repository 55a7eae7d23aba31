"""What must I do today: the clocks that my units owe, with the thing that each of them is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from zhicheng.core.access import Actor
from zhicheng.core.text import Names
from zhicheng.goals.models import Assignment, ChangeRequest, Matter
from zhicheng.goals.permissions import P
from zhicheng.goals.rules.periods import name_of
from zhicheng.registry.queries.labels import names_of_organisations
from zhicheng.statutes.queries import RunningClock, running_clocks

# Which duty needs which permission, and what an official calls it.
DUTIES = {
    "sign": (P.ASSIGNMENT_SIGN, Names("签收", "Sign for")),
    "fix": (P.ASSIGNMENT_FIX, Names("五定", "Fix the five")),
    "report": (P.REPORT_WRITE, Names("填报", "Report")),
    "correct": (P.REPORT_WRITE, Names("补正", "Correct")),
    "verify": (P.REPORT_VERIFY, Names("核实", "Verify")),
    "decide": (P.CHANGE_DECIDE, Names("审批", "Decide")),
    "coordinate": (P.COORDINATION_ANSWER, Names("答复", "Answer")),
}


@dataclass(frozen=True)
class Duty:
    """One thing to do: its clock, what it is about, and what to open (`kind` and `key`, a period where one applies)."""

    clock: RunningClock
    verb: str
    title: str
    detail: str
    kind: str
    key: int
    period: str = ""
    programme: str = ""


@dataclass(frozen=True)
class _About:
    title: str
    detail: str
    kind: str
    key: int
    programme: str = ""


def duties(actor: Actor, *, at: datetime, limit: int = 300) -> list[Duty]:
    """All that the actor's units owe and the actor may do, what ends first in front. Queries do not grow with rows."""
    allowed = [duty for duty, (permission, _names) in DUTIES.items() if actor.holds(permission)]
    if not allowed or not actor.organisations:
        return []
    clocks = running_clocks(organisations=actor.organisations, duties=allowed, at=at, limit=limit)
    about = _about(clocks)
    found = []
    for clock in clocks:
        kind, key, period = _parse(clock.subject)
        thing = about.get((kind, key))
        if thing is None:
            continue
        verb = DUTIES[clock.duty][1]
        said = f"{name_of(period)} · {thing.detail}" if period else thing.detail
        found.append(Duty(clock, str(verb), thing.title, said, thing.kind, thing.key, period, thing.programme))
    return found


def _parse(subject: str) -> tuple[str, int, str]:
    module_kind, _, rest = subject.partition(":")
    key, _, period = rest.partition(":")
    return module_kind.removeprefix("goals."), int(key), period


def _about(clocks: Iterable[RunningClock]) -> dict[tuple[str, int], _About]:
    keys: dict[str, set[int]] = {}
    for clock in clocks:
        kind, key, _period = _parse(clock.subject)
        keys.setdefault(kind, set()).add(key)
    parts = list(Assignment.objects.filter(pk__in=keys.get("assignment", ())).select_related("task__programme"))
    changes = list(ChangeRequest.objects.filter(pk__in=keys.get("change", ())).select_related("task", "assignment"))
    matters = list(Matter.objects.filter(pk__in=keys.get("matter", ())).select_related("report__assignment__task"))
    codes = {part.organisation for part in parts} | {row.report.assignment.organisation for row in matters}
    names = names_of_organisations(codes | {row.assignment.organisation for row in changes if row.assignment})
    found = {
        ("assignment", part.pk): _About(
            _title(part.task), names.get(part.organisation, ""), "part", part.pk, part.task.programme.code
        )
        for part in parts
    }
    for row in changes:
        unit = names.get(row.assignment.organisation, "") if row.assignment else ""
        said = f"{unit} {row.old} → {row.new}：{row.reason}".strip()
        found["change", row.pk] = _About(_title(row.task), said, "change", row.pk)
    for matter in matters:
        part = matter.report.assignment
        said = f"{names.get(part.organisation, '')}：{matter.text}"
        found["matter", matter.pk] = _About(_title(part.task), said, "matter", matter.pk)
    return found


def _title(task: object) -> str:
    return f"{getattr(task, 'number', '')} {getattr(task, 'title', '')}".strip()
