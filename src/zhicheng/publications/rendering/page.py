"""The body of a document's page: headings, figures that lead to their source, tables, charts as inline SVG.

The page around it has the title as its first heading, so the text begins with the second level. No style attribute and
no script: the content policy forbids both. What the classes look like stands in `paper.css`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from zhicheng.publications import charts
from zhicheng.publications.blocks import (
    ChartBlock,
    Document,
    Figure,
    Heading,
    Inline,
    ListBlock,
    Paragraph,
    TableBlock,
)
from zhicheng.publications.rendering.plain_text import inner, plain
from zhicheng.publications.rendering.sheet import Sheet, sheet, spoken_blocks
from zhicheng.publications.rendering.wording import word

_NOTHING = SafeString("")
# Where a figure leads when the page gives no link of its own: to the list of sources at the end.
_SOURCES = "sources"


def to_html(document: Document, *, links: Mapping[str, str] | None = None) -> SafeString:
    """The body of the page. `links` gives the address of a figure's source by its key, its name, or its edition.

    Raises: RuleBroken for what cannot be drawn.
    """
    return _Page(sheet(document), document, links or {}).whole()


class _Page:
    def __init__(self, made: Sheet, document: Document, links: Mapping[str, str]) -> None:
        self.made, self.document, self.links = made, document, links
        self.listed = {name: place for place, (name, _source) in enumerate(made.source_names, start=1)}

    def whole(self) -> SafeString:
        return _joined(
            [self.head(), *(self.block(place, each) for place, each in spoken_blocks(self.made)), self.end()]
        )

    def head(self) -> SafeString:
        made = self.made
        parts = [
            _line("paper-banner", made.banner),
            _line("paper-urgency", made.urgency),
            _line("paper-issuer", made.mark),
            self._number_line(),
            _line("paper-title", made.title, lines=made.title_lines),
            _line("paper-recipients", made.recipients),
        ]
        kind = "paper-head is-letter" if made.form == "letter" else "paper-head"
        return format_html('<div class="{}">{}</div>', kind, _joined(parts))

    def _number_line(self) -> SafeString:
        made = self.made
        if not made.signatory:
            return format_html('<p class="paper-number">{}</p>', made.number)
        signed = format_html(
            '<span>{}<span class="paper-signatory">{}</span></span>', made.say("signatory"), made.signatory
        )
        return format_html('<p class="paper-number is-upward"><span>{}</span>{}</p>', made.number, signed)

    def block(self, place: int, block: Any) -> SafeString:
        if isinstance(block, Heading):
            level = min(block.level + 1, 6)
            body = self.run(block.inlines)
            return format_html('<h{} id="s{}">{}{}</h{}>', level, place + 1, block.number, body, level)
        if isinstance(block, Paragraph):
            kind = mark_safe(' class="is-flush"') if block.flush else _NOTHING
            return format_html("<p{}>{}</p>", kind, self.run(block.inlines))
        if isinstance(block, ListBlock):
            tag = "ol" if block.ordered else "ul"
            points = format_html_join("", "<li>{}</li>", ((self.run(each),) for each in block.points))
            return format_html("<{}>{}</{}>", tag, points, tag)
        if isinstance(block, TableBlock):
            return self.table(block, f"t{place + 1}", self.made.tables[place].title, self.made.tables[place].note)
        return self.chart(block, place)

    def chart(self, block: ChartBlock, place: int) -> SafeString:
        told = self.made.charts[place]
        drawing = charts.svg(block.spec, title=told.title, description=told.alternative)
        numbers = _NOTHING
        if told.table is not None:
            table = self.table(block.table, f"t{place + 1}", told.table.title, told.table.note)
            numbers = format_html("<details><summary>{}</summary>{}</details>", told.table.title, table)
        return format_html(
            '<figure class="paper-chart" id="c{}"><figcaption>{}</figcaption>{}{}{}{}</figure>', place + 1, told.title,
            # Made of the specification's values by vl-convert, parsed and cleaned; every text in it is escaped.
            mark_safe(drawing),  # noqa: S308
            _line("paper-note", told.see), _line("paper-note", told.note), numbers,
        )  # fmt: skip

    def table(self, block: TableBlock, name: str, title: str, note: str) -> SafeString:
        kinds = [
            "number" if each.align == "right" else "middle" if each.align == "centre" else "" for each in block.columns
        ]
        heads = format_html_join(
            "", '<th scope="col"{}>{}</th>',
            ((_kind(kind), _head(each.title, each.unit, self.made.language)) for kind, each in zip(kinds, block.columns, strict=True)),
        )  # fmt: skip
        rows = format_html_join("", "<tr>{}</tr>", ((self._cells(row, kinds),) for row in block.rows))
        return format_html(
            '<div class="paper-table" role="region" aria-labelledby="{}-name" tabindex="0"><table><caption id="{}-name">{}</caption>'
            "<thead><tr>{}</tr></thead><tbody>{}</tbody></table>{}</div>",
            name, name, title, heads, rows, _line("paper-note", note),
        )  # fmt: skip

    def _cells(self, row: Sequence[tuple[Inline, ...]], kinds: list[str]) -> SafeString:
        cells = [*row, *([()] * len(kinds))][: len(kinds)]
        return format_html_join(
            "", "<td{}>{}</td>", ((_kind(kind), self.run(cell)) for kind, cell in zip(kinds, cells, strict=True))
        )

    def run(self, inlines: Sequence[Inline]) -> SafeString:
        return format_html_join(
            "", "{}", ((self.figure(each) if isinstance(each, Figure) else inner(each.text),) for each in inlines)
        )

    def figure(self, figure: Figure) -> SafeString:
        """The number, leading to where it comes from; what it is called and its full value beside it."""
        shown = inner(figure.shown)
        told = " · ".join(
            plain(each) for each in (figure.name, figure.exact if figure.exact != shown else "", figure.edition) if each
        )
        kind = "figure is-stale" if figure.stale else "figure"
        stale = format_html('<small class="figure-stale">{}</small>', inner(figure.stale)) if figure.stale else _NOTHING
        link = self.links.get(figure.key) or self.links.get(figure.name) or self.links.get(figure.edition)
        if not link and figure.name in self.listed:
            link = f"#{_SOURCES}-{self.listed[figure.name]}"
        if link and _may_lead(link):
            return format_html('<a class="{}" href="{}" title="{}">{}</a>{}', kind, link, told, shown, stale)
        return format_html('<span class="{}" title="{}">{}</span>{}', kind, told, shown, stale)

    def end(self) -> SafeString:
        made = self.made
        attached = format_html_join("", "<li>{}</li>", ((each,) for each in made.attachments))
        signed = made.issuer and made.date
        parts = [
            format_html('<ul class="paper-attachments">{}</ul>', attached) if attached else _NOTHING,
            format_html('<p class="paper-signed"><span>{}</span><span>{}</span></p>', made.issuer, made.date) if signed else _NOTHING,
            *(_line("paper-remark", each) for each in made.remarks),
            _line("paper-copies", made.say("copies") + made.copies if made.copies else ""),
            self._sources(),
        ]  # fmt: skip
        return format_html('<div class="paper-end">{}</div>', _joined(parts))

    def _sources(self) -> SafeString:
        made = self.made
        if not made.source_names:
            return _NOTHING
        rows = format_html_join(
            "", '<li id="{}-{}">{}</li>',
            ((_SOURCES, place, f"{name} {made.say('colon')} {source}".replace(" ： ", "：").replace(" : ", ": "))
             for place, (name, source) in enumerate(made.source_names, start=1)),
        )  # fmt: skip
        return format_html(
            '<details class="paper-sources"><summary>{}</summary><ol>{}</ol></details>', made.say("sources"), rows
        )


def _may_lead(link: str) -> bool:
    """Only to pages: an address with another scheme could run something."""
    return link.startswith(("/", "#", "?", "https://", "http://")) and not link.startswith("//")


def _line(kind: str, text: str, *, lines: Sequence[str] = ()) -> SafeString:
    """A paragraph of its own class; nothing where there is no text."""
    if not text:
        return _NOTHING
    body = format_html_join(mark_safe("<br>"), "{}", ((each,) for each in lines)) if len(lines) > 1 else text
    return format_html('<p class="{}">{}</p>', kind, body)


def _kind(kind: str) -> SafeString:
    return format_html(' class="{}"', kind) if kind else _NOTHING


def _head(title: str, unit: str, language: str) -> str:
    return word("unit", language, title=plain(title), unit=plain(unit)) if unit else plain(title)


def _joined(parts: Sequence[SafeString]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - each was made by format_html
