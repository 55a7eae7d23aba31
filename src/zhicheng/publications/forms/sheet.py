"""What a superior's form holds, cell by cell, as plain values that travel from the reading child as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from zhicheng.core.intake.model import column_letter

Place = tuple[int, int]
"""Row and column, counted from 0."""


SOURCE_HEADS = (
    "工作表",
    "单元格",
    "填写内容",
    "单位",
    "行与列",
    "来源",
    "时期",
    "口径",
    "填写方式",
    "数据版本",
    "凭据",
)
"""Columns of the page of sources that a filled form gets."""
SOURCES_IN_WORD = (2, 4, 5, 6)
"""Which of them fit on a page of a document."""


@dataclass(frozen=True, slots=True)
class Box:
    """One cell. `number` is the stored number as text, "" for none; `format` how the cell shows numbers.

    `locked` says that the sheet's protection forbids typing here, `allowed` lists the only texts that the sender's
    validation takes, `bounds` its least and greatest number ("" for none). `place` counts the cell in a document.
    """

    row: int
    column: int
    text: str = ""
    number: str = ""
    formula: str = ""
    format: str = ""
    locked: bool = False
    allowed: tuple[str, ...] = ()
    bounds: tuple[str, str] = ("", "")
    place: int = -1
    nested: bool = False

    @property
    def blank(self) -> bool:
        """Nothing stands in it and nothing computes it."""
        return not self.text.strip() and not self.formula and not self.nested


@dataclass(frozen=True)
class FormSheet:
    """A worksheet, or a table of a document. `part` is the package part, `lead` the words that stand before a table."""

    name: str
    part: str = ""
    boxes: Mapping[Place, Box] = field(default_factory=dict)
    merges: tuple[tuple[int, int, int, int], ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    protected: bool = False
    height: int = 0
    width: int = 0
    lead: tuple[str, ...] = ()

    @cached_property
    def anchors(self) -> Mapping[Place, Place]:
        """For each cell inside a merged area, the area's first cell."""
        found: dict[Place, Place] = {}
        for top, left, bottom, right in self.merges:
            for row in range(top, min(bottom, self.height) + 1):
                for column in range(left, min(right, self.width) + 1):
                    found.setdefault((row, column), (top, left))
        return found

    @cached_property
    def areas(self) -> Mapping[Place, tuple[int, int, int, int]]:
        """Merged areas by their first cell."""
        return {(top, left): (top, left, bottom, right) for top, left, bottom, right in self.merges}

    def anchor(self, row: int, column: int) -> Place:
        """The cell that is shown here: itself, or the first of its merged area."""
        return self.anchors.get((row, column), (row, column))

    def box(self, row: int, column: int) -> Box:
        """The cell as shown here, an empty one where the file has none."""
        place = self.anchor(row, column)
        found = self.boxes.get(place)
        return found if found is not None else Box(*place, locked=self.protected)

    def words(self, row: int, column: int) -> str:
        """The text shown here in one line."""
        return " ".join(self.box(row, column).text.split())

    def row_boxes(self, row: int) -> Iterator[Box]:
        """The different cells of a row, left to right, without those that belong to an area further up."""
        seen: set[Place] = set()
        for column in range(self.width):
            place = self.anchor(row, column)
            if place not in seen and place[0] == row:
                seen.add(place)
                yield self.box(row, column)

    @property
    def is_sources(self) -> bool:
        """It is the page of sources of a form that was filled here before, and no table to fill."""
        said = tuple(self.words(0, column) for column in range(self.width))
        return said in (SOURCE_HEADS, tuple(SOURCE_HEADS[place] for place in SOURCES_IN_WORD))

    def ref(self, row: int, column: int) -> str:
        """How people name the cell: C5."""
        return f"{column_letter(column)}{row + 1}"


@dataclass(frozen=True)
class FormFile:
    """A whole file. `kind` is "xlsx" or "docx"; `remarks` are codes of what was left aside or matters to the sender."""

    kind: str
    sheets: tuple[FormSheet, ...]
    remarks: tuple[str, ...] = ()

    def to_plain(self) -> dict[str, Any]:
        """As JSON."""
        return {"kind": self.kind, "sheets": [_sheet_plain(sheet) for sheet in self.sheets], "remarks": self.remarks}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> FormFile:
        """The inverse of `to_plain`."""
        sheets = tuple(_sheet(each) for each in plain["sheets"])
        return cls(plain["kind"], sheets, tuple(plain["remarks"]))


def _sheet_plain(sheet: FormSheet) -> dict[str, Any]:
    return {
        "name": sheet.name, "part": sheet.part, "merges": sheet.merges, "hidden": sheet.hidden,
        "hidden_rows": sorted(sheet.hidden_rows), "hidden_columns": sorted(sheet.hidden_columns),
        "protected": sheet.protected, "height": sheet.height, "width": sheet.width, "lead": sheet.lead,
        "boxes": [_box_plain(box) for box in sheet.boxes.values()],
    }  # fmt: skip


_EMPTY = asdict(Box(0, 0))


def _box_plain(box: Box) -> list[Any]:
    rest = {key: value for key, value in asdict(box).items() if value != _EMPTY[key] and key not in ("row", "column")}
    return [box.row, box.column, rest]


def _box(plain: Any) -> Box:
    row, column, rest = plain
    listed = {key: tuple(rest[key]) for key in ("allowed", "bounds") if key in rest}
    return Box(row, column, **{**rest, **listed})


def _sheet(plain: Mapping[str, Any]) -> FormSheet:
    boxes = [_box(each) for each in plain["boxes"]]
    return FormSheet(
        name=plain["name"], part=plain["part"], boxes={(box.row, box.column): box for box in boxes},
        merges=tuple((m[0], m[1], m[2], m[3]) for m in plain["merges"]), hidden=plain["hidden"],
        hidden_rows=frozenset(plain["hidden_rows"]), hidden_columns=frozenset(plain["hidden_columns"]),
        protected=plain["protected"], height=plain["height"], width=plain["width"], lead=tuple(plain["lead"]),
    )  # fmt: skip
