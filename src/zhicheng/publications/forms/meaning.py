"""From a cell's labels to what it wants: which area, which task, which measure, which period, in which unit. Pure.

A label is taken for known only when everything in it is explained. What is left over ("国家级" before a task's name) may
turn the meaning round, so it becomes a question and never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from zhicheng.indicators.editions.content import Subject
from zhicheng.publications.forms.grid import Cell, Grid, Table
from zhicheng.publications.forms.vocabulary import Vocabulary
from zhicheng.publications.forms.words import (
    AMONG,
    ITEM_FIELDS,
    MEASURES,
    NUMBERING,
    PARENS,
    PERIODS,
    RATIOS,
    SUBTOTAL,
    bare,
    find,
    plain,
    unit_in,
)

_EXPLICIT = re.compile(
    r"(?:(20\d\d)年)?(?:第?([一二三四1-4])季度|(上|下)半年|(?:1?[-—–~至])?(\d{1,2})月(?:份|底)?末?)|(20\d\d)年(?:度|末|底)?"
)
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True)
class Said:
    """What one label says; "" and () where it says nothing. `left` is what nobody could explain."""

    text: str
    areas: tuple[str, ...] = ()
    subject: str = ""
    options: tuple[Subject, ...] = ()
    measure: str = ""
    period: str = ""
    ratio: str = ""
    unit: str = ""
    left: str = ""
    subtotal: bool = False
    among: bool = False


@dataclass(frozen=True)
class Want:
    """What a cell wants. `unknown` are words that nobody could explain, `options` tasks that they may name.

    `measure` and `period` are "" where the labels do not say; `part` marks a 其中 row or column, `label` is how people
    would name the cell's line and column.
    """

    cell: Cell
    area: str = ""
    areas: tuple[str, ...] = ()
    subject: str = ""
    options: tuple[Subject, ...] = ()
    measure: str = ""
    period: str = ""
    ratio: str = ""
    unit: str = ""
    unknown: tuple[str, ...] = ()
    subtotal: bool = False
    part: bool = False
    column_label: str = ""
    row_label: str = ""
    measure_from_title: bool = False
    beside_sum: bool = field(default=False, compare=False)

    @property
    def label(self) -> str:
        """Row and column in words."""
        return " · ".join(each for each in (self.row_label, self.column_label) if each)


class Reader:
    """Reads labels against one vocabulary; the same label is read once."""

    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        self._known: dict[str, Said] = {}

    def said(self, text: str) -> Said:
        """What a label says."""
        if text not in self._known:
            self._known[text] = self._read(text)
        return self._known[text]

    def _read(self, text: str) -> Said:
        among = bool(AMONG.match(text))
        label = plain(AMONG.sub("", text))
        unit, rest = unit_in(label)
        rest = NUMBERING.sub("", rest)
        areas = self.words.area(rest)
        if areas:
            return Said(text, areas=areas, unit=unit, among=among)
        if SUBTOTAL.match(rest):
            return Said(text, subtotal=True, unit=unit)
        code = self.words.field_code(rest)
        if code:
            return Said(text, subject=code, unit=unit, among=among)
        return self._parts(text, rest, unit, among=among)

    def _parts(self, text: str, rest: str, unit: str, *, among: bool) -> Said:
        subject = ""
        options: tuple[Subject, ...] = ()
        held = self.words.contained(rest)
        if held is not None:
            subject, rest = held[0].code, held[1]
        else:
            sure, _others = self.words.task(rest)
            if sure is not None:
                subject, rest = sure.code, ""
        area, rest = self.words.area_within(rest)
        ratio = find(rest, RATIOS)
        rest = ratio.rest if ratio else rest
        explicit, rest = explicit_period(rest)
        measure = find(rest, MEASURES[:1]) or None
        period = find(rest, PERIODS)
        rest = period.rest if period else rest
        measure = measure or find(rest, MEASURES)
        rest = measure.rest if measure and measure.rest != rest else rest
        left = bare(rest)
        if not subject and len(left) >= 2:
            subject, left, options = self._named(left)
        return Said(
            text, (area,) if area else (), subject, options, measure.slug if measure else "",
            explicit or (period.slug if period else ""), ratio.slug if ratio else "", unit,
            left if len(left) >= 2 or among else "", among=among,
        )  # fmt: skip

    def _named(self, left: str) -> tuple[str, str, tuple[Subject, ...]]:
        code = self.words.field_code(left)
        if code:
            return code, "", ()
        sure, options = self.words.task(left)
        return (sure.code, "", ()) if sure is not None else ("", left, tuple(options))


def explicit_period(text: str) -> tuple[str, str]:
    """A period that a label names, as "2026Q3", "Q3", "2026", and the rest of the label."""
    hit = _EXPLICIT.search(text)
    if hit is None or "同期" in text:
        return "", text
    rest = text[: hit.start()] + text[hit.end() :]
    year = hit[1] or hit[5] or ""
    if hit[2]:
        return f"{year}Q{_QUARTERS[hit[2]]}", rest
    if hit[3]:
        return f"{year}H{'上下'.index(hit[3]) + 1}", rest
    if hit[4]:
        month = int(hit[4])
        return (f"{year}Q{month // 3}" if month % 3 == 0 and 1 <= month <= 12 else f"{year}M{month}"), rest
    return year, rest


@dataclass
class _Axis:
    """The labels of one side read from the inside out."""

    said: list[Said]
    unknown: list[str] = field(default_factory=list)
    options: tuple[Subject, ...] = ()
    subject: str = ""

    def read(self) -> _Axis:
        for each in self.said:
            if self.subject:
                break
            if each.left:
                self.unknown.append(each.left)
                self.options = self.options or each.options
            self.subject = self.subject or each.subject
        return self


def wants(table: Table, words: Vocabulary) -> list[Want]:
    """What every cell of a table wants, those that compute themselves and those already typed included."""
    reader = Reader(words)
    title = _title(table, reader)
    shared = _shared_heads(table, reader)
    found = [_want(cell, table, reader, title, shared) for cell in table.cells]
    summed = {(want.subject, want.measure) for want in found if want.period == "sum"}
    return [
        _with_neighbours(want, beside_sum=(want.subject, want.measure) in summed or ("", want.measure) in summed)
        for want in found
    ]


def wants_of(grid: Grid, words: Vocabulary) -> list[Want]:
    """What every cell of a form wants."""
    return [want for table in grid.tables for want in wants(table, words)]


def _with_neighbours(want: Want, *, beside_sum: bool) -> Want:
    object.__setattr__(want, "beside_sum", beside_sum)
    return want


def _shared_heads(table: Table, reader: Reader) -> int:
    """How many outer headings stand over every column alike and name no task: they name the table, no more."""
    paths = {cell.column_path for cell in table.cells}
    if len(paths) < 2:
        return 0
    count = 0
    while all(len(path) > count + 1 for path in paths) and len({path[count] for path in paths}) == 1:
        if reader.said(next(iter(paths))[count]).subject:
            break
        count += 1
    return count


def _title(table: Table, reader: Reader) -> Said:
    """What the words before a table say of all its cells."""
    title = reader.said(re.sub(r"[（(]?(样例|样表|试行|虚构)[)）]?", "", table.title)) if table.title else Said("")
    if not title.measure and re.search(r"完成情况|进展情况|进度|落实情况", table.title):
        return Said(title.text, subject=title.subject, measure="verified", period=title.period)
    return title


def _want(cell: Cell, table: Table, reader: Reader, title: Said, shared: int) -> Want:
    columns = [reader.said(text) for text in reversed(cell.column_path[shared:])]
    rows = [reader.said(text) for text in reversed(cell.row_path)]
    across, down = _Axis(columns).read(), _Axis(rows).read()
    every = [*columns, *rows]
    areas = next((each.areas for each in (*rows, *columns) if each.areas), ())
    measure = next((each.measure for each in every if each.measure), "")
    subject = across.subject or down.subject
    unknown = (*across.unknown, *down.unknown)
    if not subject and not unknown:
        subject = title.subject
    return Want(
        cell=cell, area=areas[0] if len(areas) == 1 else "" if areas else reader.words.edition.region, areas=areas,
        subject=subject, options=across.options or down.options, measure=measure or title.measure,
        period=next((each.period for each in (*every, title) if each.period), ""),
        ratio=next((each.ratio for each in every if each.ratio), ""),
        unit=_unit(every, cell.unit or table.unit, measure or title.measure), unknown=unknown,
        subtotal=any(each.subtotal for each in every), part=any(each.among for each in every),
        column_label=" / ".join(cell.column_path[shared:]), row_label=" / ".join(cell.row_path),
        measure_from_title=not measure and bool(title.measure),
    )  # fmt: skip


def _unit(every: Sequence[Said], of_row: str, measure: str) -> str:
    """The unit that the labels name; a unit of a whole row or table is not one of the rates and words in it."""
    own = next((each.unit for each in every if each.unit), "")
    if own or measure in NO_COUNT or any(each.ratio for each in every):
        return own
    return of_row


NO_COUNT = ("completion", "expected", "on-time-share", "mean-completion", "light", "lead", "deadline")


def item_field(head: Sequence[str]) -> str:
    """Which part of a roster a column holds: name, code, certificate, happened_on, area, unit_name, quantity."""
    label = PARENS.sub("", plain(head[-1])) if head else ""
    for slug, pattern in ITEM_FIELDS:
        if re.fullmatch(pattern, label):
            return slug
    return ""
