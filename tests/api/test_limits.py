"""The limit: shared by all workers, never passed, told with how long to wait, and no obstacle when the database is away."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import Any

import pytest
from django.db import OperationalError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.conftest import Program
from zhicheng.core.limits.counting import KEPT_SECONDS, Limit, drawn, sweep
from zhicheng.core.limits.models import Drawn
from zhicheng.web.api import door

NOON = 1_764_000_000.0


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Limit:
    """Five a minute, with a clock that stands."""
    limit = Limit(5, block=2)
    monkeypatch.setattr(door, "LIMIT", limit)
    monkeypatch.setattr(door.time, "time", lambda: NOON + 20)
    return limit


@pytest.mark.clause("H2")
def test_who_asks_too_often_is_told_how_long_to_wait(program: Program, small: Limit) -> None:
    answers = [program.ask("GET", "measures").status_code for _again in range(7)]
    assert answers == [200] * 5 + [429] * 2
    refused = program.ask("GET", "measures")
    assert refused["Content-Type"] == "application/problem+json"
    assert refused["Retry-After"] == "40"
    assert "40秒后" in refused.json()["detail"]


def test_a_kept_answer_counts_like_any_other(program: Program, small: Limit) -> None:
    tag = program.ask("GET", "measures")["ETag"]
    for _again in range(4):
        assert program.ask("GET", "measures", **{"If-None-Match": tag}).status_code == 304
    assert program.ask("GET", "measures", **{"If-None-Match": tag}).status_code == 429


def test_pages_for_people_are_not_limited(program: Program, small: Limit) -> None:
    assert {program.client.get("/data/").status_code for _again in range(9)} == {200}


def test_the_next_window_begins_anew(program: Program, small: Limit, monkeypatch: pytest.MonkeyPatch) -> None:
    for _again in range(6):
        program.ask("GET", "measures")
    monkeypatch.setattr(door.time, "time", lambda: NOON + 60)
    assert program.ask("GET", "measures").status_code == 200


def test_each_address_has_its_own_count_and_the_table_names_none(program: Program, small: Limit) -> None:
    def asked(sender: str) -> int:
        told: Any = program.client.get("/api/v1/measures", headers={"X-Forwarded-For": f"198.51.100.1, {sender}"})
        return int(told.status_code)

    assert [asked("203.0.113.7") for _again in range(6)][-1] == 429
    assert asked("203.0.113.8") == 200
    keys = set(Drawn.objects.values_list("key", flat=True))
    assert len(keys) == 2
    assert all(re.fullmatch("[0-9a-f]{64}", key) for key in keys)


def test_what_a_stranger_claims_of_himself_is_not_believed(program: Program, small: Limit) -> None:
    answers = [
        program.client.get(
            "/api/v1/measures", headers={"X-Forwarded-For": f"10.0.0.{number}"}, REMOTE_ADDR="203.0.113.7"
        ).status_code
        for number in range(6)
    ]
    assert answers[-1] == 429


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(most=st.integers(1, 40), block=st.integers(1, 15), turns=st.lists(st.integers(0, 3), max_size=160))
def test_workers_together_never_pass_the_limit_and_waste_less_than_a_block_each(
    db: None, most: int, block: int, turns: list[int]
) -> None:
    Drawn.objects.all().delete()
    workers = [Limit(most, block=block) for _each in range(4)]
    passed: Counter[int] = Counter()
    for turn in turns:
        passed[turn] += workers[turn].take("asker", now=NOON) == 0
    assert sum(passed.values()) <= most
    if sum(passed.values()) < min(most, len(turns)):
        assert most - sum(passed.values()) < 4 * min(block, most)


def test_drawing_is_exact(db: None) -> None:
    assert [drawn("asker", 60, 4, 10) for _again in range(5)] == [4, 4, 2, 0, 0]
    assert drawn("asker", 120, 4, 10) == 4
    assert drawn("another", 60, 4, 10) == 4


def test_windows_long_over_are_forgotten(db: None) -> None:
    drawn("asker", int(NOON), 1, 10)
    limit = Limit(10)
    limit.take("asker", now=NOON + KEPT_SECONDS + 120)
    assert Drawn.objects.count() == 1
    sweep(2**40)
    assert not Drawn.objects.exists()


def test_without_a_database_a_worker_counts_alone_and_asks_for_it_once_a_window(db: None) -> None:
    limit = Limit(5, block=2)
    assert [limit.take("asker", now=NOON, away=True) for _again in range(6)] == [0] * 5 + [60]

    tried = []

    def locked(*asked: Any) -> int:
        tried.append(asked)
        raise OperationalError("database is locked")

    limit = Limit(5, block=2, draw=locked)
    assert [limit.take("asker", now=NOON + 30.5) for _again in range(6)] == [0] * 5 + [math.ceil(29.5)]
    assert limit.take("another", now=NOON + 31) == 0
    assert len(tried) == 1
    limit.take("another", now=NOON + 61)
    assert len(tried) == 2
