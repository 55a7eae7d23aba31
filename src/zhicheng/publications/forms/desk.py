"""What every proposal is made with: the desk with its editions, names and answers, and the ways a cell may stay open. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from zhicheng.indicators.editions.content import Edition
from zhicheng.publications.forms.answers import Gap, Proposal, Question
from zhicheng.publications.forms.meaning import Want
from zhicheng.publications.forms.shelf import Shelf
from zhicheng.publications.forms.vocabulary import Vocabulary

OF_PROGRAMME = frozenset(
    ("tasks", "on-time", "care", "late", "unreported", "waiting", "undated", "done", "on-time-share", "mean-completion",
     "surplus-tasks")
)  # fmt: skip
OF_TASK = frozenset(
    ("target", "verified", "completion", "expected", "unlisted", "milestones-met", "milestones-set", "light", "new")
)

Answer = Proposal | Gap | Question | str
"""A text says why a cell stays blank by an answer that was given."""


@dataclass(frozen=True)
class Desk:
    """What every proposal needs: editions, names, the answers that this form has been given."""

    shelf: Shelf
    words: Vocabulary
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def edition(self) -> Edition:
        """The edition from which the form is filled."""
        return self.shelf.current


def gap(want: Want, why: str, what: str = "") -> Gap:
    """The cell as something that is owed."""
    cell = want.cell
    return Gap(cell.key, cell.sheet, cell.ref, what or want.label, why, want.area, want.subject, unit=want.unit)
