"""The sheet that goes back to its sender: as it came, every bad cell marked and explained, a list of problems behind."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from zhicheng.core.intake.export import put, sheet_name
from zhicheng.core.intake.model import Book, Cell, Sheet, column_letter

PROBLEMS = "问题清单"
_PADDING = 0.7109375
"""What a stored width has more than the width that xlsxwriter is told."""
Mark = tuple[str, int, int]
"""Sheet name, row from 1, column from 1."""


def returned_copy(book: Book, marks: Mapping[Mark, str | tuple[str, str]], path: str | Path | BytesIO) -> None:
    """Write the book anew with its marks.

    A mark is a sentence, or (what is wrong, what to do). Values, widths and merged cells are kept; formulas come
    back as their values, and text that could run as a formula is text.
    """
    # Heavy, and only a faulty sheet needs it.
    import xlsxwriter

    target = path if isinstance(path, BytesIO) else str(path)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(target, options) as out:
        forms = _Forms(out)
        names: list[str] = []
        for sheet in book.sheets:
            names.append(sheet_name(sheet.name, [*names, PROBLEMS]))
            page = out.add_worksheet(names[-1])
            if sheet.hidden:
                page.hide()
            _write(page, sheet, {place[1:]: mark for place, mark in marks.items() if place[0] == sheet.name}, forms)
        _list(out.add_worksheet(PROBLEMS), book, marks, forms)
        if all(sheet.hidden for sheet in book.sheets):
            out.get_worksheet_by_name(PROBLEMS).activate()
            out.get_worksheet_by_name(PROBLEMS).set_first_sheet()


class _Forms:
    """Cell formats, made once each."""

    def __init__(self, out: Any) -> None:
        self._out = out
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def get(self, **wanted: Any) -> Any:
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            self._made[key] = self._out.add_format({"text_wrap": True, "valign": "vcenter", **wanted})
        return self._made[key]


def _sentence(mark: str | tuple[str, str]) -> str:
    return mark if isinstance(mark, str) else "".join(mark)


def _form(forms: _Forms, cell: Cell, *, bad: bool) -> Any:
    wanted: dict[str, Any] = {"border": 1}
    if bad:
        wanted |= {"bg_color": "#FDE2DF", "border_color": "#B42318"}
    if cell.struck:
        wanted["font_strikeout"] = True
    if cell.number_format and cell.number_format.lower() != "general" and not isinstance(cell.value, str):
        wanted["num_format"] = cell.number_format
    return forms.get(**wanted)


def _write(page: Any, sheet: Sheet, marks: Mapping[tuple[int, int], str | tuple[str, str]], forms: _Forms) -> None:
    for column, width in sheet.widths:
        page.set_column(column, column, max(width - _PADDING, 0.5))
    for column in sheet.hidden_columns:
        page.set_column(column, column, None, None, {"hidden": True})
    for row in sheet.hidden_rows:
        page.set_row(row, None, None, {"hidden": True})
    covered = _merge(page, sheet, marks, forms)
    for row, line in enumerate(sheet.rows):
        for column, cell in enumerate(line):
            bad = (row + 1, column + 1) in marks
            if (row, column) not in covered and (bad or not cell.empty):
                put(page, row, column, _value(cell), _form(forms, cell, bad=bad))
    for (row, column), mark in marks.items():
        page.write_comment(row - 1, column - 1, _sentence(mark), {"x_scale": 2, "author": ""})
        if row > len(sheet.rows) or column > len(sheet.rows[row - 1]):
            page.write_blank(row - 1, column - 1, None, _form(forms, Cell(), bad=True))


def _merge(page: Any, sheet: Sheet, marks: Mapping[tuple[int, int], Any], forms: _Forms) -> set[tuple[int, int]]:
    covered: set[tuple[int, int]] = set()
    for top, left, bottom, right in sheet.merges:
        # Beyond the used area a merge holds nothing to keep.
        bottom = min(bottom, max(top, len(sheet.rows) - 1))
        area = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        if len(area) < 2 or area & covered:
            continue
        covered |= area
        cell = sheet.cell(top, left)
        form = _form(forms, cell, bad=any((row + 1, column + 1) in marks for row, column in area))
        page.merge_range(top, left, bottom, right, "", form)
        put(page, top, left, _value(cell), form)
    return covered


def _value(cell: Cell) -> object:
    return cell.text if isinstance(cell.value, str) else cell.value


def _list(page: Any, book: Book, marks: Mapping[Mark, str | tuple[str, str]], forms: _Forms) -> None:
    head = forms.get(bold=True, border=1, bg_color="#EEF2F7")
    for column, (text, width) in enumerate(
        (("工作表", 16), ("行", 6), ("列", 6), ("填写的内容", 28), ("问题", 48), ("怎样改", 40))
    ):
        page.set_column(column, column, width)
        put(page, 0, column, text, head)
    order = {sheet.name: number for number, sheet in enumerate(book.sheets)}
    sheets = {sheet.name: sheet for sheet in book.sheets}
    ordered = sorted(marks.items(), key=lambda item: (order.get(item[0][0], 99), item[0][1], item[0][2]))
    for number, ((name, row, column), mark) in enumerate(ordered, start=1):
        shown = sheets[name].cell(row - 1, column - 1).text if name in sheets else ""
        what, todo = (mark, "") if isinstance(mark, str) else mark
        for place, value in enumerate((name, row, column_letter(column - 1), shown, what, todo)):
            put(page, number, place, value, forms.get(border=1))
    page.freeze_panes(1, 0)
