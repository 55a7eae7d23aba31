"""Before every request of the API: no cookie counts, one limit for all workers, and answers in one form."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from zhicheng.core.limits.counting import Limit
from zhicheng.core.refusal import Refusal
from zhicheng.web.public.away import LOOKOUT
from zhicheng.web.shared.faults import problem
from zhicheng.web.shared.request import for_programs, sender_of

A_MINUTE = 300
LIMIT = Limit(A_MINUTE, seconds=60)


class TooMany(Refusal):
    """Asked too often."""

    code = "too-many-requests"
    status = 429


class OtherMethod(Refusal):
    """The address knows another method."""

    code = "method-not-allowed"
    status = 405


class ApiDoorMiddleware:
    """Stands outside of kept pages and sessions: what is asked too often costs nothing more."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request."""
        if not for_programs(request):
            return self.get_response(request)
        # A browser's cookies must not let another site's page act as whoever is signed in.
        request.COOKIES.clear()
        wait = LIMIT.take(_hashed(sender_of(request)), now=time.time(), away=LOOKOUT.away())
        if wait:
            return _too_many(wait)
        head = request.method == "HEAD"
        if head:
            request.method = "GET"
        response = _without_method(self.get_response(request))
        return _without_body(response) if head else response


def _hashed(address: str) -> str:
    """Whose requests are counted, so that the table names nobody."""
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()


def _too_many(wait: int) -> HttpResponse:
    said = TooMany(_("一分钟内最多请求%(most)s次。请在%(wait)s秒后继续。"), most=A_MINUTE, wait=wait)
    response = problem(said)
    response["Retry-After"] = str(wait)
    return response


def _without_method(response: HttpResponseBase) -> HttpResponseBase:
    if response.status_code != 405:
        return response
    allowed = response.get("Allow", "GET")
    told = problem(OtherMethod(_("这个网址只接受%(methods)s。请核对接口说明。"), methods=allowed))
    told["Allow"] = allowed
    return told


def _without_body(response: HttpResponseBase) -> HttpResponseBase:
    if isinstance(response, HttpResponse):
        length = response.get("Content-Length", str(len(response.content)))
        response.content = b""
        response["Content-Length"] = length
    return response
