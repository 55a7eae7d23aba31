"""The published copy in the city's folder: what the public pages, the wall and the API read, also without a database.

    published/index.json             heads of all published editions, newest first, and the names of the other files
    published/index.previous.json    the one before, for the day on which the first is damaged
    published/editions/CODE.HASH.json.gz
    published/corrections.HASH.json.gz

Every file but the index bears the hash of its bytes in its name and is never changed. A publication writes what is new
first and replaces the index last, in one rename; whoever reads sees the old state or the new one, never a half.
"""

from __future__ import annotations

import gzip
import json
import logging
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

from zhicheng.indicators.editions.content import Correction, Edition, EditionHead
from zhicheng.indicators.editions.plain import (
    FORMAT,
    canonical,
    correction_of,
    edition_of,
    head_of,
    plain_correction,
    plain_edition,
    plain_head,
)

logger = logging.getLogger(__name__)

INDEX, PREVIOUS = "index.json", "index.previous.json"
HASH_LENGTH = 16


@dataclass(frozen=True)
class _Index:
    """What the index says, and what has been read by it so far."""

    generation: int = -1
    heads: tuple[EditionHead, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    corrections_file: str = ""


@dataclass
class _Memory:
    """What one process remembers of one folder. Contents are kept by file name: their bytes never change."""

    stamp: tuple[int, int, int] | None = None
    index: _Index = field(default_factory=_Index)
    editions: dict[str, Edition] = field(default_factory=dict)
    corrections: dict[str, list[Correction]] = field(default_factory=dict)


_memories: dict[Path, _Memory] = {}
_lock = Lock()


@dataclass(frozen=True)
class Prepared:
    """A publication that is written and only waits to be seen."""

    folder: Path
    generation: int
    waiting: Path

    def put(self) -> bool:
        """Show it: one rename. False where somebody has shown a later one meanwhile."""
        with _only_one(self.folder):
            if _read_index(self.folder).generation >= self.generation:
                self.waiting.unlink(missing_ok=True)
                return False
            named = {file for name in (INDEX, PREVIOUS) for file in _named_in(self.folder / name)}
            # Renames only: they succeed on a full disk. Between the two, readers find the one before.
            if _index_in(self.folder / INDEX) is not None:
                os.replace(self.folder / INDEX, self.folder / PREVIOUS)
            os.replace(self.waiting, self.folder / INDEX)
            _sync_folder(self.folder)
            _sweep(self.folder, named)
        return True


def prepare(
    folder: Path, heads: Sequence[EditionHead], editions: Mapping[str, Edition], corrections: Iterable[Correction], *,
    generation: int,
) -> Prepared:  # fmt: skip
    """Write all that a publication needs without showing it. Raises: OSError (disk full); then nothing has changed.

    `heads` newest first, of every edition that was ever published; `editions` the public parts of those whose content
    is not on disk yet, by code. `generation` says which publication is the later one.
    """
    (folder / "editions").mkdir(parents=True, exist_ok=True)
    known = dict(_read_index(folder).files)
    files = {}
    for head in heads:
        if head.state == "withdrawn":
            continue
        if head.code in editions:
            files[head.code] = _write_edition(folder, editions[head.code])
        elif _is_whole(folder / known.get(head.code, "-")):
            files[head.code] = known[head.code]
    told = canonical([plain_correction(each) for each in corrections])
    index = {
        "format": FORMAT, "generation": generation, "heads": [plain_head(each) for each in heads], "files": files,
        "corrections": _write(folder, "corrections", told),
    }  # fmt: skip
    body = canonical(index)
    waiting = folder / f"index.{generation}.{os.getpid()}.tmp"
    _write_whole(waiting, canonical({"body": index, "sha256": sha256(body).hexdigest()}))
    return Prepared(folder, generation, waiting)


def generation(folder: Path) -> int:
    """The number of the publication that is shown; -1 where there is none."""
    return _read_index(folder).generation


def on_disk(folder: Path) -> set[str]:
    """Codes of the editions whose content lies in the folder, whole."""
    return {code for code, name in _read_index(folder).files.items() if _is_whole(folder / name)}


def damage(folder: Path) -> list[str]:
    """Names of the files that are missing or not as they were written: the index, or what the index names."""
    index = _index_in(folder / INDEX)
    if index is None:
        return [INDEX]
    return [name for name in (*index.files.values(), index.corrections_file) if not _is_whole(folder / name)]


def write(edition: Edition, folder: Path, *, head: EditionHead | None = None) -> None:
    """Show one edition beside those that are shown already: for a copy of its own, a test or an export."""
    mine = head or head_of_edition(edition, state="published")
    index = _read_index(folder)
    others = [each for each in index.heads if each.code != edition.code]
    told = corrections(folder)
    heads = newest_first([mine, *others])
    prepare(folder, heads, {edition.code: edition.public_part()}, told, generation=index.generation + 1).put()


def current(folder: Path, programme: str = "") -> Edition | None:
    """The newest published edition, of one programme where given; the one before where its file is damaged."""
    for head in all_published(folder):
        if head.state == "published" and programme in ("", head.programme):
            found = find(folder, head.code)
            if found is not None:
                return found
    return None


def find(folder: Path, code: str) -> Edition | None:
    """The public part of an edition that is published or was superseded; None for others and where it is damaged."""
    memory = _remembered(folder)
    name = memory.index.files.get(code)
    if name is None:
        return None
    if name not in memory.editions:
        head = next((each for each in memory.index.heads if each.code == code), None)
        plain = _read(folder / name)
        if head is None or plain is None:
            return None
        memory.editions[name] = edition_of(plain, content_hash=head.content_hash)
    return memory.editions[name]


def head(folder: Path, code: str) -> EditionHead | None:
    """The head of an edition that was ever published, also of a withdrawn one: its address stays."""
    return next((each for each in all_published(folder) if each.code == code), None)


def all_published(folder: Path) -> list[EditionHead]:
    """Heads of all editions that were ever published, the newest period first, in it the newest number."""
    return list(_remembered(folder).index.heads)


def corrections(folder: Path) -> list[Correction]:
    """Every correction of published values, the newest first."""
    memory = _remembered(folder)
    name = memory.index.corrections_file
    if name and name not in memory.corrections:
        plain = _read(folder / name)
        if plain is None:
            return []
        memory.corrections.clear()
        memory.corrections[name] = [correction_of(each) for each in plain]
    return list(memory.corrections.get(name, ()))


def forget() -> None:
    """Remember nothing of any folder, as a process that has just begun."""
    with _lock:
        _memories.clear()


def newest_first(heads: Iterable[EditionHead]) -> list[EditionHead]:
    """Heads in the order of every list: by the period's last day, then by number."""
    return sorted(heads, key=lambda each: (each.period_end or each.cut_off, each.number, each.code), reverse=True)


def head_of_edition(edition: Edition, *, state: str) -> EditionHead:
    """A head from an edition alone."""
    return EditionHead(
        code=edition.code, programme=edition.programme, title=edition.title, period=edition.period,
        period_name=edition.period_name, number=edition.number, cut_off=edition.cut_off, frozen_at=edition.frozen_at,
        state=state, region=edition.region, supersedes=edition.supersedes, reason=edition.reason,
        content_hash=edition.content_hash, values=len(edition.values), mark=edition.mark,
        published_at=edition.frozen_at if state == "published" else None,
    )  # fmt: skip


def _remembered(folder: Path) -> _Memory:
    stamp = _stamp(folder / INDEX)
    memory = _memories.get(folder)
    if memory is not None and memory.stamp == stamp:
        return memory
    with _lock:
        before = _memories.get(folder)
        index = _read_index(folder)
        if before is not None and index.generation < 0 and stamp is not None:
            # Damaged, and the one before as well: what this process has read stays true until it is mended.
            before.stamp = stamp
            return before
        kept = before.editions if before is not None else {}
        named = set(index.files.values())
        memory = _Memory(stamp, index, {name: each for name, each in kept.items() if name in named})
        _memories[folder] = memory
    return memory


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino)


