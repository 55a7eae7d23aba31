"""Documents as their desk sees them: the list, one with all its versions, what may be done with it now, corrections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import SYSTEM, Actor, may
from zhicheng.core.evidence.queries import AttachmentRow, OpenedFile, attachments_of, open_attachment
from zhicheng.core.refusal import Missing
from zhicheng.publications.checking.findings import Finding, from_plain, open_findings
from zhicheng.publications.drafting.plain import from_plain as blocks_of
from zhicheng.publications.kinds import KINDS
from zhicheng.publications.models import Correction, Document, Version
from zhicheng.publications.permissions import P
from zhicheng.publications.rules.comparing import Change, ChangedFigure, changed_figures, changes, paragraphs
from zhicheng.publications.workflow import CORRECTION, DOCUMENT, OPEN
from zhicheng.registry.queries.people import persons_by_code
from zhicheng.statutes.queries import RunningClock, clocks_of


@dataclass(frozen=True)
class DocumentLine:
    """A document in the list. `state` is that of the version that is worked on, else of the last that went out."""

    pk: int
    code: str
    kind: str
    kind_name: str
    title: str
    number_text: str
    state: str
    state_name: str
    version: int
    edition: str
    disclosure: str
    edited_by: str
    edited_at: datetime
    published_at: datetime | None
    corrections: int


@dataclass(frozen=True)
class VersionLine:
    """A version in the history."""

    number: int
    state: str
    state_name: str
    title: str
    edition: str
    edited_by: str
    edited_at: datetime
    submitted_by: str
    submitted_at: datetime | None
    approved_by: str
    approved_at: datetime | None
    published_by: str
    published_at: datetime | None
    change_note: str
    files: tuple[AttachmentRow, ...]


@dataclass(frozen=True)
class DocumentDetail:
    """One document: its line, the version in hand (worked on, else the last), its history, and what may be done now."""

    line: DocumentLine
    document: Document
    version: Version
    findings: tuple[Finding, ...]
    standing: tuple[Finding, ...]
    versions: tuple[VersionLine, ...]
    verbs: frozenset[str]
    clocks: tuple[RunningClock, ...]
    people: dict[str, str]

    @property
    def is_open(self) -> bool:
        """Is a version being worked on?"""
        return self.version.state in OPEN


@dataclass(frozen=True)
class CorrectionLine:
    """A changed value of a published document."""

    pk: int
    document: str
    title: str
    version: int
    name: str
    printed: str
    new: str
    edition: str
    cause: str
    state: str
    state_name: str
    opened_at: datetime
    reason: str
    decided_by: str


def documents(
    actor: Actor, *, state: str = "", kind: str = "", words: str = "", after: Sequence[Any] | None = None, limit: int = 51
) -> list[DocumentLine]:  # fmt: skip
    """The documents that the actor may see, the last edited first; `after` is the key of the last line of the page before."""
    last = Version.objects.filter(document=OuterRef("pk")).order_by("-number")
    rows = Document.objects.visible_to(actor).annotate(
        shown=Subquery(last.values("pk")[:1]), edited=Max("versions__edited_at"),
        owed=Count("versions__corrections", filter=Q(versions__corrections__state="open"), distinct=True),
    )  # fmt: skip
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(shown__in=Version.objects.filter(state=state).values("pk"))
    for word in words.split()[:8]:
        by_number = Q(number=int(word)) if word.isdecimal() and len(word) < 9 else Q(pk__in=())
        rows = rows.filter(
            Q(pk__in=Version.objects.filter(title__icontains=word).values("document")) | Q(code__icontains=word)
            | Q(series__icontains=word) | by_number
        )  # fmt: skip
    if after:
        rows = rows.filter(Q(edited__lt=after[0]) | Q(edited=after[0], pk__lt=after[1]))
    found = list(rows.order_by("-edited", "-pk")[:limit])
    versions = Version.objects.in_bulk([row.shown for row in found])
    names = _names(version.edited_by for version in versions.values())
    return [_line(row, versions[row.shown], names, row.owed) for row in found]


def counts(actor: Actor) -> dict[str, int]:
    """How many documents stand in each state."""
    last = Version.objects.filter(document=OuterRef("pk")).order_by("-number")
    rows = Document.objects.visible_to(actor).annotate(state=Subquery(last.values("state")[:1]))
    found: dict[str, int] = {}
    for state in rows.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def document(code: str, actor: Actor, *, at: datetime) -> DocumentDetail:
    """One document. Raises: Missing (also where the actor may not see it)."""
    row = visible(code, actor)
    versions = _visible_versions(row, actor)
    version = next((each for each in versions if each.state in OPEN), versions[-1])
    names = _names(
        code for each in versions
        for code in (each.edited_by, each.submitted_by, each.approved_by, each.published_by) if code
    )  # fmt: skip
    findings = from_plain(version.findings)
    owed = Correction.objects.filter(version__document=row, state="open").count()
    return DocumentDetail(
        line=_line(row, version, names, owed), document=row, version=version, findings=tuple(findings),
        standing=tuple(open_findings(findings, version.waivers)),
        versions=tuple(_version_line(each, names) for each in reversed(versions)),
        verbs=_verbs(row, version, actor), clocks=tuple(clocks_of([version.subject], at=at)[version.subject]), people=names,
    )  # fmt: skip


def visible(code: str, actor: Actor) -> Document:
    """The row of a document that the actor may see. Raises: Missing."""
    row = Document.objects.visible_to(actor).filter(code=code).first()
    if row is None:
        raise Missing(_("没有这份公文，或您的岗位不能查看。请回到公文列表。"))
    return row


def version_of(code: str, number: int, actor: Actor) -> Version:
    """One version. Raises: Missing."""
    found = next((each for each in _visible_versions(visible(code, actor), actor) if each.number == number), None)
    if found is None:
        raise Missing(_("这份公文没有第 %(version)s 版。请从公文页查看各版本。"), version=number)
    return found


def _visible_versions(row: Document, actor: Actor) -> list[Version]:
    """All for those who write, approve or publish; for others those that went out."""
    versions = list(row.versions.order_by("number"))
    if any(may(actor, each, row.scope) for each in (P.DOCUMENT_WRITE, P.DOCUMENT_APPROVE, P.DOCUMENT_PUBLISH)):
        return versions
    return [each for each in versions if each.published_at is not None]


def file_of(code: str, number: int, form: str, actor: Actor) -> OpenedFile:
    """A file ("pdf", "docx") of a version as it went out, for whoever may see the version. Raises: Missing."""
    version = version_of(code, number, actor)
    kept = {each.name.rpartition(".")[2]: each for each in attachments_of(version.subject)}
    if form not in kept:
        raise Missing(_("这一版没有这种文件。请回到公文页。"))
    # Whether the version may be seen has been asked; an opened document is for units beyond its file's scope too.
    return open_attachment(kept[form].id, SYSTEM)


@dataclass(frozen=True)
class Differences:
    """What a version changes against the last one that went out; `against` is its number, None for a first version."""

    against: int | None
    paragraphs: tuple[Change, ...] = ()
    figures: tuple[ChangedFigure, ...] = ()


def differences(detail: DocumentDetail) -> Differences:
    """The version in hand against the one that stands published."""
    old = detail.document.versions.filter(
        state__in=("published", "superseded"), number__lt=detail.version.number
    ).last()
    if old is None:
        return Differences(None)
    before, after = blocks_of(old.blocks), blocks_of(detail.version.blocks)
    told = changes(paragraphs(old.title, before), paragraphs(detail.version.title, after))
    return Differences(old.number, tuple(told), tuple(changed_figures(before, after)))


def corrections(actor: Actor, *, state: str = "open", document: str = "", limit: int = 500) -> list[CorrectionLine]:
    """Changed values of published documents, the newest first."""
    rows = Correction.objects.filter(version__document__in=Document.objects.visible_to(actor))
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(version__document__code=document) if document else rows
    found = list(rows.select_related("version__document").order_by("-opened_at", "-pk")[:limit])
    names = _names(each.decided_by for each in found)
    return [
        CorrectionLine(
            pk=each.pk, document=each.version.document.code, title=each.version.title, version=each.version.number,
            name=each.name, printed=each.printed, new=each.new, edition=each.edition, cause=each.cause,
            state=each.state, state_name=str(CORRECTION.states[each.state]), opened_at=each.opened_at,
            reason=each.reason, decided_by=names.get(each.decided_by, ""),
        )
        for each in found
    ]  # fmt: skip


def _verbs(row: Document, version: Version, actor: Actor) -> frozenset[str]:
    """What this actor may do with it now, by the workflow's verbs, and "correct" for a published one."""
    verbs = {
        each.verb for each in DOCUMENT.open_verbs(version.state)
        if each.verb != "supersede" and may(actor, each.permission, row.scope)
    }  # fmt: skip
    me = actor.person or str(actor.account_id or "")
    if "approve" in verbs and me in (version.submitted_by, version.edited_by):
        verbs.discard("approve")
    out = row.published_at is not None and row.withdrawn_at is None
    if out and version.state == "published" and may(actor, P.DOCUMENT_WRITE, row.scope):
        verbs.add("correct")
    if out and may(actor, P.DOCUMENT_PUBLISH, row.scope):
        verbs.add("withdraw")
    return frozenset(verbs)


