"""A superior's blank form arrives: kept as it came, read in a child process, proposed for, and told from its last time."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor, Scope, require
from zhicheng.core.evidence.actions import attach, clean_name
from zhicheng.core.evidence.storage import Received, received
from zhicheng.core.ledger import record
from zhicheng.core.refusal import WrongState
from zhicheng.indicators.queries import editions
from zhicheng.publications.actions.forms.holding import me
from zhicheng.publications.entries.forms import FormReceived
from zhicheng.publications.forms.fillable import check_fillable
from zhicheng.publications.forms.grid import Grid
from zhicheng.publications.forms.opening import read_form
from zhicheng.publications.forms.reading import read_grid
from zhicheng.publications.forms.sheet import FormFile
from zhicheng.publications.models import ArrivedForm, FormTemplate
from zhicheng.publications.permissions import P
from zhicheng.publications.queries.form_materials import drafted, shelf_of


def receive_form(
    *, content: BinaryIO, file_name: str, edition: str, sender: str = "", due_on: date | None = None,
    by: Actor, at: datetime,
) -> ArrivedForm:  # fmt: skip
    """Keep a blank form and propose for it from an edition.

    Raises: NotAllowed, Missing (edition), Unreadable (what the file is, or no table in it), RuleBroken (nothing is
    blank), WrongState (the edition was withdrawn).
    """
    if not by.holds(P.FORM_FILL):
        require(by, P.FORM_FILL, Scope())
    head = editions.edition_head(edition, by)
    scope = _scope(head.region, by)
    require(by, P.FORM_FILL, scope)
    if head.state == "withdrawn":
        raise WrongState(_("数据版本“%(edition)s”已撤回，不能用来填报。请选择其他版本。"), edition=edition)
    name = clean_name(file_name)
    with received(content, name=name) as file:
        form = read_form(file.path, name=name)
        grid = read_grid(form)
        check_fillable(grid, name)
        return _kept(file, form, grid, name, edition, scope, sender, due_on, by=by, at=at)


def _scope(region: str, by: Actor) -> Scope:
    own = [each.organisation for each in by.grants if each.permits(P.FORM_FILL) and each.organisation]
    return Scope(region, frozenset(own[:1]))


@transaction.atomic
def _kept(
    file: Received, form: FormFile, grid: Grid, name: str, edition: str, scope: Scope, sender: str, due_on: date | None,
    *, by: Actor, at: datetime,
) -> ArrivedForm:  # fmt: skip
    title = (next((table.title for table in grid.tables if table.title), "") or Path(name).stem)[:200]
    template, _made = FormTemplate.objects.get_or_create(
        region=scope.region, fingerprint=grid.fingerprint,
        defaults={"title": title, "changed_at": at, "changed_by": me(by)},
    )  # fmt: skip
    shelf = shelf_of(edition)
    draft = drafted(form, grid, shelf, answers=template.answers, given={})
    row = ArrivedForm.objects.create(
        template=template, region=scope.region, office=next(iter(scope.organisations), ""), title=title,
        sender=sender.strip()[:200], due_on=due_on, file_name=name, edition=edition, period=shelf.current.period,
        layout=form.to_plain(), draft=draft.to_plain(), counts=draft.counts, made_by=me(by), made_at=at,
    )  # fmt: skip
    with file.path.open("rb") as stream:
        kept = attach(
            stream, name=name, subject=row.subject, scope=scope, permission=P.FORM_FILL, needs=P.FORM_FILL, by=by, at=at,
            macros=True,
        )  # fmt: skip
    row.sha256 = kept.sha256
    row.save(update_fields=["sha256"])
    told = FormReceived(
        row.pk, edition, kept.sha256, len(draft.proposals), len(draft.questions), len(draft.gaps)
    )  # fmt: skip
    record(told, by=by, at=at, subject=row.subject)
    return row
