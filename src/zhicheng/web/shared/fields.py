"""Form fields that offices need and Django has not: real date pickers, lists of dates, filters that a link has set."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")


class DayField(forms.DateField):
    """One day, with the browser's own picker; 2026-02-05, 2026.2.5 and 2026年2月5日 are all read."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        kwargs.setdefault(
            "error_messages", {"invalid": _("日期应写作 2026-02-05 的形式。"), "required": _("请填写日期。")}
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """The day."""
        match = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
        if match:
            value = "-".join((match[1], match[2].zfill(2), match[3].zfill(2)))
        return super().to_python(value)


class KeptField(forms.CharField):
    """A filter that nobody types: a link set it, it stays with the others, and a chip names it and takes it away.

    `words` says the value as an official would; without it the value itself is shown.
    """

    widget = forms.HiddenInput

    def __init__(self, *, words: Callable[[str], str] = str, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "max_length": 200, **kwargs})
        self.words = words


class DaysField(forms.CharField):
    """Several days in one line: 2026-02-14、2026-02-28."""

    def to_python(self, value: Any) -> tuple[date, ...]:  # type: ignore[override]
        """The days in their order."""
        text = super().to_python(value) or ""
        days, rest = [], _DAY.sub("", text)
        if rest.strip(" 、，,;；\n\t"):
            raise forms.ValidationError(_("有不能识别的日期：%(rest)s。请写作 2026-02-14、2026-02-28 的形式。"),
                                        params={"rest": rest.strip(" 、，,;；\n\t")})  # fmt: skip
        for year, month, day in _DAY.findall(text):
            try:
                days.append(date(int(year), int(month), int(day)))
            except ValueError as error:
                raise forms.ValidationError(
                    _("没有%(year)s年%(month)s月%(day)s日这一天，请核对。"),
                    params={"year": year, "month": month, "day": day},
                ) from error
        return tuple(days)

    def prepare_value(self, value: Any) -> Any:
        """The days as they are written."""
        if isinstance(value, list | tuple):
            return "、".join(day.isoformat() for day in value)
        return value
