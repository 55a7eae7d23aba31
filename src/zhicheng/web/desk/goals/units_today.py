"""What must I do today: the page on which each desk opens, and the same as a calendar file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhicheng.core.access import Actor
from zhicheng.goals.permissions import P
from zhicheng.goals.queries import programmes
from zhicheng.goals.queries.duties import Duty, duties
from zhicheng.goals.queries.programmes import ProgrammeLine
from zhicheng.goals.rules.periods import name_of
from zhicheng.publications.queries.forms import form_duties
from zhicheng.statutes.permissions import P as StatutesP
from zhicheng.statutes.queries import RunningClock, calendar_gap
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest

MOST = 300
# Duties of one kind, programme and day become one line from this number on: a county that owes 60 reports has one thing to do.
TOGETHER_FROM = 4
SHOWN_TITLES = 2


@dataclass(frozen=True)
class Line:
    """One line of the page: one duty, or several alike."""

    clock: RunningClock
    verb: str
    title: str
    detail: str
    url: str
    count: int = 1
    second: tuple[str, str] | None = None

    @property
    def tone(self) -> str:
        """How the clock is coloured."""
        return "late" if self.clock.overdue else ""


@dataclass
class Section:
    """Lines under one heading."""

    slug: str
    title: str
    lines: list[Line] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many duties its lines stand for."""
        return sum(line.count for line in self.lines)


@page()
def today(request: CityRequest) -> HttpResponse:
    """Today's duties, sorted by their clocks."""
    found = duties(request.actor, at=request.now, limit=MOST)
    asked = asked_lines(request)
    sections = sections_of(found, on=request.today, others=asked)
    gap = calendar_gap(request.today) if request.actor.holds(StatutesP.CALENDAR_ENTER) else ""
    context = {
        "answer": answer_of(sections), "sections": shown(sections), "gap": gap,
        "provisional": any(line.clock.provisional for each in sections for line in each.lines), "cut": len(found) >= MOST, "most": MOST,
        "programmes": [] if found or asked else running(request.actor),
    }  # fmt: skip
    return render(request, "desk/goals/units/today.html", context)


def running(actor: Actor) -> list[tuple[ProgrammeLine, dict[str, int], str]]:
    """The programmes under way, as counts and as a sentence: what somebody without a duty comes to see."""
    if not actor.holds(P.TASK_VIEW):
        return []
    lines = [each for each in programmes.programmes(actor) if each.state == "issued"]
    counts = programmes.light_counts([each.pk for each in lines])
    return [(each, counts[each.pk], programmes.sentence_of(counts[each.pk])) for each in lines]


def sections_of(found: Sequence[Duty], *, on: date, others: Sequence[Line] = ()) -> list[Section]:
    """The duties under their headings, with lines that other modules bring."""
    sections = [
        Section("late", _("已逾期")), Section("today", _("今日")), Section("week", _("本周")),
        Section("next", _("下周")), Section("later", _("以后")),
    ]  # fmt: skip
    by_slug = {each.slug: each for each in sections}
    groups: dict[tuple[object, ...], list[Duty]] = {}
    for duty in found:
        key = (duty.clock.duty, duty.programme, duty.period, duty.clock.due_on, duty.clock.overdue)
        groups.setdefault(key if duty.kind == "part" else (duty.clock.subject, duty.clock.duty), []).append(duty)
    for group in groups.values():
        lines = [together(group)] if len(group) >= TOGETHER_FROM else [single(each) for each in group]
        by_slug[when(group[0].clock, on=on)].lines += lines
    for line in others:
        by_slug[when(line.clock, on=on)].lines.append(line)
    for section in sections:
        section.lines.sort(key=lambda line: line.clock.due_at)
    return sections


def shown(sections: Sequence[Section]) -> list[Section]:
    """What the page shows: this week and the next under one heading, no empty heading."""
    late, now, week, following, later = sections
    near = Section("near", _("本周和下周"), [*week.lines, *following.lines])
    return [each for each in (late, now, near, later) if each.lines]


def when(clock: RunningClock, *, on: date) -> str:
    """Under which heading a clock stands."""
    sunday = on + timedelta(days=6 - on.weekday())
    if clock.overdue:
        return "late"
    if clock.due_on <= on:
        return "today"
    if clock.due_on <= sunday:
        return "week"
    return "next" if clock.due_on <= sunday + timedelta(days=7) else "later"