def _read_index(folder: Path) -> _Index:
    for name in (INDEX, PREVIOUS):
        found = _index_in(folder / name)
        if found is not None:
            return found
    return _Index()


def _index_in(path: Path) -> _Index | None:
    try:
        outer = json.loads(path.read_bytes())
        body = outer["body"]
        if sha256(canonical(body)).hexdigest() != outer["sha256"] or body["format"] != FORMAT:
            raise ValueError("the hash does not fit")
        heads = tuple(head_of(each) for each in body["heads"])
        return _Index(body["generation"], heads, body["files"], body["corrections"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        logger.error("published editions: %s cannot be read (%s); the one before is shown", path.name, error)
        return None


def _read(path: Path) -> Any:
    """The plain values in a file whose name bears its hash; None where it is damaged or gone."""
    try:
        packed = path.read_bytes()
        if not _fits(path, packed):
            raise ValueError("the hash does not fit")
        return json.loads(gzip.decompress(packed))
    except (OSError, EOFError, ValueError) as error:
        logger.error("published editions: %s cannot be read (%s)", path.name, error)
        return None


def _fits(path: Path, packed: bytes) -> bool:
    return sha256(packed).hexdigest()[:HASH_LENGTH] == path.name.split(".")[-3]


def _is_whole(path: Path) -> bool:
    try:
        return _fits(path, path.read_bytes())
    except (OSError, IndexError):
        return False


def _write_edition(folder: Path, edition: Edition) -> str:
    return _write(folder, f"editions/{edition.code}", canonical(plain_edition(edition)))


def _write(folder: Path, name: str, body: bytes) -> str:
    packed = gzip.compress(body, mtime=0)
    named = f"{name}.{sha256(packed).hexdigest()[:HASH_LENGTH]}.json.gz"
    target = folder / named
    if not _is_whole(target):
        waiting = target.with_name(f"{target.name}.{os.getpid()}.tmp")
        _write_whole(waiting, packed)
        os.replace(waiting, target)
    return named


def _write_whole(path: Path, body: bytes) -> None:
    try:
        with path.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _named_in(path: Path) -> set[str]:
    found = _index_in(path) if path.exists() else None
    return set() if found is None else {*found.files.values(), found.corrections_file}


def _sweep(folder: Path, named: Iterable[str]) -> None:
    """Remove what was shown once and is no more. What another process has just written is in no index yet: it stays."""
    index, before = _index_in(folder / INDEX), _index_in(folder / PREVIOUS)
    kept = _named_in(folder / INDEX)
    if index is not None and before is not None:
        kept |= {file for code, file in before.files.items() if code in index.files} | {before.corrections_file}
    for name in {*named, *_named_in(folder / PREVIOUS)} - kept:
        (folder / name).unlink(missing_ok=True)
    for path in folder.glob("index.*.tmp"):
        if index is not None and int(path.name.split(".")[1]) < index.generation:
            path.unlink(missing_ok=True)


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """One process at a time; where the system has no such lock, the order of generations is guard enough."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with (folder / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
