"""The child process that reads strangers' texts: limits first, then one file after another, each answered by one line.

It lives as long as its parent sends lines, because a thousand short files would otherwise wait for a thousand starts.
Each file has its own seconds; one that kills the child takes nothing else with it. What goes wrong unexpectedly is
told by its kind and place in the code alone: the words of a text must not get into anybody's log.
"""

from __future__ import annotations

import base64
import gc
import json
import resource
import sys
import traceback
from pathlib import Path
from typing import Any

from zhicheng.core.intake.child import bound
from zhicheng.core.intake.limits import Limits
from zhicheng.core.intake.refusals import Refused
from zhicheng.core.prose.kinds import prose_kind
from zhicheng.core.prose.model import Prose


def main(arguments: list[str]) -> int:
    """Answer each line of stdin, {"do", "path", "name", …}, with {"content"}, {"refused", "facts"} or {"bug"}."""
    limits = Limits(**json.loads(arguments[0]))
    bound(limits)
    for line in sys.stdin.buffer:
        _grant_seconds(limits)
        sys.stdout.buffer.write(json.dumps(_answer(json.loads(line), limits), separators=(",", ":")).encode() + b"\n")
        sys.stdout.buffer.flush()
    return 0


def _grant_seconds(limits: Limits) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    granted = int(used.ru_utime + used.ru_stime) + limits.cpu_seconds + 1
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (granted if hard < 0 else min(granted, hard), hard))


def _answer(asked: dict[str, Any], limits: Limits) -> dict[str, Any]:
    try:
        path, name = Path(asked["path"]), asked["name"]
        if asked["do"] == "comment":
            return {"content": _commented(path, name, asked, limits)}
        return {"content": to_plain(read(path, name, limits))}
    except Refused as refused:
        return {"refused": refused.code, "facts": refused.facts}
    except (MemoryError, RecursionError):
        gc.collect()
        return {"refused": "too-heavy", "facts": {}}
    except Exception as error:
        places = [
            f"{Path(each.filename).name}:{each.lineno}" for each in traceback.extract_tb(error.__traceback__)[-6:]
        ]
        return {"bug": f"{type(error).__name__} at {' < '.join(reversed(places))}"}


def read(path: Path, name: str, limits: Limits) -> Prose:
    """The text of a file. Raises Refused."""
    kind = prose_kind(path, name=name)
    # Each kind is imported where it is met: a folder of one kind need not wait for the readers of all.
    if kind == "docx":
        from zhicheng.core.prose import word

        return word.read(path, name, limits)
    if kind == "pdf":
        from zhicheng.core.prose import pdf

        return pdf.read(path, name, limits)
    if kind == "html":
        from zhicheng.core.prose import html

        return html.read(path, name, limits)
    if kind == "xlsx":
        from zhicheng.core.prose import sheets

        return sheets.read(path, name, limits)
    from zhicheng.core.prose import plain

    return plain.read(path, name, kind, limits)


def _commented(path: Path, name: str, asked: dict[str, Any], limits: Limits) -> str:
    from zhicheng.core.prose import word_comments

    if prose_kind(path, name=name) != "docx":
        raise Refused("changed")
    remarks = [(start, end, author, text) for start, end, author, text in asked["remarks"]]
    return base64.b64encode(word_comments.with_comments(path, asked["print"], remarks, limits)).decode()


def to_plain(prose: Prose) -> list[Any]:
    """A text as JSON values."""
    blocks = [
        [
            each.kind, each.start, each.end, each.where, each.table, each.row, each.column, each.rows, each.columns,
            each.revised,
        ]
        for each in prose.blocks
    ]  # fmt: skip
    return [prose.text, blocks, prose.kind, prose.name, prose.remarks]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
