"""What a row below the head is: a task, a heading, a sum, a note, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhicheng.core.intake import Cell, Sheet
from zhicheng.core.text import fold
from zhicheng.goals.contracts import words
from zhicheng.goals.contracts.columns import Head
from zhicheng.goals.contracts.said import Said, say

TASK, HEADING, SUM, NOTE, NOTHING, UNSURE = "task", "heading", "sum", "note", "nothing", "unsure"
_NOTE = re.compile(
    r"^[\s*＊※]*(?:注|备注|说明|填表说明|填报说明|注释|附注|几点说明|有关说明)\s*(?:\d|[一二三])?\s*(?:[:：.、．]|$)|^[*＊※]"
)
_FOOT = re.compile(
    r"^(?:填报|填表|制表|审核|报送|联系|编制|主管|单位|分管|统计)(?:单位|人|部门|日期|时间|电话|负责人|领导)*\s*(?:[（(](?:盖章|签字|公章|签章)[)）])?\s*[:：]"
    r"|^(?:填报|填表|制表)(?:单位|人|日期|时间)|[（(](?:盖章|公章|签字|签章)[)）]"
)
_CHINESE_NO = r"[一二三四五六七八九十百]+"
_HEADING = re.compile(rf"^(?:第{_CHINESE_NO}[部分章篇节类编]+|{_CHINESE_NO}[、.．]|[（(]{_CHINESE_NO}[)）])")
_HEADING_NO = re.compile(rf"^(?:第{_CHINESE_NO}[部分章篇节类编]+|{_CHINESE_NO}[、.．]?|[（(]{_CHINESE_NO}[)）]、?)$")
# 市市场监管局（3项） stands over the tasks that it counts.
_HOW_MANY = re.compile(r"[（(]\s*共?\s*\d+\s*[项条]\s*(?:任务|指标)?\s*[)）]$")
_NUMBERED = re.compile(
    rf"^\s*(?:(?P<plain>\d{{1,3}}(?:[.．]\d{{1,3}})*)\s*(?:[.．、](?!\d)|[.．、](?=\d{{1,2}}月|20\d\d年)"
    r"|(?:(?<=[.．]\d)|(?<=[.．]\d\d))\s*(?=[\u3400-\u9fff])(?![月年日万亿个家项件倍元])|\s+(?=[\u3400-\u9fff]))"
    rf"|(?P<round>[（(](?:\d{{1,3}}|{_CHINESE_NO})[)）])[.、．]?|(?P<circle>[①-⑳])|(?P<chinese>{_CHINESE_NO})、)\s*"
)


@dataclass(frozen=True)
class Line:
    """A row and what it was taken for; `text` is its heading, note or sum word."""

    row: int
    kind: str
    text: str = ""
    why: Said | None = None


def own(sheet: Sheet, row: int, column: int) -> Cell | None:
    """The cell where its content starts in this row; None for blanks and for what a merge brings from above or left."""
    cell = sheet.cell(row, column)
    if cell.empty and not cell.deleted:
        return None
    return cell if cell.merged_from is None or cell.merged_from == (row, column) else None


def _number(cell: Cell) -> float | None:
    value = cell.value
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def take_number(text: str) -> tuple[str, str]:
    """The number that leads a text, as it shows without its point, and the rest."""
    match = _NUMBERED.match(text)
    if match is None or not text[match.end() :].strip():
        return "", text
    number = match["plain"] or match["round"] or match["circle"] or match["chinese"]
    return number, text[match.end() :].strip()


def clean_number(text: str) -> str:
    """A number cell without the point or comma behind it."""
    return re.sub(r"\s+", "", text).rstrip(".．、,，")


def heading_level(text: str) -> int:
    """How deep a heading lies: 第一部分 before 一、 before （一） before the rest."""
    if re.match(rf"^第{_CHINESE_NO}", text):
        return 0
    if re.match(rf"^{_CHINESE_NO}[、.．\s]|^{_CHINESE_NO}$", text):
        return 1
    return 2 if re.match(rf"^[（(]{_CHINESE_NO}[)）]", text) else 3


def is_heading_number(text: str) -> bool:
    """一、 or （二） and the like, alone in its cell."""
    return bool(_HEADING_NO.match(re.sub(r"\s+", "", text)))


class Classifier:
    """Tells rows of one table apart; it remembers whether its notes have begun."""

    def __init__(self, sheet: Sheet, head: Head, rows: range) -> None:
        self.sheet, self.head, self.rows = sheet, head, rows
        self.in_notes = False
        number = head.one("no")
        self.number_column = number.index if number else None
        self.task_columns = [column.index for column in head.columns if column.field in ("task", "detail")]
        self.used = {
            column.index for column in head.columns if column.field and column.field != "no" and not column.hidden
        }
        texts = [fold(self.sheet.cell(row, number.index).text).strip() for row in rows] if number else []
        self.arabic = {re.sub(r"[.．、\s]+$", "", text) for text in texts if re.match(r"\d", text)}
        self.visible = [c.index for c in head.columns if not c.hidden]
        labels = [column.index for column in head.columns if column.field in ("no", "category", "task", "detail")]
        self.last_label = max(labels, default=0)

    def line(self, row: int) -> Line:
        """What this row is."""
        cells = {column: cell for column in range(self.sheet.width) if (cell := own(self.sheet, row, column))}
        if not cells:
            return Line(row, NOTHING)
        first = next(iter(cells.values())).text.strip()
        rest = [column for column in cells if column != self.number_column]
        number = cells[self.number_column].text.strip() if self.number_column in cells else ""
        if self._noted(first, number, cells):
            self.in_notes = True
            return Line(row, NOTE, " ".join(cell.text.strip() for cell in cells.values()))
        if any(words.is_sum(cells[column].text) for column in cells if column <= self.last_label):
            return Line(row, SUM, next(cell.text for cell in cells.values() if words.is_sum(cell.text)))
        if not rest and self.number_column in cells:
            wordy = not re.fullmatch(r"[\d.．、\s（()）]+", fold(number)) and not is_heading_number(number)
            return self._single(row, self.number_column, cells) if wordy else Line(row, NOTHING)
        if len(cells) == 1:
            return self._single(row, next(iter(cells)), cells)
        return self._several(row, number, cells, rest)

    def _noted(self, first: str, number: str, cells: dict[int, Cell]) -> bool:
        if _NOTE.match(fold(first)) or (_FOOT.search(fold(first[:20])) and not self._has_task(cells)):
            return True
        if not self.in_notes:
            return False
        self.in_notes = len(cells) <= 2 and not number.isdigit()
        return self.in_notes

    def _has_task(self, cells: dict[int, Cell]) -> bool:
        return any(column in cells for column in self.task_columns) and self.number_column in cells

    def _is_filled(self, cells: dict[int, Cell]) -> bool:
        """Task, units and a target or deadline are all there: no heading has as much, however it is numbered."""
        filled = {name for column in self.head.columns if column.index in cells for name in column.field.split("+")}
        return bool(
            filled & {"task", "detail"} and filled & {"lead", "responsible"} and filled & {"target", "deadline"}
        )

    def _sums_up(self, row: int, cells: dict[int, Cell]) -> bool:
        """A heading that carries the sums of the rows below it, and nothing else."""
        numbers = [column for column in self.head.columns if column.county or column.field in ("target", "total")]
        filled = [column.index for column in numbers if column.index in cells]
        others = set(cells) - {self.number_column, *self.task_columns, *(column.index for column in numbers)}
        if not filled or others or self.number_column is None:
            return False
        below = []
        for other in range(row + 1, self.rows.stop):
            number = self.sheet.cell(other, self.number_column).text.strip()
            if number and not re.match(r"\d", fold(number)):
                break
            if number:
                below.append(other)
        return bool(below) and all(
            _number(cells[index]) == sum(_number(self.sheet.cell(other, index)) or 0 for other in below)
            for index in filled
        )

    def _numbers_tasks(self) -> bool:
        """The tasks carry their numbers in their own cells."""
        texts = [cell.text for row in self.rows for index in self.task_columns if (cell := own(self.sheet, row, index))]
        return sum(bool(take_number(text)[0]) for text in texts) >= max(2, len(texts) / 2)

    def _wide(self, row: int, column: int) -> bool:
        return any(
            first <= row <= last and left <= column <= right and right - left + 1 >= max(2, 0.5 * len(self.visible))
            for first, left, last, right in self.sheet.merges
        )

    def _single(self, row: int, column: int, cells: dict[int, Cell]) -> Line:
        """One filled cell: a heading when it is numbered so, spread over the table, or outside the task column."""
        text = cells[column].text.strip()
        if column in self.task_columns and not self._wide(row, column):
            if _HEADING.match(text) or _HOW_MANY.search(text):
                return Line(row, HEADING, text)
            if take_number(text)[0] or not (self.arabic or self._numbers_tasks()):
                return Line(row, TASK)
            return Line(row, UNSURE, text, say("only-name"))
        category = {c.index for c in self.head.columns if c.field == "category"}
        if column in category and not self._wide(row, column):
            return Line(row, HEADING, text)
        if self._wide(row, column) or column == self.number_column or column < min(self.task_columns, default=0):
            number, rest = take_number(text)
            if number and number[0].isdigit() and re.search(r"牵头|责任单位|负责[)）]", fold(rest)):
                return Line(row, TASK)
            return Line(row, HEADING, text)
        return Line(row, TASK)

    def _several(self, row: int, number: str, cells: dict[int, Cell], rest: list[int]) -> Line:
        texts = {cell.text.strip() for column, cell in cells.items() if column != self.number_column}
        only_words = len(texts) == 1 and len(rest) == 1
        if number and is_heading_number(number) and self.arabic:
            text = next(iter(texts)) if texts else ""
            heading = f"{number}{'' if number[-1] in '）)、.．' else '、'}{text}"
            if only_words:
                return Line(row, HEADING, heading)
            task = next((cells[column].text.strip() for column in self.task_columns if column in cells), text)
            heading = f"{number}{'' if number[-1] in '）)、.．' else '、'}{task}"
            if self._is_filled(cells):
                return Line(row, TASK)
            if self._sums_up(row, cells):
                return Line(row, HEADING, heading)
            return Line(row, UNSURE, heading, say("like-heading"))
        plain = clean_number(fold(number))
        if (
            only_words
            and plain.isdigit()
            and any(other.startswith((plain + ".", plain + "-", plain + "．")) for other in self.arabic)
        ):
            return Line(row, HEADING, f"{plain}.{next(iter(texts))}")
        if not any(column in self.used for column in rest):
            return Line(row, NOTE, " ".join(texts))
        return Line(row, TASK)
