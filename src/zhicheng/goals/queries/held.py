"""What a unit still answers for, and what a person is named responsible for: asked where posts and units change.

Whoever merges, divides or closes a unit, or lets somebody hand a post over, has to see the work that hangs on it; the
caller has asked whether she may do that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from zhicheng.goals.kinds import UNIT_ROLES
from zhicheng.goals.models import Assignment
from zhicheng.goals.workflow import ASSIGNMENT
from zhicheng.registry.queries import people, persons_of
from zhicheng.registry.queries.labels import names_of_organisations


@dataclass(frozen=True)
class HeldPart:
    """A part of a task as far as it matters for who answers for it."""

    pk: int
    task: int
    programme_title: str
    number: str
    title: str
    role: str
    state: str
    organisation: str
    organisation_name: str
    leader: str
    officer: str


def parts_of_unit(organisation: str) -> tuple[HeldPart, ...]:
    """The open parts of a unit, by programme and order of their tasks: two queries."""
    return _facts(still_open().filter(organisation=organisation))


def parts_of_person(person: str, organisations: Iterable[str], *, on: date) -> tuple[HeldPart, ...]:
    """Open parts of these organisations that name this person as leader or officer.

    None of an organisation where a colleague bears the same name: there a name does not say who is meant.
    """
    name = people.person(person).name
    alone = [
        code for code in set(organisations)
        if {post.person for post in persons_of(code, on=on) if post.person_name == name} <= {person}
    ]  # fmt: skip
    return _facts(naming(name, alone))


def naming(name: str, organisations: Iterable[str]) -> QuerySet[Assignment]:
    """Open parts of these organisations that name somebody of that name as responsible."""
    return still_open().filter(Q(leader=name) | Q(officer=name), organisation__in=set(organisations))


def still_open() -> QuerySet[Assignment]:
    """Parts that somebody answers for: not withdrawn, and the programme is not closed."""
    return Assignment.objects.exclude(state="withdrawn").exclude(task__programme__state="closed")


def _facts(rows: QuerySet[Assignment]) -> tuple[HeldPart, ...]:
    ordered = list(rows.select_related("task__programme").order_by("task__programme", "task__order", "pk"))
    names = names_of_organisations({row.organisation for row in ordered})
    return tuple(
        HeldPart(
            pk=row.pk, task=row.task_id, programme_title=row.task.programme.title,
            number=row.task.number or str(row.task.order), title=row.task.title, role=str(UNIT_ROLES[row.role]),
            state=str(ASSIGNMENT.states[row.state]), organisation=row.organisation,
            organisation_name=names.get(row.organisation, row.organisation), leader=row.leader, officer=row.officer,
        )
        for row in ordered
    )  # fmt: skip
