"""Tasks written or amended by hand, before they are handed out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor, require
from zhicheng.core.ledger import record
from zhicheng.core.refusal import RuleBroken, WrongState
from zhicheng.core.search.actions import index
from zhicheng.goals.entries.tasks import TaskAmended, TaskRecorded
from zhicheng.goals.models import Programme, Task
from zhicheng.goals.permissions import P
from zhicheng.goals.rules.rosters import name_key
from zhicheng.registry.queries.labels import names_of_organisations

EDITABLE = (
    "number", "section", "field", "title", "measures", "kind", "direction", "target", "unit", "basis", "counted_from",
    "cut_off", "standard", "approval_counts", "deadline", "ongoing", "points", "series", "contact", "remark",
)  # fmt: skip


def series_of(title: str, unit: str) -> str:
    """The default series of a task: its words without numbers, so that next year's same line finds it."""
    words = "".join(character for character in name_key(title) if not character.isdigit())
    return f"{words[:60]}|{unit}"[:80]


def check_task(values: Mapping[str, Any]) -> None:
    """What must hold of a task by itself. Raises: RuleBroken."""
    if not str(values.get("title", "")).strip():
        raise RuleBroken(_("请填写任务内容。"))
    if values.get("ongoing") and values.get("deadline"):
        raise RuleBroken(_("“持续推进”的任务不填完成时限。请二选一。"))
    if values.get("kind") == "qualitative" and values.get("target") is not None:
        raise RuleBroken(_("定性任务没有目标值，只设节点。请清空目标值，或改为数量类。"))
    if values.get("kind") in ("counted", "rate", "coverage") and values.get("target") is None:
        raise RuleBroken(_("数量、比率和覆盖类任务须有目标值。请填写，或改为定性类。"))


def check_units_keep(task: Task, deadline: date | None) -> None:
    """A task's deadline does not move before that of a unit which has one of its own. Raises: RuleBroken."""
    if deadline is None:
        return
    parts = task.assignments.filter(deadline__gt=deadline).exclude(state="withdrawn").order_by("pk")
    later = dict(parts.values_list("organisation", "deadline"))
    if later:
        names = names_of_organisations(later)
        raise RuleBroken(
            _("%(units)s另定的时限晚于 %(day)s。请先改这些单位的时限，再改任务的时限。"), day=deadline.isoformat(),
            units="、".join(f"{names.get(code, code)}（{day}）" for code, day in later.items()),
        )  # fmt: skip


@transaction.atomic
def record_task(programme: int, *, values: Mapping[str, Any], by: Actor, at: datetime) -> Task:
    """Write one task by hand. Raises: NotAllowed, RuleBroken, WrongState (the programme is closed)."""
    owner = Programme.objects.select_for_update().get(pk=programme)
    require(by, P.TASK_EDIT, owner.scope)
    if owner.state == "closed":
        raise WrongState(_("计划已办结，不能新增任务。"))
    check_task(values)
    last = owner.tasks.aggregate(last=Max("order"))["last"] or 0
    given = {name: values[name] for name in EDITABLE if name in values}
    given.setdefault("series", "")
    given["series"] = given["series"] or series_of(given["title"], given.get("unit", ""))
    task = Task.objects.create(programme=owner, order=last + 1, **given)
    index("goals.task", str(task.pk), task.title, region=owner.region)
    record(TaskRecorded(task.pk, str(task.target or ""), task.unit), by=by, at=at, subject=task.subject)
    return task


@transaction.atomic
def amend_task(task: int, *, values: Mapping[str, Any], by: Actor, at: datetime) -> Task:
    """Change a task before any of its parts is handed out; afterwards only by a change request.

    Raises: NotAllowed, RuleBroken, WrongState.
    """
    row = Task.objects.select_for_update(of=("self",)).select_related("programme").get(pk=task)
    require(by, P.TASK_EDIT, row.programme.scope)
    if row.assignments.exclude(state__in=("planned", "withdrawn")).exists():
        raise WrongState(_("任务已交办，目标、标准和时限已定。如需调整，请提出变更申请并写明理由。"))
    changed = {name: values[name] for name in EDITABLE if name in values and values[name] != getattr(row, name)}
    if not changed:
        return row
    check_task({**{name: getattr(row, name) for name in EDITABLE}, **changed})
    check_units_keep(row, changed.get("deadline"))
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))
    index("goals.task", str(row.pk), row.title, region=row.programme.region)
    record(TaskAmended(row.pk, "、".join(sorted(changed))), by=by, at=at, subject=row.subject)
    return row
