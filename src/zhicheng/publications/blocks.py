"""The block model of a document: what is said, apart from how docx, PDF and page draw it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """A run of plain text."""

    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in the text, bound to the value of an edition: drawn as `shown`, leading to its source.

    `name` is what the clerk wrote ("全市.按期任务数"); `edition` the edition's code; `key` the value's key (measure,
    subject, area, period) joined by "|", "" for one derived in the text, whose `derived_from` then names the figures;
    `exact` the full value as text. `stale` says that a newer edition gives another value, in words; "" where none does.
    """

    shown: str
    name: str
    edition: str = ""
    key: str = ""
    exact: str = ""
    derived_from: tuple[str, ...] = ()
    stale: str = ""


Inline = Text | Figure


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4, numbered when drawn: 一、 / （一） / 1. / （1）."""

    level: int
    inlines: tuple[Inline, ...]
    number: str = ""  # as drawn, "一、"; given by `numbered`


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; its first line is indented by two characters unless `flush`."""

    inlines: tuple[Inline, ...]
    flush: bool = False


@dataclass(frozen=True, slots=True)
class ListBlock:
    """Points, one line each; `ordered` ones are numbered."""

    points: tuple[tuple[Inline, ...], ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `align` is "left", "right" (numbers) or "centre"; `unit` stands in the head, once."""

    title: str
    unit: str = ""
    align: str = "left"
    width: float = 1.0  # relative


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table with its caption, above it; each cell a tuple of inlines. The head repeats on each page."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    note: str = ""
    number: str = ""  # "表 1"


@dataclass(frozen=True)
class ChartBlock:
    """A chart: one Vega-Lite specification for page, PDF and docx, with what a reader who cannot see it is told.

    `title` says the finding. `alternative` is the text alternative. `table` holds the numbers, drawn beneath or beside.
    """

    title: str
    spec: Mapping[str, Any]
    alternative: str
    table: TableBlock
    note: str = ""
    number: str = ""  # "图 1"


Block = Heading | Paragraph | ListBlock | TableBlock | ChartBlock


@dataclass(frozen=True)
class Letterhead:
    """What the city folder says about one issuing body: its mark in red, its code, where the seal goes.

    `form` is "document" (文件式) or "letter" (信函式). `seal` says whether a seal will be put over the date.
    """

    issuer: str  # 演示市质量强市工作领导小组办公室
    mark: str  # the red line: 演示市质量强市工作领导小组办公室文件
    code: str = ""  # 机关代字, 演质强办
    form: str = "document"
    seal: bool = True
    address: str = ""
    printed_by: str = ""


@dataclass(frozen=True)
class Document:
    """A whole document with the fields that offices have, ready for any rendering.

    `mark_of_data` ("虚构") stands on every page where it is not "". `number` is 〔year〕 number, None for a draft.
    `language` is "zh-hans", "zh-hant" or "en". `edition` and `cut_off` are of the figures in it.
    """

    kind: str
    title: str
    blocks: tuple[Block, ...]
    letterhead: Letterhead
    year: int | None = None
    number: int | None = None
    signatory: str = ""
    recipients: str = ""  # 主送
    copies: str = ""  # 抄送
    contact: str = ""
    urgency: str = ""  # "", 平急, 加急, 特急
    disclosure: str = "open"  # open 主动公开, request 依申请公开, closed 不予公开
    disclosure_reason: str = ""
    basis: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    dated: date | None = None
    printed_on: date | None = None
    language: str = "zh-hans"
    edition: str = ""
    mark_of_data: str = ""
    status: str = ""  # "草稿" until published, "已更正", "已撤回"
    address: str = ""  # its permanent address, printed at the end of a published one
    sources: tuple[tuple[str, str], ...] = field(
        default=()
    )  # figure name and where it comes from, for the list at the end

    @property
    def number_text(self) -> str:
        """The document number as GB/T 9704 wants it: 演质强办〔2026〕3号; "" for one without."""
        if self.number is None or self.year is None:
            return ""
        return f"{self.letterhead.code}〔{self.year}〕{self.number}号"
