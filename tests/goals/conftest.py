"""The small town at work on goals: its offices, its people, an issued programme with a task handed out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from zhicheng.core.access import SYSTEM, Actor, Grant
from zhicheng.core.ledger.models import Entry
from zhicheng.goals.actions.assigning import TaskPlan, UnitPart, deliver_tasks, plan_tasks
from zhicheng.goals.actions.programmes import create_programme, move_programme
from zhicheng.goals.actions.reporting import Count, Draft, ReportText, submit_report
from zhicheng.goals.actions.tasks import record_task
from zhicheng.goals.actions.units import StepPlan, fix_assignment, sign_assignment
from zhicheng.goals.models import Assignment, Programme, Report, Task
from zhicheng.goals.rules.rosters import Row
from zhicheng.registry.actions import enter_organisation, load_regions
from zhicheng.registry.rules.regions import RegionRow

FOUNDED = date(2015, 1, 1)
CITY, COUNTY, OTHER = "990100", "990101", "990104"
UNITS = {
    "office": ("演示市质量强市工作领导小组办公室", "department", CITY, ("市质强办",)),
    "lead": ("演示市市场监督管理局", "department", CITY, ("市市场监管局",)),
    "helper": ("演示市财政局", "department", CITY, ("市财政局",)),
    "county": ("墨溪区人民政府", "government", COUNTY, ("墨溪区",)),
    "other": ("砚湖县人民政府", "government", OTHER, ("砚湖县",)),
    "street": ("纸坊溪街道办事处", "government", "990101001000", ()),
}
ROLES = {
    "office": ("office", CITY), "lead": ("lead-department", CITY), "helper": ("unit", CITY),
    "county": ("county-office", COUNTY), "other": ("county-office", OTHER), "street": ("township", "990101001000"),
}  # fmt: skip


@dataclass
class Town:
    """Offices by what they are for, their officers, and short ways to what tests need again and again."""

    units: dict[str, str]
    people: dict[str, Actor]
    at: datetime

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name)

    def colleague(self, unit: str) -> Actor:
        """Somebody else at the same desk."""
        first = self.people[unit]
        return Actor(None, f"{first.person}-2", f"{first.name}的同事", first.grants)

    def programme(self, code: str = "G2025", year: int = 2025, **changes: Any) -> Programme:
        """An issued programme of the office."""
        made = create_programme(
            code=code, title=f"{year}年质量强市重点任务", kind="annual", first_year=year, last_year=year, region=CITY,
            office=self.units["office"], by=self.office, at=self.at, **changes,
        )  # fmt: skip
        move_programme(made.pk, verb="issue", by=self.office, at=self.at)
        return made

    def task(self, programme: Programme, **changes: Any) -> Task:
        """A counted task: 120 firms by the end of the year."""
        values = {
            "number": "1", "title": "新增采用国际标准企业", "kind": "counted", "target": Decimal(120), "unit": "家",
            "deadline": date(programme.last_year, 12, 31), "standard": "以采标证书为准", "basis": "new", **changes,
        }  # fmt: skip
        return record_task(programme.pk, values=values, by=self.office, at=self.at)

    def hand_out(self, task: Task, at: datetime | None = None, **shares: int) -> dict[str, Assignment]:
        """The lead leads, the named counties get their numbers; all of it delivered."""
        parts = [UnitPart(self.units["lead"], "lead")]
        parts += [UnitPart(self.units[name], "county", Decimal(share)) for name, share in shares.items()]
        at = at or self.at
        plan_tasks(task.programme_id, plans=[TaskPlan(task.pk, parts)], by=self.office, at=at)
        deliver_tasks(task.programme_id, tasks=[task.pk], by=self.office, at=at)
        names = {code: name for name, code in self.units.items()}
        return {names[part.organisation]: part for part in Assignment.objects.filter(task=task)}

    def fix(self, part: Assignment, unit: str, *steps: tuple[str, int | None], at: datetime | None = None) -> None:
        """Sign for a part and fix the five; without steps one at the end of the year."""
        at = at or self.at
        sign_assignment(part.pk, by=self.people[unit], at=at)
        plans = [StepPlan(date.fromisoformat(day), f"完成到{amount}", None if amount is None else Decimal(amount))
                 for day, amount in steps] or [StepPlan(date(2025, 12, 31), "全部完成")]  # fmt: skip
        fix_assignment(
            part.pk, leader="演示负责人", leader_post="副区长", officer="演示经办人", steps=plans,
            by=self.people[unit], at=at,
        )  # fmt: skip

    def report(
        self, part: Assignment, unit: str, *names: str, period: str = "2025Q3", unlisted: int | None = None,
        **said: Any,
    ) -> Report:  # fmt: skip
        """Report a roster of names, each with a made-up certificate number."""
        rows = [
            Row(line, name, f"演示证{name}", date(int(period[:4]), 3, line % 28 + 1))
            for line, name in enumerate(names, 1)
        ]
        count = Count(unlisted=None if unlisted is None else Decimal(unlisted), **said.pop("count", {}))
        draft = Draft(text=ReportText(progress="按计划推进", **said), count=count, rows=rows)
        return submit_report(part.pk, period=period, draft=draft, by=self.people[unit], at=self.at)


@pytest.fixture
def town(db: None, at: datetime) -> Town:
    """The small town with its offices and officers."""
    regions = (
        RegionRow(CITY, "演示市", "city"), RegionRow(COUNTY, "墨溪区", "county", CITY),
        RegionRow(OTHER, "砚湖县", "county", CITY), RegionRow("990101001000", "纸坊溪街道", "township", COUNTY),
    )  # fmt: skip
    load_regions(regions, on=FOUNDED, by=SYSTEM, at=at)
    units = {
        key: enter_organisation(name, kind=kind, region=region, short_names=short, valid_from=FOUNDED, by=SYSTEM, at=at)
        for key, (name, kind, region, short) in UNITS.items()
    }
    people = {
        key: Actor(None, f"P-{key}", UNITS[key][0], (Grant(role, region, units[key]),))
        for key, (role, region) in ROLES.items()
    }
    return Town(units, people, at)


@pytest.fixture
def last_entry(db: None) -> Any:
    """The newest line of the ledger."""
    return lambda: Entry.objects.order_by("-sequence").first()
