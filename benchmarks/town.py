"""The made-up city's offices and people without its story, and short ways to what the measurements need."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

from benchmarks.scratch import AT, YEAR
from zhicheng.core.access import Actor
from zhicheng.demo.founding import Town, found
from zhicheng.demo.people import OFFICE
from zhicheng.demo.places import CITY_CODE
from zhicheng.goals.actions.assigning import TaskPlan, UnitPart, deliver_tasks, plan_tasks
from zhicheng.goals.actions.programmes import create_programme, move_programme
from zhicheng.goals.actions.tasks import record_task
from zhicheng.goals.actions.units import StepPlan, fix_assignment, sign_assignment
from zhicheng.goals.models import Programme
from zhicheng.goals.queries.handed import handed_parts


def settle() -> Town:
    """Offices, people and firms, as they have stood for years."""
    return found(Random(1), since=date(YEAR - 6, 1, 1), at=AT)


def programme(town: Town, code: str, *, year: int = YEAR) -> Programme:
    """An issued programme of the office."""
    office: Actor = town.named["office"]
    made = create_programme(
        code=code, title=f"演示市{year}年质量强市重点任务", kind="annual", first_year=year, last_year=year,
        region=CITY_CODE, office=town.units[OFFICE], origin="made-up", by=office, at=AT,
    )  # fmt: skip
    move_programme(made.pk, verb="issue", by=town.named["head"], at=AT)
    return made


def under_way(town: Town, owner: Programme, *, tasks: int, county: str) -> list[int]:
    """Counted tasks of which one county holds all, signed for and fixed; the keys of its parts."""
    office, officer = town.named["office"], town.officer(county)
    values = {"kind": "counted", "unit": "家", "target": Decimal(100_000), "standard": "以证书为准",
              "deadline": date(YEAR, 12, 31)}  # fmt: skip
    made = [record_task(owner.pk, values={**values, "number": str(n), "title": f"新增认证企业第{n}类", "series": f"s{n}"},
                        by=office, at=AT) for n in range(1, tasks + 1)]  # fmt: skip
    parts = [UnitPart(town.units["市场监管局"], "lead"), UnitPart(town.units[county], "county", Decimal(100_000))]
    plan_tasks(owner.pk, plans=[TaskPlan(task.pk, parts) for task in made], by=office, at=AT)
    deliver_tasks(owner.pk, by=office, at=AT)
    held = [part for part in handed_parts(owner.pk, office) if part.organisation == town.units[county]]
    for part in held:
        sign_assignment(part.pk, by=officer, at=AT)
        fix_assignment(part.pk, leader="演示", leader_post="副区长", officer="演示",
                       steps=[StepPlan(date(YEAR, 12, 31), "完成")], by=officer, at=AT)  # fmt: skip
    return [part.pk for part in held]
