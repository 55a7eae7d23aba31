"""Single cells of a task row: deadline, shares of counties, contact."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhicheng.core.intake import Cell
from zhicheng.core.quantities import Deadline, find_deadlines, format_number, parse_deadline, parse_quantity
from zhicheng.core.quantities.deadlines import from_number
from zhicheng.core.text import fold
from zhicheng.goals.contracts.said import Said, say
from zhicheng.goals.contracts.targets import BLANKS

DITTO = {"同上", "〃", "″", '"', "同前", "上同", "''", "＂", "同上。"}
TICKS = {"√", "✓", "✔", "是", "●", "○", "▲", "★", "☑"}
_LATER = re.compile(
    r"(?:未|没有)(?:单独|另行)?(?:注明|明确|标注|填写|列明|标明|写明|规定).{0,10}(?:时限|时间|期限|节点)|(?:完成)?(?:时限|时间|期限)(?:均|统一|一律|都)(?:为|是|按)"
)

# Again and again, with no end of its own.
_EVERY = re.compile(r"每个?(?:季度?|月|周|半年)(?:度)?(?:末|底|初)?(?:\d{1,2}[日号])?(?:之?前)?")
_STAGE = re.compile(r"\d+(?:\.\d+)?%|过半|一半|启动|部署|动员|谋划|取得.{0,6}(?:成效|进展)|初步|完成\d+[家个项件]")
_WHOLE = re.compile(
    r"(?:全部|全面|整体|基本|最终)?(?:完成|建成|到位|实现|达标|收官|通过验收)(?:全部|全年|年度)?(?:任务|目标)?$"
)


@dataclass(frozen=True)
class When:
    """A deadline that was read, or why not and what it may be."""

    text: str | None = None
    why: Said | None = None
    proposals: tuple[str, ...] = ()
    needs_year: bool = False
    # The year that a cell stores and does not show, where it is another than the table's.
    hidden_year: int | None = None


def deadline_of(cell: Cell, *, year: int | None, since_1904: bool = False) -> When:
    """The deadline in a cell of its column."""
    text = cell.text.strip()
    if cell.formula and cell.value is None:
        return When(why=say("formula-empty"))
    if isinstance(cell.value, date):
        return _of_date(cell.value, text, year)
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        return _of_number(Decimal(repr(cell.value)), year, since_1904)
    if re.fullmatch(r"[3-6]\d{4}|\d{1,4}\.\d{1,2}", fold(text)) and fold(text)[:2] != "20":
        serial = _of_number(Decimal(fold(text)), year, since_1904) if "." not in text else None
        if serial is not None:
            return serial
    return deadline_in(text, year=year)


def deadline_in(text: str, *, year: int | None) -> When:
    """The deadline that a text states."""
    plain = re.sub(r"年度(?=[内末底])", "年", fold(text).strip())
    if _EVERY.fullmatch(plain):
        return When("ongoing")
    found = _last_stage(plain, year) or parse_deadline(plain, year)
    if found is None:
        points = tuple(dict.fromkeys(point.text for point in _points(plain, year) if point.text))
        if len(points) > 1:
            return When(why=say("deadline-several", text=_short(text)), proposals=points)
        return When(why=say("deadline-unread", text=_short(text)), proposals=_usual(year))
    return _when(found, text)


def _points(plain: str, year: int | None) -> list[Deadline]:
    """What each part of a list of times says; nothing unless all of them are times."""
    found = [parse_deadline(part, year) for part in re.split(r"[，,、；;和及]", plain) if part]
    return [point for point in found if point] if all(found) else []


def _last_stage(plain: str, year: int | None) -> Deadline | None:
    """The end of 6月底前完成50%、年底前全部完成: the first stages say themselves that they are not all."""
    *stages, last = [part for part in re.split(r"[，,、；;。\n]", plain) if part.strip()] or [""]
    if not stages or not all(_STAGE.search(stage) for stage in stages) or not _WHOLE.search(last):
        return None
    end = parse_deadline(_WHOLE.sub("", last), year)
    ends = [point.on for stage in stages for point in find_deadlines(stage, year) if point.on]
    return end if end is not None and end.on is not None and all(day <= end.on for day in ends) else None


def _when(found: Deadline, text: str) -> When:
    if found.needs_year:
        return When(needs_year=True)
    if found.text:
        return When(found.text)
    options = found.alternatives
    if options == ("ongoing",):
        return When(why=say("deadline-maybe", text=_short(text)), proposals=options)
    return When(why=say("deadline-several", text=_short(text)), proposals=options)


def _of_date(moment: date, text: str, year: int | None) -> When:
    day = date(moment.year, moment.month, moment.day)
    if "年" in text:
        read = parse_deadline(text, year)
        return When(read.text if read and read.text else day.isoformat())
    read = parse_deadline(text, year or moment.year)
    if read is None or read.on is None:
        return When(day.isoformat())
    if year is not None and moment.year != year:
        other = date(moment.year, read.on.month, read.on.day).isoformat()
        why = say("deadline-year", text=text, year=str(moment.year))
        return When(why=why, proposals=(read.on.isoformat(), other), hidden_year=moment.year)
    return When(read.on.isoformat())


def _of_number(value: Decimal, year: int | None, since_1904: bool) -> When:
    found = from_number(value, year, since_1904=since_1904)
    if found is None:
        return When(why=say("deadline-unread", text=format_number(value)), proposals=_usual(year))
    serial = value == int(value) and 30_000 <= value < 70_000
    if serial and found.alternatives and year is not None and year <= int(found.alternatives[0][:4]) <= year + 5:
        return When(found.alternatives[0])
    return _when(found, format_number(value))


def _usual(year: int | None) -> tuple[str, ...]:
    return (f"{year}-12-31", "ongoing") if year else ("ongoing",)


def deadline_in_task(text: str, *, year: int | None) -> When | None:
    """The one end that a task's own words name (12月底前), None without one; several are a question."""
    found = [point.text for point in find_deadlines(text, year) if point.text]
    if not found:
        return None
    if len(set(found)) == 1:
        return When(found[0])
    return When(why=say("deadlines-inside"), proposals=tuple(dict.fromkeys(found)))


