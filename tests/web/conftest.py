"""The small town with its accounts, and browsers that are signed in."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client

from zhicheng.core.access import SYSTEM
from zhicheng.core.accounts.actions import create_account
from zhicheng.core.accounts.models import Account
from zhicheng.registry import actions as registry
from zhicheng.registry.rules.regions import RegionRow

PASSWORD = "yanqi-lu-2025"
FIRST = date(2025, 1, 1)

CAST = {
    "administrator": ("管理员", "演示市市场监督管理局", "administrator"),
    "office": ("沈主任", "演示市市场监督管理局", "office"),
    "lead": ("陈处长", "演示市农业农村局", "lead-department"),
    "county": ("陆科长", "墨溪区人民政府", "county-office"),
    "unit": ("许科长", "演示市教育局", "unit"),
}


@pytest.fixture(autouse=True)
def _no_rate_limits_left_over() -> None:
    cache.clear()


@pytest.fixture
def town(db: None, at: datetime) -> dict[str, str]:
    """Regions, organisations, people with posts and accounts; codes by name."""
    rows = [
        RegionRow("990100", "演示市", "city"), RegionRow("990101", "墨溪区", "county", "990100"),
        RegionRow("990104", "砚湖县", "county", "990100"), RegionRow("990101001000", "纸坊溪街道", "township", "990101"),
    ]  # fmt: skip
    registry.load_regions(rows, on=FIRST, by=SYSTEM, at=at)
    codes: dict[str, str] = {}
    offices = ("演示市市场监督管理局", "演示市农业农村局", "演示市教育局")
    for name, kind, region in [(each, "department", "990100") for each in offices] + [
        ("墨溪区人民政府", "government", "990101")
    ]:
        codes[name] = registry.enter_organisation(name, kind=kind, region=region, valid_from=FIRST, by=SYSTEM, at=at)
    for username, (name, office, role) in CAST.items():
        person = registry.enter_person(name, by=SYSTEM, at=at)
        registry.appoint(
            person, organisation=codes[office], title="负责人", role=role, valid_from=FIRST, by=SYSTEM, at=at
        )
        create_account(username, person=person, name=name, password=PASSWORD, by=SYSTEM, at=at)
        codes[username] = person
    return codes


@pytest.fixture
def made_up(town: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The town is the made-up city: every account is a made-up one."""
    city = dataclasses.replace(django_settings.CITY, made_up=True, name="演示市质量强市", region="990100")
    monkeypatch.setattr(django_settings, "CITY", city)
    Account.objects.update(made_up=True)


@pytest.fixture
def browser(town: dict[str, str], made_up: None) -> Callable[[str], Client]:
    """A browser in which one of the cast is signed in."""

    def signed_in(username: str) -> Client:
        client = Client()
        client.force_login(Account.objects.get(username=username))
        return client

    return signed_in
