"""`zhicheng check`: each look finds what is wrong and says what to do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.utils import OperationalError

from tests.town import Town
from zhicheng.cli import check
from zhicheng.cli.folder import Answers, lay_out
from zhicheng.config import city as city_folder
from zhicheng.core.ledger import anchors, guards

NOW = datetime(2025, 10, 22, 2, 0, tzinfo=UTC)


@pytest.fixture
def sound(settings: Any, tmp_path: Path) -> Path:
    """A city folder with nothing wrong about it."""
    lay_out(tmp_path / "city", Answers(name="演示市质量强市平台", region="990100"))
    settings.CITY = city_folder.load(tmp_path / "city")
    anchors.signing_key(settings.CITY.anchor_key)
    return tmp_path / "city"


def bad(*looks: Any, now: datetime = NOW) -> list[str]:
    """What the looks complain about."""
    return [each.says for look in looks for each in check.looked(look, now) if each.level != "good"]


@pytest.mark.django_db
def test_a_sound_installation_has_nothing_to_complain_about(sound: Path, town: Town) -> None:
    assert bad(check.clock, check.keys, check.database, check.ledger, check.holidays) == []


def test_a_key_that_others_can_read_is_named_with_the_cure(sound: Path) -> None:
    (sound / "anchor.key").chmod(0o640)
    (sound / "secret.key").unlink()
    missing, readable = bad(check.keys)
    assert "secret.key" in missing
    assert "请执行 chmod 600" in readable


@pytest.mark.django_db
def test_a_clock_that_was_set_back_is_seen_against_the_ledger(sound: Path, town: Town) -> None:
    assert "系统时间早于账本最末一条" in bad(check.ledger, now=NOW - timedelta(days=1))[0]
    assert "明显偏早" in bad(check.clock, now=datetime(2020, 1, 1, tzinfo=UTC))[0]


@pytest.mark.django_db
def test_a_guard_of_the_ledger_that_was_taken_down_is_named(sound: Path) -> None:
    guards.remove(connection)
    assert "ledger_no_update" in bad(check.ledger)[0]
    guards.build(connection)


@pytest.mark.django_db
def test_a_missing_calendar_is_a_note(sound: Path) -> None:
    assert bad(check.holidays, now=NOW + timedelta(days=365 * 20))


def test_trouble_of_the_machine_is_a_finding_and_not_the_end(sound: Path) -> None:
    def away(_now: datetime) -> Any:
        raise OperationalError("connection refused")
        yield

    assert "连接不上数据库" in bad(away)[0]
