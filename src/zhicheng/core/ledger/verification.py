"""Does the chain still stand as it was written? Names the first entry that does not.

The chain alone shows every change inside it. That its tail was cut off together with the head, or that everything was
computed anew, shows only against a head that was signed and sent away before (`anchors`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.translation import gettext_lazy as _

from zhicheng.core.ledger import anchors, guards, reading
from zhicheng.core.ledger.anchors import MARK, Anchor
from zhicheng.core.ledger.chain import GENESIS, digest

REASONS: dict[str, Any] = {
    "altered": _("第 %(sequence)s 条被改动、调换或替换过。"),
    "missing": _("第 %(sequence)s 条不在了：该条被删除。"),
    "inserted": _("第 %(sequence)s 条是后来插入的。"),
    "cut": _("从第 %(sequence)s 条起，末尾的记录被截去。"),
    "rebuilt": _("从第 %(sequence)s 条起，链条被重新编造，与签名锚点不符。"),
    "head": _("链头与最后一条（第 %(sequence)s 条）不符：末尾的记录或链头被改动过。"),
    "damaged": _("第 %(sequence)s 条附近读不出来：数据库文件已损坏。"),
    "forged-anchor": _("锚点 %(file)s 的签名不对：文件被改动过，不能作为依据。"),
    "foreign-anchor": _("锚点 %(file)s 是用另一把密钥签的，不是本市的锚点，不能作为依据。"),
}


CAUTIONS: dict[str, Any] = {
    "no-anchor": _("没有可用的签名锚点：不能排除末尾被截去或整条链被重新编造。请用 --anchor 指明外送保存的锚点。"),
    "unsigned": _("最近一个锚点之后的 %(rest)s 条尚未签名外送。"),
    "no-key": _("没有可信公钥可对照：锚点是谁签的未经核对。请用 --key 指明安装时导出的公钥。"),
    "no-guards": _("数据库里防止改动账本的触发器缺失或被停用，请运行 zhicheng check。"),
}

Tell = Callable[[int, int, Any], None]


def _quiet(_done: int, _total: int, _sentence: Any) -> None:
    return None


@dataclass(frozen=True)
class Verdict:
    """What a check found, in codes, so that it can be kept and told in any language.

    `first_broken` is the sequence of the first entry that does not stand, None where all do; `file` the anchor that
    cannot be relied on.
    """

    ok: bool
    entries: int
    first_broken: int | None = None
    code: str = ""
    file: str = ""
    anchors: int = 0
    anchored_to: int = 0
    doubts: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """Why the chain is not to be trusted; empty where it is."""
        return str(REASONS[self.code] % {"sequence": self.first_broken, "file": self.file}) if self.code else ""

    @property
    def cautions(self) -> tuple[str, ...]:
        """What a sound chain does not prove."""
        return tuple(str(CAUTIONS[code] % {"rest": self.entries - self.anchored_to}) for code in self.doubts)

    @property
    def finding(self) -> str:
        """Whether it is sound, in one sentence."""
        if not self.ok:
            return str(_("账本不可信：%(reason)s") % {"reason": self.reason})
        text = _("账本完好：共 %(entries)s 条，逐条核对无误，与 %(anchors)s 个签名锚点一致。")
        return str(text % {"entries": self.entries, "anchors": self.anchors})

    @property
    def sentence(self) -> str:
        """The whole finding as an official reads it."""
        return " ".join((self.finding, *(self.cautions if self.ok else ())))


class _Broken(Exception):
    def __init__(self, sequence: int, code: str) -> None:
        super().__init__(sequence, code)
        self.sequence, self.code = sequence, code


@dataclass
class _Walk:
    """Where the walk along the chain stands: how many entries held, and the hash of the last."""

    entries: int = 0
    hash: bytes = GENESIS.encode()


def verify(anchor: Path | None = None, *, key: Path | None = None, tell: Tell = _quiet) -> Verdict:
    """Check the whole chain, and against anchors: one file, a folder, or by default the city's own folder of them.

    `key` is a file with the public keys that are trusted; by default the one beside the city's signing key. `tell` is
    told how far it is.
    Raises: Missing, Unreadable for a named file that is not there or is none of ours.
    """
    trusted = _trusted_keys(key)
    known, doubt = _sorted_out(_anchors_at(anchor), trusted)
    walk, found = _Walk(), None
    try:
        _walk_chain(walk, {each.sequence: each.hash.encode() for each in known}, tell)
        _compare_head(walk)
        _compare_tail(walk, known)
    except _Broken as broken:
        found = _first_of(broken, known)
    except DatabaseError:
        found = _Broken(walk.entries + 1, "damaged")
    values: dict[str, Any] = {
        "anchors": len(known),
        "anchored_to": known[-1].sequence if known else 0,
        "doubts": _doubts(known, walk, trusted is not None),
    }
    if found:
        return Verdict(False, walk.entries, found.sequence, found.code, **values)
    if doubt:
        code, file = doubt
        return Verdict(False, walk.entries, None, code, file, **values)
    return Verdict(True, walk.entries, **values)


def _walk_chain(walk: _Walk, anchored: dict[int, bytes], tell: Tell = _quiet) -> None:
    head = reading.head()
    for page in reading.pages(after=walk.entries or None):
        tell(walk.entries, max(walk.entries + len(page), head.sequence if head else 0), _("正在逐条核对"))
        for row in page:
            sequence, stored = row[0], row[8]
            if sequence != walk.entries + 1 or row[7] != walk.hash:
                raise _diagnosed(row, walk)
            if digest((b"%d" % sequence, *row[1:8])).encode() != stored:
                raise _diagnosed(row, walk)
            if sequence in anchored and anchored[sequence] != stored:
                raise _Broken(sequence, "rebuilt")
            walk.entries, walk.hash = sequence, stored


def _diagnosed(row: reading.Row, walk: _Walk) -> _Broken:
    """Which entry is at fault where the chain does not close in front of this row."""
    expected = walk.entries + 1
    if row[0] != expected:
        return _Broken(expected, "missing") if row[0] > expected else _Broken(row[0], "inserted")
    if reading.row_digest(row) == row[8]:
        # This row stands by itself and remembers another hash of the entry before it. If what follows vouches for
        # this row, the entry before was changed and given a new hash.
        return _Broken(expected - 1 if expected > 1 and _is_vouched_for(row) else expected, "altered")
    before = reading.entry_with_hash(row[7], before=expected - 1)
    first = 1 if row[7] == GENESIS.encode() else None if before is None else before + 1
    if first is not None and first < expected and reading.row_digest(row, sequence=first) == row[8]:
        return _Broken(first, "inserted")
    return _Broken(expected, "altered")


def _is_vouched_for(row: reading.Row) -> bool:
    following = next(reading.pages(after=row[0]), [])
    if following:
        return following[0][0] == row[0] + 1 and following[0][7] == row[8]
    head = reading.head()
    return head is not None and head.hash.encode() == row[8]


def _compare_head(walk: _Walk) -> None:
    """The stored head is the last entry. Others may be writing: what came in meanwhile is walked too."""
    head = reading.head()
    if head is not None and head.sequence > walk.entries:
        before = walk.entries
        _walk_chain(walk, {})
        if walk.entries > before:
            return _compare_head(walk)
        raise _Broken(walk.entries + 1, "cut")
    if head is None and not walk.entries:
        return None
    if head is None:
        raise _Broken(walk.entries, "head")
    if head.sequence < walk.entries:
        raise _Broken(head.sequence + 1, "inserted")
    if head.hash.encode() != walk.hash:
        raise _Broken(max(walk.entries, 1), "head")
    return None


def _compare_tail(walk: _Walk, known: Sequence[Anchor]) -> None:
    if known and known[-1].sequence > walk.entries:
        raise _Broken(walk.entries + 1, "cut")


def _first_of(broken: _Broken, known: Sequence[Anchor]) -> _Broken:
    """An earlier fault that the marks of the next anchor show, else the one that was found."""
    following = next((each for each in known if each.sequence >= broken.sequence), None)
    if following is None:
        return broken
    last = min(broken.sequence, following.sequence)
    stored = dict(reading.hashes(first=following.first, last=last, step=following.step))
    for sequence, mark in following.marked():
        if sequence in stored and stored[sequence][: MARK * 2] != mark.hex():
            first = max(following.first, sequence - following.step + 1)
            return _Broken(first, "rebuilt") if first < broken.sequence else broken
    return broken


def _anchors_at(place: Path | None) -> list[tuple[Path, Anchor]]:
    if place is not None:
        return anchors.read_all(place)
    own = settings.CITY.folder / "anchors"
    return anchors.read_all(own) if own.is_dir() else []


def _trusted_keys(key: Path | None) -> frozenset[str] | None:
    if key is not None:
        return anchors.public_keys(key)
    own = anchors.public_file(settings.CITY.anchor_key)
    return anchors.public_keys(own) if own.exists() else None


def _sorted_out(
    found: Sequence[tuple[Path, Anchor]], trusted: frozenset[str] | None
) -> tuple[list[Anchor], tuple[str, str] | None]:
    """The anchors that may be relied on, and the first one that may not."""
    good: list[Anchor] = []
    doubt: tuple[str, str] | None = None
    for file, each in found:
        if not each.is_genuine():
            doubt = doubt or ("forged-anchor", file.name)
        elif trusted is not None and each.public_key not in trusted:
            doubt = doubt or ("foreign-anchor", file.name)
        else:
            good.append(each)
    return good, doubt


def _doubts(known: Sequence[Anchor], walk: _Walk, trusted: bool) -> tuple[str, ...]:
    unsigned = bool(known) and known[-1].sequence < walk.entries
    said = {
        "no-anchor": not known, "unsigned": unsigned, "no-key": bool(known) and not trusted,
        "no-guards": bool(guards.missing(connection)),
    }  # fmt: skip
    return tuple(code for code, holds in said.items() if holds)
