"""This room's own work by the clock."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from zhicheng.core.jobs.progress import Progress
from zhicheng.core.jobs.sweeping import refresh_statistics, sweep


def sweep_nightly(job_args: dict[str, Any], *, progress: Progress) -> dict[str, int]:
    """Clear away what ended long ago, and let the database look at its tables; a second run finds nothing more."""
    swept = sweep(by=progress.by, at=progress.at)
    refresh_statistics()
    return asdict(swept)
