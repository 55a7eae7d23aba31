"""Finding things by a part of their names."""

from __future__ import annotations

from collections.abc import Iterable

from zhicheng.core.search.engines import Question, engine
from zhicheng.core.search.grams import words_of


def find(
    kind: str, query: str, *, limit: int = 20, within: str | Iterable[str] = "", organisations: Iterable[str] = ()
) -> list[str]:
    """Codes of the things of a kind whose names contain every word of the query, in either script.

    Those whose name begins with the query come first. `within` are prefixes of region codes and `organisations` codes,
    as `Actor.regions_with` and `Actor.organisations_with` give them: a thing is found that stands in one of them ("" is
    everywhere). An empty query, or one of nothing but marks, finds nothing.
    """
    words = words_of(query)
    prefixes = (within,) if isinstance(within, str) else tuple(within)
    question = Question(kind, tuple(words), prefixes, tuple(organisations), limit)
    if not words or limit < 1 or not (question.within or question.organisations):
        return []
    search = engine()
    found = search.beginning_with(question)
    if len(found) < limit:
        found += search.containing(question)
    return found[:limit]
