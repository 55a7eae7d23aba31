"""A table that nobody stored goes when its declared time is over; what tasks came from stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.goals.conftest import Town
from tests.goals.test_imports import PLAIN, imported
from zhicheng.core.access import SYSTEM
from zhicheng.core.evidence.models import File
from zhicheng.core.ledger.models import Entry
from zhicheng.goals.actions.forgetting import forget_imports
from zhicheng.goals.actions.imports import store_import
from zhicheng.goals.models import ImportSession

__all__ = ["imported"]


@pytest.mark.parametrize(("days", "gone"), [(180, 0), (181, 1)])
def test_a_table_that_was_never_stored_goes_with_its_bytes(
    town: Town, imported: Callable[..., ImportSession], days: int, gone: int
) -> None:
    session = imported(PLAIN)
    assert forget_imports(by=SYSTEM, at=town.at + timedelta(days=days)) == gone
    assert ImportSession.objects.filter(pk=session.pk).exists() is not bool(gone)
    assert File.objects.filter(pk=session.sha256).exists() is not bool(gone)
    if gone:
        entry = Entry.objects.latest("sequence")
        assert (entry.kind, entry.subject) == ("goals.import-forgotten", session.subject)
        assert forget_imports(by=SYSTEM, at=town.at + timedelta(days=days)) == 0


def test_a_stored_table_stays_for_ever(town: Town, imported: Any) -> None:
    session = imported(PLAIN)
    store_import(session.pk, by=town.office, at=town.at)
    assert forget_imports(by=SYSTEM, at=town.at + timedelta(days=9999)) == 0
    assert File.objects.filter(pk=session.sha256).exists()
