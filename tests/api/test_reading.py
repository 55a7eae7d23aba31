"""Reading by program: what is published and nothing else, page by page, with tags, and when the database is away."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.conftest import ROOT, Program
from tests.public_face import made
from zhicheng.indicators.editions import published
from zhicheng.web.api.examples import EXAMPLES
from zhicheng.web.api.paging import written
from zhicheng.web.api.urls import api, description
from zhicheng.web.public.away import LOOKOUT
from zhicheng.web.public.kept import SHELF

PAGED = (
    "editions", "editions/current/tasks", "editions/current/fields", "editions/current/items",
    "editions/current/values", "corrections", "documents", "organisations", "units",
)  # fmt: skip


@pytest.mark.clause("H2")
def test_a_program_gets_from_the_entrance_to_a_figure_and_its_signed_source(program: Program) -> None:
    links = program.get("")["links"]
    edition = program.get(links["editions"])["data"][0]
    assert (edition["code"], edition["state"], edition["mark"]) == (made.LATEST, "published", "虚构")
    tasks = program.get(program.get(f"{links['editions']}/{edition['code']}")["links"]["tasks"])
    first = tasks["data"][0]
    assert (first["verified"], first["target_value"], first["completion"]) == (34, 40, 85)
    assert first["arithmetic"] == "34 ÷ 40 = 85%"
    assert first["ledger_entry"] == 110
    items = program.get(f"editions/current/items?task={first['task_code'].partition(':')[2]}")["data"]
    assert sum(each["quantity"] for each in items) == first["verified"]


def test_the_api_and_the_csv_of_an_edition_say_the_same(program: Program) -> None:
    told = program.get("editions/current/tasks")["data"]
    sheet = program.client.get(f"/data/{made.LATEST}/tasks.json").json()["rows"]
    assert [(each["task"], each["verified"]) for each in told] == [(row["任务"], row["经核实"]) for row in sheet]


@pytest.mark.parametrize("path", PAGED)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(limit=st.integers(1, 7))
def test_pages_of_any_size_give_every_row_once(program: Program, path: str, limit: int) -> None:
    whole = program.get(f"{path}?limit=1000")
    assert whole["next"] is None
    rows, page = [], program.get(f"{path}?limit={limit}")
    while True:
        assert len(page["data"]) <= limit
        rows += page["data"]
        if page["next"] is None:
            break
        page = program.get(page["next"])
    assert rows == whole["data"]
    assert len(rows) == whole["total"]


def test_the_next_page_is_of_the_same_edition_when_a_newer_one_comes_out(program: Program, city: Path) -> None:
    page = program.get("editions/current/tasks?limit=2")
    later = made.edition("annual-2025-2025Q4", "2025Q4", "2025年四季度", date(2026, 1, 20))
    known = published.all_published(city / "published")
    made.show(city / "published", [made.head(later), *known], {later.code: later})
    assert program.get("editions/current")["code"] == later.code
    following = program.get(page["next"])
    assert following["edition"] == page["edition"] == made.LATEST
    assert following["data"] == program.get(f"editions/{made.LATEST}/tasks")["data"][2:4]


def test_a_cursor_from_elsewhere_is_refused_with_what_to_do(program: Program) -> None:
    for cursor in ("x", "äöü", written((1, "a")), "bnVsbA", "W3t9XQ"):
        answer = program.ask("GET", f"editions?after={cursor}")
        assert answer.status_code == 422, cursor
        assert answer["Content-Type"] == "application/problem+json"
        assert "从第一页读起" in answer.json()["detail"]


def test_what_has_not_changed_is_not_sent_again(program: Program) -> None:
    first = program.ask("GET", "editions/current/tasks")
    again = program.ask("GET", "editions/current/tasks", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = program.ask("GET", "editions/current/tasks?limit=1", **{"If-None-Match": first["ETag"]})
    assert other.status_code == 200
    packed = program.ask("GET", "editions/current/items", **{"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"


def test_a_head_request_is_answered_without_a_body(program: Program) -> None:
    whole, head = program.ask("GET", "measures"), program.ask("HEAD", "measures")
    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", whole["Content-Length"])


@pytest.mark.parametrize(
    ("method", "path", "status", "kind"),
    [
        ("GET", "editions/nothing", 404, "missing"), ("GET", "documents/nothing", 404, "missing"),
        ("GET", "documents/bulletin-2025q3/versions/99", 404, "missing"), ("GET", "organisations/0", 404, "missing"),
        ("GET", "nothing/at/all", 404, "no-such-page"), ("POST", "editions", 405, "method-not-allowed"),
        ("DELETE", "measures", 405, "method-not-allowed"), ("GET", "editions?limit=0", 422, "invalid"),
        ("GET", "editions?limit=x", 422, "invalid"), ("GET", "editions?page=2", 422, "invalid"),
        ("GET", "documents?year=soon", 422, "invalid"), ("GET", "my/parts", 401, "token-needed"),
    ],
)  # fmt: skip
def test_every_error_is_a_problem_document(program: Program, method: str, path: str, status: int, kind: str) -> None:
    answer = program.ask(method, path, Accept="text/html")
    told = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert (told["type"], told["status"]) == (f"urn:zhicheng:{kind}", status)
    assert told["detail"]
    assert told["title"]


def test_a_wrong_parameter_is_named(program: Program) -> None:
    told = program.ask("GET", "editions?limit=5000&state=new").json()
    assert {each["pointer"] for each in told["errors"]} == {"query:limit", "query:state"}


def test_a_misspelt_filter_is_refused_rather_than_answered_with_everything(program: Program) -> None:
    for path in ("editions?programm=x", "editions/current/fields?task=11", "units?name=x"):
        answer = program.ask("GET", path)
        assert answer.status_code == 422, path
        assert "没有参数" in answer.json()["detail"]


def test_a_withdrawn_edition_is_told_of_and_not_read(program: Program, city: Path) -> None:
    only = made.edition("other-2025-2025Q4", "2025Q4", "2025年四季度", date(2026, 1, 20))
    gone = made.head(only, state="withdrawn", withdrawn_at=only.frozen_at, withdrawn_reason="口径有误，重新核实")
    made.show(city / "published", [gone, *published.all_published(city / "published")], {})
    rows = program.get("editions?state=withdrawn")["data"]
    assert [(each["code"], each["reason"]) for each in rows] == [(only.code, "口径有误，重新核实")]
    assert program.get(f"editions/{only.code}")["rows"] == {}
    assert program.ask("GET", f"editions/{only.code}/tasks").status_code == 404


def test_a_browsers_cookies_mean_nothing(program: Program) -> None:
    program.client.cookies["django_language"] = "en"
    program.client.cookies["sessionid"] = "somebody"
    assert program.ask("GET", "editions/nothing").json()["title"] == "没有找到"
    assert "Set-Cookie" not in program.ask("GET", "measures").headers


def test_reading_goes_on_while_the_database_is_away(
    city: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without the fixture of a database any question to one would be an error.
    monkeypatch.setattr(LOOKOUT, "away", lambda: True)
    SHELF.clear()
    program = Program(client)
    for path in ("", "programmes", *PAGED, "measures", "documents/bulletin-2025q3", "openapi.json"):
        program.get(path)


def test_nothing_published_yet_is_an_empty_list_and_no_error(folder: Path, db: None, client: Client) -> None:
    program = Program(client)
    for path in ("editions", "documents", "corrections", "organisations", "units"):
        assert program.get(path) == {"data": [], "total": 0, "next": None}
    assert program.get("programmes") == []
    assert program.ask("GET", "editions/current").status_code == 404


def test_every_operation_has_an_example_that_fits_its_shape() -> None:
    shapes: dict[str, Any] = {}
    for bound in api._get_bound_routers():
        for view in bound.path_operations.values():
            for operation in view.operations:
                shapes[operation.operation_id] = operation.response_models[200]
    assert shapes.keys() == EXAMPLES.keys()
    for name, model in shapes.items():
        model.model_validate({"response": EXAMPLES[name].answer})


def test_the_description_is_whole() -> None:
    told = description()
    assert told["openapi"] == "3.1.0"
    for path, methods in told["paths"].items():
        assert path.startswith(ROOT)
        for operation in methods.values():
            assert operation["summary"], path
            assert operation["description"], path
            assert "429" in operation["responses"]
            assert all(each.get("description") for each in operation["parameters"]), path
            assert "example" in next(iter(operation["responses"]["200"]["content"].values()))
