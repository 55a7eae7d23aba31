"""Granting and ending roles; called by the registry when a post is taken or left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from zhicheng.core.access.models import RoleGrant


def grant_role(
    person: str, role: str, *, region: str, organisation: str, post: str, valid_from: date, valid_to: date | None = None
) -> None:
    """Write what a post grants. The caller has asked for the permission and records the entry."""
    RoleGrant.objects.create(
        person=person, role=role, region=region, organisation=organisation, post=post,
        valid_from=valid_from, valid_to=valid_to,
    )  # fmt: skip


def grant_roles(grants: Iterable[Mapping[str, Any]]) -> None:
    """The same for many posts at once; each as the keywords of `grant_role`."""
    RoleGrant.objects.bulk_create([RoleGrant(**{"valid_to": None, **each}) for each in grants])


def end_grants(post: str, *, last_day: date) -> int:
    """End what a post grants after its last day; one that would end before it began is removed."""
    RoleGrant.objects.filter(post=post, valid_from__gt=last_day).delete()
    running = RoleGrant.objects.filter(post=post).exclude(valid_to__lt=last_day + timedelta(days=1))
    return running.update(valid_to=last_day)


def move_grants(*, organisation: str, to: str) -> int:
    """Point every grant of a merged organisation to its successor."""
    return RoleGrant.objects.filter(organisation=organisation).update(organisation=to)


def move_region_grants(*, region: str, to: str) -> int:
    """Point every grant of a merged or renumbered region to its successor."""
    return RoleGrant.objects.filter(region=region).update(region=to)
