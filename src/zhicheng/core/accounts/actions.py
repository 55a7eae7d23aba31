"""Opening, inviting, closing and handing over: what administrators do with accounts.

Whoever manages an account must reach everything its person's posts grant: otherwise the administrator of a county
could take over the account of the city's by sending it a new invitation.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhicheng.core.access import Actor, Scope, require
from zhicheng.core.access.queries import holders_reaching, last_grants_of, open_grants_of
from zhicheng.core.accounts.entries import (
    AccountClosed,
    AccountInvited,
    AccountOpened,
    PasswordSet,
    SecondFactorReset,
    WorkHandedOver,
)
from zhicheng.core.accounts.models import Account, HandOver, Invitation
from zhicheng.core.accounts.permissions import P
from zhicheng.core.ledger import record
from zhicheng.core.refusal import Missing, NotAllowed, RuleBroken, WrongState

INVITATION_HOURS = 72
USERNAME = re.compile(r"[\w.@+-]{2,60}")


@transaction.atomic
def create_account(
    username: str,
    *,
    person: str,
    name: str,
    password: str | None = None,
    made_up: bool = False,
    by: Actor,
    at: datetime,
) -> int:
    """Open an account for a person and return its number; the password is set by invitation.

    A password comes with the call only for the made-up city and when the system itself makes the first account.
    Raises: NotAllowed, RuleBroken, WrongState (the person has an open account, the name is taken).
    """
    _require_over_person(by, person, at)
    username = username.strip()
    if not USERNAME.fullmatch(username):
        raise RuleBroken(_("用户名为2至60个字母、数字、汉字或 . @ + - _，不含空格。请另取用户名。"))
    if password is not None and not (made_up or by.everything):
        raise NotAllowed(_("不能替别人设置密码。请开设账号后发出邀请，由本人设置。"))
    if Account.objects.filter(username__iexact=username).exists():
        raise WrongState(_("用户名“%(username)s”已被使用。请另取用户名。"), username=username)
    if person and Account.objects.filter(person=person, is_active=True).exists():
        raise WrongState(_("该人员已有在用账号，不能再开。忘记密码的，请对原账号重新发出邀请。"))
    account = _new_account(username, person=person, name=name.strip(), password=password)
    account.made_up = made_up
    account.password_changed_at = at if password else None
    account.save(update_fields=["made_up", "password_changed_at"])
    record(AccountOpened(account=account.pk, person=person), by=by, at=at, subject=person)
    return account.pk


@transaction.atomic
def invite(account: int, *, by: Actor, at: datetime) -> str:
    """Make a one-time secret with which the person sets a password within 72 hours; earlier ones end.

    Only its hash is kept: what is returned is shown once. Raises: NotAllowed, Missing, WrongState.
    """
    row = _account(account)
    _require_over_person(by, row.person, at)
    _refuse_closed(row)
    row.invitations.filter(used_at=None).update(used_at=at)
    secret = new_secret()
    row.invitations.create(
        secret_hash=hash_of(secret), made_by_id=by.account_id, made_at=at,
        expires_at=at + timedelta(hours=INVITATION_HOURS),
    )  # fmt: skip
    record(AccountInvited(account=account), by=by, at=at, subject=row.person)
    return secret


@transaction.atomic
def accept_invitation(secret: str, *, password: str, at: datetime) -> int:
    """Set the password with an invitation's secret; returns the account's number. Raises: Missing, RuleBroken."""
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("account").filter(
        secret_hash=hash_of(secret), used_at=None, expires_at__gt=at, account__is_active=True
    ).first()  # fmt: skip
    if invitation is None:
        raise Missing(_("邀请链接无效、已用过或已超过72小时。请向管理员索取新的邀请。"))
    account = invitation.account
    try:
        validate_password(password, user=account)
    except ValidationError as error:
        raise RuleBroken(_("密码不合要求：%(reasons)s"), reasons=" ".join(error.messages)) from error
    account.set_password(password)
    account.password_changed_at = at
    account.save(update_fields=["password", "password_changed_at"])
    account.invitations.filter(used_at=None).update(used_at=at)
    himself = Actor(account_id=account.pk, person=account.person, name=account.name)
    record(PasswordSet(account=account.pk), by=himself, at=at, subject=account.person)
    return account.pk


@transaction.atomic
def close_account(account: int, *, by: Actor, at: datetime) -> None:
    """Close the account of someone who leaves; open sessions and invitations end with it.

    Raises: NotAllowed, Missing, WrongState, RuleBroken (the last administrator of a region).
    """
    row = _account(account)
    _require_over_person(by, row.person, at)
    _refuse_closed(row)
    row.is_active, row.closed_at = False, at
    # A session is bound to the password's hash: without a password every open one ends.
    row.set_unusable_password()
    row.save(update_fields=["is_active", "closed_at", "password"])
    row.invitations.filter(used_at=None).update(used_at=at)
    on = timezone.localdate(at)
    for grant in open_grants_of(row.person, on=on):
        if grant.permits(P.ACCOUNT_MANAGE):
            refuse_without_administrator(grant.region, on=on)
    record(AccountClosed(account=account), by=by, at=at, subject=row.person)


@transaction.atomic
def hand_over(from_person: str, to_person: str, *, reason: str, by: Actor, at: datetime) -> int:
    """Record that one person's work passes to another; returns the number of the hand-over.

    Posts, and the grants that follow them, are moved by the registry, open work by the modules that own it, each in
    the same transaction around this call. Raises: NotAllowed, RuleBroken.
    """
    _require_over_person(by, from_person, at)
    _require_over_person(by, to_person, at)
    reason = reason.strip()
    if not from_person or from_person == to_person:
        raise RuleBroken(_("移交人和接手人不能是同一人。请另选接手人。"))
    if not 1 <= len(reason) <= 200:
        raise RuleBroken(_("请填写移交原因，不超过200个字。"))
    row = HandOver.objects.create(
        from_person=from_person, to_person=to_person, reason=reason, made_by_id=by.account_id, made_at=at
    )
    entry = WorkHandedOver(hand_over=row.pk, from_person=from_person, to_person=to_person)
    record(entry, by=by, at=at, subject=from_person)
    return row.pk


@transaction.atomic
def reset_second_factor(account: int, *, by: Actor, at: datetime) -> None:
    """Remove someone else's second factor, which has to be set up anew. Raises: NotAllowed, Missing, WrongState."""
    row = _account(account)
    _require_over_person(by, row.person, at)
    if by.account_id == row.pk or (by.person and by.person == row.person):
        raise NotAllowed(_("不能清除自己的动态口令。请由另一名管理员办理。"), code="own-rights")
    _refuse_closed(row)
    if not Authenticator.objects.filter(user=row).delete()[0]:
        raise WrongState(_("该账号没有绑定动态口令，无须清除。"))
    record(SecondFactorReset(account=account), by=by, at=at, subject=row.person)


