"""Setting up leading groups and saying who leads which field of quality."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhicheng.core.access import Actor, Scope, region_prefix, require
from zhicheng.core.ledger import record
from zhicheng.core.refusal import Missing, RuleBroken, WrongState
from zhicheng.registry.actions.finding import end_dated, organisations_of, post_of
from zhicheng.registry.actions.organisations import refuse_closed
from zhicheng.registry.entries import GroupMembersSet, GroupPositionGiven, LeadingGroupSet, LeadRolesSet
from zhicheng.registry.kinds import FIELDS
from zhicheng.registry.models import (
    Counter,
    GroupMember,
    GroupPosition,
    LeadingGroup,
    LeadRole,
    Organisation,
    Post,
    Region,
)
from zhicheng.registry.permissions import P
from zhicheng.registry.rules.names import clean_name

LEVELS_WITH_A_GROUP = ("city", "county", "zone")


@transaction.atomic
def set_leading_group(
    name: str, *, region: str, office: str, members: Sequence[str] = (), valid_from: date, by: Actor, at: datetime
) -> str:
    """Set up the leading group of a city or county; returns its code.

    Raises: NotAllowed, Missing, WrongState (the region has one), RuleBroken (a region of another level).
    """
    require(by, P.REGISTRY_EDIT, Scope(region))
    [code] = Counter.take("G")
    _check_region(region, on=valid_from)
    if LeadingGroup.objects.filter(region=region, valid_to=None).exists():
        raise WrongState(_("该地区已设领导小组。请在现有领导小组上调整成员单位。"))
    rows = {row.code: row for row in organisations_of((office, *members))}
    for row in rows.values():
        refuse_closed(row)
        _refuse_elsewhere(row, region)
    name = clean_name(name, what=_("名称"), shortest=2, longest=120)
    group = LeadingGroup.objects.create(code=code, name=name, region=region, office=rows[office], valid_from=valid_from)
    distinct = tuple(dict.fromkeys(members))
    _add_members(group, [rows[each] for each in distinct], on=valid_from)
    entry = LeadingGroupSet(group=code, region=region, office=office, members=distinct, first_day=valid_from)
    record(entry, by=by, at=at, subject=code)
    return code


@transaction.atomic
def set_members(group: str, members: Sequence[str], *, on: date, by: Actor, at: datetime) -> None:
    """From that day exactly these organisations are members. Raises: NotAllowed, Missing, WrongState."""
    row = _group_of(group)
    require(by, P.REGISTRY_EDIT, Scope(row.region))
    wanted = {each.code: each for each in organisations_of(members)}
    held = {each.organisation.code: each for each in row.members.filter(valid_to=None).select_related("organisation")}
    added = [each for code, each in wanted.items() if code not in held]
    removed = [each for code, each in held.items() if code not in wanted]
    for each in added:
        refuse_closed(each)
        _refuse_elsewhere(each, row.region)
    _refuse_before(on, (row, *held.values()))
    end_dated(removed, on=on)
    _add_members(row, added, on=on)
    entry = GroupMembersSet(
        group=group, added=tuple(each.code for each in added), first_day=on,
        removed=tuple(sorted(each.organisation.code for each in removed)),
    )  # fmt: skip
    record(entry, by=by, at=at, subject=group)


@transaction.atomic
def give_position(group: str, *, post: str, position: str, on: date, by: Actor, at: datetime) -> None:
    """A post's holder chairs the group, stands in for the chair, or directs the office, from that day.

    Raises: NotAllowed, Missing, RuleBroken, WrongState (the post has this position).
    """
    row, held = _group_of(group), post_of(post)
    require(by, P.REGISTRY_EDIT, Scope(row.region))
    if position not in dict(GroupPosition.POSITIONS):
        names = "、".join(name for _slug, name in GroupPosition.POSITIONS)
        raise RuleBroken(_("领导小组职务应为：%(names)s。"), names=names)
    _refuse_before(on, (row, held))
    if held.valid_to is not None and held.valid_to < on:
        raise WrongState(_("岗位%(post)s已于%(day)s离任。请刷新后重选。"), post=post, day=held.valid_to.isoformat())
    _refuse_elsewhere(held.organisation, row.region)
    if GroupPosition.objects.filter(group=row, post=held, position=position, valid_to=None).exists():
        raise WrongState(_("该岗位已任此职务，不必重复登记。"))
    GroupPosition.objects.create(group=row, post=held, position=position, valid_from=on)
    record(GroupPositionGiven(group=group, post=post, position=position, first_day=on), by=by, at=at, subject=group)


@transaction.atomic
def set_lead_organisations(
    field: str, organisations: Sequence[str], *, region: str, on: date, by: Actor, at: datetime
) -> None:
    """From that day exactly these organisations, one or several, lead the field of quality in the region.

    Raises: NotAllowed, Missing, RuleBroken (a field that is not declared), WrongState (a closed organisation).
    """
    require(by, P.REGISTRY_EDIT, Scope(region))
    if field not in FIELDS:
        names = "、".join(str(each.names) for each in FIELDS.values())
        raise RuleBroken(_("质量领域“%(field)s”认不出，应为：%(names)s。"), field=field, names=names)
    _check_exists(region, on=on)
    Counter.lock("L")
    wanted = {each.code: each for each in organisations_of(organisations)}
    roles = LeadRole.objects.select_for_update(of=("self",)).filter(field=field, region=region, valid_to=None)
    held = {each.organisation.code: each for each in roles.select_related("organisation")}
    added = [each for code, each in wanted.items() if code not in held]
    removed = [each for code, each in held.items() if code not in wanted]
    for each in added:
        refuse_closed(each)
        _refuse_elsewhere(each, region)
    _refuse_before(on, held.values())
    end_dated(removed, on=on)
    LeadRole.objects.bulk_create(
        [LeadRole(field=field, region=region, organisation=each, valid_from=on) for each in added]
    )
    entry = LeadRolesSet(
        field=field, region=region, first_day=on, added=tuple(each.code for each in added),
        removed=tuple(sorted(each.organisation.code for each in removed)),
    )  # fmt: skip
    record(entry, by=by, at=at, subject=region)


def _group_of(code: str) -> LeadingGroup:
    row = LeadingGroup.objects.select_for_update().filter(code=code, valid_to=None).first()
    if row is None:
        raise Missing(_("没有代码为%(group)s的现设领导小组。请刷新后重试。"), group=code)
    return row


def _check_region(code: str, *, on: date) -> None:
    if not Region.objects.in_force(on).filter(code=code, level__in=LEVELS_WITH_A_GROUP).exists():
        raise RuleBroken(_("领导小组设在市、县（市、区）和开发区；代码%(region)s当日不是。请核对地区。"), region=code)


def _add_members(group: LeadingGroup, organisations: Sequence[Organisation], *, on: date) -> None:
    GroupMember.objects.bulk_create(
        [GroupMember(group=group, organisation=each, valid_from=on) for each in organisations]
    )


def _check_exists(region: str, *, on: date) -> None:
    if not Region.objects.in_force(on).filter(code=region).exists():
        raise Missing(_("%(day)s没有代码为%(region)s的区划。请核对地区或日期。"), day=on.isoformat(), region=region)


def _refuse_elsewhere(organisation: Organisation, region: str) -> None:
    if not organisation.region.startswith(region_prefix(region)):
        raise RuleBroken(_("单位“%(name)s”不在本地区，不能选为本地区的成员或牵头单位。"), name=organisation.name)


def _refuse_before(on: date, rows: Iterable[LeadingGroup | Post | GroupMember | LeadRole]) -> None:
    """What holds now would be undone by a change of an earlier day."""
    later = [row.valid_from for row in rows if row.valid_from > on]
    if later:
        raise RuleBroken(
            _("现行登记自%(first)s起生效，不能从更早的%(day)s变更。请改用之后的日期。"),
            first=max(later).isoformat(), day=on.isoformat(),
        )  # fmt: skip
