"""A plan as JSON and back: every value with its kind and its fields, floats to the last bit, one version number."""

from __future__ import annotations

import json
from collections.abc import Mapping
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
from hengliang.composite.steps import Divide, Screen, Step
from hengliang.composite.treatment import BoxCox, Log, Moments, Winsorise
from hengliang.composite.weighing import WEIGHINGS

VERSION = 1
ANEW = "write it anew with to_json of this version, or use the library that wrote it"
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
    body = parsed(_text(source), found)
    if not isinstance(body, dict) or MARK not in body:
        raise refuse("plan-json", f"no plan: the key {MARK!r} is missing")
    version = body[MARK]
    if version != VERSION or isinstance(version, bool):
        raise refuse(
            "plan-version", f"the plan is of version {version!r}, this library reads version {VERSION}: {ANEW}"
        )
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


def parsed(text: str, found: Findings) -> Any:
    """JSON as Python values; numbers that are none and keys that stand twice go to `found`.

    Raises: ProblemsFound where it is no JSON.
    """

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
    made = value_of(value, name, found)
    if name == "steps" and isinstance(made, tuple):
        _check_steps(made, found)
    if len(found.problems) == before:
        try:
            return fitted(made, HINTS[name])
        except Unfit as unfit:
            found.add("type", f"{unfit.value!r}, {unfit.wanted} is needed", column=name)
    return None


def _check_steps(made: tuple[Any, ...], found: Findings) -> None:
    """What stands among the steps must be one; a treatment by itself belongs into a treat step."""
    kinds = ", ".join(kind for kind, made_of in KINDS.items() if issubclass(made_of, Step))
    for at, item in enumerate(made):
        if isinstance(item, Winsorise | Log | BoxCox):
            why = f'{item.kind} is no step: put it into "treatments" of a step {{"kind": "treat"}}'
            found.add("plan-json", why, column=f"steps[{at}]")
        elif not isinstance(item, Step) and item is not None:
            found.add(
                "plan-json", f"{getattr(item, 'kind', item)!r} is no step; there are {kinds}", column=f"steps[{at}]"
            )


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


def value_of(value: Any, place: str, found: Findings, *, kinds: Mapping[str, type] = KINDS, maps: bool = False) -> Any:
    """Lists as tuples, objects with a kind as their specs; `place` is the way to the value, as in steps[2].most.

    `maps`: an object without a kind is a mapping of codes to values; a plan itself has none.
    """
    if isinstance(value, list):
        return tuple(value_of(item, f"{place}[{at}]", found, kinds=kinds, maps=maps) for at, item in enumerate(value))
    if not isinstance(value, dict):
        return value
    if maps and "kind" not in value:
        return {code: value_of(item, f"{place}.{code}", found, kinds=kinds, maps=maps) for code, item in value.items()}
    kind = value.get("kind")
    if not isinstance(kind, str) or kind not in kinds:
        close = get_close_matches(str(kind), kinds, n=1)
        hint = f" (is it {close[0]}?)" if close else f"; there are {listed(kinds, most=60)}"
        found.add("plan-json", f"{kind!r} is no kind{hint}", column=place)
        return None
    made, known = kinds[kind], {item.name for item in fields(kinds[kind])}
    before = len(found.problems)
    for name in [name for name in value if name not in known and name != "kind"]:
        found.add("plan-json", f"{kind} has no field {name}; it has {listed(sorted(known)) or 'none'}", column=place)
    told = {name: item for name, item in value.items() if name in known}
    parts = {name: value_of(item, f"{place}.{name}", found, kinds=kinds, maps=maps) for name, item in told.items()}
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
