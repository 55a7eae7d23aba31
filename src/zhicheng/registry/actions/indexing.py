"""Organisations in the index of names: full, short and former ones, the USCC and the code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zhicheng.core.search.actions import Findable, forget, index_many
from zhicheng.registry.models import Organisation, OrganisationName
from zhicheng.registry.rules.matching import search_kind

BATCH = 1000


def index_organisations(rows: Iterable[Organisation]) -> None:
    """Let these organisations be found by the names that they have now or had; two queries a thousand rows."""
    ordered = list(rows)
    for start in range(0, len(ordered), BATCH):
        index_many(_findable(ordered[start : start + BATCH]))


def forget_kind(row: Organisation, *, kind: str) -> None:
    """An organisation is of another kind now and must not be found under the old one."""
    forget(search_kind(kind), row.code)


def _findable(rows: list[Organisation]) -> Iterator[Findable]:
    names: dict[int, list[str]] = {}
    held = OrganisationName.objects.filter(organisation__in=rows).order_by("kind", "-valid_from", "pk")
    for pk, name in held.values_list("organisation_id", "name"):
        names.setdefault(pk, []).append(name)
    for row in rows:
        lines = dict.fromkeys((row.name, *names.get(row.pk, ()), row.uscc, row.code))
        yield Findable(search_kind(row.kind), row.code, "\n".join(line for line in lines if line), region=row.region)
