"""Tables in and out: a CSV file or workbook, a dict of columns, a list of rows, or any data frame; out goes the kind that came in.

Data frames are read through narwhals, so pandas, polars, Arrow and others work and none of them is required. What
came as a file or as plain Python goes out as a `Table`, a small mapping of columns that can write itself as CSV.
"""

from __future__ import annotations

import csv
import difflib
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from hengliang.composite.book_tables import read_book_table
from hengliang.composite.numerals import label_of, number_of
from hengliang.composite.problems import Findings, ProblemsFound, listed, refuse
from hengliang.composite.sheet_rows import check_title, checked_rows, is_filled, totals
from hengliang.composite.text_tables import read_text_table

PLAIN = "plain"
INDEX = "index"

FORMULA = "=+-@\t\r＝＋－＠"

Floats = NDArray[np.float64]

SHOWN_ROWS = 10


def _shown(cell: Any) -> str:
    return f"{cell:.6g}" if isinstance(cell, float) else str(cell)


class Table(Mapping[str, list[Any]]):
    """Named columns of equal length: what goes out where no data frame came in."""

    def __init__(self, columns: Mapping[str, Iterable[Any]]) -> None:
        self._columns = {name: _plain(values) for name, values in columns.items()}

    def __getitem__(self, name: str) -> list[Any]:
        try:
            return self._columns[name]
        except KeyError:
            raise KeyError(f"{name!r} is no column of this table; there are {listed(self._columns, most=12)}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def rows(self) -> list[dict[str, Any]]:
        """The same as a list of dicts, one a row."""
        return [dict(zip(self._columns, row, strict=True)) for row in zip(*self._columns.values(), strict=True)]

    def to_csv(self, path: str | Path) -> None:
        """Write UTF-8 with a byte order mark, which spreadsheets need for Chinese; a gap is an empty cell.

        Text that a spreadsheet would take for a formula gets an apostrophe before it; numbers stay as they are.
        """
        with Path(path).open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(map(_inert, self._columns))
            for row in zip(*self._columns.values(), strict=True):
                writer.writerow(["" if isinstance(cell, float) and math.isnan(cell) else _inert(cell) for cell in row])

    def __repr__(self) -> str:
        count = len(next(iter(self._columns.values()), []))
        rows = zip(*(column[:SHOWN_ROWS] for column in self._columns.values()), strict=True)
        lines = [list(self._columns), *([_shown(cell) for cell in row] for row in rows)]
        widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
        told = ["  ".join(map(str.ljust, line, widths)).rstrip() for line in lines]
        more = [f"... {count - SHOWN_ROWS} more"] if count > SHOWN_ROWS else []
        return "\n".join([f"Table({count} rows: {', '.join(self._columns)})", *told, *more])


def _inert(cell: Any) -> Any:
    """A cell that does nothing in a spreadsheet (source: OWASP, CSV injection); numbers written as text stay."""
    if isinstance(cell, str) and acts(cell):
        return f"'{cell}"
    return cell


def acts(text: str) -> bool:
    """Whether a spreadsheet would work a text out as a formula: it opens with a sign for that and is no number."""
    return len(text) > 1 and text[0] in FORMULA and bool(number_of(text)[1])


class FrameColumns(Mapping[str, Any]):
    """The columns of a data frame: numbers read at once as one matrix, the others when they are asked for."""

    def __init__(self, frame: nw.DataFrame[Any]) -> None:
        # pandas gives a column a good deal faster than narwhals does.
        self._frame: Any = frame.to_native() if frame.implementation.is_pandas() else frame
        self._names = {str(name).strip(): name for name in frame.columns}
        self._ready: dict[str, Any] = dict.fromkeys(self._names)
        numeric, matrix = _numbers_of(frame)
        self._ready.update(zip((str(name).strip() for name in numeric), np.ascontiguousarray(matrix.T), strict=True))

    def __getitem__(self, name: str) -> Any:
        if self._ready[name] is None:
            self._ready[name] = self._frame[self._names[name]].to_list()
        return self._ready[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ready)

    def __len__(self) -> int:
        return len(self._ready)

    def __contains__(self, name: object) -> bool:
        return name in self._ready


@dataclass(frozen=True, eq=False)
class Sheet:
    """What was read: columns by name as arrays (numbers) or lists (text or mixed), and the kind of frame it was.

    `lines`: where each row stands in a file; `remarks`: what a reader must know about how it was read.
    """

    columns: Mapping[str, Any]
    count: int
    kind: Any = PLAIN
    lines: tuple[int, ...] = ()
    remarks: tuple[str, ...] = ()

    def line(self, row: int) -> str:
        """How a row without a name is called."""
        return f"line {self.lines[row] if self.lines else row + 2}"

    def near(self, name: str) -> str:
        """' (is it "PM25"?)' where a column is called nearly so, else ''."""
        folded = {str(column).casefold(): str(column) for column in self.columns}
        close = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.85)
        return f" (is it {folded[close[0]]!r}?)" if close else ""

    def find(self, *names: str) -> str | None:
        """The column called one of `names` (in that order), letter case aside; None where there is none."""
        return next((self._folded[name.casefold()] for name in names if name.casefold() in self._folded), None)

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {name.casefold().replace(" ", "_"): name for name in self.columns}

    def texts(self, name: str) -> list[str]:
        """A column as stripped text, a gap as ''."""
        values = self.columns[name]
        if isinstance(values, np.ndarray):
            values = values.tolist()
        return [label_of(value) for value in values]

    def numbers(self, name: str, found: Findings, *, rows: Sequence[str]) -> Floats:
        """A column as float64, a gap as NaN; text and infinite values are problems named by `rows`."""
        values = self.columns[name]
        if isinstance(values, np.ndarray) and values.dtype.kind in "fiub":
            numbers = values.astype(np.float64)
        else:
            numbers = np.array(
                [_number(value, found, row, name) for value, row in zip(values, rows, strict=True)], float
            )
        if numbers.size and np.isinf(numbers).any():
            for place in np.flatnonzero(np.isinf(numbers)).tolist():
                found.add("infinite", "an infinite value is not a measurement", row=rows[place], column=name)
        return numbers


