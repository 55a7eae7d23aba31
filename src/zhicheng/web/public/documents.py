"""Published documents: the list with its filters, one at its permanent address with all its versions, and its files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import http_date
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.core.refusal import Missing
from zhicheng.core.text import fold
from zhicheng.publications.queries.published import PublishedDocument, PublishedHead, published_document
from zhicheng.web.public import reading
from zhicheng.web.public.kept import open_page
from zhicheng.web.public.numbered import leaf
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.wording import Form

PAGE_SIZE = 30
KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class DocumentFilter(Form):
    """Which documents."""

    q = forms.CharField(label=lazy("标题、文号或单位"), required=False, max_length=60)
    kind = forms.ChoiceField(label=lazy("文种"), required=False)
    year = forms.ChoiceField(label=lazy("年份"), required=False)

    def __init__(self, heads: list[PublishedHead], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = {head.kind: kind_name(head) for head in heads}
        years = sorted({head.published_at.year for head in heads}, reverse=True)
        self.fields["kind"] = forms.ChoiceField(
            label=_("文种"), required=False, choices=[("", _("全部")), *sorted(kinds.items())]
        )
        self.fields["year"] = forms.ChoiceField(
            label=_("年份"), required=False, choices=[("", _("全部")), *((str(year), str(year)) for year in years)]
        )


def kind_name(head: PublishedHead) -> str:
    """A kind of document in the language of the page."""
    return reading.named(head.kind_name, head.kind_name_en)


def filtered(heads: list[PublishedHead], asked: dict[str, str]) -> list[PublishedHead]:
    """The documents that were asked for; words are found in title, number and issuer, in either script."""
    words = fold(asked.get("q", "").strip())
    return [
        head for head in heads
        if (not asked.get("kind") or head.kind == asked["kind"])
        and (not asked.get("year") or str(head.published_at.year) == asked["year"])
        and (not words or words in fold(f"{head.title} {head.number_text} {head.issuer}"))
    ]  # fmt: skip


@open_page(query=("q", "kind", "year", "page"))
def documents(request: HttpRequest) -> HttpResponse:
    """The list, the newest first."""
    heads = reading.documents()
    form = DocumentFilter(heads, request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = filtered(heads, asked)
    told = {
        "form": form,
        "leaf": leaf(request, found, size=PAGE_SIZE),
        "narrowed": any(asked.values()),
        "all": len(heads),
    }
    return render(request, "public/documents.html", told)


@open_page()
def document(request: HttpRequest, code: str, version: int | None = None) -> HttpResponse:
    """One document as it stands, or an older version of it. Raises: Missing."""
    found = open_document(code, version)
    head = found.head
    told = {
        "document": found, "head": head, "kind_name": kind_name(head), "older": found.version.number != head.version,
        "html": mark_safe(found.html),  # noqa: S308 - rendered from blocks by publications.rendering, each text escaped
        "versions": list(reversed(head.versions)),
        "files": [(kind, reverse("public-document-file", args=[code, found.version.number, code, kind]), file.stat().st_size)
                  for kind, file in (("pdf", found.pdf), ("docx", found.docx)) if file is not None],
    }  # fmt: skip
    return render(request, "public/document.html", told)


def open_document(code: str, version: int | None) -> PublishedDocument:
    """A document that everybody may read. Raises: Missing."""
    found = published_document(reading.folder(), code, version)
    if found.head.disclosure != "open":
        raise Missing(_("没有公布过这份公文。请核对网址，或从公文目录查找。"))
    return found


@page(public=True)
def file(request: HttpRequest, code: str, version: int, code_again: str, kind: str) -> HttpResponseBase:
    """A version's file as it went out. Raises: Missing (also for one that was withdrawn)."""
    found = open_document(code, version)
    place = {"pdf": found.pdf, "docx": found.docx}.get(kind)
    if place is None or code_again != code:
        raise Missing(_("这份公文没有这种格式的文件。请从公文页下载。"))
    response = FileResponse(place.open("rb"), content_type=KINDS[kind], filename=f"{found.title}.{kind}")
    response["Last-Modified"] = http_date(place.stat().st_mtime)
    response["ETag"] = f'"{found.sha256.get(kind, "")[:32] or place.stat().st_mtime_ns}"'
    response["Cache-Control"] = "public, max-age=0, s-maxage=30, must-revalidate"
    return response
