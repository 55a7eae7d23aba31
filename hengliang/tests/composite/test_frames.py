"""Tables in and out: every kind of frame gives the same scores and gets its own kind back."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from openpyxl import Workbook

import hengliang.composite as cq

PLAN = cq.Plan().divide().impute("mean", within="region").scale(cq.minmax(0, 100))


def frame(kind: str, rows: list[dict[str, Any]]) -> Any:
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    if kind == "dict":
        return columns
    library = importlib.import_module(kind)
    return library.table(columns) if kind == "pyarrow" else library.DataFrame(columns)


@pytest.mark.parametrize("kind", ["dict", "pandas", "polars", "pyarrow"])
def test_every_kind_gives_the_same_and_gets_its_own_back(kind: str, cities_data: Any, cities_framework: Any) -> None:
    plain = PLAN.fit(cities_data, cities_framework)
    index = PLAN.fit(frame(kind, cities_data), frame(kind, cities_framework))
    np.testing.assert_array_equal(index.values, plain.values)
    assert type(index.scores).__module__.split(".")[0] == ("hengliang" if kind == "dict" else kind)
    assert type(index.ranks()) is type(index.scores)


def test_in_pandas_units_are_the_index(cities_data: Any, cities_framework: Any) -> None:
    one_year = [row for row in cities_data if row["year"] == 2019]
    scores = PLAN.fit(frame("pandas", one_year), cities_framework).scores
    assert list(scores.index) == ["Porto", "Lyon", "Gent", "Graz", "Turku", "Brno"]
    assert list(scores.columns)[:3] == ["city", "life", "safety"]
    panel = PLAN.fit(frame("pandas", cities_data), cities_framework).scores
    assert panel.index.names == ["unit", "year"]
    assert panel.loc[("Porto", 2019), "city"] > 0


def test_units_may_stand_in_the_index_of_a_pandas_frame(cities_data: Any, cities_framework: Any) -> None:
    one_year = [row for row in cities_data if row["year"] == 2019]
    table = frame("pandas", one_year)
    named = PLAN.fit(table.set_index("unit"), cities_framework)
    np.testing.assert_array_equal(named.values, PLAN.fit(table, cities_framework).values)


def test_nullable_and_integer_columns_are_numbers(cities_data: Any, cities_framework: Any) -> None:
    table = frame("pandas", cities_data).convert_dtypes()
    np.testing.assert_array_equal(
        PLAN.fit(table, cities_framework).values, PLAN.fit(cities_data, cities_framework).values
    )


def test_a_csv_file_is_a_table_and_a_table_writes_one(tmp_path: Path, cities_data: Any, cities_framework: Any) -> None:
    cq.Table({name: [row[name] for row in cities_data] for name in cities_data[0]}).to_csv(tmp_path / "data.csv")
    cq.Table({name: [row[name] for row in cities_framework] for name in cities_framework[0]}).to_csv(
        tmp_path / "tree.csv"
    )
    index = PLAN.fit(str(tmp_path / "data.csv"), tmp_path / "tree.csv")
    np.testing.assert_array_equal(index.values, PLAN.fit(cities_data, cities_framework).values)


def test_the_first_sheet_of_a_workbook_is_a_table(tmp_path: Path, cities_data: Any, cities_framework: Any) -> None:
    for name, rows in (("data", cities_data), ("tree", cities_framework)):
        book = Workbook()
        book.active.append(list(rows[0]))
        for row in rows:
            book.active.append(list(row.values()))
        book.save(tmp_path / f"{name}.xlsx")
    index = PLAN.fit(tmp_path / "data.xlsx", tmp_path / "tree.xlsx")
    np.testing.assert_array_equal(index.values, PLAN.fit(cities_data, cities_framework).values)
    (tmp_path / "broken.xlsx").write_bytes(b"no archive")
    with pytest.raises(cq.ProblemsFound, match="cannot be read as a workbook"):
        PLAN.fit(tmp_path / "broken.xlsx", cities_framework)


def test_lazy_frames_are_collected(cities_data: Any, cities_framework: Any) -> None:
    lazy = frame("polars", cities_data).lazy()
    np.testing.assert_array_equal(
        PLAN.fit(lazy, cities_framework).values, PLAN.fit(cities_data, cities_framework).values
    )


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ("nowhere.csv", "cannot be read"),
        (42, "no CSV path"),
        ([1, 2], "one dict for each row"),
        ({"unit": ["a"], "x": [1, 2]}, "different lengths"),
        ({"x": [1, 2]}, "no column of units"),
        ({}, "no rows"),
    ],
)
def test_what_is_no_table_is_refused(source: Any, rule: str) -> None:
    framework = [{"code": "top", "parent": ""}, {"code": "x", "parent": "top"}]
    with pytest.raises(cq.ProblemsFound, match=rule):
        cq.Plan().scale("minmax").fit(source, framework)


def test_broken_csv_is_named_by_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("unit,x,x\nA,1\nB,2,3\n", encoding="utf-8")
    with pytest.raises(cq.ProblemsFound) as error:
        cq.read_framework(tmp_path / "a.csv")
    assert {(p.code, p.row or p.column) for p in error.value.problems} == {
        ("duplicate-column", "x"),
        ("ragged-row", "line 2"),
    }
    (tmp_path / "b.csv").write_text("", encoding="utf-8")
    with pytest.raises(cq.ProblemsFound, match="is empty"):
        cq.read_framework(tmp_path / "b.csv")


def test_no_frame_library_is_needed() -> None:
    code = "import sys, hengliang.composite; print([m for m in ('pandas', 'polars', 'pyarrow', 'django') if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": SRC}
    )
    assert done.stdout.strip() == "[]"


SRC = str(Path(cq.__file__).resolve().parents[2])


def test_a_record_batch_is_a_table_too(cities_data: Any, cities_framework: Any) -> None:
    pa = pytest.importorskip("pyarrow")
    batches = [pa.RecordBatch.from_pylist(rows) for rows in (cities_data, cities_framework)]
    index = cq.Plan().impute().scale("minmax").fit(*batches)
    assert isinstance(index.scores, pa.Table)
    reader = pa.Table.from_batches(batches[:1]).to_reader()
    assert cq.Plan().impute().scale("minmax").fit(reader, batches[1]).scores.equals(index.scores)


def test_a_column_that_a_table_does_not_have_is_named_with_those_it_has(
    cities_data: Any, cities_framework: Any
) -> None:
    scores = cq.Plan().scale("minmax").fit(cities_data, cities_framework).scores
    with pytest.raises(KeyError, match="'uCode' is no column of this table; there are unit, year, city"):
        scores["uCode"]
    assert "uCode" not in scores
    assert scores.get("uCode") is None


def test_a_formula_that_nobody_worked_out_is_no_gap(tmp_path: Path) -> None:
    book = Workbook()
    for row in (("unit", "a", "b"), ("A", 1, 4), ("B", "=B2+1", None), ("C", 3, 6), ("D", 5, 1)):
        book.active.append(row)
    book.save(tmp_path / "data.xlsx")
    framework = {"code": ["s", "a", "b"], "parent": ["", "s", "s"]}
    with pytest.raises(cq.ProblemsFound) as error:
        cq.Plan().scale("minmax").fit(tmp_path / "data.xlsx", framework)
    (problem,) = error.value.problems
    assert (problem.row, problem.column) == ("B", "a")
    assert "was never worked out" in problem.why


def test_text_that_acts_in_a_spreadsheet_is_written_as_text_and_numbers_stay(tmp_path: Path) -> None:
    table = cq.Table({"=a+1": ["+1+1", "-5", "-", "@x", "＝1+1", "plain"], "n": [-1.5, 2.0, -3.0, 4.0, 5.0, 6.0]})
    table.to_csv(tmp_path / "t.csv")
    lines = (tmp_path / "t.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines == ["'=a+1,n", "'+1+1,-1.5", "-5,2.0", "-,-3.0", "'@x,4.0", "'＝1+1,5.0", "plain,6.0"]
