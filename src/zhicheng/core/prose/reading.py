"""Reading a stranger's text: a child process does it, this side waits, gives up in time, and says why."""

from __future__ import annotations

import base64
import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from zhicheng.core.intake.limits import MEBI, Limits
from zhicheng.core.intake.reading import bare_environment
from zhicheng.core.prose.model import Block, Prose, Remark, print_of
from zhicheng.core.prose.refusals import SENTENCES, refuse
from zhicheng.core.prose.remarks import sentence

TEXT = Limits(rows=20_000, columns=200, cells=60_000, characters=1_000_000, cpu_seconds=30, wall_seconds=45)
"""For a text that somebody wrote to be read; a workbook of more cells is a database."""

FILES_PER_CHILD = 200


def read_prose(path: str | Path, *, name: str = "", limits: Limits = TEXT) -> Prose:
    """The text of a docx, pdf, html, xlsx, csv, md or txt file, whichever its content is. Raises Unreadable."""
    with Reader(limits) as reader:
        return reader.read(path, name=name)


class Reader:
    """A reading child that stays for many files; not to be shared between threads.

    The child is started when it is first needed, replaced when a file has killed it, and ended with the block:
    `with Reader() as reader: …`.
    """

    def __init__(self, limits: Limits = TEXT) -> None:
        self._limits = limits
        self._child: subprocess.Popen[bytes] | None = None
        self._files = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def read(self, path: str | Path, *, name: str = "") -> Prose:
        """The text of one file. Raises Unreadable."""
        path, name = self._looked_at(path, name)
        return _prose(self._ask({"do": "read", "path": str(path), "name": name}, name=name))

    def comment(self, path: str | Path, prose: Prose, remarks: Sequence[Remark]) -> bytes:
        """A Word document with remarks as Word's own comments. Raises Unreadable, also where the file is another."""
        path, name = self._looked_at(path, prose.name)
        asked = {"do": "comment", "path": str(path), "name": name, "print": print_of(prose.text), "remarks": remarks}
        return base64.b64decode(self._ask(asked, name=name))

    def close(self) -> None:
        """End the child."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _looked_at(self, path: str | Path, name: str) -> tuple[Path, str]:
        path = Path(path).resolve()
        name = "".join(sign for sign in (name or path.name) if sign.isprintable())[:120]
        if not path.is_file():
            raise refuse("no-file", name=name)
        size, most = path.stat().st_size, self._limits.file_bytes
        if size > most:
            raise refuse("too-large", name=name, size=f"{size / MEBI:.0f}MB", limit=f"{most / MEBI:.0f}MB")
        return path, name

    def _ask(self, asked: dict[str, Any], *, name: str) -> Any:
        fresh = self._child is None
        answer = self._answered(asked)
        if answer is None and not fresh:
            # Memory that earlier files have left in pieces is no fault of this one.
            answer = self._answered(asked)
        if answer is None:
            raise refuse("too-heavy", name=name)
        if "bug" in answer:
            raise RuntimeError(f"reading failed: {answer['bug']}")
        if "refused" in answer:
            code = answer["refused"] if answer["refused"] in SENTENCES else "damaged"
            raise refuse(code, **{"limit": "", "kind": "", "target": "", **answer["facts"], "name": name})
        return answer["content"]

    def _answered(self, asked: dict[str, Any]) -> dict[str, Any] | None:
        """The child's answer; None where it died or had to be ended, and the next file gets another one."""
        child = self._child = self._child or self._start()
        assert child.stdin is not None  # noqa: S101 - for the type checker
        assert child.stdout is not None  # noqa: S101 - for the type checker
        try:
            child.stdin.write(json.dumps(asked).encode() + b"\n")
            child.stdin.flush()
            line = _line(child.stdout.fileno(), seconds=self._limits.wall_seconds)
        except BrokenPipeError:
            line = b""
        self._files += 1
        answer: dict[str, Any] | None = json.loads(line) if line else None
        if answer is None or answer.get("refused") == "too-heavy" or self._files >= FILES_PER_CHILD:
            self.close()
        return None if answer is not None and answer.get("refused") == "too-heavy" else answer

    def _start(self) -> subprocess.Popen[bytes]:
        self._files = 0
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "zhicheng.core.prose.child", json.dumps(self._limits.plain())],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=bare_environment(),
        )  # fmt: skip


def _line(source: int, *, seconds: float) -> bytes:
    """One line from a pipe within a time; nothing where the time runs out or the other side ends."""
    deadline, parts = time.monotonic() + seconds, []
    with selectors.DefaultSelector() as selector:
        selector.register(source, selectors.EVENT_READ)
        while (left := deadline - time.monotonic()) > 0 and selector.select(left):
            part = os.read(source, MEBI)
            if not part:
                return b""
            parts.append(part)
            if part.endswith(b"\n"):
                return b"".join(parts)
    return b""


def _prose(plain: list[Any]) -> Prose:
    text, blocks, kind, name, remarks = plain
    return Prose(text, tuple(Block(*each) for each in blocks), kind, name, tuple(map(sentence, remarks)))
