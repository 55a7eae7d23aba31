"""Who acts and what is entered in the tests of the ledger."""

from __future__ import annotations

from datetime import UTC, datetime

from zhicheng.core.access import Actor
from zhicheng.core.ledger import entry

ALICE = Actor(account_id=None, person="p-alice", name="甲")
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@entry("tests.report-verified", zh="确认了上报 %(report)s（%(count)s 项）", en="verified report %(report)s (%(count)s)")
class ReportVerified:
    """An entry as any module declares it."""

    report: str
    count: int = 0
