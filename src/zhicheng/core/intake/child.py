"""The child process that reads one stranger's file: limits first, then the file, then one JSON line on stdout."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

from zhicheng.core.intake.kinds import kind_of
from zhicheng.core.intake.limits import MEBI, Limits
from zhicheng.core.intake.refusals import Refused


def main(arguments: list[str]) -> int:
    """Read `mode path name limits`, print {"kind", "content"} or {"refused", "facts"}."""
    mode, path, name, plain = arguments
    limits = Limits(**json.loads(plain))
    bound(limits)
    try:
        answer = _read(mode, Path(path), name, limits)
    except Refused as refused:
        answer = {"refused": refused.code, "facts": refused.facts}
    except (MemoryError, RecursionError):
        answer = {"refused": "too-heavy", "facts": {}}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=True, separators=(",", ":")).encode())
    return 0


def bound(limits: Limits) -> None:
    """Lower what this process may use; there is no way back up for memory and files."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MEBI, MEBI))


def _read(mode: str, path: Path, name: str, limits: Limits) -> dict[str, Any]:
    # Imported here because each kind of file needs only its own reader, and start-up time is part of every import.
    kind = kind_of(path, name=name)
    if mode == "kind":
        if kind != "csv":
            from zhicheng.core.intake.archive import Package

            Package(path, limits)
        return {"kind": kind, "content": None}
    if mode == "document" and kind != "docx":
        raise Refused("not-a-document")
    if mode in ("grid", "rows") and kind == "docx":
        raise Refused("not-a-table")
    if mode == "rows":
        from zhicheng.core.intake import rows

        return {"kind": kind, "content": rows.read(path, kind, limits)}
    if kind == "docx":
        from zhicheng.core.intake import document

        return {"kind": kind, "content": document.read(path, limits)}
    if kind == "csv":
        from zhicheng.core.intake import rows

        return {"kind": kind, "content": rows.read_as_book(path, limits)}
    from zhicheng.core.intake import workbook

    return {"kind": kind, "content": workbook.read(path, limits)}


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
