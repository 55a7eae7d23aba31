"""Names in three languages, and the folding that lets either Chinese script find the other."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.translation import get_language
from opencc import OpenCC


@cache
def _converter(scheme: str) -> OpenCC:
    return OpenCC(scheme)


@cache
def _simplified(character: str) -> str:
    turned = _converter("t2s").convert(character)
    return turned if len(turned) == 1 else character


def to_traditional(text: str) -> str:
    """Simplified Chinese in traditional characters; official text keeps its words.

    By s2tw: characters as they are written today (核實, 群眾, 為), where s2t gives old forms (覈實, 羣衆, 爲) and s2twp
    would change words as well (信息 to 資訊).
    """
    return _converter("s2tw").convert(text)


def to_simplified(text: str) -> str:
    """Traditional Chinese in simplified characters."""
    return _converter("t2s").convert(text)


def fold(text: str) -> str:
    """Text for matching: simplified, half-width, lower case, character by character.

    The result has as many characters as the input, so that positions found in it hold in the original.
    """
    return text.lower() if text.isascii() else "".join(map(_fold_character, text))


@cache
def _fold_character(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character)
    return _simplified((plain if len(plain) == 1 else character).lower()[:1])


@dataclass(frozen=True)
class Names:
    """What a declared thing is called; traditional Chinese follows from simplified unless it is given."""

    zh: str
    en: str
    hant: str = ""

    def in_language(self, language: str | None) -> str:
        """The name for a language code such as `zh-hant`; simplified Chinese for an unknown one."""
        code = (language or "").lower()
        if code.startswith("en"):
            return self.en
        if code.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo")):
            return self.hant or to_traditional(self.zh)
        return self.zh

    def __str__(self) -> str:
        # Those who use a part of the house as a library have no settings, and no language was chosen.
        return self.in_language(get_language() if settings.configured else None)
