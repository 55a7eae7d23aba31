"""What a text says, in the short form that the small tables of these tests use."""

from __future__ import annotations

from zhicheng.claims import Audit, Claim, Verdict, check

ALARMS = (Verdict.CONTRADICTED, Verdict.PREMATURE)


def alarms(text: str) -> list[Claim]:
    """The claims that a reader must look at before the text is read aloud."""
    return [claim for claim in check(text).claims if claim.verdict in ALARMS]


def verdicts(text: str) -> list[str]:
    """The verdicts in the order of the text, holds left out."""
    return [str(claim.verdict) for claim in check(text).claims if claim.verdict != Verdict.HOLDS]


def only(text: str) -> Claim:
    """The one claim that does not simply hold, or the one claim there is."""
    claims = check(text).claims
    loud = [claim for claim in claims if claim.verdict != Verdict.HOLDS]
    (claim,) = loud or claims
    return claim


def percents(claim: Claim) -> list[str]:
    """The computed percents as they are printed."""
    return [str(value) for value in claim.computed_percent]


__all__ = ["ALARMS", "Audit", "alarms", "only", "percents", "verdicts"]
