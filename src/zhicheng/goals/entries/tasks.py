"""Tasks written, changed and linked by hand."""

from __future__ import annotations

from zhicheng.core.ledger import entry
from zhicheng.goals.entries.fields import OF_A_TASK


def fields_said(slugs: str) -> str:
    """What was changed of a task, in words."""
    return "、".join(str(OF_A_TASK.get(slug, slug)) for slug in slugs.split("、"))


@entry("goals.task-recorded", zh="新增任务", en="recorded a task")
class TaskRecorded:
    """A task was written by hand."""

    task: int
    target: str
    unit: str


@entry(
    "goals.task-amended", zh="修改任务：%(fields)s", en="amended a task: %(fields)s", words={"fields": fields_said}
)  # fmt: skip
class TaskAmended:
    """A task was changed before it was assigned."""

    task: int
    fields: str


@entry("goals.task-linked", zh="任务关联到来源语句 %(sentence)s", en="linked a task to sentence %(sentence)s")
class TaskLinked:
    """A task leads to the sentence that asks for it."""

    task: int
    sentence: int
