"""Two people at the same desk at the same moment: each gets a number of their own, and one of them publishes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connection

from tests.indicators.conftest import Office
from zhicheng.core.refusal import WrongState
from zhicheng.indicators.models import Edition


def at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """Call all of them in threads of their own; what each gave, or what it raised."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("a SQLite database in memory has one connection; the same test runs on PostgreSQL")
    found: list[Any] = [None] * len(calls)
    ready = threading.Barrier(len(calls))

    def run(place: int) -> None:
        try:
            ready.wait(10)
            found[place] = calls[place]()
        except Exception as error:
            found[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.django_db(transaction=True)
def test_two_who_freeze_a_period_at_once_get_numbers_one_and_two(office_at_work: Office) -> None:
    office = office_at_work
    found = at_once([office.freeze, lambda: office.freeze(by=office.head)])
    assert sorted(found) == ["G2025-2025Q3", "G2025-2025Q3.2"]
    assert sorted(Edition.objects.values_list("number", flat=True)) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_is_told_that_it_is_done(office_at_work: Office) -> None:
    office = office_at_work
    code = office.freeze()
    found = at_once([lambda: office.publish(code)] * 2)
    assert [each for each in found if each == code] == [code]
    assert [type(each) for each in found if each != code] == [WrongState]
