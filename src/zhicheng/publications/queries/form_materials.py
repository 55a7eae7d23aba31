"""What a form is filled from: its edition, earlier ones to compare with, internal names, and what people gave by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import translation

from zhicheng.core.access import SYSTEM
from zhicheng.core.quantities import parse_number
from zhicheng.goals.queries.owing import owing, verified_names
from zhicheng.indicators.editions.content import Edition, EditionHead, Item
from zhicheng.indicators.queries import editions
from zhicheng.publications.forms.answers import Draft, Gap, Proposal
from zhicheng.publications.forms.desk import Desk
from zhicheng.publications.forms.grid import Cell, Grid
from zhicheng.publications.forms.outgoing import head_unit
from zhicheng.publications.forms.reading import read_grid
from zhicheng.publications.forms.sheet import FormFile
from zhicheng.publications.forms.shelf import Shelf
from zhicheng.publications.forms.telling import period_words
from zhicheng.publications.forms.vocabulary import Vocabulary
from zhicheng.publications.forms.whole import draft_form
from zhicheng.publications.forms.words import is_percent, unit_in
from zhicheng.registry.queries.labels import names_of_organisations

# What people gave for a cell: {"how": "hand" | "answer" | "blank", "value", "text", "source", "by", "at", "note"}.
Given = Mapping[str, Any]


def shelf_of(code: str, *, names: bool = True) -> Shelf:
    """The edition and those it may be compared with. Whoever calls has asked whether the form may be seen.

    Names behind counts are those of the office itself: a superior's list asks for them, published or not.
    """
    current = editions.edition(code, SYSTEM)
    alone = Shelf(current)
    periods = {each for each in (alone.before(), alone.year_before()) if each}
    earlier = [editions.edition(head.code, SYSTEM) for head in _comparable(current, periods)]
    return Shelf(current, earlier, internal_items(current) if names else ())


def _comparable(current: Edition, periods: set[str]) -> list[EditionHead]:
    """The newest edition of each period, of this programme or of the same one a year before."""
    found: dict[str, EditionHead] = {}
    shape = re.sub(r"\d{4}", "", current.programme)
    for head in editions.editions(SYSTEM):
        same = head.programme == current.programme or re.sub(r"\d{4}", "", head.programme) == shape
        if head.period in periods and head.state != "withdrawn" and same and head.region == current.region:
            found.setdefault(head.period, head)
    return list(found.values())


def internal_items(edition: Edition) -> list[Item]:
    """The verified names behind an edition's counts, with those that are not public."""
    areas = {each.code for each in edition.areas}
    return [
        Item(
            f"task:{each.task}", _area(each.region, areas, edition.region), each.name, each.code, 1, each.happened_on,  # type: ignore[arg-type]
            period=each.period, unit_name=each.unit,
            source=f"ledger:{each.ledger_entry}" if each.ledger_entry is not None else "",
        )
        for each in verified_names(edition.programme, period=edition.period, cut_off=edition.cut_off)
    ]  # fmt: skip


def _area(region: str, areas: set[str], city: str) -> str:
    """The area of an edition in which a part's region lies."""
    if region in areas:
        return region
    return next(
        (code for code in sorted(areas, key=len, reverse=True) if code != city and region.startswith(code)), city
    )


def drafted(
    form: FormFile, grid: Grid, shelf: Shelf, *, answers: Mapping[str, str], given: Mapping[str, Given]
) -> Draft:
    """The draft of a form with who owes what is missing.

    Its words go into the sender's file and to superiors, so they are simplified Chinese whoever works at it.
    """
    with translation.override("zh-hans"):
        cells = {cell.key: cell for cell in grid.cells}
        desk = Desk(shelf, Vocabulary.of(shelf.current), answers)
        told = {key: proposal_of(cells[key], each, desk.edition) for key, each in given.items() if key in cells}
        return with_owed(draft_form(form, grid, desk, given=told), shelf.current)


def with_owed(draft: Draft, edition: Edition) -> Draft:
    """Gaps with the names of the units that owe them."""
    codes = owed_by(draft, edition)
    names = names_of_organisations(set(codes.values()))
    gaps = tuple(
        Gap(**{**_plain(gap), "owed_by": names.get(codes.get(gap.key, ""), "")}) for gap in draft.gaps
    )  # fmt: skip
    return Draft(draft.proposals, gaps, draft.questions, draft.contradictions, draft.left, draft.remarks)


def owed_by(draft: Draft, edition: Edition) -> dict[str, str]:
    """Organisation codes by the cell that they owe."""
    units = owing(edition.programme)
    found = {}
    for gap in draft.gaps:
        task = (
            int(gap.subject.partition(":")[2])
            if gap.subject.startswith("task:") and gap.subject[5:].isdigit()
            else None
        )
        code = units.of(task=task, region=gap.area, city=edition.region)
        if code and gap.why not in ("locked", "hidden", "short", "nameless", "subtotal"):
            found[gap.key] = code
    return found


def _plain(gap: Gap) -> dict[str, str]:
    return {name: getattr(gap, name) for name in gap.__dataclass_fields__}


def grid_of(layout: Mapping[str, Any]) -> tuple[FormFile, Grid]:
    """A kept form as it was read."""
    form = FormFile.from_plain(layout)
    return form, read_grid(form)


HOW_SAID = {"hand": "人工填写", "answer": "单位答复"}


def proposal_of(cell: Cell, given: Given, edition: Edition) -> Proposal:
    """What somebody gave for a cell, as it stands beside the proposals."""
    how = given["how"]
    typed, unit = str(given.get("value", "")).strip(), cell_unit(cell)
    number = parse_number(typed.rstrip("%％")) if typed else None
    label = " · ".join(each for each in (" / ".join(cell.row_path), " / ".join(cell.column_path)) if each)
    when = datetime.fromisoformat(given["at"]).date().isoformat() if given.get("at") else ""
    source = f"{HOW_SAID.get(how, '')}（{when}）：{given.get('source', '')}"
    return Proposal(
        cell.key, cell.sheet, cell.ref, number, "" if number is not None else typed, unit, source,
        period_words(edition.period), "", how, "", note=str(given.get("note", "")), label=label, rate=is_percent(unit),
    )  # fmt: skip


def cell_unit(cell: Cell) -> str:
    """The unit that a cell's labels name."""
    return head_unit(cell) or next((unit for text in reversed(cell.row_path) if (unit := unit_in(text)[0])), "")
