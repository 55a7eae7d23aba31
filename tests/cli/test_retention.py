"""What each night lets go of and what it never touches, by the timetable and with the real jobs."""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from tests.cli.conftest import Desk
from zhicheng.core.evidence import storage
from zhicheng.core.evidence.models import File
from zhicheng.core.jobs import runner
from zhicheng.core.jobs.models import Job
from zhicheng.core.ledger.verification import verify
from zhicheng.publications.models import Version

NIGHTLY = {
    "goals.forget-imports", "publications.forget-forms", "core.evidence.sweep", "core.accounts.forget-sessions",
    "core.jobs.sweep",
}  # fmt: skip
YEARS_LATER = datetime.now(UTC) + timedelta(days=6000)


@pytest.fixture(autouse=True)
def nobody_elses_uploads(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The computer's own folder for what is under way belongs to others as well."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def night(now: datetime) -> dict[str, str]:
    """Let a night's jobs run; how those that clear away ended."""
    runner.run_schedule(now=now)
    while runner.run_next(worker="here:1:a", clock=lambda: now):
        pass
    return dict(Job.objects.filter(kind__in=NIGHTLY).values_list("kind", "state"))


@pytest.mark.django_db
def test_a_sign_in_that_ran_out_is_forgotten_and_an_open_one_is_not() -> None:
    for hours in (-1, 1):
        store = SessionStore()
        store["who"] = str(hours)
        store.set_expiry(timezone.now() + timedelta(hours=hours))
        store.save()
    assert night(datetime.now(UTC)) == dict.fromkeys(NIGHTLY, "done")
    assert [each.get_decoded()["who"] for each in Session.objects.all()] == ["1"]


def test_what_documents_name_is_never_touched_and_what_nothing_names_goes(shown: Path, desk: Desk) -> None:
    """Years later, with every file as old as that."""
    with storage.received(BytesIO(b"%PDF-1.7\nnobody's\n%%EOF\n"), name="残留.pdf") as nobodys:
        storage.keep(nobodys)
    version = Version.objects.get(state="published")
    named = [storage.path_of(sha256) for sha256 in File.objects.values_list("pk", flat=True)]
    assert {storage.path_of(sha256) for sha256 in version.files.values()} <= set(named)
    for file in (*named, storage.path_of(nobodys.sha256)):
        os.utime(file, (0, 0))
    assert set(night(YEARS_LATER).values()) == {"done"}
    assert not storage.path_of(nobodys.sha256).exists()
    assert all(file.exists() for file in named)
    assert verify().ok
