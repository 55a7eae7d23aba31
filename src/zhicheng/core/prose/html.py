"""A web page as text: its main part, tables as cells, what is hidden or set aside for machines left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from zhicheng.core.intake.limits import Limits
from zhicheng.core.intake.refusals import Refused
from zhicheng.core.prose.building import Draft, Laid, is_han
from zhicheng.core.prose.model import HEADING, PARAGRAPH, Prose
from zhicheng.core.prose.plain import decode

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([-\w]+)", re.IGNORECASE)
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
# gb2312 names what is really gbk or gb18030; browsers read it so too.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs"}
_DROPPED = frozenset({
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "audio", "video", "canvas",
    "map", "select", "option", "button", "textarea", "input", "head", "title", "link", "meta", "nav", "footer", "aside",
    "form", "datalist", "dialog", "rt", "rp",
})  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | {
    "address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "header", "hr", "html", "li", "main", "ol", "p", "pre", "section", "summary", "ul", "table", "caption",
    "thead", "tbody", "tfoot", "tr", "td", "th",
}  # fmt: skip
_MAIN = re.compile(r"(?i)^(trs_editor|ucap-content|zoom|zoomcon|article|article-?(content|con|body)|content|main-?text|"
                   r"news-?content|detail-?content|pages_content|view)$")  # fmt: skip
_UNSEEN = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden")
_MAIN_SHARE = 0.5
_DEEPEST = 400


def read(path: Path, name: str, limits: Limits) -> Prose:
    """The text of a page. Raises Refused."""
    root = _parsed(path.read_bytes())
    body = root.find("body") if root.find("body") is not None else root
    reader = _Reader(Draft(limits))
    main = _main_part(body)
    if main is not body:
        reader.draft.remark("main-text")
    reader.holder(main, 0)
    reader.close()
    return reader.draft.finished(kind="html", name=name)


def _parsed(content: bytes) -> Any:
    found = _CHARSET.search(content[:4096])
    declared = found[1].decode("ascii").lower() if found else ""
    text = _DECLARED.sub("", decode(content, _WIDER.get(declared, declared)))
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise Refused("damaged") from error
    if root is None:
        raise Refused("blank")
    return root


def _main_part(body: Any) -> Any:
    """The element that holds the text proper; the whole body where none holds most of it."""
    whole = _amount(body)
    best, most = body, 0
    for element in body.iter("main", "article", "div", "td", "section"):
        names = [element.get("id") or "", *(element.get("class") or "").split()]
        if element.tag in ("main", "article") or element.get("role") == "main" or any(map(_MAIN.match, names)):
            amount = _amount(element)
            if amount > most:
                best, most = element, amount
    return best if most > _MAIN_SHARE * whole else body


def _amount(element: Any) -> int:
    """How many characters stand below it outside of links."""
    return sum(
        len((each.text or "").strip()) * (each.tag not in _DROPPED and each.tag != "a")
        + len((each.tail or "").strip()) * (each is not element)
        for each in element.iter()
        if isinstance(each.tag, str)
    )


class _Reader:
    """Walks the page, gathering words until a block ends."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self._words: list[str] = []
        self._kind = PARAGRAPH
        self._paragraphs = 0

    def holder(self, element: Any, depth: int) -> None:
        """An element and all below it."""
        if depth > _DEEPEST:
            raise Refused("too-heavy")
        self._words.append(element.text or "")
        for child in element:
            if isinstance(child.tag, str) and not _left_out(child, self.draft):
                self._child(child, depth)
            self._words.append(child.tail or "")

    def _child(self, child: Any, depth: int) -> None:
        if child.tag == "br":
            self._words.append("\v")
        elif child.tag == "table":
            self.close()
            self._table(child, depth)
        elif child.tag in _BLOCKS:
            self.close()
            self._kind = HEADING if child.tag in _HEADINGS else PARAGRAPH
            self.holder(child, depth + 1)
            self.close()
        else:
            self.holder(child, depth + 1)

    def close(self) -> None:
        """End the block; each line that a br makes is one."""
        words, self._words = tidy("".join(self._words)), []
        for line in words.split("\n"):
            if line.strip():
                self._paragraphs += 1
                self.draft.block(line, self._kind, where=f"第 {self._paragraphs} 段")
        self._kind = PARAGRAPH

    def _table(self, table: Any, depth: int) -> None:
        cells = list(_laid(table))
        if (
            len(cells) <= 1
            or table.get("role") == "presentation"
            or any(each.find(".//table") is not None for each, *_ in cells)
        ):
            # A table that only arranges the page.
            for each, *_rest in cells:
                self.holder(each, depth + 1)
                self.close()
            return
        for caption in table.iterfind("caption"):
            self.holder(caption, depth + 1)
            self.close()
        self.draft.table(
            Laid(row, column, tidy("".join(self._inside(each, depth))).strip("\n"), rows, columns)
            for each, row, column, rows, columns in cells
        )

    def _inside(self, element: Any, depth: int) -> Iterator[str]:
        if depth > _DEEPEST:
            raise Refused("too-heavy")
        yield element.text or ""
        for child in element:
            if isinstance(child.tag, str) and not _left_out(child, self.draft):
                apart = "\v" if child.tag in _BLOCKS or child.tag == "br" else ""
                yield apart
                yield from self._inside(child, depth + 1)
                yield apart if child.tag != "br" else ""
            yield child.tail or ""


def _left_out(element: Any, draft: Draft) -> bool:
    if element.tag in _DROPPED:
        return True
    if element.get("hidden") is not None or _UNSEEN.search(element.get("style") or ""):
        if "".join(element.itertext()).strip():
            draft.remark("hidden-words")
        return True
    if element.tag in ("del", "s", "strike"):
        draft.remark("struck-words")
        return True
    return False


def tidy(words: str) -> str:
    """White space as a browser shows it; between Chinese characters a line end in the source is nothing."""
    lines = []
    for line in words.split("\v"):
        parts = _SPACES.split(line)
        spaces = _SPACES.findall(line)
        text = parts[0]
        for space, part in zip(spaces, parts[1:], strict=True):
            broken = "\n" in space or "\r" in space
            apart = not (broken and text and part and is_han(text[-1]) and is_han(part[0]))
            text += (" " if apart else "") + part
        lines.append(text.strip(" "))
    return re.sub("\n+", "\n", "\n".join(lines))


def _laid(table: Any) -> Iterator[tuple[Any, int, int, int, int]]:
    """The cells of a table with their places and spans."""
    taken: dict[tuple[int, int], bool] = {}
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while taken.get((number, column)):
                column += 1
            down, across = _span(cell, "rowspan", len(rows) - number), _span(cell, "colspan", 200)
            for below in range(1, down):
                taken.update({(number + below, column + aside): True for aside in range(across)})
            yield cell, number, column, down, across
            column += across


def _span(cell: Any, name: str, most: int) -> int:
    text = cell.get(name) or "1"
    return max(1, min(int(text), most)) if text.isascii() and text.isdigit() and len(text) < 6 else 1
