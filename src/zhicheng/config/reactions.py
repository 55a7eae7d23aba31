"""Who listens to which entry of the ledger: the jobs that it asks for, in the transaction that writes it.

A job gets `{"entry": sequence, "kind": ..., "subject": ...}`, runs at least once, and does the same when it runs again.
One hop: no job that stands here may enter what another one here listens to.
"""

from __future__ import annotations

REACTIONS: dict[str, tuple[str, ...]] = {
    "indicators.edition-frozen": ("publications.open-corrections",),
    "goals.programme-opened": ("indicators.refresh-snapshot",),
    "indicators.edition-published": ("indicators.refresh-snapshot",),
    "indicators.edition-withdrawn": ("indicators.refresh-snapshot",),
}
