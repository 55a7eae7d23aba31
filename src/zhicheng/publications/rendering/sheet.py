"""A document made ready to be drawn: numbered, refused or let through, every fixed word in its language.

What the three renderings have in common is decided here, so that page, PDF and docx cannot differ in what they say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhicheng.core.refusal import RuleBroken
from zhicheng.core.text import to_traditional
from zhicheng.publications.blocks import (
    Block,
    ChartBlock,
    Document,
    Heading,
    ListBlock,
    Paragraph,
    TableBlock,
)
from zhicheng.publications.rendering.numbering import numbered
from zhicheng.publications.rendering.plain_text import plain, width, words
from zhicheng.publications.rendering.tables import TableSheet, refuse_too_many, table_sheet
from zhicheng.publications.rendering.titles import title_lines
from zhicheng.publications.rendering.wording import DISCLOSED, long_date, term, word

LANGUAGES = ("zh-hans", "zh-hant", "en")
_GAP = ("\u3000", ". ")  # between the number of a table or chart and its title
_WIDEST_LATIN = 19.0
_NAMED_FIGURES = 12  # of one source, by name at the end of the document; the page names every one
_FURTHEST = 7.0  # characters; a date under a very long name goes no further in
MARK_WIDEST, MARK_NARROWED = 156.0, 0.62  # millimetres for the red mark, and how far its characters are narrowed


@dataclass(frozen=True)
class ChartSheet:
    """A chart ready to be drawn. `table` is None where the document already holds these numbers; `see` says where."""

    title: str
    spec: Mapping[str, Any]
    alternative: str
    note: str
    table: TableSheet | None
    see: str = ""


@dataclass(frozen=True)
class Sheet:
    """Everything that is drawn, as plain text in the document's language; "" and () where there is nothing."""

    language: str
    form: str
    title: str
    title_lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    tables: Mapping[int, TableSheet]  # by the place of the block
    charts: Mapping[int, ChartSheet]
    banner: str  # on each page: mark of the data and status
    urgency: str
    mark: str
    mark_size: float  # points
    mark_scale: float  # of the width of its characters
    number: str
    signatory: str
    recipients: str
    attachments: tuple[str, ...]
    issuer: str
    date: str
    issuer_right: float  # characters free at the right of 署名 and of the date
    date_right: float
    remarks: tuple[str, ...]
    copies: str
    printed_by: str
    printed_on: str
    sources: tuple[str, ...]
    source_names: tuple[tuple[str, str], ...]
    address: str
    author: str
    facts: Mapping[str, str] = field(default_factory=dict)

    def say(self, slug: str, **facts: object) -> str:
        """A fixed word in the document's language."""
        return word(slug, self.language, **facts)

    @property
    def has_imprint(self) -> bool:
        """Whether 版记 closes the document; a letter has only those it is copied to."""
        return bool(self.copies or self.printed_by or self.printed_on)


def sheet(document: Document) -> Sheet:
    """Raises: RuleBroken for what cannot be drawn: too many rows, a table too wide, a chart that says nothing."""
    language = document.language if document.language in LANGUAGES else "zh-hans"
    head, latin = document.letterhead, language == "en"
    blocks = numbered(document.blocks, language)
    refuse_too_many([each for each in blocks if isinstance(each, TableBlock)])
    tables = {place: table_sheet(each, language) for place, each in enumerate(blocks) if isinstance(each, TableBlock)}
    title = plain(document.title)
    mark = plain(head.mark)
    size, scale = _mark(mark)
    number = to_traditional(document.number_text) if language == "zh-hant" else document.number_text
    letter = head.form == "letter"
    ends = _ends(plain(head.issuer), long_date(document.dated, language), seal=head.seal)
    return Sheet(
        language=language, form="letter" if letter else "document", title=title,
        title_lines=tuple(title_lines(title, widest=_WIDEST_LATIN if latin else 20.0, latin=latin)),
        blocks=blocks, tables=tables, charts=_charts(blocks, language),
        banner=banner(document, language), urgency=term(plain(document.urgency), language),
        mark=mark, mark_size=size, mark_scale=scale, number=plain(number),
        signatory=plain(document.signatory), recipients=_closed(plain(document.recipients), word("colon", language)),
        attachments=_attachments(document, language), issuer=plain(head.issuer),
        date=long_date(document.dated, language),
        issuer_right=ends[0], date_right=ends[1], remarks=_remarks(document, language),
        copies=_stopped(plain(document.copies), word("stop", language)),
        printed_by="" if letter else plain(head.printed_by),
        printed_on="" if letter else long_date(document.printed_on, language),
        sources=_sources(document, language),
        source_names=tuple((plain(name), plain(source)) for name, source in document.sources),
        address=plain(document.address), author=plain(head.issuer), facts=_facts(document, number, language),
    )  # fmt: skip


def banner(document: Document, language: str) -> str:
    """What stands on every page of a draft, of a withdrawn text, of made-up data: 草稿　虚构数据."""
    parts = [term(plain(document.status), language)] if document.status else []
    if document.mark_of_data:
        mark = term(plain(document.mark_of_data), language)
        parts.append(word("made-up", language, mark=mark.removesuffix("数据").removesuffix("數據")))
    return " · ".join(parts)


def _mark(mark: str) -> tuple[float, float]:
    """Size and narrowing of the red mark: as tall as one line allows, never wider than the text block."""
    wide = max(width(mark), 1.0)
    size = min(48.0, MARK_WIDEST / 25.4 * 72 / wide / MARK_NARROWED)
    size = max(20.0, round(size * 2) / 2)
    return size, min(1.0, round(MARK_WIDEST / 25.4 * 72 / (wide * size), 3))


