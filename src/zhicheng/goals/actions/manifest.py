"""One hash for many rows: what a bulk act recorded, so that its single ledger entry binds every row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any


def manifest_of(rows: Iterable[Any]) -> str:
    """SHA-256 over the rows' canonical JSON, one line each, in the order given; values that JSON lacks as text."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(json.dumps(row, ensure_ascii=False, sort_keys=True, default=str).encode())
        digest.update(b"\n")
    return digest.hexdigest()