def read(source: object, *, what: str) -> Sheet:
    """Read a table from a CSV or .xlsx path (its first sheet), a dict of columns, a list of dicts, a Sheet, or any frame narwhals knows.

    Raises: ProblemsFound ("unreadable", "not-a-table", "duplicate-column").
    """
    if isinstance(source, Sheet):
        return source
    if isinstance(source, str | Path):
        path = Path(source)
        book = path.suffix.casefold() in (".xlsx", ".xlsm")
        table = read_book_table(path, what) if book else read_text_table(path, what)
        return _from_grid(table.header, table.body, what, lines=table.lines, remarks=table.remarks)
    if isinstance(source, Mapping):
        return _from_columns(source, what)
    if isinstance(source, list | tuple):
        return _from_rows(source, what)
    return _from_frame(source, what)


def write(kind: Any, columns: Mapping[str, Any], *, index: Sequence[str] = ()) -> Any:
    """Columns as the kind of frame that came in; in pandas the `index` columns become the index."""
    if kind == PLAIN:
        return Table(columns)
    body = {name: values for name, values in columns.items() if name not in index}
    if len(index) == 1 and kind.is_pandas_like() and body and all(_is_floats(values) for values in body.values()):
        table = nw.from_numpy(np.stack(list(body.values()), axis=1), schema=list(body), backend=kind)
        labels = nw.new_series(index[0], _plain(columns[index[0]]), backend=kind)
        return nw.maybe_set_index(table, index=labels).to_native()
    frame = nw.from_dict({name: _plain(values) for name, values in columns.items()}, backend=kind)
    if index and frame.implementation.is_pandas_like():
        return nw.maybe_set_index(frame, list(index) if len(index) > 1 else index[0]).to_native()
    return frame.to_native()


def _from_grid(
    header: list[str], body: list[list[Any]], what: str, *, lines: tuple[int, ...] = (), remarks: tuple[str, ...] = ()
) -> Sheet:
    """Columns under their headings; those without heading and content (at the end of many a sheet) are left out."""
    found = Findings()
    while header and not header[-1] and not any(is_filled(cell) for row in body for cell in row[len(header) - 1 :]):
        header, body = header[:-1], [row[: len(header) - 1] for row in body]
    check_title(header, body, lines, what)
    _check_names(header, what, found)
    body, lines = checked_rows(header, body, lines, what, found)
    for place in [place for place, name in enumerate(header, start=1) if not name]:
        if any(is_filled(row[place - 1]) for row in body if len(row) >= place):
            found.add("no-heading", f"{what}: the column has values but no name", column=f"no. {place}")
    found.stop()
    columns = {name: [row[place] for row in body] for place, name in enumerate(header) if name}
    return Sheet(columns, len(body), lines=lines, remarks=(*remarks, *totals(body, lines, what)))


def _check_names(names: Iterable[Any], what: str, found: Findings) -> None:
    times = Counter(str(name).strip() for name in names)
    for name in sorted(name for name, count in times.items() if name and count > 1):
        found.add("duplicate-column", f"{what}: {times[name]} columns have one name", column=name)


