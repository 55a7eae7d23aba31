"""The whole check of one version, from plain values: nothing here reads a table or knows what day it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from zhicheng.claims import Verdict, check
from zhicheng.core.quantities import Quantity, find_quantities
from zhicheng.indicators.editions.content import Edition, key_of
from zhicheng.publications.blocks import Block, Figure, Heading, TableBlock
from zhicheng.publications.checking import freshness, persons
from zhicheng.publications.checking.findings import Finding
from zhicheng.publications.checking.known import known_figures
from zhicheng.publications.checking.spoken import lines, spoken, typed, words
from zhicheng.publications.drafting import Composed, compose
from zhicheng.publications.drafting.composing import runs
from zhicheng.publications.kinds import DISCLOSURES, DocumentKind

PLACEHOLDER = re.compile(r"【\s*请[^】\n]{0,60}】?")
GRAVE = (Verdict.CONTRADICTED, Verdict.PREMATURE)
MOST = 60


@dataclass(frozen=True)
class Material:
    """What a check needs: the version as written, the editions, the names of persons, and what its files look like.

    `newest` is the newest edition of each period that it speaks of; `later` one of a later period, None where there is
    none.
    `edition_state` is the state of the edition. `names` are persons of the registry. `inspect` renders the composed text
    and gives findings about fonts and layout; None leaves them out.
    """

    kind: DocumentKind
    template: str
    fields: Mapping[str, str]
    language: str = "zh-hans"
    disclosure: str = ""
    disclosure_reason: str = ""
    reviewed: bool = False
    edition: Edition | None = None
    earlier: Edition | None = None
    newest: Mapping[str, Edition] = field(default_factory=dict)
    later: Edition | None = None
    edition_state: str = ""
    names: Collection[str] = field(default=frozenset())
    inspect: Callable[[Composed], Sequence[Finding]] | None = None


@dataclass(frozen=True)
class Examined:
    """The composed text with what was found in it."""

    composed: Composed
    findings: tuple[Finding, ...]


def examine(material: Material) -> Examined:
    """Check a version; the findings stand in the order of the text, those about the whole first."""
    composed = compose(
        material.template, edition=material.edition, earlier=material.earlier, language=material.language
    )
    found = [
        *_problems(composed), *_fields(material), *_disclosure(material, composed), *_completeness(composed),
        *_figures(material, composed), *_claims(material, composed), *_persons(material, composed),
    ]  # fmt: skip
    if material.inspect is not None:
        found += material.inspect(composed)
    unique: dict[str, Finding] = {}
    for each in found:
        unique.setdefault(each.id, each)
    ordered = sorted(unique.values(), key=lambda each: each.block)
    return Examined(composed, tuple(ordered))


def _problems(composed: Composed) -> Iterator[Finding]:
    for each in composed.problems:
        facts = {**each.facts, "problem": each.code, "line": str(each.line), "column": str(each.column)}
        yield Finding("template", -1, "", facts)


def _fields(material: Material) -> Iterator[Finding]:
    for name in material.kind.required:
        value = material.fields.get(name, "")
        if not value.strip():
            yield Finding("field-missing", facts={"field": name, "kind": str(material.kind.names)})


def _disclosure(material: Material, composed: Composed) -> Iterator[Finding]:
    if material.disclosure not in DISCLOSURES:
        yield Finding("disclosure-missing")
        return
    if material.disclosure != "open" and not material.disclosure_reason.strip():
        yield Finding("disclosure-reason", facts={"disclosure": str(DISCLOSURES[material.disclosure])})
    if not material.reviewed:
        yield Finding("review-missing")
    edition = material.edition
    if edition is None:
        return
    if material.edition_state == "withdrawn":
        yield Finding("edition-withdrawn", facts={"edition": edition.code})
    if material.disclosure != "open" or not composed.figures:
        return
    if material.edition_state == "frozen":
        yield Finding("edition-frozen-only", facts={"edition": edition.code})
    internal: dict[str, int] = {}
    for figure in composed.figures:
        value = edition.by_key.get(key_of(figure.key)) if figure.key else None
        if value is not None and not value.public:
            internal[figure.name] = internal.get(figure.name, 0) + 1
    if internal:
        yield Finding("figure-internal", facts={"name": next(iter(internal)), "n": str(sum(internal.values()))})


def _completeness(composed: Composed) -> Iterator[Finding]:
    blocks = composed.blocks
    if not any(not isinstance(each, Heading) for each in blocks):
        yield Finding("empty-text")
    for place, block in enumerate(blocks):
        for inlines in lines(block):
            for match in PLACEHOLDER.finditer(words(inlines)):
                yield Finding("placeholder", place, match[0])
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        if not isinstance(block, Heading) or len(blocks) == 1:
            continue
        if following is None or (isinstance(following, Heading) and following.level <= block.level):
            yield Finding("empty-section", place, words(block.inlines))
    for match in PLACEHOLDER.finditer(composed.title):
        yield Finding("placeholder", -1, match[0])


def _figures(material: Material, composed: Composed) -> Iterator[Finding]:
    edition = material.edition
    if edition is not None and composed.figures:
        yield from freshness.stale(
            composed.figures, edition=edition, newest=material.newest, later=material.later,
            block_of=_block_of_keys(composed.blocks), again=figures_again(material),
        )  # fmt: skip
    hand = []
    for place, block in enumerate(composed.blocks):
        if isinstance(block, TableBlock):
            continue
        for inlines in lines(block):
            hand += [(place, each.text) for each in find_quantities(typed(inlines)) if _is_typed(each)]
    if edition is not None and hand:
        yield Finding("typed-numbers", hand[0][0], hand[0][1], {"n": str(len(hand))})


def _is_typed(quantity: Quantity) -> bool:
    """A quantity of its own: no way of speaking (一个), no year or day, and no whole (100 %)."""
    whole = quantity.unit == "%" and quantity.value == 100
    return (
        bool(quantity.unit) and not quantity.weak and not whole and quantity.unit not in ("年", "月", "日", "号", "时")
    )


def figures_again(material: Material) -> tuple[Figure, ...]:
    """The figures that the template would have with the newest editions; none where nothing is newer."""
    edition, earlier = material.edition, material.earlier
    newest = material.newest.get(edition.period, edition) if edition is not None else None
    before = material.newest.get(earlier.period, earlier) if earlier is not None else None
    if (newest and newest.code, before and before.code) == (edition and edition.code, earlier and earlier.code):
        return ()
    composed = compose(material.template, edition=newest, earlier=before, language=material.language, with_charts=False)
    return composed.figures


def _block_of_keys(blocks: Sequence[Block]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, block in enumerate(blocks):
        for inlines in runs(block):
            for each in inlines:
                if isinstance(each, Figure):
                    found.setdefault(each.key or f"={each.name}", place)
    return found


def _claims(material: Material, composed: Composed) -> Iterator[Finding]:
    if material.language == "en":
        return
    text = spoken(composed.title, composed.blocks)
    audit = check(text.prose, known=known_figures(material.edition))
    for claim in audit.claims[:MOST]:
        # A rate that is not stated is no fault of a text that lists counts.
        if claim.verdict not in (Verdict.HOLDS, Verdict.UNSTATED):
            code = "claim-differs" if claim.verdict in GRAVE else "claim-remark"
            facts = {**claim.reason.facts, "reason": claim.reason.code}
            yield Finding(code, text.block_of(claim.start), claim.quote[:120], facts)


def _persons(material: Material, composed: Composed) -> Iterator[Finding]:
    known = material.fields.get("contact", "") + material.fields.get("signatory", "")
    yield from persons.in_text(composed.title, names=material.names, known=known, block=-1)
    for place, block in enumerate(composed.blocks):
        stretches = [words(each) for each in lines(block)]
        if isinstance(block, TableBlock):
            stretches += [words(cell) for row in block.rows for cell in row]
        for stretch in dict.fromkeys(stretches):
            yield from persons.in_text(stretch, names=material.names, known=known, block=place)
