"""The work of this module by the clock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhicheng.core.jobs import Progress
from zhicheng.statutes.actions import note_overdue as note
from zhicheng.statutes.actions import recompute_clocks


def note_overdue(args: Mapping[str, Any], *, progress: Progress) -> dict[str, int]:
    """Note which time limits have passed; noting twice changes nothing."""
    with progress.once():
        noted = note(by=progress.by, at=progress.at)
    return {"noted": len(noted)}


def recompute(args: Mapping[str, Any], *, progress: Progress) -> dict[str, int]:
    """Reckon all open clocks again, because a file of law or of local parameters may have changed since yesterday."""
    with progress.once():
        done = recompute_clocks(by=progress.by, at=progress.at)
    return {"checked": done.checked, "moved": done.moved, "failed": len(done.failures)}
