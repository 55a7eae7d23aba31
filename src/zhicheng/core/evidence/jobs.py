"""This room's work by the clock."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from zhicheng.core.evidence.sweeping import sweep
from zhicheng.core.jobs import Progress


def sweep_nightly(job_args: dict[str, Any], *, progress: Progress) -> dict[str, int]:
    """Remove what no row names; a second run finds nothing more."""
    return asdict(sweep(by=progress.by, at=progress.at))
