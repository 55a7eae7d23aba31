"""Reading and filling a form from outside the child: what to open, what comes back, and the sentence for a refusal."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhicheng.core.intake.limits import MEBI, Limits
from zhicheng.core.intake.reading import bare_environment
from zhicheng.core.intake.refusals import SENTENCES, refuse
from zhicheng.core.refusal import Unreadable
from zhicheng.publications.forms.sheet import FormFile

# A form is drawn for people: what is larger is a statement of another kind, and would keep the page waiting.
LIMITS = Limits(file_bytes=10 * MEBI, rows=5_000, columns=200, cells=200_000, cpu_seconds=20, wall_seconds=30)


@dataclass(frozen=True)
class Written:
    """One value to write. `number` is a number as text, or `text` is words; `part` and `ref` or `place` say where."""

    part: str
    row: int
    column: int
    number: str = ""
    text: str = ""
    place: int = -1


@dataclass(frozen=True)
class Recomputed:
    """What a formula of the form gives now; "" where it is left to the program that opens the file."""

    part: str
    row: int
    column: int
    number: str = ""


@dataclass(frozen=True)
class Filling:
    """All that goes into a form, and the second sheet's rows, the first of them its heading; none for no such sheet."""

    values: Sequence[Written]
    formulas: Sequence[Recomputed] = ()
    sources: Sequence[Sequence[str]] = field(default=())
    title: str = "数据来源"


def read_form(path: Path, *, name: str = "", limits: Limits = LIMITS) -> FormFile:
    """What a blank form holds. Raises Unreadable with what to do instead."""
    return FormFile.from_plain(_in_child("read", path, name or path.name, limits)["form"])


def fill_form(path: Path, filling: Filling, *, name: str = "", limits: Limits = LIMITS) -> bytes:
    """The form with its values, every other part of the package as it came. Raises Unreadable."""
    return base64.b64decode(_in_child("fill", path, name or path.name, limits, asdict(filling))["content"])


def _in_child(mode: str, path: Path, name: str, limits: Limits, work: Mapping[str, Any] | None = None) -> Any:
    path = path.resolve()
    name = "".join(sign for sign in name if sign.isprintable())[:120]
    if not path.is_file():
        raise refuse("no-file", name=name)
    if path.stat().st_size > limits.file_bytes:
        size, most = (f"{number / MEBI:.0f}MB" for number in (path.stat().st_size, limits.file_bytes))
        raise refuse("too-large", name=name, size=size, limit=most)
    command = [sys.executable, "-P", "-m", "zhicheng.publications.forms.child", mode, str(path), name]
    try:
        done = subprocess.run(
            [*command, json.dumps(limits.plain())], capture_output=True, env=bare_environment(), check=False,
            timeout=limits.wall_seconds, input=json.dumps(work or {}).encode(),
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise refuse("too-heavy", name=name) from error
    return _answer(done, name, limits)


def _answer(done: subprocess.CompletedProcess[bytes], name: str, limits: Limits) -> Any:
    # A child that died of its limits leaves no answer; one that met a bug leaves a trace, and that stays loud.
    if done.returncode < 0 or b"MemoryError" in done.stderr or b"bad_alloc" in done.stderr:
        raise refuse("too-heavy", name=name)
    if done.returncode:
        raise RuntimeError(f"opening {name} failed: {done.stderr.decode('utf-8', 'replace')[-2000:]}")
    answer = json.loads(done.stdout)
    if "refused" in answer:
        code = answer["refused"] if answer["refused"] in SENTENCES else "damaged"
        if code == "blank":
            raise Unreadable(_("“%(name)s”里没有表格。请核对是不是上级发来的空白表。"), code="no-form", name=name)
        raise refuse(code, name=name, **{"limit": limits.rows, **answer["facts"]})
    return answer
