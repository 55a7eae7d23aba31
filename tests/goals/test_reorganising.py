"""What becomes of tasks when units are merged, divided, closed, and when officers hand their posts over."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.goals.conftest import CITY, FOUNDED, OTHER, Town
from zhicheng.core.access import SYSTEM
from zhicheng.core.refusal import NotAllowed, RuleBroken, WrongState
from zhicheng.goals.actions.assigning import TaskPlan, UnitPart, deliver_tasks, plan_tasks
from zhicheng.goals.actions.reorganising import close_unit, divide_unit, hand_over_work, merge_units
from zhicheng.goals.actions.units import StepPlan, fix_assignment, sign_assignment, split_assignment
from zhicheng.goals.models import Assignment, Programme, RosterRow, Standing
from zhicheng.goals.queries.held import parts_of_person, parts_of_unit
from zhicheng.goals.rules.reconcile import reconcile
from zhicheng.registry.actions import Division, appoint, enter_organisation, enter_person
from zhicheng.registry.queries import organisation, posts_of
from zhicheng.statutes.queries import clocks_of

pytestmark = pytest.mark.clause("A1")


@pytest.fixture
def two(town: Town) -> dict[str, Assignment]:
    """Two tasks that the lead department leads; the first has a county's part."""
    programme = town.programme()
    first = town.hand_out(town.task(programme), county=120)["lead"]
    second = town.hand_out(town.task(programme, number="2", title="培育质量标杆"), other=120)["lead"]
    return {"first": first, "second": second}


def heirs(town: Town) -> Division:
    new = enter_organisation(
        "演示市知识产权局", kind="department", region=CITY, valid_from=FOUNDED, by=SYSTEM, at=town.at
    )
    return Division(into=(town.units["helper"], new), heir=town.units["helper"])


def owner(part: Assignment, town: Town) -> str:
    return clocks_of([part.subject], at=town.at)[part.subject][0].owner_organisation


def test_each_part_goes_where_it_was_said_with_its_limits(
    town: Town, two: dict[str, Assignment], last_entry: Any
) -> None:
    division = heirs(town)
    assert [part.title for part in parts_of_unit(town.units["lead"])] == ["新增采用国际标准企业", "培育质量标杆"]
    went = divide_unit(
        town.units["lead"], division, parts={two["second"].pk: division.into[1]}, on=town.at.date(), by=town.office,
        at=town.at,
    )  # fmt: skip
    assert went == {two["first"].pk: division.heir, two["second"].pk: division.into[1]}
    for part, where in ((two["first"], division.heir), (two["second"], division.into[1])):
        part.refresh_from_db()
        assert (part.organisation, owner(part, town)) == (where, where)
    assert parts_of_unit(town.units["lead"]) == ()
    assert last_entry().kind == "goals.unit-divided"


def test_a_division_is_whole_or_not_at_all(town: Town, two: dict[str, Assignment]) -> None:
    division = heirs(town)
    for parts in ({999_999: division.heir}, {two["first"].pk: town.units["county"]}):
        with pytest.raises(RuleBroken, match="没有办理"):
            divide_unit(town.units["lead"], division, parts=parts, on=town.at.date(), by=town.office, at=town.at)
    with pytest.raises(NotAllowed):
        divide_unit(town.units["lead"], division, parts={}, on=town.at.date(), by=town.county, at=town.at)
    assert organisation(town.units["lead"]).valid_to is None
    assert Assignment.objects.get(pk=two["first"].pk).organisation == town.units["lead"]


def test_the_programmes_office_goes_with_its_unit(town: Town, two: dict[str, Assignment]) -> None:
    merge_units(town.units["office"], town.units["lead"], on=town.at.date(), by=SYSTEM, at=town.at)
    assert Programme.objects.get().office == town.units["lead"]


def test_who_leads_still_leads_after_a_merger_into_a_helper(town: Town) -> None:
    task = town.task(town.programme())
    parts = [UnitPart(town.units["lead"], "lead"), UnitPart(town.units["helper"], "support")]
    plan_tasks(task.programme_id, plans=[TaskPlan(task.pk, parts)], by=town.office, at=town.at)
    deliver_tasks(task.programme_id, tasks=[task.pk], by=town.office, at=town.at)
    merge_units(town.units["lead"], town.units["helper"], on=town.at.date(), by=town.office, at=town.at)
    held = {part.role: (part.organisation, part.state) for part in task.assignments.all()}
    assert held["lead"] == (town.units["helper"], "delivered")
    assert held["support"][1] == "withdrawn"


