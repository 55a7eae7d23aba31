"""Every table of an index in one workbook, for those who check by hand: what came in, what was done, what came out.

Cells hold numbers and text only, never formulas, so that nothing in the data can act in a spreadsheet; text that begins
like a formula is marked as text, so that editing its cell does not wake it. A gap is an empty cell. Chinese text stays as it is. With a finished study its bands and indices are added.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from hengliang.composite import analysis
from hengliang.composite.analysis import selection
from hengliang.composite.built import Built
from hengliang.composite.frames import Table, acts, read
from hengliang.composite.outcome import Uncertainty
from hengliang.composite.problems import Problem, ProblemsFound, listed, refuse
from hengliang.composite.translation import LANGUAGES, problems_in, table_in, told_in

MOST_PAIRS = 100
MOST_ROWS, MOST_COLUMNS = 1_048_575, 16_384
WIDEST = 40
NONE: Mapping[str, Any] = {}
SIZE: tuple[str, ...] = (
    "{units} units, {years} years, {indicators} indicators",
    "{units}个单位，{years}个年度，{indicators}项指标",
    "{units}個單位，{years}個年度，{indicators}項指標",
)
METHOD, NOTES = ("Method", "方法", "方法"), ("To be known", "须知", "須知")

SHEETS: dict[str, tuple[str, str, str]] = {
    "about": ("About", "说明", "說明"),
    "framework": ("Framework", "指标框架", "指標框架"),
    "raw": ("Raw", "原始数据", "原始資料"),
    "cleaned": ("Cleaned", "清理后", "清理後"),
    "divided": ("Divided", "折算后", "折算後"),
    "imputed": ("Imputed", "填补后", "填補後"),
    "winsorised": ("Winsorised", "缩尾后", "縮尾後"),
    "transformed": ("Transformed", "变换后", "變換後"),
    "treated": ("Treated", "处理后", "處理後"),
    "scaled": ("Scaled", "无量纲化", "無量綱化"),
    "scores": ("Scores", "得分", "得分"),
    "ranks": ("Ranks", "位次", "位次"),
    "bands": ("Rank bands", "位次区间", "位次區間"),
    "coverage": ("Coverage", "数据完整率", "資料完整率"),
    "weights": ("Weights", "权重", "權重"),
    "changes": ("Changes", "逐项改动", "逐項改動"),
    "cleaning": ("Cleaning", "清理记录", "清理記錄"),
    "screening": ("Screening", "筛选记录", "篩選記錄"),
    "treatment": ("Outliers", "异常值处理", "異常值處理"),
    "statistics": ("Statistics", "描述统计", "描述統計"),
    "correlations": ("Correlations", "相关系数", "相關係數"),
    "ancestors": ("Within parents", "与上级的相关", "與上級的相關"),
    "reliability": ("Reliability", "内部一致性", "內部一致性"),
    "leave_one_out": ("Leave one out", "逐项剔除", "逐項剔除"),
    "sensitivity": ("Sensitivity", "敏感性", "敏感性"),
    "unit_sensitivity": ("Units' sensitivity", "单位敏感性", "單位敏感性"),
    "central_weights": ("Central weights", "中心权重", "中心權重"),
    "fragile": ("Fragile pairs", "位次不稳的单位对", "位次不穩的單位對"),
    "problems": ("Problems", "问题", "問題"),
}


def tables_of(
    index: Built,
    *,
    study: Uncertainty | None = None,
    further: Mapping[str, Any] = NONE,
    problems: Sequence[Problem] = (),
    language: str = "en",
) -> dict[str, Any]:
    """All tables by their key in `SHEETS`: of the index, of its analysis, and of a finished study where given.

    `further`: tables that were asked for beside these, by their key. Only the table of problems is in `language`; the others are told by `table_in`.
    """
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
    tables |= further
    tables["problems"] = problem_table(index, told, language=language)
    return tables


def to_workbook(
    index: Built,
    path: str | Path,
    *,
    study: Uncertainty | None = None,
    further: Mapping[str, Any] = NONE,
    language: str = "en",
    problems: Sequence[Problem] = (),
) -> Path:
    """Write every table to `path` (xlsx) and return the path; sheets, headings and remarks in a language.

    Raises: ProblemsFound for another language, and where it cannot be written.
    """
    target = Path(path)
    if language not in LANGUAGES:
        raise refuse("language", f"{language!r}: there are {listed(LANGUAGES)}")
    if not target.parent.is_dir():
        raise refuse("unwritable", f"there is no folder {target.parent}", row=target.name)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(target), options)
    told = LANGUAGES.index(language)
    head = book.add_format({"bold": True, "bottom": 1})
    inert = book.add_format({"quote_prefix": True})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    about = book.add_worksheet(SHEETS["about"][told])
    about.set_column(0, 0, 110, plain)
    for line, text in enumerate(_about(index, language)):
        about.write_string(line, 0, text, head if line == 0 else plain)
    tables = tables_of(index, study=study, further=further, problems=problems, language=language)
    for key in [key for key in SHEETS if key in tables]:
        columns = table_in(language, key, read(tables[key], what="table").columns, theirs=theirs_of(index, key))
        _write(book.add_worksheet(SHEETS[key][told]), columns, head, inert)
    try:
        book.close()
    except (FileCreateError, OSError) as error:
        raise refuse("unwritable", f"the workbook cannot be written ({error})", row=target.name) from error
    return target


def problem_table(index: Built, problems: Sequence[Problem] = (), *, language: str = "en") -> Table:
    """What is wrong or must be known, one row each: code, row, column, why; notes of the index have the code note."""
    return Table(problems_in(language, [*problems, *(Problem("note", "", "", note) for note in index.notes)]))


def keys_of(index: Built) -> tuple[str, ...]:
    """The columns of units and years, which keep the names that they came with."""
    return (index.panel.unit_column, *([index.panel.year_column] if index.panel.years else []))


def theirs_of(index: Built, key: str) -> tuple[str, ...]:
    """The columns of a table that are the user's own: units, years, and nodes where each has a column."""
    return (*keys_of(index), *(index.tree.codes if key == "central_weights" else ()))


