"""What others may read of evidence: the list on a subject, and one file for those in whose scope it stands."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor, Scope, may
from zhicheng.core.evidence import storage
from zhicheng.core.evidence.models import Attachment, File
from zhicheng.core.refusal import Missing


@dataclass(frozen=True)
class AttachmentRow:
    """An attachment as it is listed."""

    id: int
    name: str
    media_type: str
    size: int
    sha256: str
    person: str
    at: datetime
    withdrawn_at: datetime | None
    withdrawn_because: str


@dataclass(frozen=True)
class OpenedFile:
    """An attachment whose bytes may be sent now."""

    path: Path
    name: str
    media_type: str
    size: int
    sha256: str


def attachments_of(subject: str, *, with_withdrawn: bool = False) -> list[AttachmentRow]:
    """The files on a subject, oldest first. Whoever shows them has asked whether the subject may be seen."""
    found = Attachment.objects.filter(subject=subject).select_related("file").order_by("pk")
    return [row_of(each) for each in (found if with_withdrawn else found.filter(withdrawn_at=None))]


def open_attachment(attachment: int, actor: Actor) -> OpenedFile:
    """A file to be sent to this person.

    Raises: Missing, alike where there is none, where it is withdrawn, and where it stands in another's scope: who may
    not see it learns nothing from the answer.
    """
    row = Attachment.objects.filter(pk=attachment, withdrawn_at=None).select_related("file").first()
    if row is None or not may(actor, row.permission, Scope(row.region, frozenset(row.organisations))):
        raise Missing(_("没有这份佐证材料，或者不在您的工作范围内。"))
    path = storage.path_of(row.file_id)
    if not path.is_file() or path.stat().st_size != row.file.size:
        raise Missing(
            _("佐证材料 %(name)s 的文件在服务器上缺失或已损坏（%(sha256)s）。请联系系统管理员从备份恢复。"),
            code="file-lost", name=row.original_name, sha256=row.file_id[:12],
        )  # fmt: skip
    return OpenedFile(path, row.original_name, row.file.media_type, row.file.size, row.file_id)


def lost_files() -> Iterator[str]:
    """Hashes of the kept files that are missing on disk or of another size: a quick look, without reading them."""
    for sha256, size in File.objects.order_by("pk").values_list("pk", "size").iterator():
        try:
            if storage.path_of(sha256).stat().st_size == size:
                continue
        except FileNotFoundError:
            pass
        yield sha256


def damaged_files() -> Iterator[str]:
    """Hashes of the kept files that are missing on disk or whose bytes have changed: for the check of a backup."""
    for sha256 in File.objects.order_by("pk").values_list("pk", flat=True).iterator():
        path = storage.path_of(sha256)
        if not path.is_file() or _hash(path) != sha256:
            yield sha256


def row_of(attachment: Attachment) -> AttachmentRow:
    """An attachment as a finished row."""
    return AttachmentRow(
        id=attachment.pk, name=attachment.original_name, media_type=attachment.file.media_type,
        size=attachment.file.size, sha256=attachment.file_id, person=attachment.person, at=attachment.at,
        withdrawn_at=attachment.withdrawn_at, withdrawn_because=attachment.withdrawn_because,
    )  # fmt: skip


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
