"""Plan and outcome under headings of their own: a line 年度任务 with its counts, then a line 完成情况 with the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from zhicheng.claims.drafts import Draft
from zhicheng.claims.judging import exact_decimal, ratio, shown, to_decimal
from zhicheng.claims.lookalikes import TIMES_OVER
from zhicheng.claims.model import Reason, Verdict
from zhicheng.claims.nouns import words_of
from zhicheng.claims.passages import Passage
from zhicheng.claims.roles import BASE, CHANGE, DONE, PLAN, REMAIN
from zhicheng.claims.said import Said
from zhicheng.claims.subjects import subject_of

_NUMBER = r"[ ]?(?:[(]?[一二三四五六七八九十\d]{1,2}[)、.][ ]?)?"
_PLAN = re.compile(
    rf"{_NUMBER}【?(?:年度|全年|今年|本年度?|工作|主要)*(?:目标任务|任务目标|任务|目标|计划)(?:要求|内容)?(?:】[ ]?:?|[ ]?(?::|$))"
)
_DONE = re.compile(
    rf"{_NUMBER}【?(?:目前|任务|目标|工作|当前|实际)*(?:完成|进展|执行|落实)(?:(?:情况|情形|进度|结果)(?:】[ ]?:?|[ ]?(?::|$))|数?[ ]?:)"
)
_LONGEST_TITLE = 40
_SET_APART = re.compile(r"去年|上年|明年|下一步|预计|力争|其中")


@dataclass
class Headings:
    """Under which heading the reading stands, and the counts that were planned under the last one.

    `titled`: the one plan of a line that is a title, for the line right after it.
    """

    kind: str = ""
    plans: list[tuple[Said, str]] = field(default_factory=list)
    titled: list[tuple[Said, str]] = field(default_factory=list)


def claims(passage: Passage, headings: Headings) -> Iterator[Draft]:
    """One claim for each count under 完成情况 whose plan stands under the heading before it."""
    titled, headings.titled = headings.titled, _title(passage)
    if titled and not headings.titled and headings.kind != "plan":
        yield from _fulfilled(passage, titled, [one for one in passage.said if _usable(one) and one.role == DONE])
    text = passage.text.lstrip()
    named = "plan" if _PLAN.match(text) else "done" if _DONE.match(text) else ""
    if named:
        headings.plans = headings.plans if named == "done" and headings.kind == "plan" else []
        headings.kind = named
    elif not passage.figures:
        if len(text) < 20:  # another heading
            headings.kind, headings.plans = "", []
        return
    if not passage.figures or not headings.kind:
        return
    counts = [one for one in passage.said if _usable(one)]
    if headings.kind == "plan":
        headings.plans += [(one, _noun(one)) for one in counts]
        return
    if any(one.percent for one in passage.said):
        headings.plans = []
        return
    yield from _fulfilled(passage, headings.plans, counts)


def _title(passage: Passage) -> list[tuple[Said, str]]:
    """2. 质量管家进园区（目标 12 个园区）: a line without a full stop whose only figure is a plan."""
    text = passage.text.rstrip()
    if len(text) > _LONGEST_TITLE or text.endswith(("。", ";", "；")) or len(passage.figures) != 1:
        return []
    only = passage.said[0]
    return [(only, words_of(text))] if only.role == PLAN and _usable(only) else []


def _fulfilled(passage: Passage, plans: list[tuple[Said, str]], counts: list[Said]) -> Iterator[Draft]:
    """One claim for each plan that one of the counts answers."""
    if any(one.percent or one.role == PLAN for one in passage.said):
        return
    for plan, noun in plans:
        found = [one for one in counts if one.unit == plan.unit and _same(noun, one)]
        if len(found) == 1 and 0 < found[0].figure.value <= plan.figure.value * TIMES_OVER:
            yield from _draft(passage, plan, found[0])


def _usable(one: Said) -> bool:
    plain = one.counts and not one.figure.weak and one.figure.upper is None and bool(one.unit)
    return plain and one.role not in (BASE, CHANGE, REMAIN) and not _SET_APART.search(one.lead)


def _noun(one: Said) -> str:
    return words_of(one.before + one.after[:8])


def _same(noun: str, done: Said) -> bool:
    """The same words, or no noun of its own (已培训 55 家)."""
    own = _noun(done)
    if len(own) <= 2:
        return own[:1] in noun
    size = 2 if len(own) < 6 else 3
    return any(own[i : i + size] in noun for i in range(len(own) - size + 1))


def _draft(passage: Passage, plan: Said, done: Said) -> Iterator[Draft]:
    computed = ratio([done.figure], [plan.figure])
    if computed is not None:
        facts = {"computed": shown(to_decimal(computed.value)), "formula": computed.formula}
        counts = {"planned": exact_decimal(plan.figure.value), "done": exact_decimal(done.figure.value)}
        yield Draft(
            "completion", Verdict.UNSTATED, Reason("rate-unstated", facts), (plan.figure, done.figure), None,
            (computed,), dict(counts), subject=subject_of(passage, done), sure=4,
        )  # fmt: skip
