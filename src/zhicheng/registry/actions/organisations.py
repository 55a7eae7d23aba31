"""Entering, amending, renaming and closing organisations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from zhicheng.core.access import Actor, Scope, require
from zhicheng.core.ledger import record
from zhicheng.core.refusal import RuleBroken, WrongState
from zhicheng.registry.actions.finding import ONE_DAY, day_before, end_dated, organisation_of, scope_of
from zhicheng.registry.actions.indexing import forget_kind, index_organisations
from zhicheng.registry.entries import (
    OrganisationAmended,
    OrganisationClosed,
    OrganisationEntered,
    OrganisationRenamed,
)
from zhicheng.registry.kinds import ORGANISATION_KINDS
from zhicheng.registry.models import Counter, Organisation, OrganisationName, Post, Region
from zhicheng.registry.permissions import P
from zhicheng.registry.rules.matching import name_key
from zhicheng.registry.rules.names import clean_name
from zhicheng.registry.rules.uscc import check_uscc

OFFICIAL, SHORT = OrganisationName.OFFICIAL, OrganisationName.SHORT


@transaction.atomic
def enter_organisation(
    name: str,
    *,
    kind: str,
    region: str,
    uscc: str = "",
    short_names: Sequence[str] = (),
    former_names: Sequence[tuple[str, date, date]] = (),
    valid_from: date,
    by: Actor,
    at: datetime,
) -> str:
    """Enter an organisation and return its code; former names come with their first and last day.

    Raises: NotAllowed, RuleBroken (kind, region, USCC, a name that stands already in this region).
    """
    require(by, P.REGISTRY_EDIT, Scope(region))
    name = _checked_name(name)
    [code] = Counter.take("O")
    _check_kind_and_region(kind, region, on=valid_from)
    number = _free_uscc(uscc, kind=kind)
    short = checked_short_names(short_names)
    _refuse_same_name(name, region=region)
    row = Organisation.objects.create(
        code=code, name=name, uscc=number, kind=kind, region=region, valid_from=valid_from
    )  # fmt: skip
    OrganisationName.objects.bulk_create(
        [name_row(row, name, OFFICIAL, valid_from)]
        + [name_row(row, each, SHORT, valid_from) for each in short]
        + [name_row(row, each, OFFICIAL, first, last) for each, first, last in former_names]
    )
    index_organisations([row])
    record(OrganisationEntered(organisation=code, kind=kind, region=region), by=by, at=at, subject=code)
    return code


@transaction.atomic
def amend_organisation(
    code: str,
    *,
    uscc: str | None = None,
    region: str | None = None,
    kind: str | None = None,
    short_names: Sequence[str] | None = None,
    on: date,
    by: Actor,
    at: datetime,
) -> tuple[str, ...]:
    """Put what the register says right; what is None stays. Returns the fields that changed.

    Raises: NotAllowed, Missing, RuleBroken.
    """
    Counter.lock("O")
    row = organisation_of(code)
    require(by, P.REGISTRY_EDIT, scope_of(row))
    refuse_closed(row)
    if region is not None and region != row.region:
        require(by, P.REGISTRY_EDIT, Scope(region, frozenset({code})))
    before = (row.uscc, row.region, row.kind)
    row.region, row.kind = region or row.region, kind or row.kind
    _check_kind_and_region(row.kind, row.region, on=on)
    if uscc is not None:
        row.uscc = _free_uscc(uscc, kind=row.kind, besides=code)
    row.save(update_fields=["uscc", "region", "kind"])
    after = (row.uscc, row.region, row.kind)
    changed = [field for field, old, new in zip(("uscc", "region", "kind"), before, after, strict=True) if old != new]
    if short_names is not None and _set_short_names(row, short_names, on=on):
        changed.append("short_names")
    if row.kind != before[2]:
        forget_kind(row, kind=before[2])
    if changed:
        index_organisations([row])
        record(OrganisationAmended(organisation=code, fields=tuple(changed)), by=by, at=at, subject=code)
    return tuple(changed)


@transaction.atomic
def rename_organisation(code: str, name: str, *, on: date, by: Actor, at: datetime) -> None:
    """A new official name from that day; the old one stays for the days before. Raises: NotAllowed, RuleBroken."""
    Counter.lock("O")
    row = organisation_of(code)
    require(by, P.REGISTRY_EDIT, scope_of(row))
    refuse_closed(row)
    name = _checked_name(name)
    _refuse_same_name(name, region=row.region, besides=code)
    current = row.names.filter(kind=OFFICIAL, valid_to=None).get()
    if current.valid_from >= on:
        raise RuleBroken(
            _("现名称自%(first)s起使用，更名日期应在其后。请核对更名日期。"), first=current.valid_from.isoformat()
        )
    current.valid_to = day_before(on)
    current.save(update_fields=["valid_to"])
    name_row(row, name, OFFICIAL, on).save()
    row.name = name
    row.save(update_fields=["name"])
    index_organisations([row])
    record(OrganisationRenamed(organisation=code, first_day=on), by=by, at=at, subject=code)


@transaction.atomic
def close_organisation(code: str, *, last_day: date, by: Actor, at: datetime) -> None:
    """End an organisation that has no successor; its posts have to be ended first. Raises: NotAllowed, WrongState."""
    row = organisation_of(code)
    require(by, P.REGISTRY_EDIT, scope_of(row))
    refuse_closed(row)
    if last_day < row.valid_from:
        raise RuleBroken(_("单位自%(first)s起登记，最后一日不能早于此。请核对日期。"), first=row.valid_from.isoformat())
    held = Post.objects.filter(organisation=row).exclude(valid_to__lte=last_day).count()
    if held:
        raise WrongState(
            _("该单位还有%(count)s个在任岗位，不能撤销。请先办理离任，或改办合并，岗位、任务和时限会一并转移。"),
            count=held,
        )
    if row.office_of.filter(valid_to=None).exists():
        raise WrongState(_("领导小组办公室设在该单位，不能撤销。请先改办并入或拆分，或另设领导小组办公室。"))
    row.valid_to = last_day
    row.save(update_fields=["valid_to"])
    end_names(row, last_day=last_day)
    end_dated((*row.lead_roles.filter(valid_to=None), *row.memberships.filter(valid_to=None)), on=last_day + ONE_DAY)
    record(OrganisationClosed(organisation=code, last_day=last_day), by=by, at=at, subject=code)


def name_row(
    organisation: Organisation, name: str, kind: str, valid_from: date, valid_to: date | None = None
) -> OrganisationName:
    """A name of an organisation, not yet saved."""
    return OrganisationName(
        organisation=organisation, name=name, folded=name_key(name), kind=kind,
        valid_from=valid_from, valid_to=valid_to,
    )  # fmt: skip


def end_names(row: Organisation, *, last_day: date) -> None:
    """No name goes on after the organisation's last day; one that began later keeps its one day, so that it is found."""
    row.names.filter(valid_to=None, valid_from__lte=last_day).update(valid_to=last_day)
    row.names.filter(valid_to=None).update(valid_to=F("valid_from"))


