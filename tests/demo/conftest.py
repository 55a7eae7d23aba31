"""One made-up city for all tests of a file: it takes seconds to tell, so it is told once and rolled back at the end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from zhicheng.demo.city import BuiltCity, build

LOOKED_AT = datetime(2025, 10, 22, 10, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[BuiltCity]:
    """The made-up city on a Wednesday in October."""
    with django_db_blocker.unblock(), transaction.atomic():
        try:
            yield build(at=LOOKED_AT)
        finally:
            transaction.set_rollback(True)
