"""A file held against the rules: what the child process does, from bytes to plain findings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from zhicheng.core.intake.limits import Limits
from zhicheng.publications.layout import word
from zhicheng.publications.layout.anatomy import RUNNING, Anatomy, Part, anatomy
from zhicheng.publications.layout.document import Document, Grid
from zhicheng.publications.layout.findings import Finding
from zhicheng.publications.layout.rules import CHECKS, EVERY_TEXT
from zhicheng.publications.layout.rules.letter import double_lines
from zhicheng.publications.layout.rules.look import TEXT, Look
from zhicheng.publications.layout.typefaces import substitute
from zhicheng.publications.layout.units import plain
from zhicheng.publications.layout.writing import HAN

FORMS = ("document", "letter")
_MOST_PLACES = 5


def measure(path: Path, form: str, limits: Limits) -> dict[str, Any]:
    """{"deviations", "measured", "remarks"} of a docx as JSON values; `form` "" lets the file tell. Raises Refused."""
    document = word.read(path, limits)
    parts = anatomy(document)
    form = form or ("letter" if double_lines(document) else "document")
    look = Look(document, parts, form)
    checks = CHECKS if parts.chinese else EVERY_TEXT
    return {
        "deviations": grouped([each for check in checks for each in check(look)]),
        "measured": _measured(document, parts, form),
        "remarks": [*document.remarks, *_remarks(document, parts)],
    }


def _remarks(document: Document, parts: Anatomy) -> list[str]:
    """What was let pass or could not be seen."""
    found = []
    text = [span for each in parts.all(*TEXT, Part.TITLE) for span in each.spans if HAN.search(span.text)]
    if any(substitute(span.east) for span in text):
        found.append("substitutes")
    title = parts.first(Part.TITLE)
    head = [each for each in document.paragraphs if title is not None and each.index < title.index]
    if not parts.all(Part.MARK) and any(each.pictures for each in head):
        found.append("pictures")
    return found if parts.chinese else ["foreign"]


def grouped(findings: list[Finding]) -> list[dict[str, Any]]:
    """One deviation a rule: how many places, the first of them, what was found."""
    by_rule: dict[str, list[Finding]] = {}
    for each in findings:
        by_rule.setdefault(each.rule, []).append(each)
    return [
        {
            "rule": rule,
            "found": _distinct([each.found for each in several]),
            "places": [[each.place.kind, each.place.number, each.place.quote] for each in several[:_MOST_PLACES]],
            "count": len({(each.place.kind, each.place.number, each.place.quote) for each in several}),
        }
        for rule, several in by_rule.items()
    ]


def _distinct(found: list[Any]) -> list[Any]:
    kept: list[Any] = []
    for each in found:
        if each not in kept:
            kept.append(each)
        if len(kept) > _MOST_PLACES:
            break
    return kept


def _measured(document: Document, parts: Anatomy, form: str) -> list[list[str]]:
    section = document.sections[0]
    found = [
        ["form", form],
        ["paper", f"{plain(section.width)}×{plain(section.height)}"],
        ["margins", " / ".join(plain(each) for each in _margins(document))],
        ["grid", _grid(section.grid)],
    ]
    looks: dict[str, int] = {}
    for each in parts.all(*RUNNING):
        for span in each.spans:
            name = f"{span.east} {plain(span.size)}".strip()
            looks[name] = looks.get(name, 0) + len(span.text)
    if looks:
        found.append(["text", max(looks, key=lambda name: looks[name])])
    found.append(["sections", str(len(document.sections))])
    found.append(["paragraphs", str(sum(1 for each in document.paragraphs if each.number))])
    return found


def _margins(document: Document) -> tuple[float, float, float, float]:
    first = document.sections[0]
    return first.top, first.bottom, first.left + first.gutter, first.right


def _grid(grid: Grid) -> str:
    if not grid.lines:
        return "—"
    return plain(grid.pitch, 2) + (f" / {plain(grid.added, 3)}" if grid.characters else "")
