"""Numbers and tasks that stand twice in a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from zhicheng.core.text import fold
from zhicheng.goals.contracts.results import ALONE, LEAVE, TaskRow
from zhicheng.goals.contracts.said import say
from zhicheng.goals.contracts.standing import Context


def asked_about(
    tasks: list[TaskRow], context: Context, columns: Mapping[str, str], by_county: frozenset[str]
) -> list[TaskRow]:
    """Numbers and tasks that stand twice are asked about; they stay in the list. Sheets `by_county` repeat each other."""
    desk = context.desk
    numbers: dict[tuple[str, str], TaskRow] = {}
    texts: dict[str, TaskRow] = {}
    last_row: dict[str, int] = {}
    restarts = _restarting(tasks, context)
    kept: list[TaskRow] = []
    for task in tasks:
        column = columns.get(task.sheet) or None
        key = re.sub(r"[\s，。；、,;.]+", "", fold(task.task or ""))
        key = f"{task.sheet}!{key}" if key and task.sheet in by_county else key
        first = texts.get(key) if key else None
        if first is not None and (
            first.no is None or first.no != task.no or first.sheet != task.sheet or last_row[key] + 1 != task.row
        ):
            elsewhere = say("sheet-row", sheet=first.sheet, row=first.row)
            said = say("twice", where=say("row", row=first.row) if first.sheet == task.sheet else elsewhere)
            if desk.ask("task", said, ("保留两项", LEAVE), sheet=task.sheet, row=task.row, column=column) == LEAVE:
                continue
        elif first is not None:
            said = say("same-task", row=first.row)
            if desk.ask("task", said, (ALONE, LEAVE), sheet=task.sheet, row=task.row, column=column) == LEAVE:
                continue
        if key:
            texts.setdefault(key, task)
            last_row[key] = task.row
        kept.append(task)
        if task.no is None:
            continue
        group = ("" if not restarts else _part(task, context), task.no)
        same = numbers.get(group)
        shared = (task.sheet, task.row) in context.shared_numbers
        if same is not None and same.task != task.task and not shared:
            said = say("number-twice", no=task.no, row=same.row)
            answer = desk.ask("no", said, (), sheet=task.sheet, row=task.row, column=column)
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
