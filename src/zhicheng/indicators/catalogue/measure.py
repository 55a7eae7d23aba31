"""What a measure is: its names, its definition in words, its version, and the formula over plain figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from zhicheng.core.text import Names

FOUR_PLACES = Decimal("0.0001")
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Figures:
    """What a formula reads of one task, or of one county's part of it. Percents have four places."""

    kind: str
    light: str
    complete: bool
    target: Decimal | None
    verified: Decimal | None
    base: Decimal | None
    unlisted: Decimal | None
    percent: Decimal | None
    expected: Decimal | None
    milestones_met: int
    milestones_set: int
    weight: Decimal
    unit: str = ""


@dataclass(frozen=True)
class Reading:
    """What a formula gives: a number or a text, and the counts behind a rate. `value` None where nothing is known."""

    value: Decimal | None = None
    text: str = ""
    n: Decimal | None = None
    denominator: Decimal | None = None
    unit: str = ""


# One formula for every kind of subject: a task is a sequence of one. None where the measure does not apply.
Formula = Callable[[Sequence[Figures]], Reading | None]


@dataclass(frozen=True)
class Measure:
    """A declared measure. `about` names the kinds of subject; `unit` "" means the task's own unit.

    `version` goes up with every change of the definition or of the formula and stands beside each frozen value.
    `decimals` is how many places a page shows; a frozen percent keeps four, so that it is rounded once.
    """

    slug: str
    place: int
    names: Names
    definition: Names
    unit: str
    decimals: int
    version: str
    about: tuple[str, ...]
    formula: Formula
    is_text: bool = False

    def read(self, figures: Sequence[Figures]) -> Reading | None:
        """What the measure gives for these figures, in its unit."""
        found = self.formula(figures)
        if found is None or found.unit or not self.unit:
            return found
        return Reading(found.value, found.text, found.n, found.denominator, self.unit)


def share(n: Decimal | int, denominator: Decimal | int) -> Decimal | None:
    """n ÷ denominator in percent with four places, half up; None where the denominator is 0."""
    if not denominator:
        return None
    return (Decimal(n) / Decimal(denominator) * HUNDRED).quantize(FOUR_PLACES, ROUND_HALF_UP)


def count_of_light(light: str) -> Formula:
    """How many of the tasks show this light."""

    def count(figures: Sequence[Figures]) -> Reading:
        return Reading(Decimal(sum(each.light == light for each in figures)), denominator=Decimal(len(figures)))

    return count


def is_numbered(figures: Figures) -> bool:
    """Has it a completion that can be averaged? Qualitative tasks have steps, no numbers."""
    return figures.kind != "qualitative" and figures.percent is not None
