"""An edition made from what goals counts: every declared measure for every subject, with its sources."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from zhicheng.goals.queries.frozen import FrozenFigures, FrozenItem, FrozenProgramme, FrozenReport, FrozenTask
from zhicheng.indicators.catalogue import Figures, Measure, measures_about
from zhicheng.indicators.editions.content import FIELD, PROGRAMME, TASK, Area, Edition, Item, Subject, Value
from zhicheng.registry.kinds.fields import FIELDS

NO_FIELD, NO_FIELD_NAME = "-", "未分领域"
# Whose every report is named as a source; other measures lead to the newest report and to the task.
COUNTED = ("verified", "milestones-met", "unlisted")
# What was set by the plan and reported by nobody leads to the task alone.
PLANNED = ("target", "expected", "milestones-set")


@dataclass(frozen=True)
class Making:
    """What an edition is made of, beside the counts."""

    programme: FrozenProgramme
    period: str
    period_name: str
    title: str
    cut_off: date
    frozen_at: datetime
    number: int = 1
    supersedes: str = ""
    reason: str = ""
    counties_open: frozenset[str] = frozenset()
    code_version: str = ""

    @property
    def code(self) -> str:
        """The permanent name: programme, period, and a number from the second edition on."""
        return f"{self.programme.code}-{self.period}" + (f".{self.number}" if self.number > 1 else "")


def make_edition(
    making: Making, tasks: Sequence[FrozenTask], items: Iterable[FrozenItem], areas: Sequence[Area],
    counties: Mapping[str, str],
) -> Edition:  # fmt: skip
    """The edition without its hash. `counties` leads from the region of a part to the area that it counts for."""
    region = making.programme.region
    return Edition(
        code=making.code, programme=making.programme.code, title=making.title, period=making.period,
        period_name=making.period_name, cut_off=making.cut_off, frozen_at=making.frozen_at, region=region,
        subjects=tuple(_subjects(making.programme, tasks)), areas=tuple(areas),
        values=tuple(_values(making, tasks, {each.code for each in areas})),
        items=tuple(_item(each, counties.get(each.region, region)) for each in items), number=making.number,
        supersedes=making.supersedes, reason=making.reason, mark=making.programme.mark,
        code_version=making.code_version,
    )  # fmt: skip


def field_of(task: FrozenTask) -> str:
    """The code of the field that a task belongs to."""
    return f"{FIELD}:{task.field or NO_FIELD}"


def field_name(slug: str) -> str:
    """A field in simplified Chinese, as it is frozen; an unknown one goes by its slug."""
    if slug in ("", NO_FIELD):
        return NO_FIELD_NAME
    return FIELDS[slug].names.zh if slug in FIELDS else slug


def fields_in_order(slugs: Iterable[str]) -> list[str]:
    """Slugs of fields as they are declared, unknown ones after them, the tasks without a field last."""
    declared = list(FIELDS)
    found = {slug or NO_FIELD for slug in slugs}
    return sorted(found, key=lambda slug: (slug == NO_FIELD, declared.index(slug) if slug in FIELDS else 99, slug))


def _subjects(programme: FrozenProgramme, tasks: Sequence[FrozenTask]) -> Iterator[Subject]:
    yield Subject(PROGRAMME, PROGRAMME, programme.title)
    for slug in fields_in_order(each.field for each in tasks):
        yield Subject(f"{FIELD}:{slug}", FIELD, field_name(slug), parent=PROGRAMME)
    for each in tasks:
        yield Subject(f"{TASK}:{each.pk}", TASK, each.title, each.number, field_of(each), each.facts)


def _values(making: Making, tasks: Sequence[FrozenTask], areas: Container[str]) -> Iterator[Value]:
    region = making.programme.region
    origin = (f"goals.programme:{making.programme.pk}",)
    whole = {each.pk: _figures(each.figures, each) for each in tasks}
    for measure in measures_about(PROGRAMME):
        yield from _value(making, measure, list(whole.values()), PROGRAMME, region, origin)
    groups: dict[str, list[Figures]] = {}
    for task in tasks:
        groups.setdefault(field_of(task), []).append(whole[task.pk])
    for code, group in groups.items():
        for measure in measures_about(FIELD):
            yield from _value(making, measure, group, code, region, origin)
    for task in tasks:
        for measure in measures_about(TASK):
            sources = _sources(measure, task, task.reports if measure.slug in COUNTED else task.reports[:1])
            yield from _value(making, measure, [whole[task.pk]], f"{TASK}:{task.pk}", region, sources)
        yield from _of_counties(making, task, areas)


def _of_counties(making: Making, task: FrozenTask, areas: Container[str]) -> Iterator[Value]:
    public = (task.field or NO_FIELD) in making.counties_open
    for area, figures in sorted(task.counties.items()):
        if area not in areas:
            continue
        reports = [each for each in task.reports if each.region == area]
        read = [_figures(figures, task)]
        for measure in measures_about("county"):
            sources = _sources(measure, task, reports)
            yield from _value(making, measure, read, f"{TASK}:{task.pk}", area, sources, public=public)


def _value(
    making: Making, measure: Measure, figures: Sequence[Figures], subject: str, area: str, source: tuple[str, ...],
    *, public: bool = True,
) -> Iterator[Value]:  # fmt: skip
    found = measure.read(figures)
    if found is not None:
        yield Value(
            measure.slug, subject, area, making.period, found.value, found.unit, found.text, found.n, found.denominator,
            source, measure.version, public,
        )  # fmt: skip


def _sources(measure: Measure, task: FrozenTask, reports: Sequence[FrozenReport]) -> tuple[str, ...]:
    told = () if measure.slug in PLANNED else reports
    entries = [f"ledger:{each.ledger_entry}" for each in told if each.ledger_entry]
    return (*entries, *(f"goals.report:{each.pk}" for each in told), f"goals.task:{task.pk}")


def _figures(figures: FrozenFigures, task: FrozenTask) -> Figures:
    return Figures(
        kind=task.kind, light=figures.light, complete=figures.complete, target=figures.target,
        verified=figures.verified, base=figures.base, unlisted=figures.unlisted, percent=figures.percent,
        expected=figures.expected, milestones_met=figures.milestones_met, milestones_set=figures.milestones_set,
        weight=task.points or Decimal(1), unit=task.unit,
    )  # fmt: skip


def _item(item: FrozenItem, area: str) -> Item:
    return Item(
        subject=f"{TASK}:{item.task}", area=area, name=item.name, code=item.code, quantity=item.quantity,
        happened_on=item.happened_on, period=item.period, unit_name=item.unit,
        source=f"ledger:{item.ledger_entry}" if item.ledger_entry else "",
    )  # fmt: skip
