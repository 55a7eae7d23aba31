"""COIN Tool workbooks in, one workbook out: what is written is read back, cell by cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

import hengliang.composite as cq
from hengliang.composite.factors import jitter
from hengliang.composite.study import vary


def coin_tool(
    path: Path, *, change: dict[str, Any] | None = None, sheets: tuple[str, ...] = ("Database", "Framework")
) -> Path:
    """A small workbook in the layout of the COIN Tool: two pillars, three indicators, four units."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in sheets:
        book.create_sheet(name)
    columns = {
        "E": (1, 1, 0, 100, "idx", "safe", None, None, "Pass rate", "rate"),
        "F": (2, -1, None, None, "idx", "safe", None, None, "Accidents", "acc"),
        "G": (1, 1, None, None, "idx", "life", None, None, "收入", "inc"),
    }
    if "Database" in sheets:
        sheet = book["Database"]
        for column, cells in columns.items():
            for row, value in enumerate(cells, start=7):
                sheet[f"{column}{row}"] = value
        data = {"Porto": (90, 4, 10), "Lyon": (80, "n/a", 12), "Gent": (70, 9, 9), "Graz": (95, 2, 20)}
        for row, (unit, values) in enumerate(data.items(), start=17):
            for column, value in zip("BCEFG", (f"{unit} city", unit, *values), strict=True):
                sheet[f"{column}{row}"] = value
        for cell, value in (change or {}).items():
            sheet[cell] = value
    if "Framework" in sheets:
        rows = [
            ("Level", "Code", "Name", "Weight"),
            (3, "idx", "Index", 1),
            (2, "safe", "Safety", 3),
            (2, "life", "Life", 1),
        ]
        for row, cells in enumerate(rows, start=4):
            for column, value in zip("CDEF", cells, strict=True):
                book["Framework"][f"{column}{row}"] = value
    book.save(path)
    return path


def test_a_coin_tool_workbook_becomes_data_and_a_framework(tmp_path: Path) -> None:
    data, framework = cq.read_coin_tool(coin_tool(tmp_path / "tool.xlsx"))
    assert data["unit"] == ["Porto", "Lyon", "Gent", "Graz"]
    assert data["name"][0] == "Porto city"
    assert np.isnan(data["acc"][1])
    assert framework.node("rate").goalposts == (0, 100)
    assert framework.node("acc").direction == -1
    assert (framework.node("safe").weight, framework.node("safe").name) == (3, "Safety")
    assert framework.node("acc").weight == 2
    assert framework.node("inc").name == "收入"
    index = cq.Plan().scale("minmax").fit(data, framework)
    safe = index.values[index.tree.place("safe")]
    np.testing.assert_allclose(index.values[index.tree.top], (3 * safe + index.values[index.tree.place("inc")]) / 4)


def tool_of_the_jrc(path: Path, *, header: int = 4, changes: dict[str, Any] | None = None) -> Path:
    """As the tool itself writes it: four levels filled always, one of them unused, names under Dimension/indicator."""
    book = openpyxl.load_workbook(coin_tool(path, sheets=("Database",)))
    sheet, framework = book["Database"], book.create_sheet("Framework")
    for column, way in zip("EFG", (("p.01", "sp.01"), ("p.01", "sp.02"), ("p.02", "sp.03")), strict=True):
        for row, code in enumerate(("Index", "si.01", *way), start=11):
            sheet[f"{column}{row}"] = code
    rows: list[tuple[Any, ...]] = [("Code", "Level", "Weight", None, None, "Dimension/indicator")]
    rows += [("Index", 4, 1, None, None, "The index"), ("si.01", 3, 1, None, None, "All"), ("si.02", 3, 1, 0, 0, "--")]
    rows += [("p.01", 2, 3, None, None, "Safety"), ("p.02", 2, 1, None, None, "Life"), ("p.03", 2, 9, None, None, "--")]
    rows += [(f"sp.0{at}", 1, at, None, None, f"Part {at}") for at in (1, 2, 3)]
    for row, cells in enumerate(rows, start=header):
        for column, value in zip("CDEFGH", cells, strict=True):
            framework[f"{column}{row}"] = value
    for cell, value in (changes or {}).items():
        framework[cell] = value
    book.save(path)
    return path


@pytest.mark.parametrize("header", [4, 5])
def test_a_workbook_as_the_tool_itself_writes_it_keeps_its_weights_and_names(header: int, tmp_path: Path) -> None:
    data, framework = cq.read_coin_tool(tool_of_the_jrc(tmp_path / "tool.xlsx", header=header))
    told = {node.code: (node.parent, node.weight, node.name) for node in framework.nodes if node.code not in data}
    assert told == {
        "Index": ("", None, "The index"),
        "p.01": ("Index", 3.0, "Safety"),
        "p.02": ("Index", 1.0, "Life"),
        "sp.01": ("p.01", 1.0, "Part 1"),
        "sp.02": ("p.01", 2.0, "Part 2"),
        "sp.03": ("p.02", 3.0, "Part 3"),
    }


