"""What the frame of every page needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from zhicheng.web.shared.navigation import menu


def city(request: HttpRequest) -> dict[str, Any]:
    """The city, its menu for this visitor, and how the visitor wants to read."""
    match = request.resolver_match
    on_desk = request.path.startswith(("/desk/", "/accounts/"))
    # A page for visitors bears no token: it is the same for all of them, and may be kept and packed.
    bare = getattr(match.func, "keeping", None) is not None if match else False
    return {
        "city": settings.CITY,
        "actor": getattr(request, "actor", None),
        "today": getattr(request, "today", None),
        "menu": menu(request, "desk" if on_desk else "public"),
        "on_desk": on_desk,
        "bare": bare,
        "with_token": not bare or settings.SESSION_COOKIE_NAME in request.COOKIES,
        "page_name": match.url_name if match else "",
        "large_type": request.COOKIES.get("large") == "1",
        "languages": (("zh-hans", "简", "简体中文"), ("zh-hant", "繁", "繁體中文"), ("en", "EN", "English")),
        "address": request.get_full_path(),
    }
