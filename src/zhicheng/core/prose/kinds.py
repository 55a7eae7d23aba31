"""What a text's file really is, told by its content."""

from __future__ import annotations

from pathlib import Path

from zhicheng.core.intake.kinds import kind_of
from zhicheng.core.intake.refusals import Refused

# Kinds that tables refuse and texts do not.
_TEXTS_TOO = {"pdf": "pdf", "html": "html"}
_HEAD = 4096


def prose_kind(path: Path, *, name: str) -> str:
    """`docx`, `pdf`, `html`, `xlsx`, `csv` or `txt`. Raises Refused with the code of what it is instead."""
    try:
        kind = kind_of(path, name=name)
    except Refused as refused:
        if refused.code in _TEXTS_TOO:
            return _TEXTS_TOO[refused.code]
        if refused.code not in ("unknown", "xml"):
            raise
        return _plain_kind(path, name, refused)
    if kind == "csv":
        return _plain_kind(path, name, Refused("unknown")) if Path(name).suffix.lower() == ".txt" else "csv"
    return kind


def _plain_kind(path: Path, name: str, refused: Refused) -> str:
    """A page whose head is long, or a plain text under any name."""
    with path.open("rb") as handle:
        head = handle.read(_HEAD)
    suffix = Path(name).suffix.lower()
    if b"%PDF-" in head[:1024]:
        # Some programs put a few bytes before the sign.
        return "pdf"
    if suffix != ".txt" and (b"<html" in head.lower() or suffix in (".html", ".htm", ".xhtml", ".shtml")):
        return "html"
    if refused.code == "xml":
        raise refused
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    if not wide and any(sign < 32 and sign not in b"\t\n\r\x0b\x0c\x1a" for sign in head):
        raise refused
    return "txt"
