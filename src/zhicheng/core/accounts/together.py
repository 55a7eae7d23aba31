"""Many accounts at once: opened with a sheet of people, invited with a sheet of one-time links.

Only hashes of the secrets are kept. What these functions return is shown or downloaded once; the ledger gets numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhicheng.core.access import Actor, Scope, require
from zhicheng.core.access.queries import open_grants_of_many
from zhicheng.core.accounts.actions import INVITATION_HOURS, hash_of, new_secret
from zhicheng.core.accounts.entries import AccountsInvited
from zhicheng.core.accounts.models import Account, Invitation
from zhicheng.core.accounts.permissions import P
from zhicheng.core.ledger import record
from zhicheng.core.refusal import WrongState


@dataclass(frozen=True)
class NewAccount:
    """An account to open: its user name, the person's code and name."""

    username: str
    person: str
    name: str


@dataclass(frozen=True, repr=False)
class Invited:
    """An account and the secret of its open invitation. It has no repr: a secret must not get into a log by accident."""

    account: int
    username: str
    person: str
    name: str
    secret: str
    expires_at: datetime


def open_many(accounts: Sequence[NewAccount], *, by: Actor, at: datetime) -> list[Invited]:
    """Open accounts and invite each; the caller has checked the user names, runs a transaction and records the entry.

    Raises: NotAllowed, WrongState (a user name or person got an account in the same moment).
    """
    require_over_persons(by, [each.person for each in accounts], on=timezone.localdate(at))
    rows = [
        Account(
            username=Account.normalize_username(each.username), person=each.person, name=each.name,
            password=make_password(None),
        )
        for each in accounts
    ]  # fmt: skip
    try:
        with transaction.atomic():
            made = Account.objects.bulk_create(rows)
    except IntegrityError as error:
        raise WrongState(_("有登录名或人员刚刚已开设账号，没有导入任何一行。请重新上传核对。")) from error
    return _invite(made, by=by, at=at)


@transaction.atomic
def invite_many(numbers: Iterable[int], *, by: Actor, at: datetime) -> list[Invited]:
    """New invitations for accounts that have no password yet; earlier ones end.

    Raises: NotAllowed, WrongState (none of them waits for a password any more).
    """
    wanted = sorted(set(numbers))
    rows = list(Account.objects.select_for_update().filter(pk__in=wanted, is_active=True).order_by("pk"))
    rows = [row for row in rows if not row.has_usable_password()]
    if not rows:
        raise WrongState(_("所选账号都已设置密码或停用，没有生成邀请。请刷新后重选。"))
    require_over_persons(by, [row.person for row in rows], on=timezone.localdate(at))
    Invitation.objects.filter(account__in=rows, used_at=None).update(used_at=at)
    invited = _invite(rows, by=by, at=at)
    record(AccountsInvited(count=len(rows), accounts=tuple(row.pk for row in rows)), by=by, at=at)
    return invited


def require_over_persons(by: Actor, persons: Iterable[str], *, on: date) -> None:
    """Whoever manages accounts reaches everything that these persons' posts grant. Raises: NotAllowed."""
    if not by.holds(P.ACCOUNT_MANAGE):
        require(by, P.ACCOUNT_MANAGE, Scope())
    for grant in open_grants_of_many(persons, on=on):
        organisations = frozenset({grant.organisation}) if grant.organisation else frozenset()
        require(by, P.ACCOUNT_MANAGE, Scope(grant.region, organisations))


def _invite(rows: Sequence[Account], *, by: Actor, at: datetime) -> list[Invited]:
    until = at + timedelta(hours=INVITATION_HOURS)
    secrets = [new_secret() for _row in rows]
    Invitation.objects.bulk_create(
        [
            Invitation(account=row, secret_hash=hash_of(secret), made_by_id=by.account_id, made_at=at, expires_at=until)
            for row, secret in zip(rows, secrets, strict=True)
        ]
    )
    return [
        Invited(row.pk, row.username, row.person, row.name, secret, until)
        for row, secret in zip(rows, secrets, strict=True)
    ]
