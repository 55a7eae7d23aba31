"""A document from its first line to the desk of who approves it: drafted, saved, checked, sent, dropped."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor, Scope, require
from zhicheng.core.ledger import record
from zhicheng.core.refusal import RuleBroken, WrongState
from zhicheng.indicators.queries import editions
from zhicheng.publications.actions.holding import held, me, working
from zhicheng.publications.checking import examine, open_findings
from zhicheng.publications.checking.findings import FIX, REMARK, as_plain, from_plain
from zhicheng.publications.drafting import compose
from zhicheng.publications.drafting.plain import print_of, to_plain
from zhicheng.publications.entries.documents import (
    DocumentChecked,
    DocumentDrafted,
    DocumentDropped,
    DocumentSaved,
    DocumentSubmitted,
)
from zhicheng.publications.kinds import DISCLOSURES, URGENCIES
from zhicheng.publications.letterheads import letterhead, letterheads
from zhicheng.publications.models import Correction, Document, Version
from zhicheng.publications.permissions import P
from zhicheng.publications.queries.materials import kind_of, material
from zhicheng.publications.workflow import CORRECTION, DOCUMENT
from zhicheng.statutes.actions import withdraw_clocks

LANGUAGES = ("zh-hans", "zh-hant", "en")


@dataclass(frozen=True)
class Written:
    """What a clerk writes: the template and the fields as offices have them; lists are a line each."""

    template: str
    language: str = "zh-hans"
    edition: str = ""
    earlier: str = ""
    signatory: str = ""
    recipients: str = ""
    copies: str = ""
    contact: str = ""
    urgency: str = ""
    disclosure: str = ""
    disclosure_reason: str = ""
    reviewed: bool = False
    basis: str = ""
    attachments: str = ""
    change_note: str = ""


NAMES = tuple(each.name for each in fields(Written))


class Overtaken(WrongState):
    """Somebody else has saved meanwhile."""

    code = "overtaken"


@transaction.atomic
def draft_document(
    kind: str, *, edition: str = "", earlier: str = "", language: str = "zh-hans", head: str = "", by: Actor, at: datetime
) -> Document:  # fmt: skip
    """Begin a document with the text of its kind. Raises: NotAllowed, Missing (kind, edition or letterhead)."""
    declared = kind_of(kind)
    found = editions.edition_head(edition, by) if edition else None
    region = (found.region if found is not None else "") or settings.CITY.region or _own_region(by)
    office = next(iter(by.organisations_with(P.DOCUMENT_WRITE)), "") or next(iter(by.organisations), "")
    require(by, P.DOCUMENT_WRITE, Scope(region, frozenset({office} if office else ())))
    slug = head or next(iter(letterheads(settings.CITY.folder, city=settings.CITY.name)))
    letterhead(settings.CITY.folder, slug, declared, city=settings.CITY.name)
    document = Document.objects.create(
        code=f"new-{me(by)}-{at:%Y%m%d%H%M%S%f}"[:60].lower(), kind=kind, region=region, office=office,
        letterhead=slug, programme=found.programme if found else "", created_by=me(by), created_at=at,
    )  # fmt: skip
    document.code = f"{kind}-{at.year}-{document.pk}"
    document.save(update_fields=["code"])
    if earlier:
        editions.edition_head(earlier, by)
    version = Version(
        document=document, template=declared.template(language), language=language, edition=edition, earlier=earlier,
        disclosure=declared.disclosure, edited_by=me(by), edited_at=at,
    )  # fmt: skip
    version.title = _title(version, by) or str(declared.names)
    version.save()
    record(DocumentDrafted(document.code, kind, edition), by=by, at=at, subject=document.subject)
    return document


def _own_region(by: Actor) -> str:
    return next((each.region for each in by.grants if each.permits(P.DOCUMENT_WRITE)), "")


def _title(version: Version, by: Actor) -> str:
    edition = editions.edition(version.edition, by) if version.edition else None
    earlier = editions.edition(version.earlier, by) if version.earlier else None
    return compose(
        version.template, edition=edition, earlier=earlier, language=version.language, with_charts=False
    ).title


@transaction.atomic
def save_document(code: str, *, written: Written, stamp: int, by: Actor, at: datetime) -> Version:
    """Save the text and the fields. Any text is taken: what is wrong with it, the check says.

    `stamp` is that of the version as the writer saw it. Raises: NotAllowed, WrongState, Overtaken (somebody else saved
    meanwhile; nothing is overwritten), RuleBroken (a choice that there is none of), Missing (edition).
    """
    document = held(code, P.DOCUMENT_WRITE, by=by)
    version = working(document)
    DOCUMENT.transition(version.state, "edit")
    _check_stamp(version, stamp)
    _check_choices(written)
    for edition in filter(None, (written.edition, written.earlier)):
        editions.edition_head(edition, by)
    before = {name: getattr(version, name) for name in NAMES}
    if before == asdict(written):
        return version
    for name in NAMES:
        setattr(version, name, getattr(written, name))
    DOCUMENT.move(version, "edit")
    version.stamp += 1
    version.title = _title(version, by) or str(kind_of(document.kind).names)
    version.findings, version.blocks, version.content_hash, version.checked_at = [], [], "", None
    version.edited_by, version.edited_at = me(by), at
    version.save()
    print_ = print_of({name: getattr(version, name) for name in NAMES})
    record(DocumentSaved(code, version.number, version.stamp, print_), by=by, at=at, subject=document.subject)
    return version


def _check_stamp(version: Version, stamp: int) -> None:
    if stamp != version.stamp:
        raise Overtaken(_("其他人在您打开之后保存过这份公文，您的文字没有覆盖它。请比较两份文字，合并后再保存。"))


def _check_choices(written: Written) -> None:
    if written.language not in LANGUAGES:
        raise RuleBroken(_("公文没有这种文字：%(language)s。请重新选择。"), language=written.language)
    if written.urgency and written.urgency not in URGENCIES:
        raise RuleBroken(_("紧急程度只有平急、加急、特急。请重新选择。"))
    if written.disclosure and written.disclosure not in DISCLOSURES:
        raise RuleBroken(_("公开属性只有主动公开、依申请公开、不予公开。请重新选择。"))


def check_document(code: str, *, stamp: int, by: Actor, at: datetime) -> Version:
    """Check the whole text and keep what was found. Reading and rendering happen outside of the transaction.

    Raises: NotAllowed, WrongState, Overtaken (saved by somebody while it was being checked).
    """
    with transaction.atomic():
        document = held(code, P.DOCUMENT_WRITE, by=by)
        version = working(document)
        DOCUMENT.transition(version.state, "check")
        _check_stamp(version, stamp)
    found = examine(material(document, version, by))
    with transaction.atomic():
        document = held(code, P.DOCUMENT_WRITE, by=by)
        version = working(document)
        _check_stamp(version, stamp)
        DOCUMENT.move(version, "check")
        version.blocks, version.findings = to_plain(found.composed.blocks), as_plain(found.findings)
        version.title = found.composed.title or version.title
        version.content_hash, version.checked_at = content_of(version), at
        version.waivers = {
            key: why for key, why in version.waivers.items() if key in {each.id for each in found.findings}
        }
        version.save()
        blocking = sum(each.level != REMARK for each in found.findings)
        record(
            DocumentChecked(code, version.number, version.content_hash, blocking, len(found.findings) - blocking),
            by=by, at=at, subject=document.subject,
        )  # fmt: skip
    return version


def content_of(version: Version) -> str:
    """The hash of what is approved and published: the blocks and every field that is printed."""
    printed = {name: getattr(version, name) for name in NAMES if name not in ("template", "change_note")}
    return print_of({"title": version.title, "blocks": version.blocks, **printed})


@transaction.atomic
def send_for_approval(code: str, *, by: Actor, at: datetime) -> Version:
    """Send a checked version to whoever approves it. Raises: NotAllowed, WrongState, RuleBroken (what must be mended)."""
    document = held(code, P.DOCUMENT_WRITE, by=by)
    version = working(document)
    DOCUMENT.move(version, "submit")
    standing = open_findings(from_plain(version.findings), version.waivers, level=FIX)
    if standing:
        raise RuleBroken(
            _("还有 %(n)s 处必须先改正，例如：%(first)s"),
            code="not-mended",
            n=len(standing),
            first=standing[0].sentence,
        )
    version.submitted_by, version.submitted_at, version.returned_reason = me(by), at, ""
    version.approved_by, version.approved_at = "", None
    version.save()
    record(DocumentSubmitted(code, version.number, version.content_hash), by=by, at=at, subject=document.subject)
    return version


@transaction.atomic
def drop_version(code: str, *, by: Actor, at: datetime) -> Document:
    """Give up a version that never went out; corrections that it was to make are open again.

    Raises: NotAllowed, WrongState.
    """
    document = held(code, P.DOCUMENT_WRITE, by=by)
    version = working(document)
    DOCUMENT.move(version, "drop")
    version.save(update_fields=["state"])
    for each in Correction.objects.select_for_update().filter(version__document=document, state="taken"):
        CORRECTION.move(each, "reopen")
        each.save(update_fields=["state"])
    withdraw_clocks([version.subject], by=by, at=at)
    record(DocumentDropped(code, version.number), by=by, at=at, subject=document.subject)
    return document
