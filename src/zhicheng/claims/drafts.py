"""What a family hands on: a claim with its arithmetic, before conflicts are settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from zhicheng.claims.figures import Figure
from zhicheng.claims.judging import Computed, agrees, exact_decimal, percents, reading
from zhicheng.claims.model import Claim, Reason, Verdict
from zhicheng.claims.passages import Passage


@dataclass(frozen=True)
class Draft:
    """A claim that a family found. `stated` is the figure on trial; `used` are the figures that try it.

    `counts` are the fields planned, done, in_progress, added. `sure` says how plainly the text ties them together;
    of two drafts over the same stated figure the surer is kept.
    """

    kind: str
    verdict: Verdict
    reason: Reason
    used: tuple[Figure, ...]
    stated: Figure | None = None
    computed: tuple[Computed, ...] = ()
    counts: dict[str, Decimal | None] = field(default_factory=dict)
    remarks: tuple[Reason, ...] = ()
    subject: str = ""
    sure: int = 0
    where: str = ""
    quote: tuple[int, int] | None = None

    @property
    def span(self) -> tuple[int, int]:
        """From the first figure to the last."""
        if self.quote is not None:
            return self.quote
        figures = [*self.used, *([self.stated] if self.stated else [])]
        return min(f.start for f in figures), max(f.end for f in figures)


def to_claim(draft: Draft, text: str) -> Claim:
    """The draft as a finding; `text` is the original, for the quote."""
    start, end = draft.span
    figures = {(f.start, f.end) for f in (*draft.used, *([draft.stated] if draft.stated else []))}
    percent = draft.stated is not None and draft.stated.unit == "%"
    return Claim(
        kind=draft.kind,
        quote=text[start:end],
        start=start,
        end=end,
        subject=draft.subject,
        verdict=draft.verdict,
        reason=draft.reason,
        stated_percent=exact_decimal(draft.stated.value) if percent and draft.stated else None,
        computed_percent=percents(draft.computed),
        readings=tuple(reading(draft.stated, one) for one in draft.computed),
        remarks=draft.remarks,
        spans=tuple(sorted(figures)) or ((start, end),),
        where=draft.where,
        **{name: value for name, value in draft.counts.items() if value is not None},
    )


def judged(stated: Figure, computed: Sequence[Computed]) -> tuple[Verdict, tuple[Reason, ...]]:
    """Holds when one reading agrees, with a remark when another does not."""
    results = [agrees(stated, one) for one in computed]
    if any(results):
        remarks: list[Reason] = []
        if not all(results):
            one = computed[results.index(True)]
            remarks.append(Reason("one-reading-holds", {"formula": one.formula}))
        if stated.bound:
            remarks.append(Reason("stated-roughly", {}))
        return Verdict.HOLDS, tuple(remarks)
    return Verdict.CONTRADICTED, ()


def place(passage: Passage) -> str:
    """Where the passage stands in its file."""
    return passage.where
