"""One table from its head down: targets and sums of its drafts, then its tasks."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from zhicheng.core.intake import Cell
from zhicheng.core.quantities.amounts import is_unit
from zhicheng.core.text import fold
from zhicheng.goals.contracts import lines as kinds
from zhicheng.goals.contracts import organisations, targets, words
from zhicheng.goals.contracts.drafts import Draft
from zhicheng.goals.contracts.fields import share_of
from zhicheng.goals.contracts.headers import Column, is_head_row
from zhicheng.goals.contracts.results import (
    AS_THEY_ARE,
    AT_LEAST,
    AT_MOST,
    CONVERT,
    COUNTED,
    COVERAGE,
    EQUAL,
    QUALITATIVE,
    RATE,
    TaskRow,
    shown,
)
from zhicheng.goals.contracts.said import Said, say
from zhicheng.goals.contracts.settling import Settler
from zhicheng.goals.contracts.standing import flat

_BASES = {"新增": "new", "累计": "cumulative", "存量": "stock", "本年新增": "new", "当年新增": "new"}
_DIRECTIONS = {"不低于": AT_LEAST, "不高于": AT_MOST, "等于": EQUAL, "正向": AT_LEAST, "逆向": AT_MOST}
_KINDS = {"定量": COUNTED, "定性": QUALITATIVE, "全覆盖": COVERAGE, "比率": RATE}
_COVERED_IN_CELL = re.compile(r"\d")


class TableReader(Settler):
    """Reads one table; `tasks()` once."""

    def tasks(self) -> list[TaskRow]:
        """The tasks of the table, in order."""
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
        self._remark_comments()
        return [self._finish(draft) for draft in self.drafts]

    def _remark_comments(self) -> None:
        """Comments are not read; that there are some is said once."""
        texts = [text for _row, _column, text in self.sheet.comments]
        if texts:
            said = say("comments", sheet=self.sheet.name, count=len(texts), text=flat(texts[0]))
            if said not in self.context.remarks:
                self.context.remarks.append(said)

    def _settle_target(self, draft: Draft) -> None:
        goal = self._goal(draft)
        total = draft.cells.get("total")
        if total is not None:
            stated = targets.from_cell(total, unit=goal.unit)
            draft.stated = stated.value
            open_goal = goal.value is None and not goal.why
            if open_goal and (stated.why or (stated.value is not None and goal.kind != COVERAGE)):
                goal = stated
        if self.head.all("rival_target"):
            # Which of the columns counts was asked about the head, once for all rows.
            draft.goal = targets.Goal(kind=COUNTED)
            return
        draft.goal, draft.target = goal, goal.value
        if goal.why:
            self._ask_target(draft, goal.why, goal.proposals or draft.counties_sum)
        self._convert_shares(draft)
        if not goal.why or draft.target is not None:
            self._check_target(draft)
        self._ask_unit(draft)

    def _column_of_target(self, draft: Draft) -> Column | None:
        return draft.places.get("target") or draft.places.get("total") or self.head.one("task")

    def _ask_target(self, draft: Draft, why: Said, proposals: tuple[str, ...], *, again: int = 1) -> None:
        """A target by someone's answer; asked once more, as often as the answer is no number."""
        proposals = tuple(text for text in proposals if text.startswith("定性") or targets.answered(text))
        answer = self.ask(
            "target", say("full-stop", why=why), proposals, row=draft.row, column=self._column_of_target(draft)
        )
        if not answer:
            return
        if answer.startswith("定性"):
            draft.goal, draft.target = targets.Goal(text=draft.goal.text), None
            return
        found = targets.answered(answer)
        if found is None:
            self._ask_target(draft, say("answer-no-number", text=answer[:20], again=again), proposals, again=again + 1)
        else:
            value, unit = found[0], found[1] or draft.goal.unit
            draft.target = value
            kind = draft.goal.kind if draft.goal.kind == COVERAGE else RATE if unit in ("%", "‰") else COUNTED
            draft.goal = replace(draft.goal, unit=unit, kind=kind, why=None)

    def _goal(self, draft: Draft) -> targets.Goal:
        kind = _KINDS.get(draft.text_of("kind"))
        unit = draft.text_of("unit")
        unit = "" if unit in targets.BLANKS or unit in ("定性",) else re.sub(r"\s+", "", unit)
        unit = "%" if fold(unit) in ("%", "百分比", "百分数") else unit
        behind = re.search(r"[（(]([^（()）]{1,6})[)）]$", draft.text)
        if not unit and behind and is_unit(behind[1]):
            unit = behind[1]
        column = self.head.one("target")
        if not unit and column is not None and column.unit:
            unit = column.unit
        cell = draft.cells.get("target")
        goal = targets.Goal()
        if draft.shared_target:
            why = say("target-shared", task=flat(draft.text))
            return targets.Goal(kind=COUNTED, text=draft.shared_target, why=why, proposals=(draft.shared_target,))
        if cell is not None:
            goal = targets.from_cell(cell, unit=_short_unit(unit))
            from_above = cell.merged_from is not None and cell.merged_from[0] != draft.row and not draft.merged_task
            # Words over several rows (建成示范区) leave each row's number to its own.
            if from_above and (goal.value is not None or goal.why):
                shared = (cell.text.strip(),)
                return targets.Goal(kind=COUNTED, text=cell.text, why=say("target-merged"), proposals=shared)
            if not goal.why and goal.value is not None and self._over_rows(draft, cell):
                options = (shown(goal.value, goal.unit),)
                goal = replace(goal, why=say("target-merged"), proposals=options)
        if kind == QUALITATIVE:
            return self._declared(draft, replace(goal, value=None, kind=QUALITATIVE, why=None), None)
        if goal.value is None and self._settled(kind):
            goal = replace(goal, unit=_short_unit(unit))
        elif goal.value is None and not goal.why:
            said = goal.text
            goal = targets.from_text(draft.text)
            if goal.value is None and not goal.why and "detail" in draft.cells:
                goal = targets.from_text(draft.text_of("detail"))
            if goal.value is None and not goal.why and self._worded(draft):
                goal = targets.from_words(draft.text_of("target_text"), unit=_short_unit(unit))
            goal = replace(goal, text=said or goal.text)
            if cell is None and kind in (COUNTED, RATE, COVERAGE) and goal.value is None and not goal.why:
                goal = targets.Goal(kind=kind, unit=unit, why=say("target-missing"))
        elif goal.value is not None and goal.kind == COUNTED:
            goal = self._against_words(draft, goal, settled=self._settled(kind))
        if goal.kind == COVERAGE and goal.value is None and not _COVERED_IN_CELL.search(goal.text):
            said_in_task = targets.from_text(draft.text)
            if said_in_task.kind == COVERAGE and said_in_task.value is not None:
                goal = replace(said_in_task, text=goal.text)
        if not goal.unit and _short_unit(unit) and (goal.value is not None or goal.why or draft.splits):
            goal = replace(goal, unit=_short_unit(unit))
        if goal.value is not None and not goal.unit and (unit or self.context.default_unit):
            goal = replace(goal, unit=_short_unit(unit) or self.context.default_unit)
        if goal.value is not None and not goal.unit:
            goal = replace(goal, unit=targets.unit_of(goal.value, [draft.text_of("detail"), draft.text_of("measures")]))
        return self._declared(draft, goal, kind)

    def _settled(self, kind: str | None) -> bool:
        """Our own export states what was answered about the target, whatever the task's words say."""
        return kind is not None and self._exported()

    def _worded(self, draft: Draft) -> bool:
        """A second target column holds words; 目标原文 of an export only records what was once read."""
        column = draft.places.get("target_text")
        return column is not None and "target_text" not in words.fields_of(column.label)

    def _over_rows(self, draft: Draft, cell: Cell) -> bool:
        """The target's cell reaches down to another task."""
        column = draft.places.get("target")
        below = self.sheet.cell(draft.row + 1, column.index) if column else None
        if below is None or below.merged_from is None or below.merged_from[0] != (cell.merged_from or (draft.row,))[0]:
            return False
        task = self.head.one("task")
        return task is not None and kinds.own(self.sheet, draft.row + 1, task.index) is not None

    def _declared(self, draft: Draft, goal: targets.Goal, kind: str | None) -> targets.Goal:
        """What columns of their own say about kind and direction."""
        if kind is not None and kind != QUALITATIVE:
            goal = replace(goal, kind=kind)
        direction = _DIRECTIONS.get(draft.text_of("direction"))
        text = draft.text_of("target_text")
        if direction:
            goal = replace(goal, direction=direction)
        if text and "target" in draft.cells:
            goal = replace(goal, text=text, approximate=goal.approximate or bool(re.search("约|左右|上下|余|多", text)))
        return goal

    def _against_words(self, draft: Draft, goal: targets.Goal, *, settled: bool) -> targets.Goal:
        """A number in the task's own words that contradicts the target column is a question."""
        said = targets.from_text(draft.text)
        if said.kind == COVERAGE and said.value is not None and said.value == goal.value:
            return replace(goal, kind=COVERAGE, direction=EQUAL)
        if said.value is None or said.kind != COUNTED:
            return goal
        if not goal.unit and said.value == goal.value:
            return replace(goal, unit=said.unit)
        if said.unit == goal.unit and said.value != goal.value and goal.value is not None and not settled:
            options = (shown(goal.value, goal.unit), shown(said.value, said.unit))
            return replace(goal, why=say("target-words"), proposals=options)
        return goal

    def _convert_shares(self, draft: Draft) -> None:
        """Counties' per cent stored as fractions: converted like the target, or asked about."""
        values = [value for _county, value in draft.splits if value]
        if draft.goal.unit != "%" or not values or max(values) > 1 or draft.target is None or draft.target <= 1:
            return
        cell = draft.cells.get("target")
        alike = (
            cell is not None and isinstance(cell.value, int | float) and draft.target == Decimal(repr(cell.value)) * 100
        )
        said = say("shares-fraction", shown="、".join(shown(value) for value in values[:3]))
        column = self.head.counties[0] if self.head.counties else self.head.one("task")
        if not alike and self.ask("splits", said, (CONVERT, AS_THEY_ARE), row=draft.row, column=column) != CONVERT:
            return
        draft.splits = tuple((county, targets.short(value * 100)) for county, value in draft.splits)

    def _check_target(self, draft: Draft) -> None:
        """Target, stated total and the counties' sum must agree."""
        goal = draft.goal
        if goal.unit in ("%", "‰") and goal.kind in (COUNTED, QUALITATIVE):
            goal = draft.goal = replace(goal, kind=RATE)
        if goal.kind == RATE and draft.target is None and draft.splits and not goal.why:
            options = tuple(dict.fromkeys(shown(value, goal.unit) for _county, value in draft.splits))
            self._ask_target(draft, say("only-county-rates"), options if len(options) == 1 else ())
            return
        if goal.kind == RATE or (goal.kind == COVERAGE and goal.unit == "%"):
            return
        said = {"figure-target": draft.target} if draft.cells.get("target") else {}
        said |= {"figure-total": draft.stated, "figure-words": draft.target if not said else None}
        figures = {name: value for name, value in said.items() if value is not None}
        parts = sum((value for _county, value in draft.splits), Decimal(0))
        unallocated = draft.cells.get("unallocated")
        if unallocated is not None:
            parts += share_of(unallocated)[0] or 0
        if draft.splits and not draft.split_failed:
            if not figures:
                draft.goal = replace(goal, kind=COUNTED)
                self._ask_target(draft, say("only-counties"), (shown(parts, goal.unit),))
                return
            figures["figure-counties"] = parts
        distinct = tuple(dict.fromkeys(figures.values()))
        if len(distinct) > 1:
            listed = tuple(say(name, value=shown(value)) for name, value in figures.items())
            self._ask_target(
                draft, say("figures-differ", figures=listed), tuple(shown(value, goal.unit) for value in distinct)
            )

    def _ask_unit(self, draft: Draft) -> None:
        # A dash in the column says that there is none: an index has no unit.
        dashed = draft.text_of("unit") in targets.BLANKS - {""} or self._exported()
        if draft.target is None or draft.goal.unit or dashed:
            return
        column = self.head.one("unit") or self._column_of_target(draft)
        said, options = say("no-measure", value=shown(draft.target)), ("%",) if draft.text.endswith("率") else ()
        answer = self.ask("unit", said, options, row=draft.row, column=column)
        if answer:
            kind = RATE if answer in ("%", "％", "‰") and draft.goal.kind == COUNTED else draft.goal.kind
            draft.goal = replace(draft.goal, unit=answer.replace("％", "%"), kind=kind)

    def _check_sums(self) -> None:
        """Rows of sums are no tasks; what they say is compared with what stands above them."""
        last_subtotal = 0
        for line, end in self.sums:
            part = "小计" in re.sub(r"\s", "", line.text)
            drafts = self.drafts[last_subtotal:end] if part else self.drafts[:end]
            drafts = [draft for draft in drafts if not draft.is_part]
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
            said = say("sum-differs", label=column.label, stated=shown(stated), total=shown(total))
            self.ask("sum", said, (shown(stated), shown(total)), row=row, column=column)

    def _finish(self, draft: Draft) -> TaskRow:
        goal, known = draft.goal, self.context.known_units
        measures = "\n".join(text for text in (draft.text_of("detail"), draft.text_of("measures")) if text)
        basis = _BASES.get(draft.text_of("basis")) or (
            ""
            if "basis" in {column.field for column in self.head.columns}
            else targets.basis_of(f"{draft.text} {goal.text}")
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


def _short_unit(unit: str) -> str:
    return "" if unit in ("无", "-", "—", "/") else unit
