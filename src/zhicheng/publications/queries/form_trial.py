"""A blank form filled at once and nothing kept: for the command line, and for measuring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import SYSTEM
from zhicheng.core.refusal import Missing, WrongState
from zhicheng.indicators.editions.content import EditionHead
from zhicheng.indicators.queries import editions
from zhicheng.publications.forms.answers import Draft
from zhicheng.publications.forms.fillable import check_fillable
from zhicheng.publications.forms.grid import Grid
from zhicheng.publications.forms.opening import fill_form, read_form
from zhicheng.publications.forms.outgoing import outgoing
from zhicheng.publications.forms.reading import read_grid
from zhicheng.publications.forms.sheet import FormFile
from zhicheng.publications.models import FormTemplate
from zhicheng.publications.queries.form_materials import drafted, shelf_of


@dataclass(frozen=True)
class Trial:
    """What a form would be filled with, from which edition, and how many remembered answers helped."""

    edition: EditionHead
    form: FormFile
    grid: Grid
    draft: Draft
    remembered: int


def try_form(path: Path, *, edition: str = "") -> Trial:
    """Read a blank form and propose for it from an edition, the newest public one where none is named.

    Raises: Unreadable, RuleBroken (nothing to fill), Missing (no such edition, or none at all), WrongState (withdrawn).
    """
    form = read_form(path)
    grid = read_grid(form)
    check_fillable(grid, path.name)
    head = _edition(edition)
    template = FormTemplate.objects.filter(region=head.region, fingerprint=grid.fingerprint).first()
    answers = template.answers if template else {}
    draft = drafted(form, grid, shelf_of(head.code), answers=answers, given={})
    return Trial(head, form, grid, draft, len(answers))


def _edition(code: str) -> EditionHead:
    if code:
        head = editions.edition_head(code, SYSTEM)
        if head.state == "withdrawn":
            raise WrongState(_("数据版本“%(edition)s”已撤回，不能用来填报。请选择其他版本。"), edition=code)
        return head
    heads = [each for each in editions.editions(SYSTEM) if each.region == settings.CITY.region]
    found = next((each for each in heads if each.state == "published"), None)
    if found is None:
        raise Missing(_("还没有公开的数据版本。请先冻结并公开一期，或用 --edition 指明版本。"))
    return found


def filled_bytes(trial: Trial, path: Path) -> tuple[bytes, Sequence[Sequence[str]]]:
    """The filled file, and the rows of its sources where they may not stand in it."""
    made = outgoing(trial.form, trial.grid, trial.draft)
    return fill_form(path, made.filling), made.apart
