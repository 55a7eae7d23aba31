"""The answer of the layout check in words, ready to print or to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhicheng.publications.layout import wording
from zhicheng.publications.layout.register import RULES


@dataclass(frozen=True)
class Deviation:
    """One rule that the document does not keep, wherever it does not. `count` is the number of places."""

    rule: str
    expected: str
    found: str
    where: str
    clause: str
    name: str = ""
    count: int = 1

    def plain(self) -> dict[str, str]:
        """As programs get it."""
        return {
            "rule": self.rule,
            "expected": self.expected,
            "found": self.found,
            "where": self.where,
            "clause": self.clause,
        }


@dataclass(frozen=True)
class LayoutReport:
    """What deviates, what was measured (name and value), and sentences about the measuring itself."""

    deviations: tuple[Deviation, ...]
    measured: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...] = ()

    @property
    def fine(self) -> bool:
        """Nothing deviates."""
        return not self.deviations


def worded(content: dict[str, Any], language: str | None) -> LayoutReport:
    """A child's plain answer in a language, in the order of the standard."""
    order = list(RULES)
    deviations = sorted(content["deviations"], key=lambda each: order.index(each["rule"]))
    return LayoutReport(
        tuple(_deviation(each, language) for each in deviations),
        tuple(
            (wording.MEASURED[name].in_language(language), _value(name, value, language))
            for name, value in content["measured"]
        ),
        tuple(wording.REMARKS[each].in_language(language) for each in content["remarks"]),
    )


def _deviation(plain: dict[str, Any], language: str | None) -> Deviation:
    rule = RULES[plain["rule"]]
    return Deviation(
        rule.slug,
        rule.expected.in_language(language),
        wording.found_in(language, plain["found"]),
        wording.places_in(language, plain["places"], plain["count"]),
        rule.clause,
        rule.names.in_language(language),
        plain["count"],
    )


def _value(name: str, value: str, language: str | None) -> str:
    return wording.FORMS[value].in_language(language) if name == "form" else value
