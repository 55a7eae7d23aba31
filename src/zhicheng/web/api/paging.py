"""Pages by key: the next page begins after the last row of this one, whatever was published in between."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from ninja import Field, Schema

from zhicheng.web.api.faults import Invalid

T = TypeVar("T")
DEFAULT, MOST = 100, 1000
Key = tuple[int | str, ...]


class Asked(Schema):
    """Which page."""

    after: str = Field(
        "", max_length=400, description="上一页 next 中的游标。Cursor from the `next` of the page before."
    )
    limit: int = Field(DEFAULT, ge=1, le=MOST, description="每页行数。Rows a page.", examples=[DEFAULT])


@dataclass(frozen=True)
class Page(Generic[T]):
    """Rows of one page, how many there are in all, and the address of the next page."""

    rows: Sequence[T]
    total: int
    next: str | None

    def told(self, each: Callable[[T], Any]) -> dict[str, Any]:
        """As it goes out."""
        return {"data": [each(row) for row in self.rows], "total": self.total, "next": self.next}


def page_of(
    request: HttpRequest, rows: Sequence[T], asked: Asked, key: Callable[[T], Key], *, falling: bool = False, at: str = "",
) -> Page[T]:  # fmt: skip
    """The page that was asked for of rows in the order of their keys; `falling` where the greatest key comes first.

    `at` is where the next page stands, where it is not the address that was asked.
    Raises: Invalid (a cursor that did not come from here, a filter that is not known: never the whole instead of a part).
    """
    unknown = sorted(set(request.GET) - set(type(asked).model_fields))
    if unknown:
        raise Invalid(_("没有参数“%(names)s”。请核对接口说明。"), names="”“".join(unknown))
    start = 0
    if asked.after:
        last = _read(asked.after)
        try:
            start = sum(1 for row in rows if (key(row) >= last if falling else key(row) <= last))
        except TypeError:
            raise _unknown() from None
    found = rows[start : start + asked.limit]
    more = start + len(found) < len(rows)
    return Page(found, len(rows), _next(request, at, key(found[-1])) if more and found else None)


def _next(request: HttpRequest, at: str, last: Key) -> str:
    given = {name: request.GET[name] for name in sorted(request.GET)} | {"after": written(last)}
    return f"{at or request.path}?{urlencode(given)}"


def written(key: Key) -> str:
    """A cursor that stands for the row with this key."""
    return base64.urlsafe_b64encode(json.dumps(list(key), ensure_ascii=False).encode()).decode().rstrip("=")


def _read(cursor: str) -> Key:
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, UnicodeDecodeError):
        raise _unknown() from None
    if not isinstance(found, list) or not all(isinstance(each, int | str) for each in found):
        raise _unknown()
    return tuple(found)


def _unknown() -> Invalid:
    return Invalid(_("游标无效。请从第一页读起，并照 next 给出的网址读下一页。"))
