"""What this module writes into the ledger. Starting and stopping a clock is told by the act that does it."""

from __future__ import annotations

from zhicheng.core.ledger import entry


@entry(
    "statutes.calendar-entered",
    zh="录入%(year)s年放假安排（第 %(version)s 版），重算时限 %(checked)s 个，变动 %(moved)s 个，"
    "未能重算 %(failed)s 个",
    en="entered the holidays of %(year)s (version %(version)s): %(checked)s time limits recomputed, %(moved)s moved, "
    "%(failed)s failed",
)
class CalendarEntered:
    """A year's list came in by form, and the running clocks followed it. `sha256` is of the list's canonical text."""

    year: int
    version: int
    sha256: str
    checked: int
    moved: int
    failed: int
    moves: tuple[str, ...]
    moves_sha256: str


@entry(
    "statutes.clocks-recomputed",
    zh="重算时限 %(checked)s 个，变动 %(moved)s 个，未能重算 %(failed)s 个",
    en="recomputed %(checked)s time limits: %(moved)s moved, %(failed)s failed",
)
class ClocksRecomputed:
    """Running clocks were reckoned again after law or calendar changed."""

    checked: int
    moved: int
    failed: int
    moves: tuple[str, ...]
    moves_sha256: str


@entry(
    "statutes.clock-suspended",
    zh="中止时限 %(duty)s，自 %(since)s 起",
    en="suspended the time limit %(duty)s from %(since)s",
)
class ClockSuspended:
    """A clock stands still."""

    duty: str
    since: str


@entry(
    "statutes.clock-resumed",
    zh="恢复时限 %(duty)s，到期日 %(due)s",
    en="resumed the time limit %(duty)s, due %(due)s",
)
class ClockResumed:
    """A clock runs again."""

    duty: str
    until: str
    due: str


@entry(
    "statutes.clock-extended",
    zh="延长时限 %(duty)s：到期日由 %(old)s 改为 %(new)s",
    en="extended the time limit %(duty)s: due %(new)s instead of %(old)s",
)
class ClockExtended:
    """A time limit was lengthened; `amount` is in the unit of its rule."""

    duty: str
    amount: int
    unit: str
    old: str
    new: str


@entry("statutes.overdue-noted", zh="新逾期时限 %(count)s 个", en="%(count)s time limits passed")
class OverdueNoted:
    """Clocks were found overdue; what was once noted stays noted, though the server's clock is set back."""

    count: int


@entry(
    "statutes.overdue-forgotten",
    zh="撤销 %(after)s 之后误记的逾期 %(count)s 个",
    en="took back %(count)s notes of overdue made after %(after)s by mistake",
)
class OverdueForgotten:
    """Notes that were made while the server's clock ran ahead were taken back."""

    count: int
    after: str
