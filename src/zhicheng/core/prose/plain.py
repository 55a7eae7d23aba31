"""Plain text, character for character, in whichever of the encodings of Chinese offices it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from zhicheng.core.intake.limits import Limits
from zhicheng.core.intake.refusals import Refused
from zhicheng.core.prose.model import CELL, Block, Prose, plain_prose

# Frequent characters of official texts in both scripts: by them two readings of the same bytes are told apart.
_FREQUENT = frozenset(
    "的一是不了在有和人中大为上个国我以要时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面方后多定行"
    "学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由"
    "其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解"
    "问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级"
    "少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热"
    "领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具"
    "爲為個國時來們會對發動過說產種後實點還從業開與關線內數變條沒結問無體質氣圖統計權證單風車務標監驗項達覈核市萬"
    "%0123456789，。、；：“”（）"
)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def read(path: Path, name: str, kind: str, limits: Limits) -> Prose:
    """A txt, md or csv file; its text is the file's, only the byte order mark is left out. Raises Refused."""
    text = decode(path.read_bytes())
    if len(text) > limits.characters:
        raise Refused("too-long", limit=limits.characters)
    if not text.strip():
        raise Refused("blank")
    if kind == "csv" and any(sign in text for sign in ",\t;"):
        return Prose(text, tuple(_cells(text, limits)), "csv", name)
    return plain_prose(text, kind=kind, name=name)


def decode(content: bytes, declared: str = "") -> str:
    """The text of bytes: by their mark, by what they declare, as UTF-8, or by which reading looks like Chinese."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _clean(_try(content[len(mark) :], encoding))
    for encoding in (declared, "utf-8"):
        found = _try(content, encoding) if encoding else None
        if found is not None:
            return _clean(found)
    readings = [text for text in (_try(content, "gb18030"), _try(content, "big5hkscs")) if text is not None]
    return _clean(max(readings, key=_likeness, default=None))


def _try(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _clean(text: str | None) -> str:
    if text is None or "\x00" in text:
        raise Refused("encoding")
    return text


def _likeness(text: str) -> float:
    sample = [sign for sign in text[:20_000] if not sign.isascii()]
    return sum(sign in _FREQUENT for sign in sample) / len(sample) if sample else 0.0


def _cells(text: str, limits: Limits) -> Iterator[Block]:
    """The cells of a CSV where they stand in its text, without the quotes around them."""
    delimiter = max(",\t;", key=text.split("\n", 1)[0].count)
    shape = re.compile(rf'"(?:[^"]|"")*"|[^{delimiter}\r\n]*')
    position = row = column = count = 0
    while position < len(text):
        match = shape.match(text, position)
        start, end = match.span() if match else (position, position)
        position = end
        if end - start >= 2 and text[start] == '"':
            start, end = start + 1, end - 1
        if text[start:end].strip():
            count += 1
            if count > limits.cells:
                raise Refused("too-many-cells")
            yield Block(CELL, start, end, f"第 {row + 1} 行第 {column + 1} 列", 0, row, column)
        if text.startswith(delimiter, position):
            column += 1
        elif text.startswith(("\r", "\n"), position):
            row, column = row + 1, 0
            position += text.startswith("\r\n", position)
        position += 1