def unique_names(names: Iterable[str]) -> list[str]:
    """Names without blanks around them, each once, in their order."""
    return list(dict.fromkeys(each for each in (name.strip() for name in names) if each))


def refuse_closed(row: Organisation) -> None:
    """Raises: WrongState where the organisation has ended."""
    if row.valid_to is not None:
        raise WrongState(_("单位“%(name)s”已于%(day)s终止，不能再变更。"), name=row.name, day=row.valid_to.isoformat())


def _set_short_names(row: Organisation, names: Sequence[str], *, on: date) -> bool:
    wanted = set(checked_short_names(names))
    held = {each.name: each for each in row.names.filter(kind=SHORT, valid_to=None)}
    gone = [each for name, each in held.items() if name not in wanted]
    for each in gone:
        if each.valid_from < on:
            each.valid_to = day_before(on)
            each.save(update_fields=["valid_to"])
        else:
            each.delete()
    new = sorted(wanted - held.keys())
    OrganisationName.objects.bulk_create([name_row(row, each, SHORT, on) for each in new])
    return bool(gone or new)


def _checked_name(name: str) -> str:
    return clean_name(name, what=_("单位名称"), shortest=2, longest=120)


def checked_short_names(names: Iterable[str]) -> list[str]:
    """Short names, each tidy and once. Raises: RuleBroken."""
    return [clean_name(each, what=_("简称"), shortest=1, longest=120) for each in unique_names(names)]


def _check_kind_and_region(kind: str, region: str, *, on: date) -> None:
    if kind not in ORGANISATION_KINDS:
        names = "、".join(str(each.names) for each in ORGANISATION_KINDS.values())
        raise RuleBroken(_("单位类别“%(kind)s”认不出，应为：%(names)s。"), kind=kind, names=names)
    if not Region.objects.in_force(on).filter(code=region).exists():
        raise RuleBroken(
            _("%(day)s没有代码为%(region)s的区划。请核对所属地区，或先导入区划表。"), day=on.isoformat(), region=region
        )


def _free_uscc(uscc: str, *, kind: str, besides: str = "") -> str:
    if not uscc.strip():
        return ""
    number = check_uscc(uscc, kind=kind).code
    other = Organisation.objects.filter(uscc=number).exclude(code=besides).values_list("name", flat=True).first()
    if other:
        raise RuleBroken(_("统一社会信用代码%(number)s已登记在“%(name)s”名下。请核对代码。"), number=number, name=other)
    return number


def _refuse_same_name(name: str, *, region: str, besides: str = "") -> None:
    same = Organisation.objects.filter(
        names__folded=name_key(name), names__kind=OFFICIAL, names__valid_to=None, region=region, valid_to=None
    ).exclude(code=besides)
    if same.exists():
        raise RuleBroken(_("该地区已有名为“%(name)s”的单位。请直接使用已登记的单位，或写明区别后再登记。"), name=name)
