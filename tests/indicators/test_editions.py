"""An edition frozen, published by somebody else, superseded with a reason, withdrawn: allowed, refused, recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.indicators.conftest import CUT_OFF, Q3, Office
from zhicheng.core.access import Actor
from zhicheng.core.refusal import Missing, NotAllowed, RuleBroken, WrongState
from zhicheng.goals.actions.drafts import stored_draft
from zhicheng.goals.actions.programmes import open_programme
from zhicheng.goals.actions.reporting import correct_report, submit_report
from zhicheng.goals.actions.verifying import verify_report
from zhicheng.goals.models import Report, RosterRow
from zhicheng.goals.queries.opened import open_items, open_tasks
from zhicheng.goals.rules.rosters import Row
from zhicheng.indicators.actions.editions import freeze_edition, publish_edition, withdraw_edition
from zhicheng.indicators.editions import published
from zhicheng.indicators.editions.hashing import content_hash
from zhicheng.indicators.models import Edition
from zhicheng.indicators.queries.editions import drift, edition, edition_head, editions, latest, latest_of_period


def correct(office: Office, unit: str, *names: str) -> Report:
    """A county's report of the third quarter is corrected to these names, and verified again."""
    old = Report.objects.get(assignment=office.parts[unit], period=Q3, state="verified")
    new = correct_report(old.pk, reason="漏报补录", by=office.town.people[unit], at=office.at)
    rows = [Row(line, name, f"演示证{name}", date(2025, 3, 3)) for line, name in enumerate(names, 1)]
    draft = replace(stored_draft(new), rows=rows)
    submit_report(office.parts[unit].pk, period=Q3, draft=draft, by=office.town.people[unit], at=office.at)
    return verify_report(new.pk, by=office.town.lead, at=office.at)


def test_an_edition_holds_what_goals_verified(office_at_work: Office) -> None:
    office = office_at_work
    found = edition(office.freeze(), office.clerk)
    (task,) = open_tasks(office.programme.code)
    subject = f"task:{office.task.pk}"
    assert found.code == "G2025-2025Q3"
    assert found.value("verified", subject).value == task.figures.verified == 13
    assert found.value("completion", subject).value == task.figures.percent
    assert found.value("verified", subject, area="990101").value == 8
    assert found.value("verified", subject, area="990104").value == 5
    assert found.value("target", subject).value == 60
    assert found.value("tasks").value == 1
    assert found.value("mean-completion").value == Decimal("21.6667")
    assert found.value("light", subject).text == "care"


def test_items_add_up_to_the_count_as_the_open_list_does(office_at_work: Office) -> None:
    found = edition(office_at_work.freeze(), office_at_work.clerk)
    subject = f"task:{office_at_work.task.pk}"
    counted = sum(each.quantity for each in found.items if each.subject == subject)
    assert counted == found.value("verified", subject).value
    assert counted == sum(each.quantity for each in open_items(office_at_work.programme.code))


def test_no_name_that_may_lead_to_a_person_is_frozen(office_at_work: Office) -> None:
    row = RosterRow.objects.filter(state="verified").first()
    assert row is not None
    row.name, row.code = "演示市样例食品有限公司", "91990100MA00000000"
    row.save()
    other = RosterRow.objects.filter(state="verified").exclude(pk=row.pk).first()
    assert other is not None
    other.code = "92990100MA00000000"
    other.save()
    found = edition(office_at_work.freeze(), office_at_work.clerk)
    assert {(each.name, each.code) for each in found.items} == {("", ""), (row.name, row.code)}


def test_a_verified_value_leads_to_the_ledger(office_at_work: Office) -> None:
    found = edition(office_at_work.freeze(), office_at_work.clerk)
    value = found.value("verified", f"task:{office_at_work.task.pk}", area="990104")
    report = Report.objects.get(assignment=office_at_work.parts["other"])
    assert value.source == (
        f"ledger:{report.ledger_entry}", f"goals.report:{report.pk}", f"goals.task:{office_at_work.task.pk}"
    )  # fmt: skip


def test_what_was_verified_after_the_cut_off_day_is_left_out(office_at_work: Office) -> None:
    office = office_at_work
    Report.objects.filter(assignment=office.parts["other"]).update(decided_at=office.at + timedelta(days=1))
    found = edition(office.freeze(), office.clerk)
    assert found.value("verified", f"task:{office.task.pk}").value == 8


def test_a_later_period_does_not_enter_an_earlier_one(office_at_work: Office) -> None:
    office = office_at_work
    found = edition(office.freeze(period="2025Q2", cut_off=CUT_OFF), office.clerk)
    assert found.value("verified", f"task:{office.task.pk}").value is None


