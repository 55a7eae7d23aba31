"""Form fields that offices need and Django has not: real date pickers, lists of dates, filters that a link has set."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
_DAY_OF_SOME_YEAR = re.compile(_DAY.pattern + r"|(\d{1,2})\s*月\s*(\d{1,2})\s*日")
# Notices print the day of the week behind the day.
_WEEKDAY = re.compile(r"[（(](?:周|星期)[一二三四五六日天][)）]")


class DayField(forms.DateField):
    """One day, with the browser's own picker; 2026-02-05, 2026.2.5 and 2026年2月5日 are all read."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        kwargs.setdefault("error_messages", {"invalid": _("日期应写作 2026-02-05 的形式。")})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """The day."""
        return super().to_python((read_day(value) if isinstance(value, str) else None) or value)


class KeptField(forms.CharField):
    """A filter that nobody types: a link set it, it stays with the others, and a chip names it and takes it away.

    `words` says the value as an official would; without it the value itself is shown.
    """

    widget = forms.HiddenInput

    def __init__(self, *, words: Callable[[str], str] = str, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "max_length": 200, **kwargs})
        self.words = words


class DaysField(forms.CharField):
    """Several days in one line: 2026-02-14、2026-02-28; a day without its year (2月14日) lies nearest to `near`."""

    near: date | None = None

    def to_python(self, value: Any) -> tuple[date, ...]:  # type: ignore[override]
        """The days in their order."""
        text = _WEEKDAY.sub("", super().to_python(value) or "")
        days = _DAY_OF_SOME_YEAR if self.near else _DAY
        rest = days.sub("", text).strip(" 、，,;；\n\t")
        if rest:
            raise forms.ValidationError(_("有不能识别的日期：%(rest)s。请写作 2026-02-14、2026-02-28 的形式。"),
                                        params={"rest": rest})  # fmt: skip
        return tuple(self._day(match) for match in days.finditer(text))

    def _day(self, match: re.Match[str]) -> date:
        if match[1] or self.near is None:
            year, month, day = int(match[1]), int(match[2]), int(match[3])
        else:
            year, month, day = self.near.year, int(match[4]), int(match[5])
        years = (year,) if match[1] or self.near is None else (year - 1, year, year + 1)
        found = [each for each in (_real_day(one, month, day) for one in years) if each is not None]
        if not found:
            raise forms.ValidationError(
                _("没有%(year)s年%(month)s月%(day)s日这一天，请核对。"),
                params={"year": year, "month": month, "day": day},
            )
        return min(found, key=lambda each: abs(each - (self.near or each)))

    def prepare_value(self, value: Any) -> Any:
        """The days as they are written."""
        if isinstance(value, list | tuple):
            return "、".join(day.isoformat() for day in value)
        return value


def read_day(written: str) -> date | None:
    """A day as it is written; None where it cannot be read, or is none."""
    match = _DAY.fullmatch(written.strip())
    return _real_day(int(match[1]), int(match[2]), int(match[3])) if match else None


def _real_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
