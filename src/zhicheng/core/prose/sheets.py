"""A workbook as text: every cell that can be seen, as its format shows it, with its sheet and reference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from zhicheng.core.intake.formats import plain, show_number
from zhicheng.core.intake.limits import Limits
from zhicheng.core.intake.model import Cell, Sheet, column_letter
from zhicheng.core.intake.workbook import read_book
from zhicheng.core.prose.building import Draft, Laid
from zhicheng.core.prose.model import HEADING, Prose

_DIGITS = re.compile(r"[0#?][0#?,]*(?:\.([0#?]*))?(,*)")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|[_*].|\[[^\]]*\]')
_SIGNIFICANT = 11  # of a number without a format, as many digits as a cell shows at most


def read(path: Path, name: str, limits: Limits) -> Prose:
    """The text of an xlsx. Raises Refused."""
    book = read_book(path, limits)
    draft = Draft(limits)
    hidden = [sheet.name for sheet in book.sheets if sheet.hidden and not sheet.empty]
    shown = [sheet for sheet in book.sheets if not sheet.hidden and not sheet.empty]
    for sheet in shown:
        where = f"工作表“{sheet.name}”"
        if len(shown) > 1:
            draft.block(sheet.name, HEADING, where=where)
        draft.table(_cells(sheet, where))
        if any(
            not cell.empty and (row in sheet.hidden_rows or column in sheet.hidden_columns)
            for row, line in enumerate(sheet.rows)
            for column, cell in enumerate(line)
        ):
            draft.remark("hidden-cells", name=sheet.name)
    if hidden:
        draft.remark("hidden-sheets", names="、".join(hidden))
    if "objects" in book.remarks:
        draft.remark("objects")
    return draft.finished(kind="xlsx", name=name)


def _cells(sheet: Sheet, where: str) -> Iterator[Laid]:
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in sheet.merges}
    for row, line in enumerate(sheet.rows):
        if row in sheet.hidden_rows:
            continue
        for column, cell in enumerate(line):
            if column in sheet.hidden_columns or cell.merged_from or cell.struck:
                continue
            words = shown(cell)
            if words.strip():
                rows, columns = spans.get((row, column), (1, 1))
                yield Laid(row, column, words, rows, columns, f"{where} {column_letter(column)}{row + 1}")


def shown(cell: Cell) -> str:
    """What a person sees in a cell: 0.857 under 0.0% is 85.7%, 12345.6 under #,##0 is 12,346."""
    value = cell.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return cell.text
    code = cell.number_format
    number = Decimal(repr(value))
    if not code or code == "@" or code.lower().startswith(("general", "g/")):
        return _general(number)
    section = _section(code, number)
    if "e+" in section.lower() or "e-" in section.lower() or "/" in _LITERAL.sub("", section):
        return show_number(value, code)
    return _formatted(abs(number) if ";" in code and number < 0 else number, section)


def _general(number: Decimal) -> str:
    digits = len(plain(abs(number)).partition(".")[0].lstrip("0"))
    return plain(round(number, max(0, _SIGNIFICANT - digits - 1))) if abs(number) < 10**11 else plain(number)


def _section(code: str, number: Decimal) -> str:
    """The part of a format that is for positive, negative or no value."""
    parts = code.split(";")
    if number < 0 and len(parts) > 1:
        return parts[1]
    return parts[2] if number == 0 and len(parts) > 2 else parts[0]


@cache
def _shape(section: str) -> tuple[str, str, str, int, int, bool]:
    literals: list[str] = []

    def keep(match: re.Match[str]) -> str:
        literals.append(match[1] or match[2] or "")
        return chr(0xE000 + len(literals) - 1)

    bare = _LITERAL.sub(keep, section)
    found = _DIGITS.search(bare)
    before, after = (bare[: found.start()], bare[found.end() :]) if found else (bare, "")

    def back(text: str) -> str:
        return "".join(literals[ord(sign) - 0xE000] if 0xE000 <= ord(sign) < 0xE000 + len(literals) else sign
                       for sign in text)  # fmt: skip

    digits = found[0] if found else ""
    whole_part = digits.partition(".")[0].rstrip(",")
    return (back(before), digits, back(after), len(found[1] or "") if found else 0,
            len(digits) - len(digits.rstrip(",")), "," in whole_part)  # fmt: skip


def _formatted(number: Decimal, section: str) -> str:
    before, digits, after, decimals, thousandths, grouped = _shape(section)
    if not digits:
        return before or plain(number)
    number = number * 100 if "%" in before + after else number
    number /= 1000**thousandths
    rounded = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) if number.adjusted() < 20 else number
    text = f"{abs(rounded):,f}" if grouped else f"{abs(rounded):f}"
    fraction = digits.partition(".")[2].rstrip(",")
    while fraction.endswith(("#", "?")) and "." in text and text.endswith("0"):
        text, fraction = text[:-1], fraction[:-1]
    least = digits.partition(".")[0].count("0")
    whole_part, point, rest = text.rstrip(".").partition(".")
    text = whole_part.zfill(least) + point + rest
    return f"{'-' if rounded < 0 else ''}{before}{text}{after}"
