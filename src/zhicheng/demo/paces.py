"""How far each line has got by when: pure sums over shares and schedules, so that lights of every state come about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import ceil, floor
from random import Random

# What a schedule asks for by the end of the month after each period, and what a unit on time has verified by then.
SCHEDULES = {4: (0.15, 0.40, 0.70, 1.0), 2: (0.40, 1.0)}
ON_TIME = {4: (0.42, 0.66, 0.86, 1.0), 2: (0.72, 1.0)}
# How far below the expectation care and late stay; the limits of the lights are 5 and 15 points.
CARE_GAP, LATE_GAP = 0.09, 0.27
DAYS_UNTIL_VERIFIED = 18

Steps = Sequence[tuple[date, float]]


def amounts(share: int, periods: int) -> list[int]:
    """Cumulative numbers of a schedule."""
    return [floor(part * share + 0.5) for part in SCHEDULES[periods]]


def expected(steps: Steps, *, starts_on: date, on: date) -> float:
    """What a schedule asks for on that day: straight between its steps."""
    before, reached = starts_on, 0.0
    for due, amount in steps:
        if on < due:
            return reached + (amount - reached) * max((on - before).days, 0) / (due - before).days
        before, reached = due, amount
    return reached


def must_hold_until(ends: Sequence[date], place: int, *, today: date) -> date:
    """The last day on which this period's verified number is the newest one."""
    following = ends[place + 1] if place + 1 < len(ends) else ends[place]
    return min(today, following + timedelta(days=DAYS_UNTIL_VERIFIED))


def fraction(pace: str, place: int, periods: int, *, asked: float, lucky: bool, random: Random) -> float:
    """What part of a target is done by the end of a period, where the schedule asks for `asked` (0 to 1)."""
    last = place == periods - 1
    if pace == "care":
        return (1.0 if lucky else 0.95) if last else max(asked - CARE_GAP, 0.02)
    if pace == "late":
        return 0.7 if last else max(asked - LATE_GAP, 0.03)
    on_time = max(ON_TIME[periods][place] if periods in ON_TIME else 0, asked + 0.03) + random.uniform(0, 0.04)
    return min(on_time, 1.0) * (1.3 if pace == "ahead" else 1.0)


def whole(pace: str, exact: float) -> int:
    """A number of things: who is on time is not short by a rounding."""
    return ceil(exact - 1e-9) if pace not in ("care", "late") else floor(exact + 0.5)


def deal_out(total: int, *, so_far: Mapping[int, int], room: Mapping[int, float]) -> dict[int, int]:
    """Spread a total over parts by their room, never below what each has so far, by largest remainders."""
    left = total - sum(so_far.values())
    free = {part: max(limit - so_far[part], 0.0) for part, limit in room.items()}
    space = sum(free.values())
    if left <= 0 or space <= 0:
        return dict(so_far)
    wished = {part: min(left, space) * each / space for part, each in free.items()}
    dealt = {part: floor(each) for part, each in wished.items()}
    short = min(left, floor(space + 1e-9)) - sum(dealt.values())
    for part in sorted(wished, key=lambda key: (dealt[key] - wished[key], key))[: max(short, 0)]:
        dealt[part] += 1
    return {part: so_far[part] + dealt[part] for part in so_far}