def test_weights_that_cannot_be_found_are_asked_for(tmp_path: Path) -> None:
    with pytest.raises(cq.ProblemsFound, match="no header with the word weight"):
        cq.read_coin_tool(tool_of_the_jrc(tmp_path / "tool.xlsx", changes={"E4": "Poids"}))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"F8": 5}, "neither 1 nor -1"),
        ({"E20": "many"}, "'many' is text"),
        ({"C18": None}, "no code in column C"),
        ({"H15": "Nameless"}, "no code in row 16"),
        ({"F16": "rate"}, "more than once"),
        ({"G11": None, "G12": None}, "name no parent"),
        ({"E9": 200}, "lower one comes first"),
        ({"G12": "safe", "F12": "inner", "F13": "safe"}, "stands under"),
    ],
)
def test_what_is_wrong_in_a_coin_tool_workbook_is_named(tmp_path: Path, change: dict[str, Any], why: str) -> None:
    with pytest.raises(cq.ProblemsFound, match=why):
        cq.read_coin_tool(coin_tool(tmp_path / "tool.xlsx", change=change))


def test_another_workbook_or_no_workbook_is_told_from_a_coin_tool(tmp_path: Path) -> None:
    with pytest.raises(cq.ProblemsFound, match="no sheet Database"):
        cq.read_coin_tool(coin_tool(tmp_path / "other.xlsx", sheets=("Framework",)))
    (tmp_path / "text.xlsx").write_text("no workbook", encoding="utf-8")
    with pytest.raises(cq.ProblemsFound, match="no workbook"):
        cq.read_coin_tool(tmp_path / "text.xlsx")
    with pytest.raises(cq.ProblemsFound, match="can be read"):
        cq.read_coin_tool(tmp_path / "absent.xlsx")


def test_every_table_stands_in_the_workbook_as_it_is(asem: cq.Index, tmp_path: Path) -> None:
    path = asem.to_workbook(tmp_path / "asem.xlsx")
    book = openpyxl.load_workbook(path, read_only=True)
    for name in ("About", "Framework", "Raw", "Divided", "Imputed", "Treated", "Scaled", "Scores", "Ranks", "Coverage"):
        assert name in book.sheetnames
    for name in (
        "Weights",
        "Changes",
        "Screening",
        "Outliers",
        "Statistics",
        "Correlations",
        "Leave one out",
        "Problems",
    ):
        assert name in book.sheetnames
    rows = list(book["Scores"].iter_rows(values_only=True))
    assert len(rows) == 52
    assert rows[0][:2] == ("uCode", "Index")
    written = np.array([row[1] for row in rows[1:]], dtype=float)
    np.testing.assert_allclose(written, asem.values[asem.tree.top], rtol=1e-15)
    raw = list(book["Raw"].iter_rows(values_only=True))
    assert sum(cell is None for row in raw[1:] for cell in row) == 63
    about = [row[0] for row in book["About"].iter_rows(values_only=True)]
    assert about[0] == "Index Sustainable Connectivity"
    assert any("winsoris" in (line or "") for line in about)
    changes = list(book["Changes"].iter_rows(values_only=True))
    assert len(changes) == len(asem.changes["unit"]) + 1


def test_chinese_stays_and_formulas_do_not_come_alive(tmp_path: Path) -> None:
    framework = [{"代码": "质量", "上级": ""}, {"代码": "合格率", "上级": "质量"}, {"代码": "投诉", "上级": "质量"}]
    units = ["东区", "=1+1", "西区", "南区"]
    data = {"unit": units, "合格率": [99.1, 98.2, 97.3, 90.0], "投诉": [3.0, 8.0, 5.0, 1.0]}
    index = cq.Plan().treat().scale("minmax").fit(data, framework)
    book = openpyxl.load_workbook(index.to_workbook(tmp_path / "质量.xlsx", language="zh-hans"))
    rows = list(book["得分"].iter_rows(values_only=True))
    assert rows[0] == ("unit", "质量", "合格率", "投诉")
    assert [row[0] for row in rows[1:]] == units
    assert book["得分"]["A3"].data_type == "s"
    assert book["说明"]["A1"].value == "质量"


def test_a_study_brings_its_bands(asem: cq.Index, tmp_path: Path) -> None:
    outcome = vary(asem, {"scale": ["minmax", "z"], "weights": jitter(0.25)}).run(64, seed=1)
    book = openpyxl.load_workbook(asem.to_workbook(tmp_path / "s.xlsx", study=outcome), read_only=True)
    assert {"Rank bands", "Sensitivity", "Fragile pairs"} <= set(book.sheetnames)


def test_a_workbook_that_cannot_be_written_is_refused(asem: cq.Index, tmp_path: Path) -> None:
    with pytest.raises(cq.ProblemsFound, match="no folder"):
        asem.to_workbook(tmp_path / "absent" / "a.xlsx")
