"""The whole file: its sheets or tables, title and year, what several tables share."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from zhicheng.core.intake import Book, Document, Sheet, column_letter, read_any
from zhicheng.core.quantities.amounts import is_unit
from zhicheng.core.quantities.numerals import parse_number
from zhicheng.core.text import fold
from zhicheng.goals.contracts import prose
from zhicheng.goals.contracts.choices import chosen_head
from zhicheng.goals.contracts.columns import Head, squeeze
from zhicheng.goals.contracts.county_sheets import merged_by_county
from zhicheng.goals.contracts.headers import find_head, follows, starts_new_head, starts_other_list
from zhicheng.goals.contracts.organisations import Units
from zhicheng.goals.contracts.repeats import asked_about
from zhicheng.goals.contracts.results import IMPORT, LEAVE, Desk, Preview, Reading, TaskRow
from zhicheng.goals.contracts.said import Said, say
from zhicheng.goals.contracts.standing import Context
from zhicheng.goals.contracts.tables import TableReader
from zhicheng.goals.contracts.turning import card, turned_head
from zhicheng.goals.contracts.years import year_of

_TITLE = re.compile(r"表|任务|方案|清单|分解|计划|要点|责任")
_YEAR = re.compile(r"(20\d\d)\s*(?:年|[-—]?度)|(二[〇零○][〇零○一二三四五六七八九]{2})\s*年")
# A line above a table that makes it another one, not the last one's next page.
_OTHER_TABLE = re.compile(
    r"^附[件表录]?[\d一二三四五六七八九十]*(?:[:：.、]|$)|^(?!.*续).{2,40}(?:表|名单|清单|台账|目录|名册)$"
)
_SPAN = re.compile(r"20\d\d\s*年?\s*[-—–―~～至]+\s*20\d\d")
_REMARKS = ("macros", "links", "objects")
_PREVIEW_ROWS = 3000


def read_decomposition(
    path: str | Path,
    *,
    year: int | None,
    known_units: Mapping[str, str] | None = None,
    answers: Mapping[str, str] | None = None,
    name: str = "",
) -> Reading:
    """The tasks of a decomposition table, and the questions it leaves.

    `year` is the programme's year, None to take it from the title. `known_units` maps short names to full ones;
    names it does not hold stay as written. `answers` maps `Question.key` to the answer given before.
    Raises: Unreadable (the file is refused, with what to do).
    """
    content = read_any(path, name=name)
    desk = Desk(answers or {})
    title, stated = _title_and_year(content)
    context = Context(desk, year_of(desk, year, stated), known_units or {})
    if isinstance(content, Book):
        tasks, previews, columns = _book(content, context)
    else:
        tasks, previews, columns = _document(content, context)
    if context.needs_year and context.year is None:
        desk.ask("year", say("year-unread"), (), sheet="")
    tasks, by_county = merged_by_county(tasks, desk)
    checked = asked_about(tasks, context, columns, by_county)
    remarks = (*(say(code) for code in content.remarks if code in _REMARKS), *context.remarks)
    order = {preview.name: number for number, preview in enumerate(previews)}
    questions = sorted(desk.questions, key=lambda q: (order.get(q.sheet, -1), q.row or 0))
    return Reading(tuple(checked), tuple(questions), title, context.year, tuple(previews), remarks)


def _title_and_year(content: Book | Document) -> tuple[str, int | None]:
    texts: list[str] = []
    sheets = (
        [sheet for sheet in content.sheets if not sheet.hidden] if isinstance(content, Book) else list(content.tables)
    )
    if isinstance(content, Document):
        for block in content.blocks[:25]:
            if block.table is not None:
                break
            texts.append(block.text)
    for sheet in sheets[:3]:
        head = find_head(sheet)
        above = head.top if head else 3
        for row in range(min(above, len(sheet.rows))):
            texts.extend(dict.fromkeys(cell.text for cell in sheet.rows[row] if cell.text.strip()))
        if head:
            texts.extend(column.label for column in head.columns if column.field == "target")
            break
    lines = [squeeze(text) for text in texts]
    titles = [
        line
        for line in lines
        if _TITLE.search(line) and 4 <= len(line) <= 60 and not re.match(r"附件|注|说明|单位[:：]", line)
    ]
    title = titles[0] if titles else ""
    for source in (title, *titles, *lines, *(sheet.name for sheet in sheets)):
        years = {_number(match) for match in _YEAR.finditer(fold(source))}
        if len(years) == 1 and not _SPAN.search(source):
            return title, years.pop()
    return title, None


def _number(match: re.Match[str]) -> int:
    return int(match[1]) if match[1] else int(parse_number(match[2]) or 0)


def _default_unit(texts: list[str]) -> str:
    for text in texts:
        match = re.search(r"(?:计量)?单位\s*[:：]\s*([^\s，,；;）)]{1,6})", text)
        if match and is_unit(match[1]):
            return match[1]
    return ""


Found = tuple[list[TaskRow], list[Preview], dict[str, str]]


def _book(book: Book, context: Context) -> Found:
    tasks: list[TaskRow] = []
    previews: list[Preview] = []
    columns: dict[str, str] = {}
    for sheet in book.sheets:
        if sheet.empty:
            continue
        sheet, head = _upright(sheet, context)
        previews.append(_preview(sheet, head))
        if sheet.hidden:
            if head is None:
                continue
            said = say("sheet-hidden", sheet=sheet.name)
            if context.desk.ask("sheet", said, (LEAVE, IMPORT), sheet=sheet.name) != IMPORT:
                continue
        if head is None:
            context.desk.ask("sheet", _no_table(sheet, book), (LEAVE,), sheet=sheet.name)
            continue
        sheet, head = chosen_head(sheet, 0, context.desk, column_letter, head)
        if head is None:
            continue
        found, _last = _tables(sheet, head, context, column_letter)
        tasks.extend(found)
        task = head.one("task")
        columns[sheet.name] = column_letter(task.index) if task else ""
    return tasks, previews, columns


def _upright(sheet: Sheet, context: Context) -> tuple[Sheet, Head | None]:
    """The sheet with its head above its tasks, turned where it has the head in its first column."""
    head = find_head(sheet)
    if head is not None:
        return sheet, head
    as_row = card(sheet)
    head = find_head(as_row) if as_row else None
    if as_row is not None and head is not None:
        context.remarks.append(say("card", sheet=sheet.name))
        return as_row, head
    other = turned_head(sheet)
    if other is None:
        return sheet, None
    context.remarks.append(say("turned", sheet=sheet.name))
    return other


def _no_table(sheet: Sheet, book: Book) -> Said:
    shown = next((cell.text.strip() for row in sheet.rows for cell in row if cell.text.strip()), "")
    shown = re.sub(r"\s+", " ", shown)[:20]
    if len([other for other in book.sheets if not other.empty]) == 1:
        return say("no-head")
    return say("sheet-no-table", sheet=sheet.name, shown=shown)


def _preview(sheet: Sheet, head: Head | None) -> Preview:
    return Preview(
        sheet.name,
        tuple(tuple(cell.text for cell in row) for row in sheet.rows[:_PREVIEW_ROWS]),
        head_rows=(head.top + 1, head.bottom + 1) if head else None,
        columns=tuple((column.label, column.field) for column in head.columns) if head else (),
    )


def _tables(
    sheet: Sheet,
    head: Head,
    context: Context,
    letters: Callable[[int], str],
    headings: list[tuple[int, str, Units]] | None = None,
) -> tuple[list[TaskRow], TableReader]:
    """The tables of one sheet: a second head below the first begins another."""
    tasks: list[TaskRow] = []
    start = 0
    while True:
        end = next(
            (
                row
                for row in range(head.bottom + 1, len(sheet.rows))
                if (starts_new_head(sheet, row) or starts_other_list(sheet, row, head)) and not _same(sheet, row, head)
            ),
            len(sheet.rows),
        )
        _settle_years(head, context.year)
        context.tables.append((sheet.name, head.bottom + 1))
        above = [cell.text for row in sheet.rows[start : head.top] for cell in row if cell.text.strip()]
        reader = TableReader(
            sheet, head, range(head.bottom + 1, end), replace_unit(context, _default_unit(above)), letters=letters
        )
        if headings:
            reader.headings = list(headings)
        reader.notes.extend(dict.fromkeys(above))
        tasks.extend(reader.tasks())
        context.needs_year |= reader.context.needs_year
        following = None
        if end < len(sheet.rows):
            if not starts_new_head(sheet, end):
                texts = dict.fromkeys(squeeze(cell.text) for cell in sheet.rows[end] if cell.text.strip())
                said = say("list-below", row=end + 1, shown="、".join(texts)[:30])
                context.desk.ask("sheet", said, (LEAVE,), sheet=sheet.name, row=end + 1)
            sheet, following = chosen_head(sheet, max(head.bottom + 1, end - 1), context.desk, letters)
        if following is None or following.bottom < end:
            return tasks, reader
        start, head = end, following


def replace_unit(context: Context, unit: str) -> Context:
    """The context of one table, with the unit that its upper line gives."""
    return replace(context, default_unit=unit)


def _same(sheet: Sheet, row: int, head: Head) -> bool:
    from_head = {squeeze(label) for column in head.columns for label in column.path}
    texts = {squeeze(cell.text) for cell in sheet.rows[row] if cell.text.strip()}
    return texts <= from_head


def _settle_years(head: Head, year: int | None) -> None:
    """Of target columns for several years, the programme's year counts."""
    dated = [column for column in head.columns if column.field.startswith("target@")]
    match = [column for column in dated if year is not None and column.field == f"target@{year}"]
    for column in dated:
        name = "target" if column in match else "baseline"
        if not match and not head.one("target"):
            name = "rival_target"
        head.columns[head.columns.index(column)] = replace(column, field=name)


