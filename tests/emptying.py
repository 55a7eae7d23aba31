"""How a test with real transactions empties the database afterwards: the guards of ledger and editions would rightly refuse."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import TransactionTestCase

from zhicheng.core.ledger import guards
from zhicheng.indicators import guards as edition_guards

_empty = TransactionTestCase._fixture_teardown


def _empty_with_ledger(self: Any) -> None:
    guards.remove(connection)
    edition_guards.remove(connection)
    try:
        _empty(self)
    finally:
        guards.build(connection)
        edition_guards.build(connection)


def let_tests_empty_the_ledger() -> None:
    """Take the guards down for the moment in which Django empties every table."""
    TransactionTestCase._fixture_teardown = _empty_with_ledger  # type: ignore[method-assign]
