"""Who holds what of a programme, by region, and the verified names with those that only offices may see: for forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from zhicheng.goals.models import Assignment, RosterRow
from zhicheng.goals.queries.reckoning import Until, counted_reports
from zhicheng.goals.rules.periods import end_of
from zhicheng.registry.queries.labels import names_of_organisations


@dataclass(frozen=True)
class Owing:
    """Organisation codes by (task, region), the lead of each task, and who holds most in a region."""

    parts: dict[tuple[int, str], str] = field(default_factory=dict)
    leads: dict[int, str] = field(default_factory=dict)
    regions: dict[str, str] = field(default_factory=dict)

    def of(self, *, task: int | None, region: str, city: str) -> str:
        """Who owes a figure: the region's holder of the task, its lead for the city, else the region's busiest unit."""
        if region == city:
            return self.leads.get(task, "") if task is not None else ""
        found = self.parts.get((task, region), "") if task is not None else ""
        return found or self.regions.get(region, "")


def owing(programme: str) -> Owing:
    """Who holds the parts of a programme: one query."""
    rows = Assignment.objects.filter(task__programme__code=programme).exclude(state__in=("planned", "withdrawn"))
    found, counts = Owing(), Counter[tuple[str, str]]()
    for task, region, organisation, role, parent in rows.order_by("pk").values_list(
        "task", "region", "organisation", "role", "parent"
    ):
        if role == "lead":
            found.leads.setdefault(task, organisation)
        if role == "county" and parent is None:
            found.parts.setdefault((task, region), organisation)
            counts[region, organisation] += 1
    for (region, organisation), _count in counts.most_common():
        found.regions.setdefault(region, organisation)
    return found


@dataclass(frozen=True)
class VerifiedName:
    """A verified name of a roster, whoever may see it."""

    task: int
    region: str
    name: str
    code: str
    happened_on: date | None
    period: str
    unit: str
    ledger_entry: int | None


def verified_names(programme: str, *, period: str, cut_off: date) -> Iterator[VerifiedName]:
    """The names behind the counts that stood at the cut-off, in the table's order."""
    until = Until(end_of(period), cut_off)
    rows = RosterRow.objects.filter(task__programme__code=programme, status="done", state="verified")
    rows = rows.filter(report__in=counted_reports(until)).exclude(assignment__state__in=("planned", "withdrawn"))
    listed = list(
        rows.order_by("task__order", "pk").values_list(
            "task", "assignment__region", "assignment__organisation", "name", "code", "happened_on", "report__period",
            "report__ledger_entry",
        )
    )  # fmt: skip
    names = names_of_organisations({row[2] for row in listed})
    for task, region, organisation, name, code, happened_on, of_period, entry in listed:
        yield VerifiedName(
            task, region, name, code, happened_on, of_period, names.get(organisation, ""), entry
        )  # fmt: skip
