"""Pages of visitors, kept in memory as they went out, so that a crowd costs no more than one reader.

Kept per process, keyed by what is published (its stamp), the address with the few queries that the page knows, the
language, the size of type and whether the database is there. Only for visitors without a session, and only pages that
bear no token: these may be compressed (nothing secret can be guessed from their length) and shared. A cache shared by
the processes was not taken: it lives in the database, and these pages must work without it.
"""

from __future__ import annotations

import gzip
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_http_date_safe, urlencode
from django.utils.timezone import localdate

from zhicheng.web.public.away import LOOKOUT
from zhicheng.web.public.reading import last_change, programmes, stamp
from zhicheng.web.shared.middleware import language_of_visitor
from zhicheng.web.shared.pages import View, page

LARGEST = 2 * 1024 * 1024
MOST_BYTES = 48 * 1024 * 1024
# A browser asks each time (304 costs next to nothing, and a correction is seen at once); a proxy may keep it shortly.
FRESHNESS = "public, max-age=0, s-maxage=30, must-revalidate"
_TEXTS = ("text/", "application/json", "application/xml", "application/atom+xml", "image/svg", "application/opensearch")


@dataclass(frozen=True)
class Keeping:
    """How a page is kept: the queries that change it, and whether it is stored (what is asked freely is not).

    With `exact` the query is left as it came, because the page refuses what it does not know; and as it may be anything,
    only the answer without one is stored.
    """

    query: tuple[str, ...] = ()
    store: bool = True
    exact: bool = False


@dataclass(frozen=True)
class Kept:
    """One answer as it goes out."""

    body: bytes
    packed: bytes | None
    headers: tuple[tuple[str, str], ...]
    etag: str
    changed: int

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        return len(self.body) + len(self.packed or b"")


def open_page(*, query: tuple[str, ...] = (), store: bool = True, exact: bool = False) -> Callable[[View], View]:
    """Declare a public page: open to everybody, and kept in memory for visitors."""

    def declare(view: View) -> View:
        shown = page(public=True)(view)
        shown.keeping = Keeping(query, store, exact)  # type: ignore[attr-defined]
        return shown

    return declare


class Shelf:
    """The kept answers of this process, the longest unread leaving first."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most, self._size = most, 0
        self._rows: OrderedDict[tuple[Any, ...], Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[Any, ...]) -> Kept | None:
        """The answer under this key."""
        with self._lock:
            found = self._rows.get(key)
            if found is not None:
                self._rows.move_to_end(key)
            return found

    def put(self, key: tuple[Any, ...], kept: Kept) -> None:
        """Keep an answer; too large a one is not kept."""
        if kept.size > LARGEST:
            return
        with self._lock:
            before = self._rows.pop(key, None)
            self._size += kept.size - (before.size if before else 0)
            self._rows[key] = kept
            while self._size > self._most:
                _key, gone = self._rows.popitem(last=False)
                self._size -= gone.size

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._rows.clear()
            self._size = 0


SHELF = Shelf()


class KeptPagesMiddleware:
    """Stands outside of sessions and accounts: a visitor's page that is kept needs neither."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        """Answer from memory where that is possible."""
        keeping = _keeping(request)
        if keeping is None:
            return self.get_response(request)
        request.database_away = LOOKOUT.away()
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            return _own(self.get_response(request))
        key = _key(request, keeping)
        # As long as nothing is published a page says which plans are open, and that is no published file.
        asked_freely = keeping.exact and bool(request.META.get("QUERY_STRING"))
        stored = keeping.store and not asked_freely and bool(programmes())
        found = SHELF.get(key) if stored else None
        if found is None:
            response = self.get_response(request)
            if not _may_be_kept(response):
                return response
            found = keep(response)  # type: ignore[arg-type]
            if stored:
                SHELF.put(key, found)
        return answer(request, found)


def _keeping(request: Any) -> Keeping | None:
    if request.method not in ("GET", "HEAD") or request.path_info.startswith(("/static/", "/desk/", "/accounts/")):
        return None
    try:
        request.get_host()
        return getattr(resolve(request.path_info).func, "keeping", None)
    except (Resolver404, DisallowedHost):
        return None


def _key(request: Any, keeping: Keeping) -> tuple[Any, ...]:
    asked: tuple[tuple[str, str], ...] | str = ()
    if keeping.exact:
        asked = request.META.get("QUERY_STRING", "")
    elif request.META.get("QUERY_STRING"):
        asked = tuple((name, request.GET[name]) for name in keeping.query if request.GET.get(name))
        # What the page does not know must not come back in its links: they are everybody's.
        request.META["QUERY_STRING"] = urlencode(asked)
        request.__dict__.pop("GET", None)
    return (
        stamp(), localdate(), request.scheme, request.get_host(), request.path_info, asked, language_of_visitor(request),
        request.COOKIES.get("large") == "1", request.database_away,
    )  # fmt: skip


def _may_be_kept(response: HttpResponseBase) -> bool:
    return response.status_code == 200 and not response.streaming and not response.cookies


def keep(response: HttpResponse) -> Kept:
    """An answer with everything that does not depend on who asks for it."""
    body = response.content
    headers = [(name, value) for name, value in response.items() if name not in ("Content-Length", "Vary")]
    packed = None
    if len(body) > 500 and response.get("Content-Type", "").startswith(_TEXTS):
        packed = gzip.compress(body, compresslevel=6, mtime=0)
    return Kept(body, packed, tuple(headers), f'W/"{sha256(body).hexdigest()[:32]}"', last_change())


def answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    """The kept answer to this request: 304 to who has it already, packed to who can unpack it."""
    fresh = _has_it(request, kept)
    packed = kept.packed is not None and not fresh and "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(b"" if fresh else kept.packed if packed else kept.body, status=304 if fresh else 200)
    for name, value in kept.headers:
        response[name] = value
    if fresh:
        del response["Content-Type"]
    else:
        response["Content-Length"] = str(len(response.content))
    if packed:
        response["Content-Encoding"] = "gzip"
    response["ETag"] = kept.etag
    response["Last-Modified"] = http_date(kept.changed)
    response["Cache-Control"] = FRESHNESS
    patch_vary_headers(response, ("Accept-Encoding", "Accept-Language", "Cookie"))
    return response


def _has_it(request: HttpRequest, kept: Kept) -> bool:
    asked = request.headers.get("If-None-Match")
    if asked is not None:
        return asked.strip() == "*" or kept.etag.removeprefix("W/") in {
            each.strip().removeprefix("W/") for each in asked.split(",")
        }
    # Without a tag the moment alone counts only where language and type cannot have changed meanwhile.
    since = request.headers.get("If-Modified-Since")
    moment = parse_http_date_safe(since) if since and not request.COOKIES else None
    return moment is not None and kept.changed <= moment


def _own(response: HttpResponseBase) -> HttpResponseBase:
    """Whoever has signed in sees a page of their own, which nobody may keep."""
    if not response.has_header("Cache-Control"):
        response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ("Cookie",))
    return response
