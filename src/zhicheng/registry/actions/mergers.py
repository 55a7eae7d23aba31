"""Merging organisations, and moving single posts between them: one act moves posts, grants, lead roles, memberships and running clocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhicheng.core.access import Actor, require
from zhicheng.core.ledger import record
from zhicheng.core.refusal import RuleBroken
from zhicheng.registry.actions.finding import day_before, end_dated, organisation_of, organisations_of, scope_of
from zhicheng.registry.actions.organisations import end_names, refuse_closed
from zhicheng.registry.actions.posts import move_post
from zhicheng.registry.entries import OrganisationsMerged, OrganisationSplit
from zhicheng.registry.models import GroupMember, LeadingGroup, LeadRole, Organisation, Post
from zhicheng.registry.permissions import P
from zhicheng.registry.rules.posts import refuse_self, widens
from zhicheng.statutes.actions import move_clocks


@dataclass(frozen=True)
class Moved:
    """What a merger or split moved: posts as (old code, new code), lead roles as fields, groups, clocks."""

    posts: tuple[tuple[str, str], ...] = ()
    lead_roles: tuple[str, ...] = ()
    memberships: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    clocks: int = 0


@transaction.atomic
def merge_organisations(from_: Sequence[str], into: str, *, on: date | None = None, by: Actor, at: datetime) -> Moved:
    """End organisations on the day before `on` (the day of `at` unless given) and move what they hold to another.

    Their names stay as former names that lead to the successor. Work of higher modules is moved by those modules in
    the same transaction, around this call. Raises: NotAllowed, Missing, WrongState, RuleBroken.
    """
    on = on or timezone.localdate(at)
    codes = tuple(dict.fromkeys(from_))
    rows = {row.code: row for row in organisations_of((*codes, into))}
    if into in codes:
        raise RuleBroken(_("不能把单位并入它自己。请另选并入的单位。"))
    for row in rows.values():
        require(by, P.REGISTRY_EDIT, scope_of(row))
        refuse_closed(row)
    target, ending = rows[into], [rows[code] for code in codes]
    refuse_younger(ending, on)
    refuse_own_rights(by, open_posts_of(ending, on), target)
    moved = _move_all(ending, target, on=on, by=by, at=at)
    for row in ending:
        row.valid_to, row.merged_into = day_before(on), target
        row.save(update_fields=["valid_to", "merged_into"])
        end_names(row, last_day=day_before(on))
    entry = OrganisationsMerged(
        organisations=codes, into=into, first_day=on, posts=len(moved.posts), lead_roles=len(moved.lead_roles),
        memberships=len(moved.memberships), clocks=moved.clocks,
    )  # fmt: skip
    record(entry, by=by, at=at, subject=into)
    return moved


@transaction.atomic
def split_organisation(
    from_: str, *, posts: Mapping[str, str], on: date | None = None, by: Actor, at: datetime
) -> Moved:
    """Move some posts of an organisation to others from that day: post code → organisation code.

    Raises: NotAllowed, Missing, WrongState, RuleBroken (a post that is not held in this organisation then).
    """
    on = on or timezone.localdate(at)
    source = organisation_of(from_)
    targets = {row.code: row for row in organisations_of(posts.values())}
    for row in (source, *targets.values()):
        require(by, P.REGISTRY_EDIT, scope_of(row))
        refuse_closed(row)
    held = {post.code: post for post in open_posts_of([source], on)}
    strange = sorted(set(posts) - held.keys())
    if strange:
        raise RuleBroken(_("岗位%(posts)s当日不在该单位，不能分出。请刷新后重选。"), posts="、".join(strange))
    for code, to in posts.items():
        refuse_own_rights(by, [held[code]], targets[to])
    moved = tuple((code, move_post(held[code], targets[to], on=on)) for code, to in sorted(posts.items()))
    entry = OrganisationSplit(
        organisation=from_, posts=tuple(code for code, _new in moved), first_day=on,
        to=tuple(to for _code, to in sorted(posts.items())),
    )  # fmt: skip
    record(entry, by=by, at=at, subject=from_)
    return Moved(posts=moved)


def _move_all(ending: Sequence[Organisation], target: Organisation, *, on: date, by: Actor, at: datetime) -> Moved:
    posts = tuple((post.code, move_post(post, target, on=on)) for post in open_posts_of(ending, on))
    return Moved(
        posts=posts,
        lead_roles=_move_lead_roles(ending, target, on=on),
        memberships=_move_memberships(ending, target, on=on),
        offices=_move_offices(ending, target),
        clocks=sum(move_clocks(organisation=each.code, to=target.code, by=by, at=at) for each in ending),
    )


def refuse_own_rights(by: Actor, posts: Sequence[Post], target: Organisation) -> None:
    """Nobody widens what he himself may do by moving his own post. Raises: NotAllowed."""
    for post in posts:
        to_region = target.region if post.region == post.organisation.region else post.region
        if widens(post.role, region=post.region, to_region=to_region):
            refuse_self(by, post.person.code)


def open_posts_of(organisations: Sequence[Organisation], on: date) -> list[Post]:
    """Posts that are held on that day or later, locked, in the order of their codes."""
    held = Post.objects.select_for_update(of=("self",)).filter(organisation__in=organisations)
    return list(held.exclude(valid_to__lt=on).select_related("person", "organisation").order_by("code"))


def _move_lead_roles(ending: Sequence[Organisation], target: Organisation, *, on: date) -> tuple[str, ...]:
    open_roles = list(LeadRole.objects.filter(organisation__in=ending, valid_to=None))
    held = set(LeadRole.objects.filter(organisation=target, valid_to=None).values_list("field", "region"))
    keys = dict.fromkeys((role.field, role.region) for role in open_roles)
    new = [key for key in keys if key not in held]
    end_dated(open_roles, on=on)
    LeadRole.objects.bulk_create(
        [LeadRole(field=field, region=region, organisation=target, valid_from=on) for field, region in new]
    )
    return tuple(dict.fromkeys(field for field, _region in keys))


def _move_memberships(ending: Sequence[Organisation], target: Organisation, *, on: date) -> tuple[str, ...]:
    open_members = list(GroupMember.objects.filter(organisation__in=ending, valid_to=None).select_related("group"))
    held = set(GroupMember.objects.filter(organisation=target, valid_to=None).values_list("group_id", flat=True))
    groups = {member.group_id: member.group for member in open_members}
    end_dated(open_members, on=on)
    GroupMember.objects.bulk_create(
        [GroupMember(group=group, organisation=target, valid_from=on) for pk, group in groups.items() if pk not in held]
    )
    return tuple(group.code for group in groups.values())


def _move_offices(ending: Sequence[Organisation], target: Organisation) -> tuple[str, ...]:
    groups = LeadingGroup.objects.filter(office__in=ending, valid_to=None)
    codes = tuple(groups.values_list("code", flat=True))
    groups.update(office=target)
    return codes


def refuse_younger(rows: Sequence[Organisation], on: date) -> None:
    """What ends has begun before. Raises: RuleBroken."""
    young = [row for row in rows if row.valid_from >= on]
    if young:
        raise RuleBroken(
            _("单位“%(name)s”自%(first)s起登记，变更日期应在其后。请核对日期。"),
            name=young[0].name, first=young[0].valid_from.isoformat(),
        )  # fmt: skip
