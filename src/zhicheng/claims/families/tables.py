"""Tables: total rows, total columns, shares up to 100, rates made of two other columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import takewhile

from zhicheng.claims.cells import PART_LABEL, agreeing, cell_draft, has_counts, mostly, sum_of
from zhicheng.claims.drafts import Draft
from zhicheng.claims.families.table_plans import unstated
from zhicheng.claims.families.table_rates import differences, rates, shares
from zhicheng.claims.figures import Figure, Kind
from zhicheng.claims.grids import Grid
from zhicheng.claims.judging import Computed, number
from zhicheng.claims.model import Reason, Verdict

REACH = 40  # columns on either side that a total column may sum up
MANY_TOTALS = 40  # beyond it a total row sums up only what stands since the total before it


def claims(grid: Grid) -> Iterator[Draft]:
    """One claim for each cell that a sum, a share or a rate can be held against."""
    yield from _rows(grid)
    yield from _columns(grid)
    yield from rates(grid)
    yield from shares(grid)
    yield from differences(grid)
    yield from unstated(grid)


def _rows(grid: Grid) -> Iterator[Draft]:
    """Total rows against the rows that they sum up."""
    totals = [row for row in range(grid.head, len(grid.cells)) if grid.is_total(row)]
    for row in totals:
        sets = _summands(grid, row, near=len(totals) > MANY_TOTALS)
        drafts = []
        for column in range(grid.width):
            target = grid.figure(row, column)
            if target is None or not grid.summed(column) or target.kind != Kind.COUNT:
                continue
            draft = _sum(grid, target, (_column(grid, rows, column) for rows in sets), row, column)
            if draft is not None:
                drafts.append(draft)
        wrong = [draft for draft in drafts if draft.verdict == Verdict.CONTRADICTED]
        if len(wrong) * 2 > len(drafts) and len(drafts) > 1:
            drafts = [draft for draft in drafts if draft not in wrong]
        yield from drafts


def _summands(grid: Grid, row: int, *, near: bool) -> list[list[int]]:
    """The sets of rows that a total row may sum up, the likeliest first; `near`: no further than the total before."""
    if near:
        since = list(takewhile(lambda r: not grid.is_total(r), range(row - 1, grid.head - 1, -1)))[::-1]
        return [rows for rows in ([r for r in since if not PART_LABEL.match(grid.label(r))], since) if len(rows) >= 2]
    body = [r for r in range(grid.head, len(grid.cells)) if r != row]
    above = [r for r in body if r < row]
    below = [r for r in body if r > row]
    subtotals = [r for r in above if grid.is_subtotal(r)]
    plain_above = [r for r in above if not grid.is_total(r)]
    before = max((r for r in above if grid.is_total(r)), default=-1)
    since = [r for r in plain_above if r > before]
    sets = [since, subtotals, plain_above] if grid.is_subtotal(row) else [plain_above, subtotals, since]
    if not plain_above:
        after = [r for r in below if not grid.is_total(r)]
        following = next((r for r in below if grid.is_total(r)), len(grid.cells))
        sets = [[r for r in after if r < following], after, [r for r in below if grid.is_subtotal(r)]]
    bare = [[r for r in rows if not PART_LABEL.match(grid.label(r))] for rows in sets]
    return [rows for rows in [*bare, *sets] if len(rows) >= 2]


def _column(grid: Grid, rows: Sequence[int], column: int) -> list[Figure] | None:
    """The figures of a column in these rows; None where one of them is no number."""
    figures = []
    for row in rows:
        cell = grid.cell(row, column)
        if cell is None or cell.empty:
            continue
        if cell.figure is None:
            return None
        figures.append(cell.figure)
    return figures


def _sum(grid: Grid, target: Figure, sets: Iterable[list[Figure] | None], row: int, column: int) -> Draft | None:
    tried = []
    for figures in sets:
        if figures and len(figures) >= 2 and all(f.kind == Kind.COUNT for f in figures):
            computed = sum_of(figures)
            if _adds(target, figures, computed):
                return _sum_draft(grid, target, figures, computed, Verdict.HOLDS, row, column)
            tried.append((figures, computed))
    if not tried:
        return None
    figures, computed = tried[0]
    if computed.value == 0 or not Fraction(1, 2) <= target.value / computed.value <= 2:
        return None
    return _sum_draft(grid, target, figures, computed, Verdict.CONTRADICTED, row, column)


def _adds(target: Figure, figures: Sequence[Figure], computed: Computed) -> bool:
    """Whole numbers add up exactly; printed decimals within half a last digit for each."""
    room = sum((f.step for f in figures if not f.exact), Fraction(0)) / 2 + (0 if target.exact else target.step / 2)
    return abs(target.value - computed.value) <= room


def _sum_draft(
    grid: Grid, target: Figure, figures: Sequence[Figure], computed: Computed, verdict: Verdict, row: int, column: int
) -> Draft:
    code = "sum-holds" if verdict == Verdict.HOLDS else "sum-differs"
    facts = {"stated": target.text, "computed": number(computed.value), "formula": computed.formula}
    return cell_draft(grid, target, figures, computed, verdict, Reason(code, facts), row, column, "total")


def _columns(grid: Grid) -> Iterator[Draft]:
    """Total columns against the columns beside them; kept only where most rows agree."""
    for column in range(grid.width):
        if not grid.is_total_column(column):
            continue
        best: list[Draft] = []
        for others in _beside(grid, column):
            drafts = []
            for row in range(grid.head, len(grid.cells)):
                target = grid.figure(row, column)
                figures = [f for other in others if (f := grid.figure(row, other)) is not None]
                if (
                    target is None
                    or target.kind != Kind.COUNT
                    or len(figures) < 2
                    or len({f.unit for f in figures}) > 1
                ):
                    continue
                computed = sum_of(figures)
                verdict = Verdict.HOLDS if _adds(target, figures, computed) else Verdict.CONTRADICTED
                drafts.append(_sum_draft(grid, target, figures, computed, verdict, row, column))
            if mostly(drafts) and (not best or agreeing(drafts) > agreeing(best)):
                best = drafts
        yield from best


def _beside(grid: Grid, column: int) -> list[list[int]]:
    """The columns that a total column may sum up."""
    counts = [
        c
        for c in grid.around(column, REACH)
        if c != column and grid.summed(c) and not grid.is_total_column(c) and has_counts(grid, c)
    ]
    totals = [c for c in grid.around(column, REACH) if c < column and grid.is_total_column(c)]
    left = [c for c in counts if c < column]
    since = [c for c in left if not totals or c > totals[-1]]
    right = [c for c in counts if c > column]
    return [columns for columns in (since, left, right, totals) if len(columns) >= 2]
