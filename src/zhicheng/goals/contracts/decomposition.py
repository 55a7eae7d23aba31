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
from zhicheng.goals.contracts.headers import find_head, starts_new_head
from zhicheng.goals.contracts.organisations import Units
from zhicheng.goals.contracts.results import IMPORT, LEAVE, Desk, Preview, Reading, TaskRow
from zhicheng.goals.contracts.standing import Context
from zhicheng.goals.contracts.tables import TableReader

_TITLE = re.compile(r"表|任务|方案|清单|分解|计划|要点|责任")
_YEAR = re.compile(r"(20\d\d)\s*(?:年|[-—]?度)|(二[〇零○][〇零○一二三四五六七八九]{2})\s*年")
_SPAN = re.compile(r"20\d\d\s*年?\s*[-—–―~～至]+\s*20\d\d")
_REMARKS = {
    "macros": "文件含有宏，没有运行，只读取了单元格。",
    "links": "文件链接了别的工作簿，没有打开，只读取了已存的值。",
    "objects": "文件嵌有对象，没有打开。",
}
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
    context = Context(desk, _year(desk, year, stated), known_units or {})
    if isinstance(content, Book):
        tasks, previews, columns = _book(content, context)
    else:
        tasks, previews, columns = _document(content, context)
    if context.needs_year and context.year is None:
        desk.ask("year", "没有读到年度，只写了月日的时限定不下来。这是哪一年的任务？", (), sheet="")
    checked = _twice(tasks, context, columns)
    remarks = tuple(_REMARKS[code] for code in content.remarks if code in _REMARKS)
    order = {preview.name: number for number, preview in enumerate(previews)}
    questions = sorted(desk.questions, key=lambda q: (order.get(q.sheet, -1), q.row or 0))
    return Reading(tuple(checked), tuple(questions), title, context.year, tuple(previews), remarks)


def _year(desk: Desk, given: int | None, stated: int | None) -> int | None:
    if given is not None and stated is not None and given != stated:
        answer = desk.ask(
            "year",
            f"标题写的是{stated}年，导入时选的是{given}年，按{given}年读取。",
            (str(given), str(stated)),
            sheet="",
        )
        return int(answer) if answer and answer.isdigit() else given
    answer = desk.answers.get("!#year")
    return given or stated or (int(answer) if answer and answer.isdigit() else None)


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
        head = find_head(sheet)
        previews.append(_preview(sheet, head))
        if sheet.hidden:
            if head is None:
                continue
            text = f"工作表“{sheet.name}”被隐藏，里面有任务表，没有导入。是否要导入？"
            if context.desk.ask("sheet", text, (LEAVE, IMPORT), sheet=sheet.name) != IMPORT:
                continue
        if head is None:
            context.desk.ask("sheet", _no_table(sheet, book), (LEAVE,), sheet=sheet.name)
            continue
        sheet, head = chosen_head(sheet, 0, context.desk, column_letter)
        if head is None:
            continue
        found, _last = _tables(sheet, head, context, column_letter)
        tasks.extend(found)
        task = head.one("task")
        columns[sheet.name] = column_letter(task.index) if task else ""
    return tasks, previews, columns


