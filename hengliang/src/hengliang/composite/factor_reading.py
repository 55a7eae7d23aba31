"""Factors read from what a caller said: every alternative parsed and checked before the first run, all problems at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from hengliang.composite.aggregation import Gate
from hengliang.composite.choices import Choices
from hengliang.composite.cleaning import Clean
from hengliang.composite.combiners import parse
from hengliang.composite.factors import (
    CHOICES,
    DRAWN,
    GOALPOSTS,
    JITTERED,
    LAWS,
    PARTS,
    STEPS,
    THRESHOLDS,
    AnyWeights,
    Dummy,
    Factor,
    Jitter,
    Noise,
)
from hengliang.composite.filling import Impute, ImputeBy
from hengliang.composite.outliers import Treat
from hengliang.composite.problems import Findings, ProblemsFound, listed
from hengliang.composite.scale_spec import Scale
from hengliang.composite.scaling import SCALES, Goalposts
from hengliang.composite.steps import Divide, Screen
from hengliang.composite.treatment import BoxCox, Log, Winsorise
from hengliang.composite.weighing import parse_weighing

NO_POSTS = "goalposts move by a share between 0 and 0.5; from half of the range on their ends could cross"
TREATMENTS = {"winsorise": Winsorise, "log": Log, "boxcox": BoxCox}


def read_factors(plan: Choices, said: Mapping[str, Any], codes: Sequence[str], inner: Sequence[str]) -> list[Factor]:
    """Factors in the order of the calculation. `codes`: all nodes, `inner`: those with children.

    Raises: ProblemsFound: an unknown factor, a step that the plan does not have, an alternative that is none, fewer
    than two alternatives, alternatives that come to the same, shares that are none, unknown nodes.
    """
    found, factors = Findings(), []
    order = ("data", *STEPS, "scale", GOALPOSTS, *CHOICES[len(STEPS) + 1 :], "jitter", "dummy")
    for name in [name for name in said if name not in order]:
        found.add("factor", f"nothing called {name!r} can vary; there are {listed(order, most=14)}", column=name)
    for name in [name for name in order if name in said]:
        if name in THRESHOLDS and isinstance(said[name], Jitter):
            factor = _threshold(plan, name, said[name], found)
        elif name in DRAWN or isinstance(said[name], Jitter | AnyWeights):
            factor = _drawn(name, said[name], codes, found)
        else:
            factor = _choice(plan, name, said[name], found)
        if factor is not None:
            factors.append(factor)
            _check_names(factor, codes, inner, found)
    if not said:
        found.add("factor", "nothing varies: name at least one factor")
    if GOALPOSTS in [factor.name for factor in factors] and not _goalposted(plan, factors):
        found.add("factor", "nothing is scaled by goalposts, so that none could move", column=GOALPOSTS)
    if sum(factor.draws_weights for factor in factors) > 1:
        found.add("factor", "weights and jitter both draw weights; say one of them", column="jitter")
    found.stop()
    return factors


def _goalposted(plan: Choices, factors: Sequence[Factor]) -> bool:
    """Whether the plan, or an alternative of its scales, uses goalposts."""
    said: list[Any] = [plan.default_scale, *dict(plan.scales).values()]
    for one in [one for factor in factors if factor.name == "scale" for one in factor.alternatives]:
        said += one.values() if isinstance(one, dict) else [one]
    return any(isinstance(scale, Goalposts) for scale in said)


def _drawn(name: str, said: Any, codes: Sequence[str], found: Findings) -> Factor | None:
    kinds = {"data": Noise, "dummy": Dummy, GOALPOSTS: Jitter}.get(name, Jitter | AnyWeights)
    if not isinstance(said, kinds) or (isinstance(said, Jitter | AnyWeights) and name not in JITTERED):
        found.add("factor", f"{said!r} is no {'noise' if name == 'data' else name}", column=name)
        return None
    if name == GOALPOSTS and isinstance(said, Jitter) and not 0.0 < said.share < 0.5:
        found.add("share", f"{said.share:g}: {NO_POSTS}", column=name)
    elif isinstance(said, Jitter) and not 0.0 < said.share < 1.0:
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


def _threshold(plan: Choices, name: str, said: Jitter, found: Findings) -> Factor | None:
    """Equally likely thresholds for a jitter of the one that the plan says."""
    steps = [step for step in plan.steps if isinstance(step, Screen)]
    now = plan.default_limit if name == "require" else steps[0].present if steps else 0.0
    if not 0.0 < said.share < 1.0:
        found.add("share", f"{said.share:g}: a threshold moves by a share between 0 and 1", column=name)
    elif not now > 0.0:
        found.add("factor", "the plan says no threshold that could move", column=name)
    elif now * (1.0 + said.share) > 1.0:
        found.add("share", f"{now:g} times 1 + {said.share:g} is above 1", column=name)
    else:
        return _choice(plan, name, _middles(now, said.share), found)
    return None


def _middles(now: float, share: float) -> list[float]:
    return [now * (1.0 + share * ((2 * part + 1) / PARTS - 1.0)) for part in range(PARTS)]


def _parsed(plan: Choices, name: str, said: Any) -> Any:
    if name in ("divide", "clean"):
        return _typed(said, Divide if name == "divide" else Clean)
    if name == "screen":
        now = next(step for step in plan.steps if isinstance(step, Screen))
        return replace(now, present=float(said)) if isinstance(said, int | float) else _typed(said, Screen)
    if name == "gate":
        gates = () if said is None else (said,) if isinstance(said, Gate) else tuple(said)
        return tuple(gate if isinstance(gate, Gate) else _none_such(gate) for gate in gates)
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
    one: Any = {"scale": _scale, "weights": parse_weighing, "combine": parse, "require": _share}[name]
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


def _share(said: Any) -> float:
    return float(said) if not isinstance(said, bool) and 0.0 <= float(said) <= 1.0 else _none_such(said)


def _typed(said: Any, kind: type) -> Any:
    return said if said is None or isinstance(said, kind) else _none_such(said)


def _none_such(said: object) -> Any:
    raise ValueError(said)


def _label(said: Any) -> str:
    if said is None or said == ():
        return "none"
    if isinstance(said, str | int | float):
        return said if isinstance(said, str) else f"{said:g}"
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
    for gate in [gate for said in factor.alternatives for gate in said] if factor.name == "gate" else ():
        for code in [code for code in (gate.node, gate.on) if code and code not in codes]:
            found.add("unknown-code", "named in a gate, but not in the framework", row=code, column="gate")
    for said in factor.alternatives:
        for code in [code for code in said if code not in known] if isinstance(said, dict) else ():
            what = "indicator" if factor.name == "scale" else "node with children"
            found.add("unknown-code", f"named in {factor.name}, but no {what}", row=code, column=factor.name)
