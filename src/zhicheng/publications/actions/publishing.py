"""Publication: files are made first, outside of any transaction; then number, state, files and entry, all or nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from zhicheng.core.access import Actor, require
from zhicheng.core.evidence.actions import attach
from zhicheng.core.jobs import enqueue
from zhicheng.core.ledger import record
from zhicheng.core.refusal import Refusal, RuleBroken, WrongState
from zhicheng.publications.actions.approving import PUBLISH, refuse_stale
from zhicheng.publications.actions.holding import held, me, working
from zhicheng.publications.blocks import Document as Printed
from zhicheng.publications.drafting import Composed
from zhicheng.publications.drafting.plain import from_plain
from zhicheng.publications.entries.documents import DocumentPublished, DocumentWithdrawn
from zhicheng.publications.letterheads import letterhead
from zhicheng.publications.models import Correction, Document, NumberSeries, Version
from zhicheng.publications.permissions import P
from zhicheng.publications.printing import docx_of, html_of, pdf_of
from zhicheng.publications.queries.freshness import figures_of
from zhicheng.publications.queries.materials import kind_of, printed
from zhicheng.publications.queries.shelf import index_rows, page_of
from zhicheng.publications.shelving import locked, put_index, put_version, take_away
from zhicheng.publications.workflow import CORRECTION, DOCUMENT
from zhicheng.statutes.actions import stop_clocks

JOB = "publications.publish"
Tell = Callable[[int, int, Any], None]


class NumberTaken(Refusal):
    """Another document was published meanwhile and has the number that this one was rendered with."""

    code = "number-taken"
    status = 409


@dataclass(frozen=True)
class Rendered:
    """The files of a version as they would go out, with the number that they bear."""

    code: str
    content: str
    made: Printed
    html: str
    pdf: bytes
    docx: bytes


@transaction.atomic
def request_publication(code: str, *, by: Actor, at: datetime) -> Any:
    """Ask for a version to be rendered, numbered and published; the job does it. Returns the job.

    Raises: NotAllowed, WrongState (not approved), RuleBroken (a figure that has become stale).
    """
    document = held(code, P.DOCUMENT_PUBLISH, by=by)
    version = working(document)
    DOCUMENT.transition(version.state, "publish")
    refuse_stale(version, by)
    return enqueue(JOB, {"document": code, "content": version.content_hash}, by=by, at=at, subject=document.subject)


def render(code: str, *, content: str = "", tell: Tell | None = None, by: Actor, at: datetime) -> Rendered:
    """Make the files of the approved version with the number that is next. Nothing is changed.

    `content` is the hash of what was to be published; "" for whatever is approved now. Raises: WrongState, NotAllowed.
    """
    told = tell or (lambda *_arguments: None)
    document = Document.objects.filter(code=code).first()
    version = document.versions.filter(state="approved").first() if document is not None else None
    if document is None or version is None or (content and version.content_hash != content):
        raise WrongState(_("这份公文的稿子已经退回、作废或有改动，没有印发。请回到公文页查看。"))
    require(by, P.DOCUMENT_PUBLISH, document.scope)
    year, number = _next_number(document, at)
    composed = Composed(version.title, from_plain(version.blocks), (), tuple(figures_of(from_plain(version.blocks))))
    made = replace(
        printed(document, version, composed, number=number, year=year, address=address_of(document)),
        printed_on=localdate(at),
    )
    with override(version.language):
        told(1, 4, _t("生成网页"))
        html = html_of(made)
        told(2, 4, _t("生成 PDF"))
        pdf = pdf_of(made)
        told(3, 4, _t("生成 Word 文件"))
        docx = docx_of(made)
    return Rendered(code, version.content_hash, made, html, pdf, docx)


def address_of(document: Document) -> str:
    """The permanent address, with the site's own name where the city has one."""
    return f"{next(iter(settings.CITY.origins), '')}/documents/{document.code}/"


def _next_number(document: Document, at: datetime) -> tuple[int | None, int | None]:
    """The number that the document has, or would be given now; none for a kind without numbers."""
    if document.number is not None or not kind_of(document.kind).numbered:
        return document.year, document.number
    _series_now, year, number = next_number(document, on=localdate(at))
    return year, number


def next_number(document: Document, *, on: date) -> tuple[str, int, int]:
    """The series, the year and the number that would be given on that day."""
    series = _series(document)
    last = NumberSeries.objects.filter(series=series, year=on.year).values_list("last", flat=True).first()
    return series, on.year, (last or 0) + 1


def _series(document: Document) -> str:
    kind = kind_of(document.kind)
    return letterhead(settings.CITY.folder, document.letterhead, kind, city=settings.CITY.name).code


