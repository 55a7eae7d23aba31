"""The check itself: a text is folded, read paragraph by paragraph and table by table, and its claims are judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from zhicheng.claims.drafts import Draft, place, to_claim
from zhicheng.claims.families import FAMILIES, headed, recaps, repeated, standing, tables
from zhicheng.claims.families import known as known_family
from zhicheng.claims.grids import grid_of
from zhicheng.claims.model import Audit, Claim, KnownFigure, Reason
from zhicheng.claims.passages import Passage, passages
from zhicheng.claims.settling import settle
from zhicheng.core.prose import Prose, plain_prose
from zhicheng.core.text import fold

MOST_CHARACTERS = 1_500_000  # about 1,500 pages
MOST_IN_PARAGRAPH = 20_000  # a paragraph longer than any that a person writes
MOST_IN_ONE = 2_000  # figures in one paragraph
MOST_FIGURES = 40_000  # in a text; the densest bulletin has about 50 on a page
MOST_CLAIMS = 6_000


def check(
    prose: Prose | str,
    *,
    known: Sequence[KnownFigure] = (),
    most_characters: int = MOST_CHARACTERS,
    most_figures: int = MOST_FIGURES,
    most_claims: int = MOST_CLAIMS,
) -> Audit:
    """Every claim of a text whose figures can be held against each other, with its verdict and reason.

    `known` are verified figures of the house to compare with. Beyond a limit the rest is left unchecked and
    `Audit.unfinished` says so.
    """
    text = plain_prose(prose) if isinstance(prose, str) else prose
    plain = fold(text.text[:most_characters])
    unfinished = None
    if len(text.text) > most_characters:
        unfinished = Reason("text-too-long", {"characters": str(most_characters)})
    claims: list[Claim] = []
    figures = 0
    last: Passage | None = None
    statements, headings = recaps.Statements(), headed.Headings()
    for passage in passages(_within(text, most_characters), plain):
        if len(passage.text) > MOST_IN_PARAGRAPH or len(passage.figures) > MOST_IN_ONE:
            unfinished = unfinished or Reason("paragraph-too-long", {"where": passage.where})
            continue
        figures += len(passage.figures)
        claims += [_finding(draft, passage, text.text) for draft in _drafts(passage, last, statements, known)]
        claims += [_finding(draft, passage, text.text) for draft in headed.claims(passage, headings)]
        last = passage if passage.figures else last
        if figures > most_figures:
            return Audit(text, tuple(claims), figures, Reason("too-many-figures", {"figures": str(most_figures)}))
        if len(claims) > most_claims:
            return Audit(
                text, tuple(claims[:most_claims]), figures, Reason("too-many-claims", {"claims": str(most_claims)})
            )
    claims += islice(_table_claims(text, plain), max(0, most_claims - len(claims)))
    return Audit(text, tuple(sorted(claims, key=lambda claim: (claim.start, claim.end))), figures, unfinished)


def _within(text: Prose, limit: int) -> Prose:
    if len(text.text) <= limit:
        return text
    return Prose(
        text.text, tuple(block for block in text.blocks if block.end <= limit), text.kind, text.name, text.remarks
    )


def _drafts(
    passage: Passage, last: Passage | None, statements: recaps.Statements, known: Sequence[KnownFigure]
) -> list[Draft]:
    ranks = list(standing.claims(passage))
    if not passage.figures:
        return settle(ranks)
    found: list[Draft] = []
    if len(passage.figures) > 1:
        for _name, family in FAMILIES:
            found += family(passage)
    found += repeated.claims(passage, last)
    found += recaps.claims(passage, statements)
    found += known_family.claims(passage, known)
    moves = [draft.span for draft in found if draft.kind == "ranking"]
    found += [draft for draft in ranks if not any(a < draft.span[1] and draft.span[0] < b for a, b in moves)]
    return settle(found)


def _finding(draft: Draft, passage: Passage, source: str) -> Claim:
    claim = to_claim(draft, source)
    if claim.where:
        return claim
    return Claim(**{**claim.__dict__, "where": place(passage)})


def _table_claims(text: Prose, plain: str) -> Iterator[Claim]:
    for _number, cells in text.tables():
        grid = grid_of([cell for cell in cells if cell.end <= len(plain)], plain) if cells else None
        if grid is not None:
            for draft in settle(list(tables.claims(grid))):
                yield to_claim(draft, text.text)
