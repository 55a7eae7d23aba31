"""What can be seen in the three files without computing anything, so that all that is wrong is told in one round."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from hengliang.composite.coin_tool import read_coin_tool
from hengliang.composite.command.plan_file import PlanFile
from hengliang.composite.factor_reading import read_factors
from hengliang.composite.framework_table import framework_from
from hengliang.composite.panel import read_panel
from hengliang.composite.problems import Findings, ProblemsFound, refuse


def sources(arguments: argparse.Namespace) -> tuple[Any, Any]:
    """Data and framework as they were named; both from the workbook where it is one of the COIN Tool."""
    if arguments.framework is None and arguments.data.suffix.casefold() in (".xlsx", ".xlsm"):
        tool = read_coin_tool(arguments.data)
        return tool.data, tool.framework
    if arguments.framework is None:
        raise refuse("no-framework", "a framework is needed beside the data", row=str(arguments.data))
    return arguments.data, arguments.framework


def keys_said(arguments: argparse.Namespace, columns: Mapping[str, str]) -> tuple[str | None, str | None]:
    """The columns of units and years: as the command names them, else as the plan file does."""
    return arguments.unit or columns.get("unit"), arguments.year or columns.get("year")


def look_over(arguments: argparse.Namespace, columns: Mapping[str, str], found: Findings) -> None:
    """What is wrong with data and framework, beside a plan that cannot be read."""
    seen = Findings()  # one of its own: a reader stops at once where problems stand in it already
    try:
        data, table = sources(arguments)
        framework = framework_from(table, seen)
        seen.problems.extend(framework.problems)
        unit, year = keys_said(arguments, columns)
        panel = read_panel(data, framework.bottom, unit=unit, year=year, found=seen)
        for name in dict.fromkeys(node.divisor for node in framework.nodes if node.divisor in panel.sheet.columns):
            panel.column(name, seen)
    except ProblemsFound as error:
        seen.problems.extend(error.problems)
    found.problems.extend(seen.problems)


def look_at_study(said: PlanFile, table: Any, found: Findings) -> None:
    """What is wrong with the factors of the study, beside an index that does not stand."""
    if said.study is None:
        return
    try:
        framework = framework_from(table, Findings())
        if not framework.problems:
            codes = framework.tree.codes
            read_factors(said.plan, said.study.factors, codes, codes[framework.tree.leaves :])
    except ProblemsFound as error:
        found.problems.extend(problem for problem in error.problems if problem not in found.problems)
