"""Reading a stranger's file: a child process does it, this side waits, gives up in time, and says why."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import zhicheng
from zhicheng.core.intake.limits import MEBI, TABLE, Limits
from zhicheng.core.intake.model import (
    Book,
    Document,
    Value,
    book_from_plain,
    document_from_plain,
    value_from_json,
)
from zhicheng.core.intake.refusals import SENTENCES, refuse

_ROOT = Path(zhicheng.__file__).resolve().parent.parent


@dataclass(frozen=True)
class PlainSheet:
    """A sheet as rows of values, and the numbers (from 1) of rows that are hidden or filtered away."""

    name: str
    rows: list[list[Value]]
    hidden: frozenset[int] = frozenset()


def read_any(path: str | Path, *, name: str = "", limits: Limits = TABLE) -> Book | Document:
    """A workbook, CSV or Word document, whichever its content is. Raises Unreadable."""
    kind, content = _in_child("any", path, name, limits)
    found = document_from_plain(content) if kind == "docx" else book_from_plain(content)
    if not found.blocks if isinstance(found, Document) else all(sheet.empty for sheet in found.sheets):
        raise refuse("blank", name=name or Path(path).name)
    return found


def look_over(path: str | Path, *, name: str = "", limits: Limits = TABLE) -> str:
    """`xlsx`, `docx` or `csv`, by the file's outside alone: nothing in it is unpacked. Raises Unreadable."""
    return _in_child("kind", path, name, limits)[0]


def read_grid(path: str | Path, *, name: str = "", limits: Limits = TABLE) -> Book:
    """A workbook with every detail of its cells: formats, strikes, merges, hidden parts. Raises Unreadable."""
    return book_from_plain(_in_child("grid", path, name, limits)[1])


def read_document(path: str | Path, *, name: str = "", limits: Limits = TABLE) -> Document:
    """A Word document: paragraphs and tables, insertions read and deletions apart. Raises Unreadable."""
    return document_from_plain(_in_child("document", path, name, limits)[1])


def read_rows(path: str | Path, *, name: str = "", limits: Limits | None = None) -> list[tuple[str, list[list[Value]]]]:
    """The sheets of a big plain table as (name, rows of values), fast and without formats. Raises Unreadable."""
    return [(sheet.name, sheet.rows) for sheet in read_plain(path, name=name, limits=limits)]


def read_plain(path: str | Path, *, name: str = "", limits: Limits | None = None) -> list[PlainSheet]:
    """Like `read_rows`, with the rows that nobody sees. Raises Unreadable."""
    kind, content = _in_child("rows", path, name, limits or Limits())
    # A CSV has no sheet of its own: it is called as the file that somebody sent, not as the copy that is read.
    own = Path(name).stem if kind == "csv" else ""
    return [
        PlainSheet(own or sheet, [[_value(value) for value in row] for row in rows], frozenset(hidden))
        for sheet, rows, hidden in content
    ]


def _value(value: Any) -> Value:
    return value_from_json(value) if isinstance(value, dict) else value


def _in_child(mode: str, path: str | Path, name: str, limits: Limits) -> tuple[str, Any]:
    path = Path(path).resolve()
    name = "".join(sign for sign in (name or path.name) if sign.isprintable())[:120]
    if not path.is_file():
        raise refuse("no-file", name=name)
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise refuse("too-large", name=name, size=_mebibytes(size), limit=_mebibytes(limits.file_bytes))
    command = [sys.executable, "-P", "-m", "zhicheng.core.intake.child"]
    try:
        done = subprocess.run(
            [*command, mode, str(path), name, json.dumps(limits.plain())],
            capture_output=True,
            env=bare_environment(),
            timeout=limits.wall_seconds,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired as error:
        raise refuse("too-heavy", name=name) from error
    return _answer(done, name=name, limits=limits)


def bare_environment() -> dict[str, str]:
    """What a reading child knows of this process: where programs and modules lie, and no more."""
    inherited = [entry for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if entry]
    return {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": os.pathsep.join([str(_ROOT), *inherited]),
        "PYTHONUTF8": "1",
    }


def _answer(done: subprocess.CompletedProcess[bytes], *, name: str, limits: Limits) -> tuple[str, Any]:
    # A child that died of its limits leaves no answer; one that met a bug leaves a trace, and that stays loud.
    if done.returncode < 0 or b"MemoryError" in done.stderr or b"bad_alloc" in done.stderr:
        raise refuse("too-heavy", name=name)
    if done.returncode:
        raise RuntimeError(f"reading {name} failed: {done.stderr.decode('utf-8', 'replace')[-2000:]}")
    answer = json.loads(done.stdout)
    if "refused" in answer:
        facts = {"limit": limits.rows, **answer["facts"]}
        code = answer["refused"] if answer["refused"] in SENTENCES else "damaged"
        raise refuse(code, name=name, **facts)
    return answer["kind"], answer["content"]


def _mebibytes(size: int) -> str:
    return f"{size / MEBI:.0f}MB"
