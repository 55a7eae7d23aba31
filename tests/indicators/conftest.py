"""The small town at work, with a programme open to the public and counts verified in two counties."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.goals.conftest import Town, last_entry, town
from zhicheng.core.access import Actor
from zhicheng.goals.actions.programmes import open_programme
from zhicheng.goals.actions.verifying import verify_report
from zhicheng.goals.models import Assignment, Programme, Report, Task
from zhicheng.indicators.actions.editions import freeze_edition, publish_edition
from zhicheng.indicators.editions import published

__all__ = ["last_entry", "town"]
Q3, CUT_OFF = "2025Q3", date(2025, 10, 22)


@dataclass
class Office:
    """A programme with one counted task in two counties, 8 + 5 names verified of 40 + 20."""

    town: Town
    programme: Programme
    task: Task
    parts: dict[str, Assignment]
    at: datetime

    @property
    def clerk(self) -> Actor:
        """Who freezes."""
        return self.town.office

    @property
    def head(self) -> Actor:
        """Who publishes."""
        return self.town.colleague("office")

    def count(self, unit: str, *names: str, **said: Any) -> Report:
        """A county reports names, and the lead verifies them."""
        made = self.town.report(self.parts[unit], unit, *names, **said)
        return verify_report(made.pk, by=self.town.lead, at=self.at)

    def freeze(self, *, by: Actor | None = None, **said: Any) -> str:
        """Freeze the third quarter."""
        said = {"period": Q3, "cut_off": CUT_OFF, **said}
        return freeze_edition(self.programme.pk, by=by or self.clerk, at=self.at, **said)

    def publish(self, key: str) -> str:
        """Publish by the colleague."""
        return publish_edition(key, by=self.head, at=self.at)


@pytest.fixture(autouse=True)
def published_folder(settings: Any) -> Iterator[Path]:
    """What one test published speaks of a database that the next test never had."""
    folder = Path(settings.CITY.folder) / "published"
    shutil.rmtree(folder, ignore_errors=True)
    published.forget()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def quiet_office(town: Town, at: datetime) -> Office:
    """The programme handed out and open to the public, with nothing reported yet."""
    programme = town.programme()
    task = town.task(programme, field="product", target=Decimal(60))
    parts = town.hand_out(task, county=40, other=20)
    for unit in ("county", "other"):
        town.fix(parts[unit], unit, ("2025-09-30", 10), ("2025-12-31", 20))
    open_programme(programme.pk, visibility="public", reason="会议决定", by=town.office, at=at)
    return Office(town, programme, task, parts, at)


@pytest.fixture
def office_at_work(quiet_office: Office) -> Office:
    """The same with counts verified."""
    quiet_office.count("county", *(f"墨溪样例{n}有限公司" for n in range(8)))
    quiet_office.count("other", *(f"砚湖样例{n}有限公司" for n in range(5)))
    return quiet_office
