"""A plan: everything that is decided about an index, as an immutable value without data.

Two plans that say the same are equal; JSON replays one to the last bit, prose turns it into the methods annex. Steps of
preparation run in the order they were said; a method said twice for scale, weights, means or coverage replaces what
was said before. Precedence: what the plan says for all nodes < the framework's row < what the plan says by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hengliang.composite import plan_json, prose
from hengliang.composite.aggregation import Gate
from hengliang.composite.choices import CHANGEABLE, YEARLY, Choices
from hengliang.composite.cleaning import Clean
from hengliang.composite.combiners import Combiner, parse
from hengliang.composite.filling import MULTIPLE, Impute, ImputeBy, ImputeMultiple, ImputeValue
from hengliang.composite.fitting import fit
from hengliang.composite.index import Index
from hengliang.composite.outliers import MOMENTS, Treat
from hengliang.composite.problems import Findings, listed, refuse
from hengliang.composite.scale_spec import Scale
from hengliang.composite.scaling import SCALES
from hengliang.composite.steps import Divide, Screen, Step
from hengliang.composite.treatment import BoxCox, Log, Moments, Treatment, Winsorise
from hengliang.composite.weighing import Weighing, parse_weighing

SHORT_TREATMENTS: dict[str, Callable[[], Treatment]] = {"winsorise": Winsorise, "log": Log, "boxcox": BoxCox}


@dataclass(frozen=True)
class Plan(Choices):
    """Build with the methods, each of which returns a new plan; the fields are for reading."""

    def screen(
        self, present: float = 0.0, *, nonzero: float = 0.0, keep: Sequence[str] = (), leave_out: Sequence[str] = ()
    ) -> Plan:
        """Leave out units with too small a share of present cells, or of non-zero ones among them."""
        return self._then(Screen(present, nonzero, _names(keep), _names(leave_out)))

    def clean(
        self,
        ranges: Mapping[str, tuple[float | None, float | None]] | None = None,
        *,
        jumps: Mapping[str, float] | None = None,
    ) -> Plan:
        """Make gaps of values outside what is possible, or further than a factor off the unit's other years."""
        limits = tuple((code, *ends) if isinstance(ends, Sequence) else (code, ends) for code, ends in _pairs(ranges))
        return self._then(Clean(limits, _pairs(jumps)))

    def divide(self, by: Mapping[str, str] | None = None, *, factors: Mapping[str, float] | None = None) -> Plan:
        """Divide by the divisors that the framework names, or that `by` names for an indicator ('' for none)."""
        return self._then(Divide(_pairs(by), _pairs(factors)))

    def impute(
        self, how: str | object = "mean", *, within: str = "", limit: float | None = None, only: Sequence[str] = ()
    ) -> Plan:
        """Fill gaps (see `Impute`); several calls run one by one.

        `how` may be a number that fills every gap, "multiple" or `multiple(...)` for the mean of several imputations,
        and any object with fit and transform.
        """
        if isinstance(how, Impute):
            return self._then(how)
        if how == MULTIPLE:
            return self._then(ImputeMultiple(within=within, limit=limit, only=_names(only)))
        if isinstance(how, int | float) and not isinstance(how, bool):
            return self._then(ImputeValue(within=within, limit=limit, only=_names(only), value=how))
        if not isinstance(how, str):
            return self._then(ImputeBy(how))
        return self._then(Impute(how, within, limit, _names(only)))

    def treat(
        self,
        *treatments: Treatment | str,
        until: Moments = MOMENTS,
        years: Sequence[Any] = (),
        by: Mapping[str, Sequence[Treatment | str]] | None = None,
        **named: Sequence[Treatment | str],
    ) -> Plan:
        """Treat outliers until the test is passed; other lists for single indicators by name, () for none."""
        lists = tuple((code, _treatments(some)) for code, some in _pairs(by, named))
        return self._then(Treat(_treatments(treatments), until, lists, _years(years)))

    def scale(
        self,
        scale: Scale | str | None = None,
        *,
        years: Sequence[Any] | str | None = None,
        to: tuple[float, float] | None = None,
        constant: float | None = None,
        by: Mapping[str, Scale | str] | None = None,
        **named: Scale | str,
    ) -> Plan:
        """Bring indicators onto one scale; others for single indicators by name.

        `years`: the years that set the bounds, all together where None, "yearly" for each year by itself.
        `to`: one output range for all. `constant`: the score of indicators whose values are all equal.
        """
        if isinstance(years, str) and years != YEARLY:
            raise refuse("years", f"{years!r}: a list of years, {YEARLY!r} or nothing")
        chosen = (YEARLY,) if isinstance(years, str) else _years(years)
        scales = tuple((code, _scale(own)) for code, own in _pairs(by, named))
        main = None if scale is None else _scale(scale)
        return replace(self, default_scale=main, scales=scales, scale_years=chosen, to=to, constant=constant)

    def weigh(
        self,
        rule: Weighing | str | None = None,
        *,
        by: Mapping[str, Weighing | str | Mapping[str, float]] | None = None,
        **named: Weighing | str | Mapping[str, float],
    ) -> Plan:
        """How the children of a node get their weights: for all nodes, and for nodes by name (a mapping child: weight).

        A rule for all nodes puts the framework's weights aside, save "given" (the default), which is them.
        """
        rules = tuple((code, parse_weighing(own)) for code, own in _pairs(by, named))
        main = None if rule is None else parse_weighing(rule)
        return replace(self, default_weighing=main, weighings=rules)

    def combine(
        self,
        mean: Combiner | str | Callable[..., Any] = "arithmetic",
        *,
        by: Mapping[str, Any] | None = None,
        **named: Any,
    ) -> Plan:
        """How the children of a node become its score: for all nodes, and for nodes by name."""
        own = tuple((code, parse(said, row=code)) for code, said in _pairs(by, named))
        return replace(self, default_combiner=parse(mean), combiners=own)

    def require(self, share: float = 0.0, *, by: Mapping[str, float] | None = None, **named: float) -> Plan:
        """Share of its children that a node needs, below which it stays empty; for nodes by name too."""
        return replace(self, default_limit=share, limits=_pairs(by, named))

    def gate(self, node: str, *, below: float, cap: float, on: str = "") -> Plan:
        """Where `node` scores below `below`, its ancestor `on` (the top where '') scores at most `cap`."""
        return replace(self, gates=(*self.gates, Gate(node, below, cap, on)))

    def change(self, code: str, **fields: Any) -> Plan:
        """Override fields of one node of the framework: direction, weight, target, goalposts, divisor, mean, coverage."""
        strangers = [name for name in fields if name not in CHANGEABLE]
        if strangers:
            raise refuse("field", f"{listed(strangers)} cannot be changed; {listed(CHANGEABLE, most=9)} can", row=code)
        new = tuple((code, name, tuple(v) if isinstance(v, list) else v) for name, v in sorted(fields.items()))
        kept = tuple(item for item in self.changes if (item[0], item[1]) not in {(code, name) for name in fields})
        return replace(self, changes=tuple(sorted((*kept, *new), key=lambda item: item[:2])))

    def without(self, kind: str) -> Plan:
        """The plan without its steps of one kind (screen, divide, impute, treat)."""
        return replace(self, steps=tuple(step for step in self.steps if not step.kind.startswith(kind)))

    def instead(self, kind: str, *steps: Step) -> Plan:
        """The plan with its steps of one kind replaced at the place of the first. Raises where it has no such step."""
        places = [place for place, step in enumerate(self.steps) if step.kind.startswith(kind)]
        if not places:
            raise refuse("absent-step", f"the plan has no step {kind!r} that could be replaced")
        before = self.steps[: places[0]]
        after = tuple(step for step in self.steps[places[0] :] if not step.kind.startswith(kind))
        return replace(self, steps=(*before, *steps, *after))

    def fit(
        self, data: Any, framework: Any, *, unit: str | None = None, year: str | None = None, divisors: Any = None
    ) -> Index:
        """The index of these data. `data`, `framework`, `divisors`: any frame, CSV path, dict or list of rows.

        Raises: ProblemsFound with everything that is wrong, as far as one can look on.
        """
        return Index(self, fit(self, data, framework, unit=unit, year=year, divisors=divisors))

    def to_json(self) -> str:
        """The plan as JSON text. Raises: ProblemsFound where it holds a function of yours, which has no JSON."""
        return plan_json.write(self)

    @classmethod
    def from_json(cls, text: str | Path) -> Plan:
        """A plan from JSON text or a file. Raises: ProblemsFound: another version, unknown names."""
        return cls(**plan_json.read(text))

    def prose(self, language: str = "en") -> str:
        """The plan in sentences: "en", "zh-hans" or "zh-hant"."""
        return prose.tell(self, language)

    def _then(self, step: Step) -> Plan:
        return replace(self, steps=(*self.steps, step))


