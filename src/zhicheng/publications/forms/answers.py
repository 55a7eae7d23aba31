"""What a form is told and asked: proposals, questions with their keys, gaps, contradictions; all as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

# Answers that several questions share.
NOTHING, BLANK, AS_IT_IS = "none", "blank", "ignore"


@dataclass(frozen=True)
class Proposal:
    """What is proposed for a cell. `value` is in `unit`; `text` stands where it is no number.

    `how` is frozen (a value of the edition), derived (computed from several), roster (a name or its facts), hand (typed
    by the office) or answer (from a unit). `keys` are the keys of values of editions, `refs` the signed origins.
    """

    key: str
    sheet: str
    ref: str
    value: Decimal | None = None
    text: str = ""
    unit: str = ""
    source: str = ""
    period: str = ""
    definition: str = ""
    how: str = "frozen"
    edition: str = ""
    keys: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    note: str = ""
    label: str = ""
    rate: bool = False


@dataclass(frozen=True)
class Gap:
    """A wanted cell that nothing fills. `why` is a slug, `area` and `subject` say who may know; `owed_by` is a name."""

    key: str
    sheet: str
    ref: str
    what: str
    why: str
    area: str = ""
    subject: str = ""
    owed_by: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Option:
    """One possible answer."""

    value: str
    words: str


@dataclass(frozen=True)
class Question:
    """Something that labels leave open, asked once for all cells that it concerns. `key` holds from quarter to quarter."""

    key: str
    text: str
    options: tuple[Option, ...]
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contradiction:
    """Two figures of a form that do not agree, with what each is."""

    key: str
    sheet: str
    ref: str
    text: str
    computed: str = ""
    recorded: str = ""


@dataclass(frozen=True)
class Draft:
    """All that is known of a form at one time. `left` are cells that stay blank by an answer, with why."""

    proposals: tuple[Proposal, ...] = ()
    gaps: tuple[Gap, ...] = ()
    questions: tuple[Question, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    left: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    @property
    def by_key(self) -> Mapping[str, Proposal]:
        """Proposals by cell."""
        return {each.key: each for each in self.proposals}

    @property
    def counts(self) -> dict[str, int]:
        """How many cells are filled, missing and contradicted, and how many questions are open."""
        return {
            "filled": len(self.proposals), "questions": len(self.questions), "gaps": len(self.gaps),
            "contradictions": len(self.contradictions),
        }  # fmt: skip

    def to_plain(self) -> dict[str, Any]:
        """As JSON: decimals as text, so that nothing is lost on the way."""
        return {
            "proposals": [proposal_to_plain(each) for each in self.proposals],
            "gaps": [asdict(each) for each in self.gaps],
            "questions": [asdict(each) for each in self.questions],
            "contradictions": [asdict(each) for each in self.contradictions],
            "left": dict(self.left), "remarks": list(self.remarks),
        }  # fmt: skip

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Draft:
        """The inverse of `to_plain`."""
        return cls(
            tuple(proposal_from_plain(each) for each in plain.get("proposals", ())),
            tuple(Gap(**each) for each in plain.get("gaps", ())),
            tuple(_question(each) for each in plain.get("questions", ())),
            tuple(Contradiction(**each) for each in plain.get("contradictions", ())),
            dict(plain.get("left", {})), tuple(plain.get("remarks", ())),
        )  # fmt: skip


def proposal_to_plain(proposal: Proposal) -> dict[str, Any]:
    """A proposal as JSON."""
    return {**asdict(proposal), "value": None if proposal.value is None else str(proposal.value)}


def proposal_from_plain(plain: Mapping[str, Any]) -> Proposal:
    """The inverse of `proposal_to_plain`."""
    value = plain.get("value")
    listed = {name: tuple(plain.get(name, ())) for name in ("keys", "refs")}
    return Proposal(**{**plain, **listed, "value": None if value is None else Decimal(value)})


def _question(plain: Mapping[str, Any]) -> Question:
    options = tuple(Option(**each) for each in plain["options"])
    return Question(plain["key"], plain["text"], options, tuple(plain["cells"]))