def _document(document: Document, context: Context) -> Found:
    tasks: list[TaskRow] = []
    previews: list[Preview] = []
    columns: dict[str, str] = {}
    reader: TableReader | None = None
    headings: list[tuple[int, str, Units]] = []
    titled = False
    notes = [
        block.text
        for block in document.blocks
        if block.table is None and re.match(r"注|备注|说明|填表说明", block.text)
    ]
    for block in document.blocks:
        if block.table is None:
            headings = prose.headings_after(headings, block)
            titled |= bool(_OTHER_TABLE.search(squeeze(block.text)))
            continue
        sheet = block.table
        if sheet.empty:
            continue
        sheet, head = _upright(sheet, context)
        repeated = head is not None and head.top > 0 and reader is not None and head.labels == reader.head.labels
        goes_on = repeated or (head is None and not titled and reader is not None and follows(sheet, reader.head))
        titled = False
        if goes_on and reader is not None and sheet.width == reader.sheet.width:
            # A table that was cut at a page goes on under the same head.
            head = Head(-1, -1, list(reader.head.columns))
        previews.append(_preview(sheet, head if head and head.bottom >= 0 else None))
        if head is None:
            if len(sheet.rows) > 1:
                shown = re.sub(r"\s+", " ", next(cell.text for row in sheet.rows for cell in row if cell.text.strip()))[
                    :20
                ]
                said = say("table-no-table", sheet=sheet.name, shown=shown)
                context.desk.ask("sheet", said, (LEAVE,), sheet=sheet.name)
            continue
        if head.bottom >= 0:
            sheet, chosen = chosen_head(sheet, 0, context.desk, _place, head)
            head = chosen or head
        if sheet.has_nested:
            context.desk.ask("sheet", say("nested", sheet=sheet.name), (), sheet=sheet.name)
        carried = reader.headings if reader is not None and head.bottom < 0 and not headings else headings
        found, reader = _tables_with_notes(sheet, head, context, notes, carried)
        if reader.left_over and tasks:
            tasks[-1] = replace(tasks[-1], task=f"{tasks[-1].task or ''}{reader.left_over}")
        tasks.extend(found)
        headings = list(reader.headings)
        task = head.one("task")
        columns[sheet.name] = str(task.index + 1) if task else ""
    if reader is None:
        tasks, preview = prose.tasks_of(document, context)
        previews.append(preview)
    return tasks, previews, columns


def _place(column: int) -> str:
    """Columns of a Word table have numbers."""
    return str(column + 1)


def _tables_with_notes(
    sheet: Sheet, head: Head, context: Context, notes: list[str], headings: list[tuple[int, str, Units]]
) -> tuple[list[TaskRow], TableReader]:
    _settle_years(head, context.year)
    reader = TableReader(sheet, head, range(head.bottom + 1, len(sheet.rows)), context, letters=_place)
    reader.notes.extend(notes)
    reader.headings = list(headings)
    reader.continued = head.bottom < 0
    return reader.tasks(), reader
