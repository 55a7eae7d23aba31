"""The made-up city: it is told by ordinary acts, its figures add up, and every desk in it has something to do."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from django.db.models import Sum

from tests.demo.conftest import LOOKED_AT
from zhicheng.core.access import Actor
from zhicheng.core.access.queries import actor_of
from zhicheng.core.accounts.models import Account
from zhicheng.core.ledger.models import Entry
from zhicheng.core.ledger.verification import verify
from zhicheng.demo.city import BuiltCity, build
from zhicheng.demo.people import USERNAMES
from zhicheng.demo.story import FATES, SPECIAL_FATES
from zhicheng.goals.actions.reporting import Draft, RosterRefused, Row, submit_report
from zhicheng.goals.models import Assignment, ChangeRequest, Matter, Programme, Report, RosterRow, Standing, Task
from zhicheng.goals.queries.duties import duties
from zhicheng.goals.queries.opened import open_items, open_programmes
from zhicheng.goals.queries.programmes import programmes, summary
from zhicheng.goals.queries.reports import reports
from zhicheng.registry.models import GroupMember, LeadingGroup, Organisation, Region
from zhicheng.registry.queries import lead_organisations, match_units

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

CITY, CODE = "990100", "demo-2025"


def who(username: str) -> Actor:
    """One of the made-up city's people."""
    account = Account.objects.get(username=username)
    return actor_of(account_id=account.pk, person=account.person, name=account.name, on=LOOKED_AT.date())


def lights() -> Counter[str]:
    """How many of this year's tasks are in which light."""
    return Counter(Standing.objects.filter(programme__code=CODE, assignment=None).values_list("light", flat=True))


@pytest.mark.clause("A1")
def test_the_city_has_its_leading_groups_offices_and_several_leads() -> None:
    assert Region.objects.filter(level="county").count() == 9
    assert Region.objects.filter(level="township").count() == 25
    assert LeadingGroup.objects.count() == 1 + 9
    assert GroupMember.objects.filter(group__region=CITY).count() == 28
    assert len(lead_organisations("service", region=CITY, on=LOOKED_AT.date())) == 2
    assert Organisation.objects.filter(kind="enterprise").count() == 400


def test_units_are_found_by_the_names_that_tables_use() -> None:
    names = ["墨溪区", "市市场监管局", "环保局", "市质量强市办", "锦桥市"]
    assert all(match.code for match in match_units(names, region=CITY, on=LOOKED_AT.date()).values())


def test_lights_of_every_state_appear_in_the_proportion_that_was_drawn() -> None:
    found = lights()
    assert sum(found.values()) == 64
    assert 42 <= found["ok"] <= 50
    assert 8 <= found["care"] <= 12
    assert 4 <= found["late"] <= 8
    assert found["none"] == 2


def test_tasks_of_every_kind_and_field_lead_to_the_sentence_that_asks_for_them() -> None:
    tasks = Task.objects.filter(programme__code=CODE)
    assert {task.kind for task in tasks} == {"counted", "rate", "coverage", "qualitative"}
    assert len({task.field for task in tasks}) == 9
    assert not tasks.filter(asked_by=None).exists()


def test_counties_add_up_to_the_city_in_target_and_in_what_is_verified() -> None:
    for task in Task.objects.filter(programme__origin="made-up", kind__in=("counted", "coverage")):
        parts = Assignment.objects.filter(task=task)
        shares = parts.filter(role="county").aggregate(sum=Sum("share"))["sum"]
        if shares is not None:
            assert shares == task.target, task.title
        names = RosterRow.objects.filter(assignment__in=parts, status="done", state="verified").count()
        latest = {report.assignment_id: report.unlisted or Decimal(0)
                  for report in Report.objects.filter(assignment__in=parts, state="verified").order_by("period_end")}  # fmt: skip
        standing = Standing.objects.get(task=task, assignment=None)
        assert (standing.verified or 0) == names + sum(latest.values()), task.title


def test_the_ledger_of_the_city_stands() -> None:
    verdict = verify()
    assert verdict.ok, verdict.sentence
    assert verdict.entries == Entry.objects.count() > 1500


def test_nothing_happens_after_the_moment_at_which_the_city_is_looked_at() -> None:
    assert Entry.objects.order_by("-at").first().at <= LOOKED_AT.isoformat()
    assert not Report.objects.filter(submitted_at__gte=LOOKED_AT).exists()


@pytest.mark.parametrize("username", [name for name in USERNAMES if name not in ("leader", "admin")])
def test_every_desk_has_something_to_do(username: str) -> None:
    assert duties(who(username), at=LOOKED_AT)


