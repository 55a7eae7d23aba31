"""A drafted form as it goes back: what is written where, what its formulas show now, and the page of sources. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from zhicheng.core.quantities import format_number
from zhicheng.publications.forms.answers import Draft, Proposal
from zhicheng.publications.forms.checking import evaluator
from zhicheng.publications.forms.grid import Cell, Grid
from zhicheng.publications.forms.opening import Filling, Recomputed, Written
from zhicheng.publications.forms.sheet import SOURCE_HEADS, SOURCES_IN_WORD, FormFile
from zhicheng.publications.forms.words import unit_in
from zhicheng.publications.forms.writing import shown, written

HOW = {
    "frozen": "数据版本",
    "derived": "按数据版本计算",
    "roster": "核实名单",
    "hand": "人工填写",
    "answer": "单位答复",
}
# Where a page of sources may not be added to the sender's file.
APART = ("structure-locked", "pages-counted")


@dataclass(frozen=True)
class Outgoing:
    """What is written into the file, and the rows of sources where they go into a file of their own."""

    filling: Filling
    apart: Sequence[Sequence[str]] = ()


def outgoing(form: FormFile, grid: Grid, draft: Draft) -> Outgoing:
    """A draft as what the file is filled with."""
    cells = {cell.key: cell for cell in grid.cells}
    proposals = {each.key: each for each in draft.proposals if each.key in cells}
    values = [_value(form, cells[key], each) for key, each in proposals.items()]
    sources = source_rows(form, cells, draft.proposals)
    filling = Filling(values, list(_formulas(form, proposals)) if form.kind == "xlsx" else (), sources)
    if any(code in APART for code, _name in grid.remarks):
        return Outgoing(Filling(filling.values, filling.formulas), sources)
    return Outgoing(filling)


def head_unit(cell: Cell) -> str:
    """The unit that a cell's column names."""
    return next((unit for text in reversed(cell.column_path) if (unit := unit_in(text)[0])), "") or cell.unit


def _value(form: FormFile, cell: Cell, proposal: Proposal) -> Written:
    number, text = written(proposal, cell.box, kind=form.kind, head_unit=head_unit(cell))
    return Written(cell.part, cell.row, cell.column, number, text, cell.box.place)


def _formulas(form: FormFile, proposals: Mapping[str, Proposal]) -> Iterator[Recomputed]:
    """What every formula of the file shows once the values are in; none that we cannot work out keeps an old figure."""
    work = evaluator(form, proposals)
    for sheet in form.sheets:
        for box in sheet.boxes.values():
            if box.formula:
                value = work.value((sheet.name, box.row, box.column))
                shown_now = "" if value is None else format_number(round(value, 10))
                if value is not None or box.text:
                    yield Recomputed(sheet.part, box.row, box.column, shown_now)


def source_rows(form: FormFile, cells: Mapping[str, Cell], proposals: Sequence[Proposal]) -> list[list[str]]:
    """The page “数据来源”: a heading, then a line for each cell that was filled, in the form's order."""
    kept = SOURCES_IN_WORD if form.kind == "docx" else range(len(SOURCE_HEADS))
    lines = [[SOURCE_HEADS[place] for place in kept]]
    order = {sheet.name: number for number, sheet in enumerate(form.sheets)}
    filled = [each for each in proposals if each.key in cells]
    for each in sorted(filled, key=lambda e: (order.get(e.sheet, 99), cells[e.key].row, cells[e.key].column)):
        cell = cells[each.key]
        text = shown(each, cell.box, kind=form.kind, head_unit=head_unit(cell))
        line = [each.sheet, each.ref, text, each.unit, each.label, each.source, each.period, each.definition,
                HOW.get(each.how, each.how), each.edition, "；".join(each.refs)]  # fmt: skip
        lines.append([line[place] for place in kept])
    return lines
