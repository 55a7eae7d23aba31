"""Checking the layout of a file: a child process measures it, this side waits, gives up in time, and words the answer."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from zhicheng.core.intake.limits import MEBI, Limits
from zhicheng.core.intake.reading import bare_environment
from zhicheng.publications.layout.measuring import FORMS
from zhicheng.publications.layout.refusals import refuse
from zhicheng.publications.layout.report import LayoutReport, worded

LIMITS = Limits(characters=1_000_000, cpu_seconds=30, wall_seconds=45)


def check(content: bytes, *, name: str = "", form: str = "", language: str | None = None) -> LayoutReport:
    """Measure a docx against GB/T 9704-2012. Raises Unreadable with what to do for any other file.

    `form` is "document" (文件式) or "letter" (信函式); "" lets red double lines tell. `language` as in the interface; the
    one that is active now where it is None.
    """
    name = _name(name)
    _weigh(len(content), name)
    if not content:
        raise refuse("empty", name=name)
    with tempfile.NamedTemporaryFile(prefix="layout-") as copy:
        copy.write(content)
        copy.flush()
        return _checked(Path(copy.name), name, form, language)


def check_file(path: str | Path, *, name: str = "", form: str = "", language: str | None = None) -> LayoutReport:
    """Like `check`, of a file where it lies."""
    path = Path(path).resolve()
    name = _name(name or path.name)
    if not path.is_file():
        raise refuse("no-file", name=name)
    _weigh(path.stat().st_size, name)
    return _checked(path, name, form, language)


def _checked(path: Path, name: str, form: str, language: str | None) -> LayoutReport:
    if form not in ("", *FORMS):
        raise ValueError(f"no such form: {form}")
    return worded(_measured(path, name, form), language or (get_language() if settings.configured else None))


def _measured(path: Path, name: str, form: str) -> dict[str, Any]:
    command = [sys.executable, "-P", "-m", "zhicheng.publications.layout.child"]
    try:
        done = subprocess.run(
            [*command, str(path), name, form, json.dumps(LIMITS.plain())],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=bare_environment(),
            timeout=LIMITS.wall_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise refuse("too-heavy", name=name) from error
    if done.returncode < 0 or b"MemoryError" in done.stderr or b"bad_alloc" in done.stderr:
        raise refuse("too-heavy", name=name)
    if done.returncode:
        raise RuntimeError(f"measuring failed: {done.stderr.decode('utf-8', 'replace')[-2000:]}")
    answer = json.loads(done.stdout)
    if "bug" in answer:
        raise RuntimeError(f"measuring failed: {answer['bug']}")
    if "refused" in answer:
        raise refuse(answer["refused"], **{**answer["facts"], "name": name})
    content: dict[str, Any] = answer["content"]
    return content


def _name(name: str) -> str:
    return "".join(sign for sign in name if sign.isprintable())[:120] or "公文.docx"


def _weigh(size: int, name: str) -> None:
    if size > LIMITS.file_bytes:
        limit = f"{LIMITS.file_bytes / MEBI:.0f}MB"
        raise refuse("too-large", name=name, size=f"{size / MEBI:.0f}MB", limit=limit)
