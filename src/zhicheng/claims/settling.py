"""One place where families that speak of the same figure are brought to one claim."""

from __future__ import annotations

from collections.abc import Sequence

from zhicheng.claims.drafts import Draft
from zhicheng.claims.model import Verdict

_ALARMS = (Verdict.CONTRADICTED, Verdict.PREMATURE)


def settle(drafts: Sequence[Draft]) -> list[Draft]:
    """One draft for each stated figure: the surer one; an alarm gives way to one that holds and is as sure.

    An unstated rate gives way where another draft already tries one of its counts against the same plan.
    """
    chosen: dict[tuple[int, int], Draft] = {}
    loose: list[Draft] = []
    for draft in drafts:
        if draft.stated is None:
            loose.append(draft)
            continue
        key = (draft.stated.start, draft.stated.end)
        chosen[key] = _better(chosen[key], draft) if key in chosen else draft
    kept = [draft for draft in chosen.values() if not any(_within(draft, other) for other in chosen.values())]
    for draft in loose:
        if draft.kind == "share" and any(_covers(draft, other) for other in kept):
            continue
        if draft.verdict == Verdict.UNSTATED and any(_tried(draft, other) or _doubted(draft, other) for other in kept):
            continue
        if draft.verdict == Verdict.UNSTATED and any(_same_counts(draft, other) for other in kept):
            continue
        kept.append(draft)
    return sorted(kept, key=lambda draft: (draft.span, draft.kind))


def _better(one: Draft, other: Draft) -> Draft:
    if Verdict.PREMATURE in (one.verdict, other.verdict) and one.verdict != other.verdict:
        return one if one.verdict == Verdict.PREMATURE else other
    if one.verdict == other.verdict:
        return one if one.sure >= other.sure else other
    if one.verdict in _ALARMS and other.verdict == Verdict.HOLDS:
        return other if other.sure >= one.sure - 1 else one
    if other.verdict in _ALARMS and one.verdict == Verdict.HOLDS:
        return one if one.sure >= other.sure - 1 else other
    return one if one.sure >= other.sure else other


def _covers(listed: Draft, other: Draft) -> bool:
    """A list of shares is off because one share in it is, and that one is named already."""
    starts = {figure.start for figure in listed.used}
    return other.verdict == Verdict.CONTRADICTED and other.stated is not None and other.stated.start in starts


def _within(draft: Draft, other: Draft) -> bool:
    """A sum that holds inside a task says nothing that the task does not say."""
    if (
        other is draft
        or draft.kind not in ("total", "parts")
        or draft.verdict != Verdict.HOLDS
        or other.kind != "completion"
    ):
        return False
    return {figure.start for figure in draft.used} <= {figure.start for figure in other.used}


def _tried(unstated: Draft, other: Draft) -> bool:
    """Another claim already states a rate of the same counts, the plan, which stands first among them, with them."""
    if other.stated is None or other.kind not in ("completion", "rate", "share") or other.stated.unit != "%":
        return False
    mine, theirs = {figure.start for figure in unstated.used}, {figure.start for figure in other.used}
    return unstated.used[0].start in theirs and len(mine & theirs) >= 2


def _same_counts(unstated: Draft, other: Draft) -> bool:
    """Two families name the same rate of the same two counts."""
    mine, theirs = {figure.start for figure in unstated.used}, {figure.start for figure in other.used}
    return other.verdict == Verdict.UNSTATED and (mine <= theirs or theirs <= mine)


def _doubted(unstated: Draft, other: Draft) -> bool:
    """A table's total that its column contradicts allows no rate: the figure itself is in doubt."""
    if unstated.kind != "tables" or other.verdict != Verdict.CONTRADICTED or other.stated is None:
        return False
    return other.stated.start in {figure.start for figure in unstated.used}
