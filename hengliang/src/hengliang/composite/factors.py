"""What may vary in a study: typed factors.

A choice is a step of the plan with several alternatives; a jitter moves weights or goalposts, `any_weights` draws weights
at random (stochastic multicriteria acceptability analysis, Lahdelma and Salminen 2001), a noise moves the data by their
standard errors, a dummy does nothing and must come out as exactly 0. What an alternative replaces is what the plan says
for all nodes or indicators; what it says by name stays, and is varied by an alternative that is a mapping of names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from hengliang.composite.choices import Choices
from hengliang.composite.specs import Spec
from hengliang.composite.steps import Step

GOALPOSTS = "goalposts"
STEPS = ("clean", "divide", "screen", "impute", "treat")
CHOICES = (*STEPS, "scale", "weights", "combine", "require", "gate")
DRAWN = ("data", GOALPOSTS, "jitter", "dummy")
JITTERED = ("weights", "jitter", GOALPOSTS)
THRESHOLDS = ("screen", "require")
PARTS = 8
LAWS = ("normal", "uniform")


@dataclass(frozen=True)
class Jitter(Spec):
    """Every weight times a uniform number in 1 - share..1 + share; siblings then sum to 1 again (COINr's noisy weights).

    As `goalposts`: both ends of every indicator that is scaled by goalposts, each moved by a uniform number in -share..
    share of their range. As `screen` or `require`: the threshold, taken at the middles of 8 equal parts of 1 - share..1
    + share times what the plan says, for it acts only where it passes the share of some unit. `nodes`: only these
    weights or indicators, all where empty.
    """

    share: float = 0.25
    nodes: tuple[str, ...] = ()
    kind: ClassVar[str] = "jitter"


@dataclass(frozen=True)
class AnyWeights(Spec):
    """Weights uniform over all that siblings can have (a flat Dirichlet), for `nodes` or all: SMAA's ignorance."""

    nodes: tuple[str, ...] = ()
    kind: ClassVar[str] = "any_weights"


@dataclass(frozen=True)
class Noise(Spec):
    """Every present raw cell moved by its standard error times a standard normal number, or a uniform one of sd 1.

    `sd`: the ending of the columns that hold the errors ("se": pm25_se beside pm25), a share of each value's size, or
    a mapping of indicators to a column, or to a number in the indicator's unit. Divisors carry no noise.
    """

    sd: str | float | tuple[tuple[str, str | float], ...] = "se"
    law: str = "normal"
    kind: ClassVar[str] = "noise"

    def __post_init__(self) -> None:
        if isinstance(self.sd, Mapping):
            object.__setattr__(self, "sd", tuple(self.sd.items()))
        super().__post_init__()


@dataclass(frozen=True)
class Dummy(Spec):
    """Varies nothing."""

    levels: int = 2
    kind: ClassVar[str] = "dummy"


WeightNoise = Jitter | AnyWeights


@dataclass(frozen=True)
class Factor:
    """One factor of a study: a name and either `alternatives` (what the plan becomes, and its label) or a `noise`."""

    name: str
    alternatives: tuple[Any, ...] = ()
    labels: tuple[str, ...] = ()
    noise: Jitter | AnyWeights | Noise | Dummy | None = None

    @property
    def drawn_as(self) -> str:
        """What is drawn from a continuous law: weights, data or goalposts; '' for a choice."""
        if isinstance(self.noise, Noise):
            return "data"
        if not isinstance(self.noise, Jitter | AnyWeights):
            return ""
        return GOALPOSTS if self.name == GOALPOSTS else "weights"

    @property
    def draws_weights(self) -> bool:
        """Whether it is what the weights of a run come from."""
        return self.drawn_as == "weights"

    @property
    def levels(self) -> int:
        """Number of alternatives; 0 for what is drawn from a continuous law."""
        return self.noise.levels if isinstance(self.noise, Dummy) else len(self.alternatives)

    def settle(self, plan: Choices, level: int) -> Choices:
        """The plan with the alternative in place."""
        if not self.alternatives:
            return plan
        said = self.alternatives[level]
        if self.name in STEPS:
            return _with_steps(plan, self.name, said)
        if self.name == "gate":
            return replace(plan, gates=said)
        field, named = {
            "scale": ("default_scale", "scales"),
            "weights": ("default_weighing", "weighings"),
            "combine": ("default_combiner", "combiners"),
            "require": ("default_limit", "limits"),
        }[self.name]
        if isinstance(said, dict):
            old = dict(getattr(plan, named))
            changed: dict[str, Any] = {named: tuple((old | said).items())}
            return replace(plan, **changed)
        return replace(plan, **{field: said})


def jitter(share: float = 0.25, *, nodes: Sequence[str] = ()) -> Jitter:
    """Weights moved by up to this share of themselves, goalposts by this share of their range, see `Jitter`."""
    return Jitter(share, nodes)  # type: ignore[arg-type]


def any_weights(*, nodes: Sequence[str] = ()) -> AnyWeights:
    """Weights of which nothing is known."""
    return AnyWeights(nodes)  # type: ignore[arg-type]


def noise(sd: str | float | Mapping[str, str | float] = "se", *, law: str = "normal") -> Noise:
    """The data's own uncertainty, see `Noise`."""
    return Noise(sd, law)  # type: ignore[arg-type]


def dummy(levels: int = 2) -> Dummy:
    """A factor that does nothing."""
    return Dummy(levels)


def _with_steps(plan: Choices, kind: str, step: Step | None) -> Choices:
    """The plan with its steps of one kind replaced at the place of the first, or left out."""
    first = next(at for at, old in enumerate(plan.steps) if old.kind.startswith(kind))
    after = tuple(old for old in plan.steps[first:] if not old.kind.startswith(kind))
    return replace(plan, steps=(*plan.steps[:first], *(() if step is None else (step,)), *after))
