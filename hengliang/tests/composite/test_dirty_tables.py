"""Tables as they come: encodings, marks for gaps, commas, doubled names, every kind of column; nothing raw, nothing silent."""

from __future__ import annotations

import datetime
import math
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas
import polars
import pyarrow
import pytest

import hengliang.composite as cq

FRAMEWORK = cq.Framework.of([cq.Node("top"), cq.Node("a", "top"), cq.Node("b", "top")])
PLAN = cq.Plan().scale(cq.minmax(0, 100))
UNITS = ["甲", "乙", "丙", "丁"]
GOOD = {"unit": UNITS, "a": [1.0, 2.0, 3.0, 5.0], "b": [4.0, 2.5, 1.0, 7.0]}
EXPECTED = PLAN.fit(GOOD, FRAMEWORK).values


def found(data: Any, plan: cq.Plan = PLAN, framework: Any = FRAMEWORK, **more: Any) -> set[tuple[str, str, str]]:
    with pytest.raises(cq.ProblemsFound) as error:
        plan.fit(data, framework, **more)
    return {(problem.code, problem.row, problem.column) for problem in error.value.problems}


def whys(data: Any, framework: Any = FRAMEWORK) -> list[str]:
    with pytest.raises(cq.ProblemsFound) as error:
        PLAN.fit(data, framework)
    return [problem.why for problem in error.value.problems]


def with_a(*cells: Any) -> dict[str, Any]:
    return GOOD | {"a": [*cells, *GOOD["a"][len(cells) :]]}


