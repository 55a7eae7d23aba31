"""Raw rows of the chain for checking and signing: plain cursors, page by page, as the bytes that were hashed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from zhicheng.core.ledger.chain import digest

PAGE = 5000

# On SQLite as blobs, so that a text that was broken on purpose is a broken entry and not an error of the driver.
SQLITE_FIELDS = ", ".join(
    f"CAST(COALESCE({name}, '') AS BLOB)"
    for name in ("kind", "payload", "subject", "CAST(account AS TEXT)", "person", "at", "previous", "hash")
)
POSTGRESQL_FIELDS = "kind, payload, subject, COALESCE(account::text, ''), person, at, previous, hash"

Row = tuple[int, bytes, bytes, bytes, bytes, bytes, bytes, bytes, bytes]


@dataclass(frozen=True)
class HeadRow:
    """The head of the chain as it is stored."""

    sequence: int
    hash: str


def pages(*, after: int | None) -> Iterator[list[Row]]:
    """The entries behind a sequence (None: all, whatever their number) in order, in lists of some thousands."""
    while True:
        rows = _page(after)
        if not rows:
            return
        yield rows
        after = rows[-1][0]


def _page(after: int | None) -> list[Row]:
    postgresql = connection.vendor == "postgresql"
    where = "" if after is None else "WHERE sequence > %s"
    columns = POSTGRESQL_FIELDS if postgresql else SQLITE_FIELDS
    statement = f"SELECT sequence, {columns} FROM ledger_entry {where} ORDER BY sequence LIMIT {PAGE}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, () if after is None else (after,))
        rows = cursor.fetchall()
    if not postgresql:
        return rows
    return [(row[0], *[text.encode() for text in row[1:]]) for row in rows]


def head() -> HeadRow | None:
    """The stored head; None while nothing has been entered, or where somebody removed it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequence, hash FROM ledger_head WHERE id = 1")
        row = cursor.fetchone()
    return HeadRow(*row) if row else None


def entry_with_hash(text: bytes, *, before: int) -> int | None:
    """The sequence of the entry with this hash in front of another; slow, for a chain that is known to be broken."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT MAX(sequence) FROM ledger_entry WHERE hash = %s AND sequence < %s", (text.decode("latin-1"), before)
        )
        return cursor.fetchone()[0]


def hashes(*, first: int, last: int, step: int) -> Iterator[tuple[int, str]]:
    """Sequence and hash of every `step`-th entry from `first` to `last`."""
    at = first
    while at <= last:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT sequence, hash FROM ledger_entry WHERE sequence >= %s AND sequence <= %s"
                " AND (sequence - %s) %% %s = 0 ORDER BY sequence LIMIT %s",
                (at, last, first, step, PAGE),
            )
            rows = cursor.fetchall()
        if not rows:
            return
        yield from rows
        at = rows[-1][0] + 1


def row_digest(row: Row, *, sequence: int | None = None) -> bytes:
    """The hash that this row should have, under its own sequence or another."""
    return digest((b"%d" % (row[0] if sequence is None else sequence), *row[1:8])).encode()
