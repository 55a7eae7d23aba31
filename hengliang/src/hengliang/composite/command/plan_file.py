"""The plan file of the command: a plan as `Plan.to_json` writes it, with the sections "data" and "study" beside it.

"data": {"unit": column, "year": column, "name": column}. "study": {"factors": {...}, "runs": 8192, "seed": 1} or with
"until": 0.01 in place of runs, "node", "design"; "central": 3 adds the central weights of ranks 1 to 3, "units":
["Portugal"] the indices of these units' own ranks. Factors as in `Index.vary`: lists of alternatives, each a name or a
value with its "kind"; {"kind": "jitter", "share": 0.25}, {"kind": "noise", "sd": "se"}, {"kind": "dummy"}.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hengliang.composite.factors import AnyWeights, Dummy, Jitter, Noise
from hengliang.composite.outcome import NOT_DRAWN
from hengliang.composite.plan import Plan
from hengliang.composite.plan_json import KINDS, parsed, value_of
from hengliang.composite.problems import Findings, ProblemsFound, listed, refuse

DRAWN: dict[str, type] = {kind.kind: kind for kind in (Jitter, AnyWeights, Noise, Dummy)}
DATA_KEYS = ("unit", "year", "name")
STUDY_KEYS = ("factors", "runs", "until", "most", "seed", "node", "design", "central", "units")
RUNS, SEED = 8192, 1
WEIGHED = ("weights", "jitter")
STUDY_TYPES: tuple[tuple[str, type, str], ...] = (
    ("runs", int, "a whole number"),
    ("seed", int, "a whole number"),
    ("most", int, "a whole number"),
    ("central", int, "a whole number"),
    ("until", float, "a number"),
    ("node", str, "text"),
    ("design", str, "text"),
    ("units", list, "a list of units"),
)


@dataclass(frozen=True)
class StudyOrder:
    """What the file says about uncertainty; `until` goes before `runs` where it is given.

    `central`: ranks whose central weights are wanted, from 1 on; `units`: whose own indices are wanted.
    """

    factors: Mapping[str, Any]
    runs: int = RUNS
    until: float | None = None
    most: int = 1_000_000
    seed: int = SEED
    node: str = ""
    design: str = "sobol"
    central: int = 0
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlanFile:
    """A plan, how the data's columns are called, and the study (None where the file has none)."""

    plan: Plan
    columns: Mapping[str, str] = field(default_factory=dict)
    study: StudyOrder | None = None


def read_plan_file(path: Path) -> PlanFile:
    """Raises: ProblemsFound with all of it: unreadable, no JSON, no plan, unknown keys, kinds or values."""
    body = _body(path)
    data, study = body.pop("data", {}), body.pop("study", None)
    found = Findings()
    columns = {key: str(value) for key, value in _section(data, "data", DATA_KEYS, found).items()}
    order = None if study is None else _order(_section(study, "study", STUDY_KEYS, found), found)
    plan = Plan()
    try:
        plan = Plan.from_json(json.dumps(body))
    except ProblemsFound as error:
        found.problems.extend(error.problems)
    found.stop()
    return PlanFile(plan, columns, order)


def columns_said(path: Path) -> dict[str, str]:
    """The columns that a plan file names, as far as it can be read: what is wrong with it is told elsewhere."""
    try:
        said = _body(path).get("data")
    except ProblemsFound:
        return {}
    return {key: str(said[key]) for key in DATA_KEYS if key in said} if isinstance(said, dict) else {}


def _body(path: Path) -> dict[str, Any]:
    found = Findings()
    try:
        body = parsed(path.read_text(encoding="utf-8-sig"), found)
    except (OSError, UnicodeDecodeError) as error:
        why = f"the plan cannot be read as UTF-8 text ({error}); save it as UTF-8"
        raise refuse("unreadable", why, row=path.name) from error
    found.stop()
    if not isinstance(body, dict):
        raise refuse("plan-json", "a plan is a JSON object with the key hengliang.composite.plan", row=path.name)
    return body


def _section(said: Any, name: str, known: tuple[str, ...], found: Findings) -> dict[str, Any]:
    if not isinstance(said, dict):
        found.add("plan-json", f"{said!r} is no section: braces with {listed(known, most=9)} are needed", column=name)
        return {}
    for key in [key for key in said if key not in known]:
        found.add("plan-json", f"no key of {name}; there are {listed(known, most=9)}", column=key)
    return {key: value for key, value in said.items() if key in known}


def _order(said: dict[str, Any], found: Findings) -> StudyOrder | None:
    factors = said.get("factors")
    if not isinstance(factors, dict) or not factors:
        found.add("plan-json", "a study needs at least one factor", column="factors")
        return None
    before = len(found.problems)
    for key, kind, called in STUDY_TYPES:
        value = said.get(key)
        fits = isinstance(value, kind) or (kind is float and isinstance(value, int))
        if key in said and (not fits or isinstance(value, bool)):
            found.add("plan-json", f"{value!r} is not {called}", column=key)
    if len(found.problems) == before:
        check_order(said, found)
    made = {name: _factor(value, f"factors.{name}", found) for name, value in factors.items()}
    if said.get("central") and not any(name in WEIGHED and _draws(factor) for name, factor in made.items()):
        found.add("weights", NOT_DRAWN, column="central")
    units = tuple(str(unit) for unit in said.get("units", ()))
    return StudyOrder(**{**said, "factors": made, "units": units}) if not found.problems else None


def _draws(factor: Any) -> bool:
    return isinstance(factor, Jitter | AnyWeights)


def check_order(said: Mapping[str, Any], found: Findings) -> None:
    """Numbers of a study that no study could have, by their keys."""
    for key in [key for key in ("runs", "most") if said.get(key) is not None and said[key] < 1]:
        found.add("runs", f"{said[key]} runs are too few: at least 1 is needed", column=key)
    if said.get("central") is not None and said["central"] < 1:
        found.add("rank", f"{said['central']} ranks are too few: at least 1 is needed", column="central")
    if said.get("seed") is not None and said["seed"] < 0:
        found.add("seed", f"{said['seed']!r}: a seed is a whole number, 0 or more", column="seed")
    if said.get("until") is not None and not 0.0 < said["until"] < 1.0:
        found.add("until", f"{said['until']:g}: a share of the number of units, between 0 and 1", column="until")


def _factor(said: Any, place: str, found: Findings) -> Any:
    """One factor: a list of alternatives, or what is drawn."""
    return value_of(said, place, found, kinds={**KINDS, **DRAWN}, maps=True)
