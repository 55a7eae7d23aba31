"""What the data check finds: claims with their figures, the readings that were tried, a verdict and its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from zhicheng.core.prose import Prose


class Verdict(StrEnum):
    """What a careful clerk says of a claim; the order is that of a list for people, the gravest first."""

    CONTRADICTED = "contradicted"
    PREMATURE = "premature"
    UNSTATED = "unstated"
    UNCHECKABLE = "uncheckable"
    HOLDS = "holds"


@dataclass(frozen=True)
class Reason:
    """Why, as a code of `claims.wording` with its facts; its sentence exists in every language of the interface."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """One way to read the counts: the arithmetic as it is written down ("90 ÷ 105"), and what it gives.

    `value` is exact, and a percent where `unit` is "%". `agrees`: within what was printed.
    """

    formula: str
    value: Decimal
    unit: str
    agrees: bool


@dataclass(frozen=True)
class Claim:
    """A statement whose figures can be held against each other.

    `quote` is the text from `start` to `end`, verbatim; `spans` are the figures in it that were used. `kind` is one of
    `claims.families`: completion, parts, share, rate, change, average, ranking, total, repeated, known. Counts are
    None where the text gives none. `computed_percent` is half-up to 2 decimals, one for each reading.
    """

    kind: str
    quote: str
    start: int
    end: int
    subject: str
    verdict: Verdict
    reason: Reason
    planned: Decimal | None = None
    done: Decimal | None = None
    in_progress: Decimal | None = None
    added: Decimal | None = None
    stated_percent: Decimal | None = None
    computed_percent: tuple[Decimal, ...] = ()
    readings: tuple[Reading, ...] = ()
    remarks: tuple[Reason, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    where: str = ""


@dataclass(frozen=True)
class KnownFigure:
    """A verified figure of the house, to compare a text with: what, where, for which period, and as of which day."""

    indicator: str
    aliases: tuple[str, ...]
    area: str
    period: str
    value: Decimal
    unit: str
    as_of: date
    source: str = ""


@dataclass(frozen=True)
class Audit:
    """A text with everything that was found. `figures` counts the quantities read, dates and numbers of documents apart.

    `unfinished` says why a part was left unchecked (limits reached); None when all of it was.
    """

    prose: Prose
    claims: tuple[Claim, ...]
    figures: int
    unfinished: Reason | None = None