def _no_table(sheet: Sheet, book: Book) -> str:
    shown = next((cell.text.strip() for row in sheet.rows for cell in row if cell.text.strip()), "")
    shown = re.sub(r"\s+", " ", shown)[:20]
    if len([other for other in book.sheets if not other.empty]) == 1:
        return (
            "没有认出表头：需要有“任务”一栏，和“目标值”“责任单位”“完成时限”中至少一栏。请在表格上方补上表头后再导入。"
        )
    return f"工作表“{sheet.name}”（“{shown}…”）不是任务分解表，没有导入。如里面有任务，请补上表头后重新导入。"


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
                if starts_new_head(sheet, row) and not _same(sheet, row, head)
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
    notes = [
        block.text
        for block in document.blocks
        if block.table is None and re.match(r"注|备注|说明|填表说明", block.text)
    ]
    for block in document.blocks:
        if block.table is None:
            headings = prose.headings_after(headings, block)
            continue
        sheet = block.table
        if sheet.empty:
            continue
        head = find_head(sheet)
        repeated = head is not None and head.top > 0 and reader is not None and head.labels == reader.head.labels
        if (head is None or repeated) and reader is not None and sheet.width == reader.sheet.width:
            # A table that was cut at a page goes on under the same head.
            head = Head(-1, -1, list(reader.head.columns))
        previews.append(_preview(sheet, head if head and head.bottom >= 0 else None))
        if head is None:
            if len(sheet.rows) > 1:
                shown = re.sub(r"\s+", " ", next(cell.text for row in sheet.rows for cell in row if cell.text.strip()))[
                    :20
                ]
                context.desk.ask(
                    "sheet", f"{sheet.name}（“{shown}…”）不是任务分解表，没有导入。", (LEAVE,), sheet=sheet.name
                )
            continue
        if head.bottom >= 0:
            sheet, chosen = chosen_head(sheet, 0, context.desk, _place)
            head = chosen or head
        if sheet.has_nested:
            text = f"{sheet.name}的单元格里套有表格，已按文字读取。如不对，请在文件里改好后重新导入。"
            context.desk.ask("sheet", text, (), sheet=sheet.name)
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


def _twice(tasks: list[TaskRow], context: Context, columns: Mapping[str, str]) -> list[TaskRow]:
    """Numbers and tasks that stand twice are asked about; they stay in the list."""
    desk = context.desk
    numbers: dict[tuple[str, str], TaskRow] = {}
    texts: dict[str, TaskRow] = {}
    restarts = _restarting(tasks, context)
    kept: list[TaskRow] = []
    for task in tasks:
        column = columns.get(task.sheet) or None
        key = re.sub(r"[\s，。；、,;.]+", "", fold(task.task or ""))
        first = texts.get(key) if key else None
        if first is not None and (
            first.no is None or first.no != task.no or first.sheet != task.sheet or first.row + 1 != task.row
        ):
            where = f"第{first.row}行" if first.sheet == task.sheet else f"“{first.sheet}”第{first.row}行"
            text = f"与{where}的任务内容相同，是否重复？"
            if desk.ask("task", text, ("保留两项", LEAVE), sheet=task.sheet, row=task.row, column=column) == LEAVE:
                continue
        elif first is not None:
            text = f"与第{first.row}行是同一任务名下的另一行，暂按单独一项读取。"
            if desk.ask("task", text, ("单独一项", LEAVE), sheet=task.sheet, row=task.row, column=column) == LEAVE:
                continue
        if key:
            texts.setdefault(key, task)
        kept.append(task)
        if task.no is None:
            continue
        group = ("" if not restarts else _part(task, context), task.no)
        same = numbers.get(group)
        shared = (task.sheet, task.row) in context.shared_numbers
        if same is not None and same.task != task.task and not shared:
            text = f"序号“{task.no}”与第{same.row}行重复。"
            answer = desk.ask("no", text, (), sheet=task.sheet, row=task.row, column=column)
            kept[-1] = replace(task, no=answer or task.no)
        numbers.setdefault(group, task)
    return kept


def _part(task: TaskRow, context: Context) -> str:
    """The table and the headings under which a task stands."""
    table = sum(1 for sheet, row in context.tables if sheet == task.sheet and row < task.row)
    return "｜".join((task.sheet, str(table), *task.section))


def _restarting(tasks: list[TaskRow], context: Context) -> bool:
    """Numbers begin anew under each heading or on each sheet."""
    ones = [
        _part(task, context)
        for task in tasks
        if (task.no and re.sub(r"\D", "", fold(task.no)) == "1") or task.no in ("（一）", "一", "(一)", "①")
        if (task.sheet, task.row) not in context.shared_numbers
    ]
    return len(ones) > 1 and len(set(ones)) == len(ones)
