"""A value that changes after publication opens a correction, which the office makes or dismisses with a reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor
from zhicheng.core.ledger import record
from zhicheng.core.refusal import Missing, Refusal, RuleBroken, WrongState
from zhicheng.indicators.queries import editions
from zhicheng.publications.actions.documents import NAMES
from zhicheng.publications.actions.holding import held, me
from zhicheng.publications.drafting.plain import from_plain
from zhicheng.publications.drafting.printing import printed_like
from zhicheng.publications.entries.documents import CorrectionBegun, CorrectionDismissed, CorrectionOpened
from zhicheng.publications.models import Correction, Document, Version
from zhicheng.publications.permissions import P
from zhicheng.publications.queries.freshness import figures_of, moved_figures
from zhicheng.publications.workflow import CORRECTION, OPEN

Tell = Callable[[int, int, Any], None]


@dataclass(frozen=True)
class _Changed:
    """One figure that has another value now."""

    key: str
    name: str
    printed: str
    old: str
    new: str
    edition: str = ""
    source: str = ""
    cause: str = ""


def open_corrections(*, by: Actor, at: datetime, tell: Tell | None = None) -> int:
    """Compare the figures of every published document with what is known now; how many corrections were opened.

    Known now is the newest edition of the same period, and where that is the document's own, what verified records
    would give. The same change is raised once, also when it was dismissed.
    """
    rows = list(Version.objects.filter(state="published").exclude(edition="").select_related("document"))
    opened = 0
    for place, version in enumerate(rows, start=1):
        if tell is not None:
            tell(place, len(rows), version.title)
        found = _changed(version, by, at)
        opened += _open(version, found, by=by, at=at) if found else 0
    return opened


def _changed(version: Version, by: Actor, at: datetime) -> list[_Changed]:
    found = [
        _Changed(
            each.figure.key or f"={each.figure.name}", each.figure.name, each.figure.shown, each.figure.exact,
            each.shown, each.edition, cause=_reason_of(each.edition, by),
        )
        for each in moved_figures(version, by)
    ]  # fmt: skip
    return found or _drifted(version, by, at)


def _reason_of(edition: str, by: Actor) -> str:
    return editions.edition_head(edition, by).reason if edition else ""


def _drifted(version: Version, by: Actor, at: datetime) -> list[_Changed]:
    """Figures that verified records would give otherwise than the edition from which they were printed."""
    printed = {each.key: each for each in figures_of(from_plain(version.blocks)) if each.key}
    try:
        changes = editions.drift(version.edition, by, at=at)
    except Refusal:
        return []
    found = []
    for each in changes:
        figure = printed.get("|".join(each.key))
        if figure is None or each.new is None or each.new.value is None:
            continue
        shown = printed_like(figure.shown, each.new.value)
        if shown != figure.shown:
            found.append(
                _Changed(
                    figure.key, figure.name, figure.shown, figure.exact, shown,
                    source=_one(each.source), cause="，".join(filter(None, (each.by, each.reason))),
                )
            )  # fmt: skip
    return found


def _one(source: Any) -> str:
    return (source if isinstance(source, str) else next(iter(source), ""))[:200]


@transaction.atomic
def _open(version: Version, found: Sequence[_Changed], *, by: Actor, at: datetime) -> int:
    Document.objects.select_for_update().get(pk=version.document_id)
    known = set(Correction.objects.filter(version=version).values_list("key", "new"))
    rows = [
        Correction(
            version=version, key=each.key[:200], name=each.name[:200], printed=each.printed[:60], old=each.old[:60],
            new=each.new[:60], edition=each.edition, source=each.source, cause=each.cause, opened_at=at,
        )
        for each in found if (each.key[:200], each.new[:60]) not in known
    ]  # fmt: skip
    if not rows:
        return 0
    Correction.objects.bulk_create(rows)
    edition = next((each.edition for each in found if each.edition), "")
    record(
        CorrectionOpened(version.document.code, version.number, len(rows), edition), by=by, at=at,
        subject=version.document.subject,
    )  # fmt: skip
    return len(rows)


@transaction.atomic
def begin_correction(
    code: str, *, corrections: Sequence[int] = (), edition: str = "", reason: str = "", by: Actor, at: datetime
) -> Version:
    """Begin a new version at the same address, from the text of the published one and the newest edition.

    `corrections` are the opened ones that it is to make; all open ones of the document unless told. `reason` is the
    first text of the note that goes out with it. Raises: NotAllowed, WrongState (nothing published, or one is being
    worked on already), RuleBroken (no reason), Missing (edition).
    """
    document = held(code, P.DOCUMENT_WRITE, by=by)
    old = document.versions.filter(state="published").first()
    if old is None or document.withdrawn_at is not None:
        raise WrongState(_("这份公文没有印发，或已经撤回，不能更正。"))
    if document.versions.filter(state__in=OPEN).exists():
        raise WrongState(_("这份公文的更正版正在办理。请在原稿上继续修改。"))
    taken = list(Correction.objects.select_for_update().filter(version__document=document, state="open"))
    taken = [each for each in taken if not corrections or each.pk in set(corrections)]
    newest = edition or _newest_edition(old, taken, by)
    note = reason.strip() or _note(taken)
    if not note:
        raise RuleBroken(_("更正须写明改什么、为什么改。请填写更正说明。"))
    version = Version(document=document, number=old.number + 1, title=old.title, edited_by=me(by), edited_at=at)
    version.number = 1 + max(document.versions.values_list("number", flat=True))
    for name in NAMES:
        setattr(version, name, getattr(old, name))
    version.edition, version.change_note, version.reviewed = newest, note, False
    version.save()
    for each in taken:
        CORRECTION.move(each, "take")
        each.save(update_fields=["state"])
    record(
        CorrectionBegun(code, version.number, tuple(each.pk for each in taken)), by=by, at=at, subject=document.subject
    )
    return version


def _newest_edition(old: Version, taken: Sequence[Correction], by: Actor) -> str:
    if not old.edition:
        return ""
    head = editions.edition_head(old.edition, by)
    newest = editions.latest_of_period(head.programme, head.period, by)
    return newest.code if newest is not None else old.edition


def _note(taken: Sequence[Correction]) -> str:
    """A first text of the note: which figures, and the cause that the edition names."""
    if not taken:
        return ""
    causes = "；".join(dict.fromkeys(each.cause for each in taken if each.cause))
    named = "、".join(dict.fromkeys(each.name for each in taken[:5])) + ("等" if len(taken) > 5 else "")
    return f"数据变化：{named}。" + (f"原因：{causes}。" if causes else "")


@transaction.atomic
def dismiss_correction(correction: int, *, reason: str, by: Actor, at: datetime) -> Correction:
    """Decide that a changed value needs no correction. Raises: Missing, NotAllowed, WrongState, RuleBroken (no reason)."""
    found = Correction.objects.select_related("version__document").filter(pk=correction).first()
    if found is None:
        raise Missing(_("没有这条数据变化。请刷新页面。"))
    document = held(found.version.document.code, P.DOCUMENT_WRITE, by=by)
    row = Correction.objects.select_for_update().get(pk=correction)
    if not reason.strip():
        raise RuleBroken(_("不需更正的，须写明理由。请填写。"))
    CORRECTION.move(row, "dismiss")
    row.reason, row.decided_by, row.decided_at = reason.strip(), me(by), at
    row.save()
    record(CorrectionDismissed(document.code, row.pk), by=by, at=at, subject=document.subject)
    return row
