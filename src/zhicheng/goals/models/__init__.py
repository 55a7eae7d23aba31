"""The tables of this module, one file a noun."""

from zhicheng.goals.models.changes import ChangeRequest, Matter
from zhicheng.goals.models.imports import ImportSession
from zhicheng.goals.models.programmes import Programme, Sentence, Source
from zhicheng.goals.models.reports import MilestoneClaim, Report, RosterRow
from zhicheng.goals.models.standings import Standing
from zhicheng.goals.models.tasks import Assignment, Milestone, Task, TaskSource

__all__ = [
    "Assignment",
    "ChangeRequest",
    "ImportSession",
    "Matter",
    "Milestone",
    "MilestoneClaim",
    "Programme",
    "Report",
    "RosterRow",
    "Sentence",
    "Source",
    "Standing",
    "Task",
    "TaskSource",
]
