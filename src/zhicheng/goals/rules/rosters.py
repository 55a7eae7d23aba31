"""Rosters: what a row must hold, as what it counts once, and which rows collide."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from zhicheng.core.text import fold

# 立项, 确立, 获批 are done only where the standard of acceptance says so; 正在, 申报, 在建, 拟 never are.
DONE_WORDS = (
    "已完成",
    "完成",
    "已获",
    "建成",
    "通过",
    "已验收",
    "验收合格",
    "获得",
    "取得",
    "已取得",
    "是",
    "√",
    "✓",
    "✔",
    "已办结",
    "办结",
    "已通过",
    "done",
)
APPROVAL_WORDS = ("立项", "已立项", "确立", "已确立", "获批", "已获批")
PROGRESS_WORDS = ("在办", "在建", "正在", "推进中", "进行中", "制定中", "起草", "拟", "未完成", "in-progress")
NOT_YET = ("否", "×", "x", "没有", "尚未", "尚未完成")
APPLIED_WORDS = ("申报", "已申报", "申请", "待批", "报送省级", "applied")
# Each key of a roster is asked for half a dozen times between the check and the writing.
KEYS_KEPT = 50_000
_SLIPS = str.maketrans("IO", "10")
_SPACE = re.compile(r"[\s\u3000()（）·.,，。、“”\"'-]+")


@dataclass(frozen=True)
class Row:
    """One row as it was pasted or read from a sheet, already with its shape checked."""

    line: int
    name: str
    code: str = ""
    happened_on: date | None = None
    status: str = "done"
    remark: str = ""


@dataclass(frozen=True)
class Counted:
    """Another row that already counts: which one it is and how to tell a person where."""

    key: str
    name_key: str
    where: str
    own: bool = False


@dataclass(frozen=True)
class Problem:
    """Why a row cannot count, for the cell it stands in."""

    line: int
    column: str
    sentence: str


def status_of(text: str, *, approval_counts: bool) -> str | None:
    """done, in-progress or applied from a word as offices write it; None for one that is not known."""
    word = fold(text.strip())
    if not word or word in DONE_WORDS:
        return "done"
    if word in APPROVAL_WORDS:
        return "done" if approval_counts else "in-progress"
    if word in NOT_YET or word.startswith("未"):
        return "in-progress"
    if any(each in word for each in APPLIED_WORDS):
        return "applied"
    if any(each in word for each in PROGRESS_WORDS):
        return "in-progress"
    return "done" if any(each == word for each in DONE_WORDS) else None


@lru_cache(maxsize=KEYS_KEPT)
def name_key(name: str) -> str:
    """A name for comparing: simplified, half-width, without spaces, brackets and points."""
    return _SPACE.sub("", fold(name))[:200]


@lru_cache(maxsize=KEYS_KEPT)
def code_key(code: str) -> str:
    """A code or certificate number for comparing: half-width, upper case, without spaces.

    No social credit code holds the letters I and O: in something as long as one they are slips for 1 and 0.
    """
    plain = re.sub(r"\s+", "", fold(code)).upper()
    return plain.translate(_SLIPS) if re.fullmatch(r"[0-9A-Z]{18}", plain) else plain


def key_of(row: Row) -> str:
    """As what a row counts once: its code or certificate number, else its name."""
    return code_key(row.code) or f"名:{name_key(row.name)}"


def once_of(series: str, basis: str, year: int) -> str:
    """Within what a thing counts once: a stock is counted anew each year, what is new or cumulative once for all."""
    return f"{series}:{year}" if basis == "stock" else series


def shape_problems(rows: Sequence[Row], *, starts_on: date, period_end: date, basis: str) -> list[Problem]:
    """Rows that lack a name or a day, or whose day lies outside of what this count counts."""
    found = []
    for row in rows:
        if not row.name.strip():
            found.append(Problem(row.line, "name", _("缺名称。请填写企业、项目或证书的全称。")))
        if row.status != "done":
            continue
        if row.happened_on is None:
            found.append(Problem(row.line, "date", _("缺日期。请填写完成、发证或验收的日期，如 2025-06-30。")))
        elif row.happened_on > period_end:
            late = _("日期 %(day)s 在本报送期末 %(end)s 之后。请改填下一期，或核对日期。")
            found.append(Problem(row.line, "date", late % {"day": row.happened_on, "end": period_end}))
        elif basis == "new" and row.happened_on < starts_on:
            early = _("日期 %(day)s 早于 %(start)s，不属于本年新增。请核对日期，或删去此行。")
            found.append(Problem(row.line, "date", early % {"day": row.happened_on, "start": starts_on}))
    return found


def duplicate_problems(rows: Sequence[Row], counted: Iterable[Counted]) -> list[Problem]:
    """Rows that would count something a second time: within this roster, in another unit's, or in another year."""
    done = [row for row in rows if row.status == "done" and row.name.strip()]
    by_key: Mapping[str, Counted] = {each.key: each for each in counted}
    by_name = {each.name_key: each for each in by_key.values() if each.key.startswith("名:")}
    all_names = {each.name_key: each for each in by_key.values()}
    repeats = Counter(key_of(row) for row in done)
    first: dict[str, int] = {}
    found = []
    for row in done:
        key, same_name = key_of(row), name_key(row.name)
        column = "code" if row.code else "name"
        known = by_key.get(key) or (by_name.get(same_name) if row.code else all_names.get(same_name))
        if known is not None:
            taken = _("“%(name)s”已计入%(where)s，不能重复计算。请删去此行；如认为对方填报有误，请联系牵头部门。")
            found.append(Problem(row.line, column, taken % {"name": row.name, "where": known.where}))
        elif repeats[key] > 1 and key in first:
            again = _("“%(name)s”与第 %(line)s 行重复。请只保留一行。")
            found.append(Problem(row.line, column, again % {"name": row.name, "line": first[key]}))
        first.setdefault(key, row.line)
    return found


def renumbered(rows: Iterable[Row]) -> list[Row]:
    """The rows numbered from 1 in their order."""
    return [replace(row, line=line) for line, row in enumerate(rows, start=1)]