def test_a_unit_with_tasks_is_not_closed(town: Town, two: dict[str, Assignment]) -> None:
    with pytest.raises(WrongState, match="2件未办结任务"):
        close_unit(town.units["lead"], last_day=town.at.date(), by=town.office, at=town.at)
    with pytest.raises(WrongState, match="牵头办公室"):
        close_unit(town.units["office"], last_day=town.at.date(), by=town.office, at=town.at)
    assert organisation(town.units["lead"]).valid_to is None
    close_unit(town.units["helper"], last_day=town.at.date(), by=town.office, at=town.at)
    assert organisation(town.units["helper"]).valid_to == town.at.date()


@pytest.fixture
def officers(town: Town, two: dict[str, Assignment]) -> dict[str, str]:
    """The first task names an officer; a successor stands ready."""
    codes = {name: enter_person(name, work_phone=phone, by=SYSTEM, at=town.at)
             for name, phone in (("演示甲", "82000001"), ("演示乙", "82000002"))}  # fmt: skip
    codes["post"] = appoint(
        codes["演示甲"], organisation=town.units["lead"], title="科长", role="lead-department", valid_from=FOUNDED,
        by=SYSTEM, at=town.at,
    )  # fmt: skip
    sign_assignment(two["first"].pk, by=town.lead, at=town.at)
    fix_assignment(
        two["first"].pk, leader="演示丙", leader_post="副局长", officer="演示甲", officer_phone="82000001",
        steps=[StepPlan(date(2025, 12, 1), "完成", Decimal(1))], by=town.lead, at=town.at,
    )  # fmt: skip
    return codes


def test_a_hand_over_takes_the_named_tasks_along(
    town: Town, two: dict[str, Assignment], officers: dict[str, str], last_entry: Any
) -> None:
    [part] = parts_of_person(officers["演示甲"], [town.units["lead"]], on=town.at.date())
    hand_over_work(
        officers["演示甲"], officers["演示乙"], posts=[officers["post"]], parts=[part.pk], reason="调动",
        on=town.at.date(), by=SYSTEM, at=town.at,
    )  # fmt: skip
    row = Assignment.objects.get(pk=part.pk)
    assert (row.leader, row.officer, row.officer_phone) == ("演示丙", "演示乙", "82000002")
    assert [post.person for post in posts_of(officers["演示乙"], on=town.at.date())] == [officers["演示乙"]]
    assert last_entry().kind == "goals.parts-handed-over"
    assert "演示" not in last_entry().payload


def test_a_task_that_names_somebody_else_is_not_handed_over(
    town: Town, two: dict[str, Assignment], officers: dict[str, str]
) -> None:
    with pytest.raises(RuleBroken, match="已不由该人员负责"):
        hand_over_work(
            officers["演示甲"], officers["演示乙"], posts=[officers["post"]], parts=[two["second"].pk], reason="调动",
            on=town.at.date(), by=SYSTEM, at=town.at,
        )  # fmt: skip
    assert [post.code for post in posts_of(officers["演示甲"], on=town.at.date())] == [officers["post"]]


def test_a_name_that_two_bear_names_nobody(town: Town, officers: dict[str, str]) -> None:
    twin = enter_person("演示甲", by=SYSTEM, at=town.at)
    appoint(twin, organisation=town.units["lead"], title="科员", role="unit", valid_from=FOUNDED, by=SYSTEM, at=town.at)
    assert parts_of_person(officers["演示甲"], [town.units["lead"]], on=town.at.date()) == ()


def test_equal_parts_of_a_merger_keep_their_shares_names_and_townships(town: Town) -> None:
    task = town.task(town.programme())
    parts = town.hand_out(task, county=70, other=50)
    for unit in ("county", "other"):
        town.fix(parts[unit], unit)
    town.report(parts["other"], "other", "演示甲公司", "演示乙公司")
    town.report(parts["county"], "county", "演示丙公司")
    [township] = split_assignment(
        parts["county"].pk, parts=[(town.units["street"], Decimal(20))], by=town.people["county"], at=town.at
    )
    merge_units(town.units["county"], town.units["other"], on=town.at.date(), by=SYSTEM, at=town.at)
    kept = task.assignments.get(organisation=town.units["other"])
    held = [part.share for part in task.assignments.filter(parent=None, role="county").exclude(state="withdrawn")]
    assert reconcile(task.target, held).verdict == "even"
    assert kept.share == Decimal(120)
    assert RosterRow.objects.filter(assignment=kept, state="live").count() == 3
    township.refresh_from_db()
    assert township.parent_id == kept.pk
    standing = Standing.objects.get(task=task, assignment=None)
    assert standing.claimed == 3


def test_a_part_stands_where_its_new_unit_stands(town: Town) -> None:
    part = town.hand_out(town.task(town.programme()), county=120)["county"]
    merge_units(town.units["county"], town.units["other"], on=town.at.date(), by=SYSTEM, at=town.at)
    part.refresh_from_db()
    assert (part.organisation, part.region) == (town.units["other"], OTHER)
