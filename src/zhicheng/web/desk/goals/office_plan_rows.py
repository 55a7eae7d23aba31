"""The rows of the assigning table: as stored, as typed, and turned into plans."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.forms import ValidationError
from django.utils.translation import gettext as _

from zhicheng.goals.actions.assigning import TaskPlan, UnitPart
from zhicheng.goals.queries.lines import plain
from zhicheng.goals.queries.planning import PlanLine, PlannedPart
from zhicheng.registry import queries as registry
from zhicheng.web.shared.fields import DayField

SIGNS = "、，,；;\n"
# A day behind a unit's name: 市财政局（2025-11-30）, 市财政局（2025年11月30日前）.
_OWN_DAY = re.compile(
    r"(?P<name>.+?)\s*[（(]\s*(?P<day>\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?)\s*前?\s*[）)]"
)


@dataclass(frozen=True)
class RowUnit:
    """A unit in a row: what its inputs are called by (a county's code, else the name as typed), its name and role."""

    key: str
    name: str
    role: str


@dataclass(frozen=True)
class PlanRow:
    """One task of the table with its inputs as text."""

    line: PlanLine
    standard: str
    deadline: str
    ongoing: bool
    quality: str
    lead: str
    support: str
    shares: Mapping[str, str]
    dues: Mapping[str, str] = field(default_factory=dict)
    was: str = ""
    errors: Sequence[str] = field(default_factory=tuple)
    picked: bool = False

    @property
    def state(self) -> str:
        """A short digest of the inputs: what somebody saw, what stands now, what was typed."""
        shares = [f"{code}={value}" for code, value in sorted(self.shares.items()) if value]
        here = {unit.key for unit in units_of(self)}
        shares += [f"{key}@{value}" for key, value in sorted(self.dues.items()) if value and key in here]
        text = "\x1f".join(
            (self.standard, self.deadline, str(self.ongoing), self.quality, self.lead, self.support, *shares)
        )
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def sum_of_shares(self) -> Decimal:
        """The counties' numbers together, as typed; what is no number counts nothing."""
        return sum((value for value in map(_number, self.shares.values()) if value is not None), Decimal(0))


def row_of(line: PlanLine) -> PlanRow:
    """A task as it stands."""
    named: dict[str, list[str]] = {}
    for role in ("lead", "co-lead", "support"):
        named[role] = [part.name for part in line.parts if part.role == role]
    row = PlanRow(
        line=line, standard=line.standard, deadline=line.deadline.isoformat() if line.deadline else "",
        ongoing=line.ongoing, quality=line.field, lead="、".join([*named["lead"], *named["co-lead"]]),
        support="、".join(named["support"]),
        shares={part.organisation: plain(part.share) for part in line.parts if part.role == "county"},
        dues={_key_of(part): part.deadline.isoformat() for part in line.parts if part.deadline},
    )  # fmt: skip
    return replace(row, was=row.state)


def typed_row(line: PlanLine, posted: Any, picked: Iterable[str]) -> PlanRow:
    """A task with what the page sends for it; a day behind a unit's name becomes that unit's own deadline."""
    key = line.pk
    lead, in_lead = without_days(posted.get(f"lead-{key}", "").strip())
    support, in_support = without_days(posted.get(f"support-{key}", "").strip())
    due = f"due-{key}-"
    dues = {name.removeprefix(due): posted[name].strip() for name in posted if name.startswith(due)}
    prefix = f"share-{key}-"
    own = {part.organisation for part in line.parts if part.role == "county"}
    shares = {name.removeprefix(prefix): posted[name].strip() for name in posted if name.startswith(prefix)}
    return PlanRow(
        line=line, standard=posted.get(f"standard-{key}", "").strip(), deadline=posted.get(f"deadline-{key}", "").strip(),
        ongoing=f"ongoing-{key}" in posted, quality=posted.get(f"quality-{key}", ""),
        lead=lead, support=support, dues={**dues, **in_lead, **in_support},
        shares={code: value for code, value in shares.items() if value or code in own},
        was=posted.get(f"was-{key}", ""), picked=str(key) in set(picked),
    )  # fmt: skip


def _key_of(part: PlannedPart) -> str:
    return part.organisation if part.role == "county" else part.name


def without_days(text: str) -> tuple[str, dict[str, str]]:
    """The names of a cell without the days written behind them, and those days by name."""
    dues = {}
    names = names_in(text)
    for place, name in enumerate(names):
        match = _OWN_DAY.fullmatch(name)
        if match:
            names[place] = match["name"]
            dues[match["name"]] = match["day"]
    return ("、".join(names) if dues else text), dues


def units_of(row: PlanRow) -> list[RowUnit]:
    """The units of a row as typed: lead, co-leads, supporting units, then the counties that have a number or a part."""
    names = {part.organisation: part.name for part in row.line.parts}
    leads, supports = names_in(row.lead), names_in(row.support)
    found = [RowUnit(name, name, "co-lead" if place else "lead") for place, name in enumerate(leads)]
    found += [RowUnit(name, name, "support") for name in supports]
    own = {part.organisation for part in row.line.parts if part.role == "county"}
    counties = [code for code, value in row.shares.items() if value or code in own]
    return [*found, *(RowUnit(code, names.get(code, ""), "county") for code in counties)]


def read_day(text: str) -> date | None:
    """A day as typed; None where there is none or it is unreadable."""
    try:
        return DayField(required=False).clean(text)
    except ValidationError:
        return None


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text) if text else None
    except InvalidOperation:
        return None
    return value if value is not None and value.is_finite() else None


