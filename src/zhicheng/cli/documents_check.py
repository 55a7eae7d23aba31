"""The layout check of files as `zhicheng documents check` does it: measure, and say it to people or to programs."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhicheng.core.refusal import Unreadable
from zhicheng.publications.layout import STANDARD, Deviation, LayoutReport, check_file

FINE, FOUND, UNREAD = 0, 1, 2
LANGUAGE = "zh-hans"
MOST_AT_ONCE = 4


@dataclass(frozen=True)
class Checked:
    """A file with what deviates in it, or why it could not be read."""

    file: str
    report: LayoutReport | None = None
    refused: str = ""


def run(paths: Sequence[Path], *, as_json: bool, form: str, tell: Callable[[str], None]) -> tuple[int, str]:
    """The exit status and the text to print: JSON, or a line a deviation."""
    files = [file for path in paths for file in _files(path)]
    if not files:
        return UNREAD, json.dumps({"files": []}) if as_json else "文件夹里没有 .docx 文件。"
    many = len(paths) > 1 or paths[0].is_dir()
    found = []
    for number, each in enumerate(_checked(files, form), start=1):
        found.append(each)
        if many:
            tell(f"[{number}/{len(files)}] {each.file}")
    return _status(found), _as_json(found, many=many) if as_json else _for_people(found, many=many)


def _files(path: Path) -> list[str]:
    """A file itself; of a folder all Word files beneath it, without those that programs hide or lock with."""
    if not path.is_dir():
        return [str(path)]
    return sorted(
        str(each)
        for each in path.rglob("*")
        if each.is_file()
        and each.suffix.lower() in (".docx", ".docm", ".doc", ".wps")
        and not any(part.startswith((".", "~$")) for part in each.relative_to(path).parts)
    )


def _checked(files: Sequence[str], form: str) -> Iterator[Checked]:
    def one(file: str) -> Checked:
        try:
            return Checked(file, check_file(file, form=form, language=LANGUAGE))
        except Unreadable as refusal:
            return Checked(file, refused=refusal.sentence)

    with ThreadPoolExecutor(min(MOST_AT_ONCE, os.cpu_count() or 1, len(files))) as threads:
        yield from threads.map(one, files)


def _status(found: Sequence[Checked]) -> int:
    """A file that was not read weighs more than a deviation: the check is not whole."""
    if any(each.report is None for each in found):
        return UNREAD
    return FINE if all(each.report and each.report.fine for each in found) else FOUND


def _as_json(found: Sequence[Checked], *, many: bool) -> str:
    if not many and found[0].report is not None:
        return _dumped({"deviations": [each.plain() for each in found[0].report.deviations]})
    rows = [
        {"file": each.file, "refused": each.refused} if each.report is None
        else {"file": each.file, "deviations": [one.plain() for one in each.report.deviations]}
        for each in found
    ]  # fmt: skip
    return _dumped({"files": rows} if many else rows[0])


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _for_people(found: Sequence[Checked], *, many: bool) -> str:
    if not many:
        return "\n".join(_said(found[0]))
    unread = sum(each.report is None for each in found)
    deviating = sum(each.report is not None and not each.report.fine for each in found)
    lines = [f"{len(found)} 个文件：{deviating} 个版式有偏差，{unread} 个未能读取。"]
    for each in found:
        if each.report is None or each.report.deviations:
            lines += ["", each.file, *_said(each)]
    return "\n".join(lines)


def _said(one: Checked) -> list[str]:
    """The answer, then one line a deviation."""
    if one.report is None:
        return [one.refused]
    count = len(one.report.deviations)
    head = f"版式有 {count} 项不符合 {STANDARD}。" if count else f"未见版式偏差（{STANDARD}）。"
    return [head, *map(line, one.report.deviations), *one.report.remarks]


def line(deviation: Deviation) -> str:
    """One deviation in one line: what, what is expected, what was found, where, by which clause."""
    return (
        f"· {deviation.name}：应为 {deviation.expected}，实为 {deviation.found}。{deviation.where}"
        f"（{STANDARD} 第 {deviation.clause} 条）"
    )
