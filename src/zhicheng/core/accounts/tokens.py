"""Personal tokens: made and ended by the person herself, and looked up when a program shows one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor
from zhicheng.core.accounts.actions import hash_of, new_secret
from zhicheng.core.accounts.entries import TokenEnded, TokenMade
from zhicheng.core.accounts.models import Account, Token
from zhicheng.core.ledger import record
from zhicheng.core.refusal import Missing, NotAllowed, RuleBroken, WrongState

# By this a leaked token is known for what it is, by people and by programs that look for leaked secrets.
PREFIX = "zhicheng_"
MOST = 10
DAYS = (30, 90, 365)


@dataclass(frozen=True)
class TokenFacts:
    """A token as its owner sees it."""

    number: int
    name: str
    ending: str
    may_report: bool
    made_at: datetime
    expires_at: datetime
    last_used_on: date | None


@dataclass(frozen=True)
class Shown:
    """A token that a program showed: whose it is and whether it may report."""

    account: Account
    may_report: bool


@transaction.atomic
def make_token(name: str, *, days: int, may_report: bool, by: Actor, at: datetime) -> str:
    """Make a token for oneself and return its secret, which is shown once and never kept.

    Raises: NotAllowed (not signed in), RuleBroken (name, days), WrongState (the name is taken, or ten are open).
    """
    if by.account_id is None:
        raise NotAllowed(_("请先登录，再为自己建立访问令牌。"))
    name = name.strip()
    if not 1 <= len(name) <= 60:
        raise RuleBroken(_("请写明令牌给哪个程序用，不超过60个字。"))
    if days not in DAYS:
        raise RuleBroken(_("有效期只能是30天、90天或365天。"))
    account = Account.objects.select_for_update().get(pk=by.account_id)
    held = _open(at).filter(account=account)
    if held.filter(name=name).exists():
        raise WrongState(_("已有名为“%(name)s”的令牌。请换一个名称，或先停用原来的。"), name=name)
    if held.count() >= MOST:
        raise WrongState(_("最多同时使用%(most)s个令牌。请先停用不再使用的。"), most=MOST)
    # One that ran out gives its name back.
    account.tokens.filter(ended_at=None, expires_at__lte=at).update(ended_at=at)
    secret = PREFIX + new_secret()
    row = account.tokens.create(
        name=name, secret_hash=hash_of(secret), ending=secret[-4:], may_report=may_report, made_at=at,
        expires_at=at + timedelta(days=days),
    )  # fmt: skip
    record(TokenMade(account.pk, row.pk, days, may_report), by=by, at=at, subject=by.person)
    return secret


@transaction.atomic
def end_token(number: int, *, by: Actor, at: datetime) -> None:
    """End one of one's own tokens at once. Raises: Missing."""
    row = _open(at).select_for_update(of=("self",)).filter(account=by.account_id or 0, pk=number).first()
    if row is None:
        raise Missing(_("没有这个令牌，或它已停用。请刷新页面。"))
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    record(TokenEnded(row.account_id, row.pk), by=by, at=at, subject=by.person)


def tokens_of(account: int, *, at: datetime) -> list[TokenFacts]:
    """The tokens that an account can use, the newest first."""
    return [
        TokenFacts(each.pk, each.name, each.ending, each.may_report, each.made_at, each.expires_at, each.last_used_on)
        for each in _open(at).filter(account=account).order_by("-pk")
    ]


def holder_of(secret: str, *, at: datetime) -> Shown | None:
    """Whose token this is; None for one that was never made, ran out, was ended or belongs to a closed account.

    Remembers the day of use, once a day.
    """
    if not secret.startswith(PREFIX):
        return None
    row = _open(at).select_related("account").filter(secret_hash=hash_of(secret), account__is_active=True).first()
    if row is None:
        return None
    today = timezone.localdate(at)
    if row.last_used_on != today:
        Token.objects.filter(Q(last_used_on=None) | Q(last_used_on__lt=today), pk=row.pk).update(last_used_on=today)
    return Shown(row.account, row.may_report)


def _open(at: datetime) -> QuerySet[Token]:
    return Token.objects.filter(ended_at=None, expires_at__gt=at)
