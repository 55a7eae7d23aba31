"""How entries are chained: the bytes that are hashed, so that anybody can recompute them with any language.

An entry's hash is SHA-256 over the version line and its eight fields, each as `<length in bytes>:<bytes>,`:
sequence, kind, payload, subject, account, person, at, previous. A missing account is empty. `at` is the text that is
stored, ISO 8601 in UTC with microseconds, so that no engine's rounding comes in between.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

VERSION = b"zhicheng-ledger-1\n"
GENESIS = "0" * 64


def digest(values: Iterable[bytes]) -> str:
    """The hash of an entry, from its eight fields as UTF-8 bytes."""
    return hashlib.sha256(VERSION + b"".join([b"%d:%b," % (len(value), value) for value in values])).hexdigest()


def moment_text(at: datetime) -> str:
    """A moment as it is stored and hashed. Raises: ValueError where it has no time zone."""
    if at.tzinfo is None:
        raise ValueError("a ledger entry needs an aware moment")
    return at.astimezone(UTC).isoformat(timespec="microseconds")
