"""Which rows of a region sheet are right, and what a right sheet changes in the tree of that day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhicheng.core.access import region_prefix
from zhicheng.core.refusal import RuleBroken
from zhicheng.core.text import fold
from zhicheng.registry.kinds import REGION_LEVELS
from zhicheng.registry.rules.names import odd_sign
from zhicheng.registry.rules.sheets import Column, Problem, SheetRow, read_table

COLUMNS = (
    Column("code", ("代码", "区划代码", "行政区划代码", "编码", "code")),
    Column("name", ("名称", "区划名称", "地区名称", "单位名称", "name")),
    Column("level", ("级别", "层级", "level")),
    Column("parent", ("上级代码", "上级区划代码", "上级编码", "parent", "superior'scode")),
    Column("valid_from", ("生效日期", "启用日期", "设立日期", "自何日起", "validfrom"), required=False),
)
DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?: 00:00:00)?")
NAME_LENGTH = 60


@dataclass(frozen=True)
class RegionRow:
    """A region as a sheet or the tree states it; `valid_from` is the row's own first day, where a sheet says one."""

    code: str
    name: str
    level: str
    parent: str = ""
    valid_from: date | None = field(default=None, compare=False)


@dataclass(frozen=True)
class RegionChanges:
    """What loading a sheet on a day does: codes that are new, that change from that day, that are put right."""

    opened: tuple[RegionRow, ...] = ()
    changed: tuple[RegionRow, ...] = ()
    corrected: tuple[RegionRow, ...] = ()
    unchanged: int = 0


def normal_code(text: str) -> str:
    """A code with 6 or 12 digits; the 9 digits of a township get their zeros. Anything else comes back as it is."""
    code = "".join(fold(text).split())
    return code + "000" if len(code) == 9 and code.isascii() and code.isdigit() else code


def level_of(word: str) -> str | None:
    """The level that a word of a sheet means; None for one that is not known."""
    wanted = "".join(fold(word).split()).replace("、", ",").replace(",", "、")
    for level in REGION_LEVELS.values():
        words = (*level.words, "".join(level.names.en.split()))
        if wanted in (fold(each).replace(",", "、") for each in words):
            return level.slug
    return None


def check_region_rows(
    grid: Sequence[Sequence[Any]], *, known: Mapping[str, RegionRow] | None = None
) -> tuple[list[RegionRow], list[Problem]]:
    """The regions of a sheet (header included), and every bad cell with what is wrong about it.

    `known` is the tree of that day by code, so that a sheet may hold townships only. Raises: Unreadable where the
    headings are not found.
    """
    lines = read_table(grid, COLUMNS)
    rows: list[tuple[SheetRow, RegionRow]] = []
    problems: list[Problem] = []
    for line in lines:
        row = RegionRow(
            normal_code(line["code"]), line["name"], level_of(line["level"]) or "", normal_code(line["parent"]),
            day_of(line["valid_from"]),
        )  # fmt: skip
        found = _own_problems(line, row)
        problems += found
        if not found:
            rows.append((line, row))
    bad_codes = {normal_code(line["code"]) for line in lines} - {row.code for _line, row in rows}
    problems += _problems_between(rows, known or {}, bad_codes)
    return [row for _line, row in rows], sorted(problems, key=lambda each: (each.row, each.column))


def _own_problems(line: SheetRow, row: RegionRow) -> list[Problem]:
    if not (row.code.isascii() and row.code.isdigit() and len(row.code) in (6, 12)):
        return [line.problem("code", _("代码应为6位（县级以上）或9位、12位（乡镇以下）数字。"))]
    if not row.name or len(row.name) > NAME_LENGTH:
        return [line.problem("name", _("名称不能为空，且不超过%(length)s个字。") % {"length": NAME_LENGTH})]
    if odd_sign(row.name):
        return [line.problem("name", _("名称里有不能登记的字符（%(sign)s）。") % {"sign": odd_sign(row.name)})]
    if not row.level:
        words = "、".join(str(level.names) for level in REGION_LEVELS.values())
        facts = {"word": line["level"], "words": words}
        return [line.problem("level", _("级别“%(word)s”认不出，应为：%(words)s。") % facts)]
    level = REGION_LEVELS[row.level]
    if len(row.code) != level.digits:
        expected = {"level": str(level.names), "digits": level.digits}
        return [line.problem("code", _("%(level)s的代码应为%(digits)s位。") % expected)]
    if level.parents and not row.parent:
        return [line.problem("parent", _("%(level)s须填上级代码。") % {"level": str(level.names)})]
    if row.parent == row.code:
        return [line.problem("parent", _("上级代码不能是自己。"))]
    if line["valid_from"] and row.valid_from is None:
        facts = {"word": line["valid_from"]}
        return [line.problem("valid_from", _("“%(word)s”不是日期，请写成2026-01-01的形式，或留空。") % facts)]
    return []