def _pairs(*said: Mapping[str, Any] | None) -> tuple[tuple[str, Any], ...]:
    """What was said by name, sorted, the last word counting."""
    both: dict[str, Any] = {}
    for part in said:
        if part is not None and not isinstance(part, Mapping):
            raise refuse("type", f"{part!r}: a mapping of codes is needed, such as {{'pm25': ...}}")
        both |= {str(code): value for code, value in (part or {}).items()}
    return tuple(sorted(both.items(), key=lambda pair: pair[0]))


def _names(said: Sequence[str] | str) -> tuple[str, ...]:
    """A list of names; one name alone is a list of one."""
    return (said,) if isinstance(said, str) else _listed(said)


def _years(said: Any) -> tuple[Any, ...]:
    """A list of years; one year alone is a list of one."""
    return () if said is None else (said,) if isinstance(said, str | int) else _listed(said)


def _listed(said: Any) -> tuple[Any, ...]:
    try:
        return tuple(said)
    except TypeError:
        raise refuse("type", f"{said!r}: a list is needed") from None


def _scale(said: Scale | str) -> Scale:
    if isinstance(said, Scale):
        return said
    if isinstance(said, str) and said in SCALES:
        return SCALES[said]()
    raise refuse("scale", f"{said!r} is no scale; there are {listed(SCALES, most=20)}")


def _treatments(said: Sequence[Treatment | str]) -> tuple[Treatment, ...]:
    found, made = Findings(), []
    for item in (said,) if isinstance(said, str | Winsorise | Log | BoxCox) else _listed(said):
        if isinstance(item, Winsorise | Log | BoxCox):
            made.append(item)
        elif isinstance(item, str) and item in SHORT_TREATMENTS:
            made.append(SHORT_TREATMENTS[item]())
        else:
            found.add("treatment", f"{item!r} is no treatment; there are {listed(SHORT_TREATMENTS)}")
    found.stop()
    return tuple(made)
