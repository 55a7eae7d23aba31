"""The shelf of published documents: files in the city folder that pages read without a database.

`published/documents/index.json` lists every document that went out, newest first, with all its versions; what is not
listed there has not been published, whatever lies in the folders beside it. Each version has its own folder with
`page.json` (title, fields, the HTML of its blocks), `document.pdf` and `document.docx`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhicheng.core.refusal import Missing

FOLDER = "documents"
INDEX = "index.json"
PAGE, PDF, DOCX = "page.json", "document.pdf", "document.docx"


@dataclass(frozen=True)
class PublishedVersion:
    """One version as it went out: "published" (the current one), "superseded" or "withdrawn"; what changed and why."""

    number: int
    state: str
    published_at: datetime
    changes: tuple[str, ...] = ()
    reason: str = ""
    edition: str = ""


@dataclass(frozen=True)
class PublishedHead:
    """A published document as it is listed.

    `version` is the one that its permanent address shows; `state` is "published", "corrected" (an older version stands
    beside it) or "withdrawn". `corrected_reason` says why it was corrected or withdrawn. `mark` says what kind of data
    it is ("虚构"), "" for a real city's own. `published_at` is of the first version, `changed_at` of the last change.
    """

    code: str
    kind: str
    kind_name: str
    title: str
    number_text: str
    issuer: str
    published_at: datetime
    version: int
    state: str
    corrected_reason: str = ""
    edition: str = ""
    disclosure: str = "open"
    mark: str = ""
    versions: tuple[PublishedVersion, ...] = ()
    changed_at: datetime | None = None
    dated: date | None = None
    language: str = "zh-hans"
    summary: str = ""
    kind_name_en: str = ""

    @property
    def version_ids(self) -> tuple[int, ...]:
        """The numbers of its versions, oldest first."""
        return tuple(each.number for each in self.versions)


@dataclass(frozen=True)
class PublishedDocument:
    """One version with its page. `html` is the body as rendered, safe to be shown; `fields` name and value in order.

    `pdf` and `docx` are where the files lie, None where there is none; `sources` figure, shown value, edition and key.
    """

    head: PublishedHead
    version: PublishedVersion
    title: str
    html: str
    fields: tuple[tuple[str, str], ...]
    pdf: Path | None
    docx: Path | None
    sha256: Mapping[str, str]
    sources: tuple[tuple[str, str, str, str], ...] = ()
    text: str = ""


def published_documents(folder: Path) -> list[PublishedHead]:
    """Every document that went out, newest first, corrected and withdrawn ones too; `folder` is `city/published`.

    Kept in memory until the index changes. An empty list where nothing was published yet.
    """
    file = folder / FOLDER / INDEX
    try:
        seen = file.stat()
    except OSError:
        return []
    mark = (seen.st_mtime_ns, seen.st_size, seen.st_ino)
    with _LOCK:
        kept = _KEPT.get(file)
        if kept is None or kept[0] != mark:
            kept = _KEPT[file] = (mark, [_head(each) for each in json.loads(file.read_text("utf-8"))["documents"]])
        return list(kept[1])


def published_head(folder: Path, code: str) -> PublishedHead:
    """One document as it is listed. Raises: Missing."""
    for each in published_documents(folder):
        if each.code == code:
            return each
    raise Missing(_("没有公布过这份公文。请核对网址，或从公文目录查找。"))


def published_document(folder: Path, code: str, version: int | None = None) -> PublishedDocument:
    """A version with its page, the current one unless told; of a withdrawn document only that it was there.

    Raises: Missing (never published, or no such version).
    """
    head = published_head(folder, code)
    wanted = head.version if version is None else version
    found = next((each for each in head.versions if each.number == wanted), None)
    place = folder / FOLDER / head.code / str(wanted)
    if found is not None and head.state == "withdrawn":
        return PublishedDocument(head, found, head.title, "", (), None, None, {})
    if found is None or not (place / PAGE).is_file():
        raise Missing(_("这份公文没有第 %(version)s 版。请从公文页查看各版本。"), version=wanted)
    page = json.loads((place / PAGE).read_text("utf-8"))
    pdf, docx = place / PDF, place / DOCX
    return PublishedDocument(
        head=head, version=found, title=page["title"], html=page["html"],
        fields=tuple((str(name), str(value)) for name, value in page["fields"]),
        pdf=pdf if pdf.is_file() else None, docx=docx if docx.is_file() else None, sha256=page.get("sha256", {}),
        sources=tuple(tuple(each) for each in page.get("sources", ())), text=page.get("text", ""),
    )  # fmt: skip


_LOCK = Lock()
_KEPT: dict[Path, tuple[tuple[int, int, int], list[PublishedHead]]] = {}


def _head(row: Mapping[str, Any]) -> PublishedHead:
    versions = tuple(
        PublishedVersion(
            number=each["number"], state=each["state"], published_at=datetime.fromisoformat(each["published_at"]),
            changes=tuple(each.get("changes", ())), reason=each.get("reason", ""), edition=each.get("edition", ""),
        )
        for each in row["versions"]
    )  # fmt: skip
    plain = {key: value for key, value in row.items() if key in PublishedHead.__dataclass_fields__}
    moments = {
        "published_at": datetime.fromisoformat(row["published_at"]),
        "changed_at": datetime.fromisoformat(row["changed_at"]) if row.get("changed_at") else None,
        "dated": date.fromisoformat(row["dated"]) if row.get("dated") else None,
    }
    return PublishedHead(**{**plain, **moments, "versions": versions})
