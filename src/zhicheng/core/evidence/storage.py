"""The bytes on disk: written aside, flushed, then renamed to their hash, so that a half file never has a name."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from zhicheng.core.refusal import Refusal, Unreadable

MOST_BYTES = 20 * 1024 * 1024
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True)
class Received:
    """A file that lies aside, not yet kept."""

    path: Path
    sha256: str
    size: int


def path_of(sha256: str) -> Path:
    """Where the bytes with this hash lie."""
    return Path(settings.CITY.evidence) / sha256[:2] / sha256[2:]


@contextmanager
def received(content: BinaryIO | Iterable[bytes], *, name: str) -> Iterator[Received]:
    """Take the bytes in, aside, for as long as the block lasts; `keep` gives them their place.

    Raises: Unreadable (too large), Refusal (no room on the disk). Nothing is left behind then.
    """
    folder = Path(settings.CITY.evidence)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".incoming-", dir=folder)
    except OSError as error:
        raise _explained(error)
    path = Path(temporary)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield _take_in(content, stream, path, name)
    finally:
        path.unlink(missing_ok=True)


def keep(file: Received) -> Path:
    """Give a received file its place; the same content stays where it is. Raises: Refusal (no room)."""
    place = path_of(file.sha256)
    try:
        if place.exists() and place.stat().st_size == file.size:
            os.utime(place)  # young again, so that it is not swept away before a row names it
            return place
    except FileNotFoundError:  # swept away just now: the new copy takes its place
        pass
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        file.path.chmod(0o640)
        file.path.replace(place)
        _flush_folder(place.parent)
    except OSError as error:
        raise _explained(error)
    return place


def _take_in(content: BinaryIO | Iterable[bytes], stream: BinaryIO, path: Path, name: str) -> Received:
    digest, size = hashlib.sha256(), 0
    try:
        for chunk in _chunks(content):
            size += len(chunk)
            if size > MOST_BYTES:
                raise Unreadable(
                    _("%(name)s 超过 %(limit)s MB，不能提交。请压缩图片、拆分文件或只提交有关页后再试。"),
                    code="file-too-large", name=name, limit=MOST_BYTES // 1024 // 1024,
                )  # fmt: skip
            digest.update(chunk)
            stream.write(chunk)
        stream.flush()
        os.fsync(stream.fileno())
    except OSError as error:
        raise _explained(error)
    return Received(path, digest.hexdigest(), size)


def _chunks(content: BinaryIO | Iterable[bytes]) -> Iterator[bytes]:
    chunks = getattr(content, "chunks", None)
    if chunks is not None:  # an uploaded file of Django
        yield from chunks()
    elif hasattr(content, "read"):
        while chunk := content.read(256 * 1024):
            yield chunk
    else:
        yield from content


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _explained(error: OSError) -> Exception:
    """A full disk is a sentence for the person; any other fault of the disk is a bug or a broken machine, and loud."""
    if error.errno in NO_ROOM:
        return Refusal(
            _("服务器磁盘空间不足，文件没有保存，已填写的其他内容不受影响。请联系系统管理员清理后重新提交。"),
            code="disk-full",
        )
    return error
