"""Deadlines as offices write them: 年底前, 12月底, 2025.6.30, 三季度末, 持续推进."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from zhicheng.core.quantities.numerals import parse_number
from zhicheng.core.text import fold

_ONGOING = re.compile(
    r"(?:20\d{2}年)?(?:长期|持续|常态|全年|常年|经常性|日常|贯穿(?:于?(?:全年|全程|全过程))?|长效|每年|每季|每月|每半年|按季|按月|逐月|逐季|逐年|定期|不间断)"
    r"(?:性|化|地|度|末|底)?(?:坚持|推进|实施|开展|进行|落实|推动|抓好|抓|任务|工作|工程|始终|有效|管理|监管|深化|巩固|保持|完成|各1次|一次)*"
)
_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = r"(?:(?P<year>20\d{2}|\d{2}(?=年)|[二][〇零○][〇零○一二三四五六七八九]{2})\s*(?P<yearmark>[年./-]|(?=q[1-4]))度?\s*|(?P<rel>今年|本年|当年|明年|次年)(?:度)?(?:的)?)"
_POINT = re.compile(
    rf"{_YEAR}?(?:"
    rf"(?P<month>{_N})\s*(?:月份?|[./-])\s*(?P<day>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*[日号]?"
    rf"|(?P<tenmonth>{_N})\s*月份?\s*(?P<ten>上旬|中旬|下旬|中|初)"
    rf"|(?P<bare>{_N})\s*月份?"
    r"|(?<=\d[./-])(?P<numeric>\d{1,2})(?!\d)"
    rf"|第?(?P<quarter>[一二三四1-4])\s*季度?|q(?P<quarter2>[1-4])"
    rf"|(?P<half>上半年|下半年|年中)"
    rf"|(?P<end>年底|年末|年内|年终|岁末|(?<=年)(?:底|末|内))"
    rf")?"
    rf"\s*(?:的)?\s*(?:月?底|月?末|中旬末)?\s*(?:之前|以前|前|止|内)?"
)
_WORDS_AROUND = re.compile(
    r"^(?:[自从]?即日起|[自从]?现在起|于|在|到|至|截至|截止到?|力争|确保|原则上|最迟|不晚于|不迟于|务必)*"
)
_WORDS_AFTER = re.compile(
    r"^(?:(?:1?\d|2[0-4])(?:时|点|:00))?(?:前|之前|以前)?(?:全面|基本|全部|按时|按期|如期)*(?:完成|到位|办结|建成|实现|达标|结束|见效|落实|验收|通过验收|取得.{0,8}成效|上报|报送)*(?:任务|目标|工作)?$"
)
_DASH = re.compile(r"[—–―~～]+|至|到|(?<=[月日\d])-+(?=\d{1,2}月|\d{4}\D|\d{1,2}月?(?:底|末)?$)")


@dataclass(frozen=True)
class Deadline:
    """A day, or ongoing. Where a text can mean several, `on` is None and `alternatives` holds them."""

    on: date | None = None
    ongoing: bool = False
    alternatives: tuple[str, ...] = ()
    needs_year: bool = False

    @property
    def text(self) -> str | None:
        """ISO date, `ongoing`, or None."""
        return "ongoing" if self.ongoing else self.on.isoformat() if self.on else None


def parse_deadline(text: str, year: int | None) -> Deadline | None:
    """What the whole text says about when; None where it says nothing that can be read.

    `year` is the programme's year, for texts that name none.
    """
    return _parse(text, year)


@lru_cache(maxsize=2048)
def _parse(text: str, year: int | None) -> Deadline | None:
    plain = re.sub(r"\s+", "", fold(text)).strip("。；;，,、").replace("日号", "日")
    plain = re.sub(r"^[（(](.*)[）)]$", r"\1", plain)
    if not plain:
        return None
    compact = re.fullmatch(r"(20\d{2})(\d{2})(\d{2})?", plain)
    if compact:
        return _day(int(compact[1]), int(compact[2]), int(compact[3]) if compact[3] else None)
    if re.fullmatch(r"20\d{2}-\d{2}-\d{2}[t ]?\d{2}:\d{2}.*", plain):
        plain = plain[:10]
    plain = re.sub(r"[（(](?:星期|周)[一二三四五六日天][)）]$", "", plain)
    abroad = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](20\d{2})", plain)
    if abroad:
        return _year_last(int(abroad[1]), int(abroad[2]), int(abroad[3]))
    if _ONGOING.fullmatch(plain):
        return Deadline(ongoing=True)
    # 2026.3-11 is March to November, or a day that somebody wrote with two kinds of marks.
    mixed = re.fullmatch(r"(20\d{2})[./](\d{1,2})-(\d{1,2})", plain)
    if mixed and int(mixed[2]) < int(mixed[3]) <= 12:
        both = (_day(int(mixed[1]), int(mixed[3]), None), _day(int(mixed[1]), int(mixed[2]), int(mixed[3])))
        return Deadline(alternatives=tuple(day.text for day in both if day and day.text))
    whole = _point(plain, year)
    if whole is not None:
        return whole
    span = _span(plain, year)
    return span if span is not None else _several(plain, year)


def _point(plain: str, year: int | None) -> Deadline | None:
    """A single point in time, with the words that may stand around it."""
    start = _WORDS_AROUND.match(plain)
    begin = start.end() if start else 0
    match = _POINT.match(plain, begin)
    if match is None or match.end() == begin or not _WORDS_AFTER.match(plain[match.end() :]):
        return None
    return _resolve(match, year)


def _number(text: str) -> int | None:
    value = parse_number(text)
    return int(value) if value is not None and value == int(value) else None


def _resolve(match: re.Match[str], year: int | None) -> Deadline | None:
    parts = match.groupdict()
    written = parts["year"]
    if written:
        chosen = _number(written)
        chosen = chosen + 2000 if chosen is not None and chosen < 100 else chosen
    else:
        chosen = year + 1 if year and parts["rel"] in ("明年", "次年") else year
    if not any(parts[key] for key in ("month", "tenmonth", "bare", "numeric", "quarter", "quarter2", "half", "end")):
        return _whole_year(match, chosen, written, parts["rel"])
    if chosen is None:
        return Deadline(needs_year=True)
    if parts["month"]:
        return _day(chosen, _number(parts["month"]), _number(parts["day"]))
    if parts["tenmonth"]:
        month = _number(parts["tenmonth"])
        day = {"上旬": 10, "中旬": 20, "下旬": None}.get(parts["ten"], 0)
        return None if day == 0 else _day(chosen, month, day)
    if parts["bare"] or parts["numeric"]:
        return _day(chosen, _number(parts["bare"] or parts["numeric"]), None)
    quarter = parts["quarter"] or parts["quarter2"]
    if quarter:
        return _day(chosen, 3 * (_number(quarter) or 1), None)
    if parts["half"]:
        return _day(chosen, 12 if parts["half"] == "下半年" else 6, None)
    return _day(chosen, 12, None)


def _whole_year(match: re.Match[str], chosen: int | None, written: str | None, relative: str | None) -> Deadline | None:
    said = match.group(0)
    if not (written or relative) or match["yearmark"] in (".", "/", "-"):
        return None
    return _day(chosen, 12, None) if chosen and not re.search(r"年度?前$", said) else None


def _day(year: int | None, month: int | None, day: int | None) -> Deadline | None:
    if year is None or month is None or not 1 <= month <= 12 or not 1990 <= year <= 2100:
        return None
    last = monthrange(year, month)[1]
    if day is not None and not 1 <= day <= last:
        return None
    return Deadline(on=date(year, month, day or last))


def _year_last(first: int, second: int, year: int) -> Deadline | None:
    """30/6/2025 can only be one day; 5/6/2025 may be two."""
    both = [day.on for day in (_day(year, second, first), _day(year, first, second)) if day and day.on]
    if len(set(both)) > 1:
        return Deadline(alternatives=tuple(day.isoformat() for day in both))
    return Deadline(on=both[0]) if both else None


def _span(plain: str, year: int | None) -> Deadline | None:
    """From … to …: the deadline is the end; the whole year may as well mean ongoing."""
    if re.fullmatch(r"(?:20\d{2}年?[./]?)?1月?(?:1日)?[—–―~～-]+(?:20\d{2}年?[./]?)?12月?(?:31日)?(?:底|末)?", plain):
        end = _point(re.sub(r"^.*[—–―~～-]+", "", plain).removesuffix("月") + "月", year)
        shown = end.text if end and end.text else None
        return Deadline(alternatives=(shown, "ongoing") if shown else ("ongoing",))
    years = re.fullmatch(r"(20\d{2})年?[—–―~～至-]+(20\d{2})年(?:底|末)?", plain)
    if years and years[1] <= years[2]:
        return _day(int(years[2]), 12, None)
    pieces = [piece for piece in _DASH.split(plain) if piece]
    if len(pieces) != 2:
        return None
    first_year = re.match(r"(20\d{2})", pieces[0])
    start = _point(pieces[0] if "月" in pieces[0] or first_year else pieces[0] + "月", year)
    end = _point(pieces[1], int(first_year[1]) if first_year else year)
    if start is None or end is None or start.on is None or end.on is None or start.on > end.on:
        return None
    return end


def _several(plain: str, year: int | None) -> Deadline | None:
    found: list[str] = []
    ongoing = bool(_ONGOING.search(plain))
    for point in find_deadlines(plain, year):
        if point.text and point.text not in found:
            found.append(point.text)
    if ongoing:
        found.append("ongoing")
    if not found:
        return None
    if found == ["ongoing"] and re.match(r"(?:长期|持续|常态|全年)", plain) and not re.search(r"\d", plain):
        return Deadline(ongoing=True)
    return Deadline(alternatives=tuple(found))


_IN_TEXT = re.compile(
    r"(?:(?:20\d{2}|二[〇零○][〇零○一二三四五六七八九]{2})年|今年|本年|明年)?"
    rf"(?:(?:{_N}月份?(?:\d{{1,2}}[日号]|底|末|上旬|中旬|下旬)?)|第?[一二三四1-4]季度末?|上半年|(?<!上半)(?<!下半)年?(?:年底|年末|年内)|底|末)"
    r"(?:之前|以前|前|底前|末前)?"
)


def find_deadlines(text: str, year: int | None) -> tuple[Deadline, ...]:
    """Points in time that a text names as ends (…前, …底, 年内), in its order."""
    plain = fold(text)
    found: list[Deadline] = []
    for match in _IN_TEXT.finditer(plain):
        said = match.group(0)
        if not re.search(r"(?:前|底|末|年内)$", said) or said in ("底", "末", "底前", "末前"):
            continue
        point = _point(said, year)
        if point is not None and point not in found:
            found.append(point)
    return tuple(found)


def from_number(value: Decimal, year: int | None, *, since_1904: bool = False) -> Deadline | None:
    """A deadline typed as a number (6.3, 2025.6): Excel drops a last zero, so some can mean two days.

    A serial number counts from 1900, or from 1904 in workbooks that say so.
    """
    text = f"{value:f}"
    if re.fullmatch(r"20\d{2}", text):
        return _day(int(text), 12, None)
    if re.fullmatch(r"20\d{6}|20\d{4}", text):
        return _parse(text, year)
    match = re.fullmatch(r"(20\d{2})\.(\d{1,2})", text)
    if match:
        month = int(match[2])
        if match[2] == "1":
            first, second = _day(int(match[1]), 1, None), _day(int(match[1]), 10, None)
            return Deadline(alternatives=tuple(d.text for d in (first, second) if d and d.text))
        return _day(int(match[1]), month, None)
    match = re.fullmatch(r"(\d{1,2})\.(\d{1,2})", text)
    if match:
        if year is None:
            return Deadline(needs_year=True)
        month, day = int(match[1]), int(match[2])
        if len(match[2]) == 1 and day <= 3:
            both = (_day(year, month, day), _day(year, month, day * 10))
            options = tuple(d.text for d in both if d and d.text)
            return Deadline(alternatives=options) if len(options) > 1 else _day(year, month, day)
        return _day(year, month, day)
    serial = re.fullmatch(r"[3-6]\d{4}", text)
    if serial:
        start = date(1904, 1, 1) if since_1904 else date(1899, 12, 30)
        return Deadline(alternatives=((start + timedelta(days=int(text))).isoformat(),))
    return None
