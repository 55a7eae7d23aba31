"""The report in prose: result first, then how sure it is, what was done to the data, how, and what must be known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from hengliang.composite.analysis import selection
from hengliang.composite.charts import look
from hengliang.composite.charts.sensitivity import NAMES
from hengliang.composite.command.asked import CENTRAL, UNITS
from hengliang.composite.command.words import word
from hengliang.composite.frames import Table, read
from hengliang.composite.index import Index
from hengliang.composite.outcome import Uncertainty
from hengliang.composite.plan import Plan
from hengliang.composite.problems import ProblemsFound
from hengliang.composite.translation import LANGUAGES, told_in

NONE: Mapping[str, Table] = {}
FIRST, LAST, MOST_CLEANED = 10, 5, 30
NARROW, WIDE = 2, 10
CHANGES = ("cleaned", "imputed", "winsorised", "transformed")


def write_report(
    index: Index,
    plan: Plan,
    outcome: Uncertainty | None,
    language: str,
    files: Sequence[str],
    further: Mapping[str, Table] = NONE,
) -> str:
    """Markdown text. `further`: tables that the plan file asked for beside the usual ones, see `asked`."""
    parts = [
        f"# {word(language, 'title', name=look.node_name(index, index.tree.top))}",
        _scope(index, language),
        *_result(index, outcome, language),
        _picture("contributions", files, language),
        f"## {word(language, 'sure')}",
        *_sure(index, outcome, language),
        *_asked(index, further, language),
        _picture("rank-bands", files, language),
        _picture("sensitivity", files, language),
        f"## {word(language, 'changed')}",
        *_changed(index, language),
        f"## {word(language, 'method')}",
        plan.prose(language),
        f"## {word(language, 'notes')}",
        _notes(index, outcome, language),
        f"## {word(language, 'files')}",
        "\n".join(f"- {name}" for name in files),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _scope(index: Index, language: str) -> str:
    years = index.panel.all_years
    told = word(language, "years", first=years[0], last=years[-1]) if len(years) > 1 else ""
    scored = int((~np.isnan(index.values[index.tree.top])).sum())
    facts = {"units": len(set(index.panel.units)), "indicators": index.tree.leaves, "years": told}
    return word(language, "scope", **facts, scored=scored, rows=len(index.panel.units))


def _result(index: Index, outcome: Uncertainty | None, language: str) -> list[str]:
    year = look.latest(index, None)
    scores, ranks, names = index.values[index.tree.top], index.rank_values()[index.tree.top], look.unit_names(index)
    rows = [row for row in selection.rows_of(index, year) if not np.isnan(scores[row])]
    rows.sort(key=lambda row: (ranks[row], names[row]))
    bands = _ends(outcome)
    lines = [_row(word(language, "rank_band_head" if bands is not None else "rank_head").split(" | "))]
    lines.append(_row(["---"] * (4 if bands is not None else 3)))
    for row in rows if len(rows) <= FIRST + LAST else [*rows[:FIRST], *rows[-LAST:]]:
        cells = [f"{ranks[row]:.0f}", names[row], f"{scores[row]:.2f}"]
        lines.append(_row([*cells, f"{bands[0][row]:.0f}–{bands[1][row]:.0f}"] if bands is not None else cells))
    head = word(language, "result_year", year=year) if year is not None else word(language, "result")
    told = [f"## {head}", "\n".join(lines)]
    return [*told, word(language, "shown")] if len(rows) > FIRST + LAST else told


def _sure(index: Index, outcome: Uncertainty | None, language: str) -> list[str]:
    bands = _ends(outcome)
    if outcome is None or bands is None:
        return [word(language, "no_study")]
    rows = selection.rows_of(index, look.latest(index, None))
    spans = bands[1][rows] - bands[0][rows] + 1.0
    spans = spans[~np.isnan(spans)]
    facts = {"narrow": int((spans <= NARROW).sum()), "wide": int((spans > WIDE).sum()), "count": spans.size}
    told = [word(language, "bands", runs=f"{outcome.counted:,}", **facts)]
    if outcome.runs > outcome.counted:
        told.append(word(language, "runs_all", all=f"{outcome.runs:,}", rest=f"{outcome.runs - outcome.counted:,}"))
    try:
        pairs = read(outcome.fragile(), what="pairs")
        years = pairs.columns.get(index.panel.year_column, [None] * pairs.count)
        latest = look.latest(index, None) if index.panel.year_column in pairs.columns else None
        every = f"{spans.size * (spans.size - 1) // 2:,}"
        told.append(word(language, "fragile", count=f"{sum(year == latest for year in years):,}", pairs=every))
    except ProblemsFound as error:
        told.append(told_in(language, error.problems[0].why))
    try:
        table = read(outcome.sobol(), what="indices").columns
    except ProblemsFound as error:
        return [*told, word(language, "no_indices", why=told_in(language, error.problems[0].why))]
    largest = sorted(zip(table["factor"], table["total"], strict=True), key=lambda pair: -pair[1])
    named = [f"{_factor(name, language)} {share:.0%}" for name, share in largest]
    return [*told, word(language, "matters", told=("、" if language != "en" else ", ").join(named))]


def _asked(index: Index, further: Mapping[str, Table], language: str) -> list[str]:
    """What the tables say that were asked for: who can come first at all, and what moves the units that were named."""
    told, mark = [], "、" if language != "en" else ", "
    key, names = index.panel.unit_column, dict(zip(index.panel.units, look.unit_names(index), strict=True))
    if CENTRAL in further:
        table = further[CENTRAL]
        first = dict.fromkeys(names[unit] for unit, rank in zip(table[key], table["rank"], strict=True) if rank == 1)
        told.append(word(language, "central", count=max(table["rank"]), units=mark.join(first)))
    if UNITS in further:
        table = further[UNITS]
        for unit in dict.fromkeys(table[key]):
            rows = [row for row, each in enumerate(table[key]) if each == unit]
            rows.sort(key=lambda row: -table["total"][row])
            moved = [f"{_factor(table['factor'][row], language)} {table['total'][row]:.0%}" for row in rows]
            still = not any(table["total"][row] for row in rows)
            said = "still_unit" if still else "matters_unit"
            told.append(word(language, said, unit=names[unit], told=mark.join(moved)))
    return told


def _picture(name: str, files: Sequence[str], language: str) -> str:
    """A picture where one was drawn that a reader of the report can show."""
    path = f"pictures/{name}.png"
    return f"![{word(language, name)}]({path})" if path in files else ""


def _factor(name: str, language: str) -> str:
    return NAMES[name][LANGUAGES.index(language)] if name in NAMES else name


def _changed(index: Index, language: str) -> list[str]:
    lines = []
    for step in CHANGES:
        some = [change for change in index.work.changes if change.step == step]
        if some:
            codes = len({int(place) for change in some for place in change.places})
            count = sum(len(change.rows) for change in some)
            if step == "cleaned":  # columns that only divide are cleaned too
                rows = index.work.tables.get("cleaning", [])
                codes, count = len({row["column"] for row in rows}), len(rows)
            lines.append(word(language, "counts", step=word(language, step), count=count, codes=codes))
    cleaned: list[dict[str, Any]] = index.work.tables.get("cleaning", [])
    if cleaned:
        table = [_row(word(language, "clean_head").split(" | ")), _row(["---"] * 5)]
        for row in cleaned[:MOST_CLEANED]:
            why = told_in(language, row["why"])
            table.append(_row([row["unit"], str(row.get("year", "")), row["column"], f"{row['value']:g}", why]))
        lines.append("\n".join(table))
        if len(cleaned) > MOST_CLEANED:
            lines.append(word(language, "clean_more", count=len(cleaned) - MOST_CLEANED))
    return lines or [word(language, "unchanged")]


def _notes(index: Index, outcome: Uncertainty | None, language: str) -> str:
    notes = [*index.notes, *(outcome.notes if outcome is not None else ())]
    return "\n".join(f"- {told_in(language, note)}" for note in notes) or word(language, "no_notes")


def _ends(outcome: Uncertainty | None) -> tuple[Any, Any] | None:
    if outcome is None:
        return None
    columns = read(outcome.bands(), what="bands").columns
    return np.asarray(columns["q05"], dtype=np.float64), np.asarray(columns["q95"], dtype=np.float64)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
