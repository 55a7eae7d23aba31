"""What may vary in a study: typed factors, read from what the caller said and checked before the first run.

A choice is a step of the plan with several alternatives; a jitter moves weights, `any_weights` draws them at random
(stochastic multicriteria acceptability analysis, Lahdelma and Salminen 2001), a noise moves the data by their standard
errors, a dummy does nothing and must come out as exactly 0. What an alternative replaces is what the plan says for all
nodes or indicators; what it says by name stays, and is varied by an alternative that is a mapping of names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, ClassVar

from hengliang.composite.choices import Choices
from hengliang.composite.combiners import parse
from hengliang.composite.filling import Impute, ImputeBy
from hengliang.composite.outliers import Treat
from hengliang.composite.problems import Findings, ProblemsFound, listed
from hengliang.composite.scale_spec import Scale
from hengliang.composite.scaling import SCALES
from hengliang.composite.steps import Divide, Step
from hengliang.composite.treatment import BoxCox, Log, Winsorise
from hengliang.composite.weighing import parse_weighing

TREATMENTS = {"winsorise": Winsorise, "log": Log, "boxcox": BoxCox}
STEPS = ("divide", "impute", "treat")
CHOICES = (*STEPS, "scale", "weights", "combine")
LAWS = ("normal", "uniform")


@dataclass(frozen=True)
class Jitter:
    """Every weight times a uniform number in 1 - share..1 + share; siblings then sum to 1 again (COINr's noisy weights).

    `nodes`: only these weights, all where empty.
    """

    share: float = 0.25
    nodes: tuple[str, ...] = ()
    kind: ClassVar[str] = "jitter"


@dataclass(frozen=True)
class AnyWeights:
    """Weights uniform over all that siblings can have (a flat Dirichlet), for `nodes` or all: SMAA's ignorance."""

    nodes: tuple[str, ...] = ()
    kind: ClassVar[str] = "any_weights"


@dataclass(frozen=True)
class Noise:
    """Every present raw cell moved by its standard error times a standard normal number, or a uniform one of sd 1.

    `sd`: the ending of the columns that hold the errors ("se": pm25_se beside pm25), a share of each value's size, or
    a mapping of indicators to a column, or to a number in the indicator's unit. Divisors carry no noise.
    """

    sd: str | float | tuple[tuple[str, str | float], ...] = "se"
    law: str = "normal"
    kind: ClassVar[str] = "noise"


@dataclass(frozen=True)
class Dummy:
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
        field, named = {
            "scale": ("default_scale", "scales"),
            "weights": ("default_weighing", "weighings"),
            "combine": ("default_combiner", "combiners"),
        }[self.name]
        if isinstance(said, dict):
            old = dict(getattr(plan, named))
            changed: dict[str, Any] = {named: tuple((old | said).items())}
            return replace(plan, **changed)
        return replace(plan, **{field: said})


def jitter(share: float = 0.25, *, nodes: Sequence[str] = ()) -> Jitter:
    """Weights moved by up to this share of themselves."""
    return Jitter(float(share), tuple(nodes))


def any_weights(*, nodes: Sequence[str] = ()) -> AnyWeights:
    """Weights of which nothing is known."""
    return AnyWeights(tuple(nodes))


def noise(sd: str | float | Mapping[str, str | float] = "se", *, law: str = "normal") -> Noise:
    """The data's own uncertainty, see `Noise`."""
    return Noise(tuple(sd.items()) if isinstance(sd, Mapping) else sd, law)


def dummy(levels: int = 2) -> Dummy:
    """A factor that does nothing."""
    return Dummy(int(levels))


def read_factors(plan: Choices, said: Mapping[str, Any], codes: Sequence[str], inner: Sequence[str]) -> list[Factor]:
    """Factors in the order of the calculation. `codes`: all nodes, `inner`: those with children.

    Raises: ProblemsFound: an unknown factor, a step that the plan does not have, an alternative that is none, fewer
    than two alternatives, alternatives that come to the same, shares that are none, unknown nodes.
    """
    found, factors = Findings(), []
    order = ("data", *CHOICES, "jitter", "dummy")
    for name in [name for name in said if name not in order]:
        found.add("factor", f"nothing called {name!r} can vary; there are {listed(order, most=12)}", column=name)
    for name in [name for name in order if name in said]:
        if name in ("data", "jitter", "dummy") or isinstance(said[name], Jitter | AnyWeights):
            factor = _drawn(name, said[name], codes, found)
        else:
            factor = _choice(plan, name, said[name], found)
        if factor is not None:
            factors.append(factor)
            _check_names(factor, codes, inner, found)
    if not said:
        found.add("factor", "nothing varies: name at least one factor")
    if sum(isinstance(factor.noise, Jitter | AnyWeights) for factor in factors) > 1:
        found.add("factor", "weights and jitter both draw weights; say one of them", column="jitter")
    found.stop()
    return factors


def _drawn(name: str, said: Any, codes: Sequence[str], found: Findings) -> Factor | None:
    kinds = {"data": Noise, "dummy": Dummy}.get(name, Jitter | AnyWeights)
    if not isinstance(said, kinds):
        found.add("factor", f"{said!r} is no {'noise' if name == 'data' else name}", column=name)
        return None
    if isinstance(said, Jitter) and not 0.0 < said.share < 1.0:
        found.add("share", f"{said.share:g}: weights move by a share between 0 and 1", column=name)
    if isinstance(said, Dummy) and said.levels < 1:
        found.add("factor", f"{said.levels} levels", column=name)
    if isinstance(said, Noise) and said.law not in LAWS:
        found.add("law", f"{said.law!r} is no law of noise; there are {listed(LAWS)}", column=name)
    for code in [code for code in getattr(said, "nodes", ()) if code not in codes]:
        found.add("unknown-code", f"named in {said.kind}, but not in the framework", row=code, column=name)
    return Factor(name, noise=said)


def _choice(plan: Choices, name: str, said: Any, found: Findings) -> Factor | None:
    if isinstance(said, str | Mapping) or not isinstance(said, Sequence):
        found.add("factor", f"{said!r}: a list of alternatives is needed", column=name)
        return None
    if name in STEPS and not any(step.kind.startswith(name) for step in plan.steps):
        found.add("absent-step", f"{name} varies, but the plan has no such step", column=name)
        return None
    if len(said) < 2:
        found.add("factor", f"{len(said)} alternatives, at least 2 are needed", column=name)
        return None
    made = []
    for item in said:
        try:
            made.append(_parsed(plan, name, item))
        except ProblemsFound as error:
            found.problems.extend(replace(problem, column=name) for problem in error.problems)
        except (TypeError, ValueError):
            found.add("factor", f"{item!r} is no alternative for {name}", column=name)
    if len(made) < len(said):
        return None
    labels = [_label(item) for item in said]
    for place, one in enumerate(made):
        for other in range(place):
            if made[other] == one:
                why = f"alternatives {labels[other]} and {labels[place]} come to the same"
                found.add("same-alternatives", why, column=name)
    labels = [label if labels.count(label) == 1 else f"{label} #{at + 1}" for at, label in enumerate(labels)]
    return Factor(name, tuple(made), tuple(labels))


def _parsed(plan: Choices, name: str, said: Any) -> Any:
    if name == "divide":
        return _typed(said, Divide)
    if name == "impute":
        if said is None or isinstance(said, Impute | ImputeBy):
            return said
        return Impute(said) if isinstance(said, str) else ImputeBy(said)
    if name == "treat":
        old = next(step for step in plan.steps if isinstance(step, Treat))
        if said is None or isinstance(said, Treat):
            return said
        single = isinstance(said, str | Winsorise | Log | BoxCox)
        some = tuple(_treatment(item) for item in ((said,) if single else said))
        return replace(old, treatments=some) if some else None
    one = {"scale": _scale, "weights": parse_weighing, "combine": parse}[name]
    if isinstance(said, Mapping) and name != "weights":
        return {code: one(own) for code, own in said.items()}
    if isinstance(said, Mapping):
        return {code: parse_weighing(own) for code, own in said.items()}
    return one(said)


def _treatment(said: Any) -> Any:
    if isinstance(said, str):
        return TREATMENTS[said]() if said in TREATMENTS else _none_such(said)
    return said if isinstance(said, Winsorise | Log | BoxCox) else _none_such(said)


def _scale(said: Any) -> Scale:
    if isinstance(said, Scale):
        return said
    return SCALES[said]() if said in SCALES else _none_such(said)


def _typed(said: Any, kind: type) -> Any:
    return said if said is None or isinstance(said, kind) else _none_such(said)


def _none_such(said: object) -> Any:
    raise ValueError(said)


def _label(said: Any) -> str:
    if said is None or said == ():
        return "none"
    if isinstance(said, str):
        return said
    if isinstance(said, Mapping):
        return ", ".join(f"{code}: {_label(own)}" for code, own in said.items())
    if isinstance(said, tuple | list):
        return " then ".join(_label(item) for item in said)
    if not is_dataclass(said) or isinstance(said, type):
        return type(said).__name__
    values = [getattr(said, item.name) for item in fields(said)]
    shown = [
        f"{v:g}" if isinstance(v, int | float) else str(v) for v in values if v not in (None, "", ()) and v is not False
    ]
    kind = getattr(said, "kind", type(said).__name__)
    return f"{kind}({', '.join(shown)})" if shown else str(kind)


def _check_names(factor: Factor, codes: Sequence[str], inner: Sequence[str], found: Findings) -> None:
    known = [code for code in codes if code not in inner] if factor.name == "scale" else inner
    for said in factor.alternatives:
        for code in [code for code in said if code not in known] if isinstance(said, dict) else ():
            what = "indicator" if factor.name == "scale" else "node with children"
            found.add("unknown-code", f"named in {factor.name}, but no {what}", row=code, column=factor.name)


def _with_steps(plan: Choices, kind: str, step: Step | None) -> Choices:
    """The plan with its steps of one kind replaced at the place of the first, or left out."""
    first = next(at for at, old in enumerate(plan.steps) if old.kind.startswith(kind))
    after = tuple(old for old in plan.steps[first:] if not old.kind.startswith(kind))
    return replace(plan, steps=(*plan.steps[:first], *(() if step is None else (step,)), *after))
