"""A new Word document of a text that was none: its paragraphs, headings and tables, with remarks as Word's comments."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from itertools import pairwise
from xml.sax.saxutils import escape

from zhicheng.core.prose.model import CELL, HEADING, NOTE, Block, Prose, Remark

INITIALS = "核"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORDS = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# What XML cannot hold, and surrogates without their partner.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n|\r|\n")
_BORDER = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
                  for side in ("top", "left", "bottom", "right", "insideH", "insideV"))  # fmt: skip
_TABLE = f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{_BORDER}</w:tblBorders></w:tblPr>'
_MOST_COLUMNS = 63  # more than these Word does not open

_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORDS}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_WORDS}.styles+xml"/>'
        f'<Override PartName="/word/comments.xml" ContentType="{_WORDS}.comments+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
    ),
    "word/_rels/document.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/comments" Target="comments.xml"/></Relationships>'
    ),
    "word/styles.xml": (
        f'<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体"/><w:sz w:val="24"/>'
        '</w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        '<w:pPr><w:spacing w:line="400" w:lineRule="auto"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>'
        '<w:pPr><w:keepNext/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:style>'
        "</w:styles>"
    ),
}  # fmt: skip


def new_document(prose: Prose, remarks: Sequence[Remark]) -> bytes:
    """A docx of the text with its remarks."""
    writer = _Writer(prose, sorted(remarks, key=lambda each: (each[0], -each[1])))
    comments = "".join(comment_xml(str(number), each[2], each[3]) for number, each in enumerate(writer.remarks))
    parts = {
        **_PARTS,
        "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{writer.body()}<w:sectPr/></w:body></w:document>',
        "word/comments.xml": f'<w:comments xmlns:w="{_W}">{comments}</w:comments>',
    }
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, (_HEAD + content).encode())
    return body.getvalue()


def comment_xml(number: str, author: str, words: str, *, namespace: str = _W) -> str:
    """One comment; each line of its words is a paragraph."""
    lines = "".join(f"<w:p><w:r>{_text(line)}</w:r></w:p>" for line in words.split("\n"))
    by = _plain(author).replace('"', "&quot;")
    return (
        f'<w:comment xmlns:w="{namespace}" w:id="{number}" w:author="{by}" w:initials="{INITIALS}">{lines}</w:comment>'
    )


def _plain(words: str) -> str:
    return escape(_FORBIDDEN.sub("", words))


def _text(words: str) -> str:
    return f'<w:t xml:space="preserve">{_plain(words)}</w:t>'


class _Writer:
    """Writes the body; a remark's marks stand where its first and last words do."""

    def __init__(self, prose: Prose, remarks: list[Remark]) -> None:
        self._prose, self.remarks = prose, remarks
        self._starts: dict[int, list[int]] = {}
        self._ends: dict[int, list[int]] = {}
        for number, (start, end, *_rest) in enumerate(remarks):
            first = next((max(start, each.start) for each in self._near(start) if each.end > start), None)
            last = next((min(end, each.end) for each in reversed(self._until(end)) if each.start < end), None)
            if first is not None and last is not None and first < last:
                self._starts.setdefault(first, []).append(number)
                self._ends.setdefault(last, []).append(number)
        self._edges = sorted({*self._starts, *self._ends})

    def _near(self, position: int) -> Sequence[Block]:
        """The block at or after a position, with one on each side."""
        place = self._prose.place_of(position)
        return self._prose.blocks[max(place, 0) : place + 3]

    def _until(self, position: int) -> Sequence[Block]:
        place = self._prose.place_of(position)
        return self._prose.blocks[max(place - 1, 0) : place + 1]

    def body(self) -> str:
        """The paragraphs and tables."""
        parts, rows = [], dict(self._prose.tables())
        for place, block in enumerate(self._prose.blocks):
            if block.kind != CELL:
                parts.append(self._paragraph(block, self._prose.label_before(place)))
            elif block.table in rows:
                parts.append(self._table(rows.pop(block.table)))
        return "".join(parts)

    def _paragraph(self, block: Block, label: str = "") -> str:
        style = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>' if block.kind == HEADING else ""
        label = f"{block.where}　{label}" if block.kind == NOTE else label
        return f"<w:p>{style}{f'<w:r>{_text(label)}</w:r>' if label else ''}{self._runs(block.start, block.end)}</w:p>"

    def _table(self, cells: list[Block]) -> str:
        """A row of Word for each row of cells, wide ones reaching over their columns; Word knows no more than 63."""
        rows: dict[int, list[Block]] = {}
        for cell in cells:
            rows.setdefault(cell.row or 0, []).append(cell)
        width = min(max((cell.column or 0) + cell.columns for cell in cells), _MOST_COLUMNS)
        grid = f"<w:tblGrid>{'<w:gridCol/>' * width}</w:tblGrid>"
        return f"{_TABLE}{grid}{''.join(self._row(row, width) for row in rows.values())}</w:tbl><w:p/>"

    def _row(self, cells: list[Block], width: int) -> str:
        parts, column = [], 0
        rest = [cell for cell in cells if (cell.column or 0) >= width]
        for cell in cells:
            at = cell.column or 0
            if at >= width:
                continue
            parts.append("<w:tc><w:p/></w:tc>" * (at - column))
            span = min(cell.columns, width - at)
            column = at + span
            more = "".join(self._paragraph(each) for each in rest) if column == width else ""
            wide = f'<w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>' if span > 1 else ""
            parts.append(f"<w:tc>{wide}{self._paragraph(cell)}{more}</w:tc>")
        parts.append("<w:tc><w:p/></w:tc>" * (width - column))
        return f"<w:tr>{''.join(parts)}</w:tr>"

    def _runs(self, start: int, end: int) -> str:
        parts: list[str] = []
        edges = [start, *(edge for edge in self._edges if start < edge < end), end]
        for first, last in pairwise(edges):
            parts.extend(f'<w:commentRangeStart w:id="{number}"/>' for number in self._starts.get(first, ()))
            parts.append(self._lines(self._prose.text[first:last]))
            parts.extend(
                f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'
                for number in self._ends.get(last, ())
            )
        return "".join(parts)

    @staticmethod
    def _lines(words: str) -> str:
        lines = _LINE_END.split(words)
        return f"<w:r>{'<w:br/>'.join(map(_text, lines))}</w:r>"
