"""An audit as a page shows it: the text as it was, marks in it, and numbered notes beside the paragraph they are about."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby, pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from zhicheng.claims import Audit, Claim, Verdict, wording
from zhicheng.core.prose import Block, Prose, Remark
from zhicheng.core.text import to_simplified, to_traditional
from zhicheng.web.desk.claims_places import place_words
from zhicheng.web.desk.claims_tables import Mark, drawn
from zhicheng.web.shared.numbers import number

AUTHOR = _("数据核校")
_LONGEST = 160
_CENT = Decimal("0.01")
_SAMPLE = 4000


@dataclass(frozen=True)
class Shown:
    """A verdict as pages show it: its name in the style sheet, and its light."""

    verdict: Verdict
    light: str

    @property
    def slug(self) -> str:
        """Its name in the style sheet."""
        return self.verdict.value

    @property
    def word(self) -> str:
        """What it is called."""
        return wording.verdict_name(self.verdict)


# The gravest first; where two claims share words, the graver one colours them.
VERDICTS = tuple(
    Shown(verdict, light)
    for verdict, light in (
        (Verdict.CONTRADICTED, "late"),
        (Verdict.PREMATURE, "care"),
        (Verdict.UNSTATED, "waiting"),
        (Verdict.UNCHECKABLE, "none"),
        (Verdict.HOLDS, "ok"),
    )
)
_BY_SLUG = {each.slug: each for each in VERDICTS}
_RANK = {each.slug: rank for rank, each in enumerate(VERDICTS)}


@dataclass(frozen=True)
class Finding:
    """A claim with its number on the page, and the stretches of the text that are marked for it."""

    number: int
    claim: Claim
    verdict: Shown
    where: str
    marked: tuple[tuple[int, int], ...]

    @property
    def is_quiet(self) -> bool:
        """Nobody need look at figures that agree."""
        return self.claim.verdict == Verdict.HOLDS

    @property
    def sentence(self) -> str:
        """Why."""
        return wording.sentence(self.claim.reason)

    @property
    def explanation(self) -> str:
        """Why, without the verdict's name that stands above it."""
        return self.sentence.removeprefix(self.verdict.word).lstrip("：，:, ;；")

    @property
    def details(self) -> list[str]:
        """Each reading where there are several, and what else is to be said."""
        readings = self.claim.readings if len(self.claim.readings) > 1 else ()
        worked = [
            f"{each.formula} = {number(each.value.quantize(_CENT, ROUND_HALF_UP))}{each.unit}" for each in readings
        ]
        return [*worked, *(wording.sentence(each) for each in self.claim.remarks)]


@dataclass
class Row:
    """A paragraph or table with the notes beside it, and what follows up to the next that has some."""

    blocks: list[tuple[str, SafeString]] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    after: list[tuple[str, SafeString]] = field(default_factory=list)


def findings(audit: Audit) -> list[Finding]:
    """The claims in the order of the text, numbered from 1."""
    ordered = sorted(audit.claims, key=lambda claim: (claim.start, claim.end))
    return [
        Finding(
            place,
            claim,
            _BY_SLUG[claim.verdict.value],
            _place(audit.prose, claim),
            tuple(_stretches(audit.prose, claim)),
        )
        for place, claim in enumerate(ordered, start=1)
    ]


def remarks_of(audit: Audit) -> list[Remark]:
    """What is written beside the text in the copy: all but figures that simply agree."""
    found = []
    for each in findings(audit):
        if not each.is_quiet or each.claim.remarks:
            words = "\n".join([each.sentence, *each.details])
            found.append((each.claim.start, each.claim.end, str(AUTHOR), words))
    return found


def script_of(text: str) -> str:
    """The language tag of the script in which the text is written, for fonts and screen readers."""
    sample = text[:_SAMPLE]
    other_if_simplified = sum(one != other for one, other in zip(sample, to_traditional(sample), strict=False))
    other_if_traditional = sum(one != other for one, other in zip(sample, to_simplified(sample), strict=False))
    return "zh-Hant" if other_if_traditional > other_if_simplified else "zh-Hans"


def _place(prose: Prose, claim: Claim) -> str:
    block = prose.block_at(claim.start)
    return place_words(claim.where or (block.where if block else ""))


