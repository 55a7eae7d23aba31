"""Finding the head of a table and reading its words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from zhicheng.core.intake import Cell, Sheet
from zhicheng.core.quantities import parse_deadline
from zhicheng.core.quantities.amounts import is_unit
from zhicheng.core.text import fold
from zhicheng.goals.contracts import words
from zhicheng.goals.contracts.columns import Column, Head, cells_below, field_by_cells, numeric, settle, share, squeeze
from zhicheng.goals.contracts.marks import MARKED, with_marks
from zhicheng.goals.contracts.units_behind import take_units_behind

_REACH = 60
_NO_CHOICES: Mapping[int, str] = {}


def find_head(sheet: Sheet, start: int = 0, *, choices: Mapping[int, str] = _NO_CHOICES) -> Head | None:
    """The next head from a row on, or None. A head names a task and something to do about it.

    `choices` are the fields of columns that someone has chosen.
    """
    rows = [row for row in range(start, min(len(sheet.rows), start + _REACH)) if row not in sheet.deleted_rows]
    hits = {row: len(_hits(sheet, row)) for row in rows}
    # A lone heading is one only where no row has more of them.
    for row in [row for row in rows if hits[row] >= 2] or [row for row in rows if hits[row] == 1]:
        head = _block(sheet, row, start)
        head.given = choices
        _name(sheet, head, choices)
        names = {column.field for column in head.columns}
        rest = {"lead", "responsible", "support", "target", "deadline", "total", "county"}
        names = {single for name in names for single in name.split("+")}
        if "task" in names and ((names & rest and hits[row] >= 2) or _units_in_tasks(sheet, head)):
            return head
    return None


def _units_in_tasks(sheet: Sheet, head: Head) -> bool:
    """No column beside the task says anything, but the tasks name their units themselves."""
    task = head.one("task")
    cells = cells_below(sheet, head, task.index) if task else []
    return share(cells, lambda cell: take_units_behind(cell.text, alone=False)[1].named) >= 0.3


def is_head_row(sheet: Sheet, row: int, head: Head) -> bool:
    """The row repeats (a part of) the head: a table printed over pages."""
    own = [words.clean_label(sheet.cell(row, column.index).text) for column in head.columns]
    if not any(own):
        return False
    known = [{words.clean_label(label) for label in column.path} | {""} for column in head.columns]
    filled = len({text for text in own if text})
    return filled >= 2 and all(text in labels for text, labels in zip(own, known, strict=True))


def starts_new_head(sheet: Sheet, row: int) -> bool:
    """The row is the head of another table below the first."""
    fields = [name for column, name in _hits(sheet, row).items() if name]
    return len(set(fields)) >= 3 and "task" in {f for fs in fields for f in fs}


def follows(sheet: Sheet, head: Head) -> bool:
    """The sheet goes on under a head: its first row is no head of another kind of table."""
    first = [row for row in range(len(sheet.rows)) if any(not cell.empty for cell in sheet.rows[row])][:1]
    for row in first:
        texts = {column.field: sheet.cell(row, column.index).text.strip() for column in head.columns}
        number, when, target = texts.get("no", ""), texts.get("deadline", ""), texts.get("target", "")
        foreign = (
            bool(number) and not re.search(r"[\d一二三四五六七八九十]", fold(number)),
            bool(when) and parse_deadline(when, 2000) is None,
            bool(target)
            and len(target) < 8
            and not re.search(r"\d|定性|完成|覆盖", fold(target))
            and not is_unit(target),
        )
        if words.fields_of(squeeze(number)) == ("no",) or sum(foreign) > 1:
            return False
    return True


def starts_other_list(sheet: Sheet, row: int, head: Head) -> bool:
    """The row is the head of a list of something else: a word for numbers, and words beside it that are no task's."""
    number = head.one("no")
    if number is None or words.fields_of(squeeze(sheet.cell(row, number.index).text)) != ("no",):
        return False
    cells = [sheet.cell(row, column) for column in range(sheet.width) if sheet.cell(row, column).text.strip()]
    short = all(isinstance(cell.value, str) and len(squeeze(cell.text)) <= 14 for cell in cells)
    return short and len(cells) >= 3


def _hits(sheet: Sheet, row: int) -> dict[int, tuple[str, ...]]:
    """The cells of a row that are heading words, one for each merged area."""
    hits: dict[int, tuple[str, ...]] = {}
    seen: set[tuple[int, int] | None] = set()
    for column in range(sheet.width):
        cell = sheet.cell(row, column)
        if not isinstance(cell.value, str) or (cell.merged_from in seen and cell.merged_from is not None):
            continue
        fields = words.fields_of(squeeze(cell.text))
        if fields and fields not in hits.values():
            hits[column] = fields
            seen.add(cell.merged_from)
    return hits


