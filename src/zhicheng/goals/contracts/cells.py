"""Single values as people write them in cells: days, numbers, states; what cannot be read comes back as a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from zhicheng.core.text import fold

_DAY = re.compile(
    r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?(?:[ t]+\d{1,2}:\d{2}(?::\d{2}(?:\.0+)?)?)?"
)
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*月?")
# Excel counts days from here; the range is 1990 to 2090, so that no amount is taken for a day.
_SERIAL_START, _SERIALS = date(1899, 12, 30), range(32_874, 69_400)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class BadCell(Exception):
    """A cell that cannot be read; its text is the sentence for whoever filled it in."""


@dataclass(frozen=True)
class CellProblem:
    """What is wrong with one cell: sheet, row and column counted from 1, and what to do."""

    sheet: str
    row: int
    column: int
    sentence: str


def text_of(value: Any) -> str:
    """A cell as text: no control or direction marks, whole numbers without a point, days as ISO."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return " ".join(_CONTROL.sub("", str(value)).split()) if isinstance(value, str) else str(value)


def long_text_of(value: Any, *, most: int = 4000) -> str:
    """A cell that holds sentences; line ends stay. Raises: BadCell where it is too long."""
    if not isinstance(value, str):
        return text_of(value)
    text = _CONTROL.sub("", value.replace("\r\n", "\n")).strip()
    if len(text) > most:
        raise BadCell(_("文字有 %(n)s 字，超过 %(most)s 字。请精简。") % {"n": len(text), "most": most})
    return text


def day_of(value: Any) -> date | None:
    """A day from a date cell, a serial number or a text; None for an empty cell. Raises: BadCell."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and int(value) in _SERIALS:
        return _SERIAL_START + timedelta(days=int(value))
    text = fold(text_of(value)).strip()
    if not text:
        return None
    match = _DAY.fullmatch(text) or _COMPACT.fullmatch(text)
    if match:
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            raise BadCell(_("“%(text)s”不是日历上的日期。请核对。") % {"text": text[:30]}) from None
    if text.isdigit() and int(text) in _SERIALS:
        return _SERIAL_START + timedelta(days=int(text))
    if _MONTH.fullmatch(text):
        raise BadCell(_("“%(text)s”只写到月。请填到日，如 2025-06-30。") % {"text": text[:30]})
    raise BadCell(_("认不出日期“%(text)s”。请写成 2025-06-30。") % {"text": text[:30]})


def number_of(value: Any) -> Decimal | None:
    """A number that is not negative, with at most four decimals; None for an empty cell. Raises: BadCell."""
    if value is None or value == "":
        return None
    text = fold(text_of(value)).replace(",", "").replace(" ", "").rstrip("%家个项件")
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise BadCell(_("“%(text)s”不是数。请只填阿拉伯数字。") % {"text": text_of(value)[:30]}) from None
    if not number.is_finite() or number < 0 or number >= Decimal(10) ** 13:
        raise BadCell(_("“%(text)s”不在可填的范围内。请填 0 或正数。") % {"text": text_of(value)[:30]})
    return round(number, 4)


def count_of(value: Any) -> int | None:
    """A whole number that is not negative; None for an empty cell. Raises: BadCell."""
    number = number_of(value)
    if number is None:
        return None
    if number != number.to_integral_value() or number > 2_000_000_000:
        raise BadCell(_("“%(text)s”应为整数。") % {"text": text_of(value)[:30]})
    return int(number)


def code_of(value: Any) -> str:
    """A code or certificate number. Raises: BadCell where a number format has eaten its last digits."""
    if isinstance(value, float) and abs(value) >= 1e15:
        raise BadCell(_("编号所在的单元格是数字格式，后几位已失真。请把单元格改为文本格式后重新填写。"))
    text = text_of(value).lstrip("'’‘")
    if re.fullmatch(r"\d\.\d+e\+\d+", text, re.IGNORECASE):
        raise BadCell(_("编号“%(text)s”是科学计数法，后几位已失真。请改为文本格式后重新填写。") % {"text": text})
    if len(text) > 60:
        raise BadCell(_("编号超过 60 字。请只填统一社会信用代码或证书编号。"))
    return text
