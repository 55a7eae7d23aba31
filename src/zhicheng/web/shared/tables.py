"""A list as columns and rows: the same declaration is drawn as a page's table and written as CSV and Excel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhicheng.web.shared import numbers


@dataclass(frozen=True)
class Column:
    """One column: its heading, the value in a row, and how a page shows it.

    `value` gives what is exported (text, number, date); `show` gives the page's cell where that differs. `lead` marks
    the column that names the row, `number` one of figures, `whole` one of short words that must not break over lines;
    `export_only` keeps a column out of the page.
    """

    title: str | Promise
    value: Callable[[Any], Any]
    show: Callable[[Any], Any] | None = None
    number: bool = False
    lead: bool = False
    whole: bool = False
    export_only: bool = False
    page_only: bool = False

    def cell(self, row: Any) -> Any:
        """What the page shows in this row."""
        shown = self.show(row) if self.show is not None else self._plain_cell(self.value(row))
        if self.whole and isinstance(shown, str) and not isinstance(shown, SafeString) and shown != numbers.NOTHING:
            return format_html('<span class="whole">{}</span>', shown)
        return shown

    @staticmethod
    def _plain_cell(value: Any) -> Any:
        """A value as every page writes it."""
        if isinstance(value, bool):
            return _("是") if value else _("否")
        if isinstance(value, int | float | Decimal):
            return numbers.number(value)
        if isinstance(value, datetime):
            return _unbroken(numbers.moment(value))
        if isinstance(value, date):
            return _unbroken(numbers.short_date(value))
        return numbers.NOTHING if value in (None, "") else value


@dataclass(frozen=True)
class Table:
    """Columns and rows with what an empty list says, and a caption for those who cannot see the page."""

    columns: Sequence[Column]
    rows: Iterable[Any]
    empty: str | Promise = ""
    caption: str | Promise = ""
    classes: str = ""
    shown: list[Column] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shown", [each for each in self.columns if not each.export_only])

    @property
    def body(self) -> list[SafeString]:
        """The page's rows as cells of HTML; each cell bears its heading, for the cards of a phone."""
        heads = [(column, *_openings(column)) for column in self.shown]
        return [mark_safe("".join(_cells(row, heads))) for row in self.rows]  # noqa: S308 - each cell is escaped


def _openings(column: Column) -> tuple[str, str]:
    """How a column's cells begin: one that says something, and one that says nothing."""
    first = "lead-cell" if column.lead else "num" if column.number else ""
    blank = first if column.lead else f"{first} blank".strip()
    return tuple(  # type: ignore[return-value]
        format_html('<td class="{}" data-th="{}">', css, column.title) if css
        else format_html('<td data-th="{}">', column.title)
        for css in (first, blank)
    )  # fmt: skip


def _cells(row: Any, heads: Sequence[tuple[Column, str, str]]) -> Iterator[str]:
    for column, begins, begins_blank in heads:
        cell = column.cell(row)
        shown = cell if isinstance(cell, str) else localize(cell)
        yield f"{begins_blank if cell == numbers.NOTHING else begins}{conditional_escape(shown)}</td>"


def _unbroken(text: str) -> SafeString:
    return format_html('<span class="nowrap">{}</span>', text)


def link(url: str, words: Any) -> SafeString:
    """A link in a cell."""
    return format_html('<a href="{}">{}</a>', url, words)
