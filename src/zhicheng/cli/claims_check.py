"""The data check of files as `zhicheng claims check` does it: read, check, and say it to people or to programs."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from zhicheng.claims import Audit, Claim, Reading, Reason, Verdict, wording
from zhicheng.claims import check as check_claims
from zhicheng.core.prose import Reader
from zhicheng.core.quantities import format_number
from zhicheng.core.refusal import Unreadable

FINE, FOUND, UNREAD = 0, 1, 2
LANGUAGE = "zh-hans"
GRAVE = (Verdict.CONTRADICTED, Verdict.PREMATURE)
MOST_READERS = 4
# With more files than this, not each of them is worth a line of progress.
FEW = 100


@dataclass(frozen=True)
class Checked:
    """A file with what was found in it, or why it could not be read."""

    file: str
    audit: Audit | None = None
    refused: str = ""


def run(paths: Sequence[Path], *, as_json: bool, tell: Callable[[str], None]) -> tuple[int, str]:
    """The exit status and the text to print: JSON, or sentences for people."""
    files = [file for path in paths for file in _files(path)]
    if not files:
        return UNREAD, json.dumps({"files": []}) if as_json else "文件夹里没有可以核校的文件。"
    many = len(paths) > 1 or paths[0].is_dir()
    found = []
    for number, each in enumerate(_checked(files), start=1):
        found.append(each)
        if many and (len(files) <= FEW or number % (len(files) // FEW) == 0 or number == len(files)):
            tell(f"[{number}/{len(files)}] {each.file}")
    text = _as_json(found, many=many) if as_json else _for_people(found, many=many)
    return _status(found), text


def _files(path: Path) -> list[str]:
    """A file itself; of a folder all files beneath it, without those that programs hide or lock with."""
    if not path.is_dir():
        return [str(path)]
    return sorted(
        str(each)
        for each in path.rglob("*")
        if each.is_file() and not any(part.startswith((".", "~$")) for part in each.relative_to(path).parts)
    )


def _checked(files: Sequence[str]) -> Iterator[Checked]:
    """The files in their order; several are read at once, each by a child that stays for the next."""
    own = threading.local()
    with ExitStack() as readers, ThreadPoolExecutor(min(MOST_READERS, os.cpu_count() or 1, len(files))) as threads:

        def one(file: str) -> Checked:
            if not hasattr(own, "reader"):
                own.reader = readers.enter_context(Reader())
            try:
                return Checked(file, check_claims(own.reader.read(file)))
            except Unreadable as refusal:
                return Checked(file, refused=refusal.sentence)

        yield from threads.map(one, files)


def _status(found: Sequence[Checked]) -> int:
    """A file that was not read weighs more than a finding: the check is not whole."""
    if any(each.audit is None for each in found):
        return UNREAD
    return FOUND if any(claim.verdict in GRAVE for each in found if each.audit for claim in each.audit.claims) else FINE


def _as_json(found: Sequence[Checked], *, many: bool) -> str:
    if not many and found[0].audit is not None:
        return _dumped({"claims": [as_plain(claim) for claim in found[0].audit.claims]})
    rows = [
        {"file": each.file, "refused": each.refused} if each.audit is None
        else {"file": each.file, "claims": [as_plain(claim) for claim in each.audit.claims]}
        for each in found
    ]  # fmt: skip
    return _dumped({"files": rows} if many else rows[0])


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def as_plain(claim: Claim) -> dict[str, Any]:
    """A claim as JSON values; counts and percents are numbers or null."""
    return {
        "quote": claim.quote,
        "start": claim.start,
        "end": claim.end,
        "subject": claim.subject,
        "planned": _number(claim.planned),
        "done": _number(claim.done),
        "in_progress": _number(claim.in_progress),
        "added": _number(claim.added),
        "stated_percent": _number(claim.stated_percent),
        "computed_percent": [float(each) for each in claim.computed_percent],
        "verdict": str(claim.verdict),
        "reason": said(claim.reason),
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _for_people(found: Sequence[Checked], *, many: bool) -> str:
    if not many:
        return "\n".join(_said(found[0]))
    read = [each for each in found if each.audit is not None]
    grave = [each for each in read if each.audit and any(claim.verdict in GRAVE for claim in each.audit.claims)]
    lines = [f"{len(found)} 个文件：{len(grave)} 个有数据需要核对，{len(found) - len(read)} 个未能读取。"]
    for each in found:
        if each.audit is None or each.audit.claims:
            lines += ["", each.file, *_said(each)]
    return "\n".join(lines)


def said(reason: Reason) -> str:
    """A reason in simplified Chinese: the command speaks no other language."""
    return wording.sentence(reason, LANGUAGE)


def _said(one: Checked) -> list[str]:
    """The answer, then what was found and where, the gravest first."""
    if one.audit is None:
        return [one.refused]
    lines = [wording.summary(one.audit, LANGUAGE)]
    order = list(Verdict)
    for claim in sorted(one.audit.claims, key=lambda each: (order.index(each.verdict), each.start)):
        lines += [f"· {place_of(one.audit, claim)}　{_one_line(claim.quote)}", f"  {said(claim.reason)}"]
        lines += [f"  {each.formula} = {percent_or_count(each)}" for each in claim.readings if len(claim.readings) > 1]
        lines += [f"  {said(remark)}" for remark in claim.remarks]
    if one.audit.unfinished is not None:
        lines.append(said(one.audit.unfinished))
    return [*lines, *one.audit.prose.remarks]


def percent_or_count(reading: Reading) -> str:
    """What a reading gives, to two decimals."""
    return f"{format_number(reading.value.quantize(Decimal('0.01'), ROUND_HALF_UP))}{reading.unit}"


def place_of(audit: Audit, claim: Claim) -> str:
    """Where a person looks for a claim."""
    block = audit.prose.block_at(claim.start)
    return claim.where or (block.where if block else "")


def _one_line(words: str) -> str:
    return " ".join(words.split())
