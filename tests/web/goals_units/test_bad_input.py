"""What a stranger may send to the units' pages: a sentence, never an error of ours, and nothing half done."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.web.goals_units.conftest import Desk
from zhicheng.goals.actions.changes import request_change
from zhicheng.goals.models import Assignment, Report

As = Callable[[str], Client]
HUGE = "9" * 30


@pytest.mark.parametrize(
    "address",
    [f"/desk/parts/{HUGE}/", f"/desk/reports/{HUGE}/", f"/desk/parts/{HUGE}/report/2025Q3/",
     f"/desk/reports/1/evidence/{HUGE}/", "/desk/sheet/no-such/2025Q3/", f"/desk/parts/{HUGE}/due/2025Q3/"],
)  # fmt: skip
def test_numbers_beyond_all_bounds_are_not_found(as_: As, address: str) -> None:
    assert as_("county").get(address).status_code == 404


@pytest.mark.parametrize("address", ["/desk/parts/?after=!!", "/desk/reports/?show=mine&after=xx"])
def test_a_mistyped_page_key_is_a_sentence(as_: As, address: str) -> None:
    assert as_("lead").get(address).status_code == 422


@pytest.mark.parametrize("address", ["/desk/parts/?programme=none&state=x&light=y", "/desk/reports/?state=%00&show=z"])
def test_unknown_filters_show_a_list_not_an_error(as_: As, address: str) -> None:
    assert as_("lead").get(address).status_code == 200


@pytest.mark.parametrize(
    "posted",
    [{}, {"step-TOTAL_FORMS": HUGE, "step-INITIAL_FORMS": "x"}, {"more": "1", "step-TOTAL_FORMS": "²"},
     {"step-TOTAL_FORMS": "1", "step-INITIAL_FORMS": "0", "step-0-amount": "1e400", "leader": "\x00"}],
)  # fmt: skip
def test_a_broken_schedule_form_changes_nothing(desk: Desk, as_: As, posted: dict[str, str]) -> None:
    part = desk.hand_out(desk.task(), county=12)["county"]
    client = as_("county")
    client.post(f"/desk/parts/{part}/sign/")
    assert client.post(f"/desk/parts/{part}/fix/", posted).status_code in (200, 422)


def test_a_roster_of_control_characters_and_emoji_is_kept_as_text(desk: Desk, as_: As) -> None:
    part = desk.held()
    client = as_("county")
    text = "演示\u202e一厂😀\x07\t证1\t2025-08-01"
    client.post(f"/desk/parts/{part}/report/2025Q3/", {"progress": "好", "roster": text, "seen": ""})
    assert Report.objects.get().rows.get().name == "演示一厂😀"


@pytest.mark.parametrize("posted", [{"row": ["²", "x", HUGE]}, {"others": f"{HUGE} 理由"}, {"reason-²": "x"}])
def test_odd_line_numbers_return_nothing(desk: Desk, as_: As, posted: dict[str, object]) -> None:
    report = desk.report(desk.held(), "演示一厂")
    response = as_("lead").post(f"/desk/reports/{report.pk}/verify/", {"seen_rows": "5", **posted})
    assert response.status_code == 422
    assert Report.objects.get().state == "submitted"


def test_a_long_roster_is_shown_page_by_page_with_the_same_number_of_queries(
    desk: Desk, as_: As, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    report = desk.report(desk.held(), *(f"演示{n}厂" for n in range(250)))
    client = as_("lead")
    with django_assert_max_num_queries(26):
        page = client.get(f"/desk/reports/{report.pk}/").content.decode()
    assert "演示199厂" in page
    assert "演示200厂" not in page
    assert "其他页上要退回的行" in page
    following = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    assert "演示200厂" in client.get(following.replace("&amp;", "&")).content.decode()


def test_the_offices_duties_lead_to_the_offices_pages(desk: Desk, as_: As) -> None:
    part = desk.held()
    task = Assignment.objects.get(pk=part).task_id
    request_change(task, assignment=part, field="share", new="10", reason="外迁", by=desk.people["county"], at=desk.at)
    page = as_("office").get("/desk/").content.decode()
    assert "/desk/changes/" in page
    assert "审批" in page
