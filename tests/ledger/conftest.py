"""A short chain, and a way to tamper with it as somebody would who owns the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.ledger.cast import ALICE, START, ReportVerified
from zhicheng.core.ledger import guards, record

Tamper = Callable[..., None]


@pytest.fixture
def chain(db: None) -> Callable[[int], None]:
    """Write so many entries."""

    def write(count: int) -> None:
        for number in range(count):
            at = START + timedelta(minutes=number)
            record(ReportVerified(f"r-{number}", number), by=ALICE, at=at, subject=f"task/{number % 3}")

    return write


@pytest.fixture
def tamper(db: None) -> Iterator[Tamper]:
    """Run SQL against the ledger with its guards taken down, as the database's owner could."""

    def run(*statements: str) -> None:
        guards.remove(connection)
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        guards.build(connection)

    return run


@pytest.fixture(autouse=True)
def city(settings: Any, tmp_path: Path) -> Path:
    """A city folder of its own, so that no test finds another's anchors."""
    settings.CITY = replace(settings.CITY, folder=tmp_path / "city", anchors_to="")
    (tmp_path / "city").mkdir()
    return tmp_path / "city"
