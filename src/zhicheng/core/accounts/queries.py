"""What others may read about accounts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhicheng.core.access import Actor, Grant, role
from zhicheng.core.access.queries import grants_of_many, persons_outside
from zhicheng.core.accounts.models import Account, Invitation
from zhicheng.core.accounts.permissions import P
from zhicheng.core.refusal import Missing
from zhicheng.core.text import fold


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
class Login:
    """Who bears a user name."""

    username: str
    person: str
    name: str
    active: bool


def accounts(
    *,
    on: date,
    by: Actor,
    closed: bool = False,
    unset: bool = False,
    query: str = "",
    after: str = "",
    limit: int = 200,
) -> tuple[AccountFacts, ...]:
    """Accounts that the actor may manage, by user name, from the one after `after`. Three queries.

    Closed ones only where asked for; `unset` leaves out those who have chosen a password or need none; `query` is a part of the
    user name or of the name, in either script.
    """
    rows = _manageable(by, on=on).filter(username__gt=after).order_by("username")
    if not closed:
        rows = rows.filter(is_active=True)
    if unset:
        rows = rows.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX, made_up=False)
    wanted = fold("".join(query.split()))
    if wanted:
        # Accounts are some hundreds: their names are folded here rather than kept twice.
        named = [pk for pk, *names in rows.values_list("pk", "username", "name") if wanted in fold(" ".join(names))]
        rows = rows.filter(pk__in=named)
    return _facts(list(rows[:limit]), on=on)


def not_set_up(*, on: date, by: Actor) -> tuple[int, int]:
    """How many accounts in use that the actor may manage lack a password, and how many the second factor they need.

    Made-up accounts need neither. Three queries.
    """
    rows = _facts(list(_manageable(by, on=on).filter(is_active=True, made_up=False)), on=on)
    unset = sum(not row.password_set for row in rows)
    return unset, sum(row.needs_second_factor and not row.second_factor for row in rows)


def account(number: int, *, on: date, by: Actor) -> AccountFacts:
    """One account that the actor may manage. Raises: Missing."""
    rows = list(_manageable(by, on=on).filter(pk=number))
    if not rows:
        raise Missing(_("没有编号为%(account)s的账号，或不在您的管理范围。请核对后重试。"), account=number)
    return _facts(rows, on=on)[0]


def logins(usernames: Iterable[str]) -> dict[str, Login]:
    """Who bears these user names, whatever their case; by the name in small letters."""
    found: dict[str, Login] = {}
    wanted = {name.lower() for name in usernames}
    for username, person, name, active in Account.objects.values_list("username", "person", "name", "is_active"):
        if username.lower() in wanted:
            found[username.lower()] = Login(username, person, name, active)
    return found


def _manageable(by: Actor, *, on: date) -> QuerySet[Account]:
    rows = Account.objects.all()
    return rows if by.everything else rows.exclude(person__in=persons_outside(P.ACCOUNT_MANAGE, by, on=on))


def account_of(person: str) -> int | None:
    """The number of a person's open account; None where there is none."""
    return Account.objects.filter(person=person, is_active=True).values_list("pk", flat=True).first()


def invited(secret: str, *, at: datetime) -> tuple[str, str]:
    """User name and name of whoever an open invitation is for. Raises: Missing."""
    found = Invitation.objects.filter(
        secret_hash=hashlib.sha256(secret.encode()).hexdigest(), used_at=None, expires_at__gt=at,
        account__is_active=True,
    ).values_list("account__username", "account__name").first()  # fmt: skip
    if found is None:
        raise Missing(_("邀请链接无效、已用过或已超过72小时。请向管理员索取新的邀请。"))
    return found


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
