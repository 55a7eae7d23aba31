"""The light of a task or a part on a day, by the written formula, with the reason in words.

Expected = milestones due by the day, straight inside a milestone. Actual = verified count / target; what is reported
and not yet verified is shown apart and moves no light. Late: actual < expected - the late margin, or a milestone or
the deadline is past and unmet. Care: actual < expected - the care margin, or the forecast misses the deadline. Nothing
reported when due is a state of its own and never 0 %.
Source: the city's written formula; both margins and the forecast's length are dated parameters (`statutes`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hengliang.trend import line

FOUR_PLACES = Decimal("0.0001")
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Margins:
    """Points of percent and numbers of periods, from the dated parameters."""

    late: Decimal
    care: Decimal
    forecast_periods: int
    forecast_minimum: int


@dataclass(frozen=True)
class Step:
    """A milestone as the formula needs it."""

    due: date
    amount: Decimal | None = None
    met: bool = False
    title: str = ""


@dataclass(frozen=True)
class Progress:
    """What is known of one task or part. `history` holds (period end, actual percent) of verified reports."""

    kind: str
    direction: str
    target: Decimal | None
    starts_on: date
    deadline: date | None
    verified: Decimal | None
    base: Decimal | None = None
    claimed: Decimal | None = None
    claimed_base: Decimal | None = None
    steps: Sequence[Step] = ()
    history: Sequence[tuple[date, Decimal]] = ()
    # How many units owe a report whose clock has run out.
    owed: int = 0
    anything_reported: bool = False
    # Expectation taken from the parts, weighted by their shares; None lets the formula look at the steps here.
    expected: Decimal | None = None
    # What is quoted from a speech has no schedule and no cut-off day: it is complete or not, and never late.
    dated: bool = True


@dataclass(frozen=True)
class Light:
    """The verdict: a light's slug, a reason's slug with its facts, and the figures behind it (percent)."""

    light: str
    reason: str
    actual: Decimal | None = None
    expected: Decimal | None = None
    claimed: Decimal | None = None
    facts: dict[str, Any] = field(default_factory=dict)


def percent_of_target(value: Decimal | None, base: Decimal | None, progress: Progress) -> Decimal | None:
    """Completion in percent of the target, to four decimals half-up; None where it cannot be computed."""
    if value is None or progress.target is None:
        return None
    if progress.kind == "rate":
        if not base:
            return None
        value = value / base * HUNDRED
    if progress.direction == "at_most":
        done = HUNDRED if value <= progress.target else (progress.target / value * HUNDRED if value else HUNDRED)
    elif progress.target == 0:
        return None
    else:
        done = value / progress.target * HUNDRED
    return done.quantize(FOUR_PLACES, ROUND_HALF_UP)


def expected_percent(progress: Progress, *, on: date) -> Decimal | None:
    """What should be done by the end of that day, in percent of the target; None where nothing can be expected.

    Between two milestones the expectation is a straight line over the days; a part without its own schedule has one
    milestone, its deadline. A rate is expected whole from the first report on.
    """
    if progress.expected is not None:
        return progress.expected
    if progress.kind == "qualitative":
        if not progress.steps:
            return None
        due = sum(1 for step in progress.steps if step.due <= on)
        return (Decimal(due) / len(progress.steps) * HUNDRED).quantize(FOUR_PLACES, ROUND_HALF_UP)
    if progress.target is None or progress.target == 0 or progress.deadline is None:
        return None
    if progress.kind == "rate" or progress.direction == "at_most":
        return HUNDRED.quantize(FOUR_PLACES)
    return _along(progress, progress.target, progress.deadline, on).quantize(FOUR_PLACES, ROUND_HALF_UP)


def _along(progress: Progress, target: Decimal, deadline: date, on: date) -> Decimal:
    amounts = sorted((step.due, step.amount) for step in progress.steps if step.amount is not None)
    points = [(due, amount / target * HUNDRED) for due, amount in amounts if due < deadline]
    points.append((deadline, HUNDRED))
    before, reached = progress.starts_on, Decimal(0)
    for due, percent in points:
        if on >= due:
            before, reached = due, percent
            continue
        days = (due - before).days
        passed = max((on - before).days, 0)
        return reached + (percent - reached) * passed / days if days else reached
    return HUNDRED


def forecast_percent(progress: Progress, margins: Margins) -> Decimal | None:
    """Where the straight line through the last verified reports stands at the deadline; None if too few."""
    recent = sorted(progress.history)[-margins.forecast_periods :]
    if progress.deadline is None or progress.kind == "rate" or len(recent) < margins.forecast_minimum:
        return None
    fitted = line([day.toordinal() for day, _ in recent], [float(percent) for _, percent in recent])
    at_deadline = fitted.intercept + fitted.slope * progress.deadline.toordinal()
    return Decimal(str(round(at_deadline, 2)))


def light_of(progress: Progress, margins: Margins, *, on: date) -> Light:
    """The light on that day."""
    actual = _actual(progress)
    expected = expected_percent(progress, on=on)
    claimed = percent_of_target(progress.claimed, progress.claimed_base or progress.base, progress)
    if progress.kind == "qualitative":
        claimed = None

    def verdict(light: str, reason: str, **facts: Any) -> Light:
        return Light(light, reason, actual=actual, expected=expected, claimed=claimed, facts=facts)

    if _complete(progress, actual, on=on):
        return verdict("ok", "complete")
    if not progress.dated:
        return verdict("undated", "undated")
    if progress.owed:
        return verdict("none", "owed", owed=progress.owed)
    overdue = [step for step in progress.steps if step.due < on and not step.met and _unreached(step, progress)]
    if progress.deadline is not None and progress.deadline < on:
        return verdict("late", "deadline-passed", deadline=progress.deadline.isoformat())
    if overdue:
        return verdict("late", "milestone-overdue", title=overdue[0].title, due=overdue[0].due.isoformat())
    if not progress.anything_reported:
        return verdict("waiting", "not-due")
    if expected is None or actual is None:
        return verdict("ok", "reported")
    gap = expected - actual
    if gap > margins.late:
        return verdict("late", "behind", gap=str(gap))
    if gap > margins.care:
        return verdict("care", "behind", gap=str(gap))
    ahead = forecast_percent(progress, margins)
    if ahead is not None and ahead < HUNDRED:
        return verdict("care", "forecast-misses", forecast=str(ahead), deadline=str(progress.deadline))
    return verdict("ok", "on-schedule")


def _actual(progress: Progress) -> Decimal | None:
    if progress.kind == "qualitative":
        if not progress.steps:
            return None
        met = sum(1 for step in progress.steps if step.met)
        return (Decimal(met) / len(progress.steps) * HUNDRED).quantize(FOUR_PLACES, ROUND_HALF_UP)
    return percent_of_target(progress.verified, progress.base, progress)


def _complete(progress: Progress, actual: Decimal | None, *, on: date) -> bool:
    if actual is None or actual < HUNDRED:
        return False
    # A rate or a ceiling that is kept today can still be lost before its deadline, so it is never complete early.
    can_be_lost = progress.kind == "rate" or progress.direction == "at_most"
    return not can_be_lost or (progress.deadline is not None and progress.deadline < on)


def _unreached(step: Step, progress: Progress) -> bool:
    if step.amount is None:
        return True
    return (progress.verified or Decimal(0)) < step.amount


def capped_mean(completions: Sequence[tuple[Decimal, Decimal]]) -> Decimal | None:
    """Mean of completions capped at 100 %, weighted: surplus never hides a shortfall. Pairs are (percent, weight)."""
    weight = sum((each for _, each in completions), Decimal(0))
    if not weight:
        return None
    total = sum((min(percent, HUNDRED) * each for percent, each in completions), Decimal(0))
    return (total / weight).quantize(FOUR_PLACES, ROUND_HALF_UP)