def _about(index: Built, language: str) -> list[str]:
    told, top = LANGUAGES.index(language), index.framework.ordered[-1]
    units, years = len(set(index.panel.units)), len(index.panel.all_years) or 1
    size = SIZE[told].format(units=units, years=years, indicators=index.tree.leaves)
    prose = index.plan.prose(language).splitlines() if hasattr(index.plan, "prose") else []
    notes = [told_in(language, note) for note in index.notes] or ["—"]
    return [f"{top.code} {top.name}".strip(), size, "", METHOD[told], *prose, "", NOTES[told], *notes]


def _framework(index: Built) -> Table:
    names = ("code", "parent", "name", "direction", "weight", "unit", "divisor", "target", "mean", "coverage")
    columns = {name: [getattr(node, name) for node in index.framework.ordered[::-1]] for name in names}
    posts = [node.goalposts for node in index.framework.ordered[::-1]]
    return Table(columns | {"low": [p and p[0] for p in posts], "high": [p and p[1] for p in posts]})


def _cells(index: Built, values: Any) -> Table:
    panel = index.panel
    head: dict[str, Any] = {panel.unit_column: list(panel.units)}
    if panel.years:
        head[panel.year_column] = list(panel.years)
    return Table(head | {code: values[place] for place, code in enumerate(panel.codes)})


def _write(sheet: Any, columns: Mapping[str, Any], head: Any, inert: Any) -> None:
    names = list(columns)[:MOST_COLUMNS]
    for place, name in enumerate(names):
        values = columns[name]
        cells = values.tolist() if isinstance(values, np.ndarray) else list(values)
        sheet.write_string(0, place, str(name), head)
        for row, value in enumerate(cells[:MOST_ROWS], start=1):
            _write_cell(sheet, row, place, value, inert)
        longest = max([_width(name), *(_width(value) for value in cells[:200])])
        sheet.set_column(place, place, min(longest + 2, WIDEST))
    sheet.freeze_panes(1, 1)
    if names:
        sheet.autofilter(0, 0, max(len(columns[names[0]]), 1), len(names) - 1)


def _write_cell(sheet: Any, row: int, place: int, value: Any, inert: Any) -> None:
    if isinstance(value, bool | np.bool_):
        sheet.write_boolean(row, place, bool(value))
    elif isinstance(value, int | float | np.number):
        number = float(value)
        if math.isfinite(number):
            sheet.write_number(row, place, number)
        elif not math.isnan(number):
            sheet.write_string(row, place, str(number))
    elif value is not None and str(value):
        text = str(value)
        sheet.write_string(row, place, text, inert if acts(text) else None)


def _width(value: Any) -> int:
    """How wide a cell is shown: Chinese signs take two places."""
    text = f"{value:.6g}" if isinstance(value, float) else str(value)
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)
