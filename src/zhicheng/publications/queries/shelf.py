"""What the shelf says of each published document, from the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from zhicheng.core.text import Names
from zhicheng.publications.blocks import Document as Printed
from zhicheng.publications.checking.spoken import spoken
from zhicheng.publications.drafting.plain import from_plain
from zhicheng.publications.kinds import DISCLOSURES, KINDS
from zhicheng.publications.letterheads import letterhead
from zhicheng.publications.models import Document, Version
from zhicheng.publications.queries.freshness import figures_of
from zhicheng.publications.queries.materials import mark_of
from zhicheng.publications.rules.comparing import changed_figures, changes, paragraphs

OUT = ("published", "superseded", "withdrawn")
SUMMARY = 160


def index_rows() -> list[Mapping[str, Any]]:
    """Every document that went out with disclosure 主动公开, newest first."""
    rows = (
        Document.objects.filter(published_at__isnull=False)
        .prefetch_related("versions")
        .order_by("-published_at", "-pk")
    )
    found = []
    for row in rows:
        versions = [each for each in row.versions.all() if each.state in OUT]
        if versions and versions[-1].disclosure == "open":
            found.append(_row(row, [each for each in versions if each.disclosure == "open"]))
    return found


def _row(document: Document, versions: Sequence[Version]) -> Mapping[str, Any]:
    last, kind = versions[-1], KINDS.get(document.kind)
    names = kind.names if kind else Names(document.kind, document.kind)
    head = letterhead(settings.CITY.folder, document.letterhead, kind, city=settings.CITY.name) if kind else None
    state = "withdrawn" if document.withdrawn_at else "corrected" if len(versions) > 1 else "published"
    reason = document.withdrawn_reason if document.withdrawn_at else last.change_note if len(versions) > 1 else ""
    return {
        "code": document.code, "kind": document.kind, "kind_name": names.zh, "kind_name_en": names.en,
        "title": last.title, "number_text": document.number_text, "issuer": head.issuer if head else "",
        "published_at": versions[0].published_at.isoformat() if versions[0].published_at else "",
        "changed_at": (document.withdrawn_at or last.published_at or document.created_at).isoformat(),
        "version": last.number, "state": state, "corrected_reason": reason, "edition": last.edition,
        "disclosure": last.disclosure, "mark": mark_of(last), "dated": last.dated.isoformat() if last.dated else None,
        "language": last.language, "summary": _summary(last),
        "versions": [_version(each, versions[place - 1] if place else None) for place, each in enumerate(versions)],
    }  # fmt: skip


def _version(version: Version, before: Version | None) -> Mapping[str, Any]:
    return {
        "number": version.number, "state": version.state,
        "published_at": version.published_at.isoformat() if version.published_at else "",
        "changes": told_changes(before, version) if before is not None else [],
        "reason": version.change_note if before is not None else "", "edition": version.edition,
    }  # fmt: skip


def told_changes(before: Version, version: Version) -> list[str]:
    """What changed from one version to the next: each figure, then how many paragraphs."""
    old, new = from_plain(before.blocks), from_plain(version.blocks)
    with override("zh-hans"):
        found = [
            _("“%(name)s”由 %(old)s 改为 %(new)s") % {"name": each.name, "old": each.old, "new": each.new}
            for each in changed_figures(old, new)
        ]
        other = changes(paragraphs(before.title, old), paragraphs(version.title, new))
        if other:
            found.append(_("文字、表格共 %(n)s 处不同") % {"n": len(other)})
    return found


def _summary(version: Version) -> str:
    """The first paragraph that says something, for lists and feeds."""
    for block in from_plain(version.blocks):
        text = spoken("", [block]).prose.text.strip()
        if len(text) > 12 and "\t" not in text:
            return text[:SUMMARY] + ("…" if len(text) > SUMMARY else "")
    return ""


def page_of(
    document: Document, version: Version, made: Printed, html: str, sha256: Mapping[str, str]
) -> dict[str, Any]:
    """The page.json of a version."""
    with override("zh-hans"):
        fields = [
            (_("发文机关"), made.letterhead.issuer), (_("文号"), made.number_text), (_("主送"), made.recipients),
            (_("抄送"), made.copies), (_("签发人"), made.signatory), (_("依据"), "；".join(made.basis)),
            (_("附件"), "；".join(made.attachments)), (_("联系方式"), made.contact), (_("紧急程度"), made.urgency),
            (_("公开属性"), DISCLOSURES[version.disclosure].zh if version.disclosure in DISCLOSURES else ""),
            (_("成文日期"), made.dated.isoformat() if made.dated else ""),
            (_("公布日期"), localdate(version.published_at).isoformat() if version.published_at else ""),
            (_("数据版本"), version.edition),
        ]  # fmt: skip
    sources: dict[str, tuple[str, str, str, str]] = {}
    for each in figures_of(made.blocks):
        sources.setdefault(each.name, (each.name, each.shown, each.edition, each.key))
    return {
        "title": made.title, "html": html, "fields": [each for each in fields if each[1]], "sha256": dict(sha256),
        "sources": list(sources.values()), "text": spoken(made.title, made.blocks).prose.text,
    }  # fmt: skip
