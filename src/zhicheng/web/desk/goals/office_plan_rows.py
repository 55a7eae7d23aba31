"""The rows of the assigning table: as stored, as typed, filled together, and turned into plans."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.forms import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.goals.actions.assigning import TaskPlan, UnitPart
from zhicheng.goals.queries.lines import plain
from zhicheng.goals.queries.planning import PlanLine
from zhicheng.registry import queries as registry
from zhicheng.web.shared.fields import DayField

# What a standard of acceptance commonly says, by kind of task.
STANDARDS = {
    "counted": lazy("完成数达到目标值，以经核实的名单为准"),
    "coverage": lazy("应覆盖的对象全部覆盖，以逐一列名的名单为准"),
    "rate": lazy("比率达到目标值，以列明分子、分母的统计资料为准"),
    "qualitative": lazy("各节点按期完成，以印发的文件或其他书面材料为准"),
}
SIGNS = "、，,；;\n"


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
    was: str = ""
    errors: Sequence[str] = field(default_factory=tuple)
    picked: bool = False

    @property
    def state(self) -> str:
        """A short digest of the inputs: what somebody saw, what stands now, what was typed."""
        shares = [f"{code}={value}" for code, value in sorted(self.shares.items()) if value]
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
    )  # fmt: skip
    return replace(row, was=row.state)


def typed_row(line: PlanLine, posted: Any, picked: Iterable[str]) -> PlanRow:
    """A task with what the page sends for it."""
    key = line.pk
    prefix = f"share-{key}-"
    own = {part.organisation for part in line.parts if part.role == "county"}
    shares = {name.removeprefix(prefix): posted[name].strip() for name in posted if name.startswith(prefix)}
    return PlanRow(
        line=line, standard=posted.get(f"standard-{key}", "").strip(), deadline=posted.get(f"deadline-{key}", "").strip(),
        ongoing=f"ongoing-{key}" in posted, quality=posted.get(f"quality-{key}", ""),
        lead=posted.get(f"lead-{key}", "").strip(), support=posted.get(f"support-{key}", "").strip(),
        shares={code: value for code, value in shares.items() if value or code in own},
        was=posted.get(f"was-{key}", ""), picked=str(key) in set(picked),
    )  # fmt: skip


@dataclass(frozen=True)
class Filling:
    """What is filled into many rows at once; `over` also where something stands already."""

    standard: str = ""
    suggested: bool = False
    deadline: str = ""
    quality: str = ""
    lead: str = ""
    support: str = ""
    split: str = ""
    each: str = ""
    over: bool = False

    def into(self, row: PlanRow, counties: Sequence[str]) -> PlanRow:
        """The row with what this fills in."""
        standard = str(STANDARDS[row.line.kind]) if self.suggested else self.standard
        changes: dict[str, Any] = {}
        for name, value in (
            ("standard", standard),
            ("quality", self.quality),
            ("lead", self.lead),
            ("support", self.support),
        ):
            if value and (self.over or not getattr(row, name)):
                changes[name] = value
        if self.deadline and (self.over or not (row.deadline or row.ongoing)):
            changes.update(deadline=self.deadline, ongoing=False)
        if self.split and (self.over or not any(row.shares.values())):
            shares = self._shares(row, counties)
            changes.update({"shares": shares} if shares else {})
        return replace(row, **changes)

    def _shares(self, row: PlanRow, counties: Sequence[str]) -> dict[str, str]:
        if self.split == "each":
            return dict.fromkeys(counties, self.each)
        return even_split(row.line, counties)


def even_split(line: PlanLine, counties: Sequence[str]) -> dict[str, str]:
    """The target shared out evenly, what is left over one by one to the first; empty where it is no whole number."""
    target = line.target_value
    if (
        line.kind not in ("counted", "coverage")
        or target is None
        or target != target.to_integral_value()
        or not counties
    ):
        return {}
    share, rest = divmod(int(target), len(counties))
    return {code: str(share + (place < rest)) for place, code in enumerate(counties)}


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


def plan_of(row: PlanRow, units: Mapping[str, str]) -> tuple[TaskPlan | None, list[str]]:
    """The plan that a row asks for, or what is wrong with it."""
    errors: list[str] = []
    deadline = _day(row, errors)
    own = {part.organisation: part.deadline for part in row.line.parts}
    parts: list[UnitPart] = []
    for role, text in (("lead", row.lead), ("support", row.support)):
        for place, name in enumerate(names_in(text)):
            code = units.get(name)
            if code is None:
                errors.append(_("单位库中没有“%(name)s”，或有几个单位同名。请写全称，或先登记单位。") % {"name": name})
                continue
            parts.append(UnitPart(code, "co-lead" if role == "lead" and place else role, None, own.get(code)))
    for code, value in row.shares.items():
        share = _number(value)
        if value and (share is None or share < 0):
            errors.append(_("“%(value)s”不是任务数，请写阿拉伯数字，没有的留空。") % {"value": value})
        elif value or code in own:
            parts.append(UnitPart(code, "county", share, own.get(code)))
    twice = {part.organisation for part in parts if sum(each.organisation == part.organisation for each in parts) > 1}
    if twice:
        errors.append(_("同一单位在一项任务中只担任一种角色，请去掉重复的单位。"))
    if errors:
        return None, errors
    plan = TaskPlan(
        row.line.pk, parts, standard=row.standard, deadline=deadline, ongoing=row.ongoing, quality=row.quality
    )
    return plan, []


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