TEXT = "unit,a,b\n甲,1,4\n乙,2,2.5\n丙,3,1\n丁,5,7\n"


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode("utf-8"),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("gb18030"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace(",", ";").encode(),
        TEXT.replace(",", "\t").encode(),
        TEXT.replace("\n", ",,\n").encode(),
        (TEXT + "\n , ,\n,,\n").encode(),
        TEXT.replace("2.5", "２．５").encode(),
        TEXT.replace("2.5", '" 2.5\u3000"').encode(),
        TEXT.replace("2.5", "\ufeff2.5\u200b").encode(),
        TEXT.replace("2.5", "25e-1").encode(),
        TEXT.replace("unit,a", '"unit" , a').replace("甲,", '"甲",').encode(),
        TEXT.replace("unit,a,b", "unit,a,b,note").replace("4\n", '4,"two\nlines"\n').replace("5\n", "5,\n")
        .replace("3,1\n", "3,1,\n").replace("7\n", "7,\n").encode(),
    ],
)  # fmt: skip
def test_a_csv_file_reads_the_same_however_it_was_saved(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_bytes(raw)
    index = PLAN.fit(tmp_path / "data.csv", FRAMEWORK)
    np.testing.assert_array_equal(index.values, EXPECTED)
    assert index.panel.units == tuple(UNITS)
    assert any("GB 18030" in note for note in index.notes) == (raw == TEXT.encode("gb18030"))


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (b"PK\x03\x04 rest", "zipped workbook"),
        (b"\xd0\xcf\x11\xe0 rest", "old .xls"),
        (b"unit,a,b\n\x00\x01\x02", "no text"),
        (b"unit,a,b\nCaf\xe9,1,2\n", "no text"),
        (b"\xff\xfe\x00", "no text"),
        (b"\n\n , \n", "is empty"),
        (b'unit,a,b\n"' + b"x" * 200_000, "line"),
    ],
)
def test_a_file_that_is_no_text_table_says_what_it_is(raw: bytes, rule: str, tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_bytes(raw)
    with pytest.raises(cq.ProblemsFound, match=rule):
        PLAN.fit(tmp_path / "data.csv", FRAMEWORK)
    with pytest.raises(cq.ProblemsFound, match="cannot be read"):
        PLAN.fit(tmp_path, FRAMEWORK)


@pytest.mark.parametrize("mark", [";", "|", "\t"])
def test_the_separator_is_the_mark_that_parts_the_headings(mark: str, tmp_path: Path) -> None:
    head, *rows = TEXT.replace(",", mark).splitlines()
    text = "\n".join([f'{head}{mark}"note, of 2019, 2020, 2021"', *(row + mark for row in rows)])
    (tmp_path / "data.csv").write_text(text, encoding="utf-8")
    np.testing.assert_array_equal(PLAN.fit(tmp_path / "data.csv", FRAMEWORK).values, EXPECTED)


@pytest.mark.parametrize(
    ("text", "rule", "line", "why"),
    [
        (TEXT.replace("乙,2", "unit,a,b\n乙,2"), "heading-row", "line 3", "take it out"),
        ("城市统计表,,\n" + TEXT, "title-row", "line 1", "'城市统计表' alone: a title"),
        ("城市统计表\n" + TEXT, "title-row", "line 1", "take the title out"),
        (TEXT + "数据来源：年鉴\n", "ragged-row", "line 6", "a title or a remark is no row"),
        (TEXT + "注：平均值为加权平均,,\n", "ragged-row", "line 6", "a title or a remark is no row"),
        (TEXT + "Source: yearbook,,\n", "ragged-row", "line 6", "take it out"),
        (TEXT + "戊,6\n", "ragged-row", "line 6", "begins '戊'"),
        (TEXT.replace("丙,3", "丙,3,9"), "ragged-row", "line 4", "4 cells under 3 headings"),
    ],
)
def test_rows_that_are_none_are_named_once_with_what_to_do(
    text: str, rule: str, line: str, why: str, tmp_path: Path
) -> None:
    (tmp_path / "data.csv").write_text(text, encoding="utf-8")
    with pytest.raises(cq.ProblemsFound) as error:
        PLAN.fit(tmp_path / "data.csv", FRAMEWORK)
    (problem,) = error.value.problems
    assert (problem.code, problem.row) == (rule, line)
    assert why in problem.why


def test_a_row_of_totals_is_pointed_out(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text(TEXT + "合计,11,14.5\n", encoding="utf-8")
    (note,) = PLAN.fit(tmp_path / "data.csv", FRAMEWORK).notes
    assert "line 6 ('合计') looks like a total" in note


def test_the_framework_may_say_directions_in_words() -> None:
    said = [{"code": "s", "parent": ""}, {"code": "a", "parent": "s"}, {"code": "b", "parent": "s"}]
    for up, down in (("正向", "逆向"), ("+", "－"), ("１", "负向"), ("越大越好", "越小越好")):
        rows = [said[0] | {"方向": ""}, said[1] | {"方向": up}, said[2] | {"方向": down}]
        framework = cq.read_framework(rows)
        assert [framework.node(code).direction for code in "ab"] == [1, -1]
    rows = [said[0] | {"方向": ""}, said[1] | {"方向": "适度"}, said[2] | {"方向": 1}]
    with pytest.raises(cq.ProblemsFound) as error:
        cq.read_framework(rows)
    (problem,) = error.value.problems
    assert (problem.row, problem.column) == ("a", "方向")
    assert "in the middle needs a target" in problem.why


@pytest.mark.parametrize("cell", ["heavy", "inf", "1,5"])
def test_a_weight_that_is_none_is_told_once(cell: str) -> None:
    rows = [{"code": "s", "parent": "", "权重": ""}, *({"code": c, "parent": "s", "权重": 1} for c in "ab")]
    rows[1]["权重"] = cell
    with pytest.raises(cq.ProblemsFound) as error:
        cq.read_framework(rows)
    assert [(problem.row, problem.column) for problem in error.value.problems] == [("a", "权重")]


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    text = 'unit,a,b\n\n甲,1,"4\n"\n,2,2\n\n丙,3,x\n丙,3,1\n'
    (tmp_path / "data.csv").write_text(text, encoding="utf-8")
    assert found(tmp_path / "data.csv") == {
        ("no-unit", "line 5", "unit"),
        ("not-a-number", "丙", "b"),
        ("duplicate-unit", "丙", "unit"),
    }
    assert any("line 7 and line 8" in why for why in whys(tmp_path / "data.csv"))


@pytest.mark.parametrize("gap", [None, "", "  ", "n/a", "N/A", "NA", "#N/A", "nan", "null", "<NA>", math.nan])
def test_marks_of_a_gap_are_gaps(gap: Any) -> None:
    assert np.isnan(PLAN.fit(with_a(gap), FRAMEWORK).values[0, 0])


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("12,5", "a comma"),
        ("1,234", "a comma"),
        ("1，234", "a comma"),
        ("12.5%", "per cent"),
        ("１２％", "per cent"),
        ("3‰", "per cent"),
        ("—", "leave the cell empty"),
        ("–", "leave the cell empty"),
        ("…", "leave the cell empty"),
        ("...", "leave the cell empty"),
        ("*", "leave the cell empty"),
        ("1 234", "space"),
        ("1\xa0234", "space"),
        ("1_000", "between digits"),
        ("1'000", "between digits"),
        ("<0.01", "bound"),
        ("约12", "bound"),
        ("12万", "亿"),
        ("#DIV/0!", "formula"),
        ("#REF!", "formula"),
        ("much", "is text"),
        ("1.2.3", "is text"),
        ("0x1f", "is text"),
        (b"12", "is text"),
        (1 + 2j, "is text"),
        (datetime.date(2020, 1, 2), "is text"),
        ([1, 2], "is text"),
        (10**400, "beyond"),
        (Decimal("sNaN"), "beyond"),
        ("x" * 500, r"\.\.\."),
    ],
)
def test_a_cell_that_is_no_number_is_named_with_what_to_do(cell: Any, rule: str) -> None:
    data = with_a(cell)
    assert found(data) == {("not-a-number", "甲", "a")}
    with pytest.raises(cq.ProblemsFound, match=rule):
        PLAN.fit(data, FRAMEWORK)