def day_of(text: str) -> date | None:
    """The day that a cell names; None where it is empty or names none."""
    found = DAY.fullmatch(fold(text).strip())
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None


def _problems_between(
    rows: Sequence[tuple[SheetRow, RegionRow]], known: Mapping[str, RegionRow], bad_codes: set[str]
) -> list[Problem]:
    problems = []
    first: dict[str, int] = {}
    all_rows = {**known, **{row.code: row for _line, row in rows}}
    for line, row in rows:
        if row.code in first:
            facts = {"row": first[row.code] + 1}
            problems.append(line.problem("code", _("代码与第%(row)s行重复。") % facts))
        first.setdefault(row.code, line.row)
        problems += _parent_problems(line, row, all_rows, bad_codes)
    return problems


def _parent_problems(
    line: SheetRow, row: RegionRow, all_rows: Mapping[str, RegionRow], bad_codes: set[str]
) -> list[Problem]:
    if not REGION_LEVELS[row.level].parents or row.parent in bad_codes:
        return []
    parent = all_rows.get(row.parent)
    if parent is None:
        return [line.problem("parent", _("上级代码%(code)s既不在表中，也未登记。") % {"code": row.parent})]
    if parent.level not in REGION_LEVELS[row.level].parents:
        facts = {"level": str(REGION_LEVELS[row.level].names), "parent": str(REGION_LEVELS[parent.level].names)}
        return [line.problem("parent", _("%(level)s的上级不能是%(parent)s。") % facts)]
    # A development zone has a number of its own that holds no township's number; rights still follow the digits.
    if parent.level != "zone" and not row.code.startswith(region_prefix(parent.code)):
        return [line.problem("code", _("代码不在上级%(parent)s的号段内。") % {"parent": parent.code})]
    return []


def check_region(row: RegionRow, *, known: Mapping[str, RegionRow]) -> None:
    """One region by itself against the tree of that day, by the rules of a sheet. Raises: RuleBroken."""
    line = SheetRow(0, {"level": row.level}, {})
    row = row if row.level in REGION_LEVELS else replace(row, level="")
    found = _own_problems(line, row) or _parent_problems(line, row, {**known, row.code: row}, set())
    if found:
        raise RuleBroken(found[0].sentence)
    above, seen = row.parent, {row.code}
    while above:
        if above in seen:
            raise RuleBroken(_("上级%(parent)s就在该区划之下，不能互为上下级。请另选上级。"), parent=row.parent)
        seen.add(above)
        above = known[above].parent if above in known else ""


def changes(rows: Iterable[RegionRow], *, known: Mapping[str, tuple[RegionRow, date]], on: date) -> RegionChanges:
    """What the rows change from that day; `known` holds the open row of each code with its first day.

    A row that began on the same day is put right in place, an older one is closed the day before.
    """
    kinds: dict[str, list[RegionRow]] = {"opened": [], "changed": [], "corrected": []}
    unchanged = 0
    for row in rows:
        if row.code not in known:
            kinds["opened"].append(row)
        elif known[row.code][0] == row:
            unchanged += 1
        else:
            kinds["changed" if known[row.code][1] < on else "corrected"].append(row)
    return RegionChanges(**{kind: tuple(found) for kind, found in kinds.items()}, unchanged=unchanged)


@dataclass(frozen=True)
class RegionNames:
    """What a region is called in running text: its name, and that name without the word for its level."""

    code: str
    name: str
    names: tuple[str, ...] = field(default=())


def spoken_names(code: str, name: str) -> RegionNames:
    """`墨溪区` is also written `墨溪`; two-character names keep their last character."""
    folded = "".join(fold(name).split())
    short = folded[:-1] if len(folded) > 2 and folded[-1] in "市县区镇乡" else ""
    short = short or (folded[:-2] if len(folded) > 3 and folded.endswith("街道") else "")
    return RegionNames(code, name, tuple(each for each in (folded, short) if each))
