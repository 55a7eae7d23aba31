"""Progress: the programmes, one with its fields and tasks, a field, and a task with everything behind its figure."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhicheng.core.refusal import Missing
from zhicheng.indicators.catalogue import MEASURES
from zhicheng.indicators.editions.content import TASK, Edition
from zhicheng.web.public import maps, reading, sentences, tables
from zhicheng.web.public.figures import TaskFigures, counties_of, field_figures, fields_of, task_figures, tasks_of
from zhicheng.web.public.history import drawn, standings
from zhicheng.web.public.kept import open_page
from zhicheng.web.public.numbered import Leaf, leaf
from zhicheng.web.public.organisations import BETWEEN
from zhicheng.web.shared.drawings import light_word

ITEMS_SHOWN = 100


@open_page()
def programmes(request: HttpRequest) -> HttpResponse:
    """Every programme of which something was published; of only one its own page."""
    found = reading.programmes()
    if len(found) == 1:
        return _programme_page(request, found[0])
    told = [(each, sentences.answer(reading.edition(each.current.code)) if each.readable else "") for each in found]
    return render(request, "public/programmes.html", {"programmes": told, **reading.coming(not found)})


@open_page()
def programme(request: HttpRequest, code: str) -> HttpResponse:
    """One programme: the sentence, its fields of work, its tasks, and counties where they were opened."""
    return _programme_page(request, reading.programme(code))


def _programme_page(request: HttpRequest, found: reading.Programme) -> HttpResponse:
    if not found.readable:
        return render(request, "public/programme.html", {"programme": found, "head": found.current, "withdrawn": True})
    edition = reading.edition(found.current.code)
    history = reading.history(found.code)
    counties = counties_of(edition)
    told = {
        **frame(found, edition), "answer": sentences.answer(edition), "said": said(edition, history), "groups": fields_of(edition), "table": tables.tasks_table(tasks_of(edition)),
        "counties": tables.counties_table(counties) if counties else None,
        "map": maps.of_counties({each.code: each.on_time for each in counties}) if counties else None,
    }  # fmt: skip
    return render(request, "public/programme.html", told)


def said(edition: Edition, history: tuple[Edition, ...]) -> str:
    """What stands beneath the first sentence: of when, where it is late, what became of that, and the mean."""
    before = sentences.before(edition, history)
    return sentences.together(
        sentences.when(edition), sentences.where_late(edition), sentences.since_then(edition, before), sentences.mean(edition)
    )  # fmt: skip


def frame(found: reading.Programme, edition: Edition) -> dict[str, Any]:
    """What every page about a programme is told."""
    return {"programme": found, "edition": edition, "head": found.current}


@open_page()
def field(request: HttpRequest, code: str, field: str) -> HttpResponse:
    """One field of work with its tasks. Raises: Missing."""
    found = reading.programme(code)
    edition = reading.edition(found.current.code)
    subject = edition.subject_by_code.get(f"field:{field}")
    if subject is None:
        raise Missing(_("这个计划没有这个领域的任务。请回到计划页查看。"))
    figures = field_figures(edition, subject)
    told = {
        **frame(found, edition), "field": figures, "answer": sentences.answer(edition, figures),
        "said": sentences.together(sentences.when(edition), sentences.mean(edition, subject.code)), "table": tables.tasks_table(tasks_of(edition, field)),
    }  # fmt: skip
    return render(request, "public/field.html", told)


@open_page(query=("page",))
def task(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """One task: the figure, its arithmetic, its source, its items, and what earlier editions said. Raises: Missing."""
    found = reading.programme(code)
    edition = reading.edition(found.current.code)
    subject = edition.subject_by_code.get(f"task:{key}")
    if subject is None or subject.kind != TASK:
        return _earlier(found, f"task:{key}")
    figures = task_figures(edition, subject)
    items = [each for each in edition.items if each.subject == subject.code]
    shown: Leaf[Any] = leaf(request, items, size=ITEMS_SHOWN)
    rows = standings(subject.code, reading.history(code))
    counties = _by_county(edition, figures)
    told = {
        **frame(found, edition), "task": figures, "answer": sentences.task_sentence(figures), "leaf": shown,
        "items": tables.items_table(shown.rows), "items_sum": sum(each.quantity for each in items),
        "standings": tables.standings_table(rows), "trend": drawn(rows), "corrected": _corrected(rows),
        "counties": tables.county_task_table(counties) if counties else None,
        "map": maps.of_lights({area: each.light for area, _name, each in _areas(edition, figures)}) if counties else None,
        "measures": [MEASURES[slug] for slug in ("verified", "completion", "expected", "light") if slug in MEASURES],
        "reason": _reason(figures), "since": rows[-1] if rows else None, "leads": figures.lead.split(BETWEEN), "query": f"?task={key}",
        "entries": [int(each.partition(":")[2]) for each in figures.source if each.startswith("ledger:")],
    }  # fmt: skip
    return render(request, "public/task.html", told)


def _reason(task: TaskFigures) -> str:
    """Why the light is what it is, where that says more than its word."""
    said = task.subject.facts.get("reason", "")
    return "" if said in (light_word(task.light), task.subject.facts.get("light_words", "")) else said


def _corrected(rows: list[Any]) -> tuple[Any, Any] | None:
    """The value that holds and the one it took the place of, where the newest period was corrected."""
    if len(rows) > 1 and rows[1].replaced_by and rows[1].period_name == rows[0].period_name:
        return rows[0], rows[1]
    return None


def _areas(edition: Edition, task: TaskFigures) -> list[tuple[str, str, TaskFigures]]:
    found = []
    for area in edition.areas:
        light = edition.value("light", task.subject.code, area=area.code)
        if area.kind == "county" and light is not None and light.public:
            found.append((area.code, area.name, task_figures(edition, task.subject, area=area.code)))
    return found


def _by_county(edition: Edition, task: TaskFigures) -> list[tuple[str, TaskFigures]]:
    return [(name, figures) for _code, name, figures in _areas(edition, task)]


def _earlier(found: reading.Programme, subject: str) -> HttpResponse:
    """A task that the programme no longer has leads to the last edition that knew it. Raises: Missing."""
    for head in found.readable:
        if subject in reading.edition(head.code).subject_by_code:
            return HttpResponseRedirect(reverse("public-edition", args=[head.code]))
    raise Missing(_("已公布的数据中没有这项任务。请回到任务列表。"))
