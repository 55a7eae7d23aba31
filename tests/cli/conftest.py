"""A desk with a published edition and a published bulletin, in a city folder of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.publications.documents.conftest import Desk, desk, office_at_work, published_folder, quiet_office, town
from zhicheng.indicators.actions.snapshots import refresh_snapshot

__all__ = ["Desk", "desk", "office_at_work", "published_folder", "quiet_office", "town"]


@pytest.fixture
def shown(desk: Desk, settings: Any) -> Path:
    """The folder of what people outside read; an edition and a bulletin lie there."""
    desk.published()
    with desk.commit():
        refresh_snapshot()
    return Path(settings.CITY.folder) / "published"
