"""The check that a page asks for runs in the background, says how far it is, and keeps what it found."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils import translation

from zhicheng.core.access import Actor, Grant
from zhicheng.core.jobs import runner
from zhicheng.core.jobs.models import Job
from zhicheng.core.ledger import actions, queries, reading
from zhicheng.core.ledger.verification import verify
from zhicheng.core.refusal import Missing, NotAllowed

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
OFFICE = Actor(1, "p-office", "市质量强市办", (Grant("office", "990100", "org-1"),))
OTHER = Actor(2, "p-other", "另一人", (Grant("office", "990100", "org-1"),))
UNIT = Actor(3, "p-unit", "责任单位", (Grant("unit", "990100", "org-2"),))


def work() -> None:
    while runner.run_next(worker="here:1:a", clock=lambda: NOW):
        pass


@pytest.mark.clause("H2")
def test_a_sound_chain_is_found_sound_and_the_finding_is_kept(chain):
    chain(4)
    number = actions.request_check(by=OFFICE, at=NOW)
    assert queries.check(number, OFFICE).verdict is None
    work()
    found = queries.check(number, OFFICE)
    assert found.is_over
    assert found.verdict is not None
    assert (found.verdict.ok, found.verdict.entries) == (True, 4)
    assert "共 4 条，逐条核对无误" in found.verdict.sentence
    assert found.verdict == verify()
    assert queries.last_check(OFFICE) == found


def test_a_broken_chain_is_told_in_the_readers_language(chain, tamper):
    chain(4)
    tamper("UPDATE ledger_entry SET person = 'x' WHERE sequence = 2")
    number = actions.request_check(by=OFFICE, at=NOW)
    work()
    verdict = queries.check(number, OFFICE).verdict
    assert verdict is not None
    assert (verdict.ok, verdict.first_broken, verdict.code) == (False, 2, "altered")
    assert "第 2 条被改动" in verdict.sentence
    with translation.override("en"):
        assert "2" in verdict.sentence
        assert "第" not in verdict.sentence


def test_pressing_twice_does_not_check_twice(chain):
    chain(1)
    first = actions.request_check(by=OFFICE, at=NOW)
    assert actions.request_check(by=OFFICE, at=NOW) == first
    work()
    assert actions.request_check(by=OFFICE, at=NOW) != first


def test_a_check_is_for_those_who_may_see_the_ledger_and_asked_for_it(chain):
    chain(1)
    with pytest.raises(NotAllowed):
        actions.request_check(by=UNIT, at=NOW)
    number = actions.request_check(by=OFFICE, at=NOW)
    with pytest.raises(Missing):
        queries.check(number, OTHER)
    other = Job.objects.create(kind="goals.read-import", person=OFFICE.person, enqueued_at=NOW, run_after=NOW)
    with pytest.raises(Missing):
        queries.check(other.pk, OFFICE)


def test_progress_is_told_page_by_page(chain, monkeypatch):
    monkeypatch.setattr(reading, "PAGE", 2)
    chain(5)
    told: list[tuple[int, int]] = []
    verify(tell=lambda done, total, _sentence: told.append((done, total)))
    assert told == [(0, 5), (2, 5), (4, 5)]


def test_a_cancelled_check_ends_without_a_finding(chain):
    chain(3)
    number = actions.request_check(by=OFFICE, at=NOW)
    Job.objects.filter(pk=number).update(cancel_requested=True)
    work()
    found = queries.check(number, OFFICE)
    assert (found.is_over, found.verdict) == (True, None)
