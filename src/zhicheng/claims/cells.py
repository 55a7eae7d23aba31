"""A claim about one cell of a table, and what the checks of tables share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from zhicheng.claims.drafts import Draft
from zhicheng.claims.figures import Figure
from zhicheng.claims.grids import Grid
from zhicheng.claims.judging import Computed, number
from zhicheng.claims.model import Reason, Verdict


def sum_of(figures: Sequence[Figure]) -> Computed:
    value = sum((f.value for f in figures), Fraction(0))
    return Computed(
        " + ".join(number(f.value) for f in figures[:12]) + (" + …" if len(figures) > 12 else ""),
        value,
        value,
        value,
        "",
    )


def cell_draft(
    grid: Grid,
    target: Figure,
    figures: Sequence[Figure],
    computed: Computed,
    verdict: Verdict,
    reason: Reason,
    row: int,
    column: int,
    kind: str,
) -> Draft:
    cell = grid.cell(row, column)
    where = cell.block.where if cell is not None else ""
    subject = " · ".join(word for word in (grid.label(row), grid.heading(column)) if word)
    return Draft(
        "tables" if kind == "total" else kind,
        verdict,
        reason,
        tuple(figures),
        target,
        (computed,),
        subject=subject,
        sure=6,
        where=where,
        quote=(target.start, target.end),
    )


def agreeing(drafts: Sequence[Draft]) -> int:
    return sum(draft.verdict == Verdict.HOLDS for draft in drafts)


def mostly(drafts: Sequence[Draft]) -> bool:
    """More rows agree than not: the columns are what they seem."""
    return (bool(drafts) and agreeing(drafts) * 2 > len(drafts)) or (len(drafts) == 2 and agreeing(drafts) == 1)


def has_counts(grid: Grid, column: int) -> bool:
    return column in grid.counting


PART_LABEL = re.compile(r"^\s*(?:其中|#|—|-|－)")
