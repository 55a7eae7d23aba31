"""Mending the shelf of published documents: after a restore, or where a crash came between commit and rename."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.utils.timezone import localdate

from zhicheng.core.access import SYSTEM
from zhicheng.core.evidence.queries import attachments_of, open_attachment
from zhicheng.core.refusal import Missing
from zhicheng.publications.actions.publishing import address_of, shelf_folder
from zhicheng.publications.drafting import Composed
from zhicheng.publications.drafting.plain import from_plain
from zhicheng.publications.models import Document, Version
from zhicheng.publications.printing import html_of
from zhicheng.publications.queries.freshness import figures_of
from zhicheng.publications.queries.materials import printed
from zhicheng.publications.queries.shelf import page_of
from zhicheng.publications.queries.standing import version_fault, versions_on_show
from zhicheng.publications.shelving import put_version, take_away

Tell = Callable[[int, int, Any], None]


def mend_shelf(*, tell: Tell | None = None) -> int:
    """Make again what is missing or damaged on the shelf, from the kept files and blocks; how many versions were.

    Raises: Missing (a kept file is lost), after everything else was mended.
    """
    for document in Document.objects.exclude(withdrawn_at=None):
        take_away(shelf_folder(), document.code)
    rows, mended, lost = versions_on_show(), 0, []
    for place, version in enumerate(rows, start=1):
        if tell is not None:
            tell(place, len(rows), version.title)
        if not version_fault(version, shelf_folder()):
            continue
        try:
            _put_again(version)
            mended += 1
        except Missing as trouble:
            lost.append(trouble)
    if lost:
        raise lost[0]
    return mended


def _put_again(version: Version) -> None:
    document, blocks = version.document, from_plain(version.blocks)
    composed = Composed(version.title, blocks, (), tuple(figures_of(blocks)))
    made = printed(document, version, composed, address=address_of(document))
    made = replace(made, printed_on=localdate(version.published_at) if version.published_at else None)
    files = {
        each.name.rpartition(".")[2]: open_attachment(each.id, SYSTEM).path.read_bytes()
        for each in attachments_of(version.subject)
    }
    page = page_of(document, version, made, html_of(made), version.files)
    put_version(
        shelf_folder(), document.code, version.number, page=page, pdf=files.get("pdf", b""), docx=files.get("docx", b"")
    )
