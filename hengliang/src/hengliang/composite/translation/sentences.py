"""A sentence of the library in another language: found by its pattern, with the facts put in."""

from __future__ import annotations

import csv
import io
import re
from functools import cache
from importlib.resources import files

from hengliang.composite.problems import listed, refuse

LANGUAGES = ("en", "zh-hans", "zh-hant")
MORE = {"zh-hans": "等，另有{}项", "zh-hant": "等，另有{}項"}
TABLES = {"data": ("数据", "資料"), "framework": ("指标框架", "指標框架"), "divisors": ("分母表", "分母表")}
NEAR = {"zh-hans": "（是否为{}？）", "zh-hant": "（是否為{}？）"}

MARK = r"\{[~#]?\}"
WORD = r"([^\s:;()]+)"

# (pattern, the groups that are sentences themselves, the text with {0}, {1} ... for the groups)
Entry = tuple[re.Pattern[str], frozenset[int], str]


def told_in(language: str, sentence: str) -> str:
    """A sentence in a language; as it stands where it has no translation. Raises: ProblemsFound for other languages."""
    if language not in LANGUAGES:
        raise refuse("language", f"{language!r}: there are {listed(LANGUAGES)}")
    if language == "en" or not sentence:
        return sentence
    return _told(language, sentence) or sentence


def _told(language: str, sentence: str) -> str:
    """The translation, '' where there is none."""
    head, colon, rest = sentence.partition(": ")
    if head in TABLES and colon:
        told = _told(language, rest)
        return told and f"{TABLES[head][LANGUAGES.index(language) - 1]}：{told}"
    hint = re.fullmatch(r"(.*) \(is it (.+?)\?\)", sentence, re.DOTALL)
    if hint is not None:
        told = _told(language, hint[1])
        return told and told + NEAR[language].format(hint[2])
    for pattern, inner, text in _entries(language):
        match = pattern.fullmatch(sentence)
        if match is not None:
            facts = [
                told_in(language, fact) if at in inner else _fact(language, fact)
                for at, fact in enumerate(match.groups())
            ]
            return text.format(*facts)
    told = _told(language, rest) if colon else ""
    return told and f"{_place(head)}：{told}"


def _fact(language: str, fact: str) -> str:
    """A fact stays as it is, but for how a list of them goes on."""
    return re.sub(r" and (\d+) more\b", lambda more: MORE[language].format(more[1]), fact)


def _place(head: str) -> str:
    """What stands before a colon: a row and a column, or a name of the user's."""
    return re.sub(r"^row (.+?)(?:, column (.+))?$", lambda at: "、".join(filter(None, at.groups())), head)


@cache
def _entries(language: str) -> tuple[Entry, ...]:
    """The sentences, the most telling pattern first: the one with most letters of its own."""
    text = files(__package__).joinpath("sentences.csv").read_text(encoding="utf-8")
    lines = list(csv.DictReader(io.StringIO(text)))
    lines.sort(key=lambda line: -len(re.sub(MARK, "", line["en"])))
    return tuple(_entry(line["en"], line[language]) for line in lines)


def _entry(english: str, text: str) -> Entry:
    parts = re.split(f"({MARK})", english)
    marks = parts[1::2]
    # A fact that opens the sentence holds no colon: what stands before one is a name, and goes another way.
    free = ["((?:(?!: ).)+?)" if english.startswith("{") else "(.+?)", *["(.+?)"] * len(marks)]
    facts = [WORD if mark == "{#}" else free[at] for at, mark in enumerate(marks)]
    pattern = "".join(facts[at // 2] if at % 2 else re.escape(part) for at, part in enumerate(parts))
    inner = frozenset(at for at, mark in enumerate(marks) if mark == "{~}")
    return re.compile(pattern, re.DOTALL), inner, text
