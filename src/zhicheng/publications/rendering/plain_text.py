"""Text that came from people, made fit for any file: one line, no signs that a page or an XML file cannot hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from zhicheng.publications.blocks import Figure, Inline

# Controls, halves of a pair, and what Unicode has set aside for nobody; marks that turn the direction of writing.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
_BLANKS = re.compile(r"[\t\r\n\x85\u2028\u2029]+")


def plain(text: str) -> str:
    """One line of text that every format can hold; blanks at its ends are dropped."""
    joined = _BLANKS.sub(" ", str(text))
    kept = _UNFIT.sub("", joined)
    return "".join(each for each in kept if ord(each) & 0xFFFE != 0xFFFE).strip(" ")


def inner(text: str) -> str:
    """As `plain`, with the blanks at its ends: a run within a sentence."""
    kept = _UNFIT.sub("", _BLANKS.sub(" ", str(text)))
    return "".join(each for each in kept if ord(each) & 0xFFFE != 0xFFFE)


def words(inlines: Sequence[Inline]) -> str:
    """A run of texts and figures as it is read."""
    return "".join(inner(each.shown if isinstance(each, Figure) else each.text) for each in inlines).strip(" ")


def width(text: str) -> float:
    """How wide a text is, in characters: half of one for a Latin sign."""
    return sum(
        0.0 if unicodedata.combining(each) else 1.0 if unicodedata.east_asian_width(each) in "WFA" else 0.55
        for each in text
    )
