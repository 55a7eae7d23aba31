"""One document: its text with what was found beside it, its fields, its history, its files."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache

from zhicheng.core.ledger.queries import entries_about
from zhicheng.core.refusal import Missing
from zhicheng.publications.blocks import Document as Printed
from zhicheng.publications.drafting import Composed, compose
from zhicheng.publications.drafting.plain import from_plain
from zhicheng.publications.kinds import DISCLOSURES, FIELDS
from zhicheng.publications.models import Document, Version
from zhicheng.publications.permissions import P
from zhicheng.publications.printing import docx_of, html_of, pdf_of
from zhicheng.publications.queries import documents
from zhicheng.publications.queries.freshness import figures_of
from zhicheng.publications.queries.materials import edition_or_none, printed, split_lines
from zhicheng.web.desk.publications.frame import LIGHTS, MEDIA, download
from zhicheng.web.desk.publications.margin import notes_of, rows_of, whole_of
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest

# What may be done next, in the order of the buttons: verb, page, words; the first that is open is the filled one.
STEPS = (
    ("publish", "desk-document-publish", lazy("编号印发")),
    ("approve", "desk-document-approve", lazy("审阅签发")),
    ("submit", "desk-document-submit", lazy("送签")),
    ("check", "desk-document-check", lazy("检查")),
    ("correct", "desk-document-correct", lazy("更正")),
    ("edit", "desk-document-edit", lazy("修改")),
    ("return", "desk-document-return", lazy("退回修改")),
    ("withdraw", "desk-document-withdraw", lazy("撤回")),
    ("drop", "desk-document-drop", lazy("作废")),
)
POSTED = ("check", "submit")


@page(P.DOCUMENT_VIEW, P.DOCUMENT_WRITE)
@never_cache
def detail(request: CityRequest, code: str) -> HttpResponse:
    """The document as it stands now."""
    found = documents.document(code, request.actor, at=request.now)
    version = found.version
    notes = notes_of(found.findings, version.waivers)
    blocks = from_plain(version.blocks)
    unchecked = not version.blocks and found.is_open
    if unchecked:
        blocks = _composed(version, request).blocks
    context = {
        "detail": found, "version": version, "line": found.line, "answer": _answer(found), "light": LIGHTS[version.state],
        "steps": _steps(found, unchecked=unchecked), "rows": rows_of(blocks, notes), "whole": whole_of(notes), "notes": notes,
        "standing": len(found.standing), "unchecked": unchecked, "facts": facts_of(version),
        "entries": entries_about(found.document.subject, limit=30),
        "corrections": documents.corrections(request.actor, state="", document=code), "is_open": found.is_open,
        "may_write": request.actor.holds(P.DOCUMENT_WRITE), "lights": LIGHTS,
    }  # fmt: skip
    return render(request, "desk/publications/document.html", context)


def _steps(found: documents.DocumentDetail, *, unchecked: bool) -> list[dict[str, Any]]:
    """The buttons; what cannot be sent because of what was found is no button."""
    verbs = set(found.verbs)
    if any(each.level == "fix" for each in found.standing) or unchecked:
        verbs.discard("submit")
    if found.version.state == "checked":
        verbs.discard("check")
    return [
        {"verb": verb, "url": reverse(name, args=[found.line.code]), "words": words, "posted": verb in POSTED}
        for verb, name, words in STEPS if verb in verbs
    ]  # fmt: skip


def _answer(found: documents.DocumentDetail) -> str:
    line, version = found.line, found.version
    facts = {"number": line.number_text or _("未编号"), "n": len(found.standing), "version": version.number}
    told = {
        "draft": _("正在起草，还没有检查。"),
        "checked": _("已检查，没有须处理的问题，可以送签。")
        if not found.standing
        else _("已检查，有 %(n)s 处须处理。") % facts,
        "returned": _("已退回修改：%(reason)s") % {"reason": version.returned_reason},
        "submitted": _("等待签发。")
        if not found.standing
        else _("等待签发，%(n)s 处须由签发人说明理由或退回修改。") % facts,
        "approved": _("已签发，等待编号印发。"),
        "published": _("已印发，%(number)s。") % facts,
        "withdrawn": _("已撤回：%(reason)s") % {"reason": found.document.withdrawn_reason},
        "dropped": _("这一稿已作废。"),
    }
    sentence = told.get(version.state, line.state_name)
    if version.number > 1 and found.is_open:
        return _("更正稿（第 %(version)s 版）：") % facts + sentence
    return sentence


def facts_of(version: Version) -> list[tuple[str, str]]:
    """The fields of a version that say something, in words."""
    names = {name: str(names) for name, names in FIELDS.items()}
    found = [(names[name], "；".join(split_lines(getattr(version, name)))) for name in names if name != "edition"]
    disclosure = DISCLOSURES.get(version.disclosure)
    found.append((_("公开属性"), str(disclosure) if disclosure else ""))
    found.append((_("不主动公开的理由"), version.disclosure_reason))
    found.append((_("公开审查"), _("已审查") if version.reviewed else _("未审查")))
    found.append((_("数据版本"), version.edition))
    found.append((_("上期数据版本"), version.earlier))
    found.append((_("更正说明"), version.change_note))
    found.append((_("成文日期"), version.dated.isoformat() if version.dated else ""))
    return [each for each in found if each[1]]


def _composed(version: Version, request: CityRequest) -> Composed:
    return compose(
        version.template, edition=edition_or_none(version.edition, request.actor),
        earlier=edition_or_none(version.earlier, request.actor), language=version.language,
    )  # fmt: skip


@page(P.DOCUMENT_VIEW, P.DOCUMENT_WRITE)
def version(request: CityRequest, code: str, number: int) -> HttpResponse:
    """One version as its page."""
    found = documents.version_of(code, number, request.actor)
    made = _printed(found.document, found, request)
    context = {
        "title": found.title, "version": found, "code": code, "language": found.language, "problems": (),
        "body": mark_safe(html_of(made)), "facts": facts_of(found),  # noqa: S308 - the rendering escapes every word
    }  # fmt: skip
    return render(request, "desk/publications/version.html", context)


def _printed(document: Document, version: Version, request: CityRequest) -> Printed:
    """The version for a rendering; marked as a draft until it has gone out."""
    blocks = from_plain(version.blocks)
    composed = Composed(version.title, blocks, (), tuple(figures_of(blocks))) if blocks else _composed(version, request)
    return printed(document, version, composed, status="" if version.published_at else _("草稿"))


@page(P.DOCUMENT_WRITE, P.DOCUMENT_APPROVE, P.DOCUMENT_PUBLISH)
def draft_file(request: CityRequest, code: str, form: str) -> HttpResponse:
    """The version in hand as a file, marked as a draft on every page."""
    found = documents.document(code, request.actor, at=request.now)
    if form not in MEDIA:
        raise Missing(_("只有 PDF 和 Word 两种文件。"))
    made = _printed(found.document, found.version, request)
    content = pdf_of(made) if form == "pdf" else docx_of(made)
    return download(content, form, _("%(title)s（草稿）") % {"title": found.version.title})


@page(P.DOCUMENT_VIEW, P.DOCUMENT_WRITE)
def file(request: CityRequest, code: str, number: int, form: str) -> HttpResponse:
    """A file as it went out, byte for byte."""
    title = documents.version_of(code, number, request.actor).title
    return download(documents.file_of(code, number, form, request.actor).path.read_bytes(), form, title)