def _from_columns(source: Mapping[Any, Any], what: str) -> Sheet:
    found, ready = Findings(), dict[str, Any]()
    _check_names(source, what, found)
    for name, values in source.items():
        plain = isinstance(values, str | bytes) or not isinstance(values, Iterable)
        if plain or np.ndim(values if isinstance(values, np.ndarray) else 0) > 1:
            found.add("not-a-table", f"{what}: a column is a list of cells, not {type(values).__name__}", column=name)
        else:
            ready[str(name).strip()] = values if isinstance(values, np.ndarray) else list(values)
    lengths = {name: len(values) for name, values in ready.items()}
    if len(set(lengths.values())) > 1:
        usual = max(set(lengths.values()), key=list(lengths.values()).count)
        for name in [name for name, length in lengths.items() if length != usual]:
            why = f"{what}: columns have different lengths: {lengths[name]} cells here, {usual} in the others"
            found.add("not-a-table", why, column=name)
    found.stop()
    return Sheet(ready, next(iter(lengths.values()), 0))


def _from_rows(rows: Sequence[Any], what: str) -> Sheet:
    if not all(isinstance(row, Mapping) for row in rows):
        raise refuse("not-a-table", f"{what}: a list must hold one dict for each row")
    names = list(dict.fromkeys(name for row in rows for name in row))
    found = Findings()
    _check_names(names, what, found)
    found.stop()
    return Sheet({str(name).strip(): [row.get(name) for row in rows] for name in names}, len(rows))


def _from_frame(source: Any, what: str) -> Sheet:
    try:
        frame = nw.from_native(_table_of(source))
    except TypeError as error:
        raise refuse("not-a-table", f"{what}: a {type(source).__name__} is no CSV path, dict, list or frame") from error
    except nw.exceptions.DuplicateError as error:
        raise _named_twice(source, what) from error
    if isinstance(frame, nw.LazyFrame):
        frame = frame.collect()
    try:
        found = Findings()
        _check_names(frame.columns, what, found)
        found.stop()
        columns = FrameColumns(frame)
    except nw.exceptions.DuplicateError as error:
        raise _named_twice(source, what) from error
    index = nw.maybe_get_index(frame)
    if index is None or _counts_rows(index):
        return Sheet(columns, len(frame), frame.implementation)
    names = [
        str(name).strip() if name is not None else f"{INDEX}{place or ''}" for place, name in enumerate(index.names)
    ]
    levels = (list(index.get_level_values(place)) for place in range(index.nlevels))
    return Sheet({**dict(zip(names, levels, strict=True)), **columns}, len(frame), frame.implementation)


def _table_of(source: Any) -> Any:
    """What is only a stream of Arrow batches (a record batch, a reader) as one Arrow table; the rest as it is."""
    if type(source).__module__.partition(".")[0] == "pyarrow" and type(source).__name__.startswith("RecordBatch"):
        return nw.from_arrow(source, backend="pyarrow").to_native()
    return source


def _named_twice(source: Any, what: str) -> ProblemsFound:
    """Every name that stands over several columns of a frame."""
    found = Findings()
    _check_names(getattr(source, "column_names", getattr(source, "columns", ())), what, found)
    if not found.problems:
        found.add("duplicate-column", f"{what}: two columns have one name")
    return ProblemsFound(found.problems)


def _numbers_of(frame: nw.DataFrame[Any]) -> tuple[list[Any], Any]:
    """Names and values of all numeric columns, as one matrix."""
    if frame.implementation.is_pandas():
        # The same through narwhals takes a millisecond more, a fifth of a whole fit.
        part = frame.to_native().select_dtypes("number")
        matrix = part.to_numpy()
        if matrix.dtype.kind in "fiu":
            return list(part.columns), matrix
    numeric = [name for name, dtype in frame.schema.items() if dtype.is_numeric() and not dtype.is_decimal()]
    if not numeric:
        return [], np.empty((len(frame), 0))
    return numeric, np.column_stack([frame[name].cast(nw.Float64).to_numpy() for name in numeric])


def _counts_rows(index: Any) -> bool:
    return index.nlevels == 1 and index.dtype.kind in "iu" and bool((np.asarray(index) == np.arange(len(index))).all())


def _number(value: object, found: Findings, row: str, column: str) -> float:
    number, why = number_of(value)
    if why:
        found.add("not-a-number", why, row=row, column=column)
    return number


def _is_floats(values: object) -> bool:
    return isinstance(values, np.ndarray) and values.dtype == np.float64


def _plain(values: Iterable[Any]) -> list[Any]:
    return values.tolist() if isinstance(values, np.ndarray) else list(values)
