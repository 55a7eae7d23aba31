"""A reckoning put in words: the steps of a deadline as plain data, and the one sentence that they make.

Steps are kept, not sentences, so that a stored clock explains itself in every language with the figures it was
reckoned with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy, ngettext, pgettext

from zhicheng.statutes.rules.calendar import WEEKEND_NAMES, Calendar, DayKind
from zhicheng.statutes.rules.festivals import shown

Step = tuple[str, Mapping[str, Any]]

TEMPLATES = {
    "from-next": gettext_lazy("自 %(start)s 次日起 %(length)s"),
    "from-same": gettext_lazy("自 %(start)s 当日起 %(length)s"),
    "from-moment": gettext_lazy("自 %(start)s 起 %(length)s"),
    "same-day": gettext_lazy("限 %(start)s 当日"),
    "extended": gettext_lazy("延长 %(length)s"),
    "suspended": gettext_lazy("中止 %(length)s"),
    "skipped": gettext_lazy("%(festival)s假期 %(length)s不计"),
    "worked": gettext_lazy("%(days)s 调休上班计入"),
    "last": gettext_lazy("末日 %(day)s"),
    "last-in-holiday": gettext_lazy("末日 %(day)s 在%(festival)s假期内，顺延至 %(due)s"),
    "last-on-weekend": gettext_lazy("末日 %(day)s 为%(weekday)s，顺延至 %(due)s"),
    "until": gettext_lazy("至 %(end)s"),
    "provisional": gettext_lazy("暂定（%(year)s年放假安排尚未公布）"),
    "unlisted": gettext_lazy("暂定（%(year)s年放假安排未录入）"),
}


def length(amount: int, unit: str) -> str:
    """An amount with its unit as a document writes it: 15 日, 5 个工作日, 3 个月, 24 小时."""
    words = {
        "minutes": lambda: ngettext("%(amount)s 分钟", "%(amount)s 分钟", amount),
        "hours": lambda: ngettext("%(amount)s 小时", "%(amount)s 小时", amount),
        "calendar_days": lambda: ngettext("%(amount)s 日", "%(amount)s 日", amount),
        "working_days": lambda: ngettext("%(amount)s 个工作日", "%(amount)s 个工作日", amount),
        "months": lambda: ngettext("%(amount)s 个月", "%(amount)s 个月", amount),
    }
    return words[unit]() % {"amount": amount}


def explain_hours(start: datetime, end: datetime, *, amount: int, extension: int, stood: timedelta) -> tuple[Step, ...]:
    """The steps of a time limit in hours."""
    steps: list[Step] = [("from-moment", {"start": _minute(start), "amount": amount, "unit": "hours"})]
    if extension:
        steps.append(("extended", {"amount": extension, "unit": "hours"}))
    if stood:
        minutes = -(-int(stood.total_seconds()) // 60)
        whole = minutes % 60 == 0
        steps.append(("suspended", {"amount": minutes // 60 if whole else minutes,
                                    "unit": "hours" if whole else "minutes"}))  # fmt: skip
    steps.append(("until", {"end": _minute(end)}))
    return tuple(steps)


def explain_days(
    start: date,
    last: date,
    due: date,
    *,
    calendar: Calendar,
    amount: int,
    unit: str,
    extension: int,
    same_day: bool,
    stands: Callable[[date], bool],
    missing: int | None,
) -> tuple[Step, ...]:
    """The steps of a time limit in days or months: `last` is its last day as counted, `due` after moving on."""
    nothing = amount + extension == 0
    between = [start + timedelta(days=n) for n in range(0 if same_day else 1, (last - start).days + 1)]
    steps: list[Step] = [_beginning(start, amount=amount, unit=unit, same_day=same_day)]
    if extension:
        steps.append(("extended", {"amount": extension, "unit": unit}))
    stood = sum(stands(start + timedelta(days=n)) for n in range((due - start).days + 1))
    if stood:
        steps.append(("suspended", {"amount": stood, "unit": "calendar_days"}))
    if unit == "working_days" and not nothing:
        steps += _swapped([day for day in between if not stands(day)], calendar)
    steps.append(_ending(start if nothing else last, due, calendar))
    if missing is not None:
        late = not calendar.years or missing > max(calendar.years)
        steps.append(("provisional" if late else "unlisted", {"year": missing}))
    return tuple(steps)


def sentence(steps: Sequence[Step]) -> str:
    """The steps as one sentence in the language that is active."""
    year = next((facts["start"][:4] for _code, facts in steps if "start" in facts), "")
    parts = [str(TEMPLATES[code]) % _in_words(facts, year=year) for code, facts in steps]
    return pgettext("between the steps of a deadline", "，").join(parts)


def _beginning(start: date, *, amount: int, unit: str, same_day: bool) -> Step:
    if amount == 0:
        return "same-day", {"start": start.isoformat()}
    code = "from-same" if same_day else "from-next"
    return code, {"start": start.isoformat(), "amount": amount, "unit": unit}


def _swapped(days: Sequence[date], calendar: Calendar) -> list[Step]:
    """What the list of the year took out of the working days between, and what it put in."""
    off: dict[str, int] = {}
    for day in days:
        if calendar.kind(day) is DayKind.HOLIDAY:
            off[calendar.festival(day)] = off.get(calendar.festival(day), 0) + 1
    steps: list[Step] = [
        ("skipped", {"festival": name, "amount": count, "unit": "calendar_days"}) for name, count in off.items()
    ]
    worked = [day.isoformat() for day in days if calendar.kind(day) is DayKind.MAKEUP]
    return [*steps, ("worked", {"days": worked})] if worked else steps


def _ending(last: date, due: date, calendar: Calendar) -> Step:
    facts: dict[str, Any] = {"day": last.isoformat(), "due": due.isoformat()}
    if due == last or calendar.is_working(last):
        return "last", {"day": due.isoformat()}
    if calendar.kind(last) is DayKind.HOLIDAY:
        return "last-in-holiday", {**facts, "festival": calendar.festival(last)}
    return "last-on-weekend", {**facts, "weekday": last.weekday()}


def _in_words(facts: Mapping[str, Any], *, year: str) -> dict[str, str]:
    """The facts as they are shown; a day in the year of the start is shown without its year."""
    words = {name: str(value) for name, value in facts.items()}
    for name in ("day", "due", "end"):
        if name in facts:
            words[name] = _short(facts[name], year)
    if "days" in facts:
        words["days"] = pgettext("between the items of a list", "、").join(_short(day, year) for day in facts["days"])
    if "amount" in facts:
        words["length"] = length(facts["amount"], facts["unit"])
    if "festival" in facts:
        words["festival"] = shown(facts["festival"])
    if "weekday" in facts:
        words["weekday"] = str(WEEKEND_NAMES[facts["weekday"]])
    return words


def _short(day: str, year: str) -> str:
    return day[5:] if year and day.startswith(f"{year}-") else day


def _minute(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")
