"""What a file really is, told by its content."""

from __future__ import annotations

import zipfile
from pathlib import Path

from zhicheng.core.intake.refusals import Refused

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_SUFFIXES = {".csv", ".txt", ".tsv"}
_PACKAGE_SUFFIXES = {".xlsx", ".docx", ".xlsm", ".docm"}
_OFFICE_SUFFIXES = _PACKAGE_SUFFIXES | {".xls", ".et", ".doc", ".wps"}
_MARKUP = (
    b"<!doctype html",
    b"<html",
    b"<table",
    b"<meta",
    b"<div",
    b"<head",
    b"<style",
    b"<body",
    b"<center",
    b"<font",
)


def kind_of(path: Path, *, name: str) -> str:
    """`xlsx`, `docx` or `csv`. Raises Refused with the code of what it is instead."""
    with path.open("rb") as handle:
        head = handle.read(4096)
    if not head:
        raise Refused("empty")
    if head.startswith(_OLE):
        raise _ole(path, name)
    if head.startswith(b"PK"):
        return _kind_of_zip(path)
    if head.startswith(b"%PDF"):
        raise Refused("pdf")
    if head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        raise Refused("picture")
    if head.startswith(b"{\\rtf"):
        raise Refused("rtf")
    if head.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")):
        raise Refused("archive")
    _refuse_markup(head)
    suffix = Path(name).suffix.lower()
    if suffix in _TEXT_SUFFIXES:
        return "csv"
    # Systems that export a table often write text and only call it .xls or .xlsx.
    shape = _shape_of_text(head) if suffix in _OFFICE_SUFFIXES else ""
    if shape:
        raise Refused(shape)
    if suffix in _PACKAGE_SUFFIXES:
        raise Refused("damaged")
    raise Refused("unknown")


def _refuse_markup(head: bytes) -> None:
    """Web pages and XML, in whatever encoding; a table that a system exported as a page says so."""
    start = head.replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe \t\r\n").lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start and b"<workbook" in start:
        raise Refused("xml-excel")
    if start.startswith(b"mime-version:") or b"\nmime-version:" in start[:500]:
        raise Refused("html")
    if start.startswith(_MARKUP) or b"<html" in start[:600]:
        raise Refused("html")
    if start.startswith((b"<?xml", b"<svg", b"<!doctype")):
        raise Refused("xml")


def _shape_of_text(head: bytes) -> str:
    """`text-table` for lines of cells, `text` for other text, '' for what is no text."""
    text = _text(head)
    if text is None or any(ord(sign) < 32 and sign not in "\t\n\r\f" for sign in text):
        return ""
    lines = [line for line in text.splitlines()[:-1] or text.splitlines() if line.strip()]
    cells = [sum(line.count(sign) for sign in "\t,，;|") for line in lines]
    return "text-table" if cells and sum(count > 0 for count in cells) > len(cells) / 2 else "text"


def _text(head: bytes) -> str | None:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        # The first bytes of a longer file may end in the middle of a character.
        for cut in range(4):
            try:
                return head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
    return None


def _ole(path: Path, name: str) -> Refused:
    content = path.read_bytes()
    suffix = Path(name).suffix.lower()
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Refused("encrypted")
    if suffix in {".et", ".ett"}:
        return Refused("old-wps", kind=suffix, target=".xlsx")
    if suffix in {".wps", ".wpt"}:
        return Refused("old-wps", kind=suffix, target=".docx")
    if "WordDocument".encode("utf-16-le") in content:
        return Refused("old-word")
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return Refused("old-excel")
    return Refused({".doc": "old-word", ".xls": "old-excel"}.get(suffix, "old-office"))


def _kind_of_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Refused("damaged") from error
    if any(name.startswith("xl/workbook") and name.endswith(".bin") for name in names):
        raise Refused("binary-excel")
    if any(name.startswith("xl/") and name.endswith(".xml") for name in names):
        return "xlsx"
    if any(name.startswith("word/") and name.endswith(".xml") for name in names):
        return "docx"
    if any(name.startswith("ppt/") for name in names):
        raise Refused("presentation")
    if "OFD.xml" in names:
        raise Refused("ofd")
    if "mimetype" in names and "content.xml" in names:
        raise Refused("open-document")
    raise Refused("archive" if names else "damaged")
