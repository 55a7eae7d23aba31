"""The made-up city's editions: each quarter that is over frozen by the clerk, published by the head, once replaced."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial

from zhicheng.demo.season import Season
from zhicheng.indicators.actions.editions import freeze_edition, publish_edition

# The meeting decided that counties may be compared in these fields of work.
COUNTIES_OPEN = ("product", "service")
DAYS_TO_FREEZE = 22
# The second quarter is frozen before the last reports are verified, and replaced when they are.
EARLY, DAYS_EARLY, DAYS_TO_REPLACE = "Q2", 12, 30
REASON = "首次冻结后又核实一批二季度报送，予以补入"


def note_editions(season: Season) -> None:
    """Note the freezing and the publication of each quarter but the last, which is reported before the year ends."""
    for period, end in season.outline.periods[:-1]:
        early = period.endswith(EARLY)
        _note(season, period, end + timedelta(days=DAYS_EARLY if early else DAYS_TO_FREEZE))
        if early:
            _note(season, period, end + timedelta(days=DAYS_TO_REPLACE), reason=REASON)


def _note(season: Season, period: str, about: date, *, reason: str = "") -> None:
    diary = season.diary
    day = diary.days.next_working(about)
    freeze = partial(_freeze, season, period, COUNTIES_OPEN, reason)
    diary.note(diary.moment(day, 17), freeze)


def _freeze(season: Season, period: str, counties: Sequence[str], reason: str, at: datetime) -> None:
    code = freeze_edition(
        season.programme, period=period, cut_off=at.date(), reason=reason, counties_open=counties, by=season.office,
        at=at,
    )  # fmt: skip
    diary = season.diary
    published_at = diary.moment(diary.after(at.date(), 1), 10)
    diary.note(published_at, lambda later: publish_edition(code, by=season.head, at=later))
