"""A form held for a change: locked, permitted, in the state that is needed; and its draft made anew."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor, may, require
from zhicheng.core.refusal import Missing, WrongState
from zhicheng.publications.forms.answers import Draft
from zhicheng.publications.models import ArrivedForm
from zhicheng.publications.permissions import P
from zhicheng.publications.queries.form_materials import drafted, grid_of, shelf_of

# What `redraft` changes.
DRAFTED = ("draft", "counts", "stamp")

NO_SUCH = _("没有这份上级报表，或您的岗位不能查看。请回到上级报表列表。")


def me(by: Actor) -> str:
    """Who acts, as it is kept."""
    return by.person or str(by.account_id or "")


def held(form: int, permission: str, by: Actor) -> ArrivedForm:
    """The form, locked. Raises: Missing (none, or not this person's to see), NotAllowed."""
    row = ArrivedForm.objects.locked(form)
    if row is None or not any(may(by, each, row.scope) for each in (P.FORM_FILL, P.FORM_APPROVE)):
        raise Missing(NO_SUCH)
    require(by, permission, row.scope)
    return row


def in_work(row: ArrivedForm) -> ArrivedForm:
    """The form, if it may still be filled. Raises: WrongState."""
    if row.state not in ("drafted", "asked"):
        raise WrongState(
            _("这份报表“%(state)s”，不能再填。需要修改的，请先由审核人退回。"),
            state=row.get_state_display(),
            code="not-in-work",
        )
    return row


def redraft(row: ArrivedForm) -> Draft:
    """The draft made anew from what is known now; the caller saves what `DRAFTED` names."""
    form, grid = grid_of(row.layout)
    found = drafted(form, grid, shelf_of(row.edition), answers=row.template.answers, given=row.given)
    row.draft, row.counts = found.to_plain(), found.counts
    row.stamp += 1
    return found
