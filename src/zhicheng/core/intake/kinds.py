"""What a file really is, told by its content."""

from __future__ import annotations

import zipfile
from pathlib import Path

from zhicheng.core.intake.refusals import Refused

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_SUFFIXES = {".csv", ".txt", ".tsv"}


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
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<div", b"<head")) or b"<html" in start:
        raise Refused("html")
    if start.startswith((b"<?xml", b"<svg", b"<!doctype")):
        raise Refused("xml")
    suffix = Path(name).suffix.lower()
    if suffix in _TEXT_SUFFIXES:
        return "csv"
    if suffix in {".xlsx", ".docx", ".xlsm", ".docm"}:
        raise Refused("damaged")
    raise Refused("unknown")


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
