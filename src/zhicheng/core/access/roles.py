"""What a role is; which roles there are is declared at the top of the house (`settings.ROLES`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from django.conf import settings
from django.utils.module_loading import import_string

from zhicheng.core.text import Names


@dataclass(frozen=True)
class Role:
    """A kind of post: what its holder may do, how far it reaches, and whether a second factor is asked.

    `reach` is "region" (everything inside the granted region) or "organisation" (what names the granted
    organisation).
    """

    slug: str
    names: Names
    permissions: frozenset[str]
    reach: Literal["region", "organisation"]
    second_factor: bool = False


@cache
def declared() -> Mapping[str, Role]:
    """All roles by slug."""
    roles: tuple[Role, ...] = import_string(settings.ROLES)
    return {each.slug: each for each in roles}


def role(slug: str) -> Role | None:
    """The role of that slug; None for one that is no longer declared, which then permits nothing."""
    return declared().get(slug)
