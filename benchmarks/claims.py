"""`python -m benchmarks.claims`: how good and how fast the data check is; the last line is JSON.

It measures the held-out part of the corpus and prints numbers only. `--building` measures the part that rules are
built on; with `--misses` it lists what went wrong there. `--only quality` or `--only speed` measures one half.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass

from benchmarks import claims_speed
from benchmarks.claims_corpus.passages import BUILDING, HELD_OUT, Passage, passages
from benchmarks.claims_corpus.scores import VERDICTS, Outcome, Scores
from zhicheng.claims import check


@dataclass(frozen=True)
class Limit:
    """A number's unit and bound; `most` says whether the bound is the largest allowed, or the smallest."""

    unit: str
    bound: float
    most: bool = True

    def verdict(self, value: float | None) -> dict[str, object]:
        """The number beside its limit; one that could not be measured fails."""
        ok = value is not None and (value <= self.bound if self.most else value >= self.bound)
        rounded = None if value is None else round(value, 4)
        return {"value": rounded, "unit": self.unit, "limit": self.bound, "ok": ok}


LIMITS = {
    "contradicted_precision": Limit("share", 0.99, most=False),
    "contradicted_recall": Limit("share", 0.85, most=False),
    "premature_precision": Limit("share", 0.99, most=False),
    "premature_recall": Limit("share", 0.85, most=False),
    "unstated_recall": Limit("share", 0.9, most=False),
    "false_alarms_per_clean_passage": Limit("alarms", 0.01),
    "docx_200_pages_s": Limit("s", 3),
    "docx_200_pages_mib": Limit("MiB", 300),
    "short_files_1000_s": Limit("s", 60),
    "hostile_text_s": Limit("s", 10),
}


def main() -> int:
    """Measure, print, and exit with 1 where a number misses its limit."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.claims", description=__doc__)
    parser.add_argument("--building", action="store_true", help="measure the part that rules are built on")
    parser.add_argument("--misses", action="store_true", help="with --building: what was missed or wrongly found")
    parser.add_argument("--only", choices=("quality", "speed"))
    asked = parser.parse_args()
    if asked.misses and not asked.building:
        parser.error("what the held-out part holds is never shown: --misses goes with --building")
    values: dict[str, float | None] = {}
    if asked.only != "speed":
        values |= quality(BUILDING if asked.building else HELD_OUT, listing=asked.misses)
    if asked.only != "quality":
        values |= speed()
    found = {name: LIMITS[name].verdict(value) for name, value in values.items()}
    for name, each in found.items():
        sys.stderr.write(f"{name}: {each['value']} {each['unit']} (limit {each['limit']})\n")
    sys.stdout.write(json.dumps(found) + "\n")
    return int(any(not each["ok"] for each in found.values()))


def quality(part: str, *, listing: bool) -> dict[str, float | None]:
    """The numbers of a part by their names in LIMITS; a table of all verdicts goes to stdout."""
    scores = Scores()
    for one in passages(part):
        outcome = scores.add(one, check(one.prose).claims)
        if listing:
            _list(one, outcome)
    sys.stdout.write(f"{part}: {scores.clean} clean passages, {scores.alarms} false alarms in them\n")
    sys.stdout.write(f"{'verdict':<14}{'labelled':>9}{'found':>7}{'matched':>9}{'precision':>11}{'recall':>8}\n")
    for verdict in VERDICTS:
        # Not every claim that holds is labelled, so nothing is said of their precision.
        precision = None if verdict in ("holds", "uncheckable") else scores.precision(verdict)
        shares = f"{_share(precision):>11}{_share(scores.recall(verdict)):>8}"
        counts = f"{scores.labelled[verdict]:>9}{scores.found[verdict]:>7}{scores.matched[verdict]:>9}"
        sys.stdout.write(f"{verdict:<14}{counts}{shares}\n")
    return {
        "contradicted_precision": scores.precision("contradicted"),
        "contradicted_recall": scores.recall("contradicted"),
        "premature_precision": scores.precision("premature"),
        "premature_recall": scores.recall("premature"),
        "unstated_recall": scores.recall("unstated"),
        "false_alarms_per_clean_passage": scores.alarms / scores.clean if scores.clean else None,
    }


def speed() -> dict[str, float | None]:
    """The numbers of speed by their names in LIMITS."""
    long = claims_speed.long_document()
    sys.stderr.write(f"  200 pages: {claims_speed.claims_in(long)} claims, exit status {long.status}\n")
    short = claims_speed.short_files()
    sys.stderr.write(f"  1,000 files: {claims_speed.claims_in(short)} claims, exit status {short.status}\n")
    hostile = claims_speed.hostile_texts()
    for name, run in hostile.items():
        sys.stderr.write(f"  hostile, {name}: {run.seconds:.1f} s, {run.mebibytes:.0f} MiB, exit {run.status}\n")
    ended = all(run.status in (0, 1, 2) for run in hostile.values())
    return {
        "docx_200_pages_s": long.seconds if long.status in (0, 1) else None,
        "docx_200_pages_mib": long.mebibytes if long.status in (0, 1) else None,
        "short_files_1000_s": short.seconds if short.status in (0, 1) else None,
        "hostile_text_s": max(run.seconds for run in hostile.values()) if ended else None,
    }


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _list(one: Passage, outcome: Outcome) -> None:
    for label in outcome.missed:
        if label.verdict != "uncheckable":
            sys.stdout.write(f"{one.id} {one.kind} missed {label.verdict}: {one.prose.text[label.start : label.end]}\n")
    for claim in outcome.false:
        sys.stdout.write(
            f"{one.id} {one.kind} wrongly {claim.verdict} ({claim.kind}, {claim.reason.code}): {claim.quote}\n"
        )


if __name__ == "__main__":
    sys.exit(main())
