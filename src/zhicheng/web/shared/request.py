"""What a page knows about the one who asks: the actor, and the only clock of the pages."""

from __future__ import annotations

import ipaddress
from datetime import date, datetime

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from zhicheng.core.access import Actor
from zhicheng.core.accounts.models import Account

# Set by proxies: a request that carries one has come from further than this computer.
_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_HOST", "HTTP_VIA")

# The second is the name by which Django's test client asks; no real city lists it among its hosts.
_LOCAL_NAMES = ("localhost", "testserver")


class CityRequest(HttpRequest):
    """A request as the middleware hands it to a page. Exists for annotations only."""

    actor: Actor
    now: datetime
    today: date
    htmx: HtmxDetails
    user: Account


def nobody() -> Actor:
    """The actor of a visitor who has not signed in: no grants."""
    return Actor(account_id=None, person="", name="", grants=())


def over_loopback(request: HttpRequest) -> bool:
    """Does the request come from this computer itself?

    The peer's address alone does not say it: behind a proxy on the same computer every visitor looks local. So the
    host asked for must be a local name too, and no proxy may have left its mark.
    """
    if any(name in request.META for name in _FORWARDED):
        return False
    host = request.get_host()
    host = host.rpartition("]")[0].lstrip("[") if host.startswith("[") else host.partition(":")[0]
    try:
        peer_is_local = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    return peer_is_local and (host in _LOCAL_NAMES or _is_loopback(host))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def for_programs(request: HttpRequest) -> bool:
    """Is this an address of the API? It is asked with tokens and answers in JSON, whatever a browser would like."""
    return request.path_info.startswith("/api/")


def sender_of(request: HttpRequest) -> str:
    """The address that a request comes from: what the proxy on this computer says, or else the peer's own.

    Only the last name in the list is our own proxy's word; the ones before it may be anybody's invention.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    return told if told and (not peer or _is_loopback(peer)) else peer


def wants_json(request: HttpRequest) -> bool:
    """Is a machine asking, one that reads JSON rather than pages?"""
    accept = request.headers.get("Accept", "")
    return for_programs(request) or request.path.endswith(".json") or ("json" in accept and "text/html" not in accept)
