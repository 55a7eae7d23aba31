"""One table from its head down: rows into tasks, doubts into questions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from zhicheng.core.intake import Cell, Sheet, column_letter
from zhicheng.core.quantities import parse_quantity
from zhicheng.core.quantities.amounts import is_unit
from zhicheng.core.text import fold
from zhicheng.goals.contracts import lines as kinds
from zhicheng.goals.contracts import organisations, targets, words
from zhicheng.goals.contracts.fields import (
    DITTO,
    When,
    deadline_in,
    deadline_in_notes,
    deadline_in_task,
    deadline_of,
    share_of,
    shares_in,
)
from zhicheng.goals.contracts.headers import Column, Head, is_head_row
from zhicheng.goals.contracts.organisations import Units
from zhicheng.goals.contracts.results import (
    AT_LEAST,
    AT_MOST,
    COUNTED,
    COVERAGE,
    EQUAL,
    IMPORT,
    LEAVE,
    ONGOING,
    QUALITATIVE,
    RATE,
    Desk,
    TaskRow,
    shown,
)

_BASES = {"新增": "new", "累计": "cumulative", "存量": "stock", "本年新增": "new", "当年新增": "new"}
_DIRECTIONS = {"不低于": AT_LEAST, "不高于": AT_MOST, "等于": EQUAL, "正向": AT_LEAST, "逆向": AT_MOST}
_KINDS = {"定量": COUNTED, "定性": QUALITATIVE, "全覆盖": COVERAGE, "比率": RATE}
_FIRST_LEADS = re.compile(r"(?:排|列|位列|排名|排序)?(?:在)?(?:第一位|首位|第一|最前|前面)的?(?:单位|部门)?(?:为|是|作为)(?:总)?牵头")


NO_UNITS, NO_GOAL = Units(), targets.Goal()
_COVERED_IN_CELL = re.compile(r"\d")


@dataclass
class Context:
    """What holds for the whole file."""

    desk: Desk
    year: int | None
    known_units: Mapping[str, str] = field(default_factory=dict)
    default_unit: str = ""
    needs_year: bool = False


@dataclass
class Draft:
    """A task row between reading its cells and settling what rows share."""

    row: int
    cells: dict[str, Cell]
    places: dict[str, Column]
    number: str = ""
    text: str = ""
    source_text: str = ""
    section: tuple[str, ...] = ()
    section_units: Units = NO_UNITS
    behind: Units = NO_UNITS
    units: Units = NO_UNITS
    deadline: str | None = None
    goal: targets.Goal = NO_GOAL
    splits: tuple[tuple[str, Decimal], ...] = ()
    split_failed: bool = False
    stated: Decimal | None = None
    target: Decimal | None = None
    hidden: bool = False
    merged_task: bool = False

    def text_of(self, name: str) -> str:
        """The text of a field's cell, '' without one."""
        cell = self.cells.get(name)
        return cell.text.strip() if cell else ""


