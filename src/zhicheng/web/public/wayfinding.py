"""What programs ask for first: the map of the site, what robots may read, and the browser's own search field."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from xml.etree import ElementTree as Xml

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhicheng.web.public import reading
from zhicheng.web.public.addresses import document_url, edition_url, field_url, task_url
from zhicheng.web.public.figures import fields_of, tasks_of
from zhicheng.web.public.kept import open_page

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
STANDING = (
    "public-home", "public-progress", "public-documents", "public-organisations", "public-data", "public-method",
    "public-corrections", "public-about", "public-accessibility", "public-feeds",
)  # fmt: skip


def _addresses() -> Iterator[tuple[str, datetime | None]]:
    for name in STANDING:
        yield reverse(name), None
    for programme in reading.programmes():
        if not programme.readable:
            continue
        edition = reading.edition(programme.current.code)
        moment = programme.current.published_at
        yield reverse("public-programme", args=[programme.code]), moment
        yield from ((field_url(programme.code, each.slug), moment) for each in fields_of(edition))
        yield from ((task_url(each), moment) for each in tasks_of(edition))
        yield from ((edition_url(head.code), head.published_at) for head in programme.heads)
    for head in reading.documents():
        yield document_url(head.code), head.changed_at or head.published_at


@open_page()
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every permanent address."""
    Xml.register_namespace("", SITEMAP)
    root = Xml.Element(f"{{{SITEMAP}}}urlset")
    for address, moment in _addresses():
        url = Xml.SubElement(root, f"{{{SITEMAP}}}url")
        Xml.SubElement(url, f"{{{SITEMAP}}}loc").text = request.build_absolute_uri(address)
        if moment is not None:
            Xml.SubElement(url, f"{{{SITEMAP}}}lastmod").text = moment.isoformat()
    body = b'<?xml version="1.0" encoding="utf-8"?>\n' + Xml.tostring(root, encoding="utf-8")
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


@open_page()
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read; a made-up city may not be found among real ones."""
    lines = ["User-agent: *"]
    if settings.CITY.made_up:
        lines += ["Disallow: /"]
    else:
        lines += ["Disallow: /desk/", "Disallow: /accounts/", "Disallow: /search/"]
        lines += [f"Sitemap: {request.build_absolute_uri(reverse('public-sitemap'))}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@open_page()
def opensearch(request: HttpRequest) -> HttpResponse:
    """For the browser's own field of searching."""
    told = {"search": request.build_absolute_uri(reverse("public-search")), "name": settings.CITY.name[:16]}
    return render(
        request, "public/opensearch.xml", told, content_type="application/opensearchdescription+xml; charset=utf-8"
    )
