"""Whole tables in another language: headings that are ours, words in cells that are ours; what came in stays."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from hengliang.composite.problems import Problem
from hengliang.composite.translation.sentences import LANGUAGES, told_in

# Tables whose columns are the user's own units, years and codes.
THEIRS = frozenset(
    "raw cleaned divided imputed winsorised transformed treated scaled scores ranks coverage".split()  # noqa: SIM905
)
# Cells that hold a word or words of ours, and cells that hold a sentence.
WORDS = frozenset({"step", "rule", "flag", "flags", "treatment", "factor", "framework.mean"})
SENTENCES = frozenset({"how", "why", "reason"})
YES_NO = {"zh-hans": ("否", "是"), "zh-hant": ("否", "是")}
# Rules of the framework name its columns by our words.
OF_FRAMEWORK = frozenset(
    {"weight", "direction", "goalposts", "goalposts-reversed", "coverage", "unknown-parent", "two-parents", "target"}
)


def heading(language: str, table: str, name: str) -> str:
    """A column's heading; as it stands where it has no translation."""
    return _name(language, "heading", f"{table}.{name}") or _name(language, "heading", name) or name


def rule_in(language: str, code: str) -> str:
    """What a rule is called."""
    return _name(language, "rule", code) or code


def table_in(language: str, table: str, columns: Mapping[str, Any], *, theirs: Collection[str] = ()) -> dict[str, Any]:
    """The columns of a table in a language. `theirs`: columns of the user's, which keep their names and cells."""
    if language == "en" or table in THEIRS:
        return dict(columns)
    told = {}
    for name, cells in columns.items():
        mine = name not in theirs
        told[heading(language, table, name) if mine else name] = _cells(language, table, name, cells) if mine else cells
    return told


def problems_in(language: str, problems: Sequence[Problem]) -> dict[str, list[str]]:
    """The table of problems: code, row, column, why; in Chinese the rule by its name first, its code last."""
    if language == "en":
        return {name: [getattr(problem, name) for problem in problems] for name in ("code", "row", "column", "why")}
    columns = {
        "rule": [rule_in(language, problem.code) for problem in problems],
        "row": [told_in(language, problem.row) for problem in problems],
        "column": [_column(language, problem) for problem in problems],
        "why": [told_in(language, problem.why) for problem in problems],
        "code": [problem.code for problem in problems],
    }
    return {heading(language, "problems", name): cells for name, cells in columns.items()}


def _column(language: str, problem: Problem) -> str:
    if problem.code in OF_FRAMEWORK:
        return heading(language, "framework", problem.column)
    return told_in(language, problem.column) if problem.column.startswith(("no. ", "column ")) else problem.column


def _cells(language: str, table: str, name: str, cells: Any) -> Any:
    if name in SENTENCES:
        return [_several(language, cell) for cell in cells]
    if name in WORDS or f"{table}.{name}" in WORDS:
        return [" ".join(_word(language, word) for word in str(cell or "").split(" ")) for cell in cells]
    if len(cells) and all(isinstance(cell, bool | np.bool_) for cell in cells):
        return [YES_NO[language][int(cell)] for cell in cells]
    return cells


def _several(language: str, text: str) -> str:
    """A sentence, or several with semicolons between."""
    told = told_in(language, text)
    return told if told != text else "；".join(told_in(language, part) for part in str(text).split("; "))


def _word(language: str, word: str) -> str:
    return _name(language, "value", word) or word


def _name(language: str, kind: str, name: str) -> str:
    return _names(language).get((kind, name), "") if language != "en" else ""


@cache
def _names(language: str) -> dict[tuple[str, str], str]:
    if language not in LANGUAGES:
        return {}
    text = files(__package__).joinpath("names.csv").read_text(encoding="utf-8")
    return {(line["kind"], line["name"]): line[language] for line in csv.DictReader(io.StringIO(text))}
