"""What one row holds: a task, several, a part of the one above, or one that a comment takes back."""

from __future__ import annotations

import re
from dataclasses import replace

from zhicheng.core.intake import Cell
from zhicheng.core.text import fold
from zhicheng.goals.contracts import lines as kinds
from zhicheng.goals.contracts import several, units_behind, words
from zhicheng.goals.contracts.drafts import Draft
from zhicheng.goals.contracts.results import ALONE, IMPORT, LEAVE
from zhicheng.goals.contracts.said import Said, say
from zhicheng.goals.contracts.standing import CellReader, flat

SPLIT, ONE, JOIN = "拆成几项", "合为一项", "并入上一行"
_NO_LONGER = re.compile(
    r"取消|删|作废|不再|暂缓|暂不|改[为成到]|调整|合并|并入|移[至到]|待定|未定|核实|核对|停止|不列|不纳入|已完成|有误|重复"
)
_PART = re.compile(r"[\s　—-]*其中\s*[:：]?")


class SeparateReader(CellReader):
    """Takes rows apart."""

    # The last row that gave a part of the task above it.
    part_row = -2

    def _is_withdrawn(self, row: int) -> bool:
        """A comment says that the row no longer holds, and someone confirms it; other comments are remarked."""
        for place, column, text in self.sheet.comments:
            if place != row or not _NO_LONGER.search(fold(text)):
                continue
            said = say("row-comment", row=row + 1, text=flat(text))
            where = self.head.columns[column] if column < len(self.head.columns) else None
            if self.ask("row", said, (IMPORT, LEAVE), row=row, column=where) == LEAVE:
                return True
        return False

    def _is_left_out(self, draft: Draft, *, follows: bool) -> bool:
        """The row gives a part of the one above (其中：农业类), and someone says that it is no task."""
        text = draft.text_of("task")
        draft.is_part = (
            follows and not self._exported() and (bool(_PART.match(fold(text))) or self._is_next_part(draft))
        )
        if not draft.is_part:
            return False
        self.part_row = draft.row
        column = draft.places["task"]
        said = say("part-row", text=flat(text))
        return self.ask("row", said, (ALONE, LEAVE), row=draft.row, column=column) == LEAVE

    def _is_next_part(self, draft: Draft) -> bool:
        """Under a part of a numbered task: set in like it, without number, units and deadline of its own."""
        task = draft.cells.get("task")
        set_in = task is not None and task.text[:1] in tuple(" \u3000\t") and task.merged_from is None
        return set_in and self.part_row + 1 == draft.row and not {"no", "lead", "deadline"} & set(draft.cells)

    def _separate(self, draft: Draft) -> list[Draft]:
        """The drafts of one row: several where someone says that its cell holds several tasks."""
        task = draft.cells.get("task")
        if task is None or self._exported():
            return [draft]
        pieces = units_behind.tasks_in(task.text)
        said: Said | None
        options: tuple[str, ...]
        if pieces:
            points = tuple(several.Point("", piece) for piece in pieces)
            said, options, name = say("several-tasks", count=len(points)), (SPLIT, ONE), "task"
        else:
            points, said, options, name = *self._points(draft, task.text), "row"
        if len(points) < 2 or said is None:
            return [draft]
        answer = self.ask(name, said, options, row=draft.row, column=draft.places["task"])
        if answer is None:
            self.waiting.add(draft.row)
        if answer != SPLIT:
            return [draft]
        self.context.shared_numbers.add((self.sheet.name, draft.row + 1))
        return [self._piece(draft, points, place) for place in range(len(points))]

    def _exported(self) -> bool:
        """Our own export writes one task a row, whatever its words."""
        return any("target_text" in words.fields_of(column.label) for column in self.head.all("target_text"))

    def _points(self, draft: Draft, text: str) -> tuple[tuple[several.Point, ...], Said | None, tuple[str, ...]]:
        """The points of a cell that may be tasks, what to ask about them, and the likelier answer first."""
        points = several.points_in(text) or several.lines_in(text)
        if not points:
            return (), None, ()
        parts = tuple(flat(f"{point.number}.{point.text}" if point.number else point.text) for point in points)
        facts = {"count": len(points), "parts": parts}
        if several.is_certain(points, draft.cells, shares=self._has_shares(draft)):
            return points, say("numbered-tasks" if points[0].number else "lines-tasks", **facts), (SPLIT, ONE)
        whole = all(several.is_whole(point.text) for point in points)
        if whole or several.is_paired(points, draft.cells):
            return points, say("numbered-points", **facts), (ONE, SPLIT)
        return (), None, ()

    def _has_shares(self, draft: Draft) -> bool:
        return any(kinds.own(self.sheet, draft.row, column.index) for column in self.head.counties) or bool(
            draft.text_of("placelist")
        )

    def _piece(self, draft: Draft, points: tuple[several.Point, ...], place: int) -> Draft:
        """One of the tasks of a row, with what the other cells say for it."""
        cells = several.cells_for(place, len(points), draft.cells)
        text = points[place].text
        lost = next((draft.text_of(name) for name in ("target", "total") if name in draft.cells.keys() - cells), "")
        cells["task"] = Cell(text, text)
        return replace(
            draft, cells=cells, number=points[place].number, shared_target=lost, shared_row=self._has_shares(draft)
        )
