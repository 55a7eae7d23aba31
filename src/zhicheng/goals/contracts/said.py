"""What the reader of a table asks and remarks: a code and its facts, told in the language of whoever looks.

A reading is kept for days and looked at by several people, so it keeps codes and facts, never finished words.
Simplified Chinese is the source, traditional follows from it, English is written. Texts out of the file (names, days,
words that somebody struck) are facts: they are shown as they stand there. The keys by which answers are kept come
from the place in the file, not from here, so that a sentence may be put better without losing an answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from zhicheng.core.text import Names
from zhicheng.goals.contracts.proposals import PROPOSALS
from zhicheng.goals.contracts.sentences import SENTENCES

_WITH_PLACE = re.compile(r"(.+)（第(\d+)栏）")
_COLUMN = Names("%(label)s（第%(place)s栏）", "%(label)s (column %(place)s)")


@dataclass(frozen=True)
class Said:
    """A sentence, or a part of one, that can be told in every language: its code and the facts that fill it."""

    code: str
    facts: tuple[tuple[str, Any], ...] = ()

    def in_language(self, language: str | None) -> str:
        """The words for a language code such as `zh-hant`; simplified Chinese for an unknown one."""
        return _pattern(self.code, language) % {name: _told(fact, language) for name, fact in self.facts}

    @property
    def text(self) -> str:
        """In simplified Chinese."""
        return self.in_language(None)

    def to_plain(self) -> dict[str, Any]:
        """For JSON."""
        return {"code": self.code, **{name: _fact_to_plain(fact) for name, fact in self.facts}}


def say(code: str, **facts: Any) -> Said:
    """The sentence with this code; facts are texts, numbers, other sentences or a tuple of them."""
    return Said(code, tuple(facts.items()))


def from_plain(plain: Mapping[str, Any]) -> Said:
    """The inverse of `Said.to_plain`."""
    return say(plain["code"], **{name: _fact_from_plain(fact) for name, fact in plain.items() if name != "code"})


def told(kept: Mapping[str, Any] | str, language: str | None) -> str:
    """A kept question or remark for whoever looks; what was kept as words alone is shown as it was written."""
    if isinstance(kept, str):
        return kept
    said = kept.get("said")
    if said and said["code"] in SENTENCES:
        return from_plain(said).in_language(language)
    return str(kept["text"])


@lru_cache(maxsize=4096)
def told_proposal(proposal: str, language: str | None) -> str:
    """A proposal for whoever looks: declared words in the language, what comes out of the file as it stands."""
    known = PROPOSALS.get(proposal)
    if known is not None:
        return known.in_language(language)
    first, colon, rest = proposal.partition("：")
    if colon and first in PROPOSALS:
        return f"{PROPOSALS[first].in_language(language)}：{rest}"
    place = _WITH_PLACE.fullmatch(proposal)
    return _COLUMN.in_language(language) % {"label": place[1], "place": place[2]} if place else proposal


@lru_cache(maxsize=1024)
def _pattern(code: str, language: str | None) -> str:
    return SENTENCES[code].in_language(language)


def _told(fact: Any, language: str | None) -> Any:
    if isinstance(fact, Said):
        return fact.in_language(language)
    if isinstance(fact, tuple):
        comma = ", " if (language or "").lower().startswith("en") else "，"
        comma = comma if all(isinstance(each, Said) for each in fact) else "；"
        return comma.join(str(_told(each, language)) for each in fact)
    return fact


def _fact_to_plain(fact: Any) -> Any:
    if isinstance(fact, Said):
        return fact.to_plain()
    return [_fact_to_plain(each) for each in fact] if isinstance(fact, tuple) else fact


def _fact_from_plain(fact: Any) -> Any:
    if isinstance(fact, Mapping):
        return from_plain(fact)
    return tuple(_fact_from_plain(each) for each in fact) if isinstance(fact, list) else fact
