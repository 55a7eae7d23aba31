"""The command itself: read, build, vary, write; problems as a table and an exit status.

Exit status: 0 done; 1 problems in the input (problems.csv holds them); 2 wrong use; 3 the folder holds files already.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from hengliang.composite import charts
from hengliang.composite.charts import look
from hengliang.composite.coin_tool import read_coin_tool
from hengliang.composite.command.plan_file import PlanFile, StudyOrder, read_plan_file
from hengliang.composite.command.progress import Progress
from hengliang.composite.command.report import write_report
from hengliang.composite.command.words import word
from hengliang.composite.frames import Table, read
from hengliang.composite.index import Index
from hengliang.composite.outcome import Uncertainty
from hengliang.composite.problems import Problem, ProblemsFound, refuse
from hengliang.composite.study import vary
from hengliang.composite.workbook import problem_table, tables_of

DONE, PROBLEMS, WRONG_USE, EXISTS = 0, 1, 2, 3
SHOWN = 40
TABLES = ("scores", "coverage", "weights", "changes", "cleaning", "screening", "treatment", "statistics")
STUDY_TABLES = ("bands", "sensitivity", "fragile")
OTHERS = ("ranks.csv", "problems.csv", "index.xlsx", "plan.json", "report.md")
PICTURES = ("framework", "contributions", "correlations", "rank-bands", "sensitivity")
ENDINGS = (".json", ".svg", ".png")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("plan", type=Path, help="plan file (JSON), may hold a study")
    parser.add_argument("data", type=Path, help="data (CSV or the first sheet of a workbook), or a COIN Tool workbook")
    parser.add_argument(
        "framework", type=Path, nargs="?", help="framework (CSV or workbook); not with a COIN Tool workbook"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for the results; made where it is missing")
    parser.add_argument("--divisors", type=Path, help="a table of divisors beside the data (CSV)")
    parser.add_argument("--unit", help="the column that names the units")
    parser.add_argument("--year", help="the column that names the years")
    parser.add_argument("--runs", type=int, help="runs of the study, in place of the plan file's")
    parser.add_argument("--seed", type=int, help="seed of the study, in place of the plan file's")
    parser.add_argument("--language", choices=look.LANGUAGES, default="en", help="of report, pictures and workbook")
    parser.add_argument("--no-pictures", action="store_true", help="write no charts")
    parser.add_argument("--force", action="store_true", help="write over the files of an earlier run")
    parser.add_argument("--quiet", action="store_true", help="say nothing while it works")


def run(arguments: argparse.Namespace) -> int:
    """Do it all; the exit status."""
    folder, language = arguments.out, arguments.language
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not arguments.force)):
        print(word(language, "exists", folder=folder), file=sys.stderr)
        return EXISTS
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _clear(folder)
    except OSError as error:
        print(error, file=sys.stderr)
        return WRONG_USE
    try:
        _work(arguments, read_plan_file(arguments.plan))
    except ProblemsFound as error:
        _tell(error.problems, folder, language)
        return PROBLEMS
    print(word(language, "finished", folder=folder))
    return DONE


def _clear(folder: Path) -> None:
    """Take away what an earlier run wrote, so that its results never stand beside the problems of this one."""
    pictures = [f"pictures/{name}{ending}" for name in PICTURES for ending in ENDINGS]
    for name in (*OTHERS, *(f"{name}.csv" for name in (*TABLES, *STUDY_TABLES)), *pictures):
        (folder / name).unlink(missing_ok=True)


def _work(arguments: argparse.Namespace, said: PlanFile) -> None:
    folder, language = arguments.out, arguments.language
    stages = 4 + (not arguments.no_pictures) + (said.study is not None)
    progress = Progress(sys.stderr, stages=stages, quiet=arguments.quiet)
    with progress.stage(word(language, "reading")):
        data, framework = _sources(arguments)
    with progress.stage(word(language, "building")):
        index = _index(arguments, said, data, framework)
    outcome = None
    if said.study is not None:
        with progress.stage(word(language, "varying")):
            outcome = _vary(index, _ordered(said.study, arguments))
    with progress.stage(word(language, "tables")):
        files = _write_tables(index, outcome, folder, language)
        (folder / "plan.json").write_text(said.plan.to_json(), encoding="utf-8")
        files.append("plan.json")
    if not arguments.no_pictures:
        with progress.stage(word(language, "drawing")):
            files += _draw(index, outcome, folder, language)
    with progress.stage(word(language, "reporting")):
        text = write_report(index, said.plan, outcome, language, files)
        (folder / "report.md").write_text(text, encoding="utf-8")


def _sources(arguments: argparse.Namespace) -> tuple[Any, Any]:
    if arguments.framework is None and arguments.data.suffix.casefold() in (".xlsx", ".xlsm"):
        tool = read_coin_tool(arguments.data)
        return tool.data, tool.framework
    if arguments.framework is None:
        raise refuse("no-framework", "a framework is needed beside the data", row=str(arguments.data))
    return arguments.data, arguments.framework


def _index(arguments: argparse.Namespace, said: PlanFile, data: Any, framework: Any) -> Index:
    unit = arguments.unit or said.columns.get("unit")
    year = arguments.year or said.columns.get("year")
    return said.plan.fit(data, framework, unit=unit, year=year, divisors=arguments.divisors)


def _ordered(order: StudyOrder, arguments: argparse.Namespace) -> dict[str, Any]:
    runs = arguments.runs if arguments.runs is not None else order.runs
    seed = arguments.seed if arguments.seed is not None else order.seed
    until = None if arguments.runs is not None else order.until
    size: dict[str, Any] = {"runs": runs} if until is None else {"until": until, "most": order.most}
    return {"factors": order.factors, "node": order.node, "run": {**size, "seed": seed, "design": order.design}}


def _vary(index: Index, order: dict[str, Any]) -> Uncertainty:
    return vary(index, order["factors"], node=order["node"]).run(**order["run"])


def _write_tables(index: Index, outcome: Uncertainty | None, folder: Path, language: str) -> list[str]:
    tables = tables_of(index, study=outcome)
    wanted = [*TABLES, *(STUDY_TABLES if outcome is not None else ())]
    for name in [name for name in wanted if name in tables]:
        _csv(tables[name], folder / f"{name}.csv")
    _csv(_ranks(index, outcome), folder / "ranks.csv")
    _csv(problem_table(index, _remarks(outcome)), folder / "problems.csv")
    index.to_workbook(folder / "index.xlsx", study=outcome, language=language, problems=_remarks(outcome))
    return ["index.xlsx", "ranks.csv", "problems.csv", *(f"{name}.csv" for name in wanted if name in tables)]


def _remarks(outcome: Uncertainty | None) -> list[Problem]:
    return [Problem("study", "", "", note) for note in (outcome.notes if outcome is not None else ())]


def _ranks(index: Index, outcome: Uncertainty | None) -> Table:
    """Unit, year, name, score and rank of the top, the band where there is one, then the ranks of the other nodes."""
    panel, ranks, top = index.panel, index.rank_values(), index.tree.top
    columns: dict[str, Any] = {panel.unit_column: list(panel.units)}
    if len(panel.all_years) > 1:
        columns[panel.year_column] = list(panel.years)
    if any(panel.names):
        columns["name"] = list(panel.names)
    columns |= {"score": index.values[top], "rank": ranks[top]}
    if outcome is not None:
        bands = read(outcome.bands(), what="bands").columns
        columns |= {f"rank_{name}": list(bands[name]) for name in ("q05", "q50", "q95", "best", "worst")}
    inner = range(top - 1, index.tree.leaves - 1, -1)
    return Table(columns | {f"rank of {index.tree.codes[place]}": ranks[place] for place in inner})


def _draw(index: Index, outcome: Uncertainty | None, folder: Path, language: str) -> list[str]:
    drawings: dict[str, Callable[[], look.Spec]] = {
        "framework": lambda: charts.framework(index, language=language),
        "contributions": lambda: charts.contributions(index, language=language),
        "correlations": lambda: charts.correlations(index, language=language),
    }
    if outcome is not None:
        drawings["rank-bands"] = lambda: charts.rank_bands(outcome, language=language)
        if outcome.design.both and not outcome.failed:
            drawings["sensitivity"] = lambda: charts.sensitivity(outcome, language=language)
    place = folder / "pictures"
    place.mkdir(exist_ok=True)
    endings = ENDINGS if charts.can_draw() else ENDINGS[:1]
    if len(endings) == 1:
        print(word(language, "no_pictures"), file=sys.stderr)
    written = []
    for name, draw in drawings.items():
        spec = draw()
        written += [f"pictures/{charts.save(spec, place / f'{name}{ending}').name}" for ending in endings]
    return written


def _csv(table: Any, path: Path) -> None:
    Table(dict(read(table, what="table").columns)).to_csv(path)


def _tell(problems: Iterable[Problem], folder: Path, language: str) -> None:
    """Problems on the screen and, all of them, in problems.csv."""
    every, path = list(problems), folder / "problems.csv"
    Table({name: [getattr(p, name) for p in every] for name in ("code", "row", "column", "why")}).to_csv(path)
    print(word(language, "problems", count=len(every), path=path), file=sys.stderr)
    lines = [word(language, "problem_head").split(" | "), *([p.code, p.row, p.column, p.why] for p in every[:SHOWN])]
    widths = [min(max(len(line[at]) for line in lines), 40) for at in range(3)]
    for line in lines:
        cells = [cell.ljust(width) for cell, width in zip(line, widths, strict=False)]
        print("  ".join([*cells, line[3]]).rstrip(), file=sys.stderr)
    if len(every) > SHOWN:
        print(f"... {len(every) - SHOWN}", file=sys.stderr)
