"""`zhicheng goals import FILE`: read a decomposition table and print what it says; nothing is stored."""

from __future__ import annotations

import json
from pathlib import Path

from zhicheng.core.quantities import format_number
from zhicheng.core.refusal import Unreadable
from zhicheng.goals.contracts import Reading, read_decomposition

REFUSED = 2


def run(path: str | Path, year: int | None, as_json: bool) -> tuple[int, str]:
    """The exit code and the text to print: JSON of tasks and questions, or a summary for people."""
    try:
        reading = read_decomposition(path, year=year)
    except Unreadable as refusal:
        sentence = refusal.sentence
        return REFUSED, json.dumps({"refused": sentence}, ensure_ascii=False) if as_json else sentence
    return 0, reading.to_json() if as_json else _summary(reading)


def _summary(reading: Reading) -> str:
    lines = [f"{reading.title or '任务分解表'}：读出{len(reading.tasks)}项任务，{len(reading.questions)}个问题。"]
    for task in reading.tasks:
        target = f"{format_number(task.target)}{task.unit or ''}" if task.target is not None else "—"
        lines.append(
            f"{task.no or '·'}\t{task.task or '（无任务内容）'}\t{target}\t{'、'.join(task.lead_units)}\t{task.deadline or '—'}"
        )
    for question in reading.questions:
        place = f"{question.sheet} 第{question.row}行" if question.row else question.sheet
        options = f"（{' / '.join(question.proposals)}）" if question.proposals else ""
        lines.append(f"？{place}：{question.text}{options}")
    lines.extend(remark.text for remark in reading.remarks)
    return "\n".join(lines)
