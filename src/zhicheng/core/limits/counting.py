"""A limit over fixed windows of time, shared by all workers through the database.

A worker draws a block of requests from the database and spends it alone: one statement pays for many requests. So the
limit is never passed, and an asker whose requests fall to several workers may be told to wait up to a block for each
worker too early. Where the database is away or busy the worker counts alone: what can be read goes on being read.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from threading import Lock

from django.db import Error as DatabaseError
from django.db import connection

from zhicheng.core.limits.models import Drawn

# Askers that a worker remembers; whoever is forgotten draws anew and is still counted in the database.
REMEMBERED = 10_000
KEPT_SECONDS = 3600
PATIENCE_MS = 100

Draw = Callable[[str, int, int, int], int]


@dataclass
class _Purse:
    """What a worker has in hand for one asker in one window."""

    starts: int
    left: int
    dry: bool = False


class Limit:
    """At most `most` requests of one asker in a window of `seconds`."""

    def __init__(self, most: int, *, seconds: int = 60, block: int = 20, draw: Draw | None = None) -> None:
        self.most, self.seconds, self._block = most, seconds, min(block, most)
        self._draw = draw or drawn
        self._purses: OrderedDict[str, _Purse] = OrderedDict()
        self._lock = Lock()
        self._swept = self._alone_in = 0

    def take(self, key: str, *, now: float, away: bool = False) -> int:
        """Count one request; 0 where it may go on, else the whole seconds until the next window begins."""
        starts = int(now // self.seconds) * self.seconds
        with self._lock:
            purse = self._purse(key, starts)
            if purse.left < 1 and not purse.dry:
                self._fill(purse, key, away=away)
            if purse.left > 0:
                purse.left -= 1
                return 0
        return max(1, ceil(starts + self.seconds - now))

    def forget(self) -> None:
        """Forget what this worker has in hand."""
        with self._lock:
            self._purses.clear()

    def _purse(self, key: str, starts: int) -> _Purse:
        found = self._purses.pop(key, None)
        if found is None or found.starts != starts:
            found = _Purse(starts, 0)
        self._purses[key] = found
        if len(self._purses) > REMEMBERED:
            self._purses.popitem(last=False)
        return found

    def _fill(self, purse: _Purse, key: str, *, away: bool) -> None:
        if not away and self._alone_in != purse.starts:
            try:
                if self._swept != purse.starts:
                    self._swept = purse.starts
                    sweep(purse.starts - KEPT_SECONDS)
                purse.left = self._draw(key, purse.starts, self._block, self.most)
                purse.dry = purse.left < 1
                return
            except DatabaseError:
                # Asked once a window: every further asker would wait for it, one behind the other.
                self._alone_in = purse.starts
        # Alone for the rest of the window.
        purse.left, purse.dry = self.most, True


def drawn(key: str, starts: int, wanted: int, most: int) -> int:
    """Draw from the database: how many of the wanted are granted. One statement, whole in itself on both engines."""
    table = Drawn._meta.db_table
    with _impatient(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (key, starts, used) VALUES (%s, %s, %s) ON CONFLICT (key, starts) "  # noqa: S608
            f"DO UPDATE SET used = {table}.used + %s WHERE {table}.used < %s RETURNING used",
            [key, starts, wanted, wanted, most],
        )
        row = cursor.fetchone()
    return max(0, wanted - max(0, row[0] - most)) if row else 0


def sweep(before: int) -> None:
    """Forget windows that are long over."""
    with _impatient():
        Drawn.objects.filter(starts__lt=before).delete()


@contextmanager
def _impatient() -> Iterator[None]:
    """SQLite waits long for whoever writes, as an import does; a limit is not worth that wait."""
    if connection.vendor != "sqlite":
        yield
        return
    usual = int(connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000)
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
