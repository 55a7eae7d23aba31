"""Attaching a file to what it proves, and withdrawing it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePosixPath, PureWindowsPath
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor, Scope, require
from zhicheng.core.evidence import storage
from zhicheng.core.evidence.entries import FileAttached, FileWithdrawn
from zhicheng.core.evidence.kinds import media_type_of
from zhicheng.core.evidence.models import Attachment, File
from zhicheng.core.evidence.queries import AttachmentRow, row_of
from zhicheng.core.ledger import record
from zhicheng.core.refusal import Missing, RuleBroken, WrongState


def attach(
    content: BinaryIO | Iterable[bytes],
    *,
    name: str,
    subject: str,
    scope: Scope,
    permission: str,
    needs: str,
    by: Actor,
    at: datetime,
    macros: bool = False,
) -> AttachmentRow:
    """Keep a file and attach it to a subject; the same file on the same subject is returned, not doubled.

    `scope` is where the subject stands, `permission` what one needs there to see the file, `needs` what one needs to
    attach it. `macros` takes a form with macros, for those who only hand it back. Raises: NotAllowed, Unreadable (what the file is, or too large), Refusal (disk full).
    """
    require(by, needs, scope)
    shown = clean_name(name)
    with storage.received(content, name=shown) as file:
        kind = media_type_of(file.path, name=shown, macros=macros)
        storage.keep(file)
    with transaction.atomic():
        stored, _made = File.objects.get_or_create(
            sha256=file.sha256, defaults={"size": file.size, "media_type": kind.media_type}
        )
        attachment, made = Attachment.objects.get_or_create(
            file=stored, subject=subject, withdrawn_at=None,
            defaults={
                "region": scope.region, "organisations": sorted(scope.organisations), "permission": permission,
                "original_name": shown, "account": by.account_id, "person": by.person, "at": at,
            },
        )  # fmt: skip
        if made:
            record(FileAttached(attachment.pk, subject, stored.sha256), by=by, at=at, subject=subject)
    return row_of(attachment)


@transaction.atomic
def withdraw(attachment: int, *, because: str, needs: str, by: Actor, at: datetime) -> None:
    """Take a file back as evidence; its bytes and its line in the ledger stay.

    Raises: Missing, NotAllowed, WrongState (withdrawn already), RuleBroken (no reason).
    """
    row = Attachment.objects.select_for_update().filter(pk=attachment).first()
    if row is None:
        raise Missing(_("没有这份佐证材料。请刷新页面。"))
    require(by, needs, Scope(row.region, frozenset(row.organisations)))
    if row.withdrawn_at is not None:
        raise WrongState(_("这份佐证材料已经撤回。请刷新页面。"))
    if not because.strip():
        raise RuleBroken(_("撤回佐证材料须写明理由。请填写后再提交。"))
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_because = at, by.person, because.strip()[:200]
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    record(FileWithdrawn(row.pk, row.subject, row.file_id), by=by, at=at, subject=row.subject)


@transaction.atomic
def discard(subject: str) -> None:
    """Let go of files that turned out to be unusable before anybody relied on them; the caller enters why.

    No row names them any more, so the nightly sweeping removes the bytes unless another subject holds them.
    """
    rows = Attachment.objects.select_for_update().filter(subject=subject)
    hashes = set(rows.values_list("file_id", flat=True))
    rows.delete()
    File.objects.filter(pk__in=hashes, attachments=None).delete()


def clean_name(name: str) -> str:
    """A file's name without folders, control and direction marks, at most 120 characters, its extension kept."""
    last = PurePosixPath(PureWindowsPath(name).name).name
    shown = "".join(each for each in last if unicodedata.category(each)[0] != "C").strip() or "未命名"
    extension = PurePosixPath(shown).suffix[:10]
    return shown if len(shown) <= 120 else shown[: 120 - len(extension)] + extension
