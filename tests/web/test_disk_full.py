"""The disk is full: the page says that nothing was saved and who can help, and nothing is half done."""

from __future__ import annotations

import errno
from collections.abc import Callable

import pytest
from django.db import OperationalError
from django.test import Client

from zhicheng.core.ledger import actions
from zhicheng.core.ledger.models import Entry

Browser = Callable[[str], Client]
FULL = [
    OperationalError("database or disk is full"),
    OperationalError('could not extend file "base/1/2": No space left on device'),
    OSError(errno.ENOSPC, "No space left on device"),
    OSError(errno.EDQUOT, "Disk quota exceeded"),
]


@pytest.mark.parametrize("trouble", FULL, ids=["sqlite", "postgresql", "file", "quota"])
def test_a_full_disk_is_said_on_the_page(browser: Browser, monkeypatch: pytest.MonkeyPatch, trouble: Exception) -> None:
    client, entries = browser("office"), Entry.objects.count()

    def fails(**_arguments: object) -> None:
        raise trouble

    monkeypatch.setattr(actions, "request_check", fails)
    response = client.post("/desk/ledger/verification/")
    assert response.status_code == 507
    assert "服务器磁盘空间不足，刚才的内容没有保存" in response.content.decode()
    assert Entry.objects.count() == entries
    assert client.get("/desk/ledger/").status_code == 200


def test_any_other_trouble_of_the_database_stays_loud(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser("office")
    client.raise_request_exception = False

    def fails(**_arguments: object) -> None:
        raise OperationalError("no such table: anything")

    monkeypatch.setattr(actions, "request_check", fails)
    assert client.post("/desk/ledger/verification/").status_code == 500
