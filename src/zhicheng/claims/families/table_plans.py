"""Tables with a column of plans and a column of what was done, and no rate: each row allows one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhicheng.claims import lexicon
from zhicheng.claims.cells import has_counts
from zhicheng.claims.drafts import Draft
from zhicheng.claims.figures import Figure, Kind
from zhicheng.claims.grids import Grid
from zhicheng.claims.judging import exact_decimal, ratio, shown, to_decimal
from zhicheng.claims.lookalikes import TIMES_OVER
from zhicheng.claims.model import Reason, Verdict

_PLAN = re.compile(lexicon.PLAN_COLUMN)
_DONE = re.compile(lexicon.DONE_COLUMN)
_RATE = re.compile(r"率|%|占比|比例|比重|进度|百分比")
_NEITHER = re.compile(
    r"工期|天数|时间|日期|期限|单价|平均|均|得分|分值|名次|去年|上年|同期|增减|差额|未|剩余|总投资|基期|基准|现状"
)
_SHORT = re.compile(r"本[月周旬日季]|当[月周旬日季]")
_LONG = re.compile(r"累计|自开工|开工以来")
_OF_YEAR = re.compile(r"年度|今年|本年|当年")


def unstated(grid: Grid) -> Iterator[Draft]:
    """One claim for each row with both counts: 新建快检室（个） | 年度目标 40 | 完成 34.

    A column that names what was due by its verb (应检) is no plan: there nothing was set, and no rate is missed.
    """
    if any(_RATE.search(grid.heading(column)) for column in range(grid.width)):
        return
    for planned, done in _columns(grid):
        for row in range(grid.head, len(grid.cells)):
            plan, real = grid.figure(row, planned), grid.figure(row, done)
            if plan is not None and real is not None and _comparable(plan, real):
                yield from _row(grid, row, plan, real, done)


def _columns(grid: Grid) -> Iterator[tuple[int, int]]:
    """Each column of plans with the nearest column of outcomes right of it, or left of it where there is but one of each."""
    heads = {c: grid.heading(c) for c in range(grid.width) if has_counts(grid, c)}
    named = {c: words for c, words in heads.items() if not _NEITHER.search(words)}
    plans = [c for c, words in named.items() if _PLAN.search(words) and not _fulfilled(words)]
    dones = [c for c, words in named.items() if _fulfilled(words) or (_DONE.search(words) and not _PLAN.search(words))]
    for number, plan in enumerate(plans):
        end = plans[number + 1] if number + 1 < len(plans) else grid.width
        right = [c for c in dones if plan < c < end and _same_time(heads[plan], heads[c])]
        if right:
            yield plan, next((c for c in right if _LONG.search(heads[c])), right[0])
        elif len(plans) == len(dones) == 1 and _same_time(heads[plan], heads[dones[0]]):
            yield plan, dones[0]


def _fulfilled(words: str) -> bool:
    """完成任务数, 任务完成 are outcomes, 计划完成 and 应完成 are plans."""
    return bool(
        re.search(r"完成(?:任务|目标|计划|指标)|(?:任务|目标|计划|指标|预算)(?:实际)?(?:完成|执行|达成)", words)
    ) and not (re.search(r"^(?:年度|全年|本年)?计划完成", words))


def _same_time(planned: str, done: str) -> bool:
    """A month's work is none of a year's plan, nor is all since the start."""
    if bool(_SHORT.search(planned)) != bool(_SHORT.search(done)):
        return False
    return not (_OF_YEAR.search(planned) and re.search(r"自开工|开工以来", done))


def _comparable(plan: Figure, done: Figure) -> bool:
    counts = plan.kind == done.kind == Kind.COUNT and plan.unit == done.unit
    return counts and plan.value > 0 and 0 <= done.value <= plan.value * TIMES_OVER


def _row(grid: Grid, row: int, plan: Figure, done: Figure, column: int) -> Iterator[Draft]:
    computed = ratio([done], [plan])
    if computed is None:
        return
    facts = {"computed": shown(to_decimal(computed.value)), "formula": computed.formula}
    cell = grid.cell(row, column)
    yield Draft(
        "tables",
        Verdict.UNSTATED,
        Reason("rate-unstated", facts),
        (plan, done),
        computed=(computed,),
        counts={"planned": exact_decimal(plan.value), "done": exact_decimal(done.value)},
        subject=grid.label(row),
        where=cell.block.where if cell is not None else "",
    )
