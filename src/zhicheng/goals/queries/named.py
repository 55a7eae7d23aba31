"""What the ids of goals stand for, in the few words by which an official knows the thing: for timelines and lists.

The ledger keeps ids only. A thing that the reader may not see is told by its kind and number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor
from zhicheng.goals.models import (
    Assignment,
    ChangeRequest,
    ImportSession,
    Matter,
    Programme,
    Report,
    Sentence,
    Source,
    Task,
)
from zhicheng.goals.rules.periods import name_of
from zhicheng.registry.queries.labels import names_of_organisations

KINDS = {
    "programme": _("计划"), "source": _("任务来源"), "import": _("任务分解表"), "task": _("任务"), "assignment": _("分工"),
    "report": _("报送"), "change": _("变更申请"), "matter": _("需协调事项"),
}  # fmt: skip
MOST_SIGNS = 40


def subject_names(subjects: Iterable[str], actor: Actor) -> dict[str, str]:
    """Names of subjects (`goals.task:49`, `goals.assignment:7:2025Q3`): one query for each kind of thing among them and
    one for the units, however many subjects. A subject of another module, or none, is left out.
    """
    asked = {subject: found for subject in subjects if (found := _parsed(subject)) is not None}
    keys: dict[str, set[int]] = {}
    for kind, key, _period in asked.values():
        keys.setdefault(kind, set()).add(key)
    known = {
        (kind, key): words for kind, of_kind in keys.items() for key, words in _FINDERS[kind](of_kind, actor).items()
    }
    units = {unit for unit, _said in known.values() if unit}
    names = names_of_organisations(units) if units else {}
    return {subject: _told(*parsed, known, names) for subject, parsed in asked.items()}


def _parsed(subject: str) -> tuple[str, int, str] | None:
    module_kind, _colon, rest = subject.partition(":")
    key, _colon, period = rest.partition(":")
    kind = module_kind.removeprefix("goals.")
    if kind == module_kind or kind not in KINDS or not key.isdecimal():
        return None
    return kind, int(key), period


def _told(
    kind: str, key: int, period: str, known: Mapping[tuple[str, int], tuple[str, str]], names: Mapping[str, str]
) -> str:
    if (kind, key) not in known:
        return str(_("%(kind)s（第 %(key)s 号）") % {"kind": KINDS[kind], "key": key})
    unit, said = known[kind, key]
    return " ".join(filter(None, (names.get(unit, unit), name_of(period) if period else "", said)))


def sentences_told(keys: Iterable[int], actor: Actor) -> dict[int, str]:
    """Sentences of documents with the document's title: one query."""
    seen = Programme.objects.visible_to(actor).values("pk")
    rows = Sentence.objects.filter(pk__in=set(keys), source__programme__in=seen).select_related("source")
    return {row.pk: f"“{_short(row.text)}”（{row.source.title}）" for row in rows}


def _short(text: str) -> str:
    return text if len(text) <= MOST_SIGNS else text[: MOST_SIGNS - 1] + "…"


def _task(task: Task) -> str:
    return _short(f"{task.number or task.order} {task.title}")


_Found = dict[int, tuple[str, str]]


def _programmes(keys: set[int], actor: Actor) -> _Found:
    return {row.pk: ("", row.title) for row in Programme.objects.visible_to(actor).filter(pk__in=keys)}


def _sources(keys: set[int], actor: Actor) -> _Found:
    seen = Programme.objects.visible_to(actor).values("pk")
    return {row.pk: ("", row.title) for row in Source.objects.filter(pk__in=keys, programme__in=seen)}


def _imports(keys: set[int], actor: Actor) -> _Found:
    seen = Programme.objects.visible_to(actor).values("pk")
    rows = ImportSession.objects.filter(pk__in=keys, programme__in=seen).only("pk", "file_name")
    return {row.pk: ("", f"“{row.file_name}”") for row in rows}


def _tasks(keys: set[int], actor: Actor) -> _Found:
    return {row.pk: ("", _task(row)) for row in Task.objects.visible_to(actor).filter(pk__in=keys)}


def _assignments(keys: set[int], actor: Actor) -> _Found:
    rows = Assignment.objects.visible_to(actor).filter(pk__in=keys).select_related("task")
    return {row.pk: (row.organisation, _task(row.task)) for row in rows}


def _reports(keys: set[int], actor: Actor) -> _Found:
    rows = Report.objects.visible_to(actor).filter(pk__in=keys).select_related("assignment__task")
    return {
        row.pk: (row.assignment.organisation, f"{name_of(row.period)} {_task(row.assignment.task)}") for row in rows
    }


def _changes(keys: set[int], actor: Actor) -> _Found:
    rows = ChangeRequest.objects.filter(pk__in=keys, task__in=Task.objects.visible_to(actor).values("pk"))
    return {row.pk: ("", _task(row.task)) for row in rows.select_related("task")}


def _matters(keys: set[int], actor: Actor) -> _Found:
    rows = Matter.objects.filter(pk__in=keys, report__in=Report.objects.visible_to(actor).values("pk"))
    return {
        row.pk: (row.report.assignment.organisation, _short(row.text))
        for row in rows.select_related("report__assignment")
    }


_FINDERS: dict[str, Callable[[set[int], Actor], _Found]] = {
    "programme": _programmes, "source": _sources, "import": _imports, "task": _tasks, "assignment": _assignments,
    "report": _reports, "change": _changes, "matter": _matters,
}  # fmt: skip