def test_who_leads_sees_all_programmes_and_who_administers_none_of_the_work() -> None:
    assert len(programmes(who("leader"))) == 5
    assert not duties(who("admin"), at=LOOKED_AT)


def test_a_lead_department_the_office_a_county_and_a_township_have_what_they_verify() -> None:
    assert all(reports(who(name), to_verify=True) for name in ("market", "farm", "head", "moxi"))


def test_a_county_is_slow_and_some_parts_are_not_yet_fixed() -> None:
    words = Counter(duty.verb for duty in duties(who("liushan"), at=LOOKED_AT) if duty.clock.overdue)
    assert words["五定"]
    assert words["签收"]
    assert words["填报"]


def test_reports_and_rows_were_returned_and_changes_asked_for() -> None:
    assert Report.objects.filter(state="returned").exclude(reason="").count() >= 2
    assert RosterRow.objects.filter(state="returned", report__state="verified").exclude(reason="").exists()
    assert set(ChangeRequest.objects.values_list("state", flat=True)) == {"requested", "refused"}
    assert set(Matter.objects.values_list("state", flat=True)) == {"open", "answered"}


def test_nobody_verified_their_own_report_and_everybody_has_an_account() -> None:
    verified = Report.objects.filter(state="verified", assignment__task__programme__origin="made-up")
    assert not [report.pk for report in verified if report.submitted_by == report.decided_by]
    acted = set(verified.values_list("decided_by", flat=True)) | set(verified.values_list("submitted_by", flat=True))
    assert acted <= set(Account.objects.values_list("person", flat=True))


def test_each_fate_that_the_story_names_belongs_to_a_part() -> None:
    held = {(title, name) for title, name in Assignment.objects.filter(
        task__programme__code__in=(CODE, f"{CODE}-special")).values_list("task__title", "region")}  # fmt: skip
    wanted = {(title, unit) for title, unit in (*FATES, *SPECIAL_FATES) if unit.isdigit()}
    assert wanted <= held, wanted - held


@pytest.mark.clause("A4")
def test_the_draft_that_waits_repeats_a_name_of_another_county_and_one_of_last_year() -> None:
    draft = Report.objects.get(state="draft")
    rows = [Row(row.line, row.name, row.code, row.happened_on) for row in draft.rows.order_by("line")]
    with pytest.raises(RosterRefused) as refused:
        submit_report(draft.assignment_id, period=draft.period, draft=Draft(rows=rows), by=who("moxi"), at=LOOKED_AT)
    said = "".join(str(problem.sentence) for problem in refused.value.problems)
    assert len(refused.value.problems) == 2
    assert "2024年" in said
    assert "2025年" in said


def test_only_this_years_programme_and_the_quoted_one_are_open() -> None:
    assert {line.code for line in open_programmes()} == {CODE, "quoted"}
    assert Programme.objects.get(kind="five-year").visibility == "internal"
    quantity: Counter[int] = Counter()
    for item in open_items(CODE):
        quantity[item.task] += item.quantity
    for standing in Standing.objects.filter(programme__code=CODE, assignment=None).exclude(verified=None):
        assert quantity[standing.task_id] == standing.verified, standing.task.title


def test_everything_of_the_city_is_marked_as_made_up_or_quoted() -> None:
    assert set(Programme.objects.values_list("origin", flat=True)) == {"made-up", "quoted"}
    firms = Organisation.objects.filter(kind="enterprise").values_list("name", "uscc")
    assert all("演示" in name or "样例" in name for name, _uscc in firms)
    assert all(uscc[2:4] == "99" for _name, uscc in firms)


def test_the_accounts_may_be_signed_in_as_without_a_password(city: BuiltCity) -> None:
    assert [member.username for member in city.accounts] == list(USERNAMES)
    assert all(member.says for member in city.accounts)
    made_up = Account.objects.filter(made_up=True)
    assert {account.username for account in made_up} == set(USERNAMES)
    assert not any(account.has_usable_password() for account in Account.objects.all())


def test_a_city_that_stands_is_left_as_it_is(city: BuiltCity) -> None:
    before = Entry.objects.count()
    again = build(at=LOOKED_AT)
    assert (again.stood_already, again.accounts, Entry.objects.count()) == (True, city.accounts, before)


def test_the_summary_says_what_the_lights_say() -> None:
    found = summary(Programme.objects.get(code=CODE).pk)
    assert found.sentence.startswith("64 项任务中")
    assert dict(found.counts) | {"waiting": 0} == {**dict.fromkeys(found.counts, 0), **lights()}
