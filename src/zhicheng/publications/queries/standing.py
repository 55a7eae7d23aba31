"""The shelf of published documents held against the tables: which versions lie there whole, and what the index says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhicheng.publications.models import Version
from zhicheng.publications.queries.published import DOCX, FOLDER, INDEX, PAGE, PDF
from zhicheng.publications.queries.shelf import OUT, index_rows


@dataclass(frozen=True)
class ShelfFault:
    """A document by its code (with its version), or the index, and what is wrong: "missing", "damaged" or "stale"."""

    name: str
    wrong: str


def versions_on_show() -> Sequence[Version]:
    """Versions that everybody may read now, with their documents."""
    rows = Version.objects.filter(state__in=OUT, disclosure="open", document__withdrawn_at=None)
    return list(rows.select_related("document").order_by("pk"))


def shelf_faults(folder: Path) -> list[ShelfFault]:
    """Where the shelf in `folder` (`city/published`) differs from the tables; empty where nothing was published yet."""
    rows = {row["code"]: _told(row) for row in index_rows()}
    file = folder / FOLDER / INDEX
    if not rows and not file.exists():
        return []
    found = [
        ShelfFault(f"{version.document.code} v{version.number}", wrong)
        for version in versions_on_show()
        if (wrong := version_fault(version, folder))
    ]
    try:
        listed = {row["code"]: _told(row) for row in json.loads(file.read_text("utf-8"))["documents"]}
    except FileNotFoundError:
        return [ShelfFault(INDEX, "missing"), *found]
    except (OSError, ValueError, KeyError, TypeError):
        return [ShelfFault(INDEX, "damaged"), *found]
    return found + [
        ShelfFault(code, "stale") for code in sorted({*rows, *listed}) if rows.get(code) != listed.get(code)
    ]


def version_fault(version: Version, folder: Path) -> str:
    """What is wrong with a version's folder on the shelf; "" where it holds what went out."""
    place = folder / FOLDER / version.document.code / str(version.number)
    try:
        page = json.loads((place / PAGE).read_text("utf-8"))
        hashes = {"pdf": _hash(place / PDF), "docx": _hash(place / DOCX)}
    except FileNotFoundError:
        return "missing"
    except (OSError, ValueError):
        return "damaged"
    return "" if hashes == page.get("sha256") == version.files and page.get("html") else "damaged"


def _told(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What must agree; names of issuers and the like may have been rewritten in the city folder since."""
    return row["state"], row["version"], row["title"], tuple(each["state"] for each in row["versions"])


def _hash(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
