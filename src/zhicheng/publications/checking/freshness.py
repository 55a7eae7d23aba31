"""Whether the figures of a document are those of today's editions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from zhicheng.indicators.editions.content import Edition, Value, key_of
from zhicheng.publications.blocks import Figure
from zhicheng.publications.checking.findings import Finding
from zhicheng.publications.drafting.palette import NOT_REPORTED, light_word
from zhicheng.publications.drafting.printing import printed_like

# The newest edition of each period that a document speaks of.
Newest = Mapping[str, Edition]


@dataclass(frozen=True)
class Moved:
    """A figure that has another value in a newer edition."""

    figure: Figure
    exact: str
    shown: str
    edition: str


def moved(figures: Iterable[Figure], newest: Newest, *, again: Iterable[Figure] = ()) -> Iterator[Moved]:
    """Figures, each once, whose value in the newest edition of their period differs.

    `again` are the figures of the same template composed with those editions: by them derived figures are compared.
    """
    seen: set[str] = set()
    derived = {each.name: each for each in again if not each.key}
    for figure in figures:
        told = figure.key or f"={figure.name}"
        if told in seen:
            continue
        seen.add(told)
        if not figure.key:
            now = derived.get(figure.name)
            if now is not None and now.shown != figure.shown:
                yield Moved(figure, now.exact, now.shown, now.edition)
            continue
        edition = newest.get(figure.key.rpartition("|")[2])
        if edition is None or edition.code == figure.edition:
            continue
        value = edition.by_key.get(key_of(figure.key))
        shown = _shown(figure, value)
        if shown != figure.shown:
            exact = "" if value is None or value.value is None else f"{value.value:f}"
            yield Moved(figure, exact, shown, edition.code)


def _shown(figure: Figure, value: Value | None) -> str:
    """The value as this document prints it: what rounds to the same needs no correction."""
    if value is None:
        return NOT_REPORTED
    if value.text:
        return light_word(value.text)
    return NOT_REPORTED if value.value is None else printed_like(figure.shown, value.value)


def stale(
    figures: Iterable[Figure], *, edition: Edition, newest: Newest, later: Edition | None,
    block_of: Mapping[str, int], again: Iterable[Figure] = (),
) -> Iterator[Finding]:  # fmt: skip
    """What to say where an edition is no longer the newest of its period, or a later period has one."""
    changed = list(moved(figures, newest, again=again))
    for each in changed:
        facts = {"name": each.figure.name, "shown": each.figure.shown, "edition": each.edition, "new": each.shown}
        place = block_of.get(each.figure.key or f"={each.figure.name}", -1)
        yield Finding("stale-figure", place, each.figure.shown, facts)
    own = newest.get(edition.period)
    if not changed and own is not None and own.code != edition.code:
        yield Finding("stale-edition", facts={"old": edition.code, "edition": own.code})
    if later is not None:
        facts = {"old": edition.code, "edition": later.code, "period": later.period_name}
        yield Finding("stale-period", facts=facts)
