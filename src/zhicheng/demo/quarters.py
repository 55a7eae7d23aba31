"""What units report period by period, who verifies it, and what goes otherwise: returned, corrected, late, not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from math import ceil

from zhicheng.core.access import Actor
from zhicheng.demo import paces
from zhicheng.demo.people import SLOW_COUNTY
from zhicheng.demo.programmes import Line
from zhicheng.demo.rosters import Roll
from zhicheng.demo.season import Season
from zhicheng.demo.words import NEXT_STEPS, PROBLEMS, REASONS_FOR_REPORTS, REASONS_FOR_ROWS
from zhicheng.goals.actions.reporting import (
    Count,
    Draft,
    ReportText,
    Row,
    open_reporting,
    resubmit_rows,
    save_report,
    submit_report,
)
from zhicheng.goals.actions.verifying import return_report, verify_report
from zhicheng.goals.queries.handed import HandedPart

# Days around a period's end in which units report, and for the last one of the year, which is reported before it ends.
REPORTED = (timedelta(days=-6), timedelta(days=9))
REPORTED_BEFORE_NEW_YEAR = (timedelta(days=-26), timedelta(days=-15))
DAYS_UNTIL_OVERDUE = 15
RATES = {"care": 0.91, "late": 0.80}


@dataclass
class Leaf:
    """A part that reports: its own number (None where it counts nothing), and how much it has reported so far."""

    part: HandedPart
    line: Line
    unit: str
    own: int | None
    fate: str = ""
    numbers: list[int] = field(default_factory=list)
    reported: int = 0
    rows_from: date | None = None
    claimed: set[int] = field(default_factory=set)


@dataclass
class Quarters:
    """The reporting of one season."""

    season: Season
    roll: Roll
    leaves: list[Leaf] = field(default_factory=list)

    def begin(self, on: date) -> None:
        """From that day, when the parts are fixed, note every report and every verification."""
        diary, ends = self.season.diary, self.season.outline.periods
        diary.note(diary.moment(on, 18), self._plan)
        for slug, end in ends:
            diary.note(diary.moment(end + timedelta(days=1), 1), partial(self._open, slug))

    def _open(self, period: str, at: datetime) -> None:
        open_reporting(self.season.programme, period=period, by=self.season.office, at=at)

    def _plan(self, at: datetime) -> None:
        season, town = self.season, self.season.town
        for part in season.parts():
            line, unit = season.tasks[part.task], town.key_of(part.organisation)
            if part.role != "support":
                leaf = Leaf(part, line, unit, self._own(part, line), season.fate(line, unit))
                self.leaves.append(leaf)
        for task in season.tasks:
            self._number([leaf for leaf in self.leaves if leaf.part.task == task and leaf.own is not None])
        for leaf in self.leaves:
            self._note_reports(leaf)

    def _own(self, part: HandedPart, line: Line) -> int | None:
        if line.kind not in ("counted", "coverage"):
            return None
        if part.role in ("lead", "co-lead"):
            return None if line.split else line.target
        return int(part.share or 0) - self.season.split_of.get(part.pk, 0)

    def _number(self, leaves: Sequence[Leaf]) -> None:
        """How much each part of one task has done by the end of each period."""
        if not leaves:
            return
        season, line = self.season, leaves[0].line
        ends = [end for _slug, end in season.outline.periods]
        lucky = season.diary.random.random() < 0.5
        so_far = {leaf.part.pk: 0 for leaf in leaves}
        for place in range(len(ends)):
            on = paces.must_hold_until(ends, place, today=season.diary.today)
            target = sum(leaf.own or 0 for leaf in leaves)
            if line.direction == "at_most":
                total = 0
            else:
                share = paces.fraction(line.pace, place, len(ends), asked=self._asked(leaves, on) / target, lucky=lucky,
                                       random=season.diary.random)  # fmt: skip
                total = paces.whole(line.pace, share * target)
            rooms = {leaf.part.pk: max(self._room(leaf), so_far[leaf.part.pk]) for leaf in leaves}
            so_far = paces.deal_out(total, so_far=so_far, room=rooms)
            for leaf in leaves:
                leaf.numbers.append(so_far[leaf.part.pk])

    def _asked(self, leaves: Sequence[Leaf], on: date) -> float:
        """What the schedules ask for in all on that day; townships' own are part of their county's."""
        season = self.season
        found = 0.0
        for leaf in leaves:
            numbers = season.amounts(leaf.own or 0)
            steps = list(zip(season.step_days(), map(float, numbers), strict=True))
            steps = steps[-1:] if season.only_year_end(leaf.line) else steps
            found += paces.expected(steps, starts_on=date(season.outline.first_year, 1, 1), on=on)
        return found

    def _room(self, leaf: Leaf) -> float:
        """How much of a total a part can take: this year the slow county less and others for it more."""
        if leaf.fate in ("unsigned", "unfixed"):
            return 0
        slow = bool(self.season.fates) and leaf.unit == SLOW_COUNTY.code
        return (leaf.own or 0) * (0.6 if slow else 1.5 if leaf.line.split else 1.0)

    def _note_reports(self, leaf: Leaf) -> None:
        season, diary = self.season, self.season.diary
        if leaf.fate in ("unsigned", "unfixed"):
            return
        recent = self.recent_place() if leaf.fate in RECENT else len(season.outline.periods)
        for place, (_slug, end) in enumerate(season.outline.periods):
            if place >= recent or self._stays_silent(leaf, end):
                break
            earlier, later = REPORTED_BEFORE_NEW_YEAR if end == season.outline.periods[-1][1] else REPORTED
            day = diary.random.choice(diary.working_days(end + earlier, end + later))
            day = max(day, diary.after(season.fixed_on[leaf.part.pk], 1))
            diary.note(diary.moment(day), partial(self._report, leaf, place))
        if leaf.fate == "drafted":
            diary.note(diary.moment(diary.ago(1)), partial(self._save_with_repeats, leaf, recent))
        elif leaf.fate in RECENT and diary.ago(RECENT[leaf.fate][0]) > season.fixed_on[leaf.part.pk]:
            days, _then = RECENT[leaf.fate]
            diary.note(diary.moment(diary.ago(days)), partial(self._report, leaf, recent))

    def recent_place(self) -> int:
        """Which period somebody who reports just before the city is looked at reports on."""
        ends = [end for _slug, end in self.season.outline.periods]
        ended = sum(1 for end in ends if end < self.season.diary.today)
        just_ended = ended and (self.season.diary.today - ends[ended - 1]).days <= 25
        return min(ended - 1 if just_ended else ended, len(ends) - 1)

    def _stays_silent(self, leaf: Leaf, end: date) -> bool:
        """From the last period that is overdue when the city is looked at, some report nothing."""
        if leaf.line.pace != "silent" and leaf.fate != "missing":
            return False
        overdue = [each for _slug, each in self.season.outline.periods
                   if each + timedelta(days=DAYS_UNTIL_OVERDUE) < self.season.diary.today]  # fmt: skip
        return not overdue or end >= overdue[-1]

    def _report(self, leaf: Leaf, place: int, at: datetime) -> None:
        """A unit hands in its report; the verification follows some working days later."""
        first, recent = place == 0, leaf.fate in RECENT and place == self.recent_place()
        asks = (leaf.fate == "asked" and first) or (leaf.fate == "asking" and recent)
        report = submit_report(
            leaf.part.pk, period=self.season.outline.periods[place][0], draft=self.draft(leaf, place, at, asks=asks),
            by=self.officer(leaf), at=at,
        )  # fmt: skip
        diary = self.season.diary
        then = RECENT[leaf.fate][1] if recent else None
        if recent and then is not None:
            diary.note(diary.moment(diary.ago(2)), partial(self._decide, leaf, place, report.pk, then))
        elif not recent:
            word = leaf.fate if first and leaf.fate in EARLIER else "verify"
            day = diary.after(at.date(), diary.random.randint(1, 5))
            diary.note(diary.moment(day), partial(self._decide, leaf, place, report.pk, word))

    def _decide(self, leaf: Leaf, place: int, report: int, word: str, at: datetime) -> None:
        """Somebody else looks at a report; what is sent back is handed in again three working days later."""
        diary, by = self.season.diary, self.verifier(leaf)
        rows = leaf.numbers and leaf.rows_from is not None and leaf.line.names
        again = diary.moment(diary.after(at.date(), 3))
        if word.startswith("rows-back") and rows:
            verify_report(report, returned={1: diary.random.choice(REASONS_FOR_ROWS)}, by=by, at=at)
            if word == "rows-back-before":
                diary.note(again, partial(self._put_row_right, leaf, place, report))
        elif word.startswith("sent-back"):
            return_report(report, reason=diary.random.choice(REASONS_FOR_REPORTS), by=by, at=at)
            leaf.reported = leaf.numbers[place - 1] if leaf.numbers and place else 0
            leaf.claimed = set()
            if word == "sent-back-before":
                leaf.fate = ""
                diary.note(again, partial(self._report, leaf, place))
        else:
            verify_report(report, by=by, at=at)

    def _save_with_repeats(self, leaf: Leaf, place: int, at: datetime) -> None:
        """A draft waits that repeats a name of another county and one of the year before: handing it in is refused."""
        days = self._days(place, at)
        rows = list(self.roll.rows(leaf.line, leaf.unit, 3, days=days))
        for firm in self.roll.counted_already(leaf.line, leaf.unit):
            rows.append(Row(len(rows) + 1, firm.name, firm.uscc, days[-1]))
        text = ReportText(progress=f"本期新增{len(rows)}{leaf.line.unit}，名单附后。")
        save_report(
            leaf.part.pk, period=self.season.outline.periods[place][0], draft=Draft(text=text, rows=rows),
            by=self.officer(leaf), at=at,
        )  # fmt: skip

    def _put_row_right(self, leaf: Leaf, place: int, report: int, at: datetime) -> None:
        [row] = self.roll.rows(leaf.line, leaf.unit, 1, days=self._days(place, at))
        resubmit_rows(report, rows={1: row}, by=self.officer(leaf), at=at)
        day = self.season.diary.after(at.date(), 2)
        self.season.diary.note(self.season.diary.moment(day), partial(self._decide, leaf, place, report, "verify"))

    def officer(self, leaf: Leaf) -> Actor:
        """Who reports on a part."""
        return self.season.town.officer(leaf.unit)

    def verifier(self, leaf: Leaf) -> Actor:
        """Who verifies: the county above a township, the office above a lead, else the task's lead."""
        town = self.season.town
        if leaf.part.role == "township":
            return town.officer(leaf.unit[:6])
        return self.season.head if leaf.part.role in ("lead", "co-lead") else town.officer(leaf.line.lead)

    def draft(self, leaf: Leaf, place: int, at: datetime, *, asks: bool = False) -> Draft:
        """A unit's report on a part for a period."""
        days, random, line = self._days(place, at), self.season.diary.random, leaf.line
        rows: Sequence[Row] = ()
        count, done = Count(in_progress=line.pipeline or None), ""
        if line.kind == "rate":
            count, done = self._rate(line, place)
        elif leaf.own is not None:
            new = leaf.numbers[place] - leaf.reported
            leaf.reported = leaf.numbers[place]
            done = f"本期新增{new}{line.unit}，累计{leaf.reported}{line.unit}。"
            if line.names:
                rows = self.roll.rows(line, leaf.unit, new, days=days)
            else:
                count = Count(unlisted=Decimal(leaf.reported))
        leaf.rows_from = days[0] if rows else None
        met = self._met(leaf, place, days)
        text = ReportText(
            progress=done or (f"已完成{len(leaf.claimed)}个节点。" if met else "正在推进，节点尚未完成。"),
            problems=random.choice(PROBLEMS), next_step=random.choice(NEXT_STEPS),
            coordination=f"“{line.title}”涉及多个部门，数据口径不一，请市质量强市办协调统一。" if asks else "",
        )  # fmt: skip
        return Draft(text=text, count=count, rows=rows, met=met)

    def _rate(self, line: Line, place: int) -> tuple[Count, str]:
        periods = len(self.season.outline.periods)
        base = line.base * (place + 1) // periods
        target = line.target or 0
        share = RATES[line.pace] * target if line.pace in RATES else min(target + (100 - target) * 0.3, 100)
        done = min(ceil(base * share / 100), base)
        return Count(unlisted=Decimal(done), base=Decimal(base)), f"累计{base}，其中合格（达标、按期）{done}。"

    def _met(self, leaf: Leaf, place: int, days: Sequence[date]) -> dict[int, date]:
        """The steps without a number that are met by now: one a period."""
        end = self.season.outline.periods[place][1]
        steps = enumerate(leaf.part.steps)
        open_steps = [key for n, (key, due, amount) in steps if amount is None and (n <= place or due <= end)]
        met = {key: days[-1] for key in open_steps if key not in leaf.claimed}
        leaf.claimed |= set(met)
        return met

    def _days(self, place: int, at: datetime) -> list[date]:
        """The working days of a period before it is reported on."""
        diary, ends = self.season.diary, self.season.outline.periods
        begins = ends[place - 1][1] + timedelta(days=1) if place else date(ends[0][1].year, 1, 1)
        before = min(at.date() - timedelta(days=1), ends[place][1])
        return diary.working_days(begins, before) or [before]


# Who reports just before the city is looked at: how many working days ago, and what is decided on it since.
RECENT = {
    "pending": (3, None), "asking": (3, None), "rows-back": (6, "rows-back"), "sent-back": (6, "sent-back"),
    "drafted": (0, None),
}  # fmt: skip
# What happened with the first report of the year and has been put right since.
EARLIER = ("rows-back-before", "sent-back-before")
