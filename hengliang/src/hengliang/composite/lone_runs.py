"""One run at a time by the plan itself: what many runs at once must agree with, and what they cannot take."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.choices import Choices
from hengliang.composite.combinations import Combinations
from hengliang.composite.workshop import Variant

Floats = NDArray[np.float64]


def run_alone(combinations: Combinations, variant: Variant, multipliers: Floats) -> tuple[Floats, bool]:
    """What rises with the scores, a row of the index each, and whether the run failed. `multipliers`: nodes × 1."""
    scores, failed = combinations.staged(variant, fixed=True).run(multipliers)
    return combinations.seated(variant, np.ascontiguousarray(scores.T))[0], bool(failed[0])


def looks(plan: Choices) -> bool:
    """Whether weights look at the scores below them, so that other data need other weights."""
    rules = [plan.default_weighing, *(rule for _, rule in plan.weighings)]
    return any(rule is not None and rule.looks for rule in rules)