def names_in(text: str) -> list[str]:
    """Units that stand in one cell: 市市场监管局、市财政局."""
    for sign in SIGNS[1:]:
        text = text.replace(sign, "、")
    return [name.strip() for name in text.split("、") if name.strip()]


def units_by_name(rows: Iterable[PlanRow], *, region: str, on: date) -> dict[str, str]:
    """Codes of all units that the rows name; a name that is none, or several, is left out."""
    names = {name for row in rows for text in (row.lead, row.support) for name in names_in(text)}
    known = {part.name: part.organisation for row in rows for part in row.line.parts}
    asked = sorted(names - set(known))
    matches = registry.match_units(asked, region=region, on=on) if asked else {}
    return {**{name: match.code for name, match in matches.items() if match.code}, **known}


def plan_of(
    row: PlanRow, units: Mapping[str, str], names: Mapping[str, str]
) -> tuple[TaskPlan | None, list[str]]:  # fmt: skip
    """The plan that a row asks for, or what is wrong with it; `names` are the counties' by code."""
    errors: list[str] = []
    deadline = _day(row, errors)
    own = {part.organisation for part in row.line.parts}
    parts: list[UnitPart] = []
    for role, text in (("lead", row.lead), ("support", row.support)):
        for place, name in enumerate(names_in(text)):
            code = units.get(name)
            if code is None:
                errors.append(_("单位库中没有“%(name)s”，或有几个单位同名。请写全称，或先登记单位。") % {"name": name})
                continue
            due = _own_day(row, name, name, deadline, errors)
            parts.append(UnitPart(code, "co-lead" if role == "lead" and place else role, None, due))
    for code, value in row.shares.items():
        share = _number(value)
        if value and (share is None or share < 0):
            errors.append(_("“%(value)s”不是任务数，请写阿拉伯数字，没有的留空。") % {"value": value})
        elif value or code in own:
            parts.append(UnitPart(code, "county", share, _own_day(row, code, names.get(code, code), deadline, errors)))
    twice = {part.organisation for part in parts if sum(each.organisation == part.organisation for each in parts) > 1}
    if twice:
        errors.append(_("同一单位在一项任务中只担任一种角色，请去掉重复的单位。"))
    if errors:
        return None, errors
    plan = TaskPlan(
        row.line.pk, parts, standard=row.standard, deadline=deadline, ongoing=row.ongoing, quality=row.quality
    )
    return plan, []


def _own_day(row: PlanRow, key: str, name: str, whole: date | None, errors: list[str]) -> date | None:
    """A unit's own deadline; None where it is the task's."""
    written = row.dues.get(key, "")
    if not written:
        return None
    day = read_day(written)
    facts = {"name": name, "day": day or written, "whole": whole}
    if day is None:
        errors.append(_("“%(name)s”的时限“%(day)s”不是日期，请写作 2026-02-05 的形式。") % facts)
    elif whole is not None and day > whole:
        errors.append(_("“%(name)s”的时限 %(day)s 晚于任务时限 %(whole)s。请改早，或留空（与任务时限相同）。") % facts)
    return day if day != whole else None


def _day(row: PlanRow, errors: list[str]) -> date | None:
    if not row.deadline:
        return None
    if row.ongoing:
        errors.append(_("“持续推进”的任务不填完成时限，请二选一。"))
    try:
        return DayField(required=False).clean(row.deadline)
    except ValidationError as error:
        errors.extend(error.messages)
        return None
