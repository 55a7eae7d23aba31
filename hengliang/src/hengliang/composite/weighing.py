"""Where the weights of a node's children come from: one small value for each rule, named in plans.

The rules that look at scores see the children of one node on the reference rows; what comes out is frozen with the
index. Opinions (AHP, budgets) are given for named children, so a framework may change its order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from hengliang.composite import weights
from hengliang.composite.problems import Findings, ProblemsFound, listed, refuse
from hengliang.composite.specs import Spec

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Weighing(Spec):
    """A rule without data. `looks` tells whether it needs the children's scores."""

    looks: ClassVar[bool] = True

    def weigh(self, x: Floats, given: Floats, codes: Sequence[str], notes: list[str]) -> Floats:
        """One weight > 0 a child; x rows × children, `given` the framework's, `notes` takes remarks for the reader."""
        raise NotImplementedError


@dataclass(frozen=True)
class Given(Weighing):
    """The framework's weights, 1 where it says none."""

    kind: ClassVar[str] = "given"
    looks: ClassVar[bool] = False

    def weigh(self, x: Floats, given: Floats, codes: Sequence[str], notes: list[str]) -> Floats:
        return given


@dataclass(frozen=True)
class Equal(Weighing):
    """All children alike, whatever the framework says."""

    kind: ClassVar[str] = "equal"
    looks: ClassVar[bool] = False

    def weigh(self, x: Floats, given: Floats, codes: Sequence[str], notes: list[str]) -> Floats:
        return np.ones(len(codes))


@dataclass(frozen=True)
class Named(Weighing):
    """Weights by the children's codes, for those named; the others keep the framework's."""

    pairs: tuple[tuple[str, float], ...] = ()
    kind: ClassVar[str] = "named"
    looks: ClassVar[bool] = False

    @classmethod
    def of(cls, weights_: Mapping[str, float]) -> Named:
        return cls(tuple(weights_.items()))

    def rules(self, found: Findings) -> None:
        for code, weight in self.pairs:
            if not weight > 0.0:
                why = f"{weight:g} is not above 0; leave the node out instead"
                found.add("weight", why, row=code, column="weight")

    def weigh(self, x: Floats, given: Floats, codes: Sequence[str], notes: list[str]) -> Floats:
        named = dict(self.pairs)
        _known(named, codes)
        return np.array([named.get(code, weight) for code, weight in zip(codes, given, strict=True)])


@dataclass(frozen=True)
class Entropy(Weighing):
    """∝ 1 - entropy of the scores; `shift` is added before the logarithm (0.001 in the provincial practice)."""

    shift: float = 0.0
    kind: ClassVar[str] = "entropy"

    def rules(self, found: Findings) -> None:
        if self.shift < 0.0:
            found.add("weights", f"a shift of {self.shift:g}, it must not be below 0", column="shift")

    def weigh(self, x: Floats, given: Floats, codes: Sequence[str], notes: list[str]) -> Floats:
        return weights.entropy(x, shift=self.shift)


@dataclass(frozen=True)
class StandardDeviation(Weighing):
    """∝ sample standard deviation."""

    kind: ClassVar[str] = "sd"

    def weigh(self, x: Floats, given: Floats, codes: Sequence[str], notes: list[str]) -> Floats:
        return weights.standard_deviation(x)


@dataclass(frozen=True)
class Critic(Weighing):
    """Spread times disagreement with the others."""

    kind: ClassVar[str] = "critic"

    def weigh(self, x: Floats, given: Floats, codes: Sequence[str], notes: list[str]) -> Floats:
        return weights.critic(x)


@dataclass(frozen=True)
class FirstComponent(Weighing):
    """Loadings of the first principal component."""

    kind: ClassVar[str] = "first_component"

    def weigh(self, x: Floats, given: Floats, codes: Sequence[str], notes: list[str]) -> Floats:
        return weights.first_component(_whole(x, codes, notes))


@dataclass(frozen=True)
class Factor(Weighing):
    """The Handbook's factor weights."""

    kind: ClassVar[str] = "factor"

    def weigh(self, x: Floats, given: Floats, codes: Sequence[str], notes: list[str]) -> Floats:
        return weights.factor(_whole(x, codes, notes))


@dataclass(frozen=True)
class Balanced(Weighing):
    """Each child correlates with the node in proportion to its given weight: importance as it was meant."""

    kind: ClassVar[str] = "balanced"

    def weigh(self, x: Floats, given: Floats, codes: Sequence[str], notes: list[str]) -> Floats:
        return weights.balanced(_whole(x, codes, notes), targets=given)


@dataclass(frozen=True)
class Infomax(Weighing):
    """The node says as much as it can about its children."""

    kind: ClassVar[str] = "infomax"

    def weigh(self, x: Floats, given: Floats, codes: Sequence[str], notes: list[str]) -> Floats:
        return weights.infomax(_whole(x, codes, notes))