def answer_of(sections: Sequence[Section]) -> str:
    """What a colleague would say; made of the same counts that stand below."""
    count = {each.slug: each.count for each in sections}
    now = count["late"] + count["today"]
    said = _("今日 %(n)s 件待办") % {"n": now} if now else _("今日无待办")
    if count["late"]:
        said += _("，") + _("%(n)s 件已逾期") % {"n": count["late"]}
    ahead = [
        (_("本周另有 %(n)s 件") if now else _("本周有 %(n)s 件")) % {"n": count["week"]} if count["week"] else "",
        _("下周 %(n)s 件") % {"n": count["next"]} if count["next"] else "",
        _("以后 %(n)s 件") % {"n": count["later"]} if count["later"] and not (count["week"] or count["next"]) else "",
    ]
    listed = _("，").join(each for each in ahead if each)
    return (
        _("%(said)s；%(listed)s。") % {"said": said, "listed": listed} if listed else _("%(said)s。") % {"said": said}
    )


def single(duty: Duty) -> Line:
    """One duty as a line."""
    return Line(duty.clock, duty.verb, duty.title, duty.detail, address_of(duty))


def asked_lines(request: CityRequest) -> list[Line]:
    """Requests for figures of superiors' forms as lines."""
    return [
        Line(each.clock, _("答复"), _("上级报表要数：%(title)s") % {"title": each.title}, each.detail,
             reverse("desk-form-request", args=[each.request]))
        for each in form_duties(request.actor, at=request.now, limit=MOST)
    ]  # fmt: skip


def together(group: Sequence[Duty]) -> Line:
    """Several duties alike as one line that leads to their list."""
    first, count = group[0], len(group)
    titles = "；".join(each.title for each in group[:SHOWN_TITLES])
    detail = _("%(titles)s 等 %(count)s 件") % {"titles": titles, "count": count}
    period = name_of(first.period) if first.period else ""
    second = None
    if first.clock.duty in ("report", "correct"):
        title = _("%(period)s进展：%(count)s 件未报") % {"period": period, "count": count}
        if first.clock.duty == "correct":
            title = _("%(period)s进展：%(count)s 件待补正") % {"period": period, "count": count}
        second = (reverse("desk-sheet", args=[first.programme, first.period]), _("整表填报"))
    elif first.clock.duty == "verify":
        title = _("%(period)s进展：%(count)s 件待核实") % {"period": period, "count": count}
    else:
        title = _("%(count)s 件任务待%(verb)s") % {"count": count, "verb": first.verb}
    return Line(first.clock, first.verb, title, detail, list_address(first), count, second)


def address_of(duty: Duty) -> str:
    """Where a duty is done."""
    if duty.kind == "change":
        return reverse("desk-change", args=[duty.key])
    if duty.kind == "matter":
        return reverse("desk-matter", args=[duty.key])
    if duty.period:
        return reverse("desk-report-due", args=[duty.key, duty.period])
    return reverse("desk-part-fix" if duty.clock.duty == "fix" else "desk-part", args=[duty.key])


def list_address(duty: Duty) -> str:
    """Where several duties alike are listed."""
    if duty.clock.duty == "verify":
        return f"{reverse('desk-reports')}?show=mine&period={duty.period}"
    if duty.period:
        return f"{reverse('desk-parts')}?programme={duty.programme}&due={duty.period}"
    state = {"sign": "delivered", "fix": "signed"}[duty.clock.duty]
    return f"{reverse('desk-parts')}?programme={duty.programme}&state={state}"


@page()
def calendar(request: CityRequest) -> HttpResponse:
    """Open duties as an iCalendar file; it holds titles and days, no person and no figure."""
    found: list[Duty | Line] = [*duties(request.actor, at=request.now, limit=MOST), *asked_lines(request)]
    mark = _("（虚构）") if settings.CITY.made_up else ""
    stamp = f"{request.now:%Y%m%dT%H%M%SZ}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//zhicheng//desk//ZH", "CALSCALE:GREGORIAN"]
    for duty in found:
        day = duty.clock.due_on
        provisional = _("（期限暂定）") if duty.clock.provisional else ""
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_escaped(duty.clock.subject)}:{duty.clock.duty}@zhicheng",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(f'{mark}{duty.verb}：{duty.title}{provisional}')}",
            f"DESCRIPTION:{_escaped(f'{duty.detail} {duty.clock.explanation}')}",
            "END:VEVENT",
        ]
    body = "".join(_folded(line) for line in [*lines, "END:VCALENDAR"])
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="duties.ics"'
    return response


def _escaped(text: str) -> str:
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        text = text.replace(sign, written)
    return text


def _folded(line: str) -> str:
    """A line of at most 75 octets, the rest on lines that begin with a space; no character is cut (RFC 5545, 3.1)."""
    pieces: list[str] = []
    piece = ""
    for sign in line:
        if len((piece + sign).encode()) > (75 if not pieces else 74):
            pieces.append(piece)
            piece = ""
        piece += sign
    return "\r\n ".join([*pieces, piece]) + "\r\n"