@pytest.mark.parametrize("cell", ["inf", "-Infinity", math.inf, "1e999", np.float32("inf"), Decimal("Infinity")])
def test_infinite_cells_are_named(cell: Any) -> None:
    assert found(with_a(cell)) == {("infinite", "甲", "a")}


@pytest.mark.parametrize("cell", [Decimal("1"), np.float32(1), np.int8(1), "１", "+1", "1.", True, "1e0"])
def test_other_ways_to_write_a_number_are_read(cell: Any) -> None:
    np.testing.assert_array_equal(PLAN.fit(with_a(cell), FRAMEWORK).values, EXPECTED)


def frames() -> dict[str, Any]:
    plain = pandas.DataFrame(GOOD)
    return {
        "int names": pandas.DataFrame({"unit": UNITS, 7: GOOD["a"], "b": GOOD["b"]}),
        "spaces in names": plain.rename(columns={"a": " a "}),
        "nullable": plain.convert_dtypes(),
        "object": plain.astype(object),
        "text": plain.assign(a=plain["a"].astype(str)),
        "categorical": plain.assign(a=pandas.Categorical(plain["a"]), unit=pandas.Categorical(UNITS)),
        "categorical text": plain.assign(a=pandas.Categorical(plain["a"].astype(str))),
        "arrow types": plain.astype({"a": "float64[pyarrow]"}),
        "float16": plain.astype({"a": "float16"}),
        "index": plain.set_index("unit"),
        "unnamed index": plain.set_index("unit").rename_axis(None),
        "filtered rows": pandas.concat([plain, plain]).reset_index(drop=True).iloc[4:],
        "filtered 地区": pandas.concat([plain, plain]).reset_index(drop=True).iloc[4:].rename(columns={"unit": "地区"}),
        "polars": polars.DataFrame(GOOD),
        "polars text": polars.DataFrame(GOOD).with_columns(polars.col("a").cast(polars.String)),
        "polars categorical": polars.DataFrame(GOOD).with_columns(polars.col("unit").cast(polars.Categorical)),
        "polars decimal": polars.DataFrame(GOOD).with_columns(polars.col("a").cast(polars.Decimal(10, 3))),
        "arrow": pyarrow.table(GOOD),
        "arrow dictionary": pyarrow.table(GOOD | {"unit": pyarrow.array(UNITS).dictionary_encode()}),
        "arrow chunks": pyarrow.concat_tables([pyarrow.table(GOOD).slice(0, 2), pyarrow.table(GOOD).slice(2)]),
        "numpy": {"unit": np.array(UNITS), "a": np.array(GOOD["a"]), "b": np.array(GOOD["b"], dtype=object)},
        "generators": {"unit": iter(UNITS), "a": (value for value in GOOD["a"]), "b": range(0)},
    }


@pytest.mark.parametrize("name", [name for name in frames() if name not in ("generators",)])
def test_every_kind_of_column_reads_the_same(name: str) -> None:
    frame = frames()[name]
    framework = FRAMEWORK
    if name == "int names":
        framework = cq.Framework.of([cq.Node("top"), cq.Node("7", "top"), cq.Node("b", "top")])
    index = PLAN.fit(frame, framework)
    np.testing.assert_array_equal(index.values, EXPECTED)
    assert index.panel.units == tuple(UNITS)


def test_nulls_of_every_library_are_gaps() -> None:
    holes = GOOD | {"a": [None, 2.0, 3.0, 5.0]}
    plain = PLAN.fit(holes, FRAMEWORK).values
    kinds = [
        pandas.DataFrame(holes),
        pandas.DataFrame(holes).convert_dtypes(),
        pandas.DataFrame(holes).astype({"a": "Int64"}),
        pandas.DataFrame(holes).astype({"a": "category"}),
        polars.DataFrame(holes),
        polars.DataFrame(holes).with_columns(polars.col("a").cast(polars.Int32)),
        polars.DataFrame(holes).with_columns(polars.col("a").fill_null(float("nan"))),
        pyarrow.table(holes),
    ]
    for kind in kinds:
        np.testing.assert_array_equal(PLAN.fit(kind, FRAMEWORK).values, plain)


