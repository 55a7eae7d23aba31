"""What people outside read from the city folder, held against the database and written anew from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from zhicheng.core.evidence.queries import lost_files
from zhicheng.core.refusal import Refusal
from zhicheng.indicators.actions.snapshots import folder, refresh_snapshot
from zhicheng.indicators.queries.snapshots import snapshot_faults
from zhicheng.publications.actions.publishing import write_index
from zhicheng.publications.actions.shelf import mend_shelf
from zhicheng.publications.queries.published import published_documents
from zhicheng.publications.queries.standing import shelf_faults

WRONG = {
    "missing": "缺失",
    "damaged": "损坏",
    "stale": "与数据库不一致",
    "unknown": "数据库里没有，却仍在公开",
}
NAMED = 5  # how many of many are named in one line
Line = tuple[str, str, str]


def rebuild() -> tuple[int, int]:
    """Write all of it anew; how many editions are shown now, and how many versions of documents had to be mended.

    Raises: WrongState (nothing could be written), Missing (a kept file of a document is lost).
    """
    editions = refresh_snapshot(whole=True)
    return editions, rebuild_documents()


def rebuild_documents() -> int:
    """The shelf of documents; the index is written even where a kept file is lost. Raises: Missing."""
    try:
        return mend_shelf()
    finally:
        write_index()


def mend() -> str:
    """After an upgrade: write anew what does not agree with the database; what was done, as a sentence."""
    if not snapshot_faults(folder()) and not shelf_faults(folder()):
        return "公开副本：与数据库一致"
    try:
        rebuild()
    except Refusal as trouble:
        return f"公开副本：{trouble.sentence}"
    return "公开副本：已按数据库重写"


def editions(_now: datetime) -> Iterator[Line]:
    """Does the published copy of the editions agree with the database?"""
    faults = [f"{each.name}（{WRONG[each.wrong]}）" for each in snapshot_faults(folder())]
    if faults:
        yield "bad", "公开数据", f"{named(faults)}。请运行 zhicheng editions rebuild 重写公开副本。"
    else:
        yield "good", "公开数据", "公开副本与数据库一致"


def documents(_now: datetime) -> Iterator[Line]:
    """Does the shelf of published documents agree with the database?"""
    try:
        faults = [f"{each.name}（{WRONG[each.wrong]}）" for each in shelf_faults(folder())]
    except Refusal as trouble:
        yield "bad", "公开公文", trouble.sentence
        return
    if faults:
        yield "bad", "公开公文", f"{named(faults)}。请运行 zhicheng documents rebuild 重写公开副本。"
    else:
        yield "good", "公开公文", f"{len(published_documents(folder()))} 份，文件齐全，与印发时一致"


def evidence(_now: datetime) -> Iterator[Line]:
    """Does every file that the database names lie in the folder?"""
    lost = [sha256[:12] for sha256 in lost_files()]
    if lost:
        yield "bad", "佐证材料", f"{named(lost)} 缺失或大小不符。请从备份的 evidence 文件夹取回，不要改名。"
    else:
        yield "good", "佐证材料", "数据库所记的文件都在"


def named(things: list[str]) -> str:
    """The first few by name, and how many in all."""
    more = f" 等 {len(things)} 项" if len(things) > NAMED else ""
    return "、".join(things[:NAMED]) + more
