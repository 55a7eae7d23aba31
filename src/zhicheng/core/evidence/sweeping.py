"""Content that nothing names is removed: files of uploads that were broken off before anything was recorded.

What a row names is never touched, whatever its age. The same content may be uploaded again at the very moment, so a
file is first moved aside, then looked at again, and moved back where somebody has meanwhile begun to rely on it
(`storage.keep` makes a file that it finds young again). What is to go is entered into the ledger before it goes: a
sweeping that is killed half way leaves more than it said, never less.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from zhicheng.core.access import Actor
from zhicheng.core.evidence.entries import EvidenceSwept
from zhicheng.core.evidence.models import File
from zhicheng.core.ledger import record

NOBODYS = timedelta(days=1)
AT_ONCE = 500
ASIDE = ".swept-"
INCOMING = ".incoming-*"


@dataclass(frozen=True)
class Swept:
    """How much was removed."""

    files: int
    bytes: int


def sweep(*, by: Actor, at: datetime) -> Swept:
    """Remove what no row names and nobody has touched for a day; entered into the ledger where anything was removed."""
    folder, before = Path(settings.CITY.evidence), (at - NOBODYS).timestamp()
    for file in list(folder.glob(f"*/{ASIDE}*")):
        _put_back(file)  # a sweeping that was killed half way
    going = [file for file in list(folder.glob(INCOMING)) if _is_older(file, before)]
    for batch in _batches(_kept_files(folder, before)):
        named = set(File.objects.filter(pk__in=batch).values_list("pk", flat=True))
        aside = (_aside(file, sha256, before) for sha256, file in batch.items() if sha256 not in named)
        going += [file for file in aside if file is not None]
    swept = Swept(len(going), sum(file.lstat().st_size for file in going))
    if going:
        record(EvidenceSwept(swept.files, swept.bytes), by=by, at=at)
    for file in going:
        file.unlink(missing_ok=True)
    return swept


def _kept_files(folder: Path, before: float) -> Iterator[tuple[str, Path]]:
    """Files that are named as content is, and old enough; anything else in the folder is not ours to judge."""
    for part in sorted(folder.glob("[0-9a-f][0-9a-f]")):
        for file in part.iterdir():
            sha256 = part.name + file.name
            if re.fullmatch(r"[0-9a-f]{64}", sha256) and _is_older(file, before):
                yield sha256, file


def _batches(files: Iterator[tuple[str, Path]]) -> Iterator[dict[str, Path]]:
    batch: dict[str, Path] = {}
    for sha256, file in files:
        batch[sha256] = file
        if len(batch) == AT_ONCE:
            yield batch
            batch = {}
    if batch:
        yield batch


def _aside(file: Path, sha256: str, before: float) -> Path | None:
    """Where the file lies aside; None where somebody has begun to rely on it after all."""
    aside = file.with_name(ASIDE + file.name)
    try:
        file.rename(aside)
    except FileNotFoundError:
        return None
    if not _is_older(aside, before) or File.objects.filter(pk=sha256).exists():
        _put_back(aside)
        return None
    return aside


def _put_back(aside: Path) -> None:
    """Under its name again, unless the same content came anew meanwhile."""
    place = aside.with_name(aside.name.removeprefix(ASIDE))
    if place.exists():
        aside.unlink()
    else:
        aside.rename(place)


def _is_older(file: Path, before: float) -> bool:
    try:
        return file.lstat().st_mtime < before
    except FileNotFoundError:
        return False
