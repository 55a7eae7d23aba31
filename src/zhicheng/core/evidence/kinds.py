"""What a file really is, by its bytes, and which ones are taken as evidence."""

from __future__ import annotations

import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhicheng.core.refusal import Unreadable

MOST_PARTS = 5000  # entries of an office file; more is a bomb, not a document
ALLOWED = _("可以提交：PDF、JPG、PNG、Excel（.xlsx）、Word（.docx）、CSV 或纯文本。")


@dataclass(frozen=True)
class MediaType:
    """An allowed kind of file: its media type and the extensions it may carry."""

    name: str
    media_type: str
    extensions: tuple[str, ...]


PDF = MediaType("PDF", "application/pdf", (".pdf",))
JPEG = MediaType("JPG", "image/jpeg", (".jpg", ".jpeg"))
PNG = MediaType("PNG", "image/png", (".png",))
XLSX = MediaType("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",))
DOCX = MediaType("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",))
XLSM = MediaType("Excel", "application/vnd.ms-excel.sheet.macroEnabled.12", (".xlsm",))
DOCM = MediaType("Word", "application/vnd.ms-word.document.macroEnabled.12", (".docm",))
CSV = MediaType("CSV", "text/csv", (".csv",))
TEXT = MediaType("TXT", "text/plain", (".txt",))

OLD_OFFICE = _("%(name)s 是旧版 Office 或 WPS 格式（.doc、.xls、.et、.wps）。请另存为 .docx、.xlsx 或 PDF 后再提交。")
OFD = _("%(name)s 是 OFD 版式文件，暂不能作为佐证。请用阅读器另存或打印为 PDF 后再提交。")
MARKUP = _("%(name)s 是网页、SVG 或 XML，可能带有脚本，不能作为佐证。请另存为 PDF 或截图（PNG、JPG）后再提交。")
PROGRAM = _("%(name)s 是程序或脚本，不能作为佐证。%(allowed)s")
MACROS = _("%(name)s 带有宏或嵌入对象，不能作为佐证。请去掉宏、另存为 .xlsx 或 .docx 后再提交。")
ARCHIVE = _("%(name)s 是压缩包，看不到里面的内容，不能作为佐证。请解压后逐个提交。")
EMPTY = _("%(name)s 是空文件。请核对后重新提交。")
UNKNOWN = _("认不出 %(name)s 是什么文件，不能作为佐证。%(allowed)s")
WRONG_NAME = _("%(name)s 的内容是 %(kind)s，与扩展名不符。请把扩展名改为 %(extension)s 后再提交。")

BY_BEGINNING: tuple[tuple[bytes, MediaType | Any], ...] = (
    (b"%PDF-", PDF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD_OFFICE),
    (b"MZ\x90\x00", PROGRAM),
    (b"\x7fELF", PROGRAM),
    (b"#!", PROGRAM),
    (b"\xca\xfe\xba\xbe", PROGRAM),
    (b"\xcf\xfa\xed\xfe", PROGRAM),
    (b"L\x00\x00\x00\x01\x14\x02\x00", PROGRAM),
    (b"Rar!", ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (b"\x1f\x8b", ARCHIVE),
    (b"BZh", ARCHIVE),
    (b"\xfd7zXZ", ARCHIVE),
)
MARKUP_SIGNS = (
    b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<svg", b"<?xml", b"<iframe", b"<xsl:", b"mime-version:",
)  # fmt: skip
PROGRAM_NAMES = (
    ".bat", ".cmd", ".com", ".exe", ".hta", ".jar", ".js", ".jse", ".lnk", ".php", ".pl", ".ps1", ".py", ".rb", ".reg",
    ".scr", ".sh", ".vbe", ".vbs", ".wsf",
)  # fmt: skip


def media_type_of(file: Path, *, name: str, macros: bool = False) -> MediaType:
    """What the file is. Raises: Unreadable with what to do instead, for everything that is not taken.

    `macros` takes a superior's form with its macros: it goes back to its sender as it came and is never run here.
    """
    with file.open("rb") as stream:
        beginning = stream.read(8192)
    if not beginning:
        raise _refused(EMPTY, name)
    found = next((kind for sign, kind in BY_BEGINNING if beginning.startswith(sign)), None)
    if found is None:
        found = _office_kind(file, macros=macros) if beginning.startswith(b"PK") else _text_kind(file, beginning, name)
    if not isinstance(found, MediaType):
        raise _refused(found, name)
    suffix = Path(name).suffix.lower()
    if macros and suffix in (".xlsm", ".docm") and suffix[:-1] + "x" in found.extensions:
        return found
    if suffix not in found.extensions:
        raise _refused(WRONG_NAME, name, kind=found.name, extension=found.extensions[0])
    return found


def _refused(sentence: Any, name: str, **facts: Any) -> Unreadable:
    return Unreadable(sentence, code="file-refused", name=name, allowed=ALLOWED, **facts)


def _office_kind(file: Path, *, macros: bool = False) -> MediaType | Any:
    """By the names inside the package alone: nothing is unpacked."""
    if _parts(file) > MOST_PARTS:
        return ARCHIVE
    try:
        with zipfile.ZipFile(file) as package:
            names = {name.lower() for name in package.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return UNKNOWN
    project = any(name.endswith("vbaproject.bin") for name in names)
    if any(name.endswith((".exe", ".dll", ".js")) or "/activex/" in name for name in names) or (project and not macros):
        return MACROS
    if "ofd.xml" in names:
        return OFD
    kinds = (XLSM, DOCM) if project else (XLSX, DOCX)
    for sign, kind in zip(("xl/workbook.xml", "word/document.xml"), kinds, strict=True):
        if sign in names and "[content_types].xml" in names:
            return kind
    return ARCHIVE


def _parts(file: Path) -> int:
    """How many parts the package says it has, read from its end; reading the whole list may cost far more memory."""
    with file.open("rb") as stream:
        stream.seek(max(0, file.stat().st_size - 65_557))
        end = stream.read()
    place = end.rfind(b"PK\x05\x06")
    if place < 0 or len(end) < place + 22:
        return 0
    entries, size = struct.unpack("<HI", end[place + 10 : place + 16])
    # The list takes at least 46 bytes a part, whatever the number says (65535 stands for "many").
    return int(max(entries, size // 200))


def _text_kind(file: Path, beginning: bytes, name: str) -> MediaType | Any:
    folded = beginning.lower().replace(b"\x00", b"")
    if any(sign in folded for sign in MARKUP_SIGNS):
        return MARKUP
    extension = Path(name).suffix.lower()
    if extension in (".html", ".htm", ".xhtml", ".svg", ".xml", ".mht", ".mhtml", ".xsl"):
        return MARKUP
    if not _is_text(file):
        return UNKNOWN
    known = {suffix: kind for kind in (CSV, TEXT) for suffix in kind.extensions}
    return known.get(extension, PROGRAM if extension in PROGRAM_NAMES else UNKNOWN)


def _is_text(file: Path) -> bool:
    content = file.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not any(ord(character) < 32 and character not in "\t\n\r\f" for character in text)
    return False
