"""What the office has opened to everybody: verified figures with their arithmetic, units, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhicheng.core.refusal import Missing
from zhicheng.goals.kinds import COUNT_BASES, TASK_KINDS
from zhicheng.goals.models import Assignment, Programme, Report, RosterRow, Standing, Task
from zhicheng.goals.queries.lines import Figures, figures_of, target_text
from zhicheng.goals.queries.programmes import ProgrammeLine, Summary, programme_line, summary
from zhicheng.goals.rules.periods import name_of
from zhicheng.registry.queries.labels import names_of_organisations

# Codes of firms (91), organs (11), institutions (12) and associations (51) are public; 92, the self-employed, and
# whatever is no credit code may lead to a person, so their names stay inside.
PUBLIC_CODES = ("91", "93", "11", "12", "51", "52", "53")


@dataclass(frozen=True)
class OpenTask:
    """A task as the public sees it: no persons, no returns, no problems, no unverified count."""

    pk: int
    number: str
    section: str
    field: str
    title: str
    kind: str
    kind_name: str
    basis_name: str
    target: str
    target_value: Decimal | None
    unit: str
    deadline: date | None
    ongoing: bool
    cut_off: date | None
    lead: str
    figures: Figures
    verified_at: datetime | None
    ledger_entry: int | None


@dataclass(frozen=True)
class OpenItem:
    """One verified item of a count: a name where it may be named, else a count without names."""

    task: int
    number: str
    name: str
    quantity: Decimal
    base: Decimal | None
    happened_on: date | None
    period_name: str
    named: bool
    ledger_entry: int | None


def open_programmes() -> list[ProgrammeLine]:
    """Programmes opened to everybody, the newest first."""
    rows = Programme.objects.filter(visibility="public").order_by("-first_year", "pk")
    return [programme_line(row) for row in rows]


def _opened(code: str) -> Programme:
    row = Programme.objects.filter(visibility="public", code=code).first()
    if row is None:
        raise Missing(gettext_lazy("没有公开这个计划。请回到首页查看已公开的内容。"))
    return row


def open_programme(code: str) -> tuple[ProgrammeLine, Summary]:
    """One opened programme with its summary. Raises: Missing."""
    row = _opened(code)
    return programme_line(row), summary(row.pk)


def open_tasks(code: str, *, field: str = "", task: int | None = None) -> list[OpenTask]:
    """The tasks of an opened programme in the table's order. Raises: Missing. Queries do not grow with rows."""
    programme = _opened(code)
    rows = Task.objects.filter(programme=programme).order_by("order")
    rows = rows.filter(field="" if field == "-" else field) if field else rows
    found = list(rows.filter(pk=task) if task is not None else rows)
    keys = [row.pk for row in found]
    standings = {each.task_id: each for each in Standing.objects.filter(task__in=keys, assignment=None)}
    leads: dict[int, list[str]] = {}
    held = Assignment.objects.filter(task__in=keys, role__in=("lead", "co-lead")).exclude(state="withdrawn")
    for key, organisation in held.order_by("pk").values_list("task", "organisation"):
        leads.setdefault(key, []).append(organisation)
    names = names_of_organisations({code for group in leads.values() for code in group})
    verified: dict[int, tuple[datetime | None, int | None]] = {}
    reports = Report.objects.filter(assignment__task__in=keys, state="verified").order_by("decided_at")
    for key, moment, entry in reports.values_list("assignment__task", "decided_at", "ledger_entry"):
        verified[key] = (moment, entry)
    return [
        OpenTask(
            pk=row.pk, number=row.number or str(row.order), section=row.section, field=row.field, title=row.title,
            kind=row.kind, kind_name=str(TASK_KINDS[row.kind]),
            basis_name=str(COUNT_BASES[row.basis]) if row.kind == "counted" else "", target=target_text(row),
            target_value=row.target, unit=row.unit, deadline=row.deadline, ongoing=row.ongoing, cut_off=row.cut_off,
            lead="、".join(names.get(each, "") for each in leads.get(row.pk, [])),
            figures=figures_of(standings.get(row.pk), row.kind), verified_at=verified.get(row.pk, (None, None))[0],
            ledger_entry=verified.get(row.pk, (None, None))[1],
        )
        for row in found
    ]  # fmt: skip


def open_task(code: str, task: int) -> OpenTask:
    """One task of an opened programme. Raises: Missing."""
    found = open_tasks(code, task=task)
    if not found:
        raise Missing(gettext_lazy("公开的计划中没有这项任务。请回到任务列表。"))
    return found[0]


def open_items(code: str, *, task: int | None = None) -> Iterator[OpenItem]:
    """Every verified item behind the figures: whoever adds up `quantity` by task gets the published counts."""
    programme = _opened(code)
    rows = RosterRow.objects.filter(task__programme=programme, status="done", state="verified")
    reports = Report.objects.filter(assignment__task__programme=programme).exclude(verified_count=None)
    if task is not None:
        rows, reports = rows.filter(task=task), reports.filter(assignment__task=task)
    for row in rows.select_related("task", "report").order_by("task__order", "pk").iterator(chunk_size=2000):
        named = row.code.upper()[:2] in PUBLIC_CODES and len(row.code) == 18
        yield OpenItem(
            task=row.task_id, number=row.task.number or str(row.task.order),
            name=row.name if named else _("（名称不公开）"), quantity=Decimal(1), base=None,
            happened_on=row.happened_on, period_name=name_of(row.report.period), named=True,
            ledger_entry=row.report.ledger_entry,
        )  # fmt: skip
    yield from _without_names(list(reports.select_related("assignment__task").order_by("period_end", "pk")))


def _without_names(reports: Sequence[Report]) -> Iterator[OpenItem]:
    latest = {report.assignment_id: report for report in reports if report.state != "superseded"}
    for report in latest.values():
        if report.unlisted is None:
            continue
        task = report.assignment.task
        yield OpenItem(
            task=task.pk, number=task.number or str(task.order), name=_("（无名单，由责任单位汇总）"),
            quantity=report.unlisted, base=report.base, happened_on=None, period_name=name_of(report.period),
            named=False, ledger_entry=report.ledger_entry,
        )  # fmt: skip
