"""The person who acts, as plain values: grants, scopes, and the one question "may she"."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from zhicheng.core.access.roles import role
from zhicheng.core.refusal import NotAllowed


@dataclass(frozen=True)
class Scope:
    """Where a thing stands: its region code and the codes of the organisations it names."""

    region: str = ""
    organisations: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Grant:
    """One held post as codes: which role, in which region, for which organisation."""

    role: str
    region: str = ""
    organisation: str = ""

    def permits(self, permission: str) -> bool:
        """Does the role of this grant carry the permission at all?"""
        declared = role(self.role)
        return declared is not None and permission in declared.permissions

    def reaches(self, scope: Scope) -> bool:
        """Does this grant reach where the thing stands?"""
        declared = role(self.role)
        if declared is None:
            return False
        if declared.reach == "organisation":
            return self.organisation in scope.organisations
        return scope.region.startswith(region_prefix(self.region))


@dataclass(frozen=True)
class Actor:
    """Who acts: an account, the person behind it, and what that person's posts grant on this day."""

    account_id: int | None
    person: str
    name: str
    grants: tuple[Grant, ...] = ()
    everything: bool = False

    def holds(self, permission: str) -> bool:
        """Is there any scope in which this actor has the permission?"""
        return self.everything or any(grant.permits(permission) for grant in self.grants)

    def regions_with(self, permission: str) -> tuple[str, ...]:
        """Prefixes of the region codes that the permission reaches by region; ("",) reaches all."""
        if self.everything:
            return ("",)
        found = {region_prefix(g.region) for g in self.grants if g.permits(permission) and _reach(g) == "region"}
        return tuple(sorted(found))

    def organisations_with(self, permission: str) -> tuple[str, ...]:
        """Codes of the organisations for which the permission is held."""
        found = {g.organisation for g in self.grants if g.permits(permission) and _reach(g) == "organisation"}
        return tuple(sorted(found))

    @property
    def organisations(self) -> tuple[str, ...]:
        """Codes of the organisations in which this actor holds a post."""
        return tuple(sorted({grant.organisation for grant in self.grants if grant.organisation}))


def _reach(grant: Grant) -> str:
    declared = role(grant.role)
    return declared.reach if declared else ""


SYSTEM = Actor(account_id=None, person="", name="系统", everything=True)


def region_prefix(code: str) -> str:
    """The leading digits that all codes inside this region share (GB/T 2260: 2 + 2 + 2 + 3 + 3).

    `990100` gives `9901`, `990101` itself, `990101002000` gives `990101002`; an empty code gives "" (everywhere).
    """
    for size in (2, 4, 6, 9):
        if len(code) > size and not code[size:].strip("0"):
            return code[:size]
    return code


def may(actor: Actor, permission: str, scope: Scope) -> bool:
    """May this actor do this where the thing stands?"""
    if actor.everything:
        return True
    return any(grant.permits(permission) and grant.reaches(scope) for grant in actor.grants)


def require(actor: Actor, permission: str, scope: Scope) -> None:
    """Raises NotAllowed where `may` says no."""
    if not may(actor, permission, scope):
        raise NotAllowed(
            _("您的岗位没有办理此事的权限（%(permission)s）。如需办理，请联系本单位管理员核对岗位。"),
            permission=permission,
        )
