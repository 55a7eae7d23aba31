"""A county at its desk: two officers of it, a street beneath, another county, a lead department and the office."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from zhicheng.core.access import SYSTEM, Actor
from zhicheng.core.access.queries import actor_of
from zhicheng.core.accounts.actions import create_account
from zhicheng.core.accounts.models import Account
from zhicheng.goals.actions.assigning import TaskPlan, UnitPart, deliver_tasks, plan_tasks
from zhicheng.goals.actions.programmes import create_programme, move_programme
from zhicheng.goals.actions.reporting import Count, Draft, ReportText, open_reporting, submit_report
from zhicheng.goals.actions.tasks import record_task
from zhicheng.goals.actions.units import StepPlan, fix_assignment, sign_assignment
from zhicheng.goals.models import Assignment, Report
from zhicheng.goals.rules.rosters import Row
from zhicheng.registry import actions as registry
from zhicheng.registry.rules.regions import RegionRow

FOUNDED = date(2015, 1, 1)
UNITS = {
    "office": ("演示市质量强市工作领导小组办公室", "department", "990100"),
    "lead": ("演示市市场监督管理局", "department", "990100"),
    "county": ("墨溪区人民政府", "government", "990101"),
    "stranger": ("砚湖县人民政府", "government", "990104"),
    "street": ("纸坊溪街道办事处", "government", "990101001000"),
}
CAST = {
    "office": ("office", "office"), "lead": ("lead", "lead-department"), "lead-2": ("lead", "lead-department"),
    "county": ("county", "county-office"), "county-2": ("county", "county-office"),
    "stranger": ("stranger", "county-office"), "street": ("street", "township"),
}  # fmt: skip
REGIONS = (
    RegionRow("990100", "演示市", "city"), RegionRow("990101", "墨溪区", "county", "990100"),
    RegionRow("990104", "砚湖县", "county", "990100"), RegionRow("990101001000", "纸坊溪街道", "township", "990101"),
)  # fmt: skip


@dataclass
class Desk:
    """Units by what they are for, their officers, and short ways to what tests need again and again."""

    at: datetime
    units: dict[str, str] = field(default_factory=dict)
    people: dict[str, Actor] = field(default_factory=dict)
    programme: int = 0

    def task(self, number: str = "1", title: str = "新增采用国际标准企业", **changes: Any) -> int:
        """A counted task: 120 firms by the end of the year."""
        values = {
            "number": number, "title": title, "kind": "counted", "target": Decimal(120), "unit": "家",
            "deadline": date(2025, 12, 31), "standard": "以采标证书为准", "basis": "new", **changes,
        }  # fmt: skip
        return record_task(self.programme, values=values, by=self.people["office"], at=self.at).pk

    def hand_out(self, task: int, *, at: datetime | None = None, **shares: int | None) -> dict[str, int]:
        """The lead leads, the named counties get their numbers; gives the parts by unit."""
        parts = [UnitPart(self.units["lead"], "lead")]
        parts += [
            UnitPart(self.units[name], "county", None if share is None else Decimal(share))
            for name, share in shares.items()
        ]
        at = at or self.at - timedelta(days=200)
        plan_tasks(self.programme, plans=[TaskPlan(task, parts)], by=self.people["office"], at=at)
        deliver_tasks(self.programme, tasks=[task], by=self.people["office"], at=at)
        names = {code: name for name, code in self.units.items()}
        return {names[each.organisation]: each.pk for each in Assignment.objects.filter(task=task)}

    def fix(self, part: int, who: str = "county", steps: Sequence[StepPlan] = ()) -> int:
        """Sign for a part and fix the five."""
        at = self.at - timedelta(days=190)
        sign_assignment(part, by=self.people[who], at=at)
        fix_assignment(
            part, leader="样例领导", leader_post="副区长", officer="样例经办", by=self.people[who], at=at,
            steps=steps or [StepPlan(date(2025, 12, 31), "全部完成")],
        )  # fmt: skip
        return part

    def held(self, number: str = "1", title: str = "新增采用国际标准企业", **changes: Any) -> int:
        """A part of the county with its five fixed."""
        return self.fix(self.hand_out(self.task(number, title, **changes), county=12)["county"])

    def report(self, part: int, *names: str, who: str = "county", period: str = "2025Q3", **count: Any) -> Report:
        """A report with a roster of names, each with a made-up certificate number."""
        rows = [Row(line, name, f"证{name}", date(2025, 8, line % 28 + 1)) for line, name in enumerate(names, 1)]
        draft = Draft(text=ReportText(progress="按计划推进"), count=Count(**count), rows=rows)
        return submit_report(part, period=period, draft=draft, by=self.people[who], at=self.at)

    def open_quarter(self) -> None:
        """The third quarter is over: its reports are owed."""
        open_reporting(self.programme, period="2025Q3", by=self.people["office"], at=self.at - timedelta(days=20))


@pytest.fixture
def desk(db: None, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The units and people, and an issued programme of the year 2025; the pages' clock stands at `at`."""
    monkeypatch.setattr(timezone, "now", lambda: at)
    registry.load_regions(REGIONS, on=FOUNDED, by=SYSTEM, at=at)
    found = Desk(at)
    for key, (name, kind, region) in UNITS.items():
        found.units[key] = registry.enter_organisation(
            name, kind=kind, region=region, valid_from=FOUNDED, by=SYSTEM, at=at
        )
    for username, (unit, role) in CAST.items():
        name = f"样例{username}"
        person = registry.enter_person(name, by=SYSTEM, at=at)
        registry.appoint(
            person, organisation=found.units[unit], title="科长", role=role, valid_from=FOUNDED, by=SYSTEM, at=at
        )
        account = create_account(username, person=person, name=name, password="small-town-2025", by=SYSTEM, at=at)
        found.people[username] = actor_of(account_id=account, person=person, name=name, on=at.date())
    made = create_programme(
        code="g2025", title="2025年质量强市重点任务", kind="annual", first_year=2025, last_year=2025, region="990100",
        office=found.units["office"], by=found.people["office"], at=at,
    )  # fmt: skip
    move_programme(made.pk, verb="issue", by=found.people["office"], at=at)
    found.programme = made.pk
    return found


@pytest.fixture
def as_(desk: Desk, settings: Any) -> Callable[[str], Client]:
    """A browser in which one of the cast is signed in; the second factor is tested with the accounts."""
    Account.objects.update(made_up=True)
    settings.CITY = replace(settings.CITY, made_up=True, name="演示市质量强市", region="990100")

    def signed_in(username: str) -> Client:
        client = Client()
        client.force_login(Account.objects.get(username=username))
        return client

    return signed_in
