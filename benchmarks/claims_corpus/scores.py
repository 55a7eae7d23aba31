"""Findings held against labels: which finding means which label, and precision and recall of each verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.claims_corpus.passages import GRAVE, Label, Passage
from zhicheng.claims import Claim

VERDICTS = ("contradicted", "premature", "unstated", "uncheckable", "holds")


@dataclass
class Scores:
    """Counts by verdict over many passages. Labels of `holds` and `uncheckable` are not complete: only recall counts."""

    labelled: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    matched: Counter[str] = field(default_factory=Counter)
    clean: int = 0
    alarms: int = 0

    def precision(self, verdict: str) -> float | None:
        """Of the findings of a verdict, the share that is labelled so; None where there are no findings."""
        return self.matched[verdict] / self.found[verdict] if self.found[verdict] else None

    def recall(self, verdict: str) -> float | None:
        """Of the labels of a verdict, the share that was found; None where there are no labels."""
        return self.matched[verdict] / self.labelled[verdict] if self.labelled[verdict] else None

    def add(self, one: Passage, claims: Sequence[Claim]) -> Outcome:
        """Count a passage with what was found in it."""
        outcome = compared(one, claims)
        self.labelled.update(label.verdict for label in one.labels)
        self.found.update(str(claim.verdict) for claim in claims)
        self.matched.update(label.verdict for label, _ in outcome.pairs)
        if one.clean:
            self.clean += 1
            self.alarms += sum(str(claim.verdict) in GRAVE for claim in claims)
        return outcome


@dataclass(frozen=True)
class Outcome:
    """What one passage's findings came to. `false` holds findings of verdicts whose labels are complete."""

    pairs: tuple[tuple[Label, Claim], ...]
    missed: tuple[Label, ...]
    false: tuple[Claim, ...]


def compared(one: Passage, claims: Sequence[Claim]) -> Outcome:
    """The findings matched to labels of the same verdict, one to one, as many as can be."""
    partner: dict[int, int] = {}
    for number in range(len(one.labels)):
        _matched(number, one.labels, claims, partner, set())
    pairs = tuple((one.labels[label], claims[claim]) for claim, label in partner.items())
    missed = tuple(label for number, label in enumerate(one.labels) if number not in partner.values())
    false = tuple(
        claim
        for number, claim in enumerate(claims)
        if number not in partner and (str(claim.verdict) in GRAVE or claim.verdict == "unstated")
    )
    return Outcome(pairs, missed, false)


def means(claim: Claim, label: Label) -> bool:
    """Same verdict, the stretches overlap, and the finding covers the labelled figures."""
    return (
        str(claim.verdict) == label.verdict
        and claim.start < label.end
        and label.start < claim.end
        and all(claim.start <= start and end <= claim.end for start, end in label.figures)
    )


def _matched(
    number: int, labels: Sequence[Label], claims: Sequence[Claim], partner: dict[int, int], tried: set[int]
) -> bool:
    """Find a label its claim, moving an earlier label to another claim where that helps."""
    for place in _nearest(labels[number], claims):
        if place in tried or not means(claims[place], labels[number]):
            continue
        tried.add(place)
        if place not in partner or _matched(partner[place], labels, claims, partner, tried):
            partner[place] = number
            return True
    return False


def _nearest(label: Label, claims: Sequence[Claim]) -> Iterable[int]:
    return sorted(range(len(claims)), key=lambda place: abs(claims[place].start - label.start))
