"""Atom feeds by topic: everything, corrections, documents, and each field of work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from xml.etree import ElementTree as Xml

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhicheng.core.refusal import Missing
from zhicheng.registry.kinds import FIELDS
from zhicheng.web.public import reading, sentences
from zhicheng.web.public.addresses import field_url
from zhicheng.web.public.corrections import correction_lines, document_lines
from zhicheng.web.public.figures import fields_of
from zhicheng.web.public.home import news
from zhicheng.web.public.kept import open_page

ATOM = "http://www.w3.org/2005/Atom"
ENTRIES = 50


@dataclass(frozen=True)
class FeedEntry:
    """One entry: a permanent name, its words, where it leads, when."""

    name: str
    title: str
    url: str
    at: datetime
    summary: str = ""


def topics() -> dict[str, str]:
    """Every feed with its title."""
    named = {"all": _("全部更新"), "corrections": _("勘误"), "documents": _("公文")}
    return named | {slug: str(each.names) for slug, each in FIELDS.items()}


def _all() -> Iterator[FeedEntry]:
    for each in news():
        yield FeedEntry(
            f"{each.kind} {each.url} {each.words}", f"{each.kind}：{each.words}", each.url, each.at, each.note
        )


def _corrections() -> Iterator[FeedEntry]:
    for line in correction_lines():
        said = "；".join(
            _("%(about)s %(measure)s %(old)s 更正为 %(new)s")
            % {"about": f"{each.about}{each.area}", "measure": each.measure, "old": each.old, "new": each.new}
            for each in line.own[:5]
        )
        title = _("%(period)s数据更正：%(title)s") % {"period": line.period_name, "title": line.programme}
        where = f"{reverse('public-corrections')}#{line.edition}"
        yield FeedEntry(line.edition, title, where, line.at, f"{said}。{line.reason}")
    for head in document_lines():
        url = reverse("public-document", args=[head.code])
        yield FeedEntry(
            f"{head.code} {head.version} {head.state}",
            head.title,
            url,
            head.changed_at or head.published_at,
            head.corrected_reason,
        )


def _documents() -> Iterator[FeedEntry]:
    for head in reading.documents():
        url = reverse("public-document", args=[head.code])
        words = f"{head.title}（{head.number_text}）" if head.number_text else head.title
        yield FeedEntry(f"document {head.code}", words, url, head.changed_at or head.published_at, head.summary)


def _field(slug: str) -> Iterator[FeedEntry]:
    for programme in reading.programmes():
        for head in programme.readable:
            if head.published_at is None:
                continue
            edition = reading.edition(head.code)
            for each in fields_of(edition):
                if each.slug == slug:
                    yield FeedEntry(
                        f"{head.code} {slug}", f"{each.name}：{head.period_name}", field_url(programme.code, slug),
                        head.published_at, sentences.answer(edition, each),
                    )  # fmt: skip


def entries(topic: str) -> list[FeedEntry]:
    """The entries of a topic, the newest first. Raises: Missing."""
    made = {"all": _all, "corrections": _corrections, "documents": _documents}
    if topic in made:
        found = list(made[topic]())
    elif topic in FIELDS:
        found = list(_field(topic))
    else:
        raise Missing(_("没有这个订阅主题。请从“订阅”页选择。"))
    return sorted(found, key=lambda each: each.at, reverse=True)[:ENTRIES]


@open_page()
def feeds(request: HttpRequest) -> HttpResponse:
    """Which feeds there are, and how to use them."""
    return render(request, "public/feeds.html", {"topics": topics().items()})


@open_page()
def feed(request: HttpRequest, topic: str) -> HttpResponse:
    """One feed."""
    found = entries(topic)
    here = request.build_absolute_uri(reverse("public-feed", args=[topic]))
    changed = max((each.at for each in found), default=datetime.fromtimestamp(reading.last_change(), UTC))
    Xml.register_namespace("", ATOM)
    root = Xml.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": get_language() or "zh-hans"})
    for name, text in (
        ("id", here),
        ("title", f"{settings.CITY.name} · {topics()[topic]}"),
        ("updated", changed.isoformat()),
    ):
        Xml.SubElement(root, f"{{{ATOM}}}{name}").text = text
    Xml.SubElement(root, f"{{{ATOM}}}link", {"rel": "self", "type": "application/atom+xml", "href": here})
    Xml.SubElement(
        root, f"{{{ATOM}}}link", {"rel": "alternate", "type": "text/html", "href": request.build_absolute_uri("/")}
    )
    Xml.SubElement(Xml.SubElement(root, f"{{{ATOM}}}author"), f"{{{ATOM}}}name").text = settings.CITY.name
    if settings.CITY.made_up:
        Xml.SubElement(root, f"{{{ATOM}}}subtitle").text = _("演示系统：地名、单位、数据均为虚构。")
    for each in found:
        _write(root, each, request)
    body = b'<?xml version="1.0" encoding="utf-8"?>\n' + Xml.tostring(root, encoding="utf-8")
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


def _write(root: Xml.Element, each: FeedEntry, request: HttpRequest) -> None:
    entry = Xml.SubElement(root, f"{{{ATOM}}}entry")
    name = sha256(f"{request.get_host()} {each.name}".encode()).hexdigest()
    for tag, text in (
        ("id", f"urn:sha256:{name}"), ("title", each.title), ("updated", each.at.isoformat()),
        ("published", each.at.isoformat()), ("summary", each.summary),
    ):  # fmt: skip
        if text:
            Xml.SubElement(entry, f"{{{ATOM}}}{tag}").text = text
    Xml.SubElement(entry, f"{{{ATOM}}}link", {"rel": "alternate", "href": request.build_absolute_uri(each.url)})
