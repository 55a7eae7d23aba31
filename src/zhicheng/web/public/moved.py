"""Addresses that were once given out lead to where their content is now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.urls import reverse

from zhicheng.web.shared.pages import page


@page(public=True)
def programmes(_request: HttpRequest) -> HttpResponsePermanentRedirect:
    """The list of programmes."""
    return HttpResponsePermanentRedirect(reverse("public-progress"))


@page(public=True)
def programme(request: HttpRequest, code: str) -> HttpResponsePermanentRedirect:
    """A programme, or its tasks as a file."""
    return _file(request, code, "tasks") or HttpResponsePermanentRedirect(reverse("public-programme", args=[code]))


@page(public=True)
def items(request: HttpRequest, code: str) -> HttpResponsePermanentRedirect:
    """All items of a programme."""
    return _file(request, code, "items") or HttpResponsePermanentRedirect(reverse("public-data"))


@page(public=True)
def task(request: HttpRequest, code: str, key: str) -> HttpResponsePermanentRedirect:
    """A task, or its items as a file."""
    found = _file(request, code, "items", task=key)
    return found or HttpResponsePermanentRedirect(reverse("public-task", args=[code, key]))


def _file(request: HttpRequest, code: str, table: str, *, task: str = "") -> HttpResponsePermanentRedirect | None:
    kind = request.GET.get("format", "")
    if kind not in ("csv", "xlsx", "json"):
        return None
    address = reverse("public-file", args=[code, table, kind])
    return HttpResponsePermanentRedirect(f"{address}?task={task}" if task else address)