def _stretches(prose: Prose, claim: Claim) -> Iterator[tuple[int, int]]:
    """The words of a claim; only its figures where it reaches over more than a paragraph or a few lines."""
    block = prose.block_at(claim.start)
    inside = block is not None and claim.end <= block.end
    if (inside and claim.end - claim.start <= _LONGEST) or not claim.spans:
        yield claim.start, claim.end
    else:
        yield from sorted(set(claim.spans))


def gravest_first(found: Sequence[Finding]) -> list[Finding]:
    """The findings as a list for those who have little time."""
    return sorted(found, key=lambda each: (_RANK[each.verdict.slug], each.number))


def shown(audit: Audit, found: Sequence[Finding]) -> list[Row]:
    """The text as rows; one that begins without notes has only what stands before the first of them."""
    marks, rows = _Marks(found), [Row()]
    for blocks in _together(audit.prose):
        notes = marks.ending_in(blocks[0].start, blocks[-1].end)
        block = _drawn(audit.prose, blocks, marks)
        if notes:
            rows.append(Row([block], notes))
        else:
            rows[-1].after.append(block)
    return [each for each in rows if each.blocks or each.after]


def _together(prose: Prose) -> Iterator[list[Block]]:
    """Each paragraph by itself, the cells of a table as one."""
    for table, blocks in groupby(prose.blocks, key=lambda block: block.table):
        if table is not None:
            yield list(blocks)
        else:
            for block in blocks:
                yield [block]


def _drawn(prose: Prose, blocks: list[Block], marks: _Marks) -> tuple[str, SafeString]:
    if blocks[0].table is not None:
        return "table", drawn(blocks, lambda block: marks.words(prose.text, block.start, block.end))
    block = blocks[0]
    label = prose.label_before(prose.place_of(block.start))
    return block.kind, format_html("{}{}", label, marks.words(prose.text, block.start, block.end).words)


@dataclass(frozen=True)
class _Stretch:
    start: int
    end: int
    finding: Finding
    is_last: bool


class _Marks:
    """Which words are marked, and with which numbers."""

    def __init__(self, found: Sequence[Finding]) -> None:
        self._stretches = sorted(
            (
                _Stretch(start, end, one, is_last=place == len(one.marked))
                for one in found
                for place, (start, end) in enumerate(one.marked, start=1)
            ),
            key=lambda each: (each.start, each.end, each.finding.number),
        )
        self._starts = [each.start for each in self._stretches]
        self._longest = max((each.end - each.start for each in self._stretches), default=0)

    def _near(self, start: int, end: int) -> list[_Stretch]:
        """The stretches that touch this part of the text."""
        first, last = bisect_left(self._starts, start - self._longest), bisect_left(self._starts, end)
        return [each for each in self._stretches[first:last] if each.end > start]

    def ending_in(self, start: int, end: int) -> list[Finding]:
        """The findings whose number stands in this part of the text."""
        return [each.finding for each in self._near(start, end) if each.is_last and each.end <= end]

    def words(self, text: str, start: int, end: int) -> Mark:
        """A part of the text with its marks, and the gravest verdict in it."""
        here = self._near(start, end)
        if not here:
            return Mark(_lines(text[start:end]), "")
        edges = sorted({start, end, *(edge for each in here for edge in (each.start, each.end) if start < edge < end)})
        parts = []
        for first, last in pairwise(edges):
            over = [each.finding for each in here if each.start <= first and each.end >= last]
            numbers = [each.finding for each in here if each.end == last and each.is_last]
            parts.append(_piece(_lines(text[first:last]), over, numbers))
        gravest = min((each.finding.verdict.slug for each in here), key=_RANK.__getitem__)
        return Mark(mark_safe("".join(parts)), gravest)  # noqa: S308 - the pieces are escaped one by one


def _piece(words: SafeString, over: Sequence[Finding], numbers: Sequence[Finding]) -> SafeString:
    if not over:
        return words
    slugs = sorted({each.verdict.slug for each in over}, key=_RANK.__getitem__)
    sups = format_html_join(
        "", '<sup><a id="m{}" href="#n{}">{}</a></sup>', ((each.number, each.number, each.number) for each in numbers)
    )
    # Every verdict is named, so that a list filtered to one of them still finds its words.
    return format_html(
        '<mark class="{} {}">{}{}</mark>', slugs[0], " ".join(f"has-{each}" for each in slugs), words, sups
    )


def _lines(words: str) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in words.splitlines() or [""]))
