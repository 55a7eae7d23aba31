"""Five years of 2,000 tasks in nine counties with 100,000 reports, written in bulk into a scratch database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from benchmarks import town
from benchmarks.scratch import AT, PERIOD, YEAR
from zhicheng.core.search.actions import Findable, index_many
from zhicheng.demo.founding import Town
from zhicheng.demo.places import CITY_CODE, COUNTIES
from zhicheng.demo.programmes import SECTIONS
from zhicheng.goals.models import Assignment, Milestone, Programme, Report, RosterRow, Standing, Task
from zhicheng.statutes.actions import ClockStart, start_clocks

YEARS, TASKS = tuple(range(YEAR - 4, YEAR + 1)), 2_000
BATCH = 5_000
LIGHTS = ("ok", "ok", "ok", "ok", "ok", "care", "care", "late", "none", "waiting")
LEADS = ("市场监管局", "发展改革委", "住建局", "生态环境局", "农业农村局", "商务局")


@transaction.atomic
def build(city: Town) -> dict[int, Programme]:
    """All of it, by year: 10,000 tasks, 100,000 parts and 100,000 reports."""
    owners = {year: town.programme(city, f"measured-{year}", year=year) for year in YEARS}
    for year, owner in owners.items():
        tasks = _save(_task(owner, year, n) for n in range(1, TASKS + 1))
        parts = _save(part for task in tasks for part in _parts(city, task))
        _save(_step(part, year) for part in parts)
        _save(_standing(owner, part.task, part) for part in parts)
        _save(_standing(owner, task, None) for task in tasks)
        reports = _save(_report(part, year) for part in parts)
        _save(_row(report) for report in reports if report.pk % 2)
        index_many(Findable("goals.task", str(task.pk), task.title, CITY_CODE) for task in tasks)
        if year == YEARS[-1]:
            _start(city, parts, reports)
        Programme.objects.filter(pk=owner.pk).update(visibility="system")
    return owners


def pass_a_night() -> None:
    """The planner has looked at the tables, as after any night: by the sweeping on SQLite, by itself on PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _save(rows: Iterable[Any]) -> list[Any]:
    held = list(rows)
    model: type[Model] = type(held[0])
    return list(model._default_manager.bulk_create(held, batch_size=BATCH))


def _task(owner: Programme, year: int, n: int) -> Task:
    fields = list(SECTIONS)
    slug = fields[n % len(fields)]
    return Task(
        programme=owner, order=n, number=str(n), section=SECTIONS[slug], field=slug,
        title=f"新增第{n}类质量管理体系认证企业，推进{SECTIONS[slug][2:]}", kind="counted", target=Decimal(90), unit="家",
        basis="new", standard="以证书为准", deadline=date(year, 12, 31), series=f"measured-{n}",
    )  # fmt: skip


def _parts(city: Town, task: Task) -> Iterable[Assignment]:
    fixed = {"state": "fixed", "leader": "演示", "officer": "演示", "deadline": task.deadline,
             "delivered_at": AT - timedelta(days=200), "signed_at": AT, "fixed_at": AT}  # fmt: skip
    lead = city.units[LEADS[task.order % len(LEADS)]]
    yield Assignment(task=task, organisation=lead, region=CITY_CODE, role="lead", **fixed)
    for county in COUNTIES:
        yield Assignment(
            task=task,
            organisation=city.units[county.code],
            region=county.code,
            role="county",
            share=Decimal(10),
            **fixed,
        )


def _step(part: Assignment, year: int) -> Milestone:
    return Milestone(assignment=part, ordinal=1, due=date(year, 12, 31), title="完成全年任务", amount=part.share)


def _standing(owner: Programme, task: Task, part: Assignment | None) -> Standing:
    target = Decimal(90) if part is None else part.share
    verified = None if target is None else target / 2
    return Standing(
        programme=owner, task=task, assignment=part, as_of=AT.date(), light=LIGHTS[(task.order + (part.pk if part else 0)) % 10],
        organisation=part.organisation if part else "", role=part.role if part else "",
        target=target, verified=verified, claimed=verified, actual_percent=Decimal(task.order % 1300) / 10,
        expected_percent=Decimal(55),
        reason="on-schedule",
    )  # fmt: skip


def _report(part: Assignment, year: int) -> Report:
    waits = year == YEARS[-1] and _in_twenty(part, 0)
    moment = AT - timedelta(days=3 + 365 * (YEAR - year))
    return Report(
        assignment=part, period=f"{year}{PERIOD[4:]}", period_end=date(year, 12, 31), state="submitted" if waits else "verified",
        progress="按计划推进。", unlisted=Decimal(5), written_by="P-1", written_at=moment, submitted_by="P-1",
        submitted_at=moment, decided_by="" if waits else "P-2", decided_at=None if waits else moment,
        verified_count=None if waits else Decimal(5),
    )  # fmt: skip


def _row(report: Report) -> RosterRow:
    task = report.assignment.task
    return RosterRow(
        report=report, assignment=report.assignment, task=task, line=1, name=f"演示企业{report.pk}", code=f"YS-{report.pk}",
        happened_on=report.period_end, status="done", state="verified" if report.state == "verified" else "live",
        once=task.series, key=f"YS-{report.pk}", name_key=f"演示企业{report.pk}",
    )  # fmt: skip


def _in_twenty(part: Assignment, place: int) -> bool:
    """A twentieth of the parts, of every unit alike: a task has ten parts, one after the other."""
    return (part.pk + part.pk // 10) % 20 == place


def _start(city: Town, parts: list[Assignment], reports: list[Report]) -> None:
    """Running clocks of the last year: a twentieth of the reports waits for verification, as many parts owe one."""
    by = city.named["office"]
    lead = {part.task_id: part.organisation for part in parts if part.role == "lead"}
    waiting = [report for report in reports if report.state == "submitted"]
    owed = [part for part in parts if _in_twenty(part, 1)]
    starts = [
        ClockStart(rule="goals-verify", subject=f"goals.assignment:{report.assignment_id}:{report.period}", duty="verify",
                   owner_organisation=lead[report.assignment.task_id], region=CITY_CODE, trigger=AT - timedelta(days=6))
        for report in waiting
    ]  # fmt: skip
    starts += [
        ClockStart(rule="goals-report", subject=f"goals.assignment:{part.pk}:{PERIOD}", duty="report",
                   owner_organisation=part.organisation, region=CITY_CODE, trigger=AT.date() - timedelta(days=6))
        for part in owed
    ]  # fmt: skip
    start_clocks(starts, by=by, at=AT)
