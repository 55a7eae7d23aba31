"""The plan file of the command: a plan as `Plan.to_json` writes it, with the sections "data" and "study" beside it.

"data": {"unit": column, "year": column, "name": column}. "study": {"factors": {...}, "runs": 8192, "seed": 1} or with
"until": 0.01 in place of runs, "node", "design". Factors as in `Index.vary`: lists of alternatives, each a name or a
value with its "kind"; {"kind": "jitter", "share": 0.25}, {"kind": "noise", "sd": "se"}, {"kind": "dummy"}.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from hengliang.composite.factors import AnyWeights, Dummy, Jitter, Noise
from hengliang.composite.plan import Plan
from hengliang.composite.plan_json import KINDS
from hengliang.composite.problems import Findings, listed, refuse

DRAWN: dict[str, type] = {kind.kind: kind for kind in (Jitter, AnyWeights, Noise, Dummy)}
DATA_KEYS = ("unit", "year", "name")
STUDY_KEYS = ("factors", "runs", "until", "most", "seed", "node", "design")
RUNS, SEED = 8192, 1


@dataclass(frozen=True)
class StudyOrder:
    """What the file says about uncertainty; `until` goes before `runs` where it is given."""

    factors: Mapping[str, Any]
    runs: int = RUNS
    until: float | None = None
    most: int = 1_000_000
    seed: int = SEED
    node: str = ""
    design: str = "sobol"


@dataclass(frozen=True)
class PlanFile:
    """A plan, how the data's columns are called, and the study (None where the file has none)."""

    plan: Plan
    columns: Mapping[str, str] = field(default_factory=dict)
    study: StudyOrder | None = None


def read_plan_file(path: Path) -> PlanFile:
    """Raises: ProblemsFound: unreadable, no JSON, no plan, unknown keys, kinds or values."""
    try:
        body = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise refuse("unreadable", f"the plan cannot be read as UTF-8 text ({error})", row=path.name) from error
    except json.JSONDecodeError as error:
        raise refuse("plan-json", f"not JSON: {error}", row=path.name) from error
    if not isinstance(body, dict):
        raise refuse("plan-json", "a plan is a JSON object with the key hengliang.composite.plan", row=path.name)
    data, study = body.pop("data", {}), body.pop("study", None)
    found = Findings()
    columns = {key: str(value) for key, value in _section(data, "data", DATA_KEYS, found).items()}
    order = None if study is None else _order(_section(study, "study", STUDY_KEYS, found), found)
    found.stop()
    return PlanFile(Plan.from_json(json.dumps(body)), columns, order)


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
    for key, kind in (("runs", int), ("seed", int), ("most", int), ("until", float), ("node", str), ("design", str)):
        value = said.get(key)
        fits = isinstance(value, kind) or (kind is float and isinstance(value, int))
        if key in said and (not fits or isinstance(value, bool)):
            found.add("plan-json", f"{value!r} is not {'text' if kind is str else 'a number'}", column=key)
    made = {name: _value(value, f"factors.{name}", found) for name, value in factors.items()}
    return StudyOrder(**{**said, "factors": made}) if not found.problems else None


def _value(said: Any, place: str, found: Findings) -> Any:
    if isinstance(said, list):
        return tuple(_value(item, place, found) for item in said)
    if not isinstance(said, dict) or "kind" not in said:
        return {k: _value(v, place, found) for k, v in said.items()} if isinstance(said, dict) else said
    kind = {**KINDS, **DRAWN}.get(said["kind"])
    if kind is None:
        found.add("plan-json", f"{said['kind']!r} is no kind", column=place)
        return None
    parts = {name: _value(item, place, found) for name, item in said.items() if name != "kind"}
    strangers = [name for name in parts if name not in {f.name for f in fields(kind)}]
    if strangers:
        found.add("plan-json", f"{said['kind']} has no {listed(strangers)}", column=place)
        return None
    return kind(**parts)
