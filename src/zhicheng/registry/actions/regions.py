"""Changes of the dated tree of regions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from zhicheng.core.access import Actor, Scope, require
from zhicheng.core.access.actions import move_region_grants
from zhicheng.core.ledger import record
from zhicheng.core.refusal import Missing, RuleBroken, WrongState
from zhicheng.core.text import fold
from zhicheng.registry.actions.finding import day_before
from zhicheng.registry.actions.indexing import index_organisations
from zhicheng.registry.entries import RegionChanged, RegionEntered, RegionsLoaded, RegionsMerged
from zhicheng.registry.kinds import REGION_LEVELS
from zhicheng.registry.models import Counter, LeadingGroup, LeadRole, Organisation, Post, Region
from zhicheng.registry.permissions import P
from zhicheng.registry.rules.names import tidy
from zhicheng.registry.rules.regions import (
    RegionChanges,
    RegionRow,
    changes,
    check_region,
    check_region_rows,
    normal_code,
)
from zhicheng.registry.rules.sheets import Problem

# The tree is changed by one writer at a time: regions have no numbers of ours, only this lock.
TREE = "R"


def manifest_of(rows: Iterable[tuple[Any, ...]]) -> str:
    """One hash over the rows that a file changed, so that the entry can be checked against the tables."""
    lines = ("\x1f".join(str(value) for value in row) for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def check_region_sheet(grid: Sequence[Sequence[Any]], *, on: date) -> tuple[list[RegionRow], list[Problem]]:
    """What a sheet holds and every bad cell in it, against the tree of that day; stores nothing."""
    return check_region_rows(grid, known=_tree_on(on))


@transaction.atomic
def load_regions(rows: Sequence[RegionRow], *, on: date, file: str = "", by: Actor, at: datetime) -> RegionChanges:
    """Bring the tree to what the rows say from that day; codes that are not among them stay as they are.

    `file` is the hash of the sheet's bytes. Raises: NotAllowed, RuleBroken (a row changes a region that begins later).
    """
    for region in {row.code for row in rows}:
        require(by, P.REGISTRY_EDIT, Scope(region))
    Counter.lock(TREE)
    open_rows = {row.code: row for row in _open_rows(row.code for row in rows)}
    _refuse_later(open_rows.values(), on)
    found = changes(rows, known={code: (_as_row(row), row.valid_from) for code, row in open_rows.items()}, on=on)
    _close([open_rows[row.code] for row in found.changed], last_day=day_before(on))
    _put_right(found.corrected, open_rows)
    Region.objects.bulk_create([_new(row, valid_from=on) for row in (*found.opened, *found.changed)], batch_size=500)
    if found.unchanged == len(rows):
        return found
    record(
        RegionsLoaded(
            file=file, manifest=manifest_of(astuple(row) for row in (*found.opened, *found.changed, *found.corrected)),
            opened=len(found.opened), changed=len(found.changed), corrected=len(found.corrected), first_day=on,
        ),
        by=by, at=at, subject=file,
    )  # fmt: skip
    return found


@transaction.atomic
def enter_region(row: RegionRow, *, on: date, by: Actor, at: datetime) -> None:
    """Add a single region to the tree from that day. Raises: NotAllowed, WrongState (the code is held), RuleBroken."""
    row = replace(row, code=normal_code(row.code), parent=normal_code(row.parent), name=tidy(row.name))
    require(by, P.REGISTRY_EDIT, Scope(row.parent or row.code))
    Counter.lock(TREE)
    if Region.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), code=row.code).exists():
        raise WrongState(_("代码%(region)s当日或以后已有区划。请核对代码，或改办更名、改隶。"), region=row.code)
    check_region(row, known=_tree_on(on))
    _new(row, valid_from=on).save()
    record(RegionEntered(region=row.code, parent=row.parent, first_day=on), by=by, at=at, subject=row.code)


@transaction.atomic
def change_region(
    code: str, *, name: str | None = None, parent: str | None = None, on: date, by: Actor, at: datetime
) -> None:
    """A new name or a new superior from that day; the row of the days before stays.

    Raises: NotAllowed (also over the new superior), Missing, RuleBroken, WrongState (nothing would change).
    """
    require(by, P.REGISTRY_EDIT, Scope(code))
    Counter.lock(TREE)
    row = _open_row(code)
    _refuse_later([row], on)
    name = row.name if name is None else tidy(name)
    wanted = replace(_as_row(row), name=name, parent=row.parent if parent is None else normal_code(parent))
    if wanted == _as_row(row):
        raise WrongState(_("名称和上级都与现行登记相同，没有变更。可能已由同事办理，请刷新后核对。"))
    if wanted.parent != row.parent:
        require(by, P.REGISTRY_EDIT, Scope(wanted.parent))
    check_region(wanted, known=_tree_on(on))
    if row.valid_from == on:
        _put_right([wanted], {code: row})
    else:
        _close([row], last_day=day_before(on))
        _new(wanted, valid_from=on).save()
    record(RegionChanged(region=code, parent=wanted.parent, first_day=on), by=by, at=at, subject=code)


@transaction.atomic
def merge_regions(codes: Sequence[str], into: str, *, on: date, by: Actor, at: datetime) -> Mapping[str, int]:
    """End these codes on the day before and point to where they went; organisations, posts and grants follow.

    A region that only gets a new number is merged into the row under that number. The regions directly beneath hang
    under the successor from that day and keep their numbers: new ones are given by the yearly list of codes, not by us,
    and when it comes each township is merged into the row under its new number. Lists follow the tree from the first
    day; rights follow numbers, so until then the city's office acts for these townships in the registry. Returns how many rows were moved. Raises: NotAllowed, Missing, RuleBroken.
    """
    for code in (*codes, into):
        require(by, P.REGISTRY_EDIT, Scope(code))
    if into in codes:
        raise RuleBroken(_("不能把区划并入它自己。请另选并入的区划。"))
    Counter.lock(TREE)
    target = _open_row(into)
    rows = [_open_row(code) for code in codes]
    _refuse_later(rows, on, same_day=True)
    _refuse_later([target], on)
    _refuse_other_level(rows, target)
    for row in rows:
        row.successor = into
    _close(rows, last_day=day_before(on))
    _hang_under(list(Region.objects.select_for_update().filter(parent__in=codes, valid_to=None)), into, on=on)
    moved = {
        "organisations": Organisation.objects.filter(region__in=codes).update(region=into),
        "posts": Post.objects.filter(region__in=codes).update(region=into),
        "lead_roles": LeadRole.objects.filter(region__in=codes, valid_to=None).update(region=into),
        "groups": LeadingGroup.objects.filter(region__in=codes, valid_to=None).update(valid_to=day_before(on)),
    }
    index_organisations(Organisation.objects.filter(region=into))
    for code in codes:
        move_region_grants(region=code, to=into)
    entry = RegionsMerged(
        regions=tuple(codes), into=into, first_day=on, organisations=moved["organisations"], posts=moved["posts"]
    )
    record(entry, by=by, at=at, subject=into)
    return moved


def _open_rows(codes: Iterable[str]) -> list[Region]:
    return list(Region.objects.select_for_update().filter(valid_to=None, code__in=sorted(set(codes))).order_by("code"))


def _open_row(code: str) -> Region:
    found = _open_rows([code])
    if not found:
        raise Missing(_("没有代码为%(region)s的现行区划。请先导入区划表。"), region=code)
    return found[0]


def _as_row(row: Region) -> RegionRow:
    return RegionRow(code=row.code, name=row.name, level=row.level, parent=row.parent)


def _new(row: RegionRow, *, valid_from: date, predecessor: str = "") -> Region:
    return Region(
        code=row.code, name=row.name, folded=fold(row.name), level=row.level, parent=row.parent,
        valid_from=valid_from, predecessor=predecessor,
    )  # fmt: skip


def _close(rows: Sequence[Region], *, last_day: date) -> None:
    for row in rows:
        row.valid_to = last_day
    Region.objects.bulk_update(rows, ["valid_to", "successor"], batch_size=500)


def _put_right(rows: Iterable[RegionRow], open_rows: Mapping[str, Region]) -> None:
    changed = []
    for wanted in rows:
        row = open_rows[wanted.code]
        row.name, row.folded, row.level, row.parent = wanted.name, fold(wanted.name), wanted.level, wanted.parent
        changed.append(row)
    Region.objects.bulk_update(changed, ["name", "folded", "level", "parent"], batch_size=500)


def _hang_under(children: Sequence[Region], parent: str, *, on: date) -> None:
    older = [child for child in children if child.valid_from < on]
    younger = {child.code: child for child in children if child.valid_from >= on}
    _close(older, last_day=day_before(on))
    Region.objects.bulk_create([_new(replace(_as_row(child), parent=parent), valid_from=on) for child in older])
    _put_right([replace(_as_row(child), parent=parent) for child in younger.values()], younger)


def _refuse_later(rows: Iterable[Region], on: date, *, same_day: bool = False) -> None:
    later = [row for row in rows if row.valid_from > on or (same_day and row.valid_from == on)]
    if later:
        raise RuleBroken(
            _("区划%(codes)s自%(first)s起才有现行记录，不能在%(day)s变更。请改用之后的日期。"),
            codes="、".join(row.code for row in later[:5]), first=later[0].valid_from.isoformat(), day=on.isoformat(),
        )  # fmt: skip


def _refuse_other_level(rows: Iterable[Region], target: Region) -> None:
    for row in rows:
        if row.level != target.level and {row.level, target.level} != {"county", "zone"}:
            raise RuleBroken(
                _("%(level)s不能并入%(target)s。请另选同级的区划。"),
                level=str(REGION_LEVELS[row.level].names), target=str(REGION_LEVELS[target.level].names),
            )  # fmt: skip


def _tree_on(on: date) -> dict[str, RegionRow]:
    return {row.code: _as_row(row) for row in Region.objects.in_force(on)}