def test_a_period_without_verified_reports_is_empty_and_not_zero(quiet_office: Office) -> None:
    found = edition(quiet_office.freeze(), quiet_office.clerk)
    subject = f"task:{quiet_office.task.pk}"
    assert found.value("verified", subject).value is None
    assert found.value("mean-completion").value is None
    assert found.value("waiting").value == 1 or found.value("late").value == 1


def test_counties_are_public_only_where_the_office_said_so(office_at_work: Office) -> None:
    office = office_at_work
    closed = edition(office.freeze(), office.clerk)
    opened = edition(office.freeze(counties_open=["product"]), office.clerk)
    assert not [each for each in closed.values if each.public and each.area != closed.region]
    assert [each for each in opened.values if each.public and each.area == "990104"]
    assert {each.area for each in closed.public_part().items} == {closed.region}
    assert {each.unit_name for each in closed.public_part().items} == {""}
    assert {each.area for each in opened.public_part().items} == {"990101", "990104"}


def test_freezing_is_recorded_with_its_hash(office_at_work: Office, last_entry: Any) -> None:
    code = office_at_work.freeze()
    entry = last_entry()
    found = edition(code, office_at_work.clerk)
    assert entry.kind == "indicators.edition-frozen"
    assert found.content_hash == content_hash(found)
    assert found.content_hash in entry.payload
    assert found.ledger_entry == entry.sequence


@pytest.mark.parametrize("who", ["lead", "county", "helper"])
def test_only_the_office_freezes(office_at_work: Office, who: str) -> None:
    with pytest.raises(NotAllowed):
        office_at_work.freeze(by=office_at_work.town.people[who])


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"cut_off": CUT_OFF + timedelta(days=1)}, "还没有到"),
        ({"cut_off": date(2025, 6, 30)}, "早于"),
        ({"period": "2031Q1"}, "没有"),
        ({"period": "2025Q4"}, "早于2025年四季度的开始"),
        ({"counties_open": ["brands"]}, "领域"),
    ],
)
def test_a_frozen_edition_needs_days_and_fields_that_exist(office_at_work: Office, said: Any, words: str) -> None:
    if said.get("period") == "2025Q4":
        said = {**said, "cut_off": date(2025, 9, 30)}
    with pytest.raises(RuleBroken, match=words):
        office_at_work.freeze(**said)
    assert not Edition.objects.exists()


def test_two_frozen_editions_of_a_period_are_numbered(office_at_work: Office) -> None:
    first, second = office_at_work.freeze(), office_at_work.freeze(by=office_at_work.head)
    assert (first, second) == ("G2025-2025Q3", "G2025-2025Q3.2")
    assert latest_of_period("G2025", Q3, office_at_work.clerk).code == second


def test_somebody_else_publishes(office_at_work: Office, last_entry: Any) -> None:
    code = office_at_work.freeze()
    with pytest.raises(NotAllowed, match="冻结人以外"):
        publish_edition(code, by=office_at_work.clerk, at=office_at_work.at)
    office_at_work.publish(code)
    assert last_entry().kind == "indicators.edition-published"
    assert edition_head(code, office_at_work.clerk).state == "published"


def test_an_edition_is_published_once(office_at_work: Office) -> None:
    code = office_at_work.publish(office_at_work.freeze())
    with pytest.raises(WrongState, match="已公开"):
        office_at_work.publish(code)


@pytest.mark.parametrize("who", ["lead", "county"])
def test_only_the_office_publishes_and_withdraws(office_at_work: Office, who: str) -> None:
    code = office_at_work.freeze()
    by = office_at_work.town.people[who]
    with pytest.raises(NotAllowed):
        publish_edition(code, by=by, at=office_at_work.at)
    office_at_work.publish(code)
    with pytest.raises(NotAllowed):
        withdraw_edition(code, reason="误发", by=by, at=office_at_work.at)


def test_a_programme_that_is_not_open_publishes_nothing(office_at_work: Office) -> None:
    office = office_at_work
    open_programme(office.programme.pk, visibility="internal", reason="收回", by=office.clerk, at=office.at)
    with pytest.raises(WrongState, match="没有向社会公开"):
        office.publish(office.freeze())


def test_replacing_a_published_edition_needs_a_reason(office_at_work: Office) -> None:
    office = office_at_work
    office.publish(office.freeze())
    with pytest.raises(RuleBroken, match="替代的理由"):
        office.freeze()
    correct(office, "other", "砚湖样例0有限公司", "砚湖样例1有限公司")
    second = office.publish(office.freeze(reason="砚湖县更正三季度名单"))
    heads = {each.code: each for each in editions(office.clerk)}
    assert heads["G2025-2025Q3"].state == "superseded"
    assert heads["G2025-2025Q3"].superseded_by == second
    assert heads[second].supersedes == "G2025-2025Q3"
    assert latest("G2025", office.clerk, state="published").code == second


