"""How fast the data check is, through the command as people use it: a long document, many files, a hostile text."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import docx

from benchmarks.claims_corpus import passages

ROOT = Path(__file__).resolve().parent.parent
PAGES = 200
SIGNS_PER_PAGE = 700
TABLE_EVERY = 12
SHORT_FILES = 1_000
LONGEST = 600
TIMES = 3
_GLANCE = 0.02


@dataclass(frozen=True)
class Run:
    """A finished command. `mebibytes` adds up the peaks of the process and of all that it started."""

    seconds: float
    mebibytes: float
    status: int
    output: str


def long_document() -> Run:
    """A Word document of 200 pages with tables, checked in a process of its own; the fastest of three on this machine."""
    with tempfile.TemporaryDirectory(prefix="zhicheng-claims-") as folder:
        path = Path(folder) / "long.docx"
        _write_long(path)
        return min((_checked(path) for _ in range(TIMES)), key=lambda run: run.seconds)


def short_files() -> Run:
    """A folder of 1,000 short files."""
    material = [one.prose.text for one in passages.passages(passages.BUILDING)]
    chance = random.Random(1000)
    with tempfile.TemporaryDirectory(prefix="zhicheng-claims-") as folder:
        for number in range(SHORT_FILES):
            words = "\n".join(chance.sample(material, 5))
            (Path(folder) / f"{number:04d}.txt").write_text(words, encoding="utf-8")
        return _checked(Path(folder))


def hostile_texts() -> dict[str, Run]:
    """Texts built to make patterns try everything, each in a process of its own."""
    found = {}
    for name, text in HOSTILE.items():
        with tempfile.TemporaryDirectory(prefix="zhicheng-claims-") as folder:
            path = Path(folder) / f"{name}.txt"
            path.write_text(text, encoding="utf-8")
            found[name] = _checked(path)
    return found


HOSTILE = {
    "digits": "任务" + "1" * 200_000 + "家，完成" + "9" * 200_000 + "家",
    "separators": "共抽查" + "1,2，3、4.5．" * 40_000 + "批次，合格率9" + "%" * 40_000,
    "no-end": "其中甲类12家，乙类7家，" * 30_000,
    "plans": "任务10家，" * 20_000 + "完成" * 20_000,
    "numerals": "百分之" * 60_000 + "一千零百万亿" * 30_000,
    "brackets": "（其中" * 60_000 + "3家" + "）" * 60_000,
    "growth": "同比增长提高下降由上年的5%到" * 20_000,
    "spaces": "完成率 　\t" * 60_000 + "。" * 60_000,
    "totals": "合计1家、" * 40_000 + "共计2家。" * 20_000,
}


def _write_long(path: Path) -> None:
    chance = random.Random(200)
    material = list(passages.rows(passages.BUILDING))
    texts = [row["text"] for row in material if "text" in row]
    tables = [row["table"] for row in material if "table" in row]
    document = docx.Document()
    signs = count = 0
    while signs < PAGES * SIGNS_PER_PAGE:
        words = "".join(chance.sample(texts, 3)).replace("\n", "")
        document.add_paragraph(words)
        signs, count = signs + len(words), count + 1
        if count % TABLE_EVERY == 0:
            signs += _add_table(document, chance.choice(tables))
    document.save(str(path))


def _add_table(document: docx.document.Document, cells: list[list[str]]) -> int:
    table = document.add_table(rows=len(cells), cols=len(cells[0]))
    for row, words in zip(table.rows, cells, strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    return sum(map(len, chain.from_iterable(cells)))


def _checked(path: Path) -> Run:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "hengliang" / "src")])}
    command = [sys.executable, "-m", "zhicheng.cli", "claims", "check", str(path), "--json"]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.DEVNULL)
        peaks: dict[int, int] = {}
        while process.poll() is None and time.perf_counter() - began < LONGEST:
            _note_peaks(process.pid, peaks)
            time.sleep(_GLANCE)
        seconds = time.perf_counter() - began
        if process.poll() is None:
            process.kill()
        status = process.wait()
        output.seek(0)
        return Run(seconds, sum(peaks.values()) / 1024, status, output.read())


def _note_peaks(pid: int, peaks: dict[int, int]) -> None:
    """The largest memory that a process and its children have held so far, in kibibytes (Linux)."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        # Each thread lists the children that it started.
        threads = Path(f"/proc/{pid}/task").glob("*/children")
        children = [child for thread in threads for child in thread.read_text().split()]
    except OSError:
        return
    for line in status.splitlines():
        if line.startswith("VmHWM:"):
            peaks[pid] = max(peaks.get(pid, 0), int(line.split()[1]))
    for child in children:
        _note_peaks(int(child), peaks)


def claims_in(run: Run) -> int:
    """How many claims a command printed; nothing readable counts as none."""
    try:
        answer = json.loads(run.output)
    except ValueError:
        return 0
    return sum(len(each.get("claims", ())) for each in answer.get("files", [answer]))
