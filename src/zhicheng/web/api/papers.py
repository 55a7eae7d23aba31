"""Documents that went out, and organisations that published figures name."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Field, Path, Query, Router

from zhicheng.core.refusal import Missing
from zhicheng.core.text import fold
from zhicheng.publications.queries.published import PublishedDocument, PublishedHead
from zhicheng.web.api import shapes
from zhicheng.web.api.paging import Asked, page_of
from zhicheng.web.public import reading
from zhicheng.web.public.documents import filtered, open_document
from zhicheng.web.public.figures import entry_of
from zhicheng.web.public.open_data import plain_value
from zhicheng.web.public.organisations import Firm, Unit, register

router = Router(tags=["公文和单位 Documents and organisations"])

Code = Annotated[str, Path(max_length=80, description="代码。Code.")]
Number = Annotated[int, Path(ge=1, le=9999, description="版本号。Number of a version.")]


class AskedDocuments(Asked):
    """Which documents."""

    q: str = Field("", max_length=60, description="标题、文号或单位中的字。Words of title, number or issuer.")
    kind: str = Field("", max_length=40, description="文种。Kind.")
    year: str = Field("", pattern=r"^([12]\d{3})?$", description="公布年份。Year of publication.")


class AskedNames(Asked):
    """Which organisations."""

    q: str = Field("", max_length=60, description="名称或代码中的字。Words of the name or the credit code.")


@router.get("/documents", response=shapes.DocumentPage, summary="公文目录", operation_id="documents")
def documents(request: HttpRequest, asked: Query[AskedDocuments]) -> dict[str, Any]:
    """Published documents, the newest first; corrected and withdrawn ones too."""
    wanted = {"q": asked.q, "kind": asked.kind, "year": asked.year}
    heads = sorted(filtered(reading.documents(), wanted), key=_moment, reverse=True)
    return page_of(request, heads, asked, _moment, falling=True).told(_head)


def _moment(head: PublishedHead) -> tuple[str, str]:
    return (head.published_at.isoformat(), head.code)


def _head(head: PublishedHead) -> dict[str, Any]:
    return {
        "code": head.code, "kind": head.kind, "kind_name": head.kind_name, "title": head.title,
        "number": head.number_text, "issuer": head.issuer, "published_at": head.published_at,
        "changed_at": head.changed_at, "version": head.version, "state": head.state, "reason": head.corrected_reason,
        "edition": head.edition, "mark": head.mark, "url": reverse("public-document", args=[head.code]),
    }  # fmt: skip


@router.get("/documents/{code}", response=shapes.DocumentDetail, summary="一份公文", operation_id="document")
def document(request: HttpRequest, code: Code) -> dict[str, Any]:
    """A document as it stands; of a withdrawn one only that it was there, and why it is not."""
    return _whole(open_document(code, None))


@router.get(
    "/documents/{code}/versions/{number}", response=shapes.DocumentDetail, summary="公文的一个版本",
    operation_id="document_version",
)  # fmt: skip
def version(request: HttpRequest, code: Code, number: Number) -> dict[str, Any]:
    """An older version of a document, as it went out."""
    return _whole(open_document(code, number))


def _whole(found: PublishedDocument) -> dict[str, Any]:
    head, number = found.head, found.version.number
    files = {"pdf": found.pdf, "docx": found.docx}
    return {
        **_head(head), "shown_version": number, "fields": dict(found.fields), "text": found.text,
        "versions": [
            {"number": each.number, "state": each.state, "published_at": each.published_at, "changes": list(each.changes),
             "reason": each.reason, "edition": each.edition} for each in head.versions
        ],
        "files": {kind: reverse("public-document-file", args=[head.code, number, head.code, kind])
                  for kind, file in files.items() if file is not None},
        "sha256": dict(found.sha256),
        "sources": [dict(zip(("figure", "shown", "edition", "key"), each, strict=True)) for each in found.sources],
    }  # fmt: skip


@router.get("/organisations", response=shapes.OrganisationPage, summary="企业等", operation_id="organisations")
def organisations(request: HttpRequest, asked: Query[AskedNames]) -> dict[str, Any]:
    """Firms that published items name, by credit code; sole traders and natural persons are never among them."""
    words = fold(asked.q.strip())
    firms = [each for each in register().firms.values() if not words or words in fold(f"{each.name} {each.code}")]
    firms.sort(key=lambda each: each.code)
    return page_of(request, firms, asked, lambda each: (each.code,)).told(_firm)


def _firm(found: Firm) -> dict[str, Any]:
    return {"code": found.code, "name": found.name, "items": len(found.items)}


@router.get(
    "/organisations/{code}", response=shapes.OrganisationDetail, summary="一家企业公开的内容",
    operation_id="organisation",
)  # fmt: skip
def organisation(request: HttpRequest, code: Code) -> dict[str, Any]:
    """What is public about one firm: which tasks count it, as what, verified where."""
    found = register().firms.get(code.upper())
    if found is None:
        raise Missing(_("已公布的明细中没有这个代码。个体工商户和自然人的名称不公开。"))
    return {**_firm(found), "counted": [
        {"edition": edition.code, "task": item.subject, "task_name": edition.subject_by_code[item.subject].name,
         "certificate": item.certificate, "quantity": plain_value(item.quantity), "happened_on": item.happened_on,
         "ledger_entry": entry_of((item.source,))}
        for edition, item in found.items if item.subject in edition.subject_by_code
    ]}  # fmt: skip


@router.get("/units", response=shapes.UnitPage, summary="责任单位", operation_id="units")
def units(request: HttpRequest, asked: Query[AskedNames]) -> dict[str, Any]:
    """Units that lead tasks or report for them."""
    words = fold(asked.q.strip())
    found = sorted(
        (each for each in register().units.values() if not words or words in fold(each.name)),
        key=lambda each: each.name,
    )
    return page_of(request, found, asked, lambda each: (each.name,)).told(_unit)


def _unit(found: Unit) -> dict[str, Any]:
    return {"name": found.name, "leads": [each.subject.code for each in found.leads], "reports": list(found.reports)}
