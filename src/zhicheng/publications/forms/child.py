"""The child process that opens one stranger's form: limits first, then the file, then one JSON line on stdout.

`read` gives what the form holds. `fill` writes values into the sender's own package and gives the package back.
"""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path
from typing import Any

from zhicheng.core.intake.child import bound
from zhicheng.core.intake.kinds import kind_of
from zhicheng.core.intake.limits import Limits
from zhicheng.core.intake.refusals import Refused


def main(arguments: list[str]) -> int:
    """`read|fill path name limits`; what to fill comes on stdin."""
    mode, path, name, plain = arguments
    limits = Limits(**json.loads(plain))
    work = sys.stdin.buffer.read() if mode == "fill" else b""
    bound(limits)
    try:
        answer = _filled(Path(path), name, limits, work) if mode == "fill" else _read(Path(path), name, limits)
    except Refused as refused:
        answer = {"refused": refused.code, "facts": refused.facts}
    except (MemoryError, RecursionError):
        answer = {"refused": "too-heavy", "facts": {}}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=True, separators=(",", ":")).encode())
    return 0


def _read(path: Path, name: str, limits: Limits) -> dict[str, Any]:
    # Each kind of file needs only its own reader, and start-up time is part of every reading.
    kind = _kind(path, name)
    if kind == "docx":
        from zhicheng.publications.forms.docx_reading import read_document as read
    else:
        from zhicheng.publications.forms.xlsx_reading import read_workbook as read
    return {"form": read(path, limits).to_plain()}


def _filled(path: Path, name: str, limits: Limits, work: bytes) -> dict[str, Any]:
    kind, wanted = _kind(path, name), json.loads(work)
    if kind == "docx":
        from zhicheng.publications.forms.filling_docx import fill_document as fill
    else:
        from zhicheng.publications.forms.filling_xlsx import fill_workbook as fill
    return {"content": base64.b64encode(fill(path, limits, wanted)).decode("ascii")}


def _kind(path: Path, name: str) -> str:
    kind = kind_of(path, name=name)
    if kind not in ("xlsx", "docx"):
        raise Refused("not-a-table")
    return kind


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
