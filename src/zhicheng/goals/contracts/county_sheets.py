"""One workbook, a sheet for each county with the same tasks: one question for the file instead of one for each task."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from zhicheng.core.quantities import parse_quantity
from zhicheng.core.text import fold
from zhicheng.goals.contracts import words
from zhicheng.goals.contracts.results import COUNTED, MERGE, SEPARATE, Desk, TaskRow, shown
from zhicheng.goals.contracts.said import say

_AROUND = re.compile(
    r"^[\d一二三四五六七八九十]{0,2}[.．、\-\s]*|(?:20\d\d年?度?)|(?:质量强市)?(?:重点)?(?:任务|目标)?(?:分解)?表?$"
)


def county_of(sheet: str) -> str:
    """The county that a sheet is named after, '' for none."""
    name = re.sub(r"[（(].*?[)）]", "", sheet).strip()
    name = _AROUND.sub("", name).strip()
    return name if words.is_place(name) else ""


def merged_by_county(tasks: Sequence[TaskRow], desk: Desk) -> tuple[list[TaskRow], frozenset[str]]:
    """The tasks, merged where someone says so; and the sheets between which the same task is no repetition."""
    counties = {task.sheet: county for task in tasks if (county := county_of(task.sheet))}
    groups: dict[str, list[TaskRow]] = {}
    for task in tasks:
        groups.setdefault(task_key(task), []).append(task)
    common = [group for group in groups.values() if len({task.sheet for task in group if task.sheet in counties}) > 1]
    held = any(task.splits for task in tasks if task.sheet in counties)
    in_counties = [key for key, group in groups.items() if any(task.sheet in counties for task in group)]
    if len(counties) < 2 or held or len(common) < 0.5 * len(in_counties):
        return list(tasks), frozenset()
    said = say("by-county", counties="、".join(counties.values()))
    answer = desk.ask("sheet", said, (MERGE, SEPARATE), sheet="")
    if answer != MERGE:
        return list(tasks), frozenset(counties)
    found: list[TaskRow] = []
    for task in tasks:
        group = groups.pop(task_key(task), None)
        if group is not None:
            found.extend(_merged(group, counties, desk))
    return found, frozenset(counties)


def task_key(task: TaskRow) -> str:
    """A task's words for comparison."""
    return re.sub(r"[\s，。；、,;.]+", "", fold(task.task or "")) or f"{task.sheet}!{task.row}"


def _merged(group: list[TaskRow], counties: dict[str, str], desk: Desk) -> list[TaskRow]:
    """One task with a share for each county, where its rows say the same but for the number; else the rows."""
    parts = [task for task in group if task.sheet in counties]
    whole = [task for task in group if task.sheet not in counties]
    same = len({(task.unit, task.kind, task.lead_units, task.deadline) for task in group}) == 1
    if not parts or not same or len(whole) > 1 or len({task.sheet for task in parts}) < len(parts):
        return group
    first = (whole or parts)[0]
    if first.kind != COUNTED:
        return [first] if len({task.target for task in group}) == 1 else group
    if any(task.target is None for task in group):
        return group
    splits = tuple((counties[task.sheet], task.target or Decimal(0)) for task in parts)
    total = sum((value for _county, value in splits), Decimal(0))
    merged = replace(first, splits=splits, target=total, target_text=shown(total, first.unit or ""))
    if whole and whole[0].target != total:
        return [_asked(replace(merged, target=None), whole[0], total, desk)]
    return [merged]


def _asked(merged: TaskRow, whole: TaskRow, total: Decimal, desk: Desk) -> TaskRow:
    """The city's own sheet gives another number than its counties together."""
    stated, unit = whole.target or Decimal(0), whole.unit or ""
    figures = (say("figure-target", value=shown(stated)), say("figure-counties", value=shown(total)))
    said = say("full-stop", why=say("figures-differ", figures=figures))
    options = (shown(stated, unit), shown(total, unit))
    answer = desk.ask("target", said, options, sheet=whole.sheet, row=whole.row)
    quantity = parse_quantity(answer) if answer else None
    return replace(merged, target=quantity.value) if quantity else merged
