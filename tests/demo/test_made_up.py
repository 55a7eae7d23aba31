"""Names, codes and paces of the made-up city, and the days on which it can be told."""

from __future__ import annotations

import csv
import hashlib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from zhicheng.core.ledger.verification import verify
from zhicheng.demo import paces
from zhicheng.demo.city import build
from zhicheng.demo.firms import code_of, make_firms
from zhicheng.demo.people import SEATS, person_name
from zhicheng.demo.places import COUNTIES, TOWNSHIPS
from zhicheng.demo.programmes import FIVE_YEARS, YEAR
from zhicheng.demo.story import demo_year
from zhicheng.goals.models import RosterRow, Standing
from zhicheng.registry.rules.uscc import check_uscc

DIVISIONS = Path(__file__).resolve().parents[3] / "shared" / "data" / "admin-divisions"
CHINA = ZoneInfo("Asia/Shanghai")


@cache
def real_names() -> frozenset[str]:
    """Names of China's administrative divisions; empty where the list is not here."""
    files = [DIVISIONS / name for name in ("divisions_2026.csv", "townships_2026.csv")]
    if not all(file.exists() for file in files):
        return frozenset()
    found = set()
    for file in files:
        with file.open(encoding="utf-8-sig", newline="") as rows:
            found |= {row["name"] for row in csv.DictReader(rows)}
    return frozenset(found)


def test_no_name_of_place_firm_or_person_is_a_real_place() -> None:
    if not real_names():
        pytest.skip("shared data is not here")
    ours = {place.name for place in (*COUNTIES, *TOWNSHIPS)} | {firm.name for firm in make_firms(Random(1))}
    ours |= {person_name(place) for place in range(len(SEATS))}
    assert not ours & real_names()


def test_every_firm_has_a_name_and_a_right_code_of_its_own() -> None:
    firms = make_firms(Random(1))
    assert len({firm.name for firm in firms}) == len({firm.uscc for firm in firms}) == len(firms) == 400
    assert all(not check_uscc(firm.uscc, kind="enterprise").warnings for firm in firms)
    assert code_of("990101", "12345678")[:8] == "91990101"


def test_every_person_has_a_name_that_nobody_bears() -> None:
    names = [person_name(place) for place in range(len(SEATS))]
    assert len(set(names)) == len(names)
    assert all(name.endswith(("演示", "样例")) for name in names)


def test_titles_of_lines_are_their_own() -> None:
    assert len(YEAR) == 64
    for lines in (YEAR, FIVE_YEARS):
        assert len({line.title for line in lines}) == len(lines)


@pytest.mark.parametrize(
    ("total", "room"), [(10, {1: 5.0, 2: 5.0}), (7, {1: 3.0, 2: 9.0, 3: 0.0}), (99, {1: 4.0, 2: 2.5})]
)
def test_a_total_is_dealt_out_whole_and_nobody_gets_less_than_before(total: int, room: dict[int, float]) -> None:
    so_far = dict.fromkeys(room, 1) | {key: 0 for key, limit in room.items() if not limit}
    dealt = paces.deal_out(total, so_far=so_far, room=room)
    assert all(dealt[key] >= so_far[key] for key in room)
    free = sum(max(limit - so_far[key], 0) for key, limit in room.items())
    assert sum(dealt.values()) == sum(so_far.values()) + min(total - sum(so_far.values()), int(free))


def test_a_schedule_is_straight_between_its_steps() -> None:
    steps = [(date(2025, 4, 30), 10.0), (date(2025, 7, 31), 40.0)]
    assert paces.expected(steps, starts_on=date(2025, 1, 1), on=date(2025, 4, 30)) == 10
    assert paces.expected(steps, starts_on=date(2025, 1, 1), on=date(2025, 6, 15)) == pytest.approx(25)
    assert paces.expected(steps, starts_on=date(2025, 1, 1), on=date(2025, 12, 31)) == 40


def figures() -> str:
    """One hash over all figures and names, without the numbers that the database gives."""
    digest = hashlib.sha256()
    for row in Standing.objects.select_related("task", "assignment").order_by("task__order", "assignment__pk", "task"):
        unit = row.assignment.organisation if row.assignment else ""
        digest.update(f"{row.task.title} {unit} {row.light} {row.verified} {row.claimed} {row.reason}\n".encode())
    for name, code, day in RosterRow.objects.order_by("pk").values_list("name", "code", "happened_on"):
        digest.update(f"{name} {code} {day}\n".encode())
    return digest.hexdigest()


def told(day: date) -> str:
    """The figures of a city that is told up to a day, and told again no more."""
    with transaction.atomic():
        build(at=datetime(day.year, day.month, day.day, 9, 15, tzinfo=CHINA))
        found = figures()
        assert verify().ok
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_the_same_seed_and_day_give_the_same_city() -> None:
    assert told(date(2026, 4, 3)) == told(date(2026, 4, 3))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "day", [date(2025, 6, 14), date(2025, 12, 11), date(2026, 1, 2), date(2026, 3, 31), date(2026, 4, 1)], ids=str
)
def test_the_city_can_be_told_on_any_day(day: date) -> None:
    assert told(day)
    assert demo_year(day) == (day.year if day.month >= 4 else day.year - 1)
