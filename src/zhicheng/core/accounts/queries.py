"""What others may read about accounts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from zhicheng.core.access import Actor, Grant, role
from zhicheng.core.access.queries import actor_of, grants_of_many
from zhicheng.core.accounts.models import Account, HandOver, Invitation
from zhicheng.core.refusal import Missing


@dataclass(frozen=True)
class AccountFacts:
    """An account with what its person's posts grant on a day."""

    number: int
    username: str
    person: str
    name: str
    grants: tuple[Grant, ...]
    last_sign_in: datetime | None
    second_factor: bool
    needs_second_factor: bool
    active: bool
    made_up: bool
    password_set: bool
    closed_at: datetime | None


@dataclass(frozen=True)
class HandOverFacts:
    """One hand-over."""

    number: int
    from_person: str
    to_person: str
    reason: str
    made_at: datetime


def accounts(*, on: date, closed: bool = False, after: str = "", limit: int = 200) -> tuple[AccountFacts, ...]:
    """Accounts by user name, from the one after `after`; closed ones only where asked for. Three queries."""
    rows = Account.objects.filter(username__gt=after).order_by("username")
    return _facts(list((rows if closed else rows.filter(is_active=True))[:limit]), on=on)


def account(number: int, *, on: date) -> AccountFacts:
    """One account. Raises: Missing."""
    rows = list(Account.objects.filter(pk=number))
    if not rows:
        raise Missing(_("没有编号为%(account)s的账号。请核对后重试。"), account=number)
    return _facts(rows, on=on)[0]


def account_of(person: str) -> int | None:
    """The number of a person's open account; None where there is none."""
    return Account.objects.filter(person=person, is_active=True).values_list("pk", flat=True).first()


def actor_for(account: Account, *, on: date) -> Actor:
    """Who acts when this account is signed in, with what the posts grant on that day: one query."""
    return actor_of(account_id=account.pk, person=account.person, name=account.name, on=on)


def invited(secret: str, *, at: datetime) -> tuple[str, str]:
    """User name and name of whoever an open invitation is for. Raises: Missing."""
    found = Invitation.objects.filter(
        secret_hash=hashlib.sha256(secret.encode()).hexdigest(), used_at=None, expires_at__gt=at,
        account__is_active=True,
    ).values_list("account__username", "account__name").first()  # fmt: skip
    if found is None:
        raise Missing(_("邀请链接无效、已用过或已超过72小时。请向管理员索取新的邀请。"))
    return found


def hand_overs(person: str) -> tuple[HandOverFacts, ...]:
    """What a person handed over or took over, newest first."""
    rows = HandOver.objects.filter(from_person=person) | HandOver.objects.filter(to_person=person)
    return tuple(
        HandOverFacts(row.pk, row.from_person, row.to_person, row.reason, row.made_at)
        for row in rows.order_by("-made_at", "-pk")
    )


def _facts(rows: list[Account], *, on: date) -> tuple[AccountFacts, ...]:
    granted = grants_of_many((row.person for row in rows if row.person), on=on)
    totp = set(
        Authenticator.objects.filter(user__in=rows, type=Authenticator.Type.TOTP).values_list("user_id", flat=True)
    )
    return tuple(
        AccountFacts(
            number=row.pk, username=row.username, person=row.person, name=row.name,
            grants=granted.get(row.person, ()), last_sign_in=row.last_login, second_factor=row.pk in totp,
            needs_second_factor=any(_asks(grant) for grant in granted.get(row.person, ())), active=row.is_active,
            made_up=row.made_up, password_set=row.has_usable_password(), closed_at=row.closed_at,
        )
        for row in rows
    )  # fmt: skip


def _asks(grant: Grant) -> bool:
    declared = role(grant.role)
    return declared is not None and declared.second_factor
