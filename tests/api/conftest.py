"""A published city folder, a county at its desk, and a program that shows tokens."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.public_face.conftest import city, folder
from tests.web.goals_units.conftest import Desk, desk
from zhicheng.core.accounts.models import Account
from zhicheng.core.accounts.tokens import make_token
from zhicheng.web.api.door import LIMIT

__all__ = ["city", "desk", "folder"]

ROOT = "/api/v1/"


@pytest.fixture(autouse=True)
def _nothing_drawn() -> Iterator[None]:
    LIMIT.forget()
    yield
    LIMIT.forget()


@dataclass
class Program:
    """Something that asks the API, with a token or without."""

    client: Client
    token: str = ""

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The whole answer."""
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        more = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        where = path if path.startswith("/") else ROOT + path
        return self.client.generic(method, where, headers=headers, **more)

    def get(self, path: str, **headers: str) -> Any:
        """What a good answer says."""
        answer = self.ask("GET", path, **headers)
        assert answer.status_code == 200, (path, answer.status_code, answer.content.decode())
        return answer.json()


@pytest.fixture
def program(city: Any, db: None, client: Client) -> Program:
    """A program without a token, and everything published."""
    return Program(client)


@pytest.fixture
def bearer(desk: Desk, folder: Any, client: Client) -> Callable[..., Program]:
    """A program that bears a token of one of the cast, who are made up and need no second factor here."""
    Account.objects.update(made_up=True)

    def made(who: str = "county", *, may_report: bool = True) -> Program:
        secret = make_token(f"程序{may_report}", days=30, may_report=may_report, by=desk.people[who], at=timezone.now())
        return Program(client, secret)

    return made