@dataclass(frozen=True)
class AhpWeights(Weighing):
    """A comparison matrix for the named children, row by row."""

    codes: tuple[str, ...] = ()
    matrix: tuple[tuple[float, ...], ...] = ()
    kind: ClassVar[str] = "ahp"
    looks: ClassVar[bool] = False

    def rules(self, found: Findings) -> None:
        _opinions(self.codes, self.matrix, len(self.codes), found, weights.ahp)

    def weigh(self, x: Floats, given: Floats, codes: Sequence[str], notes: list[str]) -> Floats:
        _all_named(self.codes, codes)
        answer = weights.ahp(self.matrix)
        if not answer.consistent:
            notes.append(f"AHP over {listed(codes)}: consistency ratio {answer.ratio:.3f} is above 0.1, ask again")
        return answer.weights[[self.codes.index(code) for code in codes]]


@dataclass(frozen=True)
class Budget(Weighing):
    """Experts' points for the named children, one row an expert."""

    codes: tuple[str, ...] = ()
    points: tuple[tuple[float, ...], ...] = ()
    kind: ClassVar[str] = "budget"
    looks: ClassVar[bool] = False

    def rules(self, found: Findings) -> None:
        _opinions(self.codes, self.points, max(len(self.points), 1), found, weights.budget)

    def weigh(self, x: Floats, given: Floats, codes: Sequence[str], notes: list[str]) -> Floats:
        _all_named(self.codes, codes)
        return weights.budget(self.points)[[self.codes.index(code) for code in codes]]


WEIGHINGS: dict[str, type[Weighing]] = {
    rule.kind: rule
    for rule in (
        *(Given, Equal, Named, Entropy, StandardDeviation, Critic, FirstComponent, Factor, Balanced, Infomax),
        *(AhpWeights, Budget),
    )
}
SIMPLE = ("given", "equal", "entropy", "sd", "critic", "first_component", "factor", "balanced", "infomax")


def ahp(codes: Sequence[str], matrix: Sequence[Sequence[float]]) -> AhpWeights:
    """AHP weights of these children: how much row i matters against column j."""
    return AhpWeights(codes, matrix)  # type: ignore[arg-type]


def budget(codes: Sequence[str], points: Sequence[Sequence[float]]) -> Budget:
    """Budget allocation: one row of points an expert, one column a child."""
    return Budget(codes, points)  # type: ignore[arg-type]


def parse_weighing(said: object) -> Weighing:
    """A rule from itself, its name, or a mapping of codes to weights. Raises: ProblemsFound."""
    if isinstance(said, Weighing):
        return said
    if isinstance(said, Mapping):
        return Named.of(said)
    if str(said) in SIMPLE:
        return WEIGHINGS[str(said)]()
    raise refuse(
        "weights", f"{said!r} is no rule for weights; there are {listed(SIMPLE, most=20)}, ahp(...), budget(...)"
    )


def _opinions(
    codes: Sequence[str],
    table: Sequence[Sequence[float]],
    rows: int,
    found: Findings,
    judge: Callable[[Sequence[Sequence[float]]], object],
) -> None:
    """One column a child, `rows` rows, and no complaint of the plain function, which speaks of places."""
    if len(set(codes)) != len(codes) or not codes:
        found.add("weights", f"opinions need each child once, not {listed(codes) or 'none'}", column="codes")
        return
    if len(table) != rows or any(len(row) != len(codes) for row in table):
        shape = f"{len(table)} rows of {listed(dict.fromkeys(len(row) for row in table)) or 'no'} numbers"
        found.add("weights", f"{len(codes)} children need {rows} rows of {len(codes)} numbers, not {shape}")
        return
    try:
        judge(table)
    except ProblemsFound as error:
        for problem in error.problems:
            column = codes[int(problem.column)] if problem.column.isdigit() else problem.column
            row = codes[int(problem.row)] if problem.row.isdigit() and rows == len(codes) else problem.row
            found.add(problem.code, problem.why, row=row, column=column)


def _known(named: Mapping[str, float], codes: Sequence[str]) -> None:
    strangers = [code for code in named if code not in codes]
    if strangers:
        raise refuse("unknown-code", f"not among the children {listed(codes)}", row=listed(strangers), column="weight")


def _all_named(named: Sequence[str], codes: Sequence[str]) -> None:
    if sorted(named) != sorted(codes):
        why = f"opinions are given for {listed(named)}, the children are {listed(codes)}"
        raise refuse("unknown-code", why, column="weight")


def _whole(x: Floats, codes: Sequence[str], notes: list[str]) -> Floats:
    torn = int(np.isnan(x).any(axis=1).sum())
    if torn:
        notes.append(f"weights over {listed(codes)}: {torn} of {len(x)} rows have gaps and took no part")
    return x