def test_doubled_names_are_named_in_every_library(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("unit,a,a,b\n甲,1,1,1\n", encoding="utf-8")
    doubled = pandas.DataFrame([["甲", 1, 2, 3]], columns=["unit", "a", "a", "b"])
    arrow = pyarrow.Table.from_arrays([pyarrow.array(UNITS), *[pyarrow.array(GOOD["a"])] * 3], ["unit", "a", "a", "b"])
    for data in (tmp_path / "a.csv", doubled, arrow, {"unit": ["甲"], "a": [1], " a": [2], "b": [3]}):
        assert found(data) == {("duplicate-column", "", "a")}
    two_levels = pandas.DataFrame(GOOD)
    two_levels.columns = pandas.MultiIndex.from_tuples([("unit", ""), ("a", "x"), ("a", "y")])
    assert {code for code, _, _ in found(two_levels)} <= {"no-column", "duplicate-column"}


def test_a_column_with_values_needs_a_name_and_an_empty_one_does_not(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("unit,,a,b,\n甲,9,1,1,\n乙,,2,3,\n", encoding="utf-8")
    assert found(tmp_path / "a.csv") == {("no-heading", "", "no. 2")}


@pytest.mark.parametrize(
    ("data", "column"),
    [
        (GOOD | {"a": 5}, "a"),
        (GOOD | {"a": "1234"}, "a"),
        (GOOD | {"a": None}, "a"),
        (GOOD | {"a": np.ones((4, 2))}, "a"),
        (GOOD | {"a": [1.0]}, "a"),
        (pandas.Series([1, 2]), ""),
        (np.ones((3, 2)), ""),
        (None, ""),
    ],
)
def test_what_is_no_column_or_table_is_refused(data: Any, column: str) -> None:
    assert found(data) == {("not-a-table", "", column)}


def test_a_column_that_is_called_nearly_so_is_pointed_out() -> None:
    data = {"unit": UNITS, "A": GOOD["a"], "b": GOOD["b"]}
    assert "is it 'A'?" in whys(data)[0]


def test_years_are_read_as_they_are_written() -> None:
    years = [2019, "2019", "2019年", "２０１９", 2019.0, np.int64(2019), "2019年度"]
    for year in years:
        index = PLAN.fit(GOOD | {"年份": [year] * 4}, FRAMEWORK)
        assert index.panel.all_years == (2019,)
        assert index.cell("甲", "a", year="2019").year == index.cell("甲", "a", year=2019).year == 2019
    assert PLAN.scale("minmax", years=["2019"]).fit(GOOD | {"year": [2019] * 4}, FRAMEWORK).values.shape == (3, 4)
    assert PLAN.scale("minmax", years=2019).fit(GOOD | {"year": [2019] * 4}, FRAMEWORK).values.shape == (3, 4)
    mixed = GOOD | {"year": [2019, "2019 (est.)", 2019, ""]}
    assert found(mixed) == {("year", "乙", "year"), ("no-year", "丁", "year")}
    labels = PLAN.fit(GOOD | {"year": ["first", "first", "second", "second"]}, FRAMEWORK)
    assert labels.panel.all_years == ("first", "second")


def test_numbers_beyond_every_scale_are_named() -> None:
    assert found(with_a(-1e308, 1e308)) == {("beyond", "", "a")}
    assert found(with_a(1.0, 1.0, 1.0, 1.0)) == {("constant", "", "a")}
    for scale in (cq.z(), cq.mpi_scale()):
        assert found(with_a(1e300, -1e300), cq.Plan().scale(scale)) == {("beyond", "", "a")}
    tiny = cq.Framework.of([cq.Node("top"), cq.Node("a", "top", divisor="b"), cq.Node("b", "top")])
    data = GOOD | {"a": [1e300, 1.0, 2.0, 3.0], "b": [1e-300, 1.0, 2.0, 3.0]}
    assert found(data, cq.Plan().divide().scale("minmax"), tiny) == {("beyond", "甲", "a")}
    powers = cq.Plan().scale("as_is").combine(cq.power(400))
    assert found(GOOD, powers) == {("no-score", "丁", "top")}
