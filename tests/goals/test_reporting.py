"""Reports with rosters, verified by somebody else, returned with the reason at the row, corrected."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.goals.conftest import Town
from zhicheng.core.refusal import NotAllowed, RuleBroken, WrongState
from zhicheng.goals.actions.changes import answer_matter
from zhicheng.goals.actions.programmes import open_programme
from zhicheng.goals.actions.reporting import (
    Count,
    Draft,
    ReportText,
    RosterRefused,
    correct_report,
    open_reporting,
    resubmit_rows,
    save_report,
    submit_report,
)
from zhicheng.goals.actions.standings import refresh_programme
from zhicheng.goals.actions.verifying import return_report, verify_report
from zhicheng.goals.models import Assignment, Matter, Report, RosterRow, Standing
from zhicheng.goals.queries import duties, opened, programmes, reports, tasks
from zhicheng.goals.rules.rosters import Row

pytestmark = pytest.mark.clause("A4")


@pytest.fixture
def held(town: Town) -> dict[str, Assignment]:
    """A task of 120: the county holds 70, the other county 50, both under way since February."""
    early = town.at - timedelta(days=240)
    found = town.hand_out(town.task(town.programme()), at=early, county=70, other=50)
    town.fix(found["county"], "county", ("2025-06-30", 30), ("2025-12-31", 70), at=early)
    town.fix(found["other"], "other", ("2025-12-31", 50), at=early)
    return found


def test_a_roster_is_reported_verified_by_somebody_else_and_counted(town: Town, held: Any, last_entry: Any) -> None:
    report = town.report(held["county"], "county", "样例甲", "样例乙", "样例丙")
    assert last_entry().kind == "goals.report-submitted"
    with pytest.raises(NotAllowed):
        verify_report(report.pk, by=town.colleague("county"), at=town.at)
    verify_report(report.pk, by=town.lead, at=town.at)
    assert last_entry().kind == "goals.report-verified"
    report.refresh_from_db()
    assert (report.state, report.verified_count, report.ledger_entry) == ("verified", 3, last_entry().sequence)
    line = tasks.task(held["county"].task_id, town.office).line
    assert (line.figures.verified, line.figures.arithmetic) == (3, "3 ÷ 120 = 2.50%")


def test_nobody_verifies_their_own_report(town: Town, held: Any) -> None:
    town.fix(held["lead"], "lead")
    report = town.report(held["lead"], "lead", unlisted=None)
    with pytest.raises(NotAllowed):
        verify_report(report.pk, by=town.lead, at=town.at)
    with pytest.raises(NotAllowed):
        verify_report(report.pk, by=town.colleague("lead"), at=town.at)
    verify_report(report.pk, by=town.office, at=town.at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(decided_by=town.lead.person)


def test_the_same_firm_counts_neither_twice_nor_in_two_counties(town: Town, held: Any) -> None:
    town.report(held["county"], "county", "样例甲", "样例乙")
    rows = [Row(1, "样例丙", "演示证样例丙", date(2025, 3, 1)), Row(2, "樣例甲", "", date(2025, 3, 1)),
            Row(3, "样例丙", "演示证样例丙", date(2025, 3, 2)), Row(4, "样例乙", "演示证样例乙", date(2025, 3, 2))]  # fmt: skip
    with pytest.raises(RosterRefused) as refused:
        submit_report(held["other"].pk, period="2025Q3", draft=Draft(rows=rows), by=town.other, at=town.at)
    said = {problem.line: problem.sentence for problem in refused.value.problems}
    assert set(said) == {2, 3, 4} or set(said) == {3, 4}
    assert "墨溪区人民政府2025年三季度名单第 2 行" in said[4]
    assert not Report.objects.filter(assignment=held["other"]).exists()


def test_the_same_firm_does_not_count_as_new_in_another_year(town: Town, held: Any) -> None:
    town.report(held["county"], "county", "样例甲")
    next_year = town.at.replace(year=2026)
    again = town.programme("G2026", 2026)
    task = town.task(again, deadline=date(2026, 12, 31))
    assert task.series == held["county"].task.series
    part = town.hand_out(task, at=next_year - timedelta(days=200), other=50)["other"]
    from zhicheng.goals.actions.units import StepPlan, fix_assignment, sign_assignment

    sign_assignment(part.pk, by=town.other, at=next_year)
    fix_assignment(part.pk, leader="甲", leader_post="副县长", officer="乙", steps=[StepPlan(date(2026, 12, 31), "完成")],
                   by=town.other, at=next_year)  # fmt: skip
    rows = [Row(1, "样例甲", "演示证样例甲", date(2026, 2, 1))]
    with pytest.raises(RosterRefused, match="2025年三季度"):
        submit_report(part.pk, period="2026Q3", draft=Draft(rows=rows), by=town.other, at=next_year)


def test_the_database_itself_counts_nothing_twice(town: Town, held: Any) -> None:
    report = town.report(held["county"], "county", "样例甲", "样例乙")
    first, second = report.rows.order_by("line")
    with pytest.raises(IntegrityError), transaction.atomic():
        RosterRow.objects.filter(pk=second.pk).update(key=first.key)


def test_a_row_goes_back_with_its_reason_and_the_rest_counts(town: Town, held: Any) -> None:
    report = town.report(held["county"], "county", "样例甲", "样例乙", "样例丙")
    with pytest.raises(RuleBroken, match="理由"):
        verify_report(report.pk, returned={2: " "}, by=town.lead, at=town.at)
    with pytest.raises(RuleBroken, match="第 9 行"):
        verify_report(report.pk, returned={9: "没有"}, by=town.lead, at=town.at)
    verify_report(report.pk, returned={2: "请补证书编号"}, by=town.lead, at=town.at)
    assert tasks.task(held["county"].task_id, town.office).line.figures.verified == 2
    duty = next(each for each in duties.duties(town.county, at=town.at) if each.verb == "补正")
    assert duty.period == "2025Q3"
    fresh = {2: Row(2, "样例乙", "演示证补正", date(2025, 3, 3))}
    with pytest.raises(NotAllowed):
        resubmit_rows(report.pk, rows=fresh, by=town.other, at=town.at)
    resubmit_rows(report.pk, rows=fresh, by=town.county, at=town.at)
    assert tasks.task(held["county"].task_id, town.office).line.figures.verified == 2
    verify_report(report.pk, by=town.lead, at=town.at)
    assert tasks.task(held["county"].task_id, town.office).line.figures.verified == 3
    assert [row.state for row in report.rows.order_by("line")] == ["verified", "withdrawn", "verified", "verified"]


def test_a_whole_report_goes_back_and_comes_again_as_a_new_one(town: Town, held: Any) -> None:
    report = town.report(held["county"], "county", "样例甲")
    with pytest.raises(WrongState, match="待核实"):
        town.report(held["county"], "county", "样例乙")
    return_report(report.pk, reason="名单与附件不符", by=town.lead, at=town.at)
    again = town.report(held["county"], "county", "样例甲")
    report.refresh_from_db()
    assert (report.state, again.replaces_id) == ("superseded", report.pk)
    assert report.rows.get().name == "样例甲"


def test_a_verified_report_is_corrected_by_a_new_row_never_overwritten(town: Town, held: Any, last_entry: Any) -> None:
    report = town.report(held["county"], "county", "样例甲", "样例乙")
    verify_report(report.pk, by=town.lead, at=town.at)
    with pytest.raises(RuleBroken, match="理由"):
        correct_report(report.pk, reason="", by=town.county, at=town.at)
    draft = correct_report(report.pk, reason="样例乙已迁出", by=town.county, at=town.at)
    assert last_entry().kind == "goals.report-superseded"
    assert (draft.state, draft.rows.count()) == ("draft", 2)
    town.report(held["county"], "county", "样例甲")
    assert RosterRow.objects.filter(report=report, state="withdrawn").count() == 2


def test_a_count_without_names_is_possible_and_marked(town: Town, held: Any) -> None:
    report = town.report(held["county"], "county", "样例甲", unlisted=12)
    verify_report(report.pk, by=town.lead, at=town.at)
    figures = tasks.task(held["county"].task_id, town.office).line.figures
    assert (figures.verified, figures.unlisted) == (13, 12)


def test_what_is_in_progress_or_applied_for_counts_nothing(town: Town, held: Any) -> None:
    rows = [
        Row(1, "样例甲", "演示证1", date(2025, 3, 1)),
        Row(2, "样例乙", status="in-progress"),
        Row(3, "样例丙", status="applied"),
    ]
    report = submit_report(held["county"].pk, period="2025Q3", draft=Draft(rows=rows, count=Count(in_progress=5, applied=8)), by=town.county, at=town.at)  # fmt: skip
    verify_report(report.pk, by=town.lead, at=town.at)
    assert tasks.task(held["county"].task_id, town.office).line.figures.verified == 1


def test_a_stated_rate_that_its_counts_contradict_shows_the_right_one(town: Town, held: Any) -> None:
    report = town.report(held["county"], "county", "样例甲", unlisted=55, count={"stated_percent": Decimal(90)})
    rate = reports.report(report.pk, town.lead).line.rate
    assert rate is not None
    assert (rate.agrees, str(rate.computed)) == (False, "80.00")


def test_a_matter_to_coordinate_reaches_the_office_and_is_answered(town: Town, held: Any) -> None:
    town.report(held["county"], "county", "样例甲", coordination="请协调检测机构排期")
    matter = Matter.objects.get()
    assert [duty.kind for duty in duties.duties(town.office, at=town.at)] == ["matter"]
    with pytest.raises(NotAllowed):
        answer_matter(matter.pk, answer="好", by=town.lead, at=town.at)
    answer_matter(matter.pk, answer="已商市检测院", by=town.office, at=town.at)
    assert duties.duties(town.office, at=town.at) == []


def test_a_report_waits_for_the_five(town: Town) -> None:
    part = town.hand_out(town.task(town.programme()), county=120)["county"]
    with pytest.raises(WrongState, match="五定未齐"):
        town.report(part, "county", "样例甲")


def test_a_draft_is_kept_and_seen_by_nobody_else(town: Town, held: Any) -> None:
    draft = Draft(text=ReportText(progress="草稿"), rows=[Row(1, "", "", None)])
    report = save_report(held["county"].pk, period="2025Q3", draft=draft, by=town.county, at=town.at)
    assert Report.objects.visible_to(town.county).filter(pk=report.pk).exists()
    assert not Report.objects.visible_to(town.lead).filter(pk=report.pk).exists()
    with pytest.raises(RosterRefused, match="缺名称"):
        submit_report(held["county"].pk, period="2025Q3", draft=draft, by=town.county, at=town.at)


@pytest.mark.clause("A5")
def test_a_period_that_ended_calls_for_reports_and_silence_shows(town: Town, held: Any, at: datetime) -> None:
    programme = held["county"].task.programme_id
    opened_at = datetime(2025, 10, 1, 0, 30, tzinfo=at.tzinfo)
    assert open_reporting(programme, period="2025Q3", by=town.office, at=opened_at) == 3
    assert open_reporting(programme, period="2025Q3", by=town.office, at=opened_at) == 0
    town.report(held["county"], "county", "样例甲")
    late = datetime(2025, 12, 1, 9, 0, tzinfo=at.tzinfo)
    refresh_programme(programme, on=late.date())
    assert Standing.objects.get(assignment=held["other"]).light == "none"
    assert Standing.objects.get(assignment=held["county"]).light != "none"
    assert programmes.summary(programme).sentence.startswith("1 项任务中")


@pytest.mark.clause("H1")
@pytest.mark.clause("H3")
def test_the_published_figure_is_recomputed_from_its_items(town: Town, held: Any) -> None:
    first = town.report(held["county"], "county", "样例甲", "样例乙", unlisted=3)
    verify_report(first.pk, returned={2: "证书过期"}, by=town.lead, at=town.at)
    town.report(held["other"], "other", "样例丁")  # reported, not verified: must not show
    open_programme(held["county"].task.programme_id, visibility="public", reason="会议纪要", by=town.office, at=town.at)
    task = opened.open_task("G2025", held["county"].task_id)
    items = list(opened.open_items("G2025", task=held["county"].task_id))
    assert sum(item.quantity for item in items) == task.figures.verified == 4
    assert task.figures.arithmetic == "4 ÷ 120 = 3.33%"
    assert "样例甲" not in {item.name for item in items}


def test_two_people_verify_at_once_and_one_is_told(town: Town, held: Any) -> None:
    report = town.report(held["county"], "county", "样例甲")
    verify_report(report.pk, seen_rows=1, by=town.lead, at=town.at)
    with pytest.raises(WrongState, match="经核实"):
        verify_report(report.pk, seen_rows=1, by=town.colleague("lead"), at=town.at)
