"""Figures of a version against the newest edition of their period, as of now."""

from __future__ import annotations

from collections.abc import Iterable

from zhicheng.core.access import Actor
from zhicheng.publications.blocks import Block, Figure
from zhicheng.publications.checking.findings import Finding, from_plain
from zhicheng.publications.checking.freshness import Moved, moved
from zhicheng.publications.drafting import compose
from zhicheng.publications.drafting.composing import runs
from zhicheng.publications.drafting.plain import from_plain as blocks_of
from zhicheng.publications.models import Version
from zhicheng.publications.queries.materials import edition_or_none, newest_of


def figures_of(blocks: Iterable[Block]) -> list[Figure]:
    """Every figure of these blocks, in order."""
    return [
        each for block in blocks for inlines in runs(block) for each in inlines if isinstance(each, Figure)
    ]  # fmt: skip


def moved_figures(version: Version, actor: Actor) -> list[Moved]:
    """Figures of a version that have another value in the newest editions."""
    edition, earlier = edition_or_none(version.edition, actor), edition_or_none(version.earlier, actor)
    if edition is None:
        return []
    newest = newest_of((edition, earlier), actor)
    now, before = newest.get(edition.period), newest.get(earlier.period) if earlier is not None else None
    if (now is None or now.code == edition.code) and (earlier is None or before is None or before.code == earlier.code):
        return []
    again = compose(
        version.template, edition=now, earlier=before or earlier, language=version.language, with_charts=False
    )
    return list(moved(figures_of(blocks_of(version.blocks)), newest, again=again.figures))


def stale_since_check(version: Version, actor: Actor) -> list[Finding]:
    """Stale figures that the check did not know yet."""
    known = {(each.facts.get("name"), each.facts.get("new")) for each in from_plain(version.findings)}
    found = []
    for each in moved_figures(version, actor):
        if (each.figure.name, each.shown) not in known:
            facts = {"name": each.figure.name, "shown": each.figure.shown, "edition": each.edition, "new": each.shown}
            found.append(Finding("stale-figure", -1, each.figure.shown, facts))
    return found
