"""What all tests share: a moment, and the people of the small town.

The town has a city with two counties (墨溪区, 砚湖县) and three offices that matter: the city's quality office, a lead
department, and a county's office. The cast never changes: the *office* runs the programme, the *lead* department
verifies, the *county* reports, the *stranger* is the same kind of officer in the other county and must see and change
nothing of it, the *citizen* holds no post. `town` writes all of them by the real actions; the actors by themselves
need no database.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.emptying import let_tests_empty_the_ledger
from tests.town import CITY, COUNTY, OTHER_COUNTY, Town, build
from zhicheng.core.access import Actor, Grant
from zhicheng.web.public.away import LOOKOUT

CHINA = ZoneInfo("Asia/Shanghai")
let_tests_empty_the_ledger()


@pytest.fixture(autouse=True)
def no_anchors_left(settings: Any) -> Iterator[None]:
    """A head that one test signed, or an edition that it published, speaks of what the next test's ledger never had."""
    yield
    shutil.rmtree(settings.CITY.folder / "anchors", ignore_errors=True)
    shutil.rmtree(settings.CITY.folder / "published", ignore_errors=True)


@pytest.fixture(autouse=True)
def nobody_looks_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """No thread of its own asks a test's database whether it is there."""
    monkeypatch.setattr(LOOKOUT, "_fresh", float("inf"))
    monkeypatch.setattr(LOOKOUT, "_away", False)


@pytest.fixture
def at() -> datetime:
    """The moment at which the tests act: a Wednesday, a working day, 10:00 in China."""
    return datetime(2025, 10, 22, 10, 0, tzinfo=CHINA)


def actor(person: str, name: str, *grants: Grant) -> Actor:
    """Somebody with these posts, without a database."""
    return Actor(account_id=None, person=person, name=name, grants=grants)


@pytest.fixture
def administrator() -> Actor:
    """Keeps accounts, people and posts of the whole city."""
    return actor("P-ADMIN", "系统管理员", Grant("administrator", CITY, "O-OFFICE"))


@pytest.fixture
def office() -> Actor:
    """The city's quality office."""
    return actor("P-OFFICE", "市质量强市办", Grant("office", CITY, "O-OFFICE"))


@pytest.fixture
def lead() -> Actor:
    """An officer of a lead department of the city."""
    return actor("P-LEAD", "市农业农村局", Grant("lead-department", CITY, "O-LEAD"))


@pytest.fixture
def county() -> Actor:
    """An officer of a county's quality office."""
    return actor("P-COUNTY", "墨溪区质量强区办", Grant("county-office", COUNTY, "O-COUNTY"))


@pytest.fixture
def stranger() -> Actor:
    """The same post in the other county."""
    return actor("P-STRANGER", "砚湖县质量强县办", Grant("county-office", OTHER_COUNTY, "O-OTHER"))


@pytest.fixture
def citizen() -> Actor:
    """Somebody without any post."""
    return actor("", "市民")


@pytest.fixture
def town(db: None, at: datetime) -> Town:
    """The whole small town in the database."""
    return build(at=at)