def _line(row: Document, version: Version, names: dict[str, str], owed: int) -> DocumentLine:
    kind = KINDS.get(row.kind)
    return DocumentLine(
        pk=row.pk, code=row.code, kind=row.kind, kind_name=str(kind.names) if kind else row.kind, title=version.title,
        number_text=row.number_text, state=version.state, state_name=str(DOCUMENT.states[version.state]),
        version=version.number, edition=version.edition, disclosure=version.disclosure,
        edited_by=names.get(version.edited_by, version.edited_by), edited_at=version.edited_at,
        published_at=row.published_at, corrections=owed,
    )  # fmt: skip


def _version_line(each: Version, names: dict[str, str]) -> VersionLine:
    def name(code: str) -> str:
        return names.get(code, code)

    return VersionLine(
        number=each.number, state=each.state, state_name=str(DOCUMENT.states[each.state]), title=each.title,
        edition=each.edition, edited_by=name(each.edited_by), edited_at=each.edited_at,
        submitted_by=name(each.submitted_by), submitted_at=each.submitted_at, approved_by=name(each.approved_by),
        approved_at=each.approved_at, published_by=name(each.published_by), published_at=each.published_at,
        change_note=each.change_note, files=tuple(attachments_of(each.subject)) if each.published_at else (),
    )  # fmt: skip


def _names(codes: Iterable[str]) -> dict[str, str]:
    return {code: each.name for code, each in persons_by_code(set(filter(None, codes))).items()}
