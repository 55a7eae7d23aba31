"""A desk with frozen values, and a short way from a blank file to its draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.publications.forms.editions import edition
from zhicheng.indicators.editions.content import Edition
from zhicheng.publications.forms.answers import Draft, Proposal
from zhicheng.publications.forms.desk import Desk
from zhicheng.publications.forms.opening import read_form
from zhicheng.publications.forms.reading import read_grid
from zhicheng.publications.forms.shelf import Shelf
from zhicheng.publications.forms.vocabulary import Vocabulary
from zhicheng.publications.forms.whole import draft_form

Drafted = Callable[..., Draft]


def desk(answers: Mapping[str, str] | None = None, current: Edition | None = None) -> Desk:
    """The third quarter, with the second and the third of the year before to compare with."""
    now = current or edition()
    return Desk(
        Shelf(now, (edition("2026Q2", factor=2), edition("2025Q3", factor=2))), Vocabulary.of(now), answers or {}
    )


@pytest.fixture
def drafted() -> Drafted:
    """A blank file's draft: `drafted(path, {"unassigned": "dash"})`."""

    def draft(path: Path, answers: Mapping[str, str] | None = None, *, current: Edition | None = None,
              given: Mapping[str, Proposal] | None = None) -> Draft:  # fmt: skip
        form = read_form(path)
        return draft_form(form, read_grid(form), desk(answers, current), given=given)

    return draft
