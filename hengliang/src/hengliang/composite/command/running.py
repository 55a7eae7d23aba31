"""The command itself: read, build, vary, write; problems as a table and an exit status.

Exit status: 0 done; 1 problems in the input (problems.csv holds them); 2 wrong use; 3 the folder holds files already.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from hengliang.composite import charts
from hengliang.composite.charts import look
from hengliang.composite.command.asked import CENTRAL, UNITS, asked_tables, check_asked
from hengliang.composite.command.looking import keys_said, look_at_study, look_over, sources
from hengliang.composite.command.plan_file import PlanFile, StudyOrder, check_order, columns_said, read_plan_file
from hengliang.composite.command.progress import Progress
from hengliang.composite.command.report import write_report
from hengliang.composite.command.words import word
from hengliang.composite.frames import Table, read
from hengliang.composite.index import Index
from hengliang.composite.outcome import Uncertainty
from hengliang.composite.problems import Findings, Problem, ProblemsFound
from hengliang.composite.study import vary
from hengliang.composite.translation import LANGUAGES, problems_in, table_in
from hengliang.composite.workbook import problem_table, tables_of, theirs_of, to_workbook

DONE, PROBLEMS, WRONG_USE, EXISTS = 0, 1, 2, 3
SHOWN = 40
TABLES = ("scores", "coverage", "weights", "changes", "cleaning", "screening", "treatment", "statistics")
STUDY_TABLES = ("bands", "sensitivity", "fragile", CENTRAL, UNITS)
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
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of report, pictures and workbook")
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
        _work(arguments, _said(arguments))
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
        data, framework = sources(arguments)
    with progress.stage(word(language, "building")):
        index = _index(arguments, said, data, framework)
    outcome, further, remarks = None, dict[str, Table](), list[Problem]()
    if said.study is not None:
        check_asked(index, said.study)
        with progress.stage(word(language, "varying")):
            outcome = _vary(index, _ordered(said.study, arguments))
            further, remarks = asked_tables(outcome, said.study)
    with progress.stage(word(language, "tables")):
        remarks += _remarks(outcome)
        files = _write_tables(index, outcome, further, remarks, folder, language)
        (folder / "plan.json").write_text(said.plan.to_json(), encoding="utf-8")
        files.append("plan.json")
    if not arguments.no_pictures:
        with progress.stage(word(language, "drawing")):
            files += _draw(index, outcome, folder, language)
    with progress.stage(word(language, "reporting")):
        text = write_report(index, said.plan, outcome, language, files, further)
        (folder / "report.md").write_text(text, encoding="utf-8")


def _said(arguments: argparse.Namespace) -> PlanFile:
    """The plan file. Raises: ProblemsFound, with what is wrong in data and framework too: nobody mends twice."""
    found = Findings()
    try:
        said = read_plan_file(arguments.plan)
    except ProblemsFound as error:
        found.problems.extend(error.problems)
        look_over(arguments, columns_said(arguments.plan), found)
        found.stop()
        raise
    check_order({"runs": arguments.runs, "seed": arguments.seed}, found)
    found.stop()
    return said


def _index(arguments: argparse.Namespace, said: PlanFile, data: Any, framework: Any) -> Index:
    unit, year = keys_said(arguments, said.columns)
    try:
        return said.plan.fit(data, framework, unit=unit, year=year, divisors=arguments.divisors)
    except ProblemsFound as error:
        found = Findings()
        found.problems.extend(error.problems)
        look_at_study(said, framework, found)
        found.stop()
        raise


def _ordered(order: StudyOrder, arguments: argparse.Namespace) -> dict[str, Any]:
    runs = arguments.runs if arguments.runs is not None else order.runs
    seed = arguments.seed if arguments.seed is not None else order.seed
    until = None if arguments.runs is not None else order.until
    size: dict[str, Any] = {"runs": runs} if until is None else {"until": until, "most": order.most}
    return {"factors": order.factors, "node": order.node, "run": {**size, "seed": seed, "design": order.design}}


def _vary(index: Index, order: dict[str, Any]) -> Uncertainty:
    return vary(index, order["factors"], node=order["node"]).run(**order["run"])


def _write_tables(
    index: Index,
    outcome: Uncertainty | None,
    further: Mapping[str, Table],
    remarks: Sequence[Problem],
    folder: Path,
    language: str,
) -> list[str]:
    tables = tables_of(index, study=outcome, further=further)
    wanted = [*TABLES, *(STUDY_TABLES if outcome is not None else ())]
    for name in [name for name in wanted if name in tables]:
        columns = table_in(language, name, read(tables[name], what="table").columns, theirs=theirs_of(index, name))
        Table(columns).to_csv(folder / f"{name}.csv")
    _ranks(index, outcome, language).to_csv(folder / "ranks.csv")
    problem_table(index, remarks, language=language).to_csv(folder / "problems.csv")
    to_workbook(index, folder / "index.xlsx", study=outcome, further=further, language=language, problems=remarks)
    return ["index.xlsx", "ranks.csv", "problems.csv", *(f"{name}.csv" for name in wanted if name in tables)]


def _remarks(outcome: Uncertainty | None) -> list[Problem]:
    return [Problem("study", "", "", note) for note in (outcome.notes if outcome is not None else ())]


def _ranks(index: Index, outcome: Uncertainty | None, language: str) -> Table:
    """Unit, year, name, score and rank of the top, the band where there is one, then the ranks of the other nodes."""
    panel, ranks, top = index.panel, index.rank_values(), index.tree.top
    keys: dict[str, Any] = {panel.unit_column: list(panel.units)}
    if len(panel.all_years) > 1:
        keys[panel.year_column] = list(panel.years)
    columns: dict[str, Any] = {"name": list(panel.names)} if any(panel.names) else {}
    columns |= {"score": index.values[top], "rank": ranks[top]}
    if outcome is not None:
        bands = read(outcome.bands(), what="bands").columns
        columns |= {f"rank_{name}": list(bands[name]) for name in ("q05", "q50", "q95", "best", "worst")}
    inner = range(top - 1, index.tree.leaves - 1, -1)
    others = {word(language, "rank_of", node=index.tree.codes[place]): ranks[place] for place in inner}
    return Table(keys | table_in(language, "ranked", columns) | others)


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


def _tell(problems: Iterable[Problem], folder: Path, language: str) -> None:
    """Problems on the screen and, all of them, in problems.csv."""
    every, path = list(problems), folder / "problems.csv"
    table = problems_in(language, every)
    Table(table).to_csv(path)
    count = word(language, "problem" if len(every) == 1 else "problems", count=len(every), path=path)
    print(count, file=sys.stderr)
    names = list(table)[:4]
    lines = [word(language, "problem_head").split(" | "), *zip(*(table[name][:SHOWN] for name in names), strict=True)]
    widths = [min(max(look.places(line[at]) for line in lines), 40) for at in range(3)]
    for line in lines:
        cells = [cell + " " * (width - look.places(cell)) for cell, width in zip(line, widths, strict=False)]
        print("  ".join([*cells, line[3]]).rstrip(), file=sys.stderr)
    if len(every) > SHOWN:
        print(word(language, "problems_more", count=len(every) - SHOWN), file=sys.stderr)