@transaction.atomic
def publish_document(rendered: Rendered, *, by: Actor, at: datetime) -> Document:
    """Number and publish what was rendered. Raises: NotAllowed, WrongState, NumberTaken; nothing is published then."""
    document = held(rendered.code, P.DOCUMENT_PUBLISH, by=by)
    version = working(document)
    DOCUMENT.move(version, "publish")
    if version.content_hash != rendered.content:
        raise WrongState(_("生成文件期间稿子有改动，没有印发。请重新检查、签发后再印发。"), code="changed")
    if document.withdrawn_at is not None:
        raise WrongState(_("这份公文已经撤回，更正版没有印发。"))
    refuse_stale(version, by)
    _give_number(document, rendered.made)
    before = document.versions.select_for_update().filter(state="published").first()
    if before is not None:
        DOCUMENT.move(before, "supersede")
        before.save(update_fields=["state"])
    version.published_by, version.published_at = me(by), at
    version.files = _keep_files(document, version, rendered, by=by, at=at)
    version.save()
    document.published_at = document.published_at or at
    document.save()
    _close_corrections(document, by=by, at=at)
    stop_clocks([version.subject], PUBLISH, by=by, at=at)
    if version.disclosure == "open":
        page = page_of(document, version, rendered.made, rendered.html, version.files)
        put_version(shelf_folder(), document.code, version.number, page=page, pdf=rendered.pdf, docx=rendered.docx)
    transaction.on_commit(write_index)
    record(
        DocumentPublished(
            document.code, version.number, document.number_text, version.disclosure, version.edition,
            version.content_hash, version.files["pdf"], version.files["docx"],
        ), by=by, at=at, subject=document.subject,
    )  # fmt: skip
    return document


def _give_number(document: Document, made: Printed) -> None:
    """The next of the series, whose row is held; it must be the one that was rendered."""
    if document.number is not None or made.number is None or made.year is None:
        return
    series = made.letterhead.code
    NumberSeries.objects.get_or_create(series=series, year=made.year)
    row = NumberSeries.objects.select_for_update().get(series=series, year=made.year)
    if made.number != row.last + 1:
        raise NumberTaken(
            _("%(series)s〔%(year)s〕%(number)s号刚被另一份公文占用，正在换号重新生成。"), series=series, year=made.year,
            number=made.number,
        )  # fmt: skip
    row.last = made.number
    row.save(update_fields=["last"])
    document.series, document.year, document.number = series, made.year, made.number


def _keep_files(document: Document, version: Version, rendered: Rendered, *, by: Actor, at: datetime) -> dict[str, str]:
    """Keep the files as they go out among the evidence, by the hash of their bytes."""
    kept = {}
    for kind, content in (("pdf", rendered.pdf), ("docx", rendered.docx)):
        row = attach(
            io.BytesIO(content), name=f"{document.code}-{version.number}.{kind}", subject=version.subject,
            scope=document.scope, permission=P.DOCUMENT_VIEW, needs=P.DOCUMENT_PUBLISH, by=by, at=at,
        )  # fmt: skip
        kept[kind] = row.sha256
    return kept


def _close_corrections(document: Document, *, by: Actor, at: datetime) -> None:
    for each in Correction.objects.select_for_update().filter(version__document=document, state="taken"):
        CORRECTION.move(each, "correct")
        each.decided_by, each.decided_at = me(by), at
        each.save(update_fields=["state", "decided_by", "decided_at"])


@transaction.atomic
def withdraw_document(code: str, *, reason: str, by: Actor, at: datetime) -> Document:
    """Withdraw a published document: its address goes on saying that it was and why, the files are shown no more.

    A correction that is being worked on is dropped with it. Raises: NotAllowed, WrongState, RuleBroken (no reason).
    """
    document = held(code, P.DOCUMENT_PUBLISH, by=by)
    if not reason.strip():
        raise RuleBroken(_("撤回公文须写明理由，理由会在原网址上公布。请填写。"))
    version = document.versions.select_for_update().filter(state="published").first()
    if version is None:
        raise WrongState(_("这份公文没有印发过，或已经撤回。没有印发的稿子请点“作废”。"))
    DOCUMENT.move(version, "withdraw")
    version.save(update_fields=["state"])
    for each in document.versions.select_for_update().filter(
        state__in=("draft", "checked", "returned", "submitted", "approved")
    ):
        DOCUMENT.move(each, "drop")
        each.save(update_fields=["state"])
        stop_clocks([each.subject], PUBLISH, by=by, at=at)
    document.withdrawn_at, document.withdrawn_by, document.withdrawn_reason = at, me(by), reason.strip()
    document.save()
    transaction.on_commit(write_index)
    transaction.on_commit(lambda: take_away(shelf_folder(), code))
    record(DocumentWithdrawn(code, version.number), by=by, at=at, subject=document.subject)
    return document


def shelf_folder() -> Path:
    """Where published files lie."""
    return Path(settings.CITY.folder) / "published"


def write_index() -> None:
    """Write the index of the shelf anew from the tables."""
    with locked(shelf_folder()):
        put_index(shelf_folder(), index_rows())
