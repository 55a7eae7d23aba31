"""Looking a document up for an action: its row held, the person asked for, the version that is worked on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor, require
from zhicheng.core.refusal import Missing, WrongState
from zhicheng.publications.models import Document, Version
from zhicheng.publications.workflow import OPEN


def held(code: str, permission: str, *, by: Actor) -> Document:
    """The document with its row locked. Raises: Missing, NotAllowed."""
    row = Document.objects.locked(code)
    if row is None:
        raise Missing(_("没有这份公文。请回到公文列表。"))
    require(by, permission, row.scope)
    return row


def working(document: Document) -> Version:
    """The version that is worked on, its row locked. Raises: WrongState where there is none."""
    row = document.versions.select_for_update().filter(state__in=OPEN).first()
    if row is None:
        raise WrongState(_("这份公文没有正在办理的稿子。已印发的，如需改动请点“更正”。"))
    return row


def me(actor: Actor) -> str:
    """By which code a person is kept; the account's where no person stands behind it."""
    return actor.person or str(actor.account_id or "系统")
