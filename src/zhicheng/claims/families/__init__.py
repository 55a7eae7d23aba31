"""The kinds of claims, one file a kind; each turns a passage into drafts. To add one: write its file, name it here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from zhicheng.claims.drafts import Draft
from zhicheng.claims.families import (
    ahead,
    average,
    breakdown,
    change,
    completion,
    missing,
    parts,
    ranking,
    rate,
    respectively,
    share,
    stock,
    total,
)
from zhicheng.claims.passages import Passage

FAMILIES: tuple[tuple[str, Callable[[Passage], Iterator[Draft]]], ...] = (
    ("completion", completion.claims),
    ("ahead", ahead.claims),
    ("missing", missing.claims),
    ("share", share.claims),
    ("rate", rate.claims),
    ("change", change.claims),
    ("average", average.claims),
    ("ranking", ranking.claims),
    ("total", total.claims),
    ("parts", parts.claims),
    ("breakdown", breakdown.claims),
    ("stock", stock.claims),
    ("respectively", respectively.claims),
)
