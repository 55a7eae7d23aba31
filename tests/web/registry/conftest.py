"""The town of the desk's tests, with somebody who keeps one county only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from tests.web.conftest import FIRST, PASSWORD
from zhicheng.core.access import SYSTEM
from zhicheng.core.accounts.actions import create_account
from zhicheng.core.accounts.models import Account
from zhicheng.registry import actions as registry

NOW = date(2025, 10, 22)


@pytest.fixture(autouse=True)
def now(at: datetime, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The pages' clock stands at the moment at which the tests act."""
    monkeypatch.setattr("zhicheng.web.shared.middleware.timezone.now", lambda: at)
    return at


@pytest.fixture
def keeper(town: dict[str, str], browser: Callable[[str], Client], at: datetime) -> Client:
    """The administrator of one county at a browser: keeps accounts, people and the registry of that county."""
    person = registry.enter_person("区管理员", by=SYSTEM, at=at)
    registry.appoint(
        person, organisation=town["墨溪区人民政府"], title="管理员", role="administrator", valid_from=FIRST, by=SYSTEM,
        at=at,
    )  # fmt: skip
    create_account("keeper", person=person, name="区管理员", password=PASSWORD, made_up=True, by=SYSTEM, at=at)
    town["keeper"] = person
    client = Client()
    client.force_login(Account.objects.get(username="keeper"))
    return client
