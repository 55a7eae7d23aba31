"""Lists go on by key, never by offset: the address holds the key after which the next page begins."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from zhicheng.core.refusal import RuleBroken

PAGE_SIZE = 50


@dataclass(frozen=True)
class Slice:
    """One page of a list: its rows, and the key after which the next begins (None at the end)."""

    rows: Sequence[Any]
    next_key: Any = None


def read_key(request: HttpRequest, name: str = "after") -> Any:
    """The key that the address holds, as it was given to `write_key`; None on the first page. Raises: RuleBroken."""
    text = request.GET.get(name, "")
    if not text:
        return None
    try:
        return json.loads(base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)))
    except (ValueError, binascii.Error, UnicodeError):
        raise RuleBroken(_("网址中的翻页位置无法识别，请回到列表第一页重新翻看。"), code="bad-page-key") from None


def write_key(key: Any) -> str:
    """A key as a piece of an address."""
    return base64.urlsafe_b64encode(json.dumps(key, separators=(",", ":"), default=str).encode()).decode().rstrip("=")


def cut(rows: Sequence[Any], *, size: int, key: Any) -> Slice:
    """A page from `size + 1` rows that were asked for; `key` is a function that gives a row's key."""
    rows = list(rows)
    more = len(rows) > size
    rows = rows[:size]
    return Slice(rows=rows, next_key=key(rows[-1]) if more and rows else None)


def address_with(request: HttpRequest, **changes: Any) -> str:
    """This page's address with some of its query changed; None or "" takes a part away."""
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    text = query.urlencode()
    return f"{request.path}?{text}" if text else request.path