def _block(sheet: Sheet, row: int, start: int) -> Head:
    """The rows of the head: those that its merges reach, and lines of sub-headings or column numbers below."""
    top = bottom = row
    for first, left, last, _right in sheet.merges:
        reaches = first <= row <= last and first >= start and last - first < 4 and left < sheet.width
        if reaches and words.fields_of(squeeze(sheet.cell(first, left).text)):
            top, bottom = min(top, first), max(bottom, last)
    if top > start and _is_group_row(sheet, top - 1, top):
        top -= 1
    while bottom + 1 < len(sheet.rows) and bottom - top < 4 and _is_subhead(sheet, bottom + 1, top, bottom):
        bottom += 1
    return Head(top, bottom)


def _is_group_row(sheet: Sheet, row: int, head_row: int) -> bool:
    texts = [squeeze(sheet.cell(row, column).text) for column in range(sheet.width)]
    distinct = {text for text in texts if text}
    if (
        not distinct
        or max(len(text) for text in distinct) > 14
        or (len(distinct) == 1 and len([t for t in texts if t]) > 0.7 * sheet.width)
    ):
        return False
    if texts and texts[0] and not words.fields_of(texts[0]):
        return False
    spans = any(first == last == row and right > left for first, left, last, right in sheet.merges)
    named = all(words.fields_of(text) or words.GROUPS.fullmatch(words.clean_label(text)) for text in distinct)
    return named and (spans or len(distinct) < len({squeeze(sheet.cell(head_row, c).text) for c in range(sheet.width)}))


def _is_subhead(sheet: Sheet, row: int, top: int, bottom: int) -> bool:
    """The row holds only sub-headings: words of the head, places under a group, or the numbers of columns."""
    fresh = [
        (column, cell)
        for column in range(sheet.width)
        if (cell := sheet.cell(row, column)).text.strip() and not (cell.merged_from and cell.merged_from[0] <= bottom)
    ]
    if not fresh:
        return any(
            first <= bottom and last >= row
            for first, left, last, _r in sheet.merges
            if first >= top and left < sheet.width
        )
    if _numbers_columns([cell for _column, cell in fresh]):
        return True
    texts = [squeeze(cell.text) for _column, cell in fresh]
    if any(not isinstance(cell.value, str) or len(text) > 14 for (_c, cell), text in zip(fresh, texts, strict=True)):
        return False
    known = [bool(words.fields_of(text)) or words.is_place(text) or is_unit(text) for text in texts]
    under = [_under_group(sheet, column, top, bottom) for column, _cell in fresh]
    empty_above = all(not sheet.cell(bottom, column).text.strip() for column, _cell in fresh)
    if not all(k or u for k, u in zip(known, under, strict=True)):
        return False
    covered = any(first <= bottom and last >= row for first, left, last, _r in sheet.merges if first >= top)
    return (
        all(under) or covered or empty_above or (all(bool(words.fields_of(text)) for text in texts) and len(texts) > 1)
    )


def _under_group(sheet: Sheet, column: int, top: int, bottom: int) -> bool:
    """A heading above spreads over several columns here."""
    above = squeeze(sheet.cell(bottom, column).text)
    for first, left, last, right in sheet.merges:
        if top <= first and last <= bottom and left <= column <= right and right > left:
            return True
    if above:
        return bool(words.GROUPS.fullmatch(words.clean_label(above))) and not words.fields_of(above)
    # Not merged: the heading stands over the first column of its group only.
    for left in range(column - 1, -1, -1):
        text = squeeze(sheet.cell(bottom, left).text)
        if text:
            return bool(words.GROUPS.fullmatch(words.clean_label(text))) or bool(words.fields_of(text))
    return False


def _numbers_columns(cells: list[Cell]) -> bool:
    texts = [squeeze(cell.text).strip("（）()栏") for cell in cells]
    if len(texts) < 3 or max(len(text) for text in texts) > 4:
        return False
    numbers = [int(text) for text in texts if text.isdecimal()]
    letters = [text for text in texts if text in "甲乙丙丁戊" or text in ("栏次",)]
    return (
        len(numbers) + len(letters) == len(texts)
        and len(numbers) >= 2
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        and numbers[0] in (1, 0)
        and (bool(letters) or len(numbers) >= 3)
    )


def _path(sheet: Sheet, head: Head, column: int) -> tuple[str, ...]:
    path: list[str] = []
    for row in range(head.top, head.bottom + 1):
        if _numbers_columns([cell for index in range(sheet.width) if (cell := sheet.cell(row, index)).text.strip()]):
            continue
        text = squeeze(sheet.cell(row, column).text)
        if text and (not path or path[-1] != text) and not text.isdigit():
            path.append(text)
        elif not text and row < head.bottom and not path:
            group = _open_group(sheet, row, column, head)
            if group:
                path.append(group)
    return tuple(path)


