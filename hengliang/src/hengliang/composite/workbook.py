"""Every table of an index in one workbook, for those who check by hand: what came in, what was done, what came out.

Cells hold numbers and text only, never formulas, so that nothing in the data can act in a spreadsheet; a gap is an
empty cell. Chinese text stays as it is. With a finished study its bands and indices are added.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from hengliang.composite import analysis
from hengliang.composite.analysis import selection
from hengliang.composite.frames import Table, read
from hengliang.composite.problems import Problem, ProblemsFound, refuse

if TYPE_CHECKING:
    from hengliang.composite.index import Index
    from hengliang.composite.outcome import Uncertainty

MOST_PAIRS = 100
MOST_ROWS, MOST_COLUMNS = 1_048_575, 16_384
WIDEST = 40

SHEETS: dict[str, tuple[str, str]] = {
    "about": ("About", "说明"),
    "framework": ("Framework", "指标框架"),
    "raw": ("Raw", "原始数据"),
    "cleaned": ("Cleaned", "清理后"),
    "divided": ("Divided", "折算后"),
    "imputed": ("Imputed", "填补后"),
    "winsorised": ("Winsorised", "缩尾后"),
    "transformed": ("Transformed", "变换后"),
    "treated": ("Treated", "处理后"),
    "scaled": ("Scaled", "无量纲化"),
    "scores": ("Scores", "得分"),
    "ranks": ("Ranks", "位次"),
    "bands": ("Rank bands", "位次区间"),
    "coverage": ("Coverage", "数据完整率"),
    "weights": ("Weights", "权重"),
    "changes": ("Changes", "逐项改动"),
    "cleaning": ("Cleaning", "清理记录"),
    "screening": ("Screening", "筛选记录"),
    "treatment": ("Outliers", "异常值处理"),
    "statistics": ("Statistics", "描述统计"),
    "correlations": ("Correlations", "相关系数"),
    "ancestors": ("Within parents", "与上级的相关"),
    "reliability": ("Reliability", "内部一致性"),
    "leave_one_out": ("Leave one out", "逐项剔除"),
    "sensitivity": ("Sensitivity", "敏感性"),
    "fragile": ("Fragile pairs", "位次不稳的单位对"),
    "problems": ("Problems", "问题"),
}


def tables_of(index: Index, *, study: Uncertainty | None = None, problems: Sequence[Problem] = ()) -> dict[str, Any]:
    """All tables by their key in `SHEETS`: of the index, of its analysis, and of a finished study where given."""
    tables: dict[str, Any] = {"framework": _framework(index)}
    for stage in selection.stages(index):
        if stage in SHEETS and stage != selection.SCORES:
            tables[stage] = _cells(index, selection.values_after(index, stage)[: index.tree.leaves])
    tables |= {"scaled": _cells(index, index.made.leaves), "scores": index.scores, "ranks": index.ranks()}
    tables |= {"coverage": index.coverage, "weights": index.weights, "changes": index.changes}
    tables |= {"cleaning": index.cleaning, "screening": index.screening, "treatment": index.treatment}
    few = index.tree.leaves <= MOST_PAIRS
    tables |= {"statistics": analysis.statistics(index), "ancestors": analysis.ancestors(index)}
    tables["correlations"] = analysis.correlations(index, same_parent=None if few else True)
    tables["reliability"] = analysis.reliability(index)
    if few and index.tree.leaves > 1:
        tables["leave_one_out"] = analysis.leave_one_out(index).frame
    told = list(problems)
    if study is not None:
        for key, table in {"bands": study.bands, "sensitivity": study.sobol, "fragile": study.fragile}.items():
            try:
                tables[key] = table()
            except ProblemsFound as error:
                told += error.problems
    tables["problems"] = problem_table(index, told)
    return tables


def to_workbook(
    index: Index,
    path: str | Path,
    *,
    study: Uncertainty | None = None,
    language: str = "en",
    problems: Sequence[Problem] = (),
) -> Path:
    """Write every table to `path` (xlsx) and return the path. Raises: ProblemsFound where it cannot be written."""
    target = Path(path)
    if not target.parent.is_dir():
        raise refuse("unwritable", f"there is no folder {target.parent}", row=target.name)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(target), options)
    chinese = int(language.startswith("zh"))
    head = book.add_format({"bold": True, "bottom": 1})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    about = book.add_worksheet(SHEETS["about"][chinese])
    about.set_column(0, 0, 110, plain)
    for line, text in enumerate(_about(index, language)):
        about.write_string(line, 0, text, head if line == 0 else plain)
    tables = tables_of(index, study=study, problems=problems)
    for key in [key for key in SHEETS if key in tables]:
        _write(book.add_worksheet(SHEETS[key][chinese]), tables[key], head)
    try:
        book.close()
    except (FileCreateError, OSError) as error:
        raise refuse("unwritable", f"the workbook cannot be written ({error})", row=target.name) from error
    return target


def problem_table(index: Index, problems: Sequence[Problem] = ()) -> Table:
    """What is wrong or must be known, one row each: code, row, column, why; notes of the index have the code note."""
    every = [*problems, *(Problem("note", "", "", note) for note in index.notes)]
    return Table({name: [getattr(problem, name) for problem in every] for name in ("code", "row", "column", "why")})


def _about(index: Index, language: str) -> list[str]:
    top, chinese = index.framework.ordered[-1], language.startswith("zh")
    units, years = len(set(index.panel.units)), len(index.panel.all_years) or 1
    size = f"{units} units, {years} year{'s' if years != 1 else ''}, {index.tree.leaves} indicators"
    if chinese:
        size = f"{units} 个单位，{years} 个年度，{index.tree.leaves} 项指标"
    method = "方法" if chinese else "Method"
    notes = "须知" if chinese else "To be known"
    prose = index.plan.prose(language).splitlines() if hasattr(index.plan, "prose") else []
    return [f"{top.code} {top.name}".strip(), size, "", method, *prose, "", notes, *(index.notes or ("—",))]


def _framework(index: Index) -> Table:
    names = ("code", "parent", "name", "direction", "weight", "unit", "divisor", "target", "mean", "coverage")
    columns = {name: [getattr(node, name) for node in index.framework.ordered[::-1]] for name in names}
    posts = [node.goalposts for node in index.framework.ordered[::-1]]
    return Table(columns | {"low": [p and p[0] for p in posts], "high": [p and p[1] for p in posts]})


def _cells(index: Index, values: Any) -> Table:
    panel = index.panel
    head: dict[str, Any] = {panel.unit_column: list(panel.units)}
    if panel.years:
        head[panel.year_column] = list(panel.years)
    return Table(head | {code: values[place] for place, code in enumerate(panel.codes)})


def _write(sheet: Any, table: Any, head: Any) -> None:
    columns: Mapping[str, Any] = read(table, what="table").columns
    names = list(columns)[:MOST_COLUMNS]
    for place, name in enumerate(names):
        values = columns[name]
        cells = values.tolist() if isinstance(values, np.ndarray) else list(values)
        sheet.write_string(0, place, str(name), head)
        for row, value in enumerate(cells[:MOST_ROWS], start=1):
            _write_cell(sheet, row, place, value)
        longest = max([_width(name), *(_width(value) for value in cells[:200])])
        sheet.set_column(place, place, min(longest + 2, WIDEST))
    sheet.freeze_panes(1, 1)
    if names:
        sheet.autofilter(0, 0, max(len(columns[names[0]]), 1), len(names) - 1)


def _write_cell(sheet: Any, row: int, place: int, value: Any) -> None:
    if isinstance(value, bool | np.bool_):
        sheet.write_boolean(row, place, bool(value))
    elif isinstance(value, int | float | np.number):
        number = float(value)
        if math.isfinite(number):
            sheet.write_number(row, place, number)
        elif not math.isnan(number):
            sheet.write_string(row, place, str(number))
    elif value is not None and str(value):
        sheet.write_string(row, place, str(value))


def _width(value: Any) -> int:
    """How wide a cell is shown: Chinese signs take two places."""
    text = f"{value:.6g}" if isinstance(value, float) else str(value)
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)
