"""Looking organisations up: which tasks count a firm, and which tasks a unit answers for. Only what is public about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhicheng.core.refusal import Missing
from zhicheng.core.text import fold
from zhicheng.indicators.editions.content import Edition, Item
from zhicheng.web.public import reading
from zhicheng.web.public.figures import TaskFigures, entry_of, task_figures
from zhicheng.web.public.kept import open_page
from zhicheng.web.public.numbered import leaf
from zhicheng.web.public.tables import tasks_table

SHORTEST = 2
PAGE_SIZE = 30
# Leads of one task stand in one text.
BETWEEN = "、"


@dataclass
class Firm:
    """A firm that published items name, with the items."""

    code: str
    name: str
    items: list[tuple[Edition, Item]] = field(default_factory=list)


@dataclass
class Unit:
    """A unit that leads tasks or reports for them."""

    name: str
    leads: list[TaskFigures] = field(default_factory=list)
    reports: dict[str, TaskFigures] = field(default_factory=dict)


@dataclass(frozen=True)
class Register:
    """Everything that can be looked up, with the folded text in which it is found."""

    firms: dict[str, Firm]
    units: dict[str, Unit]
    folded: Sequence[tuple[str, str, str]]  # folded text, "firm" or "unit", key


def _register() -> Register:
    firms: dict[str, Firm] = {}
    units: dict[str, Unit] = {}
    for programme in reading.programmes():
        if not programme.readable:
            continue
        edition = reading.edition(programme.current.code)
        tasks = {each.code: task_figures(edition, each) for each in edition.tasks()}
        for task in tasks.values():
            for name in filter(None, task.lead.split(BETWEEN)):
                units.setdefault(name, Unit(name)).leads.append(task)
        for item in edition.items:
            if item.name and item.code:
                firms.setdefault(item.code, Firm(item.code, item.name)).items.append((edition, item))
            if item.unit_name and item.subject in tasks:
                units.setdefault(item.unit_name, Unit(item.unit_name)).reports[item.subject] = tasks[item.subject]
    folded = [(fold(f"{each.name} {each.code}"), "firm", code) for code, each in firms.items()]
    folded += [(fold(name), "unit", name) for name in units]
    return Register(firms, units, folded)


_REGISTERS = {script: reading.PerStamp(_register) for script in (False, True)}


def register() -> Register:
    """The register in the script of the page, made anew when something is published."""
    return _REGISTERS[get_language() == "zh-hant"]()


def found_units(words: str) -> list[Unit]:
    """Units whose name holds the words, in either script."""
    return [register().units[key] for text, kind, key in register().folded if kind == "unit" and words in text]


def found_firms(words: str) -> list[Firm]:
    """Firms whose name or credit code holds the words, in either script."""
    return [register().firms[key] for text, kind, key in register().folded if kind == "firm" and words in text]


def asked_words(request: HttpRequest) -> tuple[str, str]:
    """What was typed, and the same folded."""
    typed = " ".join(request.GET.get("q", "").split())[:60]
    return typed, fold(typed)


@open_page(query=("q", "page"), store=False)
def lookup(request: HttpRequest) -> HttpResponse:
    """The look-up: two characters suffice."""
    typed, words = asked_words(request)
    enough = len(words) >= SHORTEST
    firms = found_firms(words) if enough else []
    told = {
        "q": typed, "enough": enough, "units": found_units(words)[:PAGE_SIZE] if enough else [],
        "leaf": leaf(request, firms, size=PAGE_SIZE), "all_firms": len(register().firms),
        "all_units": sorted(register().units.values(), key=lambda each: -len(each.leads)) if not typed else [],
        **reading.coming(not reading.programmes()),
    }  # fmt: skip
    return render(request, "public/organisations.html", told)


@dataclass(frozen=True)
class CountedAs:
    """One item of a firm: which task counts it, when, as what, and where that was verified."""

    task: TaskFigures
    item: Item
    title: str
    entry: int | None
    edition: str


@open_page()
def firm(request: HttpRequest, code: str) -> HttpResponse:
    """What is public about one firm. Raises: Missing."""
    found = register().firms.get(code) or register().firms.get(code.upper())
    if found is None:
        raise Missing(
            _(
                "已公布的明细中没有这个代码。个体工商户和自然人的名称不公开；也可能尚未核实。请用名称中的两个字重新查找。"
            )
        )
    counted = [
        CountedAs(task_figures(edition, edition.subject_by_code[item.subject]), item, edition.title,
                  entry_of((item.source,)), edition.code)
        for edition, item in found.items if item.subject in edition.subject_by_code
    ]  # fmt: skip
    return render(request, "public/firm.html", {"firm": found, "counted": counted})


@open_page()
def unit(request: HttpRequest, name: str) -> HttpResponse:
    """The tasks that one unit answers for. Raises: Missing."""
    found = register().units.get(name) or _in_other_script(name)
    if found is None:
        raise Missing(_("已公布的任务中没有这个单位。请回到查询页重新查找。"))
    led = {(each.programme, each.key) for each in found.leads}
    reported = [each for each in found.reports.values() if (each.programme, each.key) not in led]
    told: dict[str, Any] = {
        "unit": found, "leads": tasks_table(found.leads, caption=_("牵头的任务")) if found.leads else None,
        "reports": tasks_table(reported, caption=_("报送的任务")) if reported else None,
        "late": sum(each.light == "late" for each in found.leads),
    }  # fmt: skip
    return render(request, "public/unit.html", told)


def _in_other_script(name: str) -> Unit | None:
    words = fold(name)
    return next((each for each in register().units.values() if fold(each.name) == words), None)
