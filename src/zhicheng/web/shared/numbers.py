"""Numbers, shares and dates as the pages write them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

THIN_SPACE = "\u2009"
MINUS = "\u2212"
NOTHING = "—"


def number(value: Any, places: int | None = None) -> str:
    """A number with a thin space at every thousand: 12 345.5; a dash for None."""
    if value is None or value == "":
        return NOTHING
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if not exact.is_finite():
        return NOTHING
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    elif exact == exact.to_integral_value():
        exact = exact.to_integral_value()
    else:
        exact = exact.normalize()
    text = f"{abs(exact):,f}".replace(",", THIN_SPACE)
    return MINUS + text if exact < 0 else text


def percent(ratio: Any, places: int = 1) -> str:
    """A share as a percentage: 0.79166 gives 79.2 %; half is rounded up, as offices do."""
    if ratio is None or ratio == "":
        return NOTHING
    exact = ratio if isinstance(ratio, Decimal) else Decimal(str(ratio))
    return number(exact * 100, places) + "%"


def short_date(value: date | datetime | None) -> str:
    """2025-10-22, for tables."""
    return _local(value).isoformat() if value else NOTHING


def long_date(value: date | datetime | None) -> str:
    """10月22日 in sentences; with the year where it is not said otherwise: 2025年10月22日."""
    if not value:
        return NOTHING
    day = _local(value)
    if (get_language() or "").startswith("en"):
        return f"{day.day} {day:%B %Y}"
    return f"{day.year}年{day.month}月{day.day}日"


def moment(value: datetime | None) -> str:
    """2025-10-22 18:40 in the city's time."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else NOTHING


def _local(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localdate(value) if timezone.is_aware(value) else value.date()
    return value
