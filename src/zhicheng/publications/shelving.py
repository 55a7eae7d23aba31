"""Writing the shelf of published documents: each version's folder whole or not at all, the index last, by one rename.

What the index does not list has not been published, whatever lies beside it: a folder that a crash left behind is
overwritten by the next attempt and seen by nobody.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from zhicheng.publications.queries.published import DOCX, FOLDER, INDEX, PAGE, PDF


def put_version(folder: Path, code: str, version: int, *, page: Mapping[str, Any], pdf: bytes, docx: bytes) -> Path:
    """Write a version's folder aside and rename it into its place."""
    place = folder / FOLDER / code / str(version)
    place.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{version}-", dir=place.parent))
    try:
        for name, content in ((PAGE, _json(page)), (PDF, pdf), (DOCX, docx)):
            with (aside / name).open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        aside.chmod(0o755)
        if place.exists():
            shutil.rmtree(place)
        aside.replace(place)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return place


def take_away(folder: Path, code: str, version: int | None = None) -> None:
    """Remove the files of a version, or of all, that is shown no more; the index goes on telling that there was one."""
    place = folder / FOLDER / code
    shutil.rmtree(place if version is None else place / str(version), ignore_errors=True)


def put_index(folder: Path, documents: list[Mapping[str, Any]]) -> None:
    """Replace the index in one step. Call it inside `locked`, with rows that were read inside it too."""
    file = folder / FOLDER / INDEX
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=".index-", dir=file.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(_json({"documents": documents}))
        stream.flush()
        os.fsync(stream.fileno())
    os.chmod(temporary, 0o644)
    os.replace(temporary, file)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One writer of the index at a time, so that an older list never replaces a newer one."""
    place = folder / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    with (place / ".lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(stream, fcntl.LOCK_UN)


def _json(values: Any) -> bytes:
    return json.dumps(values, ensure_ascii=False, indent=1, default=str).encode("utf-8", "replace")
