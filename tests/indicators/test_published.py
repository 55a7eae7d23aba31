"""The copy on disk: whole or not at all, read without a database, mended when damaged."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.indicators.conftest import Office
from zhicheng.core.jobs.models import Job
from zhicheng.core.refusal import WrongState
from zhicheng.goals.actions.programmes import open_programme
from zhicheng.indicators.actions.editions import publish_edition, withdraw_edition
from zhicheng.indicators.actions.snapshots import refresh_snapshot
from zhicheng.indicators.editions import published
from zhicheng.indicators.editions.hashing import content_hash
from zhicheng.indicators.models import Edition


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Any) -> Any:
    """What happens when a transaction is through."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_the_public_part_can_be_checked_by_its_hash(
    office_at_work: Office, published_folder: Path, commit: Any
) -> None:
    with commit():
        code = office_at_work.publish(office_at_work.freeze())
    shown, head = published.find(published_folder, code), published.head(published_folder, code)
    assert content_hash(shown) == head.public_hash
    assert shown.content_hash == head.content_hash
    assert head.by_name == head.published_by_name == ""


def test_the_copy_is_read_without_a_database(
    office_at_work: Office, published_folder: Path, commit: Any, django_assert_num_queries: Any
) -> None:
    with commit():
        office_at_work.publish(office_at_work.freeze())
    with django_assert_num_queries(0):
        assert published.current(published_folder, "G2025") is not None
        assert published.current(published_folder, "another") is None
        assert len(published.all_published(published_folder)) == 1


def test_nothing_is_shown_before_the_transaction_is_through(
    office_at_work: Office, published_folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as waiting:
        office_at_work.publish(office_at_work.freeze())
    assert published.current(published_folder) is None
    for each in waiting:
        each()
    assert published.current(published_folder) is not None


def test_a_full_disk_publishes_nothing(
    office_at_work: Office, published_folder: Path, commit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = office_at_work.freeze()

    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched, commit():
        patched.setattr(os, "fsync", full)
        with pytest.raises(WrongState, match="磁盘"):
            office_at_work.publish(code)
    assert Edition.objects.get().state == "frozen"
    assert published.current(published_folder) is None
    with commit():
        office_at_work.publish(code)
    assert published.current(published_folder).code == code


def test_a_damaged_index_shows_the_one_before(office_at_work: Office, published_folder: Path, commit: Any) -> None:
    office = office_at_work
    with commit():
        first = office.publish(office.freeze())
    with commit():
        office.publish(office.freeze(reason="补录"))
    (published_folder / published.INDEX).write_bytes(b'{"body": ')
    assert published.current(published_folder).code == first


def test_a_damaged_content_shows_the_edition_before(
    office_at_work: Office, published_folder: Path, commit: Any
) -> None:
    office = office_at_work
    with commit():
        second_quarter = office.publish(office.freeze(period="2025Q2"))
    with commit():
        third = office.publish(office.freeze())
    (path,) = published_folder.glob(f"editions/{third}.*")
    path.write_bytes(path.read_bytes()[:-20])
    assert published.current(published_folder).code == second_quarter
    with commit():
        refresh_snapshot()
    assert published.current(published_folder).code == third


def test_a_lost_folder_is_written_again(office_at_work: Office, published_folder: Path, commit: Any) -> None:
    office = office_at_work
    with commit():
        office.publish(office.freeze())
    with commit():
        code = office.publish(office.freeze(reason="补录"))
    before = {path.name for path in published_folder.glob("editions/*")}
    for path in published_folder.rglob("*"):
        if path.is_file():
            path.unlink()
    assert published.current(published_folder) is None
    with commit():
        assert refresh_snapshot(whole=True) == 2
    assert published.current(published_folder).code == code
    assert {path.name for path in published_folder.glob("editions/*")} == before
    assert len(published.corrections(published_folder)) == 1


def test_a_later_publication_is_not_undone_by_an_earlier_one(
    office_at_work: Office, published_folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    office = office_at_work
    with django_capture_on_commit_callbacks() as waiting:
        office.publish(office.freeze(period="2025Q2"))
        later = office.publish(office.freeze())
    for each in reversed(waiting):
        each()
    assert published.current(published_folder).code == later
    assert len(published.all_published(published_folder)) == 2


def test_a_programme_taken_back_from_the_public_takes_its_editions_along(
    office_at_work: Office, published_folder: Path, commit: Any
) -> None:
    office = office_at_work
    with commit():
        office.publish(office.freeze())
    open_programme(office.programme.pk, visibility="internal", reason="收回", by=office.clerk, at=office.at)
    with commit():
        refresh_snapshot()
    assert published.all_published(published_folder) == []
    assert not list(published_folder.glob("editions/*"))


def test_withdrawing_while_another_reads_gives_the_old_or_the_new(
    office_at_work: Office, published_folder: Path, commit: Any
) -> None:
    office = office_at_work
    with commit():
        code = office.publish(office.freeze())
    reading = published.find(published_folder, code)
    with commit():
        withdraw_edition(code, reason="误发", by=office.head, at=office.at + timedelta(hours=1))
    assert reading.value("tasks").value == 1
    assert published.find(published_folder, code) is None


def test_a_folder_that_never_was_has_nothing(tmp_path: Path) -> None:
    assert published.current(tmp_path / "nowhere") is None
    assert published.corrections(tmp_path / "nowhere") == []


def test_publishing_asks_for_the_copy_to_be_checked_by_a_job(office_at_work: Office) -> None:
    code = office_at_work.freeze()
    publish_edition(code, by=office_at_work.head, at=office_at_work.at)
    (job,) = Job.objects.filter(kind="indicators.refresh-snapshot", subject=f"indicators.edition:{code}")
    assert job.args["kind"] == "indicators.edition-published"
