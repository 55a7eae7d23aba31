"""What a plan has decided, as plain fields: the value that everything else reads; `Plan` adds the way to build it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hengliang.composite.aggregation import Gate
from hengliang.composite.combiners import Arithmetic, Combiner
from hengliang.composite.problems import Findings, listed
from hengliang.composite.scale_spec import Scale
from hengliang.composite.specs import Spec
from hengliang.composite.steps import Step
from hengliang.composite.weighing import Weighing

YEARLY = "yearly"
CHANGEABLE = ("direction", "weight", "target", "goalposts", "divisor", "mean", "coverage")
ARITHMETIC_MEAN = Arithmetic()


@dataclass(frozen=True)
class Choices(Spec):
    """`scales`, `weighings`, `combiners`, `limits`: what was said by name, as pairs of a code and a value.

    `scale_years`: the years that set the bounds, () for all rows together, ("yearly",) for each year its own.
    `to`: one output range; `constant`: the score of constant indicators; `changes`: code, field, value.
    """

    steps: tuple[Step, ...] = ()
    default_scale: Scale | None = None
    scales: tuple[tuple[str, Scale], ...] = ()
    scale_years: tuple[Any, ...] = ()
    to: tuple[float, float] | None = None
    constant: float | None = None
    default_weighing: Weighing | None = None
    weighings: tuple[tuple[str, Weighing], ...] = ()
    default_combiner: Combiner = ARITHMETIC_MEAN
    combiners: tuple[tuple[str, Combiner], ...] = ()
    default_limit: float = 0.0
    limits: tuple[tuple[str, float], ...] = ()
    gates: tuple[Gate, ...] = ()
    changes: tuple[tuple[str, str, Any], ...] = ()

    def rules(self, found: Findings) -> None:
        if self.to is not None and not self.to[0] < self.to[1]:
            found.add("range", f"to={self.to}: the lower end comes first", column="to")
        for code, limit in (("", self.default_limit), *self.limits):
            if not 0.0 <= limit <= 1.0:
                found.add("share", f"{limit:g}: a share lies between 0 and 1", row=code, column="coverage")
        for code, name, _ in self.changes:
            if name not in CHANGEABLE:
                found.add("field", f"{name} cannot be changed; {listed(CHANGEABLE, most=9)} can", row=code, column=name)
        for year in self.scale_years:
            if not isinstance(year, str | int) or isinstance(year, bool):
                found.add("years", f"{year!r} is no year", column="scale_years")
