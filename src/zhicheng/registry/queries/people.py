"""Persons, the posts they hold, and who holds a role."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from zhicheng.core.access import region_prefix
from zhicheng.core.refusal import Missing
from zhicheng.core.text import fold
from zhicheng.registry.models import GroupPosition, Person, Post


@dataclass(frozen=True)
class PersonFacts:
    """A person."""

    code: str
    name: str
    work_phone: str


@dataclass(frozen=True)
class PostFacts:
    """A post with its holder and its organisation, by code and by today's name."""

    code: str
    person: str
    person_name: str
    organisation: str
    organisation_name: str
    title: str
    duty: str
    role: str
    region: str
    valid_from: date
    valid_to: date | None
    acting_for: str = ""


@dataclass(frozen=True)
class DeputyFacts:
    """Who stands in for a post between which days."""

    post: str
    acting: str
    person: str
    person_name: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class HeldPosition:
    """What a post's holder is in a leading group."""

    post: str
    group: str
    group_name: str
    region: str
    position: str


def deputies_of(posts: Iterable[str], *, on: date) -> tuple[DeputyFacts, ...]:
    """Who stands in for these posts on that day or later: one query."""
    rows = Post.objects.filter(acting_for__code__in=set(posts)).exclude(valid_to__lt=on)
    ordered = rows.select_related("person", "acting_for").order_by("valid_from", "code")
    return tuple(
        DeputyFacts(
            post=row.acting_for.code if row.acting_for else "", acting=row.code, person=row.person.code,
            person_name=row.person.name, valid_from=row.valid_from, valid_to=row.valid_to,
        )
        for row in ordered
    )  # fmt: skip


def positions_of(posts: Iterable[str], *, on: date) -> tuple[HeldPosition, ...]:
    """What the holders of these posts are in leading groups on that day: one query."""
    rows = GroupPosition.objects.in_force(on).filter(post__code__in=set(posts)).select_related("post", "group")
    return tuple(
        HeldPosition(row.post.code, row.group.code, row.group.name, row.group.region, row.position)
        for row in rows.order_by("pk")
    )


def person(code: str) -> PersonFacts:
    """The person of that code. Raises: Missing."""
    row = Person.objects.filter(code=code).first()
    if row is None:
        raise Missing(_("没有代码为%(person)s的人员。请核对代码。"), person=code)
    return _person_facts(row)


def persons_by_code(codes: Iterable[str]) -> dict[str, PersonFacts]:
    """Persons by code: one query."""
    return {row.code: _person_facts(row) for row in Person.objects.filter(code__in=set(codes))}


def person_names() -> frozenset[str]:
    """The names of all persons, for a check that a text names none of them unawares."""
    return frozenset(Person.objects.values_list("name", flat=True))


def find_persons(query: str, *, organisation: str = "", on: date, limit: int = 20) -> tuple[PersonFacts, ...]:
    """Persons whose name holds the text, in either script, or whose code it is; only holders of a post of the
    organisation where given."""
    key = "".join(fold(query).split())
    rows = Person.objects.filter(Q(folded__contains=key) | Q(code=key.upper()))
    if organisation:
        held = Post.objects.in_force(on).filter(organisation__code=organisation)
        rows = rows.filter(pk__in=held.values("person"))
    return tuple(_person_facts(row) for row in rows.order_by("folded", "code")[:limit])


def persons_of(organisation: str, *, on: date) -> tuple[PostFacts, ...]:
    """The posts of an organisation on that day, with their holders."""
    return _posts(Post.objects.in_force(on).filter(organisation__code=organisation))


def posts_of(person: str, *, on: date | None = None) -> tuple[PostFacts, ...]:
    """The posts that a person holds on that day; all there ever were where no day is given."""
    rows = Post.objects.filter(person__code=person)
    return _posts(rows if on is None else rows.in_force(on))


def posts_of_many(persons: Iterable[str], *, on: date) -> dict[str, tuple[PostFacts, ...]]:
    """The posts of many persons on that day, by person: one query."""
    found: dict[str, tuple[PostFacts, ...]] = {}
    for post in _posts(Post.objects.in_force(on).filter(person__code__in=set(persons))):
        found[post.person] = (*found.get(post.person, ()), post)
    return found


def posts_in(
    region: str, *, on: date, after: tuple[str, str] | None = None, limit: int | None = None
) -> tuple[PostFacts, ...]:
    """The posts of a region and all inside it on that day, by organisation; `after` is the last organisation and post."""
    rows = Post.objects.in_force(on).filter(region__startswith=region_prefix(region))
    if after is not None:
        rows = rows.filter(Q(organisation__code__gt=after[0]) | Q(organisation__code=after[0], code__gt=after[1]))
    return _posts(rows, by=("organisation__code", "code"), limit=limit)


def holders(role: str, *, on: date, region: str = "") -> tuple[PostFacts, ...]:
    """Who holds a role on that day, in a region and all inside it where one is given."""
    rows = Post.objects.in_force(on).filter(role=role)
    return _posts(rows.filter(region__startswith=region_prefix(region)) if region else rows)


def _posts(rows: Any, *, by: Sequence[str] = ("code",), limit: int | None = None) -> tuple[PostFacts, ...]:
    ordered = rows.select_related("person", "organisation", "acting_for").order_by(*by)[:limit]
    return tuple(
        PostFacts(
            code=row.code, person=row.person.code, person_name=row.person.name, organisation=row.organisation.code,
            organisation_name=row.organisation.name, title=row.title, duty=row.duty, role=row.role, region=row.region,
            valid_from=row.valid_from, valid_to=row.valid_to,
            acting_for=row.acting_for.code if row.acting_for else "",
        )
        for row in ordered
    )  # fmt: skip


def _person_facts(row: Person) -> PersonFacts:
    return PersonFacts(code=row.code, name=row.name, work_phone=row.work_phone)
