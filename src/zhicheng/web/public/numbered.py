"""A list in numbered leaves. What is published does not change under the reader, so a number stays a place in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import HttpRequest

from zhicheng.web.shared.paging import address_with

T = TypeVar("T")


@dataclass(frozen=True)
class Leaf(Generic[T]):
    """One leaf: its rows, where it stands, and the addresses of its neighbours ("" where there is none)."""

    rows: Sequence[T]
    number: int
    leaves: int
    total: int
    first_row: int
    before: str
    after: str

    @property
    def last_row(self) -> int:
        """The place of its last row in the whole list."""
        return self.first_row + len(self.rows) - 1


def leaf(request: HttpRequest, rows: Sequence[T], *, size: int, name: str = "page") -> Leaf[T]:
    """The leaf that the address asks for; the nearest one where it asks for one that is not there."""
    leaves = max(1, -(-len(rows) // size))
    asked = request.GET.get(name, "1")
    number = min(max(int(asked), 1), leaves) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    begin = (number - 1) * size
    return Leaf(
        rows[begin : begin + size], number, leaves, len(rows), begin + 1,
        address_with(request, **{name: number - 1 if number > 2 else None}) if number > 1 else "",
        address_with(request, **{name: number + 1}) if number < leaves else "",
    )  # fmt: skip