def test_what_was_frozen_before_another_was_published_cannot_replace_it(office_at_work: Office) -> None:
    office = office_at_work
    first, second = office.freeze(), office.freeze()
    third = office.freeze()
    office.publish(second)
    with pytest.raises(RuleBroken, match="不能改回"):
        office.publish(first)
    with pytest.raises(RuleBroken, match="没有写明替代它的理由"):
        office.publish(third)


def test_a_correction_says_which_value_by_whom_and_why(
    office_at_work: Office, published_folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    office = office_at_work
    with django_capture_on_commit_callbacks(execute=True):
        office.publish(office.freeze(counties_open=["product"]))
        correct(office, "other", "砚湖样例0有限公司", "砚湖样例1有限公司")
        second = office.publish(office.freeze(reason="砚湖县更正三季度名单", counties_open=["product"]))
    (correction,) = published.corrections(published_folder)
    assert (correction.edition, correction.reason) == (second, "砚湖县更正三季度名单")
    key = ("verified", f"task:{office.task.pk}", "990104", Q3)
    (change,) = [each for each in correction.changes if each.key == key]
    assert (change.old.value, change.new.value, change.by) == (5, 2, "砚湖县人民政府")
    assert change.at == office.at
    assert correction.names["990104"] == "砚湖县"


def test_a_correction_shows_no_county_that_is_not_public(
    office_at_work: Office, published_folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    office = office_at_work
    with django_capture_on_commit_callbacks(execute=True):
        office.publish(office.freeze())
        correct(office, "other", "砚湖样例0有限公司")
        office.publish(office.freeze(reason="更正"))
    (correction,) = published.corrections(published_folder)
    assert {each.key[2] for each in correction.changes} == {"990100"}
    assert "990104" not in correction.names


def test_a_withdrawn_edition_says_why_and_shows_nothing(
    office_at_work: Office, published_folder: Path, django_capture_on_commit_callbacks: Any, last_entry: Any
) -> None:
    office = office_at_work
    with django_capture_on_commit_callbacks(execute=True):
        code = office.publish(office.freeze())
    assert published.find(published_folder, code) is not None
    with pytest.raises(RuleBroken, match="理由"):
        withdraw_edition(code, reason=" ", by=office.head, at=office.at)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_edition(code, reason="误将测试数据公开", by=office.head, at=office.at)
    assert published.current(published_folder) is None
    assert published.find(published_folder, code) is None
    assert published.head(published_folder, code).withdrawn_reason == "误将测试数据公开"
    assert not list(published_folder.glob("editions/*"))
    assert last_entry().kind == "indicators.edition-withdrawn"


def test_drift_tells_what_was_verified_since(office_at_work: Office) -> None:
    office = office_at_work
    code = office.freeze()
    assert drift(code, office.clerk, at=office.at) == []
    correct(office, "other", "砚湖样例0有限公司", "砚湖样例1有限公司")
    found = {each.key[:3]: each for each in drift(code, office.clerk, at=office.at)}
    change = found["verified", f"task:{office.task.pk}", "990104"]
    assert (change.old.value, change.new.value, change.by) == (5, 2, "砚湖县人民政府")


def test_a_day_that_passes_is_no_drift(office_at_work: Office) -> None:
    code = office_at_work.freeze()
    assert drift(code, office_at_work.clerk, at=office_at_work.at + timedelta(days=20)) == []


def test_others_see_the_public_part_of_published_editions_only(office_at_work: Office) -> None:
    office = office_at_work
    code = office.freeze()
    stranger = office.town.people["other"]
    with pytest.raises(Missing):
        edition(code, stranger)
    assert editions(Actor(None, "", "市民")) == []
    office.publish(code)
    assert {each.area for each in edition(code, stranger).values} == {"990100"}
    with pytest.raises(NotAllowed):
        drift(code, stranger, at=office.at)


def test_freezing_asks_no_more_of_the_database_with_more_tasks(
    office_at_work: Office, django_assert_max_num_queries: Any
) -> None:
    office = office_at_work
    for number in range(2, 12):
        task = office.town.task(office.programme, number=str(number), title=f"样例任务{number}")
        office.town.hand_out(task, county=10, other=10)
    with django_assert_max_num_queries(45):
        freeze_edition(office.programme.pk, period=Q3, cut_off=CUT_OFF, by=office.clerk, at=office.at)
