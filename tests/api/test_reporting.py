"""Reporting by program: the same rules as at the desk, told row by row, and nothing written over a colleague's work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from tests.api.conftest import Program
from tests.web.goals_units.conftest import Desk
from zhicheng.core.ledger.models import Entry
from zhicheng.goals.models import Report
from zhicheng.web.api import tokens

Bearer = Callable[..., Program]
BODY: dict[str, Any] = {
    "progress": "按计划推进",
    "rows": [
        {"name": "演示一厂", "code": "证001", "happened_on": "2025-08-01"},
        {"name": "演示二厂", "code": "证002", "happened_on": "2025-08-02"},
    ],
}


def at(part: int, period: str = "2025Q3") -> str:
    """Where a report stands."""
    return f"my/parts/{part}/reports/{period}"


@pytest.mark.clause("A4")
@pytest.mark.clause("H2")
def test_a_program_reads_its_task_keeps_a_draft_and_hands_it_in(desk: Desk, bearer: Bearer) -> None:
    part, program = desk.held(), bearer()
    told = program.get(f"my/parts/{part}")
    assert (told["share"], told["may_report"], told["unit"]) == (12, True, "家")
    assert "2025Q3" in [each["code"] for each in told["periods"]]
    kept = program.ask("PUT", at(part), BODY)
    assert (kept.status_code, kept.json()["state"]) == (200, "draft")
    done = program.ask("POST", at(part) + "/submission", BODY, **{"If-Match": kept["ETag"]})
    assert (done.status_code, done.json()["state"]) == (200, "submitted")
    assert [row["state"] for row in done.json()["rows"]] == ["live", "live"]
    report = Report.objects.get()
    assert report.submitted_by == desk.people["county"].person
    assert Entry.objects.filter(kind="goals.report-submitted").count() == 1
    assert program.get(at(part)) == done.json()


def test_the_same_draft_sent_twice_is_kept_once(desk: Desk, bearer: Bearer) -> None:
    part, program = desk.held(), bearer()
    for _again in range(2):
        assert program.ask("PUT", at(part), BODY).status_code == 200
    assert Report.objects.get().rows.count() == 2


def test_every_row_that_cannot_count_is_named_by_its_pointer_and_nothing_is_kept(desk: Desk, bearer: Bearer) -> None:
    part, program = desk.held(), bearer()
    rows = [*BODY["rows"], {"name": "演示一厂", "code": "证001", "happened_on": "2025-08-03"}, {"name": "演示三厂"}]
    refused = program.ask("POST", at(part) + "/submission", {**BODY, "rows": rows})
    told = refused.json()
    assert (refused.status_code, told["type"]) == (422, "urn:zhicheng:roster-refused")
    assert {each["pointer"].split("/")[2] for each in told["errors"]} == {"2", "3"}
    assert not Report.objects.exists()


def test_a_colleagues_draft_is_read_before_it_is_written_over(
    desk: Desk, bearer: Bearer, monkeypatch: pytest.MonkeyPatch
) -> None:
    part, first, second = desk.held(), bearer(), bearer("county-2")
    first.ask("PUT", at(part), BODY)
    refused = second.ask("PUT", at(part), {"progress": "另一份"})
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:zhicheng:colleagues-draft")
    tag = second.ask("GET", at(part))["ETag"]
    monkeypatch.setattr(timezone, "now", lambda: desk.at + timedelta(minutes=1))
    assert second.ask("PUT", at(part), {"progress": "另一份"}, **{"If-Match": tag}).status_code == 200
    stale = first.ask("POST", at(part) + "/submission", BODY, **{"If-Match": tag})
    assert (stale.status_code, stale.json()["type"]) == (412, "urn:zhicheng:changed")
    assert Report.objects.get().progress == "另一份"


def test_a_report_that_was_handed_in_is_not_changed(desk: Desk, bearer: Bearer) -> None:
    part, program = desk.held(), bearer()
    program.ask("POST", at(part) + "/submission", BODY)
    for method, where in (("PUT", at(part)), ("POST", at(part) + "/submission")):
        refused = program.ask(method, where, BODY)
        assert refused.status_code == 409
        assert "不能再改" in refused.json()["detail"]


def test_a_token_that_only_reads_reports_nothing(desk: Desk, bearer: Bearer) -> None:
    part, program = desk.held(), bearer(may_report=False)
    program.get("my/parts")
    refused = program.ask("PUT", at(part), BODY)
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:zhicheng:token-reads-only")
    assert not Report.objects.exists()


def test_another_counties_part_is_not_there(desk: Desk, bearer: Bearer) -> None:
    part, stranger = desk.held(), bearer("stranger")
    assert stranger.get("my/parts")["data"] == []
    for method, where in (("GET", f"my/parts/{part}"), ("GET", at(part)), ("PUT", at(part))):
        assert stranger.ask(method, where, BODY if method == "PUT" else None).status_code == 404


def test_a_verifier_may_read_and_not_report(desk: Desk, bearer: Bearer) -> None:
    part = desk.held()
    refused = bearer("lead").ask("PUT", at(part), BODY)
    assert refused.status_code == 403
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"progres": "错字"}, "#/progres"), ({"rows": [{"code": "证"}]}, "#/rows/0/name"),
        ({"rows": [{"name": "甲", "happened_on": "2025-13-01"}]}, "#/rows/0/happened_on"),
        ({"base": 0}, "#/base"), ({"unlisted": -1}, "#/unlisted"), ({"applied": "许多"}, "#/applied"),
        ({"progress": "字" * 4001}, "#/progress"), ({"met": [{"milestone": 1, "on": "明天"}]}, "#/met/0/on"),
        ({"rows": [{"name": "甲", "status": "快了"}]}, "#/rows/0/status"),
        ({"progress": "a\0b"}, "#/progress"), ({"rows": [{"name": "甲", "code": "长" * 61}]}, "#/rows/0/code"),
    ],
)  # fmt: skip
def test_a_body_of_another_shape_is_refused_at_its_place(
    desk: Desk, bearer: Bearer, body: dict[str, Any], pointer: str
) -> None:
    refused = bearer().ask("PUT", at(desk.held()), body)
    assert refused.status_code == 422
    assert [each["pointer"] for each in refused.json()["errors"]] == [pointer]


def test_what_is_no_json_is_refused(desk: Desk, bearer: Bearer) -> None:
    program = bearer()
    refused = program.client.put(
        f"/api/v1/{at(desk.held())}", "{", content_type="application/json",
        headers={"Authorization": f"Bearer {program.token}"},
    )  # fmt: skip
    assert (refused.status_code, refused.json()["type"]) == (400, "urn:zhicheng:not-json")


def test_a_period_that_has_not_begun_is_not_there(desk: Desk, bearer: Bearer) -> None:
    part, program = desk.held(), bearer()
    for period in ("2031Q1", "2024Q4", "2025M9"):
        assert program.ask("PUT", at(part, period), BODY).status_code == 404
    assert program.ask("GET", at(part)).status_code == 404


def test_without_a_database_nothing_is_reported_and_that_is_said(
    desk: Desk, bearer: Bearer, monkeypatch: pytest.MonkeyPatch
) -> None:
    part, program = desk.held(), bearer()

    def away(*_asked: Any, **_more: Any) -> Any:
        raise OperationalError("connection refused")

    monkeypatch.setattr(tokens, "holder_of", away)
    refused = program.ask("PUT", at(part), BODY)
    assert (refused.status_code, refused["Retry-After"]) == (503, "30")
    assert refused.json()["type"] == "urn:zhicheng:database-away"
