"""What becomes of a unit's work when the unit is merged, divided or closed, and when its officers change.

The registry moves posts, scopes and limits and knows no task: each act here moves the parts and calls the registry in
the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor
from zhicheng.core.ledger import record
from zhicheng.core.refusal import RuleBroken, WrongState
from zhicheng.goals.actions.standings import refresh_tasks
from zhicheng.goals.entries.assigning import AssignmentsMoved, PartsHandedOver, UnitDivided
from zhicheng.goals.models import Assignment, Programme, RosterRow
from zhicheng.goals.models.reports import LIVE_ROWS
from zhicheng.goals.queries.held import naming, still_open
from zhicheng.goals.rules.periods import periods_of
from zhicheng.goals.rules.reconcile import joined
from zhicheng.registry.actions import (
    Division,
    close_organisation,
    divide_organisation,
    hand_over_posts,
    merge_organisations,
)
from zhicheng.registry.queries import people, posts_of
from zhicheng.registry.queries.labels import regions_of_organisations
from zhicheng.statutes.actions import move_clocks, withdraw_clocks

# The stronger part of a task comes first: who leads does not become a mere helper because two bodies are merged.
STRENGTH = ("lead", "co-lead", "county", "township", "support")


@transaction.atomic
def merge_units(old: str, new: str, *, on: date, by: Actor, at: datetime) -> int:
    """Merge a unit into another in one act: posts, scopes and running clocks (registry), open parts (here).

    Where the successor holds a part of the same task already, the stronger of the two goes on with both shares, with
    the names that count and the townships of both; the other is withdrawn rather than held twice. A count without
    names stays with the old report: the next one says what is done in all. Raises: NotAllowed, RuleBroken.
    """
    passed = merge_organisations([old], new, on=on, by=by, at=at)
    parts = open_parts(old)
    moved = sum(_pass_on(part, new, by=by, at=at) for part in parts)
    Programme.objects.filter(office=old).exclude(state="closed").update(office=new)
    refresh_tasks({part.task_id for part in parts}, on=on)
    record(AssignmentsMoved(old, new, moved, passed.clocks), by=by, at=at, subject=new)
    return moved


@transaction.atomic
def divide_unit(
    old: str, division: Division, *, parts: Mapping[int, str], on: date, by: Actor, at: datetime
) -> dict[int, str]:
    """Divide a unit among others: each open part goes where `parts` says, else to the heir; the rest is the registry's.

    Limits go with the part of the task that they belong to. Returns who holds each part now.
    Raises: NotAllowed, Missing, WrongState, RuleBroken (a part that the unit does not hold, no successor).
    """
    held = open_parts(old)
    strange = sorted(set(parts) - {part.pk for part in held})
    if strange or set(parts.values()) - set(division.into):
        raise RuleBroken(_("所列任务或去向已有变化，没有办理。请刷新后重新核对任务去向。"))
    went = {part.pk: parts.get(part.pk, division.heir) for part in held}
    for part in held:
        move_clocks(organisation=old, to=went[part.pk], subjects=_subjects_of(part), by=by, at=at)
        _pass_on(part, went[part.pk], by=by, at=at)
    divide_organisation(old, division, on=on, by=by, at=at)
    Programme.objects.filter(office=old).exclude(state="closed").update(office=division.heir)
    refresh_tasks({part.task_id for part in held}, on=on)
    entry = UnitDivided(
        old=old, into=division.into, parts=len(went), went=tuple(f"{part}:{unit}" for part, unit in went.items())
    )
    record(entry, by=by, at=at, subject=old)
    return went


@transaction.atomic
def close_unit(code: str, *, last_day: date, by: Actor, at: datetime) -> None:
    """Close a unit that has no successor and answers for no task any more.

    Raises: NotAllowed, Missing, WrongState (open parts, posts, a programme's office).
    """
    close_organisation(code, last_day=last_day, by=by, at=at)
    parts = open_parts(code)
    if parts:
        titles = "、".join(f"{part.task.number or part.task.order} {part.task.title[:20]}" for part in parts[:3])
        raise WrongState(
            _("该单位还承担%(count)s件未办结任务（%(titles)s），不能撤销。请改办并入或拆分，任务会一并转移；或先撤回任务。"),
            count=len(parts), titles=titles,
        )  # fmt: skip
    if Programme.objects.filter(office=code).exclude(state="closed").exists():
        raise WrongState(_("该单位是未办结计划的牵头办公室，不能撤销。请改办并入或拆分。"))


@transaction.atomic
def hand_over_work(
    from_person: str, to_person: str, *, posts: Sequence[str], parts: Iterable[int] = (), reason: str, on: date,
    by: Actor, at: datetime,
) -> dict[str, str]:  # fmt: skip
    """Let another person take these posts from a day on, and with them the parts that name the first as responsible.

    Only parts of the posts' organisations that carry the first person's name can go over; the hand-over itself is the
    logged reason of the change. Returns old post → new post. Raises: NotAllowed, Missing, RuleBroken, WrongState.
    """
    wanted = set(parts)
    held = [post for post in posts_of(from_person) if post.code in posts]
    taken = hand_over_posts(from_person, to_person, posts=tuple(posts), reason=reason, on=on, by=by, at=at)
    old, new = people.person(from_person), people.person(to_person)
    rows = list(naming(old.name, {post.organisation for post in held}).select_for_update(of=("self",)))
    rows = [row for row in rows if row.pk in wanted]
    if len(rows) != len(wanted):
        raise RuleBroken(_("所选任务中有的已不由该人员负责。请刷新后重选。"))
    for row in rows:
        if row.leader == old.name:
            row.leader = new.name
        if row.officer == old.name:
            row.officer, row.officer_phone = new.name, new.work_phone or row.officer_phone
    Assignment.objects.bulk_update(rows, ["leader", "officer", "officer_phone"])
    if rows:
        entry = PartsHandedOver(
            from_person=from_person, to_person=to_person, count=len(rows), parts=tuple(row.pk for row in rows)
        )
        record(entry, by=by, at=at, subject=from_person)
    return taken


def open_parts(organisation: str) -> list[Assignment]:
    """The parts that a unit still answers for, locked: those of programmes that are not closed."""
    rows = still_open().select_for_update(of=("self",)).filter(organisation=organisation)
    return list(rows.select_related("task__programme").order_by("task__programme", "task__order", "pk"))


def _subjects_of(part: Assignment) -> list[str]:
    """Everything about a part's task: a unit holds one part of a task, so all its limits there belong to that part."""
    return [part.task.subject, *(each.subject for each in part.task.assignments.all())]


def _pass_on(part: Assignment, to: str, *, by: Actor, at: datetime) -> bool:
    """Give a part to another unit; False where that unit's own part goes on instead."""
    other = Assignment.objects.select_for_update(of=("self",)).filter(task=part.task_id, organisation=to).first()
    part.region = regions_of_organisations({to}).get(to, part.region)
    if other is None:
        part.organisation = to
        part.save(update_fields=["organisation", "region"])
        return True
    goes_on = other.state == "withdrawn" or STRENGTH.index(part.role) < STRENGTH.index(other.role)
    if not goes_on:
        _join(other, part)
        _withdraw(part, by=by, at=at)
        return False
    if other.state != "withdrawn":
        _join(part, other)
    # A unit holds one part of a task, whatever its state: the two change places.
    old, other.organisation, part.organisation = part.organisation, f"{to}:", to
    _withdraw(other, by=by, at=at)
    part.save(update_fields=["organisation", "region"])
    other.organisation = old
    other.save(update_fields=["organisation"])
    return True


def _join(kept: Assignment, taken: Assignment) -> None:
    """Nothing of a part is lost with it: its share, the names that count and the townships under it go over."""
    kept.share = joined(kept.share, taken.share, kind=kept.task.kind)
    kept.save(update_fields=["share"])
    RosterRow.objects.filter(assignment=taken, state__in=LIVE_ROWS).update(assignment=kept)
    Assignment.objects.filter(parent=taken).update(parent=kept)


def _withdraw(part: Assignment, *, by: Actor, at: datetime) -> None:
    part.state = "withdrawn"
    part.save(update_fields=["state", "organisation"])
    programme = part.task.programme
    periods = periods_of(programme.first_year, programme.last_year, programme.reporting)
    withdraw_clocks([part.subject, *(f"{part.subject}:{slug}" for slug, _end in periods)], by=by, at=at)