def _open_group(sheet: Sheet, row: int, column: int, head: Head) -> str:
    """The unmerged group heading to the left that this column still belongs to."""
    if not squeeze(sheet.cell(head.bottom, column).text):
        return ""
    for left in range(column - 1, -1, -1):
        text = squeeze(sheet.cell(row, left).text)
        if text:
            under = squeeze(sheet.cell(head.bottom, left).text)
            return text if under and under != text else ""
    return ""


def _unit_in(label: str) -> str:
    match = re.search(r"[（(](?:单位[:：])?([^（()）]{1,8})[)）]", label)
    return match[1].strip() if match and is_unit(match[1]) and match[1] not in ("无",) else ""


def _name(sheet: Sheet, head: Head, choices: Mapping[int, str]) -> None:
    """Give every column its field: by its words, then by its cells where the words leave a choice."""
    columns = []
    for index in range(sheet.width):
        path = _path(sheet, head, index)
        options = (choices[index],) if index in choices else _options(path)
        unit = next((found for label in reversed(path) if (found := _unit_in(label))), "")
        columns.append(Column(index, path=path, options=options, unit=unit, hidden=index in sheet.hidden_columns))
    columns = under_counties(_counties(sheet, head, columns))
    columns = with_marks(sheet, head, columns)
    taken = [
        column
        if column.county or column.field == MARKED
        else replace(column, field=field_by_cells(sheet, head, column, columns))
        for column in columns
    ]
    head.columns = taken
    settle(sheet, head)


def _options(path: tuple[str, ...]) -> tuple[str, ...]:
    if not path:
        return ()
    leaf, parents = path[-1], path[:-1]
    own = words.fields_of(leaf)
    above = tuple(found for label in parents for found in words.fields_of(label))
    joined = words.fields_of("".join(path)) if len(path) > 1 else ()
    plain = words.clean_label(leaf)
    if any(field in ("progress", "baseline") for field in above):
        return (above[0],)
    if set(above) & {"lead", "responsible"}:
        if re.match(r"市级|市直|市有关|县级|县|属地|各县|部门", plain):
            return ("responsible",)
        if own and own[0] in ("lead", "support", "contact", "person", "phone"):
            return own
        if "unit" in own:
            return ("responsible",)
    if set(above) & {"contact", "person"} and plain in ("姓名", "名字", "职务", "单位"):
        return ("contact",) if plain == "姓名" else ("progress",)
    if "target" in above and own:
        if "unit" in own:
            return ("unit",)
        if plain in ("指标", "指标名称", "内容", "项目", "名称"):
            return ("task", "target")
        return own
    if "deadline" in above and own:
        return own if own[0] in ("start", "deadline", "milestone") else ("milestone",)
    return own or joined or (above[-1:] if above and len(parents) == 1 and not own and plain in ("", "内容") else ())


def _counties(sheet: Sheet, head: Head, columns: list[Column]) -> list[Column]:
    """Columns that stand for a county: under a group that says so, or named as places side by side."""
    named = [
        column.index
        for column in columns
        if column.path and not column.options and (words.is_place(column.label) or _grouped(column))
    ]
    countable = [index for index in named if numeric(sheet, head, index)]
    chosen = {index for index in countable if len(countable) >= 2 or _grouped(columns[index])}
    return [
        replace(column, county=re.sub(r"[（(][^（()）]*[)）]$", "", column.label), field="county")
        if column.index in chosen
        else column
        for column in columns
    ]


def under_counties(columns: list[Column]) -> list[Column]:
    """Under each county a column for its share and others for last year's or for progress: only the share is read."""
    places = {column.index: place for column in columns if (place := _place_above(column))}
    shares = [column for column in columns if column.index in places and {"target", "total"} & set(column.options)]
    if len(shares) < 2 or len({places[column.index] for column in shares}) < len(shares):
        return columns
    chosen = {column.index for column in shares}
    return [
        replace(column, county=places[column.index], field="county", options=())
        if column.index in chosen
        else replace(column, county="", field="", options=())
        if column.index in places
        else column
        for column in columns
    ]


def _place_above(column: Column) -> str:
    found = next((label for label in column.path[:-1] if words.is_place(label)), "")
    return re.sub(r"[（(][^（()）]*[)）]$", "", found)


def _grouped(column: Column) -> bool:
    return (
        len(column.path) > 1 and any(words.GROUPS.fullmatch(words.clean_label(label)) for label in column.path[:-1])
    ) or (len(column.path) > 1 and words.is_place(column.label))
