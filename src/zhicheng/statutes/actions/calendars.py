"""Entering a year's list of holidays, and what follows from it in the same transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor
from zhicheng.core.ledger import record
from zhicheng.core.refusal import RuleBroken
from zhicheng.statutes.actions.recomputing import LISTED_MOVES, recompute, require_city
from zhicheng.statutes.entries import CalendarEntered
from zhicheng.statutes.models import CalendarDay, CalendarYear
from zhicheng.statutes.permissions import P
from zhicheng.statutes.queries.calendars import list_in_force
from zhicheng.statutes.rules.calendar import Holiday, YearList, check_list


@transaction.atomic
def enter_calendar(
    year: int, *, days: Sequence[Holiday], citation: str, reason: str = "", by: Actor, at: datetime
) -> CalendarYear:
    """Enter the State Council's list of a year as a new version; all open clocks follow it at once.

    `reason` is asked where a list of that year is in force already. Raises: NotAllowed, RuleBroken (a list that cannot
    be that year's, no citation, no reason for replacing one).
    """
    require_city(by, P.CALENDAR_ENTER)
    found = YearList(year=year, holidays=tuple(days), citation=citation.strip(), source="entered")
    check_list(found)
    reason = _reason_to_replace(year, reason)
    older = CalendarYear.objects.select_for_update().filter(year=year).order_by("-version").first()
    CalendarYear.objects.filter(year=year, current=True).update(current=False)
    entered = CalendarYear.objects.create(
        year=year, version=older.version + 1 if older else 1, citation=found.citation, reason=reason,
        entered_by=by.person, entered_at=at,
    )  # fmt: skip
    CalendarDay.objects.bulk_create(_rows(entered, found))
    done = recompute(at=at)
    fact = CalendarEntered(
        year=year, version=entered.version, sha256=_fingerprint(found), checked=done.checked, moved=done.moved,
        failed=len(done.failures), moves=tuple(done.moves[:LISTED_MOVES]), moves_sha256=done.moves_sha256,
    )  # fmt: skip
    record(fact, by=by, at=at, subject=f"statutes.calendar:{year}")
    return entered


def _reason_to_replace(year: int, reason: str) -> str:
    reason = reason.strip()
    if list_in_force(year) is not None and not reason:
        raise RuleBroken(
            _("%(year)s年已有放假安排。新录入的安排将取代它，请写明更改的理由；原安排仍然保留备查。"),
            code="no-reason",
            year=year,
        )
    return reason[:200]


def _rows(entered: CalendarYear, found: YearList) -> list[CalendarDay]:
    kinds = CalendarDay.Kind
    stretches = [
        (position, holiday.name, kind, first, last)
        for position, holiday in enumerate(found.holidays)
        for kind, first, last in (
            (kinds.HOLIDAY, holiday.first, holiday.last),
            *((kinds.MAKEUP, day, day) for day in holiday.makeup),
        )
    ]
    return [
        CalendarDay(calendar=entered, position=position, name=name, kind=kind, first=first, last=last)
        for position, name, kind, first, last in stretches
    ]


def _fingerprint(found: YearList) -> str:
    canonical = [
        [each.name, each.first.isoformat(), each.last.isoformat(), [day.isoformat() for day in each.makeup]]
        for each in found.holidays
    ]
    return hashlib.sha256(json.dumps([found.year, found.citation, canonical], ensure_ascii=False).encode()).hexdigest()
