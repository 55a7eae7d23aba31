"""Taking, leaving and handing over posts. A post and what it grants are written in the same transaction."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhicheng.core.access import Actor, Scope, require
from zhicheng.core.access.actions import end_grants, grant_role
from zhicheng.core.accounts.actions import hand_over, refuse_without_administrator
from zhicheng.core.accounts.permissions import P as A
from zhicheng.core.ledger import record
from zhicheng.core.refusal import RuleBroken, WrongState
from zhicheng.registry.actions.finding import ONE_DAY, day_before, organisation_of, person_of, post_of
from zhicheng.registry.actions.organisations import refuse_closed
from zhicheng.registry.entries import PostDeputised, PostLeft, PostsHandedOver, PostTaken
from zhicheng.registry.models import Counter, GroupPosition, Organisation, Person, Post, Region
from zhicheng.registry.permissions import P
from zhicheng.registry.rules.names import clean_name
from zhicheng.registry.rules.people import read_duty
from zhicheng.registry.rules.posts import (
    check_days,
    check_deputising,
    check_role,
    permits,
    reach_of,
    refuse_self,
)


@transaction.atomic
def appoint(
    person: str,
    *,
    organisation: str,
    title: str,
    role: str,
    duty: str = "",
    region: str = "",
    valid_from: date,
    valid_to: date | None = None,
    by: Actor,
    at: datetime,
) -> str:
    """Give a person a post, and with it the role; returns the post's code.

    `region` is where a role that reaches by region reaches; the organisation's own unless given.
    Raises: NotAllowed (outside the appointer's reach, or oneself), Missing, RuleBroken, WrongState.
    """
    who, where = person_of(person), organisation_of(organisation)
    region = region or where.region
    check_role(role)
    require_over(by, role, regions={region, where.region}, organisation=organisation)
    refuse_self(by, person)
    refuse_closed(where)
    check_days(valid_from, valid_to)
    refuse_no_region(region, on=valid_from)
    title, duty = clean_name(title, what=_("职务"), shortest=1, longest=60), read_duty(duty)
    [code] = Counter.take("T")
    _refuse_same_post(who, where, title=title, role=role, first=valid_from, last=valid_to)
    post = Post.objects.create(
        code=code, person=who, organisation=where, title=title, duty=duty, role=role, region=region,
        valid_from=valid_from, valid_to=valid_to,
    )  # fmt: skip
    _grant(post)
    entry = PostTaken(
        post=code, person=person, organisation=organisation, role=role, region=region, first_day=valid_from,
        last_day=valid_to,
    )  # fmt: skip
    record(entry, by=by, at=at, subject=person)
    return code


@transaction.atomic
def end_post(post: str, *, last_day: date, by: Actor, at: datetime) -> None:
    """End a post and what it grants after its last day. Raises: NotAllowed, Missing, RuleBroken, WrongState."""
    row = post_of(post)
    _require_over_post(by, row)
    _end(row, last_day=last_day)
    _refuse_without_administrator(row, on=last_day + ONE_DAY)
    record(PostLeft(post=post, person=row.person.code, last_day=last_day), by=by, at=at, subject=row.person.code)


@transaction.atomic
def deputise(post: str, *, person: str, valid_from: date, valid_to: date, reason: str, by: Actor, at: datetime) -> str:
    """Let another person stand in for a post between two days, with all that it grants; returns the new post's code.

    The holder keeps the post; the post may also fall vacant meanwhile. Raises: NotAllowed, Missing, WrongState (somebody
    stands in then already), RuleBroken (days in the wrong order, too long, the post is not held on the first day).
    """
    row, who = post_of(post), person_of(person)
    _require_over_post(by, row)
    refuse_self(by, person)
    refuse_closed(row.organisation)
    check_deputising(
        valid_from, valid_to, first=row.valid_from, last=row.valid_to, holder=row.person.code == person,
        acting=row.acting_for is not None, reason=reason,
    )  # fmt: skip
    [code] = Counter.take("T")
    other = row.deputies.filter(valid_from__lte=valid_to, valid_to__gte=valid_from).select_related("person").first()
    if other is not None:
        raise WrongState(
            _("该岗位自%(first)s至%(last)s已由%(name)s代理，日期重叠。请先结束原代理，或改日期。"),
            name=other.person.name, first=other.valid_from.isoformat(), last=str(other.valid_to),
        )  # fmt: skip
    acting = Post.objects.create(
        code=code, person=who, organisation=row.organisation, title=row.title, duty=reason.strip(), role=row.role,
        region=row.region, valid_from=valid_from, valid_to=valid_to, acting_for=row,
    )  # fmt: skip
    _grant(acting)
    entry = PostDeputised(post=post, deputy=person, acting=code, first_day=valid_from, last_day=valid_to)
    record(entry, by=by, at=at, subject=row.person.code)
    return code


@transaction.atomic
def hand_over_posts(
    from_person: str, to_person: str, *, posts: tuple[str, ...], reason: str, on: date, by: Actor, at: datetime
) -> dict[str, str]:
    """Let another person take these posts from that day; returns old post code → new post code.

    Open work that names the first person is moved by the modules that own it, around this call.
    Raises: NotAllowed, Missing, RuleBroken (a post that this person does not hold).
    """
    taker = person_of(to_person)
    refuse_self(by, to_person)
    if not posts:
        raise RuleBroken(_("请至少选择一个要移交的岗位。"))
    taken: dict[str, str] = {}
    for code in posts:
        row = post_of(code)
        _require_over_post(by, row)
        if row.person.code != from_person:
            raise RuleBroken(_("岗位%(post)s不由该人员担任，不能移交。请刷新后重选。"), post=code)
        taken[code] = _pass_on(row, on=on, person=taker, organisation=row.organisation)
        _refuse_without_administrator(row, on=on)
    entry = PostsHandedOver(
        from_person=from_person, to_person=to_person, ended=tuple(taken), taken=tuple(taken.values()), first_day=on
    )
    hand_over(from_person, to_person, reason=reason, by=by, at=at)
    record(entry, by=by, at=at, subject=from_person)
    return taken


def move_post(post: Post, organisation: Organisation, *, on: date) -> str:
    """The same person goes on in another organisation from that day; returns the new post's code.

    The caller has asked for the permission and records the entry. Where the post's region was that of its
    organisation, it follows.
    """
    return _pass_on(post, on=on, person=post.person, organisation=organisation)


def _pass_on(post: Post, *, on: date, person: Person, organisation: Organisation) -> str:
    own_region = post.region == post.organisation.region
    first, last = max(on, post.valid_from), post.valid_to
    if last is not None and last < on:
        raise WrongState(_("岗位%(post)s已于%(day)s离任。请刷新后重选。"), post=post.code, day=last.isoformat())
    held = Post.objects.filter(
        person=person, organisation=organisation, role=post.role, title=post.title, valid_to=None
    ).first()
    positions = list(GroupPosition.objects.filter(post=post, valid_to=None))
    _end(post, last_day=day_before(on))
    if held is None:
        [code] = Counter.take("T")
        held = Post.objects.create(
            code=code, person=person, organisation=organisation, title=post.title, duty=post.duty, role=post.role,
            region=organisation.region if own_region else post.region, valid_from=first, valid_to=last,
            acting_for=post.acting_for,
        )  # fmt: skip
        _grant(held)
    for position in positions:
        GroupPosition.objects.get_or_create(
            group=position.group, post=held, position=position.position, valid_to=None, defaults={"valid_from": on}
        )
    return held.code


def _end(post: Post, *, last_day: date) -> None:
    if post.valid_to is not None and post.valid_to <= last_day:
        day = post.valid_to.isoformat()
        raise WrongState(_("岗位%(post)s已于%(day)s离任。请刷新后重试。"), post=post.code, day=day)
    # A post that would end before it began was never held; it stays as a row of one day that grants nothing.
    post.valid_to = max(last_day, post.valid_from)
    post.save(update_fields=["valid_to"])
    end_grants(post.code, last_day=last_day)
    GroupPosition.objects.filter(post=post, valid_to=None, valid_from__gt=last_day).delete()
    GroupPosition.objects.filter(post=post, valid_to=None).update(valid_to=last_day)


def _refuse_without_administrator(post: Post, *, on: date) -> None:
    if permits(post.role, A.ACCOUNT_MANAGE):
        refuse_without_administrator(post.region, on=on)


def _grant(post: Post) -> None:
    grant_role(
        post.person.code, post.role, region=post.region, organisation=post.organisation.code, post=post.code,
        valid_from=post.valid_from, valid_to=post.valid_to,
    )  # fmt: skip


def _require_over_post(by: Actor, post: Post) -> None:
    regions = {post.region, post.organisation.region}
    require_over(by, post.role, regions=regions, organisation=post.organisation.code)


def require_over(by: Actor, slug: str, *, regions: set[str], organisation: str) -> None:
    """May this actor give away this role there? Raises: NotAllowed."""
    # Who may appoint inside one organisation only must not give away a role that reaches a whole region.
    organisations = frozenset() if reach_of(slug) == "region" else frozenset({organisation})
    for region in regions:
        require(by, P.POST_APPOINT, Scope(region, organisations))


def refuse_no_region(region: str, *, on: date) -> None:
    """A role reaches a region that exists. Raises: RuleBroken."""
    known = Region.objects.filter(code=region, valid_from__lte=on) | Region.objects.filter(code=region, valid_to=None)
    if not known.exists():
        raise RuleBroken(_("没有代码为%(region)s的区划。请核对管理范围。"), region=region)


def _refuse_same_post(
    person: Person, organisation: Organisation, *, title: str, role: str, first: date, last: date | None
) -> None:
    same = Post.objects.filter(person=person, organisation=organisation, title=title, role=role)
    same = same.exclude(valid_to__lt=first)
    other = (same.filter(valid_from__lte=last) if last else same).first()
    if other is not None:
        until = other.valid_to.isoformat() if other.valid_to else _("今")
        raise WrongState(
            _("该人员自%(first)s至%(until)s已在此单位担任“%(title)s”，任期重叠，不能重复任职。"),
            title=title, first=other.valid_from.isoformat(), until=until,
        )  # fmt: skip