def deadline_in_notes(notes: Sequence[str], *, year: int | None) -> str | None:
    """The deadline that a note sets for tasks without one (未注明时限的，均为12月底前)."""
    for note in notes:
        for sentence in re.split(r"[。；;\n]", fold(note)):
            match = _LATER.search(sentence)
            if match is None:
                continue
            found = {point.text for point in find_deadlines(sentence, year)}
            if not found:
                whole = parse_deadline(re.sub(r"^.*?(?:为|是|按|于|在)", "", sentence[match.start() :]), year)
                found = {whole.text} if whole else set()
            if len(found) == 1:
                return found.pop()
    return None


def share_of(cell: Cell) -> tuple[Decimal | None, Said | None]:
    """A county's share: its number, or None and why; (None, None) where the cell says there is none."""
    text = fold(cell.text).strip()
    if cell.formula and cell.value is None:
        return None, say("formula-empty")
    if text in BLANKS:
        return None, None
    if text in TICKS:
        return Decimal(1), None
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        value = Decimal(repr(cell.value))
        return (_trim(value * 100) if "%" in cell.number_format else value), None
    quantity = parse_quantity(text)
    if quantity is None or quantity.upper is not None:
        return None, say("no-number", text=_short(cell.text))
    return quantity.value, None


def _trim(value: Decimal) -> Decimal:
    return Decimal(format_number(round(value, 8)))


_PLACE_SHARE = re.compile(
    r"([\u3400-\u9fff]{1,8}?(?:县|区|市|旗|镇|乡|街道|开发区|新区))\s*(?:各)?[:：]?\s*(\d+(?:\.\d+)?)\s*(?:[\u3400-\u9fff%]{0,3})(?=[、，,；;。\s\n）)]|$)"
)


def shares_in(text: str) -> tuple[tuple[str, Decimal], ...]:
    """Shares written in one cell: 砚湖县5家、墨溪区8家; () unless at least two are."""
    found = [
        (match[1].lstrip("、，,；;和及其中"), Decimal(match[2])) for match in _PLACE_SHARE.finditer(fold_digits(text))
    ]
    return tuple(found) if len(found) >= 2 else ()


def fold_digits(text: str) -> str:
    """Half-width digits, everything else as it stands."""
    return "".join(chr(ord(sign) - 0xFEE0) if "０" <= sign <= "９" else sign for sign in text)


def _short(text: str) -> str:
    flat = re.sub(r"\s+", " ", text.strip())
    return flat if len(flat) <= 30 else flat[:29] + "…"
