"""What others may ask about grants."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from zhicheng.core.access.actor import Actor, Grant, region_prefix
from zhicheng.core.access.models import RoleGrant
from zhicheng.core.access.roles import declared


def grants_of(person: str, *, on: date) -> tuple[Grant, ...]:
    """What a person's posts grant on that day."""
    rows = RoleGrant.objects.filter(person=person).in_force(on).order_by("pk") if person else ()
    return tuple(Grant(role=row.role, region=row.region, organisation=row.organisation) for row in rows)


def actor_of(*, account_id: int, person: str, name: str, on: date) -> Actor:
    """The actor behind an account on that day: one query."""
    return Actor(account_id=account_id, person=person, name=name, grants=grants_of(person, on=on))


def persons_with(roles: Iterable[str], *, on: date) -> set[str]:
    """Codes of the persons who hold one of the roles on that day."""
    held = RoleGrant.objects.filter(role__in=list(roles)).in_force(on)
    return set(held.values_list("person", flat=True))


def holders_reaching(permission: str, region: str, *, on: date) -> set[str]:
    """Codes of the persons whose posts give them a permission that reaches this region on that day."""
    slugs = [role.slug for role in declared().values() if permission in role.permissions and role.reach == "region"]
    held = RoleGrant.objects.filter(role__in=slugs).in_force(on).values_list("person", "region")
    return {person for person, reach in held if region.startswith(region_prefix(reach))}


def grants_of_many(persons: Iterable[str], *, on: date) -> dict[str, tuple[Grant, ...]]:
    """What the posts of many persons grant on that day: one query."""
    found: dict[str, tuple[Grant, ...]] = {}
    for row in RoleGrant.objects.filter(person__in=set(persons)).in_force(on).order_by("pk"):
        grant = Grant(role=row.role, region=row.region, organisation=row.organisation)
        found[row.person] = (*found.get(row.person, ()), grant)
    return found


def open_grants_of(person: str, *, on: date) -> tuple[Grant, ...]:
    """What a person's posts grant on that day or will grant later."""
    rows = RoleGrant.objects.filter(person=person).exclude(valid_to__lt=on).order_by("pk") if person else ()
    return tuple(Grant(role=row.role, region=row.region, organisation=row.organisation) for row in rows)


def open_grants_of_many(persons: Iterable[str], *, on: date) -> set[Grant]:
    """What the posts of these persons grant on that day or will grant later, each once: one query."""
    rows = RoleGrant.objects.filter(person__in=set(persons) - {""}).exclude(valid_to__lt=on)
    return {Grant(*found) for found in rows.values_list("role", "region", "organisation")}


def last_grants_of(person: str) -> tuple[Grant, ...]:
    """What the post granted that a person left last; none for somebody who never held one."""
    row = RoleGrant.objects.filter(person=person).order_by("-valid_to", "-pk").first() if person else None
    return (Grant(role=row.role, region=row.region, organisation=row.organisation),) if row else ()


def persons_outside(permission: str, by: Actor, *, on: date) -> QuerySet[RoleGrant, str]:
    """Codes of the persons with a post, now or to come, that the actor's permission does not reach by region."""
    inside = Q(pk=None)
    for prefix in by.regions_with(permission):
        inside |= Q(region__startswith=prefix)
    return RoleGrant.objects.exclude(valid_to__lt=on).exclude(inside).values_list("person", flat=True)
