"""Dividing an organisation: it ends on a day, and everything it holds goes to the bodies that come after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhicheng.core.access import Actor, require
from zhicheng.core.ledger import record
from zhicheng.core.refusal import RuleBroken
from zhicheng.registry.actions.finding import day_before, end_dated, organisation_of, organisations_of, scope_of
from zhicheng.registry.actions.mergers import Moved, open_posts_of, refuse_own_rights, refuse_younger
from zhicheng.registry.actions.organisations import end_names, refuse_closed
from zhicheng.registry.actions.posts import move_post
from zhicheng.registry.entries import OrganisationDivided
from zhicheng.registry.models import GroupMember, LeadingGroup, LeadRole, Organisation, Succession
from zhicheng.registry.permissions import P
from zhicheng.statutes.actions import move_clocks

FEWEST = 2


@dataclass(frozen=True)
class Division:
    """What goes where: by post code, by field of a lead role, by code of a leading group; the rest goes to `heir`.

    `into` names every body that comes after; the office of a leading group goes where the membership goes.
    """

    into: tuple[str, ...]
    heir: str
    posts: Mapping[str, str] = field(default_factory=dict)
    lead_roles: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def divide_organisation(code: str, division: Division, *, on: date, by: Actor, at: datetime) -> Moved:
    """End an organisation on the day before `on` and divide what it holds among others that exist.

    Its names stay as former names that lead to all of them. Work of higher modules is moved by those modules in the
    same transaction, around this call and before it: limits that are still open then go to the heir.
    Raises: NotAllowed, Missing, WrongState, RuleBroken.
    """
    into = tuple(dict.fromkeys(division.into))
    rows = {row.code: row for row in organisations_of((code, *into))}
    _check(code, division, into)
    for row in rows.values():
        require(by, P.REGISTRY_EDIT, scope_of(row))
        refuse_closed(row)
    source = organisation_of(code)
    refuse_younger([source], on)
    went: dict[str, str] = {}
    moved = Moved(
        posts=_divide_posts(source, rows, division, on=on, by=by, went=went),
        lead_roles=_divide_lead_roles(source, rows, division, on=on, went=went),
        memberships=_divide_memberships(source, rows, division, on=on, went=went),
        offices=_divide_offices(source, rows, division, went=went),
        clocks=move_clocks(organisation=code, to=division.heir, by=by, at=at),
    )
    source.valid_to = day_before(on)
    source.save(update_fields=["valid_to"])
    end_names(source, last_day=day_before(on))
    Succession.objects.bulk_create(
        [Succession(organisation=source, successor=rows[each], valid_from=on) for each in into]
    )
    entry = OrganisationDivided(
        organisation=code, into=into, first_day=on, posts=len(moved.posts), lead_roles=len(moved.lead_roles),
        memberships=len(moved.memberships), clocks=moved.clocks,
        went=tuple(f"{what}:{where}" for what, where in went.items()),
    )  # fmt: skip
    record(entry, by=by, at=at, subject=code)
    return moved


def _check(code: str, division: Division, into: tuple[str, ...]) -> None:
    if code in into:
        raise RuleBroken(_("拆分后的单位不能是它自己；只分出一部分职能的，请办理岗位和任务划转。请另选单位。"))
    if len(into) < FEWEST:
        raise RuleBroken(_("拆分须至少有两个承接单位；只有一个的，请改办并入。"))
    named = {division.heir, *division.posts.values(), *division.lead_roles.values(), *division.groups.values()}
    strange = sorted(named - set(into))
    if strange:
        raise RuleBroken(_("去向%(units)s不在承接单位之中。请刷新后重选。"), units="、".join(strange))


def _divide_posts(
    source: Organisation, rows: Mapping[str, Organisation], division: Division, *, on: date, by: Actor,
    went: dict[str, str],
) -> tuple[tuple[str, str], ...]:  # fmt: skip
    held = open_posts_of([source], on)
    strange = sorted(set(division.posts) - {post.code for post in held})
    if strange:
        raise RuleBroken(_("岗位%(posts)s当日不在该单位，不能分出。请刷新后重选。"), posts="、".join(strange))
    moved = []
    for post in held:
        to = division.posts.get(post.code, division.heir)
        refuse_own_rights(by, [post], rows[to])
        moved.append((post.code, move_post(post, rows[to], on=on)))
        went[post.code] = to
    return tuple(moved)


def _divide_lead_roles(
    source: Organisation, rows: Mapping[str, Organisation], division: Division, *, on: date, went: dict[str, str]
) -> tuple[str, ...]:
    held = list(LeadRole.objects.select_for_update().filter(organisation=source, valid_to=None))
    for role in held:
        to = division.lead_roles.get(role.field, division.heir)
        open_role = LeadRole.objects.filter(field=role.field, region=role.region, valid_to=None)
        if not open_role.filter(organisation=rows[to]).exists():
            LeadRole.objects.create(field=role.field, region=role.region, organisation=rows[to], valid_from=on)
        went[f"{role.field}/{role.region}"] = to
    end_dated(held, on=on)
    return tuple(dict.fromkeys(role.field for role in held))


def _divide_memberships(
    source: Organisation, rows: Mapping[str, Organisation], division: Division, *, on: date, went: dict[str, str]
) -> tuple[str, ...]:
    held = list(GroupMember.objects.filter(organisation=source, valid_to=None).select_related("group"))
    for member in held:
        to = division.groups.get(member.group.code, division.heir)
        if not member.group.members.filter(organisation=rows[to], valid_to=None).exists():
            GroupMember.objects.create(group=member.group, organisation=rows[to], valid_from=on)
        went[member.group.code] = to
    end_dated(held, on=on)
    return tuple(member.group.code for member in held)


def _divide_offices(
    source: Organisation, rows: Mapping[str, Organisation], division: Division, *, went: dict[str, str]
) -> tuple[str, ...]:
    held = list(LeadingGroup.objects.select_for_update(of=("self",)).filter(office=source, valid_to=None))
    for group in held:
        group.office = rows[division.groups.get(group.code, division.heir)]
        group.save(update_fields=["office"])
        went[f"{group.code}/office"] = group.office.code
    return tuple(group.code for group in held)
