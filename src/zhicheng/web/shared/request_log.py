"""One line a request in the log: which page, how it was answered, how long it took; no person, no query, no address."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

logger = logging.getLogger("zhicheng.requests")

SLOW_MS = 2000


class RequestLogMiddleware:
    """Outermost: it sees what every other layer answers. A page that takes long is a warning, the others information."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request and write its line."""
        began = time.perf_counter()
        response = self.get_response(request)
        ms = round((time.perf_counter() - began) * 1000)
        level = logging.WARNING if ms > SLOW_MS else logging.INFO
        if logger.isEnabledFor(level):
            match = request.resolver_match
            page = match.view_name if match else ""
            told = {"page": page, "method": request.method, "status": response.status_code, "ms": ms}
            logger.log(level, "slow request" if ms > SLOW_MS else "request", extra=told)
        return response
