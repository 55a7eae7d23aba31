"""What all specs share: their fields are checked when they are made, so that a wrong type never travels.

A spec is a frozen dataclass without data. Its annotations are its rule: numbers are finite, whole where int is said,
a list becomes a tuple, a bool is no number. `rules` adds what types cannot say. Checking where a spec is used was not
taken: a plan read from a hand-edited JSON would then fail deep inside a fit, in the words of another library.
"""

from __future__ import annotations

import math
import types
from collections.abc import Callable as AbcCallable
from dataclasses import dataclass, fields
from numbers import Integral, Real
from typing import Any, ClassVar, Union, get_args, get_origin, get_type_hints

import numpy as np

from hengliang.composite.problems import Findings

HINTS: dict[type, dict[str, Any]] = {}
NAMES: dict[Any, str] = {float: "a finite number", int: "a whole number", str: "a text", bool: "true or false"}


class Unfit(Exception):
    """A value that its annotation does not allow: the value, and what is wanted."""

    def __init__(self, value: Any, wanted: str) -> None:
        self.value, self.wanted = value, wanted
        super().__init__(wanted)


@dataclass(frozen=True)
class Spec:
    """A value without data."""

    kind: ClassVar[str] = ""

    def __post_init__(self) -> None:
        """Raises: ProblemsFound with every field that is not what it should be."""
        found, hints = Findings(), _hints(type(self))
        for item in fields(self):
            value = getattr(self, item.name)
            try:
                fitting = fitted(value, hints[item.name])
            except Unfit as unfit:
                found.add("type", f"{self._called}: {_shown(unfit.value)}, {unfit.wanted} is needed", column=item.name)
            else:
                if fitting is not value:
                    object.__setattr__(self, item.name, fitting)
        found.stop()
        self.rules(found)
        found.stop()

    @property
    def _called(self) -> str:
        return type(self).kind or type(self).__name__.casefold()

    def rules(self, found: Findings) -> None:
        """What must hold beyond the types of the fields."""


def fitted(value: Any, hint: Any) -> Any:
    """The value as its annotation wants it. Raises: Unfit."""
    if hint is Any:
        return _hashable(value)
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _of_union(value, get_args(hint))
    if origin is tuple:
        return _tuple(value, get_args(hint))
    if origin is AbcCallable:
        return _kept(value, callable(value), "a function")
    if hint is float:
        number = isinstance(value, Real) and not isinstance(value, bool | np.bool_) and _finite(value)
        return value if type(value) is float and number else float(_kept(value, number, NAMES[float]))
    if hint is int:
        whole = isinstance(value, Integral) and not isinstance(value, bool | np.bool_)
        whole = whole or (isinstance(value, float) and value.is_integer())
        return int(_kept(value, whole, NAMES[int]))
    if hint is bool:
        return bool(_kept(value, isinstance(value, bool | np.bool_), NAMES[bool]))
    if hint is str:
        return str(_kept(value, isinstance(value, str), NAMES[str]))
    return _kept(value, isinstance(value, hint), _name(hint))


def _hints(kind: type) -> dict[str, Any]:
    if kind not in HINTS:
        HINTS[kind] = get_type_hints(kind)
    return HINTS[kind]


def _finite(value: Any) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _kept(value: Any, good: bool, wanted: str) -> Any:
    if not good:
        raise Unfit(value, wanted)
    return value


def _of_union(value: Any, options: tuple[Any, ...]) -> Any:
    for option in options:
        try:
            return fitted(value, option)
        except Unfit:
            continue
    raise Unfit(value, " or ".join(_name(option) for option in options))


def _tuple(value: Any, parts: tuple[Any, ...]) -> tuple[Any, ...]:
    items = value.tolist() if isinstance(value, np.ndarray) else value
    if not isinstance(items, tuple | list):
        raise Unfit(value, "a list")
    if len(parts) == 2 and parts[1] is Ellipsis:
        made = tuple(fitted(item, parts[0]) for item in items)
    elif len(parts) != len(items):
        raise Unfit(value, f"a list of {len(parts)}")
    else:
        made = tuple(fitted(item, part) for item, part in zip(items, parts, strict=True))
    same = isinstance(value, tuple) and all(new is old for new, old in zip(made, value, strict=True))
    return value if same else made


def _hashable(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_hashable(item) for item in value)
    return value.item() if isinstance(value, np.generic) else value


def _name(hint: Any) -> str:
    if hint is type(None):
        return "nothing"
    if hint in NAMES:
        return NAMES[hint]
    if get_origin(hint) is tuple:
        parts = get_args(hint)
        return "a list" if len(parts) == 2 and parts[1] is Ellipsis else f"a list of {len(parts)}"
    return f"a {getattr(hint, '__name__', hint)}".casefold()


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