class TableReader:
    """Reads one table; `tasks()` once, then `notes` holds its footers."""

    def __init__(self, sheet: Sheet, head: Head, rows: range, context: Context, *, letters: Callable[[int], str] = column_letter) -> None:
        self.sheet, self.head, self.rows, self.context, self.letters = sheet, head, rows, context, letters
        self.notes: list[str] = []
        self.headings: list[tuple[int, str, Units]] = []
        self.drafts: list[Draft] = []
        self.sums: list[tuple[kinds.Line, int]] = []
        self.category: dict[int, str] = {}

    def ask(self, name: str, text: str, proposals: tuple[str, ...] = (), *, row: int | None, column: Column | None = None) -> str | None:
        """A question at a place of this table."""
        return self.context.desk.ask(
            name,
            text,
            proposals,
            sheet=self.sheet.name,
            row=None if row is None else row + 1,
            column=self.letters(column.index) if column else None,
        )

    def tasks(self) -> list[TaskRow]:
        """The tasks of the table, in order."""
        self._doubts_of_head()
        classifier = kinds.Classifier(self.sheet, self.head, self.rows)
        for row in self.rows:
            if is_head_row(self.sheet, row, self.head):
                continue
            self._row(row, classifier)
        self._gather_counties()
        self._settle_units()
        self._settle_deadlines()
        for draft in self.drafts:
            self._settle_target(draft)
        self._check_sums()
        return [self._finish(draft) for draft in self.drafts]

    def _doubts_of_head(self) -> None:
        for column, why, proposals in self.head.doubts:
            self.ask(column.field or "column", f"{why}（表头“{column.label}”）", proposals, row=self.head.bottom, column=column)
        for column in self.head.columns:
            if column.hidden and (column.field or column.county) and column.field not in ("no", "progress"):
                filled = any(not self.sheet.cell(row, column.index).empty for row in self.rows)
                if filled:
                    text = f"“{column.label}”一栏被隐藏，没有读取。是否要导入这一栏？"
                    self.ask("column", text, (IMPORT, LEAVE), row=self.head.bottom, column=column)

    # Rows

    def _row(self, row: int, classifier: kinds.Classifier) -> None:
        line = classifier.line(row)
        if line.kind == kinds.NOTHING:
            return
        if line.kind == kinds.NOTE:
            if row not in self.sheet.hidden_rows:
                self.notes.append(line.text)
            return
        hidden = False
        if line.kind in (kinds.TASK, kinds.UNSURE) or row in self.sheet.hidden_rows:
            reason = self._aside(row)
            if reason and line.kind == kinds.SUM:
                return
            if reason:
                column = self.head.one("task")
                text = f"第{row + 1}行{reason}（“{self._label(row)}”），没有导入。是否要导入？"
                if self.ask("row", text, (LEAVE, IMPORT), row=row, column=column) != IMPORT:
                    return
                hidden = True
        if line.kind == kinds.HEADING:
            self._heading(line.text)
        elif line.kind == kinds.SUM:
            self.sums.append((line, len(self.drafts)))
        elif line.kind == kinds.UNSURE:
            answer = self.ask("row", f"{line.why}。", ("标题", "任务"), row=row, column=self.head.one("task"))
            if answer == "任务":
                self._task(row, hidden=hidden)
            elif answer is None or answer == "标题":
                self._heading(line.text)
        else:
            self._task(row, hidden=hidden)

    def _aside(self, row: int) -> str:
        """Why a row is not to be taken as it stands: hidden, deleted or struck out."""
        if row in self.sheet.hidden_rows:
            return "被隐藏"
        if row in self.sheet.deleted_rows:
            return "在修订中被删除"
        task = self.head.one("task")
        cell = self.sheet.cell(row, task.index) if task else None
        if cell is not None and cell.struck:
            return "带删除线"
        return ""

    def _label(self, row: int) -> str:
        task = self.head.one("task")
        text = self.sheet.cell(row, task.index).text if task else ""
        if not text.strip():
            text = next((cell.text for cell in self.sheet.rows[row] if cell.text.strip()), "")
        flat = re.sub(r"\s+", " ", text.strip())
        return flat if len(flat) <= 40 else flat[:39] + "…"

    def _heading(self, text: str) -> None:
        level = kinds.heading_level(text)
        rest, units = organisations.take_units_behind(re.sub(r"\s*\n\s*", "", text), alone=self._no_unit_column())
        self.headings = [entry for entry in self.headings if entry[0] < level] + [(level, rest, units)]
        self.category = {}

    def _no_unit_column(self) -> bool:
        return not self.head.all("lead") and not self.head.all("support")

    def _task(self, row: int, *, hidden: bool) -> None:
        draft = Draft(row, {}, {}, hidden=hidden)
        for column in self.head.columns:
            name = column.field
            if column.hidden or not name or name == "county":
                continue
            cell = self._standing(row, column)
            if cell is None:
                continue
            for single in name.split("+"):
                if single not in draft.cells:
                    draft.cells[single], draft.places[single] = cell, column
                elif single in ("support", "measures", "standard", "note", "detail", "lead"):
                    old = draft.cells[single]
                    joined = f"{old.text}\n{cell.text}" if cell.text != old.text else old.text
                    draft.cells[single] = Cell(joined, joined)
        if self._goes_on(draft):
            return
        self._words(draft)
        self._category(draft)
        self._splits(draft)
        self.drafts.append(draft)

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
        places = [column for column in self.head.columns if words.PLACE_COLUMN.fullmatch(words.clean_label(column.label))]
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
            kept.append(draft)
        self.drafts = kept

    def _standing(self, row: int, column: Column) -> Cell | None:
        """The cell as far as it stands: struck words are asked about and left out."""
        cell = self.sheet.cell(row, column.index)
        if cell.empty and not cell.deleted:
            return None
        inherited = cell.merged_from is not None and cell.merged_from != (row, column.index)
        if inherited and cell.merged_from is not None and cell.merged_from[0] == row and cell.merged_from[1] != column.index:
            # A cell spread sideways belongs to its first column.
            return None
        if cell.struck and column.field not in ("task", "no"):
            self.ask(column.field, f"“{_flat(cell.text)}”带删除线，没有读取。是否仍然有效？", (cell.text.strip(),), row=row, column=column)
            return None
        gone = cell.struck_text or cell.deleted
        if gone and not inherited:
            how = "带删除线" if cell.struck_text else "在修订中被删除"
            self.ask(
                column.field, f"“{_flat(gone)}”{how}，按已删去读取。是否如此？", (cell.text.strip(), gone.strip()), row=row, column=column
            )
        if cell.hidden_text and not inherited:
            self.ask(column.field, f"“{_flat(cell.hidden_text)}”是隐藏文字，没有读取。", (cell.hidden_text,), row=row, column=column)
        return cell if cell.text.strip() or cell.formula else None

    def _words(self, draft: Draft) -> None:
        task = draft.cells.get("task")
        raw = task.text.strip() if task else ""
        draft.source_text = raw
        draft.merged_task = bool(task and task.merged_from and task.merged_from[0] != draft.row)
        draft.number = kinds.clean_number(draft.text_of("no"))
        cell = draft.cells.get("no")
        if cell is not None and hasattr(cell.value, "year"):
            moment = cell.value
            draft.number = f"{moment.month}-{moment.day}"  # type: ignore[union-attr]
            self.ask("no", f"序号“{cell.text}”被存成了日期", (draft.number,), row=draft.row, column=draft.places["no"])
        number, rest = kinds.take_number(raw)
        if number and (not draft.number or fold(number) == fold(draft.number)):
            draft.number, raw = draft.number or number, rest
        text, draft.behind = organisations.take_units_behind(raw, alone=self._no_unit_column())
        draft.text = re.sub(r"[ \t]*\n[ \t]*", "\n", text).strip()
        if "detail" in draft.cells:
            detail, behind = organisations.take_units_behind(draft.text_of("detail"), alone=self._no_unit_column())
            if behind.named and not draft.behind.named:
                draft.behind = behind
                draft.cells["detail"] = Cell(detail, detail)
        if not draft.text:
            why = "这一行没有任务内容" if not raw else "这一行只有责任单位，没有任务内容"
            above = self.drafts[-1].text if self.drafts else ""
            options = (f"并入上一行：{_flat(above)}", LEAVE) if above else (LEAVE,)
            self.ask("task", f"{why}。", options, row=draft.row, column=self.head.one("task"))
        if organisations.roles_inside(draft.text):
            draft.behind = NO_UNITS
            text = "任务中间另写有责任单位，这一格可能是几项任务，请核对后指定责任单位。"
            self.ask("lead_units", text, (), row=draft.row, column=self.head.one("lead"))

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
        for column in self.head.counties:
            cell = self._standing(draft.row, column)
            if cell is None:
                continue
            value, why = share_of(cell)
            if why:
                answer = self.ask("splits", f"{column.county}的任务数{why}", (), row=draft.row, column=column)
                quantity = parse_quantity(answer) if answer else None
                value = quantity.value if quantity else None
                draft.split_failed |= value is None
            if value is not None:
                found.append((column.county, value))
        if not found and draft.text_of("placelist"):
            found = list(shares_in(draft.text_of("placelist")))
            if not found and re.search(r"\d", fold(draft.text_of("placelist"))):
                self.ask("splits", "分县任务数读不准", (), row=draft.row, column=draft.places["placelist"])
        draft.splits = tuple(found)

    # What rows share

    def _filled_together(self, name: str) -> bool:
        """The field is filled exactly where a category begins: then blanks below mean the same as above."""
        category, column = self.head.one("category"), self.head.one(name)
        if category is None or column is None:
            return False
        begins = [index for index, draft in enumerate(self.drafts) if kinds.own(self.sheet, draft.row, category.index)]
        filled = [index for index, draft in enumerate(self.drafts) if name in draft.cells]
        return len(begins) >= 2 and begins == filled and begins[0] == 0 and len(begins) < len(self.drafts)

    def _take_above(self, name: str) -> None:
        """Ditto marks, and blanks that are plainly meant so."""
        together = self._filled_together(name)
        for above, draft in zip(self.drafts, self.drafts[1:], strict=False):
            ditto = fold(draft.text_of(name)) in DITTO
            if (ditto or (together and name not in draft.cells)) and name in above.cells:
                draft.cells[name] = replace(above.cells[name], merged_from=None)
                draft.places[name] = above.places[name]

    def _settle_units(self) -> None:
        for name in ("lead", "support", "deadline", "source", "contact"):
            self._take_above(name)
        first_leads = any(_FIRST_LEADS.search(fold(note)) for note in self.notes)
        for draft in self.drafts:
            draft.units = self._units_of(draft, first_leads=first_leads)
        without = [draft for draft in self.drafts if not draft.units.lead]
        for draft in without:
            heading = draft.section_units
            mates = [other for other in self.drafts if other.section_units is heading]
            if heading.lead and all(not self._own_lead(other) for other in mates):
                support = draft.units.support or heading.support
                draft.units = replace(draft.units, lead=heading.lead, support=support)
        self._ask_for_units([draft for draft in self.drafts if not draft.units.lead])

    def _own_lead(self, draft: Draft) -> bool:
        return "lead" in draft.cells or bool(draft.behind.lead)

    def _ask_for_units(self, without: list[Draft]) -> None:
        if without and len(without) == len(self.drafts) > 1:
            answer = self.ask("lead_units", "表里没有读到牵头（责任）单位。请指定。", (), row=None)
            for draft in without:
                self._answered_units(draft, answer)
            return
        for draft in without:
            index = self.drafts.index(draft)
            above = self.drafts[index - 1].units.lead if index else ()
            options = tuple(dict.fromkeys(option for option in ("、".join(above), "、".join(draft.section_units.lead)) if option))
            text = "没有读到牵头（责任）单位" + ("；是否与上一行相同？" if above else "。")
            self._answered_units(draft, self.ask("lead_units", text, options, row=draft.row, column=self.head.one("lead")))

    def _answered_units(self, draft: Draft, answer: str | None) -> None:
        if answer:
            draft.units = replace(draft.units, lead=organisations.split_units(answer)[0])

    def _units_of(self, draft: Draft, *, first_leads: bool) -> Units:
        cell, help_cell = draft.text_of("lead"), draft.text_of("support")
        combined = "person" in draft.cells and draft.places.get("person") is draft.places.get("lead")
        cell = "" if cell in targets.BLANKS else cell
        help_cell = "" if help_cell in targets.BLANKS else help_cell
        contact = draft.behind.contact
        if combined or ("contact" in draft.cells and draft.places.get("contact") is draft.places.get("lead")):
            cell, contact = _without_persons(cell)
            for name in ("person", "contact"):
                draft.cells.pop(name, None)
        own = organisations.parse_units(cell)
        if not own.named and (draft.behind.lead or draft.behind.support):
            own = draft.behind
        elif draft.behind.lead and own.lead + own.loose and set(draft.behind.lead) - set(own.lead + own.loose + own.support):
            behind = "、".join(draft.behind.lead)
            options = ("、".join(own.lead + own.loose), behind)
            answer = self.ask("lead_units", "任务后面写的责任单位与责任单位栏不一致", options, row=draft.row, column=self.head.one("lead"))
            own = Units(lead=organisations.split_units(answer)[0]) if answer else Units(support=own.support)
            if not answer:
                return replace(own, contact=contact, lead=())
        lead, support = own.lead, own.support
        if own.loose:
            lead, support = (own.loose[:1], (*own.loose[1:], *support)) if first_leads else (own.loose, support)
        helpers = organisations.parse_units(help_cell)
        support = tuple(dict.fromkeys((*support, *helpers.lead, *helpers.loose, *helpers.support)))
        for name, units in (("lead", own), ("support", helpers)):
            if units.doubt:
                field_name = "lead_units" if name == "lead" else "supporting_units"
                column = draft.places.get(name) or self.head.one("task")
                self.ask(field_name, f"{units.doubt}，请核对。", ("、".join((*units.lead, *units.loose, *units.support)),), row=draft.row, column=column)
        return Units(lead, tuple(unit for unit in support if unit not in lead), deadline=own.deadline or draft.behind.deadline, contact=contact)

    def _settle_deadlines(self) -> None:
        year = self.context.year
        default = deadline_in_notes(self.notes, year=year)
        found = [(draft, self._deadline(draft, default)) for draft in self.drafts]
        silent = [draft for draft, when in found if when is None]
        for draft, when in found:
            if when is None:
                continue
            self.context.needs_year |= when.needs_year
            draft.deadline = when.text
            column = draft.places.get("deadline") or self.head.one("deadline")
            if when.why:
                answer = self.ask("deadline", when.why, when.proposals, row=draft.row, column=column)
                draft.deadline = _answered_deadline(answer, year)
            elif when.text and year and when.text != ONGOING and int(when.text[:4]) < year:
                answer = self.ask("deadline", f"完成时限{when.text}早于{year}年度，请核对。", (when.text, str(year) + when.text[4:]), row=draft.row, column=column)
                draft.deadline = _answered_deadline(answer, year)
        options = (f"{year}-12-31", ONGOING) if year else (ONGOING,)
        if silent and len(silent) == len(self.drafts) > 1:
            answer = self.ask("deadline", "表里没有写完成时限。全部任务的时限是？", options, row=None)
            for draft in silent:
                draft.deadline = _answered_deadline(answer, year)
            return
        for draft in silent:
            answer = self.ask("deadline", "没有写完成时限。", options, row=draft.row, column=self.head.one("deadline"))
            draft.deadline = _answered_deadline(answer, year)

    def _deadline(self, draft: Draft, default: str | None) -> When | None:
        """From its column, the bracket, the task's words, the note for all; None where nothing says anything."""
        year = self.context.year
        cell = draft.cells.get("deadline")
        if cell is not None and (cell.text.strip() not in targets.BLANKS or (cell.formula and cell.value is None)):
            return deadline_of(cell, year=year)
        said = draft.behind.deadline or draft.units.deadline
        if said:
            return deadline_in(said, year=year)
        inside = deadline_in_task(f"{draft.text}\n{draft.text_of('detail')}", year=year)
        if inside is not None:
            return inside
        return When(default) if default else None

    # Targets and sums

    def _settle_target(self, draft: Draft) -> None:
        goal = self._goal(draft)
        total = draft.cells.get("total")
        if total is not None:
            stated = targets.from_cell(total, unit=goal.unit)
            draft.stated = stated.value
            open_goal = goal.value is None and not goal.why
            if open_goal and (stated.why or (stated.value is not None and goal.kind != COVERAGE)):
                goal = stated
        rivals = self.head.all("rival_target")
        if rivals:
            options = tuple(f"{column.label}：{self.sheet.cell(draft.row, column.index).text.strip()}" for column in rivals)
            goal = targets.Goal(kind=COUNTED, why="有几栏都像目标值", proposals=options)
        draft.goal, draft.target = goal, goal.value
        if goal.why:
            self._ask_target(draft, goal.why, goal.proposals)
        else:
            self._check_target(draft)
        self._ask_unit(draft)

    def _column_of_target(self, draft: Draft) -> Column | None:
        return draft.places.get("target") or draft.places.get("total") or self.head.one("task")

    def _ask_target(self, draft: Draft, why: str, proposals: tuple[str, ...]) -> None:
        answer = self.ask("target", f"{why}。", proposals, row=draft.row, column=self._column_of_target(draft))
        draft.target = None
        if not answer:
            return
        if answer.startswith("定性"):
            draft.goal = targets.Goal(text=draft.goal.text)
            return
        quantity = parse_quantity(answer.split("：")[-1])
        if quantity is not None:
            unit = quantity.unit or draft.goal.unit
            draft.target = quantity.value
            kind = draft.goal.kind if draft.goal.kind == COVERAGE else RATE if unit in ("%", "‰") else COUNTED
            draft.goal = replace(draft.goal, unit=unit, kind=kind, why="")

    def _goal(self, draft: Draft) -> targets.Goal:
        kind = _KINDS.get(draft.text_of("kind"))
        unit = draft.text_of("unit")
        unit = "" if unit in targets.BLANKS or unit in ("定性",) else re.sub(r"\s+", "", unit)
        behind = re.search(r"[（(]([^（()）]{1,6})[)）]$", draft.text)
        if not unit and behind and is_unit(behind[1]):
            unit = behind[1]
        column = self.head.one("target")
        if not unit and column is not None and column.unit:
            unit = column.unit
        cell = draft.cells.get("target")
        goal = targets.Goal()
        if cell is not None:
            if cell.merged_from is not None and cell.merged_from[0] != draft.row and not draft.merged_task:
                return targets.Goal(kind=COUNTED, text=cell.text, why="目标值一格合并了几行，看不出每项任务各是多少", proposals=(cell.text.strip(),))
            goal = targets.from_cell(cell, unit=_short_unit(unit))
        if kind == QUALITATIVE:
            return self._declared(draft, replace(goal, value=None, kind=QUALITATIVE, why=""), None)
        if goal.value is None and not goal.why:
            said = goal.text
            goal = targets.from_text(draft.text)
            if goal.value is None and not goal.why and "detail" in draft.cells:
                goal = targets.from_text(draft.text_of("detail"))
            if goal.value is None and not goal.why and "target_text" in draft.cells:
                goal = targets.from_words(draft.text_of("target_text"), unit=_short_unit(unit))
            goal = replace(goal, text=said or goal.text)
            if cell is None and kind in (COUNTED, RATE, COVERAGE) and goal.value is None and not goal.why:
                goal = targets.Goal(kind=kind, unit=unit, why="任务类型是定量，但没有写目标值")
        elif goal.value is not None and goal.kind == COUNTED:
            goal = self._against_words(draft, goal)
        if goal.kind == COVERAGE and goal.value is None and not _COVERED_IN_CELL.search(goal.text):
            said_in_task = targets.from_text(draft.text)
            if said_in_task.kind == COVERAGE and said_in_task.value is not None:
                goal = replace(said_in_task, text=goal.text)
        if not goal.unit and _short_unit(unit) and (goal.value is not None or goal.why or draft.splits):
            goal = replace(goal, unit=_short_unit(unit))
        if goal.value is not None and not goal.unit and (unit or self.context.default_unit):
            goal = replace(goal, unit=_short_unit(unit) or self.context.default_unit)
        return self._declared(draft, goal, kind)

    def _declared(self, draft: Draft, goal: targets.Goal, kind: str | None) -> targets.Goal:
        """What columns of their own say about kind and direction."""
        if kind is not None and kind != QUALITATIVE:
            goal = replace(goal, kind=kind)
        direction = _DIRECTIONS.get(draft.text_of("direction"))
        text = draft.text_of("target_text")
        if direction:
            goal = replace(goal, direction=direction)
        if text and "target" in draft.cells:
            goal = replace(goal, text=text, approximate=goal.approximate or bool(re.search("约|左右|上下", text)))
        return goal

    def _against_words(self, draft: Draft, goal: targets.Goal) -> targets.Goal:
        """A number in the task's own words that contradicts the target column is a question."""
        said = targets.from_text(draft.text)
        if said.kind == COVERAGE and said.value is not None and said.value == goal.value:
            return replace(goal, kind=COVERAGE, direction=EQUAL)
        if said.value is None or said.kind != COUNTED:
            return goal
        if not goal.unit and said.value == goal.value:
            return replace(goal, unit=said.unit)
        if said.unit == goal.unit and said.value != goal.value and goal.value is not None:
            options = (shown(goal.value, goal.unit), shown(said.value, said.unit))
            return replace(goal, value=None, why="目标值栏与任务内容里的数不一致", proposals=options)
        return goal

    def _check_target(self, draft: Draft) -> None:
        """Target, stated total and the counties' sum must agree."""
        goal = draft.goal
        if goal.kind == RATE or (goal.kind == COVERAGE and goal.unit == "%"):
            return
        said = {"目标值": draft.target} if draft.cells.get("target") else {}
        said |= {"合计": draft.stated, "目标": draft.target if not said else None}
        figures = {name: value for name, value in said.items() if value is not None}
        parts = sum((value for _county, value in draft.splits), Decimal(0))
        unallocated = draft.cells.get("unallocated")
        if unallocated is not None:
            parts += share_of(unallocated)[0] or 0
        if draft.splits and not draft.split_failed:
            if not figures:
                draft.goal = replace(goal, kind=COUNTED)
                self._ask_target(draft, "没有写全市目标值，各县之和如下", (shown(parts, goal.unit),))
                return
            figures["各县之和"] = parts
        distinct = tuple(dict.fromkeys(figures.values()))
        if len(distinct) > 1:
            listed = "，".join(f"{name}{shown(value)}" for name, value in figures.items())
            self._ask_target(draft, f"几处数字不一致（{listed}）", tuple(shown(value, goal.unit) for value in distinct))

    def _ask_unit(self, draft: Draft) -> None:
        if draft.target is None or draft.goal.unit:
            return
        column = self.head.one("unit") or self._column_of_target(draft)
        answer = self.ask("unit", f"目标值{shown(draft.target)}没有写计量单位。", (), row=draft.row, column=column)
        if answer:
            draft.goal = replace(draft.goal, unit=answer)

    def _check_sums(self) -> None:
        """Rows of sums are no tasks; what they say is compared with what stands above them."""
        last_subtotal = 0
        for line, end in self.sums:
            part = "小计" in re.sub(r"\s", "", line.text)
            drafts = self.drafts[last_subtotal:end] if part else self.drafts[:end]
            if part:
                last_subtotal = end
            if not drafts:
                continue
            for column in self.head.columns:
                if not column.hidden and (column.county or column.field in ("target", "total")):
                    self._check_sum(line.row, column, drafts)

    def _check_sum(self, row: int, column: Column, drafts: list[Draft]) -> None:
        cell = self.sheet.cell(row, column.index)
        stated, why = share_of(cell)
        if stated is None or why or cell.empty:
            return
        if column.county:
            values = [dict(draft.splits).get(column.county, Decimal(0)) for draft in drafts]
        elif column.field == "total":
            values = [draft.stated for draft in drafts if draft.stated is not None]
        else:
            if len({draft.goal.unit for draft in drafts}) > 1 or any(draft.goal.kind == RATE for draft in drafts):
                return
            values = [draft.goal.value for draft in drafts if draft.goal.value is not None]
        total = sum(values, Decimal(0))
        if total != stated and values:
            text = f"“{column.label}”栏合计写的是{shown(stated)}，各行相加是{shown(total)}，请核对。"
            self.ask("sum", text, (shown(stated), shown(total)), row=row, column=column)

    def _finish(self, draft: Draft) -> TaskRow:
        goal, known = draft.goal, self.context.known_units
        measures = "\n".join(text for text in (draft.text_of("detail"), draft.text_of("measures")) if text)
        basis = _BASES.get(draft.text_of("basis")) or (
            "" if "basis" in {column.field for column in self.head.columns} else targets.basis_of(f"{draft.text} {goal.text}")
        )
        lead = organisations.resolve(draft.units.lead, known)
        support = tuple(unit for unit in organisations.resolve(draft.units.support, known) if unit not in lead)
        return TaskRow(
            no=draft.number or None,
            task=draft.text or None,
            target=draft.target,
            unit=goal.unit or None,
            lead_units=lead,
            supporting_units=support,
            deadline=draft.deadline,
            splits=draft.splits,
            contact=self._contact(draft),
            kind=goal.kind,
            direction=goal.direction,
            approximate=goal.approximate,
            count_basis=basis,
            target_text=draft.text_of("target_text") or goal.text,
            stated_total=draft.stated,
            section=draft.section,
            standard=draft.text_of("standard"),
            measures=measures,
            source=draft.text_of("source"),
            leader=draft.text_of("leader"),
            note=draft.text_of("note"),
            source_text=draft.source_text,
            sheet=self.sheet.name,
            row=draft.row + 1,
            hidden=draft.hidden,
        )

    @staticmethod
    def _contact(draft: Draft) -> str | None:
        parts = [draft.text_of("contact") or draft.text_of("person"), draft.text_of("phone"), draft.units.contact]
        texts = [re.sub(r"\s*\n\s*", " ", part) for part in parts if part and part not in targets.BLANKS]
        return " ".join(dict.fromkeys(texts)) or None


def _answered_deadline(answer: str | None, year: int | None) -> str | None:
    if not answer:
        return None
    return ONGOING if answer == ONGOING else deadline_in(answer, year=year).text


def _short_unit(unit: str) -> str:
    return "" if unit in ("无", "-", "—", "/") else unit


def _without_persons(text: str) -> tuple[str, str]:
    """Units and persons of a column that holds both."""
    units, persons = [], []
    for piece in re.split(r"[\s\n：:/／（()）]+", text):
        if not piece:
            continue
        (units if any(organisations.looks_like_unit(part) for part in re.split("[、，,]", piece)) and not re.search(r"\d{6}", piece) else persons).append(piece)
    return "、".join(units), " ".join(persons)


def _flat(text: str) -> str:
    flat = re.sub(r"\s+", " ", text.strip())
    return flat if len(flat) <= 40 else flat[:39] + "…"
