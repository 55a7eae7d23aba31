"""What a program sends to report, and what it reads back: the same limits as the form at the desk."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import PlainSerializer

from zhicheng.goals.actions.reporting import Count, Draft, ReportText
from zhicheng.goals.rules.rosters import Row
from zhicheng.web.api.shapes import Moment, page_shape
from zhicheng.web.public.open_data import plain_value

LONGEST, MOST_ROWS = 4000, 20_000
FIRST_DAY, LAST_DAY = date(1949, 10, 1), date(2199, 12, 31)

Amount = Annotated[
    Decimal, Field(ge=0, max_digits=18, decimal_places=4), PlainSerializer(plain_value, return_type=float)
]
# A character that no text has and no database takes.
NO_NUL = r"^[^\x00]*$"
Text = Annotated[str, Field(max_length=LONGEST, pattern=NO_NUL)]
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
Number = Annotated[int, Field(ge=0, le=10**6)]
Key = Annotated[int, Field(ge=1, le=2**53)]


class _Strict(Schema):
    model_config = {"extra": "forbid"}


class RosterRow(_Strict):
    """名单的一行。One name of the roster."""

    name: str = Field(
        min_length=1, max_length=200, pattern=NO_NUL, description="企业、项目等的名称。Firm, project and so on."
    )
    code: str = Field(
        "", max_length=60, pattern=NO_NUL, description="统一社会信用代码或证书编号。Credit code or certificate."
    )
    happened_on: Day | None = Field(None, description="取得、建成等的日期。Day on which it came about.")
    status: Literal["done", "in-progress", "applied"] = "done"
    remark: str = Field("", max_length=200, pattern=NO_NUL)


class Met(_Strict):
    """完成的节点。A milestone that was met."""

    milestone: Key = Field(description="节点的编号，见任务的 steps。Number of the milestone.")
    on: Day


class ReportBody(_Strict):
    """一个报送期的整份报告，每次写全。A whole report for a period; what is left out is empty."""

    progress: Text = Field("", description="进展。Progress.")
    problems: Text = Field("", description="存在问题。Problems.")
    coordination: Text = Field("", description="需要市质量强市办协调的事项。What the office has to settle.")
    next_step: Text = Field("", description="下一步打算。Next steps.")
    unlisted: Amount | None = Field(
        None, description="无名单的累计完成数；比率类为分子。Done without names in all; numerator of a rate."
    )
    base: Amount | None = Field(None, gt=0, description="比率类任务的分母。Denominator of a rate.")
    in_progress: Number | None = Field(None, description="在办数，不计入完成。In progress, not done.")
    applied: Number | None = Field(None, description="已申报数，不计入完成。Applied for, not done.")
    stated_percent: Annotated[Decimal, Field(ge=0, le=99999, max_digits=18, decimal_places=4), PlainSerializer(plain_value, return_type=float)] | None = Field(
        None, description="自报完成率（%），系统按所列数核对。Rate as stated; checked against the counts."
    )  # fmt: skip
    rows: list[RosterRow] = Field([], max_length=MOST_ROWS, description="本期新增的名单。Names new in this period.")
    met: list[Met] = Field([], max_length=200, description="完成的节点。Milestones that were met.")

    def draft(self) -> Draft:
        """As the action takes it; rows are numbered from 1, as errors name them."""
        return Draft(
            text=ReportText(self.progress.strip(), self.problems.strip(), self.coordination.strip(), self.next_step.strip()),
            count=Count(self.unlisted, self.base, self.in_progress, self.applied, self.stated_percent),
            rows=[
                Row(line, each.name, each.code, each.happened_on, each.status, each.remark)
                for line, each in enumerate(self.rows, 1)
            ],
            met={each.milestone: each.on for each in self.met},
        )  # fmt: skip


class Step(Schema):
    """时间安排中的一个节点。A milestone of the schedule."""

    milestone: int
    title: str
    due: date
    met_on: date | None


class Period(Schema):
    """可以报送的时期。A period that may be reported."""

    code: str
    name: str


class PartRow(Schema):
    """本单位承担的一件任务。A part that one's unit holds."""

    part: int = Field(description="承担编号，报送时用。Number of the part.")
    programme: str
    programme_title: str
    number: str
    task: str
    kind: str
    basis: str
    target: str
    unit: str
    organisation: str
    role: str
    share: float | int | None = Field(description="本单位的指标数。The unit's share of the target.")
    deadline: date | None
    state: str
    verified: float | int | None = Field(description="已经核实的数。Verified so far.")


class PartDetail(PartRow):
    """一件任务、它的时间安排和可报送的时期。A part with its schedule and the periods that may be reported."""

    standard: str
    may_report: bool
    steps: list[Step]
    periods: list[Period]


class ReportedRow(Schema):
    """名单的一行和核实情况。A name and whether it was verified."""

    line: int
    name: str
    code: str
    happened_on: date | None
    status: str
    state: str
    reason: str


class Report(Schema):
    """一个报送期的报告和它的状态。A report and where it stands."""

    report: int
    part: int
    period: str
    period_name: str
    state: str = Field(description="draft、submitted、verified 或 returned。")
    state_name: str
    progress: str
    problems: str
    coordination: str
    next_step: str
    unlisted: float | int | None
    base: float | int | None
    in_progress: int | None
    applied: int | None
    stated_percent: float | int | None
    verified_count: float | int | None
    reason: str = Field(description="退回或更正的理由。Why it was returned.")
    answer: str = Field(description="市质量强市办的答复。The office's answer.")
    submitted_at: Moment | None
    decided_at: Moment | None
    rows: list[ReportedRow]
    met: list[Step]


PartPage = page_shape(PartRow, "PartPage")
