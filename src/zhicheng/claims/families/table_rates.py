"""Rate and share columns of a table, recomputed from the columns that their headings name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

from zhicheng.claims.cells import PART_LABEL, agreeing, cell_draft, has_counts, mostly, sum_of
from zhicheng.claims.drafts import Draft
from zhicheng.claims.figures import Figure, Kind
from zhicheng.claims.grids import Grid
from zhicheng.claims.judging import Computed, agrees, growth, number, ratio, shown, to_decimal, total
from zhicheng.claims.model import Reason, Verdict
from zhicheng.claims.pairs import pattern_of, stem_core

_DONE = re.compile(r"完成|实际|已|达成|执行|支出|实现|达到|兑现")
_PLAN = re.compile(r"任务|目标|计划|指标|预算|应")
_WHOLE = re.compile(
    r"抽样|样品|送检|受检|抽检|抽查|抽验|检验|检查|检测|监测|受理|登记|接收|总|合计|应|任务|目标|计划|发现|共|批次|数量|件数|户数|家数|人数|参"
)
PROBE = 6  # rows after which a pair that agrees nowhere is given up
MOST_PAIRS = 24  # pairs of columns that are tried for one rate column
REACH = 12  # columns on either side that a rate may be made of
_NOW = re.compile(r"今年|本年|本期|本月|本季|当年")
_THEN = re.compile(r"去年|上年|同期|上期|上月|上季")


def rates(grid: Grid) -> Iterator[Draft]:
    """Rate columns recomputed from the two columns that their heading names."""
    for column in range(grid.width):
        heading = grid.heading(column)
        if not re.search(r"率|占比|比重|同比|增长|增幅|增减|%", heading) or re.search(
            r"百分点|去年|上年", heading.replace("同比", "").replace("比上年", "")
        ):
            continue
        best: list[Draft] = []
        for top, bottom, grows in islice(_sources(grid, column, heading), MOST_PAIRS):
            tried = _rate_column(grid, column, top, bottom, grows=grows)
            drafts = list(islice(tried, PROBE))
            if len(drafts) < PROBE or agreeing(drafts):
                drafts += tried
            sound = mostly(drafts) or (len(drafts) == 1 and not best)
            if sound and (not best or agreeing(drafts) > agreeing(best)):
                best = drafts
            if drafts and agreeing(drafts) == len(drafts):
                break
        yield from best


_YEAR = re.compile(r"(?:19|20)\d{2}|1[01]\d")


def _year(heading: str) -> int:
    """The year over a column, 0 for none."""
    match = _YEAR.search(heading)
    return int(match[0]) if match and re.search(r"年|^\d+$", heading) else 0


_DIFFERENCE = re.compile(r"增减|增加|净增|变动|变化|增量|比上年|较上年")


def differences(grid: Grid) -> Iterator[Draft]:
    """Columns of this year less last year; kept only where most rows agree."""
    for column in range(grid.width):
        heading = grid.heading(column)
        if not _DIFFERENCE.search(heading) or re.search(r"率|%|幅|增长|百分|同比", heading):
            continue
        best: list[Draft] = []
        for now, then, _ in islice(_sources(grid, column, "增减"), MOST_PAIRS):
            drafts = list(_difference_column(grid, column, now, then))
            if mostly(drafts) and len(drafts) > 2 and agreeing(drafts) > agreeing(best):
                best = drafts
        yield from best


def _difference_column(grid: Grid, column: int, now: int, then: int) -> Iterator[Draft]:
    for row in range(grid.head, len(grid.cells)):
        stated, high, low = grid.figure(row, column), grid.figure(row, now), grid.figure(row, then)
        if stated is None or high is None or low is None or stated.kind != Kind.COUNT or high.kind != low.kind:
            continue
        computed = total([high], less=[low], unit=stated.unit)
        verdict = Verdict.HOLDS if agrees(stated, computed) else Verdict.CONTRADICTED
        facts = {"stated": stated.text, "computed": number(computed.value), "formula": computed.formula}
        code = "change-holds" if verdict == Verdict.HOLDS else "change-differs"
        yield cell_draft(grid, stated, (high, low), computed, verdict, Reason(code, facts), row, column, "tables")


def _sources(grid: Grid, column: int, heading: str) -> Iterator[tuple[int, int, bool]]:
    """Pairs of columns that a rate may be made of, by the words over them."""
    others = [c for c in grid.around(column, REACH) if c != column and grid.summed(c) and has_counts(grid, c)]
    others.sort(key=lambda c: abs(c - column))
    heads = {c: grid.heading(c) for c in others}
    if re.search(r"增长|增幅|同比|增减", heading):
        for now in others:
            for then in others:
                named = _THEN.search(heads[then]) and not _THEN.search(heads[now])
                dated = _year(heads[now]) - _year(heads[then]) == 1 and _year(heads[then]) > 0
                if now != then and (named or dated):
                    yield now, then, True
        return
    stem = re.sub(r"[(（%].*$", "", heading).partition("率")[0]
    planned = re.search(r"完成|达成|执行|兑现|实现|进度", stem)
    bad = re.search(r"不合格|问题|超标|检出|不达标", stem)
    pattern = pattern_of(stem_core(stem)) if stem else None
    for top in others:
        for bottom in others:
            if top == bottom:
                continue
            if (
                planned
                and _DONE.search(heads[top])
                and not _PLAN.search(heads[top].replace("任务完成", ""))
                and _PLAN.search(heads[bottom])
            ) or (
                pattern
                and not planned
                and pattern.search(heads[top])
                and bool(bad) == bool(re.search(r"不|未|问题|超标|检出", heads[top]))
                and _WHOLE.search(heads[bottom])
                and not pattern.search(heads[bottom])
            ):
                yield top, bottom, False


def _rate_column(grid: Grid, column: int, top: int, bottom: int, *, grows: bool) -> Iterator[Draft]:
    for row in range(grid.head, len(grid.cells)):
        stated, part, whole = grid.figure(row, column), grid.figure(row, top), grid.figure(row, bottom)
        if stated is None or part is None or whole is None or whole.value <= 0:
            continue
        computed = growth(part, whole) if grows else ratio([part], [whole])
        if computed is None:
            continue
        printed = _as_percent(stated, grid.heading(column))
        verdict = Verdict.HOLDS if agrees(printed, computed) else Verdict.CONTRADICTED
        facts = {"stated": stated.text, "computed": shown(to_decimal(computed.value)), "formula": computed.formula}
        code = "rate-holds" if verdict == Verdict.HOLDS else "rate-differs"
        yield cell_draft(grid, printed, (part, whole), computed, verdict, Reason(code, facts), row, column, "tables")


def _as_percent(figure: Figure, heading: str) -> Figure:
    """A bare number under 合格率（%）is a percent."""
    return Figure(figure.start, figure.end, figure.text, figure.value, figure.step, False, "%", Kind.PERCENT)


def _share_cells(grid: Grid, column: int, total_row: int) -> Iterator[Draft]:
    """Each share against its count, where the count column with its total stands left of it and mostly agrees."""
    for counts in range(column - 1, 0, -1):
        whole = grid.figure(total_row, counts)
        if whole is None or whole.kind != Kind.COUNT or not grid.summed(counts) or whole.value <= 0:
            continue
        drafts = []
        for row in range(grid.head, len(grid.cells)):
            stated, part = grid.figure(row, column), grid.figure(row, counts)
            computed = ratio([part], [whole]) if part is not None else None
            if row == total_row or stated is None or part is None or computed is None:
                continue
            printed = _as_percent(stated, "")
            verdict = Verdict.HOLDS if agrees(printed, computed) else Verdict.CONTRADICTED
            facts = {"stated": stated.text, "computed": shown(to_decimal(computed.value)), "formula": computed.formula}
            code = "rate-holds" if verdict == Verdict.HOLDS else "rate-differs"
            drafts.append(
                cell_draft(grid, printed, (part, whole), computed, verdict, Reason(code, facts), row, column, "tables")
            )
        if mostly(drafts):
            yield from drafts
        return


def shares(grid: Grid) -> Iterator[Draft]:
    """A column of shares with its total of 100."""
    for column in range(grid.width):
        heading = grid.heading(column)
        if not re.search(r"占比|比重|构成|比例|份额|比率", heading) or re.search(r"其中|占规上|占全省|占全国", heading):
            continue
        for row in range(grid.head, len(grid.cells)):
            target = grid.figure(row, column)
            if not grid.is_total(row) or target is None or target.value != 100:
                continue
            rows = [
                r
                for r in range(grid.head, len(grid.cells))
                if not grid.is_total(r) and not PART_LABEL.match(grid.label(r))
            ]
            figures = [f for r in rows if (f := grid.figure(r, column)) is not None]
            if len(figures) < 2:
                continue
            computed = sum_of(figures)
            room = sum((f.step for f in figures), Fraction(0)) / 2
            verdict = Verdict.HOLDS if abs(computed.value - 100) <= room else Verdict.CONTRADICTED
            if verdict == Verdict.CONTRADICTED and not 80 <= computed.value <= 125:
                continue
            code = "hundred-holds" if verdict == Verdict.HOLDS else "hundred-differs"
            facts = {"computed": f"{to_decimal(computed.value, 2).normalize():f}%"}
            yield from _share_cells(grid, column, row)
            yield cell_draft(
                grid,
                _as_percent(target, heading),
                figures,
                Computed(computed.formula, computed.value, computed.low, computed.high, "合计%"),
                verdict,
                Reason(code, facts),
                row,
                column,
                "tables",
            )
