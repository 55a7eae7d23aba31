"""One programme from its first draft to parts that are under way: written, issued, handed out, signed for, fixed."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from zhicheng.demo import paces
from zhicheng.demo.diary import Diary
from zhicheng.demo.founding import Town
from zhicheng.demo.people import OFFICE, SLOW_COUNTY, person_name
from zhicheng.demo.places import CITY_CODE, COUNTIES, TOWNSHIPS
from zhicheng.demo.programmes import SECTIONS, Line
from zhicheng.goals.actions.assigning import TaskPlan, UnitPart, deliver_tasks, plan_tasks
from zhicheng.goals.actions.programmes import create_programme, link_task, move_programme, move_source, record_source
from zhicheng.goals.actions.tasks import record_task
from zhicheng.goals.actions.units import StepPlan, fix_assignment, sign_assignment, split_assignment
from zhicheng.goals.queries.handed import HandedPart, handed_parts
from zhicheng.goals.queries.programmes import sources

# Larger counties take larger shares.
WEIGHTS = (14, 13, 12, 11, 10, 9, 12, 10, 9)
DAYS_TO_SIGN, DAYS_TO_FIX = 5, 9
# Working days that the slow county takes instead.
SLOW_TO_SIGN, SLOW_TO_FIX = 9, 22


@dataclass(frozen=True)
class Outline:
    """What a programme is called, which years it covers, and on which days it is written, issued and handed out."""

    code: str
    title: str
    number: str
    first_year: int
    last_year: int
    reporting: str
    periods: Sequence[tuple[str, date]]
    drafted: date
    issued: date
    delivered: date
    kind: str = "annual"


@dataclass
class Season:
    """A programme of the made-up city. `fates` says how single parts go: (title, unit) → a word of `quarters`."""

    outline: Outline
    lines: Sequence[Line]
    town: Town
    diary: Diary
    fates: Mapping[tuple[str, str], str] = field(default_factory=dict)
    townships: frozenset[tuple[str, str]] = frozenset()
    programme: int = 0
    source: int = 0
    tasks: dict[int, Line] = field(default_factory=dict)
    split_of: dict[int, int] = field(default_factory=dict)
    fixed_on: dict[int, date] = field(default_factory=dict)

    @property
    def office(self) -> Any:
        """Who does the daily work at the office."""
        return self.town.named["office"]

    @property
    def head(self) -> Any:
        """Who decides at the office."""
        return self.town.named["head"]

    def begin(self) -> None:
        """Note every step up to the hand-out; signing and fixing follow from it."""
        plan, diary = self.outline, self.diary
        diary.note(diary.moment(plan.drafted), self._draft)
        diary.note(diary.moment(diary.after(plan.drafted, 3)), self._link)
        diary.note(diary.moment(plan.issued, 9), self._examine)
        diary.note(diary.moment(plan.issued, 15), self._issue)
        diary.note(diary.moment(plan.delivered, 10), self._hand_out)

    def _draft(self, at: datetime) -> None:
        plan = self.outline
        made = create_programme(
            code=plan.code, title=plan.title, kind=plan.kind, first_year=plan.first_year, last_year=plan.last_year,
            region=CITY_CODE, office=self.town.units[OFFICE], reporting=plan.reporting, origin="made-up",
            by=self.office, at=at,
        )  # fmt: skip
        self.programme = made.pk
        for number, line in enumerate(self.lines, 1):
            task = record_task(made.pk, values=self._values(number, line), by=self.office, at=at)
            self.tasks[task.pk] = line
        self.source = record_source(
            made.pk, kind="plan" if plan.kind == "five-year" else "policy", title=f"关于印发《{plan.title}》的通知",
            number=plan.number, issuer="演示市质量强市工作领导小组", text=policy_text(self.lines), issued_on=plan.issued,
            state="draft", by=self.office, at=at,
        ).pk  # fmt: skip

    def _values(self, number: int, line: Line) -> dict[str, Any]:
        target = None if line.target is None else Decimal(line.target)
        return {
            "number": str(number), "section": SECTIONS[line.field], "field": line.field, "title": line.title,
            "kind": line.kind, "direction": line.direction, "target": target, "unit": line.unit, "basis": line.basis,
            "standard": line.standard, "deadline": date(self.outline.last_year, 12, 31),
            "counted_from": date(self.outline.first_year, 1, 1), "contact": self.town.officer(line.lead).name,
        }  # fmt: skip

    def _link(self, at: datetime) -> None:
        """Lead every task to the sentence that asks for it."""
        found = {text: key for source in sources(self.programme, self.office) for key, _n, text, _t in source.sentences}
        for task, line in self.tasks.items():
            link_task(task, sentences=[found[sentence_for(line)]], by=self.office, at=at)

    def _examine(self, at: datetime) -> None:
        move_source(self.source, verb="examine", by=self.head, at=at)
        move_programme(self.programme, verb="examine", by=self.head, at=at)

    def _issue(self, at: datetime) -> None:
        move_source(self.source, verb="issue", by=self.head, at=at)
        move_programme(self.programme, verb="issue", by=self.head, at=at)

    def _hand_out(self, at: datetime) -> None:
        plans = [TaskPlan(task, self._parts(line)) for task, line in self.tasks.items()]
        plan_tasks(self.programme, plans=plans, by=self.office, at=at)
        deliver_tasks(self.programme, by=self.head, at=at + timedelta(minutes=20))
        for part in self.parts():
            self._sign_and_fix(part, self.outline.delivered)

    def _parts(self, line: Line) -> list[UnitPart]:
        units = self.town.units
        parts = [UnitPart(units[line.lead], "lead")]
        if line.co_lead:
            parts.append(UnitPart(units[line.co_lead], "co-lead"))
        parts += [UnitPart(units[helper], "support") for helper in line.helpers]
        parts += [
            UnitPart(units[COUNTIES[place].code], "county", Decimal(share))
            for place, share in shares_of(line.target or 0, line.split).items()
        ]
        return parts

    def parts(self) -> list[HandedPart]:
        """What has been handed out so far."""
        return handed_parts(self.programme, self.office)

    def fate(self, line: Line, unit: str) -> str:
        """How this unit's part of the line goes; empty for the ordinary way."""
        return self.fates.get((line.title, unit), "")

    def _sign_and_fix(self, part: HandedPart, handed: date) -> None:
        """Note when a part is signed for and fixed; one county is slow, and some of it stays undone."""
        unit, line = self.town.key_of(part.organisation), self.tasks[part.task]
        slow, fate = unit == SLOW_COUNTY.code, self.fate(line, unit)
        random, diary = self.diary.random, self.diary
        signed = diary.after(handed, SLOW_TO_SIGN if slow else random.randint(1, DAYS_TO_SIGN))
        fixed = diary.after(signed, SLOW_TO_FIX if slow else random.randint(1, DAYS_TO_FIX))
        if fate == "unsigned":
            return
        officer = self.town.officer(unit)
        diary.note(diary.moment(signed), lambda at: sign_assignment(part.pk, by=officer, at=at))
        if (unit, line.title) in self.townships:
            diary.note(diary.moment(diary.after(signed, 1)), lambda at: self._split(part, line, unit, at))
        if fate != "unfixed":
            self.fixed_on[part.pk] = fixed
            diary.note(diary.moment(fixed), lambda at: self._fix(part, line, unit, at))

    def _fix(self, part: HandedPart, line: Line, unit: str, at: datetime) -> None:
        officer, people = self.town.officer(unit), self.town.people[unit]
        # A county's part is led by its deputy head; elsewhere by somebody who holds no post here.
        leader = people[0].name if len(people) > 1 else person_name(ord(officer.name[0]) % 100)
        fix_assignment(
            part.pk, leader=leader, leader_post="分管领导", officer=officer.name, officer_phone="0000-8000000",
            steps=[] if part.role == "support" else self.steps(part, line), by=officer, at=at,
        )  # fmt: skip

    def steps(self, part: HandedPart, line: Line) -> list[StepPlan]:
        """The schedule that a unit writes for its part."""
        dues = self.step_days()
        share = part.share if part.share is not None else (None if line.split else line.target)
        if line.kind in ("counted", "coverage") and share is not None and line.direction == "at_least":
            numbers = self.amounts(int(share))
            steps = [StepPlan(due, f"累计完成{number}{line.unit}", Decimal(number))
                     for due, number in zip(dues, numbers, strict=True)]  # fmt: skip
            return steps[-1:] if self.only_year_end(line) else steps
        if line.steps:
            return [StepPlan(due, title) for due, title in zip(dues, line.steps, strict=True)]
        if line.split:
            return [StepPlan(due, f"汇总核实第{n}期各县（市、区）进展") for n, due in enumerate(dues, 1)]
        return [StepPlan(due, f"完成第{n}期数据核算") for n, due in enumerate(dues, 1)]

    @staticmethod
    def only_year_end(line: Line) -> bool:
        """A line that lags a little has no steps in between: one that was missed would make it late, not lagging."""
        return line.pace == "care" and not line.split

    def step_days(self) -> list[date]:
        """A month after each period's end, the last one at the end of the programme."""
        return [min(_month_after(end), self.outline.periods[-1][1]) for _slug, end in self.outline.periods]

    def amounts(self, share: int) -> list[int]:
        """What the schedule asks for by each of the steps."""
        return paces.amounts(share, len(self.outline.periods))

    def _split(self, part: HandedPart, line: Line, unit: str, at: datetime) -> None:
        """A county hands one each on to its townships, as far as it has enough."""
        towns = [town for town in TOWNSHIPS if town.county_code == unit][: int(part.share or 0) // 2]
        parts = [(self.town.units[town.code], Decimal(1)) for town in towns]
        made = split_assignment(part.pk, parts=parts, by=self.town.officer(unit), at=at)
        self.split_of[part.pk] = len(made)
        keys = {each.pk for each in made}
        for each in self.parts():
            if each.pk in keys:
                self._sign_and_fix(each, at.date())


def shares_of(target: int, split: Sequence[int]) -> dict[int, int]:
    """A target dealt out to counties by their size; the shares add up to it."""
    if not split:
        return {}
    return paces.deal_out(
        target, so_far=dict.fromkeys(split, 0), room={place: target * WEIGHTS[place] / sum(WEIGHTS[each] for each in split)
                                                      for place in split},
    )  # fmt: skip


def sentence_for(line: Line) -> str:
    """How the policy document asks for a line."""
    sign = {"at_least": "不少于", "at_most": "不超过"}[line.direction]
    if line.kind == "rate":
        return f"{line.title}达到{line.target}%以上；"
    if line.kind == "qualitative":
        return f"{line.title}，由{line.lead}牵头；"
    return f"{line.title}{sign}{line.target}{line.unit}；"


def policy_text(lines: Sequence[Line]) -> str:
    """The document: a heading for each field, a sentence for each line."""
    pieces, heading = ["为深入推进质量强市建设，制定本计划（虚构文件，仅供演示）。"], ""
    for line in lines:
        if SECTIONS[line.field] != heading:
            heading = SECTIONS[line.field]
            pieces.append(f"{heading}。")
        pieces.append(sentence_for(line))
    return "\n".join(pieces)


def _month_after(end: date) -> date:
    """The last day of the month after a period's end."""
    first = end + timedelta(days=1)
    return first.replace(day=monthrange(first.year, first.month)[1])
