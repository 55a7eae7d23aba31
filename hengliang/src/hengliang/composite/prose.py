"""A plan in sentences, for the methods annex: English, simplified and traditional Chinese, from one table of phrases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from hengliang.composite.choices import YEARLY, Choices
from hengliang.composite.cleaning import Clean
from hengliang.composite.filling import Impute
from hengliang.composite.outliers import Treat
from hengliang.composite.phrases import METHODS, SENTENCES
from hengliang.composite.problems import listed, refuse
from hengliang.composite.steps import Divide, Screen
from hengliang.composite.translation import LANGUAGES


def tell(plan: Choices, language: str) -> str:
    """The whole plan, one sentence a decision, in the order of the work. Raises: ProblemsFound for other languages."""
    if language not in LANGUAGES:
        raise refuse("language", f"{language!r}: there are {listed(LANGUAGES)}")
    voice = _Voice(LANGUAGES.index(language))
    lines = [voice.step(step) for step in plan.steps]
    lines += [voice.scaling(plan), *voice.named("scale_one", plan.scales)]
    if plan.default_weighing is not None:
        lines.append(voice.say("weigh", method=voice.method(plan.default_weighing)))
    lines += voice.named("weigh_one", plan.weighings)
    lines.append(voice.say("combine", method=voice.method(plan.default_combiner)))
    lines += voice.named("combine_one", plan.combiners)
    if plan.default_limit:
        lines.append(voice.say("require", share=f"{plan.default_limit:.0%}"))
    lines += [voice.say("require_one", code=code, share=f"{limit:.0%}") for code, limit in plan.limits]
    for gate in plan.gates:
        numbers = {"below": f"{gate.below:g}", "cap": f"{gate.cap:g}"}
        lines.append(voice.say("gate", node=gate.node, on=gate.on or voice.say("top"), **numbers))
    lines += [voice.say("change", code=code, field=field, value=value) for code, field, value in plan.changes]
    return "\n".join(f"{number}. {line}" for number, line in enumerate((line for line in lines if line), start=1))


class _Voice:
    """One language."""

    def __init__(self, language: int) -> None:
        self.language = language

    def say(self, key: str, **facts: object) -> str:
        return SENTENCES[key][self.language].format(**facts)

    def names(self, items: Sequence[object]) -> str:
        return (", " if self.language == 0 else "、").join(map(str, items))

    def method(self, spec: Any) -> str:
        """A method with its parameters; a name as it stands where there is no phrase for it."""
        facts = {item.name: getattr(spec, item.name) for item in fields(spec)}
        shown = {name: f"{value:g}" if isinstance(value, float | int) else value for name, value in facts.items()}
        phrase = METHODS.get(f"{spec.kind}_{shown.get('form', '')}") or METHODS.get(spec.kind)
        return phrase[self.language].format(**shown) if phrase else getattr(spec, "text", spec.kind)

    def named(self, key: str, pairs: Sequence[tuple[str, Any]]) -> list[str]:
        return [self.say(key, code=code, method=self.method(spec)) for code, spec in pairs]

    def step(self, step: Any) -> str:
        if isinstance(step, Screen):
            return self._screen(step)
        if isinstance(step, Clean):
            return self._clean(step)
        if isinstance(step, Divide):
            pairs = self.names([f"{code}/{by}" for code, by in step.by])
            return self.say("divide") + (self.say("divide_by", pairs=pairs) if step.by else "")
        if isinstance(step, Impute):
            within = self.say("within", group=step.within) if step.within else ""
            limit = self.say("limit", limit=f"{step.limit:g}") if step.limit is not None else ""
            only = self.say("only", codes=self.names(step.only)) if step.only else ""
            facts = {item.name: getattr(step, item.name) for item in fields(step)}
            method = METHODS[f"fill_{step.how}"][self.language].format(**facts)
            return self.say("impute", method=method, within=within + limit + only)
        if isinstance(step, Treat):
            return self._treat(step)
        return self.say("impute_by")

    def _screen(self, step: Screen) -> str:
        line = self.say("screen", present=f"{step.present:.0%}")
        line += self.say("nonzero", share=f"{step.nonzero:.0%}") if step.nonzero else ""
        line += self.say("kept", units=self.names(step.keep)) if step.keep else ""
        return line + (self.say("left_out", units=self.names(step.leave_out)) if step.leave_out else "")

    def _clean(self, step: Clean) -> str:
        def end(value: float | None) -> str:
            return "…" if value is None else f"{value:g}"

        ranges = self.names([f"{code} {end(low)}–{end(high)}" for code, low, high in step.ranges])
        factors = self.names([f"{code} {factor:g}" for code, factor in step.jumps])
        line = self.say("clean", ranges=ranges) if ranges else ""
        return line + (self.say("jumps", factors=factors) if factors else "")

    def _treat(self, step: Treat) -> str:
        then = self.say("then").join(self.method(treatment) for treatment in step.treatments)
        test = {"skew": f"{step.until.skew:g}", "kurtosis": f"{step.until.kurtosis:g}"}
        line = self.say("treat", methods=then or self.say("nothing"), **test)
        for code, own in step.by:
            methods = self.say("then").join(self.method(treatment) for treatment in own) or self.say("nothing")
            line += self.say("treat_one", code=code, methods=methods)
        return line

    def scaling(self, plan: Choices) -> str:
        if plan.default_scale is None:
            return ""
        line = self.say("scale", method=self.method(plan.default_scale))
        if plan.scale_years == (YEARLY,):
            line += self.say("yearly")
        elif plan.scale_years:
            line += self.say("years", years=self.names(plan.scale_years))
        if plan.to:
            line += self.say("to", low=f"{plan.to[0]:g}", high=f"{plan.to[1]:g}")
        if plan.constant is not None:
            line += self.say("constant", value=f"{plan.constant:g}")
        return line + self.say("stop")
