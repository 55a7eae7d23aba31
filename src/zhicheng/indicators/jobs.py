"""Background work of this module: the published copy on disk brought into line with the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhicheng.core.jobs import Progress
from zhicheng.indicators.actions.snapshots import refresh_snapshot


def refresh(args: Mapping[str, Any], *, progress: Progress) -> dict[str, Any]:
    """Follows a publication, a withdrawal, and whatever opens or closes a programme; a second run writes the same."""
    return {"editions": refresh_snapshot()}