def choose_language(account: int, *, language: str) -> None:
    """Keep in which language somebody reads, wherever that person signs in.

    How one reads is nobody else's business and changes nothing that anybody answers for: the ledger is not told.
    """
    Account.objects.filter(pk=account).update(language=language)


def refuse_without_administrator(region: str, *, on: date) -> None:
    """Called after a post or an account has ended: someone with an open account must still manage this region.

    Raises: RuleBroken.
    """
    persons = holders_reaching(P.ACCOUNT_MANAGE, region, on=on)
    if not Account.objects.filter(person__in=persons, is_active=True).exists():
        raise RuleBroken(_("这是该地区最后一名系统管理员，不能停用或离任。请先让另一人担任管理员并开通账号。"))


def _new_account(username: str, *, person: str, name: str, password: str | None) -> Account:
    # Two administrators may do this in the same moment; the database then lets one of them through.
    try:
        with transaction.atomic():
            return Account.objects.create_account(username, person=person, name=name, password=password)
    except IntegrityError as error:
        raise WrongState(_("该用户名或人员刚刚已开设账号。请刷新后核对。")) from error


def _account(number: int) -> Account:
    row = Account.objects.select_for_update().filter(pk=number).first()
    if row is None:
        raise Missing(_("没有编号为%(account)s的账号。请刷新后重试。"), account=number)
    return row


def _refuse_closed(row: Account) -> None:
    if not row.is_active:
        raise WrongState(_("账号“%(username)s”已停用。如需恢复，请为该人员另开账号。"), username=row.username)


def _require_over_person(by: Actor, person: str, at: datetime) -> None:
    if not by.holds(P.ACCOUNT_MANAGE):
        require(by, P.ACCOUNT_MANAGE, Scope())
    # Somebody who left everything belongs to whoever kept the last post's place.
    for grant in open_grants_of(person, on=timezone.localdate(at)) or last_grants_of(person):
        organisations = frozenset({grant.organisation}) if grant.organisation else frozenset()
        require(by, P.ACCOUNT_MANAGE, Scope(grant.region, organisations))


def new_secret() -> str:
    """What an invitation's address ends with."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
