"""The log tells what the system did, and nothing about persons."""

from __future__ import annotations

import json
import logging
import logging.config
from typing import Any

import pytest
from django.db import connection
from django.db.utils import OperationalError
from django.test import Client

from zhicheng.config import logs

PERSONAL = "核实 110105198001011234 13812345678 someone@example.com /desk/search?q=张演示"


def lines(capsys: pytest.CaptureFixture[str], **said: Any) -> dict[str, Any]:
    """What one message looks like in the log of a service."""
    handler = logging.StreamHandler()
    formatter = logs.formatter(lines=False)
    handler.setFormatter(formatter.pop("()")(**formatter))
    logger = logging.getLogger("zhicheng.tested")
    logger.addHandler(handler)
    try:
        logger.error(said.pop("message"), **said)
    finally:
        logger.removeHandler(handler)
    return json.loads(capsys.readouterr().err.splitlines()[0])


def test_a_message_is_one_json_object_with_its_page(capsys: pytest.CaptureFixture[str]) -> None:
    line = lines(capsys, message="slow request", extra={"page": "desk-today", "ms": 2100, "status": 200})
    assert (line["event"], line["page"], line["ms"], line["level"]) == ("slow request", "desk-today", 2100, "error")
    assert line["timestamp"]


def test_what_leads_to_a_person_is_masked(capsys: pytest.CaptureFixture[str]) -> None:
    line = json.dumps(lines(capsys, message=PERSONAL), ensure_ascii=False)
    for private in ("110105198001011234", "13812345678", "someone@example.com", "张演示"):
        assert private not in line
    assert "核实" in line


def test_who_sent_a_request_that_cannot_be_read_is_masked(capsys: pytest.CaptureFixture[str]) -> None:
    for sender in ("203.0.113.9", "2001:db8::1"):
        said = lines(capsys, message=f"Invalid request from ip={sender}: Invalid HTTP request line: 'GET / HTTP/1.1'")
        assert said["event"] == "Invalid request from ip=[隐去]: Invalid HTTP request line: 'GET / HTTP/1.1'"


def test_a_database_error_keeps_its_first_line_only(capsys: pytest.CaptureFixture[str]) -> None:
    said = "duplicate key\nDETAIL:  Key (name)=(张演示) already exists."
    try:
        raise OperationalError(said)
    except OperationalError:
        line = lines(capsys, message="failed", exc_info=True)
    assert "duplicate key" in line["exception"]
    assert "test_logs.py" in line["exception"]
    assert "张演示" not in line["exception"]


@pytest.mark.django_db
def test_a_request_is_logged_by_page_and_not_by_what_was_asked(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="zhicheng.requests"):
        Client().get("/method/?q=张演示")
    (record,) = [each for each in caplog.records if each.name == "zhicheng.requests"]
    assert record.page == "public-method"  # type: ignore[attr-defined]
    assert "张演示" not in str(record.__dict__)


@pytest.mark.django_db
def test_health_says_what_works(client: Client) -> None:
    answer = client.get("/health/")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"


@pytest.mark.django_db
def test_health_says_that_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: Any) -> Any:
        raise OperationalError("unable to open database file")

    monkeypatch.setattr(connection, "cursor", away)
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert answer.json()["database"] == "away"
