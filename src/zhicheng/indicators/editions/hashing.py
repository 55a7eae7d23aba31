"""The hash of an edition: SHA-256 over its canonical JSON, so that anybody can check what was frozen."""

from __future__ import annotations

from hashlib import sha256

from zhicheng.indicators.editions.content import Edition
from zhicheng.indicators.editions.plain import canonical, plain_edition


def content_hash(edition: Edition) -> str:
    """64 hexadecimal digits over everything but the hash itself and the number of the ledger's entry.

    The order in which values were computed does not matter; a change in any value, text or source does.
    """
    return sha256(canonical(plain_edition(edition))).hexdigest()
