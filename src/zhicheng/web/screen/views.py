"""The wall's page, and the worker that keeps its last picture in the browser."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.http import urlencode

from zhicheng.web.public import reading, sentences
from zhicheng.web.public.figures import counts_of
from zhicheng.web.public.kept import open_page
from zhicheng.web.screen.pages import pages
from zhicheng.web.screen.panel import Showing

# Seconds between two looks at the server, and for which a page stands before the next.
REFRESH, STANDS = 60, 25


@open_page(query=("programme", "lang", "page"))
def wall(request: HttpRequest) -> HttpResponse:
    """The newest published edition, of the programme and in the language that the address names. Raises: Missing."""
    with _language(request):
        return render(request, "screen/wall.html", _told(request))


def _language(request: HttpRequest) -> AbstractContextManager[Any]:
    asked = request.GET.get("lang", "")
    return translation.override(asked) if asked in dict(settings.LANGUAGES) else nullcontext()


def _told(request: HttpRequest) -> dict[str, Any]:
    told: dict[str, Any] = {"refresh": REFRESH, "stands": STANDS, "next": _address(request, 1)}
    asked, found = request.GET.get("programme", ""), reading.programmes()
    programme = reading.programme(asked) if asked else found[0] if found else None
    if programme is None:
        return told
    if not programme.readable:
        return {**told, "withdrawn": programme.current, "title": reading.named(programme.title, "")}
    edition = reading.edition(programme.current.code)
    shown = pages(Showing(programme, edition, reading.history(programme.code)))
    number = _number(request, len(shown))
    return {
        **told, "edition": edition, "head": programme.current, "title": reading.named(programme.title, ""),
        "answer": sentences.answer(edition),
        "lights": [(light, count) for light, count in counts_of(edition).items() if count],
        "pages": shown, "shown": number, "next": _address(request, number % max(len(shown), 1) + 1),
    }  # fmt: skip


def _number(request: HttpRequest, pages: int) -> int:
    asked = request.GET.get("page", "")
    return int(asked) if asked.isascii() and asked.isdigit() and 0 < int(asked[:3]) <= pages and len(asked) < 3 else 1


def _address(request: HttpRequest, page: int) -> str:
    """The wall's own address at another page: where a browser without script goes next."""
    kept: dict[str, str | int] = {
        name: str(request.GET[name]) for name in ("programme", "lang") if request.GET.get(name)
    }
    kept["page"] = page
    return f"{request.path}?{urlencode(kept)}"


@open_page()
def worker(request: HttpRequest) -> HttpResponse:
    """The worker that answers with the last picture while the server is away; its reach is the folder it lies in."""
    return render(request, "screen/worker.js", content_type="text/javascript; charset=utf-8")
