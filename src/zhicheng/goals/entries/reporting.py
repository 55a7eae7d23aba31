"""Reports and their verification."""

from __future__ import annotations

from zhicheng.core.ledger import entry
from zhicheng.goals.rules.periods import name_of

PERIOD = {"period": name_of}


@entry(
    "goals.reporting-opened", zh="开始%(period)s报送，应报 %(parts)s 件", en="opened reporting for %(period)s: %(parts)s parts",
    words=PERIOD,
)  # fmt: skip
class ReportingOpened:
    """A period ended; the clocks for its reports run."""

    programme: int
    period: str
    parts: int


@entry(
    "goals.report-submitted", zh="报送%(period)s进展（名单 %(rows)s 行）", en="reported on %(period)s (%(rows)s names)",
    words=PERIOD,
)  # fmt: skip
class ReportSubmitted:
    """A unit reported."""

    report: int
    assignment: int
    period: str
    rows: int
    unlisted: str
    manifest: str


@entry(
    "goals.sheet-submitted", zh="整表报送%(period)s进展 %(reports)s 件", en="reported on %(period)s by sheet: %(reports)s parts",
    words=PERIOD,
)  # fmt: skip
class SheetSubmitted:
    """A county's whole quarter came in as one sheet."""

    organisation: str
    period: str
    reports: int
    sha256: str
    manifest: str


@entry(
    "goals.report-verified", zh="核实%(period)s进展：累计 %(count)s，退回 %(returned)s 行", en="verified %(period)s: %(count)s in all, %(returned)s rows returned",
    words=PERIOD,
)  # fmt: skip
class ReportVerified:
    """Somebody else verified a report."""

    report: int
    assignment: int
    period: str
    count: str
    returned: int


@entry(
    "goals.report-returned", zh="退回%(period)s进展", en="returned the report on %(period)s",
    words=PERIOD,
)  # fmt: skip
class ReportReturned:
    """A report was sent back with its reason."""

    report: int
    assignment: int
    period: str


@entry(
    "goals.rows-corrected", zh="补正%(period)s名单 %(rows)s 行", en="corrected %(rows)s rows of %(period)s",
    words=PERIOD,
)  # fmt: skip
class RowsCorrected:
    """Returned rows were corrected and handed in again; the verified ones stay."""

    report: int
    period: str
    rows: int
    manifest: str


@entry(
    "goals.report-superseded", zh="更正%(period)s进展：%(reason)s", en="corrected the report on %(period)s: %(reason)s",
    words=PERIOD,
)  # fmt: skip
class ReportSuperseded:
    """A verified report is being corrected; the old one stays on record."""

    report: int
    period: str
    reason: str
