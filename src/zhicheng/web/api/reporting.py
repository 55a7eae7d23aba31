"""Reporting by program: one's parts, a period's report, kept as a draft and handed in, as at the desk."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Header, Path, Query, Router

from zhicheng.core.refusal import Missing
from zhicheng.goals.actions import drafts as actions
from zhicheng.goals.queries import drafts, reports
from zhicheng.goals.queries import parts as queries
from zhicheng.web.api import reporting_shapes as shapes
from zhicheng.web.api.faults import Changed
from zhicheng.web.api.paging import Asked, page_of
from zhicheng.web.api.tokens import PersonalToken, refuse_reading_only
from zhicheng.web.public.open_data import plain_value
from zhicheng.web.shared.request import CityRequest

router = Router(tags=["报送 Reporting"], auth=PersonalToken())

Part = Annotated[int, Path(ge=1, le=2**53, description="承担编号。Number of a part.")]
Period = Annotated[
    str, Path(pattern=r"^\d{4}[QMH]\d{1,2}$", description="报送期，如 2026Q3。Period.", examples=["2026Q3"])
]
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=200,
        description="上次读到的 ETag；内容已变化时不写入。The ETag last read; nothing is written over a change.",
    ),
]


class AskedParts(Asked):
    """Which parts."""

    state: str = Field("", pattern="^(delivered|signed|fixed)?$", description="状态。State of the part.")


@router.get("/my/parts", response=shapes.PartPage, summary="本单位承担的任务", operation_id="parts")
def parts(request: CityRequest, asked: Query[AskedParts]) -> dict[str, Any]:
    """The parts that one's units hold: those under way first."""
    rows = queries.parts(request.actor, state=asked.state, limit=None)
    return page_of(request, rows, asked, lambda row: row.key).told(lambda row: _part(row.line, row.task))


def _part(line: Any, task: queries.HeldTask) -> dict[str, Any]:
    return {
        "part": line.pk, "programme": task.programme_code, "programme_title": task.programme_title, "number": task.number,
        "task": task.title, "kind": task.kind, "basis": task.basis, "target": task.target, "unit": task.unit,
        "organisation": line.name, "role": line.role, "share": plain_value(line.share), "deadline": line.deadline,
        "state": line.state, "verified": plain_value(line.figures.verified),
    }  # fmt: skip


@router.get("/my/parts/{part}", response=shapes.PartDetail, summary="一件任务", operation_id="part")
def part(request: CityRequest, part: Part) -> dict[str, Any]:
    """One part with its schedule and the periods that may be reported now."""
    found = queries.part(part, request.actor)
    return {
        **_part(found.line, found.task), "standard": found.task.standard, "may_report": found.may_report,
        "steps": [{"milestone": key, "title": title, "due": due, "met_on": met}
                  for key, due, title, _amount, met in found.line.steps],
        "periods": [{"code": code, "name": name} for code, name in found.task.periods(on=request.today)],
    }  # fmt: skip


@router.get("/my/parts/{part}/reports/{period}", response=shapes.Report, summary="一期报告", operation_id="report")
def report(request: CityRequest, response: HttpResponse, part: Part, period: Period) -> dict[str, Any]:
    """The report of a part for a period, with the state of each name."""
    _reported(request, part, period)
    response["ETag"] = etag(part, period)
    return _told(request, part, period)


@router.put(
    "/my/parts/{part}/reports/{period}", response=shapes.Report, summary="保存报告草稿", operation_id="keep_report"
)
def keep(
    request: CityRequest, response: HttpResponse, part: Part, period: Period, body: shapes.ReportBody,
    if_match: IfMatch = None,
) -> dict[str, Any]:  # fmt: skip
    """Keep a whole report as a draft; sent twice it is kept once. Not yet handed in."""
    return _written(actions.keep_draft, request, response, part, period, body, if_match)


@router.post(
    "/my/parts/{part}/reports/{period}/submission", response=shapes.Report, summary="报送", operation_id="submit_report"
)
def submit(
    request: CityRequest, response: HttpResponse, part: Part, period: Period, body: shapes.ReportBody,
    if_match: IfMatch = None,
) -> dict[str, Any]:  # fmt: skip
    """Hand a whole report in for verification; every name that cannot count is told, and then nothing is kept."""
    return _written(actions.hand_in, request, response, part, period, body, if_match)


def _written(
    act: Callable[..., Any], request: CityRequest, response: HttpResponse, part: int, period: str,
    body: shapes.ReportBody, if_match: str | None,
) -> dict[str, Any]:  # fmt: skip
    refuse_reading_only(request)
    _reported(request, part, period)
    seen = _seen(part, period, if_match)
    act(part, period=period, draft=body.draft(), seen=seen, by=request.actor, at=request.now)
    response["ETag"] = etag(part, period)
    return _told(request, part, period)


def _reported(request: CityRequest, part: int, period: str) -> None:
    """Raises: Missing (no such part for this person, or no such period yet)."""
    found = queries.part(part, request.actor)
    if period not in dict(found.task.periods(on=request.today)):
        raise Missing(_("没有这个报送期，或它还没有开始。可报送的时期见任务的 periods。"))


def etag(part: int, period: str) -> str:
    """Changes with every change of the report; there is one also where nothing was written yet."""
    return f'"{hashlib.sha256(drafts.stamp_of(part, period).encode()).hexdigest()[:32]}"'


def _seen(part: int, period: str, if_match: str | None) -> str | None:
    """The mark of what the program has read; None where it does not say. Raises: Changed."""
    if if_match is None:
        return None
    if if_match.strip() != "*" and etag(part, period) not in [each.strip() for each in if_match.split(",")]:
        raise Changed(_("这份报告在读取之后有了变化，没有写入。请重新读取，核对后再写。"))
    return drafts.stamp_of(part, period)


def _told(request: CityRequest, part: int, period: str) -> dict[str, Any]:
    key = reports.report_for(part, period, request.actor)
    if key is None:
        raise Missing(_("这一期还没有报告。"))
    found = reports.report(key, request.actor, states=("draft", "live", "verified", "returned"))
    line = found.line
    numbers = {
        "unlisted": line.unlisted, "base": line.base, "stated_percent": found.stated_percent,
        "verified_count": line.verified_count,
    }  # fmt: skip
    return {
        "report": line.pk, "part": part, "period": period, "period_name": line.period_name, "state": line.state,
        "state_name": str(line.state_name), "progress": found.progress, "problems": found.problems,
        "coordination": found.coordination, "next_step": found.next_step, "in_progress": found.in_progress,
        "applied": found.applied, "reason": line.reason, "answer": found.answer, "submitted_at": line.submitted_at,
        "decided_at": line.decided_at, **{name: plain_value(value) for name, value in numbers.items()},
        "rows": [
            {"line": row.line, "name": row.name, "code": row.code, "happened_on": row.happened_on, "status": row.status,
             "state": row.state, "reason": row.reason} for row in found.rows
        ],
        "met": [{"milestone": key, "title": title, "due": due, "met_on": met} for key, title, due, met in _met(part, request, found)],
    }  # fmt: skip


def _met(part: int, request: CityRequest, found: reports.ReportDetail) -> list[tuple[int, str, Any, Any]]:
    keys = {(title, due): key for key, due, title, _amount, _on in queries.part(part, request.actor).line.steps}
    return [(keys[title, due], title, due, day) for title, due, day in found.met if (title, due) in keys]