def _ends(issuer: str, date: str, *, seal: bool) -> tuple[float, float]:
    """Characters free at the right of the issuer's name and of the date, by GB/T 9704-2012, 7.3.5.1 and 7.3.5.2.

    With a seal the date stands four characters from the edge and the name over its middle; a name too long for that
    keeps one character free and the date goes under its middle. Without one the name stands two characters from the
    edge and the date begins two characters further right than the name, or the shorter of both gives way.
    """
    name, day = width(issuer), width(date)
    if seal:
        date_right = max(4.0, 1.0 + (name - day) / 2)
        return round(date_right + (day - name) / 2, 2), round(date_right, 2)
    if day + 2 > name:
        return round(4.0 + day - name, 2), 2.0
    return 2.0, round(min(max(2.0, name - day), _FURTHEST), 2)


def _charts(blocks: tuple[Block, ...], language: str) -> dict[int, ChartSheet]:
    tables = [each for each in blocks if isinstance(each, TableBlock)]
    found = {}
    for place, each in enumerate(blocks):
        if isinstance(each, ChartBlock):
            _refuse_silent(each)
            title = _GAP[language == "en"].join(part for part in (plain(each.number), plain(each.title)) if part)
            same = next((one for one in tables if _same_numbers(one, each.table)), None)
            heading = word("figures-of-chart", language, number=plain(each.number))
            drawn = None if same or not each.table.rows else table_sheet(each.table, language, heading=heading)
            see = word("see-table", language, number=same.number) if same else ""
            note = word("note", language, text=plain(each.note)) if each.note else ""
            found[place] = ChartSheet(title, each.spec, plain(each.alternative), note, drawn, see)
    return found


def _refuse_silent(chart: ChartBlock) -> None:
    if not chart.spec:
        raise RuleBroken(
            _("%(chart)s《%(title)s》没有数据，无法绘制。请选择有数据的数据版本，或删去这张图。"),
            code="chart-without-data", chart=chart.number, title=plain(chart.title),
        )  # fmt: skip
    if not plain(chart.alternative):
        raise RuleBroken(
            _("%(chart)s《%(title)s》缺少文字说明，读屏软件无法朗读，不能生成无障碍PDF。请为这张图补写一句说明。"),
            code="chart-without-alternative", chart=chart.number, title=plain(chart.title),
        )  # fmt: skip


def _same_numbers(table: TableBlock, other: TableBlock) -> bool:
    def said(each: TableBlock) -> list[list[str]]:
        return [[words(cell) for cell in row] for row in each.rows]

    return [each.title for each in table.columns] == [each.title for each in other.columns] and said(table) == said(
        other
    )


def _closed(text: str, colon: str) -> str:
    return text.rstrip(":： ") + colon if text else ""


def _stopped(text: str, stop: str) -> str:
    return text.rstrip("。. ") + stop if text else ""


def _attachments(document: Document, language: str) -> tuple[str, ...]:
    """附件：name, or 附件：1. name and below it 2. name; no mark after a name."""
    names = [plain(each).rstrip("。；;，,") for each in document.attachments if plain(each)]
    lead = word("attachment", language)
    if len(names) < 2:
        return tuple(lead + each for each in names)
    return tuple((lead if place == 1 else "") + f"{place}.{each}" for place, each in enumerate(names, start=1))


def _remarks(document: Document, language: str) -> tuple[str, ...]:
    contact = plain(document.contact)
    told = [word("contact", language, contact=contact)] if contact else []
    if document.disclosure in ("open", "request", "closed"):
        told.append(word(document.disclosure, language))
    return tuple(told)


def _sources(document: Document, language: str) -> tuple[str, ...]:
    """One line a source with the figures that come from it: all of a few, else the first and how many there are."""
    by_source: dict[str, list[str]] = {}
    for name, source in document.sources:
        by_source.setdefault(plain(source), []).append(plain(name))
    join = word("join", language)
    told = []
    for source, names in by_source.items():
        slug = "source-line" if len(names) <= _NAMED_FIGURES else "source-line-long"
        shown = join.join(names if len(names) <= _NAMED_FIGURES else names[:3])
        told.append(word(slug, language, source=source, names=shown, count=len(names)))
    return tuple(told)


def _facts(document: Document, number: str, language: str) -> dict[str, str]:
    """What a page tells beside the text, by the slug of its word; those without a value are left out."""
    disclosed = DISCLOSED[document.disclosure].in_language(language) if document.disclosure in DISCLOSED else ""
    if disclosed and document.disclosure_reason:
        disclosed += f"（{plain(document.disclosure_reason)}）"
    told = {
        "issuer": plain(document.letterhead.issuer), "number": plain(number),
        "dated": long_date(document.dated, language), "disclosure": disclosed,
        "urgency": term(plain(document.urgency), language),
        "basis": word("join", language).join(plain(each) for each in document.basis),
        "edition": plain(document.edition),
    }  # fmt: skip
    return {key: value for key, value in told.items() if value}


def spoken_blocks(sheet_: Sheet) -> list[tuple[int, Block]]:
    """Blocks that say something, with their places: an empty paragraph draws nothing."""
    found = []
    for place, each in enumerate(sheet_.blocks):
        if isinstance(each, Heading | Paragraph) and not words(each.inlines):
            continue
        if isinstance(each, ListBlock) and not any(words(point) for point in each.points):
            continue
        found.append((place, each))
    return found
