"""Who may be appointed to what by whom."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from zhicheng.core.access import Actor, role
from zhicheng.core.refusal import NotAllowed, RuleBroken
from zhicheng.registry.rules.names import odd_sign


def refuse_self(by: Actor, person: str) -> None:
    """Nobody may appoint himself or change what he himself may do. Raises: NotAllowed."""
    if by.person and by.person == person:
        raise NotAllowed(_("不能给自己任职或调整自己的权限。请由另一名管理员办理。"), code="own-rights")


def check_role(slug: str) -> None:
    """The role must be declared. Raises: RuleBroken."""
    if role(slug) is None:
        raise RuleBroken(_("没有名为“%(role)s”的角色。请从角色表中选择。"), role=slug)


def reach_of(slug: str) -> str:
    """How far a role reaches: `region` or `organisation`; empty for one that is not declared any more."""
    declared = role(slug)
    return declared.reach if declared else ""


def permits(slug: str, permission: str) -> bool:
    """Does the role carry the permission?"""
    declared = role(slug)
    return declared is not None and permission in declared.permissions


def widens(slug: str, *, region: str, to_region: str) -> bool:
    """Would moving a post to another organisation change what its holder reaches?"""
    return reach_of(slug) == "organisation" or region != to_region


def check_days(valid_from: date, valid_to: date | None) -> None:
    """The last day is not before the first. Raises: RuleBroken."""
    if valid_to is not None and valid_to < valid_from:
        raise RuleBroken(
            _("止日%(last)s早于起日%(first)s。请核对日期。"), first=valid_from.isoformat(), last=valid_to.isoformat()
        )


LONGEST_DEPUTISING = timedelta(days=366)


def check_deputising(
    valid_from: date, valid_to: date, *, first: date, last: date | None, holder: bool, acting: bool, reason: str
) -> None:
    """Somebody else, for a post that is held on the first day, for a year at most, with a reason. Raises: RuleBroken."""
    check_days(valid_from, valid_to)
    if acting:
        raise RuleBroken(_("代理的岗位不能再由别人代理。请为原岗位另办代理。"))
    if holder:
        raise RuleBroken(_("不能代理自己的岗位。请另选代理人。"))
    if valid_to - valid_from > LONGEST_DEPUTISING:
        raise RuleBroken(_("代理一次最长一年。请改短代理末日；长期由其负责的，请办移交或任职。"))
    if valid_from < first or (last is not None and valid_from > last + timedelta(days=1)):
        raise RuleBroken(_("代理开始那一日该岗位无人在任，也不是刚空缺。请核对日期，或直接任职。"))
    if not 1 <= len(reason.strip()) <= 200 or odd_sign(" ".join(reason.split())):
        raise RuleBroken(_("请写明代理缘由，不超过200个字，不含表情符号和控制字符。"))
