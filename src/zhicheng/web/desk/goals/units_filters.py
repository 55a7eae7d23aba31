"""Filters of lists that links set, in an official's words."""

from __future__ import annotations

from zhicheng.core.refusal import Refusal
from zhicheng.goals.rules.periods import end_of, name_of
from zhicheng.registry.queries.labels import names_of_organisations


def period_words(slug: str) -> str:
    """A period by its slug; what is no period stays as it was written."""
    try:
        end_of(slug)
    except Refusal:
        return slug
    return name_of(slug)


def unit_words(code: str) -> str:
    """A unit's name; a code that is nobody's stays."""
    return names_of_organisations([code]).get(code, code)
