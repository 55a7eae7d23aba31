"""The superior's form in the made-up city: last quarter's went back, this quarter's waits for one county's answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial
from io import BytesIO

from zhicheng.demo.diary import Act
from zhicheng.demo.forms import FILE, blank_form
from zhicheng.demo.season import Season
from zhicheng.indicators.queries.editions import latest_of_period
from zhicheng.publications.actions.forms import (
    answer_question,
    answer_request,
    approve_form,
    hand_back,
    receive_form,
    request_missing,
    submit_form,
)
from zhicheng.publications.actions.forms.requests import Answered
from zhicheng.publications.queries.forms import form_detail, form_request

SENDER = "演示省样例厅（虚构）"
# What a task that was not handed to a county gets, and what the pilots answer, in 万元.
NOT_HANDED, FUNDS = "dash", ("186.5", "142", "97.8")
NOTE = "一项任务由几个县共同承担，各县任务数相加多于全市，属实。"
# Superiors ask when the quarter has been frozen, and the second quarter's edition replaced.
DAYS_TO_COME = 33


def note_forms(season: Season) -> None:
    """Note the form of each quarter that has an edition: those before went back, the last is being filled."""
    diary = season.diary
    ended = [
        (period, end) for period, end in season.outline.periods if end + timedelta(days=DAYS_TO_COME) < diary.today
    ]
    for period, end in ended[1:-1]:
        day = diary.days.next_working(end + timedelta(days=DAYS_TO_COME))
        diary.note(diary.moment(day, 9), partial(_sent, season, period))
    for period, _end in ended[-1:]:
        diary.note(diary.moment(diary.ago(2), 9), partial(_lying, season, period))


def _sent(season: Season, period: str, at: datetime) -> None:
    """The whole way: received, asked about, chased, approved by the head, handed back; a step each working day."""
    form = _received(season, period, due_on=season.diary.after(at.date(), 8), at=at)
    if form is None:
        return
    for request, funds in zip(_chased(season, form, at=at), FUNDS, strict=False):
        _later(season, at, 1, partial(_answered, season, request, funds))
    _later(season, at, 2, lambda later: submit_form(form, note=NOTE, by=season.office, at=later))
    _later(season, at, 3, lambda later: approve_form(form, by=season.head, at=later))
    _later(season, at, 4, lambda later: hand_back(form, by=season.office, at=later))


def _later(season: Season, at: datetime, days: int, act: Act) -> None:
    season.diary.note(season.diary.moment(season.diary.after(at.date(), days), 10), act)


def _lying(season: Season, period: str, at: datetime) -> None:
    """On the clerk's desk: two counties have answered, the first has not."""
    form = _received(season, period, due_on=season.diary.after(at.date(), 8), at=at)
    if form is None:
        return
    requests = _chased(season, form, at=at + timedelta(hours=1))
    for request, funds in list(zip(requests, FUNDS, strict=False))[1:]:
        _later(season, at, 1, partial(_answered, season, request, funds))


def _received(season: Season, period: str, *, due_on: date, at: datetime) -> int | None:
    edition = latest_of_period(season.outline.code, period, season.office, state="published")
    if edition is None:
        return None
    content = blank_form(year=int(period[:4]), quarter=int(period[5:]))
    form = receive_form(
        content=BytesIO(content), file_name=FILE, edition=edition.code, sender=SENDER, due_on=due_on, by=season.office,
        at=at,
    ).pk  # fmt: skip
    open_now = form_detail(form, season.office, at=at).questions
    if open_now:
        answers = {each.key: NOT_HANDED if each.key == "unassigned" else each.options[0].value for each in open_now}
        answer_question(form, answers=answers, by=season.office, at=at)
    return form


def _chased(season: Season, form: int, *, at: datetime) -> Sequence[int]:
    """Requests to the counties that owe what is missing, in their order."""
    found = form_detail(form, season.office, at=at)
    units: dict[str, list[str]] = {}
    for gap in found.gaps:
        if gap.key in found.owed:
            units.setdefault(found.owed[gap.key], []).append(gap.key)
    if not units:
        return ()
    return [each.pk for each in request_missing(form, units=units, note="请据实填报到账数。", by=season.office, at=at)]


def _answered(season: Season, request: int, funds: str, at: datetime) -> None:
    """A county's officer gives its figure."""
    asked = form_request(request, season.office, at=at)
    answers = {cell.key: Answered(funds) for cell in asked.cells}
    officer = season.town.officer(season.town.key_of(asked.organisation))
    answer_request(request, answers=answers, by=officer, at=at)
