"""What varies in a study and what of it cannot be: the part of a study that its outcome looks back at."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

import numpy as np

from hengliang.composite.built import Built
from hengliang.composite.engine import Engine, Programs
from hengliang.composite.factors import Factor
from hengliang.composite.problems import ProblemsFound
from hengliang.composite.workshop import Impossible, Workshop

MOST_CHECKED = 2000


@dataclass(frozen=True, eq=False, repr=False)
class Variation:
    """`impossible`: combinations without a result, with their share and the reasons; they fail aloud, none is dropped.

    `checked`: whether all combinations have been tried (up to 2,000), or only those that runs meet.
    """

    index: Built
    factors: tuple[Factor, ...]
    top: int
    workshop: Workshop
    programs: Programs = field(default_factory=dict, repr=False)

    def __repr__(self) -> str:
        names = ", ".join(factor.name for factor in self.factors)
        return f"study of {names}: {self.combinations:,} combinations, {len(self.impossible):,} impossible"

    @cached_property
    def combinations(self) -> int:
        """How many combinations of choices there are."""
        return int(np.prod([factor.levels for factor in self.factors if factor.levels], dtype=np.int64))

    @property
    def checked(self) -> bool:
        return self.combinations <= MOST_CHECKED

    @cached_property
    def impossible(self) -> tuple[Impossible, ...]:
        if not self.checked:
            return ()
        engine, out = self.engine(0), []
        choices = engine.combinations.choices
        for code, labels in enumerate(product(*(_labels(factor) for factor in choices))):
            try:
                engine.combinations.variant(code)
            except ProblemsFound as error:
                why = tuple(str(problem) for problem in error.problems)
                names = tuple((factor.name, label) for factor, label in zip(choices, labels, strict=True))
                out.append(Impossible(names, 1.0 / self.combinations, why))
        return tuple(out)

    def engine(self, seed: int) -> Engine:
        """What makes the runs of a seed."""
        return Engine(self.workshop, self.factors, self.top, seed, self.programs)


def _labels(factor: Factor) -> tuple[str, ...]:
    return factor.labels or tuple(str(level + 1) for level in range(factor.levels))
