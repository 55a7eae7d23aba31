"""A plan as JSON and back: every value with its kind and its fields, floats to the last bit, one version number."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields, is_dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_type_hints

import numpy as np

from hengliang.composite.aggregation import Gate
from hengliang.composite.choices import Choices
from hengliang.composite.cleaning import Clean
from hengliang.composite.combiners import COMBINERS, Custom
from hengliang.composite.filling import Impute, ImputeBy, ImputeMultiple, ImputeValue
from hengliang.composite.outliers import Treat
from hengliang.composite.problems import Findings, ProblemsFound, listed, refuse
from hengliang.composite.scaling import SCALES
from hengliang.composite.specs import Unfit, fitted
from hengliang.composite.steps import Divide, Screen
from hengliang.composite.treatment import BoxCox, Log, Moments, Winsorise
from hengliang.composite.weighing import WEIGHINGS

VERSION = 1
MARK = "hengliang.composite.plan"

STEPS = (Clean, Divide, Screen, Impute, ImputeMultiple, ImputeValue, Treat, Winsorise, Log, BoxCox, Moments)
KINDS: dict[str, type] = {
    **SCALES,
    **COMBINERS,
    **WEIGHINGS,
    **{kind.kind: kind for kind in STEPS},
    "gate": Gate,
}
NAMES = {kind: name for name, kind in KINDS.items()}
PLAN_FIELDS = tuple(item.name for item in fields(Choices))
HINTS = get_type_hints(Choices)


def write(plan: Choices) -> str:
    """Indented JSON text, keys in a fixed order."""
    body = {name: _plain(getattr(plan, name)) for name in PLAN_FIELDS}
    return json.dumps({MARK: VERSION, **body}, ensure_ascii=False, indent=1, allow_nan=False)


def read(source: str | Path) -> dict[str, Any]:
    """The fields of a plan from JSON text or a file.

    Raises: ProblemsFound with all of it: no JSON, another version, unknown fields and kinds, values of a wrong type.
    """
    found = Findings()
    body = _body(_text(source), found)
    if not isinstance(body, dict) or MARK not in body:
        raise refuse("plan-json", f"no plan: the key {MARK!r} is missing")
    version = body[MARK]
    if version != VERSION or isinstance(version, bool):
        raise refuse("plan-version", f"the plan is of version {version!r}, this library reads version {VERSION}")
    for name in [name for name in body if name not in (*PLAN_FIELDS, MARK)]:
        close = get_close_matches(name, PLAN_FIELDS, n=1)
        found.add("plan-json", f"no field of a plan{f' (is it {close[0]}?)' if close else ''}", column=name)
    made = {name: _field(name, body[name], found) for name in PLAN_FIELDS if name in body}
    found.stop()
    return made


def _text(source: str | Path) -> str:
    if isinstance(source, str):
        return source.lstrip("\ufeff")
    if not isinstance(source, Path):
        raise refuse("plan-json", f"a plan is read from JSON text or a Path, not from {type(source).__name__}")
    try:
        return source.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise refuse("plan-json", f"{source.name} cannot be read as UTF-8 text: {error}") from error


def _body(text: str, found: Findings) -> Any:
    def constant(name: str) -> None:
        found.add("plan-json", f"{name} is no number of a plan")

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in items]
        for name in sorted({name for name in names if names.count(name) > 1}):
            found.add("plan-json", "the key stands twice in one object", column=name)
        return dict(items)

    try:
        return json.loads(text, parse_constant=constant, object_pairs_hook=pairs)
    except json.JSONDecodeError as error:
        raise refuse("plan-json", f"not JSON: {error}") from error
    except (RecursionError, ValueError) as error:
        raise refuse("plan-json", f"no JSON that a plan could be: {error}") from error


def _field(name: str, value: Any, found: Findings) -> Any:
    before = len(found.problems)
    made = _made(value, name, found)
    if len(found.problems) == before:
        try:
            return fitted(made, HINTS[name])
        except Unfit as unfit:
            found.add("type", f"{unfit.value!r}, {unfit.wanted} is needed", column=name)
    return None


def _plain(value: Any) -> Any:
    if isinstance(value, Custom | ImputeBy):
        raise refuse("plan-json", f"{value.kind} holds an object of yours, which has no JSON; name a built-in method")
    if is_dataclass(value) and not isinstance(value, type):
        return {"kind": NAMES[type(value)], **{item.name: _plain(getattr(value, item.name)) for item in fields(value)}}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, str | int | float):
        return value
    raise refuse("plan-json", f"{value!r} has no JSON")


def _made(value: Any, place: str, found: Findings) -> Any:
    """Lists as tuples, objects with a kind as their specs; `place` is the way to the value, as in steps[2].most."""
    if isinstance(value, list):
        return tuple(_made(item, f"{place}[{at}]", found) for at, item in enumerate(value))
    if not isinstance(value, dict):
        return value
    kind = value.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        close = get_close_matches(str(kind), KINDS, n=1)
        hint = f" (is it {close[0]}?)" if close else f"; there are {listed(KINDS, most=60)}"
        found.add("plan-json", f"{kind!r} is no kind{hint}", column=place)
        return None
    made, known = KINDS[kind], {item.name for item in fields(KINDS[kind])}
    before = len(found.problems)
    for name in [name for name in value if name not in known and name != "kind"]:
        found.add("plan-json", f"{kind} has no field {name}; it has {listed(sorted(known)) or 'none'}", column=place)
    parts = {name: _made(item, f"{place}.{name}", found) for name, item in value.items() if name in known}
    if len(found.problems) > before:
        return None
    try:
        return made(**parts)
    except ProblemsFound as error:
        for problem in error.problems:
            column = f"{place}.{problem.column}" if problem.column else place
            found.add(problem.code, problem.why, row=problem.row, column=column)
    except TypeError:
        needed = [item.name for item in fields(made) if item.default is MISSING and item.name not in parts]
        found.add("plan-json", f"{kind} needs {listed(needed)}", column=place)
    return None
