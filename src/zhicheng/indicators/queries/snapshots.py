"""The published copy on disk held against the database: what is missing there, damaged, or of another day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from zhicheng.goals.queries.frozen import public_programmes
from zhicheng.indicators.editions import published
from zhicheng.indicators.models import Edition


@dataclass(frozen=True)
class Fault:
    """A file or an edition by its code, and what is wrong: "missing", "damaged", "stale" or "unknown"."""

    name: str
    wrong: str


def published_rows() -> Sequence[Edition]:
    """Editions that were ever published, of programmes that are open to the public now. For this module."""
    rows = Edition.objects.exclude(state="frozen").exclude(published_at=None)
    return list(rows.filter(programme__in=public_programmes()))


def snapshot_faults(folder: Path) -> list[Fault]:
    """Where the published copy differs from the database; an empty list where it is right, or nothing is published.

    "unknown" is an edition that is shown although the database has none such to show.
    """
    rows = {row.code: row for row in published_rows()}
    if not rows and not folder.joinpath(published.INDEX).exists():
        return []
    shown = {head.code: head for head in published.all_published(folder)}
    found = [Fault(name, "damaged") for name in published.damage(folder)]
    whole = published.on_disk(folder)
    for code, row in rows.items():
        head = shown.get(code)
        if head is None or (row.state != "withdrawn" and code not in whole):
            found.append(Fault(code, "missing"))
        elif (head.state, head.content_hash, head.public_hash) != (row.state, row.content_hash, row.public_hash):
            found.append(Fault(code, "stale"))
    return found + [Fault(code, "unknown") for code in shown if code not in rows]
