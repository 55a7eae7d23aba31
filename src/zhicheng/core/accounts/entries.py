"""What the ledger says about accounts; numbers and codes only."""

from __future__ import annotations

from zhicheng.core.ledger import entry


@entry("core.account-opened", zh="为%(person)s开设账号%(account)s", en="opened account %(account)s for %(person)s")
class AccountOpened:
    """A new account for a person's code."""

    account: int
    person: str


@entry("core.account-invited", zh="为账号%(account)s发出邀请", en="invited account %(account)s")
class AccountInvited:
    """A one-time link to set a password was made."""

    account: int


@entry("core.accounts-invited", zh="为%(count)s个账号发出邀请", en="invited %(count)s accounts")
class AccountsInvited:
    """A sheet of one-time links was made; the numbers of the accounts, never a link."""

    count: int
    accounts: tuple[int, ...]


@entry("core.password-set", zh="账号%(account)s凭邀请设置了密码", en="account %(account)s set a password by invitation")
class PasswordSet:
    """An invitation was used."""

    account: int


@entry("core.account-closed", zh="停用账号%(account)s", en="closed account %(account)s")
class AccountClosed:
    """Its person left; sessions ended with it."""

    account: int


@entry(
    "core.work-handed-over",
    zh="%(from_person)s的工作移交给%(to_person)s（移交单%(hand_over)s）",
    en="work of %(from_person)s handed over to %(to_person)s (hand-over %(hand_over)s)",
)
class WorkHandedOver:
    """Who took over whose work; the reason stands in the table of hand-overs."""

    hand_over: int
    from_person: str
    to_person: str


@entry(
    "core.second-factor-reset",
    zh="清除账号%(account)s的动态口令，须重新绑定",
    en="reset the second factor of account %(account)s",
)
class SecondFactorReset:
    """The second factor has to be set up anew at the next sign-in."""

    account: int


@entry(
    "core.token-made", zh="账号%(account)s建立访问令牌%(token)s", en="account %(account)s made access token %(token)s"
)
class TokenMade:
    """A person made a key for her programs; how many days it lasts, and whether it may report or only read."""

    account: int
    token: int
    days: int
    may_report: bool


@entry(
    "core.token-ended", zh="账号%(account)s停用访问令牌%(token)s", en="account %(account)s ended access token %(token)s"
)
class TokenEnded:
    """The key opens nothing any more."""

    account: int
    token: int
