"""Filling a form as `zhicheng forms fill` does it: proposed, written beside the original, and told to people or programs."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils import translation

from zhicheng.core.intake import write_sheet
from zhicheng.core.quantities import format_number
from zhicheng.core.refusal import RuleBroken, Unreadable
from zhicheng.publications.forms.answers import Proposal
from zhicheng.publications.queries.form_cells import WHY
from zhicheng.publications.queries.form_trial import Trial, filled_bytes, try_form

FILLED, OPEN, UNREAD = 0, 1, 2


def run(path: Path, *, as_json: bool, out: Path | None = None, edition: str = "") -> tuple[int, str]:
    """The exit status and the text to print: JSON, or sentences for people."""
    with translation.override("zh-hans"):
        try:
            trial = try_form(path, edition=edition)
            written = _written(trial, path, out) if out else []
        except (Unreadable, RuleBroken) as refusal:
            said = refusal.sentence
            return UNREAD, json.dumps({"refused": said}, ensure_ascii=False) if as_json else said
        draft = trial.draft
        status = OPEN if draft.gaps or draft.questions or draft.contradictions else FILLED
        if as_json:
            return status, json.dumps(as_plain(trial, path, written), ensure_ascii=False, indent=2)
        return status, "\n".join(_for_people(trial, written))


def _written(trial: Trial, path: Path, out: Path) -> list[str]:
    """The filled file, and its sources beside it where the sender's file takes no further page; never half of one."""
    if out.exists() and path.exists() and out.samefile(path):
        raise RuleBroken("--out 不能写到原件上。请换一个文件名。", code="onto-itself")
    content, apart = filled_bytes(trial, path)
    files = {out: content}
    if apart:
        sheet = BytesIO()
        write_sheet(list(apart[0]), [list(line) for line in apart[1:]], sheet, name="数据来源")
        files[out.with_name(f"{out.stem}（数据来源）.xlsx")] = sheet.getvalue()
    for target, made in files.items():
        half = target.with_name(f".{target.name}.part")
        half.write_bytes(made)
        os.replace(half, target)
    return [str(each) for each in files]


def as_plain(trial: Trial, path: Path, written: list[str]) -> dict[str, Any]:
    """A filled form as JSON values; values are numbers or null."""
    draft = trial.draft
    return {
        "file": str(path), "edition": trial.edition.code, "period": trial.edition.period,
        "cells": [_cell(each) for each in draft.proposals],
        "gaps": [
            {"sheet": each.sheet, "cell": each.ref, "what": each.what, "why": each.why, "said": str(WHY.get(each.why, "")),
             "area": each.area, "subject": each.subject, "unit": each.unit, "owed_by": each.owed_by}
            for each in draft.gaps
        ],
        "questions": [asdict(each) for each in draft.questions],
        "contradictions": [
            {"sheet": each.sheet, "cell": each.ref, "text": each.text, "computed": each.computed, "recorded": each.recorded}
            for each in draft.contradictions
        ],
        "left": dict(draft.left), "remarks": list(draft.remarks), "remembered": trial.remembered, "written": written,
    }  # fmt: skip


def _cell(proposal: Proposal) -> dict[str, Any]:
    value = proposal.value
    number = None if value is None else int(value) if value == value.to_integral_value() else float(value)
    return {
        "sheet": proposal.sheet, "cell": proposal.ref, "value": number, "text": proposal.text, "unit": proposal.unit,
        "label": proposal.label, "source": proposal.source, "period": proposal.period,
        "definition": proposal.definition, "how": proposal.how, "edition": proposal.edition,
        "keys": list(proposal.keys), "refs": list(proposal.refs),
    }  # fmt: skip


def _for_people(trial: Trial, written: list[str]) -> Iterator[str]:
    """The answer, then what is open, then every cell with its source."""
    draft, counts = trial.draft, trial.draft.counts
    yield (
        f"按数据版本 {trial.edition.code} 填好 {counts['filled']} 格；缺数 {counts['gaps']} 格，"
        f"待确认 {counts['questions']} 个问题，矛盾 {counts['contradictions']} 处。"
    )
    yield from draft.remarks
    for question in draft.questions:
        yield f"？{question.text}（{len(question.cells)} 格）{' / '.join(option.words for option in question.options)}"
    for gap in draft.gaps:
        owed = f"，应由{gap.owed_by}提供" if gap.owed_by else ""
        yield f"缺\t{gap.sheet} {gap.ref}\t{gap.what}\t{WHY.get(gap.why, gap.why)}{owed}"
    for each in draft.contradictions:
        yield f"◆\t{each.sheet} {each.ref}\t{each.text}"
    for cell in draft.proposals:
        shown = cell.text if cell.value is None else f"{format_number(cell.value)}{cell.unit}"
        yield f"{cell.sheet} {cell.ref}\t{shown}\t{cell.source}"
    yield from (f"已写入“{each}”。" for each in written)
