"""Is the database there? Looked at beside the requests, never in one: no page may wait for a database that is away."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock, Thread

from django.db import DEFAULT_DB_ALIAS, connections
from django.db import Error as DatabaseError

# How old the last look may be, in seconds.
FRESH = 5.0


def reachable() -> bool:
    """Does the database answer? A file that is gone is not made anew by looking."""
    connection = connections[DEFAULT_DB_ALIAS]
    name = str(connection.settings_dict["NAME"])
    is_file = connection.vendor == "sqlite" and ":memory:" not in name and "mode=memory" not in name
    if is_file and not Path(name).is_file():
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    finally:
        connection.close()
    return True


class Lookout:
    """Remembers the last look; a stale one is renewed by a thread of its own while pages go on with what is known."""

    def __init__(self, look: Callable[[], bool] = reachable, *, fresh: float = FRESH) -> None:
        self._look, self._fresh = look, fresh
        self._lock = Lock()
        self._seen_at = float("-inf")
        self._looking = False
        self._away = False

    def away(self) -> bool:
        """Was the database away when it was last looked at?"""
        if time.monotonic() - self._seen_at > self._fresh:
            with self._lock:
                begins, self._looking = not self._looking, True
            if begins:
                Thread(target=self.renew, name="database-lookout", daemon=True).start()
        return self._away

    def noticed(self) -> None:
        """A request met the missing database itself."""
        self._away, self._seen_at = True, time.monotonic()

    def renew(self) -> None:
        """Look now."""
        try:
            self._away = not self._look()
        finally:
            self._seen_at, self._looking = time.monotonic(), False


LOOKOUT = Lookout()
