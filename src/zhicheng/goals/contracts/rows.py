"""Rows of one table into drafts of tasks: headings, hidden and struck rows, words, shares of counties."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from zhicheng.core.intake import Cell, Sheet, column_letter
from zhicheng.core.quantities import parse_quantity
from zhicheng.core.text import fold
from zhicheng.goals.contracts import lines as kinds
from zhicheng.goals.contracts import organisations, several, units_behind, words
from zhicheng.goals.contracts.columns import Head
from zhicheng.goals.contracts.drafts import NO_UNITS, Draft
from zhicheng.goals.contracts.fields import share_of, shares_in
from zhicheng.goals.contracts.marks import MARKED, legend_of, roles
from zhicheng.goals.contracts.organisations import Units
from zhicheng.goals.contracts.results import IMPORT, LEAVE
from zhicheng.goals.contracts.said import Said, say
from zhicheng.goals.contracts.separating import JOIN, SeparateReader
from zhicheng.goals.contracts.standing import Context, flat, written

# A title that is printed once more where a table goes on.
_NEXT_PAGE = re.compile(r"[（(]\s*续\s*\S{0,3}[)）]$|^续表|续\s*表\s*\d*$|^第\s*\d+\s*页|^[—-]+\s*\d+\s*[—-]+$")


class RowReader(SeparateReader):
    """Reads the rows of one table into `drafts`; `notes` holds its footers."""

    def __init__(
        self, sheet: Sheet, head: Head, rows: range, context: Context, *, letters: Callable[[int], str] = column_letter
    ) -> None:
        super().__init__(sheet, head, rows, context, letters=letters)
        self.notes: list[str] = []
        self.headings: list[tuple[int, str, Units]] = []
        self.drafts: list[Draft] = []
        self.sums: list[tuple[kinds.Line, int]] = []
        self.category: dict[int, str] = {}
        # A table cut at a page: words that belong to the last task of the table before.
        self.continued, self.left_over = False, ""
        around = [cell.text for line in sheet.rows[: max(head.bottom + 1, 0)] for cell in line]
        below = [cell.text for line in sheet.rows[rows.stop - 5 :] for cell in line]
        self.legend = legend_of([*around, *below]) if head.all(MARKED) else {}

    def _row(self, row: int, classifier: kinds.Classifier) -> None:
        line = classifier.line(row)
        if line.kind == kinds.NOTHING:
            return
        if line.kind == kinds.NOTE:
            if row not in self.sheet.hidden_rows:
                self.notes.append(line.text)
            return
        hidden = False
        if line.kind in (kinds.TASK, kinds.UNSURE, kinds.SUM) or row in self.sheet.hidden_rows:
            reason = self._aside(row)
            if reason and line.kind == kinds.SUM:
                return
            if reason:
                column = self.head.one("task")
                said = say("row-aside", row=row + 1, how=reason, label=self._label(row))
                if self.ask("row", said, (LEAVE, IMPORT), row=row, column=column) != IMPORT:
                    return
                hidden = True
        if line.kind == kinds.HEADING:
            self._heading(line.text)
        elif line.kind == kinds.SUM:
            self.sums.append((line, len(self.drafts)))
        elif line.kind == kinds.UNSURE:
            options = ("标题", "任务", *((JOIN,) if self.drafts or self.continued else ()))
            answer = self.ask("row", say("full-stop", why=line.why), options, row=row, column=self.head.one("task"))
            if answer == "任务":
                self._task(row, hidden=hidden)
            elif answer == JOIN and self.drafts:
                self.drafts[-1].text += line.text
            elif answer == JOIN:
                self.left_over += line.text
            elif answer is None or answer == "标题":
                self._heading(line.text)
        else:
            self._task(row, hidden=hidden)

    def _aside(self, row: int) -> Said | None:
        """Why a row is not to be taken as it stands: hidden, deleted or struck out."""
        if row in self.sheet.hidden_rows:
            return say("hidden")
        if row in self.sheet.deleted_rows:
            return say("revised-away")
        task = self.head.one("task")
        cell = self.sheet.cell(row, task.index) if task else None
        if cell is not None and cell.struck:
            return say("struck")
        if cell is not None and cell.deleted and not cell.text.strip() and cell.merged_from is None:
            return say("revised-away")
        return None

    def _label(self, row: int) -> str:
        task = self.head.one("task")
        cell = self.sheet.cell(row, task.index) if task else Cell()
        text = cell.text or cell.deleted
        if not text.strip():
            text = next((cell.text or cell.deleted for cell in self.sheet.rows[row] if not _blank(cell)), "")
        flat = re.sub(r"\s+", " ", text.strip())
        return flat if len(flat) <= 40 else flat[:39] + "…"

    def _heading(self, text: str) -> None:
        if _NEXT_PAGE.search(text):
            return
        level = kinds.heading_level(text)
        rest, units = units_behind.take_units_behind(re.sub(r"\s*\n\s*", "", text), alone=self._no_unit_column())
        self.headings = [entry for entry in self.headings if entry[0] < level] + [(level, rest, units)]
        self.category = {}

    def _no_unit_column(self) -> bool:
        return not self.head.all("lead") and not self.head.all("support")

    def _task(self, row: int, *, hidden: bool) -> None:
        draft = Draft(row, {}, {}, hidden=hidden)
        self.taking_all = hidden
        for column in self.head.columns:
            name = column.field
            if column.hidden or not name or name in ("county", MARKED):
                continue
            cell = self.standing(row, column)
            if cell is None:
                continue
            for single in name.split("+"):
                if single not in draft.cells:
                    draft.cells[single], draft.places[single] = cell, column
                elif single in ("support", "measures", "standard", "note", "detail", "lead"):
                    old = draft.cells[single]
                    joined = f"{old.text}\n{cell.text}" if cell.text != old.text else old.text
                    draft.cells[single] = Cell(joined, joined)
        marked = {column.label: self.sheet.cell(row, column.index).text.strip() for column in self.head.all(MARKED)}
        units = roles({unit: mark for unit, mark in marked.items() if mark}, self.legend) if marked else None
        if units is not None:
            draft.cells.setdefault("lead", units)
            draft.places.setdefault("lead", self.head.all(MARKED)[0])
        if self._goes_on(draft):
            return
        if self._is_left_out(draft, follows=bool(self.drafts)) or self._is_withdrawn(row):
            return
        for each in self._separate(draft):
            if self._words(each):
                self._category(each)
                self._splits(each)
                self.drafts.append(each)

    def _goes_on(self, draft: Draft) -> bool:
        """A further line of the task above: its task cell is the same, and only measures or standards are new."""
        task = draft.cells.get("task")
        if not self.drafts or task is None or task.merged_from is None or task.merged_from[0] == draft.row:
            return False
        own = {column.field for column in self.head.columns if kinds.own(self.sheet, draft.row, column.index)}
        if not own or not own <= {"measures", "standard", "detail", "note", "support", ""}:
            return False
        above = self.drafts[-1]
        for name in own - {""}:
            before = above.cells.get(name)
            joined = f"{before.text}\n{draft.text_of(name)}" if before else draft.text_of(name)
            above.cells[name] = Cell(joined, joined)
            above.places.setdefault(name, draft.places[name])
        return True

    def _gather_counties(self) -> None:
        """One task over several rows, a county and its number in each: these are its shares."""
        places = [
            column for column in self.head.columns if words.PLACE_COLUMN.fullmatch(words.clean_label(column.label))
        ]
        if not places:
            return
        kept: list[Draft] = []
        for draft in self.drafts:
            name = self.sheet.cell(draft.row, places[0].index).text.strip()
            value = share_of(draft.cells["target"])[0] if "target" in draft.cells else None
            if draft.merged_task and kept and words.is_place(name) and value is not None:
                first = kept[-1]
                if not first.splits:
                    one = self.sheet.cell(first.row, places[0].index).text.strip()
                    mine = share_of(first.cells["target"])[0] if "target" in first.cells else None
                    first.splits = ((one, mine),) if mine is not None else ()
                    first.cells.pop("target", None)
                first.splits = (*first.splits, (name, value))
                helper = first.cells.get(places[0].field)
                if helper is not None:
                    first.cells.pop(places[0].field)
                continue
            if draft.merged_task and kept and kept[-1].splits and words.is_sum(name) and "target" in draft.cells:
                kept[-1].cells["target"], kept[-1].places["target"] = draft.cells["target"], draft.places["target"]
                continue
            kept.append(draft)
        self.drafts = kept

    def _words(self, draft: Draft) -> bool:
        """The task's number, words and units behind them; False where the row is no task of its own."""
        task = draft.cells.get("task")
        raw = task.text.strip() if task else ""
        draft.source_text = raw
        draft.merged_task = bool(task and task.merged_from and task.merged_from[0] != draft.row)
        draft.number = kinds.clean_number(draft.text_of("no")) or draft.number
        cell = draft.cells.get("no")
        if cell is not None and hasattr(cell.value, "year"):
            moment = cell.value
            draft.number = f"{moment.month}-{moment.day}"  # type: ignore[union-attr]
            said = say("number-day", text=cell.text)
            answer = self.ask("no", said, (draft.number,), row=draft.row, column=draft.places["no"])
            draft.number = answer or draft.number
        if cell is not None and cell.merged_from is not None and cell.merged_from[0] != draft.row:
            self.context.shared_numbers.add((self.sheet.name, draft.row + 1))
        number, rest = ("", raw) if several.points_in(raw) else kinds.take_number(raw)
        if number and (not draft.number or fold(number) == fold(draft.number)):
            draft.number, raw = draft.number or number, rest
        text, draft.behind = units_behind.take_units_behind(raw, alone=self._no_unit_column())
        draft.text = re.sub(r"[ \t]*\n[ \t]*", "\n", text).strip()
        if "detail" in draft.cells:
            detail, behind = units_behind.take_units_behind(draft.text_of("detail"), alone=self._no_unit_column())
            if behind.named and not draft.behind.named:
                draft.behind = behind
                draft.cells["detail"] = Cell(detail, detail)
        if not draft.text and not self._wordless(draft, raw):
            return False
        if units_behind.roles_inside(draft.text):
            named = "、".join(draft.behind.lead or draft.behind.loose)
            draft.text, draft.behind = raw, NO_UNITS
            said = say("units-inside")
            column = self.head.one("lead") or self.head.one("task")
            answer = self.ask("lead_units", said, (named,) if named else (), row=draft.row, column=column)
            draft.behind = Units(lead=organisations.split_units(answer)[0]) if answer else NO_UNITS
            draft.asked_units = not answer
        return True

    def _wordless(self, draft: Draft, raw: str) -> bool:
        """A row without a task: someone gives its words, joins it to the task above, or leaves it out."""
        cell = draft.cells.get("task")
        why = say("only-units" if raw else "no-task")
        if cell is not None and cell.formula and cell.value is None:
            why = say("task-formula")
        above = self.drafts[-1] if self.drafts else None
        options = (f"{JOIN}：{flat(above.text)}", LEAVE) if above else (LEAVE,)
        answer = self.ask("task", say("full-stop", why=why), options, row=draft.row, column=self.head.one("task"))
        if answer == LEAVE:
            return False
        if answer and above is not None and answer.startswith(JOIN):
            for name, cell in draft.cells.items():
                before = above.cells.get(name)
                if before is None:
                    above.cells[name], above.places[name] = cell, draft.places[name]
                elif name in ("lead", "support", "measures", "standard", "detail", "note"):
                    above.cells[name] = written(before, f"{before.text}\n{cell.text}")
            return False
        draft.text = answer or ""
        return True

    def _category(self, draft: Draft) -> None:
        for column in self.head.all("category"):
            cell = self.sheet.cell(draft.row, column.index)
            if cell.text.strip() and not cell.struck:
                self.category = {index: text for index, text in self.category.items() if index < column.index}
                self.category[column.index] = re.sub(r"\s*\n\s*", "", cell.text.strip())
        path = [text for _level, text, _units in self.headings]
        parts = [part for text in self.category.values() for part in text.split("｜") if part]
        draft.section = (*path, *parts)
        draft.section_units = next((units for _l, _t, units in reversed(self.headings) if units.named), Units())

    def _splits(self, draft: Draft) -> None:
        found: list[tuple[str, Decimal]] = []
        if draft.shared_row:
            said = say("shares-shared", task=flat(draft.text))
            column = next(iter(self.head.counties), None) or self.head.one("placelist")
            answer = self.ask("splits", said, (), row=draft.row, column=column)
            draft.splits = shares_in(answer or "")
            return
        for column in self.head.counties:
            cell = self.standing(draft.row, column)
            if cell is None:
                continue
            value, why = share_of(cell)
            if why:
                answer = self.ask(
                    "splits", say("share-unread", county=column.county, why=why), (), row=draft.row, column=column
                )
                quantity = parse_quantity(answer) if answer else None
                value = quantity.value if quantity else None
                draft.split_failed |= value is None
            if value is not None:
                found.append((column.county, value))
        if not found and draft.text_of("placelist"):
            found = list(shares_in(draft.text_of("placelist")))
            if not found and re.search(r"\d", fold(draft.text_of("placelist"))):
                said = say("shares-unread")
                answer = self.ask("splits", said, (), row=draft.row, column=draft.places["placelist"])
                found = list(shares_in(answer or ""))
        draft.splits = tuple(found)


def _blank(cell: Cell) -> bool:
    return not (cell.text.strip() or cell.deleted)
