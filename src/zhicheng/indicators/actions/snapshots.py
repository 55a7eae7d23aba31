"""The published copy on disk, made from the database: whatever is missing or damaged there is written again."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhicheng.core.refusal import WrongState
from zhicheng.indicators.editions import published
from zhicheng.indicators.editions.plain import correction_of
from zhicheng.indicators.models import Snapshot
from zhicheng.indicators.queries.contents import content_of, head_of_row
from zhicheng.indicators.queries.snapshots import published_rows


def folder() -> Path:
    """Where the published copy lies."""
    return Path(settings.CITY.folder) / "published"


@transaction.atomic
def refresh_snapshot(*, whole: bool = False) -> int:
    """Write what is public now and show it when the transaction is through; returns how many editions are in it.

    Everything is written before the commit and shown after it by a rename, so that nothing is half published on a full
    disk. `whole` writes also what lies there already. Raises: WrongState (nothing could be written).
    """
    snapshot = _locked()
    rows = published_rows()
    there = set() if whole else published.on_disk(folder())
    contents = {
        row.code: content_of(row).public_part() for row in rows if row.state != "withdrawn" and row.code not in there
    }
    told = [correction_of(row.correction) for row in rows if row.correction and row.state != "withdrawn"]
    # The folder may have outlived the database (a restored backup): what is shown next is later than both.
    snapshot.generation = max(snapshot.generation, published.generation(folder())) + 1
    try:
        prepared = published.prepare(
            folder(), published.newest_first(head_of_row(row) for row in rows), contents,
            sorted(told, key=lambda each: each.at, reverse=True), generation=snapshot.generation,
        )  # fmt: skip
    except OSError as error:
        raise WrongState(
            _("公开数据没有写成（%(error)s），什么都没有改变。请系统管理员检查城市目录的磁盘空间和权限后重试。"),
            error=error.strerror or str(error),
        ) from error
    snapshot.save(update_fields=["generation"])
    # A failure here is told in the log, and the job that follows every publication does it again.
    transaction.on_commit(prepared.put, robust=True)
    return len(contents) if whole else len([row for row in rows if row.state != "withdrawn"])


def _locked() -> Snapshot:
    row = Snapshot.objects.select_for_update().filter(pk=1).first()
    if row is None:
        Snapshot.objects.bulk_create([Snapshot()], ignore_conflicts=True)
        row = Snapshot.objects.select_for_update().get(pk=1)
    return row
