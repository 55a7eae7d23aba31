"""Freezing verified counts as an edition, publishing it, replacing a published one, taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor, require
from zhicheng.core.ledger import record
from zhicheng.core.refusal import Missing, NotAllowed, RuleBroken, WrongState
from zhicheng.goals.queries.frozen import FrozenProgramme, frozen_programme, name_of_period
from zhicheng.indicators.actions.snapshots import refresh_snapshot
from zhicheng.indicators.editions.content import Change, Correction, Edition
from zhicheng.indicators.editions.hashing import content_hash
from zhicheng.indicators.editions.plain import pack, plain_correction
from zhicheng.indicators.entries import EditionFrozen, EditionPublished, EditionWithdrawn
from zhicheng.indicators.models import Edition as Row
from zhicheng.indicators.models import EditionContent, Series
from zhicheng.indicators.permissions import P
from zhicheng.indicators.queries.building import build_edition
from zhicheng.indicators.queries.contents import content_of
from zhicheng.indicators.queries.editions import public_changes
from zhicheng.indicators.workflow import EDITION


@transaction.atomic
def freeze_edition(
    programme: int, *, period: str, cut_off: date, title: str = "", reason: str = "", counties_open: Sequence[str] = (),
    by: Actor, at: datetime,
) -> str:  # fmt: skip
    """Freeze what was verified by the end of the cut-off day as the next edition of a period; returns its code.

    `counties_open` names the fields whose counties may be compared in public. A period without a verified report may be
    frozen: its values are empty, not zero. Raises: NotAllowed, Missing, RuleBroken (a cut-off day in the future or
    before the period, a period that the programme does not have or that has not begun, an unknown field, no reason
    though an edition of the period has been published).
    """
    found = frozen_programme(programme)
    require(by, P.EDITION_FREEZE, found.scope)
    _check_days(found, period, cut_off, localdate(at))
    series = _next_in_line(found.code, period)
    earlier = list(Row.objects.filter(programme=found.code, period=period).order_by("-number"))
    shown = next((row for row in earlier if row.state == "published"), None)
    reason = " ".join(reason.split())
    if not reason and any(row.published_at is not None for row in earlier):
        raise RuleBroken(_("%(period)s已经公开过数据版本，再次冻结须写明替代的理由。"), period=name_of_period(period))
    edition, _origins = build_edition(
        found, period=period, cut_off=cut_off, at=at, title=title, number=series.last_number + 1,
        supersedes=shown.code if shown else "", reason=reason, counties_open=counties_open,
    )  # fmt: skip
    _check_fields(edition, counties_open)
    row = _store(edition, found, by=by)
    series.last_number = edition.number
    series.save(update_fields=["last_number"])
    entry = EditionFrozen(
        edition.code, found.code, period, cut_off.isoformat(), len(edition.values), len(edition.items),
        edition.content_hash, reason, tuple(sorted(counties_open)),
    )  # fmt: skip
    row.ledger_entry = record(entry, by=by, at=at, subject=row.subject)
    row.save(update_fields=["ledger_entry"])
    return row.code


def _check_days(programme: FrozenProgramme, period: str, cut_off: date, today: date) -> None:
    slugs = [slug for slug, _end in programme.periods]
    if period not in slugs:
        raise RuleBroken(
            _("“%(programme)s”没有“%(period)s”这一报送期。请从列出的报送期中选择。"),
            programme=programme.title,
            period=period,
        )
    if cut_off > today:
        raise RuleBroken(
            _("统计截止日 %(cut_off)s 还没有到（今天是 %(today)s）。请选择今天或更早的日期。"),
            cut_off=cut_off.isoformat(), today=today.isoformat(),
        )  # fmt: skip
    place = slugs.index(period)
    begins_after = programme.periods[place - 1][1] if place else date(programme.periods[0][1].year - 1, 12, 31)
    if cut_off <= begins_after:
        raise RuleBroken(
            _("统计截止日 %(cut_off)s 早于%(period)s的开始。请改选报送期，或选择 %(begins)s 以后的日期。"),
            cut_off=cut_off.isoformat(), period=name_of_period(period), begins=begins_after.isoformat(),
        )  # fmt: skip


def _check_fields(edition: Edition, counties_open: Sequence[str]) -> None:
    known = {each.code.partition(":")[2] for each in edition.fields()}
    unknown = sorted(set(counties_open) - known)
    if unknown:
        raise RuleBroken(
            _("本计划没有“%(fields)s”这一领域的任务，不能公开其县（市、区）比较。"), fields="、".join(unknown)
        )


def _next_in_line(programme: str, period: str) -> Series:
    Series.objects.get_or_create(programme=programme, period=period)
    return Series.objects.select_for_update().get(programme=programme, period=period)


def _store(edition: Edition, programme: FrozenProgramme, *, by: Actor) -> Row:
    row = Row.objects.create(
        code=edition.code, programme=programme.code, programme_key=programme.pk, region=programme.region,
        office=next(iter(programme.scope.organisations), ""), title=edition.title, period=edition.period,
        period_end=dict(programme.periods)[edition.period], number=edition.number, cut_off=edition.cut_off,
        frozen_at=edition.frozen_at, frozen_by=by.person or str(by.account_id), supersedes=edition.supersedes,
        reason=edition.reason, mark=edition.mark, content_hash=edition.content_hash,
        public_hash=content_hash(edition.public_part()), values=len(edition.values), items=len(edition.items),
    )  # fmt: skip
    EditionContent.objects.create(edition=row, body=pack(edition))
    return row


@transaction.atomic
def publish_edition(key: str, *, by: Actor, at: datetime) -> str:
    """Show an edition to everybody; a published one of the same period is superseded. Returns its code.

    Raises: NotAllowed (the one who froze it), Missing, WrongState (not frozen; the programme is not open; the copy on
    disk cannot be written), RuleBroken (it was frozen before the one that is published, or without a reason).
    """
    row = _locked(key)
    step = EDITION.transition(row.state, "publish")
    require(by, step.permission, row.scope)
    if row.frozen_by == (by.person or str(by.account_id)):
        raise NotAllowed(_("数据版本由冻结人以外的人公开。请由本单位的其他人员核对后公开。"))
    if frozen_programme(row.programme_key).visibility != "public":
        raise WrongState(
            _("“%(programme)s”没有向社会公开，其数据版本不能公开。请先在计划页面决定公开范围。"), programme=row.title
        )
    shown = (
        Row.objects.select_for_update().filter(programme=row.programme, period=row.period, state="published").first()
    )
    if shown is not None:
        _supersede(shown, row, at=at)
    EDITION.move(row, "publish")
    row.published_at, row.published_by = at, by.person or str(by.account_id)
    row.save(update_fields=["state", "published_at", "published_by", "correction"])
    refresh_snapshot()
    entry = EditionPublished(row.code, row.programme, shown.code if shown else "", row.content_hash, row.public_hash)
    record(entry, by=by, at=at, subject=row.subject)
    return row.code


def _supersede(shown: Row, row: Row, *, at: datetime) -> None:
    """Put the published one aside and keep what changed, as it is told from now on."""
    if row.number < shown.number:
        raise RuleBroken(
            _("%(period)s已公开第 %(shown)s 版，不能改回第 %(number)s 版。如数据有误，请重新冻结并写明理由。"),
            period=name_of_period(row.period), shown=shown.number, number=row.number,
        )  # fmt: skip
    if not row.reason or row.supersedes != shown.code:
        raise RuleBroken(
            _("本版冻结之后，%(period)s的第 %(shown)s 版已经公开，本版没有写明替代它的理由。请重新冻结一版并写明理由。"),
            period=name_of_period(row.period), shown=shown.number,
        )  # fmt: skip
    before, after = content_of(shown), content_of(row)
    found = public_changes(before, after)
    row.correction = plain_correction(
        Correction(
            edition=row.code, before=shown.code, period=row.period, period_name=after.period_name, at=at,
            reason=row.reason, changes=tuple(found), names=_names(before, after, found),
        )
    )  # fmt: skip
    EDITION.move(shown, "supersede")
    shown.superseded_by = row.code
    shown.save(update_fields=["state", "superseded_by"])


def _names(before: Edition, after: Edition, changed: Sequence[Change]) -> dict[str, str]:
    found = {}
    for change in changed:
        for edition in (before, after):
            subject, area = edition.subject_by_code.get(change.key[1]), edition.area_by_code.get(change.key[2])
            if subject is not None:
                found[subject.code] = f"{subject.number} {subject.name}".strip()
            if area is not None:
                found[area.code] = area.name
    return found


@transaction.atomic
def withdraw_edition(key: str, *, reason: str, by: Actor, at: datetime) -> str:
    """Take a published edition back; its address stays and says why. Returns its code.

    Raises: NotAllowed, Missing, WrongState (not published; the copy on disk cannot be written), RuleBroken (no reason).
    """
    row = _locked(key)
    step = EDITION.transition(row.state, "withdraw")
    require(by, step.permission, row.scope)
    reason = " ".join(reason.split())
    if not reason:
        raise RuleBroken(_("请写明撤回的理由；公开页面会显示这一理由。"))
    EDITION.move(row, "withdraw")
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = at, by.person or str(by.account_id), reason
    row.save(update_fields=["state", "withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    refresh_snapshot()
    record(EditionWithdrawn(row.code, row.programme, reason), by=by, at=at, subject=row.subject)
    return row.code


def _locked(key: str) -> Row:
    row = Row.objects.locked(key)
    if row is None:
        raise Missing(_("没有这个数据版本，或您的岗位不能查看。请回到数据版本列表。"))
    return row
