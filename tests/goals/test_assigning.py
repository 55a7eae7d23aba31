"""Planned by the office, handed out, signed for, fixed, split: allowed, refused, recorded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.goals.conftest import Town
from zhicheng.core.refusal import NotAllowed, RuleBroken, WrongState
from zhicheng.goals.actions.assigning import TaskPlan, UnitPart, deliver_tasks, plan_tasks
from zhicheng.goals.actions.changes import decide_change, request_change
from zhicheng.goals.actions.programmes import move_programme, open_programme, record_source, sentences_of
from zhicheng.goals.actions.reorganising import merge_units
from zhicheng.goals.actions.tasks import amend_task, record_task
from zhicheng.goals.actions.units import StepPlan, fix_assignment, sign_assignment, split_assignment
from zhicheng.goals.models import Assignment, Milestone, Programme, Task
from zhicheng.goals.queries import duties, parts
from zhicheng.statutes.queries import clocks_of

pytestmark = pytest.mark.clause("A3")


def test_the_office_makes_issues_and_records_a_programme(town: Town, last_entry: Any) -> None:
    made = town.programme()
    assert Programme.objects.get(pk=made.pk).state == "issued"
    assert last_entry().kind == "goals.programme-moved"
    with pytest.raises(NotAllowed):
        move_programme(made.pk, verb="close", by=town.lead, at=town.at)
    with pytest.raises(WrongState, match="已印发"):
        move_programme(made.pk, verb="examine", by=town.office, at=town.at)


@pytest.mark.clause("A2")
def test_a_document_is_kept_down_to_the_sentence(town: Town) -> None:
    made = town.programme()
    text = "一、总体要求。全面推进质量强市；\n二、新增采标企业120家以上。各县（市、区）抓好落实。"
    source = record_source(made.pk, kind="policy", title="实施意见", text=text, by=town.office, at=town.at)
    assert [each.text for each in source.sentences.all()] == sentences_of(text)
    assert "".join(sentences_of(text)) == text.replace("\n", "")


def test_a_task_checks_itself(town: Town) -> None:
    made = town.programme()
    with pytest.raises(RuleBroken, match="须有目标值"):
        record_task(made.pk, values={"title": "无目标", "kind": "counted"}, by=town.office, at=town.at)
    with pytest.raises(RuleBroken, match="定性任务没有目标值"):
        record_task(
            made.pk, values={"title": "方案", "kind": "qualitative", "target": Decimal(1)}, by=town.office, at=town.at
        )
    with pytest.raises(NotAllowed):
        record_task(made.pk, values={"title": "x", "kind": "qualitative"}, by=town.county, at=town.at)
    task = town.task(made)
    amend_task(task.pk, values={"target": Decimal(100)}, by=town.office, at=town.at)
    assert Task.objects.get(pk=task.pk).target == 100


@pytest.mark.parametrize("broken", [{"target": Decimal(-1)}, {"title": ""}, {"ongoing": True}])
def test_the_database_itself_refuses_a_task_that_must_not_be(town: Town, broken: dict[str, Any]) -> None:
    task = town.task(town.programme())
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(**broken)


def test_nothing_is_handed_out_without_unit_standard_and_deadline(town: Town) -> None:
    made = town.programme()
    task = town.task(made, standard="", deadline=None)
    helper = [UnitPart(town.units["helper"], "support")]
    plan_tasks(made.pk, plans=[TaskPlan(task.pk, helper)], by=town.office, at=town.at)
    with pytest.raises(RuleBroken, match=r"缺验收标准.*缺完成时限.*缺牵头单位"):
        deliver_tasks(made.pk, by=town.office, at=town.at)
    assert not Assignment.objects.exclude(state="planned").exists()


def test_a_unit_stands_once_in_a_task(town: Town) -> None:
    made = town.programme()
    task, lead = town.task(made), town.units["lead"]
    with pytest.raises(RuleBroken, match="出现两次"):
        plan_tasks(made.pk, plans=[TaskPlan(task.pk, [UnitPart(lead, "lead"), UnitPart(lead, "support")])], by=town.office, at=town.at)  # fmt: skip
    with pytest.raises(RuleBroken, match="O999"):
        plan_tasks(made.pk, plans=[TaskPlan(task.pk, [UnitPart("O999", "lead")])], by=town.office, at=town.at)


def test_handing_out_starts_the_clock_for_signing_and_shows_on_the_desk(town: Town, last_entry: Any) -> None:
    held = town.hand_out(town.task(town.programme()), county=70, other=50)
    assert last_entry().kind == "goals.tasks-delivered"
    [clock] = clocks_of([held["county"].subject], at=town.at)[held["county"].subject]
    assert (clock.duty, clock.owner_organisation) == ("sign", town.units["county"])
    [duty] = duties.duties(town.county, at=town.at)
    assert (duty.verb, duty.kind, duty.key) == ("签收", "part", held["county"].pk)
    assert duties.duties(town.street, at=town.at) == []


def test_a_unit_signs_only_for_its_own_part(town: Town) -> None:
    held = town.hand_out(town.task(town.programme()), county=70, other=50)
    with pytest.raises(NotAllowed):
        sign_assignment(held["county"].pk, by=town.other, at=town.at)
    sign_assignment(held["county"].pk, by=town.county, at=town.at)
    with pytest.raises(WrongState, match="五定未齐"):
        sign_assignment(held["county"].pk, by=town.county, at=town.at)
    assert [duty.verb for duty in duties.duties(town.county, at=town.at)] == ["五定"]


def test_five_not_yet_fixed_is_a_visible_state_that_names_what_is_open(town: Town) -> None:
    part = town.hand_out(town.task(town.programme()), county=120)["county"]
    sign_assignment(part.pk, by=town.county, at=town.at)
    seen = parts.part(part.pk, town.county)
    assert (seen.line.state_name, seen.missing) == ("五定未齐", ["定人", "定进度"])
    with pytest.raises(RuleBroken, match="定人、定进度"):
        fix_assignment(part.pk, leader="", leader_post="", officer="", steps=[], by=town.county, at=town.at)


def test_a_schedule_lies_within_the_term_and_rises(town: Town) -> None:
    part = town.hand_out(town.task(town.programme()), county=120)["county"]
    sign_assignment(part.pk, by=town.county, at=town.at)
    named: dict[str, Any] = {"leader": "甲", "leader_post": "副区长", "officer": "乙", "by": town.county, "at": town.at}
    with pytest.raises(RuleBroken, match="2026-01-31"):
        fix_assignment(part.pk, steps=[StepPlan(date(2026, 1, 31), "晚了")], **named)
    falling = [StepPlan(date(2025, 6, 30), "上半年", Decimal(80)), StepPlan(date(2025, 9, 30), "三季度", Decimal(60))]
    with pytest.raises(RuleBroken, match="累计数"):
        fix_assignment(part.pk, steps=falling, **named)
    with pytest.raises(RuleBroken, match="超过任务数"):
        fix_assignment(part.pk, steps=[StepPlan(date(2025, 6, 30), "多了", Decimal(121))], **named)
    fix_assignment(part.pk, steps=falling[:1], **named)
    assert Milestone.objects.filter(assignment=part).count() == 1
    assert Assignment.objects.get(pk=part.pk).state == "fixed"


def test_a_county_splits_its_part_only_among_its_own_townships(town: Town) -> None:
    part = town.hand_out(town.task(town.programme()), county=70)["county"]
    sign_assignment(part.pk, by=town.county, at=town.at)
    with pytest.raises(RuleBroken, match="本县"):
        split_assignment(part.pk, parts=[(town.units["other"], Decimal(3))], by=town.county, at=town.at)
    split_assignment(part.pk, parts=[(town.units["street"], Decimal(30))], by=town.county, at=town.at)
    seen = parts.part(part.pk, town.county)
    assert (seen.reconciliation.verdict, seen.reconciliation.difference) == ("under", Decimal(-40))
    assert [duty.verb for duty in duties.duties(town.street, at=town.at)] == ["签收"]


@pytest.mark.clause("A1")
def test_what_a_unit_sees_follows_from_its_post(town: Town) -> None:
    held = town.hand_out(town.task(town.programme()), county=70, other=50)
    seen = {name: set(Assignment.objects.visible_to(town.people[name]).values_list("pk", flat=True)) for name in held}
    every = {part.pk for part in held.values()}
    assert seen == {"lead": every, "county": {held["county"].pk}, "other": {held["other"].pk}}
    assert set(Assignment.objects.visible_to(town.office).values_list("pk", flat=True)) == every
    assert not Assignment.objects.visible_to(town.street).exists()


def test_after_issue_nothing_is_edited_only_asked_for(town: Town, last_entry: Any) -> None:
    task = town.task(town.programme())
    part = town.hand_out(task, county=70, other=50)["county"]
    with pytest.raises(WrongState, match="变更申请"):
        amend_task(task.pk, values={"target": Decimal(1)}, by=town.office, at=town.at)
    ask: dict[str, Any] = {"assignment": part.pk, "field": "share", "by": town.county, "at": town.at}
    with pytest.raises(RuleBroken, match="理由"):
        request_change(task.pk, new="60", reason=" ", **ask)
    with pytest.raises(RuleBroken, match="不是数"):
        request_change(task.pk, new="六十来家", reason="调整", **ask)
    change = request_change(task.pk, new="60", reason="两家企业迁出", **ask)
    with pytest.raises(RuleBroken, match="已有变更申请"):
        request_change(task.pk, new="61", reason="再调", **ask)
    with pytest.raises(NotAllowed):
        decide_change(change.pk, approve=True, by=town.lead, at=town.at)
    decide_change(change.pk, approve=True, by=town.office, at=town.at)
    assert Assignment.objects.get(pk=part.pk).share == 60
    assert last_entry().kind == "goals.change-decided"
    change.refresh_from_db()
    assert (change.old, change.new, change.reason) == ("70", "60", "两家企业迁出")


@pytest.mark.clause("H1")
def test_a_programme_is_opened_only_by_a_logged_act_with_its_reason(town: Town, last_entry: Any) -> None:
    made = town.programme()
    assert made.visibility == "internal"
    with pytest.raises(RuleBroken, match="依据"):
        open_programme(made.pk, visibility="public", reason="", by=town.office, at=town.at)
    with pytest.raises(NotAllowed):
        open_programme(made.pk, visibility="public", reason="会议纪要", by=town.lead, at=town.at)
    open_programme(made.pk, visibility="public", reason="领导小组会议纪要", by=town.office, at=town.at)
    assert last_entry().kind == "goals.programme-opened"
    with pytest.raises(IntegrityError), transaction.atomic():
        Programme.objects.filter(pk=made.pk).update(state="draft")


@pytest.mark.clause("A1")
def test_a_merger_moves_open_parts_and_their_clocks_in_one_act(town: Town) -> None:
    part = town.hand_out(town.task(town.programme()), county=120)["county"]
    merge_units(town.units["county"], town.units["other"], on=town.at.date(), by=town.office, at=town.at)
    part.refresh_from_db()
    assert part.organisation == town.units["other"]
    [clock] = clocks_of([part.subject], at=town.at)[part.subject]
    assert clock.owner_organisation == town.units["other"]
