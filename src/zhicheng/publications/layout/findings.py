"""What a rule says when it is broken, before there are words for it: codes and facts that cross a process as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Said = tuple[str, dict[str, Any]]
"""A code of `wording` with its facts; a fact may itself be such a pair."""

QUOTED = 12


@dataclass(frozen=True)
class Place:
    """Where: "paragraph" with its number and first words, "section", "footer", "header", "table", "box" or "whole"."""

    kind: str = "whole"
    number: int = 0
    quote: str = ""


@dataclass(frozen=True)
class Finding:
    """One breach at one place; those of one rule are told together."""

    rule: str
    found: Said
    place: Place = field(default_factory=Place)


def said(code: str, **facts: Any) -> Said:
    """What was found, by its code."""
    return code, facts


def quoted(text: str) -> str:
    """The first words of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= QUOTED else line[:QUOTED] + "…"
