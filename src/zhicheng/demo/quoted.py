"""Seven figures of a public speech about quality work, written afresh: what was planned, what was reported, what was said.

The speech names no cut-off day, so nothing here is judged against a schedule. Neither the city nor a person is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from zhicheng.core.access import Actor, Grant
from zhicheng.demo.founding import Town
from zhicheng.demo.people import OFFICE
from zhicheng.demo.places import CITY_CODE
from zhicheng.goals.actions.assigning import TaskPlan, UnitPart, deliver_tasks, plan_tasks
from zhicheng.goals.actions.programmes import create_programme, move_programme, open_programme, record_source
from zhicheng.goals.actions.reporting import Count, Draft, ReportText, submit_report
from zhicheng.goals.actions.tasks import record_task
from zhicheng.goals.actions.units import StepPlan, fix_assignment, sign_assignment
from zhicheng.goals.actions.verifying import verify_report
from zhicheng.goals.queries.handed import handed_parts
from zhicheng.registry.actions import appoint, enter_organisation, enter_person

CODE = "quoted"
HOLDER = "公开讲话摘录（未具名）"
NAMELESS = "未具名"


@dataclass(frozen=True)
class Figure:
    """One item as it was said: planned, done, and what stood beside it. `note` says what the words leave open."""

    field: str
    title: str
    unit: str
    planned: int
    done: int
    stated: int | None = None
    in_progress: int | None = None
    applied: int | None = None
    note: str = ""


FIGURES = (
    Figure("product", "导入卓越绩效模式企业", "家", 60, 78),
    Figure("product", "实施精细化管理企业", "家", 65, 70),
    Figure("brands", "使用区域名牌标志企业", "家", 105, 90, stated=90,
           note="另称今年新增7家，未说明是否已含在90家之内；两种理解都得不出90%。"),
    Figure("standards", "实施农业标准化项目", "个", 20, 18, stated=90,
           note="其中省级立项13个、县级5个；立项不等于完成，原文按完成计。"),
    Figure("standards", "企业为主制定、修订国家标准和行业标准", "项", 4, 0, stated=75, in_progress=3,
           note="原文把3项正在制定的算作完成；正在制定的不计入完成。"),
    Figure("service", "服务业标准化试点项目", "个", 10, 1, applied=8, note="已确立1个；申报省级8个，申报不计入完成。"),
    Figure("standards", "采用国际标准和国外先进标准企业", "家", 120, 95, stated=80,
           note="按原文两数计算为79.17%，四舍五入为79%；80%需要96家。"),
)  # fmt: skip


def quote(town: Town, *, year: int, since: date, at: datetime) -> int:
    """Tell the seven figures as a programme of their own, opened to everybody; returns its key."""
    office, head = town.named["office"], town.named["head"]
    writer = _writer(town, since=since, at=at)
    programme = create_programme(
        code=CODE, title="一次公开讲话中的七项任务", kind="annual", first_year=year, last_year=year,
        region=CITY_CODE, office=town.units[OFFICE], reporting="half", origin="quoted", by=office, at=at,
    ).pk  # fmt: skip
    text = "\n".join(f"{figure.title}：任务{figure.planned}{figure.unit}。" for figure in FIGURES)
    record_source(programme, kind="meeting", title="公开讲话中的数字（未具名摘录）", text=text, by=office, at=at)
    tasks = {
        record_task(programme, values=_values(number, figure), by=office, at=at).pk: figure
        for number, figure in enumerate(FIGURES, 1)
    }
    move_programme(programme, verb="issue", by=head, at=at)
    holder = writer.organisations[0]
    plan_tasks(programme, plans=[TaskPlan(task, [UnitPart(holder, "lead")]) for task in tasks], by=office, at=at)
    deliver_tasks(programme, by=office, at=at)
    for part in handed_parts(programme, office):
        _report(part.pk, tasks[part.task], year, by=writer, verifier=head, at=at)
    reason = "摘自公开讲话，只作算法示例，不指向任何城市和个人"
    open_programme(programme, visibility="public", reason=reason, by=head, at=at + timedelta(hours=1))
    return programme


def _writer(town: Town, *, since: date, at: datetime) -> Actor:
    administrator = town.named["admin"]
    code = enter_organisation(HOLDER, kind="association", region=CITY_CODE, valid_from=since, by=administrator, at=at)
    town.units[HOLDER] = code
    person = enter_person(NAMELESS, by=administrator, at=at)
    appoint(person, organisation=code, title="摘录", role="unit", valid_from=since, by=administrator, at=at)
    return Actor(None, person, NAMELESS, (Grant("unit", CITY_CODE, code),))


def _values(number: int, figure: Figure) -> dict[str, object]:
    return {
        "number": str(number), "field": figure.field, "title": figure.title, "kind": "counted", "basis": "cumulative",
        "target": Decimal(figure.planned), "unit": figure.unit, "ongoing": True, "remark": figure.note,
        "standard": "原文未写验收标准；按原文所称数量登记，无名单", "series": f"{CODE}:{number}",
    }  # fmt: skip


def _report(part: int, figure: Figure, year: int, *, by: Actor, verifier: Actor, at: datetime) -> None:
    sign_assignment(part, by=by, at=at)
    steps = [StepPlan(date(year, 12, 31), "原文未写时间安排，按登记年度年末填写")]
    fix_assignment(part, leader=NAMELESS, leader_post=NAMELESS, officer=NAMELESS, steps=steps, by=by, at=at)
    count = Count(
        unlisted=Decimal(figure.done), in_progress=figure.in_progress, applied=figure.applied,
        stated_percent=None if figure.stated is None else Decimal(figure.stated),
    )  # fmt: skip
    said = ReportText(
        progress=f"原文：任务{figure.planned}{figure.unit}，完成{figure.done}{figure.unit}。{figure.note}"
    )
    report = submit_report(part, period=f"{year}H2", draft=Draft(text=said, count=count), by=by, at=at)
    verify_report(report.pk, by=verifier, at=at + timedelta(minutes=30))
