"""Running clocks: started, stopped, suspended, extended, moved by a new calendar; and what they tell the desk."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from tests.statutes.conftest import day, moment
from tests.statutes.test_calendar import FULL
from zhicheng.core.access import SYSTEM, Actor
from zhicheng.core.ledger.models import Entry
from zhicheng.core.refusal import Missing, NotAllowed, RuleBroken, WrongState
from zhicheng.statutes import actions, queries
from zhicheng.statutes.models import Clock

pytestmark = pytest.mark.django_db

MONDAY = moment("2026-03-02 09:00")
STRANGER = Actor(account_id=7, person="P-7", name="张三")
TASK = "goals.assignment:12"


def start(subject: str = TASK, **changes: Any) -> Clock:
    """A signing clock of five working days from Monday 2026-03-02."""
    plain = {"duty": "sign", "rule": "goals-sign", "trigger": MONDAY, "owner_organisation": "ORG-1", "region": "990100"}
    return actions.start_clock(actions.ClockStart(subject=subject, **{**plain, **changes}), by=SYSTEM, at=MONDAY)


def shown(at: str, subject: str = TASK) -> queries.RunningClock:
    return queries.clocks_of([subject], at=moment(at), closed=True)[subject][0]


@pytest.mark.clause("A3")
def test_a_clock_runs_by_its_rule_and_explains_itself() -> None:
    clock = start()
    assert (clock.due_on, clock.provisional) == (day("2026-03-09"), False)
    found = shown("2026-03-02 10:00")
    assert found.explanation == "自 2026-03-02 次日起 5 个工作日，末日 03-09"
    assert found.basis == "本系统默认值，由市质量强市工作领导小组办公室确定"
    assert str(found.names) == "签收任务"


@pytest.mark.clause("A5")
@pytest.mark.parametrize(
    ("at", "left", "overdue"),
    [
        ("2026-03-05 10:00", "还有 2 个工作日", False),
        ("2026-03-07 10:00", "还有 1 个工作日", False),
        ("2026-03-09 23:59", "今日 24:00", False),
        ("2026-03-10 00:00", "逾期 1 个工作日", True),
        ("2026-03-12 09:00", "逾期 3 个工作日", True),
    ],
)
def test_what_is_left_is_counted_in_working_days(at: str, left: str, overdue: bool) -> None:
    start()
    assert (shown(at).left, shown(at).overdue) == (left, overdue)


def test_over_a_weekend_days_are_said_where_no_working_day_lies_between() -> None:
    start(trigger=moment("2026-02-28 09:00"))  # a worked Saturday; ends on Friday 2026-03-06
    assert shown("2026-03-07 09:00").left == "逾期 1 日"


def test_several_clocks_come_sorted_by_what_ends_first() -> None:
    start("a", trigger=moment("2026-03-04 09:00"))
    start("b")
    start("c", owner_organisation="ORG-2")
    start("d", duty="report", rule="goals-report", region="990103")
    by_owner = queries.running_clocks(organisations=["ORG-1"], at=MONDAY)
    assert [each.subject for each in by_owner] == ["b", "a", "d"]
    every = queries.running_clocks(organisations=None, regions=["990100"], at=MONDAY, limit=2)
    assert [each.subject for each in every] == ["b", "c"]
    assert [c.subject for c in queries.running_clocks(organisations=None, duties=["report"], at=MONDAY)] == ["d"]
    assert queries.running_clocks(organisations=[], at=MONDAY) == []


def test_a_second_clock_for_the_same_duty_is_refused_and_none_is_started() -> None:
    start()
    again = [actions.ClockStart("x", "sign", "goals-sign", MONDAY, "ORG-1"),
             actions.ClockStart(TASK, "sign", "goals-sign", MONDAY, "ORG-1")]  # fmt: skip
    with pytest.raises(WrongState, match="已在计时"):
        actions.start_clocks(again, by=SYSTEM, at=MONDAY)
    assert Clock.objects.count() == 1
    actions.stop_clock(TASK, "sign", by=SYSTEM, at=MONDAY)
    start()  # a stopped one is no hindrance


def test_a_rule_that_does_not_exist_starts_nothing() -> None:
    with pytest.raises(RuleBroken):
        start(rule="goals-nothing")


@pytest.mark.parametrize(("at", "left"), [("2026-03-09 18:00", "按期办结"), ("2026-03-10 08:00", "逾期办结")])
def test_a_stopped_clock_keeps_whether_it_was_met(at: str, left: str) -> None:
    start()
    assert actions.stop_clock(TASK, "sign", by=SYSTEM, at=moment(at)) is True
    assert shown("2026-04-01 08:00").left == left
    assert queries.running_clocks(organisations=None, at=moment(at)) == []
    assert actions.stop_clock(TASK, "sign", by=SYSTEM, at=moment(at)) is False


def test_withdrawn_clocks_are_neither_met_nor_missed() -> None:
    start()
    start(duty="fix", rule="goals-fix")
    assert actions.withdraw_clocks([TASK], "fix", by=SYSTEM, at=MONDAY) == 1
    assert actions.withdraw_clocks([TASK], by=SYSTEM, at=MONDAY) == 1
    assert [each.left for each in queries.clocks_of([TASK], at=MONDAY, closed=True)[TASK]] == ["已撤回", "已撤回"]
    assert queries.clocks_of([TASK, "none"], at=MONDAY) == {TASK: [], "none": []}


def test_the_clocks_of_a_merged_organisation_move_on() -> None:
    start()
    assert actions.move_clocks(organisation="ORG-1", to="ORG-9", by=SYSTEM, at=MONDAY) == 1
    assert [c.owner_organisation for c in queries.running_clocks(organisations=["ORG-9"], at=MONDAY)] == ["ORG-9"]


def test_a_suspended_clock_stands_still_and_runs_on_after() -> None:
    start()
    actions.suspend_clock(TASK, "sign", reason="等待上级批复", by=SYSTEM, at=moment("2026-03-04 15:00"))
    assert shown("2026-03-20 09:00").left == "已中止（自 2026-03-04 起）"
    assert not shown("2026-03-20 09:00").overdue
    assert queries.running_clocks(organisations=None, at=MONDAY) == []
    with pytest.raises(WrongState):
        actions.suspend_clock(TASK, "sign", reason="再次", by=SYSTEM, at=moment("2026-03-05 15:00"))
    actions.resume_clock(TASK, "sign", by=SYSTEM, at=moment("2026-03-11 09:00"))
    found = shown("2026-03-11 10:00")
    assert found.explanation == "自 2026-03-02 次日起 5 个工作日，中止 7 日，末日 03-16"
    with pytest.raises(WrongState):
        actions.resume_clock(TASK, "sign", by=SYSTEM, at=moment("2026-03-11 09:00"))
    kinds = list(Entry.objects.order_by("sequence").values_list("kind", flat=True))
    assert kinds == ["statutes.clock-suspended", "statutes.clock-resumed"]


def test_a_clock_stopped_while_it_stands_still_is_not_late() -> None:
    start()
    actions.suspend_clock(TASK, "sign", reason="等待上级批复", by=SYSTEM, at=moment("2026-03-04 15:00"))
    actions.stop_clock(TASK, "sign", by=SYSTEM, at=moment("2026-03-30 15:00"))
    assert shown("2026-04-01 08:00").left == "按期办结"
    assert Clock.objects.get().suspensions.get().until == moment("2026-03-30 15:00")


def test_an_extension_is_granted_before_the_end_and_recorded() -> None:
    start()
    actions.extend_clock(TASK, "sign", amount=3, reason="任务重新核定", by=SYSTEM, at=moment("2026-03-05 15:00"))
    assert shown("2026-03-05 16:00").explanation == "自 2026-03-02 次日起 5 个工作日，延长 3 个工作日，末日 03-12"
    assert Entry.objects.get().kind == "statutes.clock-extended"
    with pytest.raises(WrongState, match="2026-03-12 届满"):
        actions.extend_clock(TASK, "sign", amount=1, reason="太迟", by=SYSTEM, at=moment("2026-03-13 00:00"))


def test_suspending_and_extending_need_the_permission_a_reason_and_a_clock() -> None:
    start()
    with pytest.raises(NotAllowed):
        actions.extend_clock(TASK, "sign", amount=3, reason="理由", by=STRANGER, at=MONDAY)
    with pytest.raises(NotAllowed):
        actions.suspend_clock(TASK, "sign", reason="理由", by=STRANGER, at=MONDAY)
    with pytest.raises(RuleBroken):
        actions.suspend_clock(TASK, "sign", reason=" ", by=SYSTEM, at=MONDAY)
    with pytest.raises(RuleBroken):
        actions.extend_clock(TASK, "sign", amount=0, reason="理由", by=SYSTEM, at=MONDAY)
    with pytest.raises(Missing):
        actions.extend_clock("nobody", "sign", amount=1, reason="理由", by=SYSTEM, at=MONDAY)
    assert Entry.objects.count() == 0


@pytest.mark.clause("A3")
def test_a_new_calendar_moves_the_clocks_that_it_touches() -> None:
    eve = moment("2026-12-25 09:00")
    start("touched", trigger=eve)
    start("untouched")
    before = shown("2026-12-25 10:00", "touched")
    assert (before.due_on, before.provisional) == (day("2027-01-01"), True)
    assert before.explanation.endswith("暂定（2027年放假安排尚未公布）")
    actions.enter_calendar(2027, days=FULL, citation="国务院办公厅关于2027年部分节假日安排的通知", by=SYSTEM, at=eve)
    after = shown("2026-12-25 10:00", "touched")
    assert (after.due_on, after.provisional) == (day("2027-01-04"), False)
    assert after.explanation == "自 2026-12-25 次日起 5 个工作日，元旦假期 3 日不计，末日 2027-01-04"
    assert shown("2026-12-25 10:00", "untouched").due_on == day("2026-03-09")
    entry = Entry.objects.get()
    assert entry.kind == "statutes.calendar-entered"
    assert '"checked":2' in entry.payload
    assert '"moves":["touched sign 2027-01-01 2027-01-04"]' in entry.payload


def test_one_clock_that_cannot_be_reckoned_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    start("good", trigger=moment("2026-12-25 09:00"))
    start("bad", trigger=moment("2026-12-25 09:00"))
    Clock.objects.filter(subject="bad").update(rule="goals-gone")
    actions.enter_calendar(2027, days=FULL, citation="通知", by=SYSTEM, at=MONDAY)
    assert Clock.objects.get(subject="good").due_on == day("2027-01-04")
    assert Clock.objects.get(subject="bad").due_on == day("2027-01-01")
    done = actions.recompute_clocks(by=SYSTEM, at=MONDAY)
    assert (done.checked, done.moved, [failure[:2] for failure in done.failures]) == (2, 0, [("bad", "sign")])
    assert "bad sign could not be recomputed" in caplog.text
    with pytest.raises(NotAllowed):
        actions.recompute_clocks(by=STRANGER, at=MONDAY)


def test_a_clock_stays_with_the_rule_of_the_day_of_its_trigger(tmp_path: Any, settings: Any) -> None:
    start()
    settings.CITY = SimpleNamespace(folder=tmp_path, region="")
    (tmp_path / "parameters").mkdir()
    (tmp_path / "parameters" / "sign.toml").write_text(
        '[[clock]]\nslug = "goals-sign"\nzh = "签收任务"\nen = "Sign"\n[[clock.rule]]\namount = 3\n'
        'unit = "working_days"\nvalid_from = 2026-03-03\ncitation = "演示市质强办〔2026〕9号"\n',
        "utf-8",
    )
    start("new", trigger=moment("2026-03-03 09:00"))
    assert actions.recompute_clocks(by=SYSTEM, at=MONDAY).moved == 0
    assert shown("2026-03-03 10:00").due_on == day("2026-03-09")
    assert shown("2026-03-03 10:00", "new").due_on == day("2026-03-06")


def test_what_was_noted_as_overdue_stays_so_though_the_clock_is_set_back() -> None:
    start()
    late = moment("2026-03-11 06:00")
    assert actions.note_overdue(by=SYSTEM, at=late) == [(TASK, "sign")]
    assert actions.note_overdue(by=SYSTEM, at=late) == []
    set_back = shown("2026-03-04 06:00")
    assert (set_back.overdue, set_back.left) == (True, "逾期 2 个工作日")
    assert queries.overdue_subjects("sign", on=day("2026-03-04")) == {TASK}
    with pytest.raises(WrongState):
        actions.extend_clock(TASK, "sign", amount=3, reason="理由", by=SYSTEM, at=moment("2026-03-04 06:00"))
    actions.stop_clock(TASK, "sign", by=SYSTEM, at=moment("2026-03-04 06:00"))
    assert shown("2026-03-04 06:00").left == "逾期办结"


def test_notes_made_while_the_clock_ran_ahead_can_be_taken_back() -> None:
    start()
    actions.note_overdue(by=SYSTEM, at=moment("2036-03-11 06:00"))
    now = moment("2026-03-04 06:00")
    with pytest.raises(NotAllowed):
        actions.forget_overdue(noted_after=now, by=STRANGER, at=now)
    assert actions.forget_overdue(noted_after=now, by=SYSTEM, at=now) == 1
    assert shown("2026-03-04 06:00").left == "还有 3 个工作日"


def test_overdue_subjects_are_those_past_their_last_day() -> None:
    start()
    assert queries.overdue_subjects("sign", on=day("2026-03-09")) == set()
    assert queries.overdue_subjects("sign", on=day("2026-03-10")) == {TASK}
    assert queries.overdue_subjects("fix", on=day("2026-03-10")) == set()


def test_a_suspension_ended_by_a_clock_set_back_has_no_length() -> None:
    start()
    actions.suspend_clock(TASK, "sign", reason="等待上级批复", by=SYSTEM, at=moment("2026-03-04 15:00"))
    actions.resume_clock(TASK, "sign", by=SYSTEM, at=moment("2026-03-04 15:00") - timedelta(days=2))
    assert shown("2026-03-04 16:00").due_on == day("2026-03-09")
    assert shown("2026-03-04 16:00").state == "running"
