"""Regions and organisations from sheets: all or nothing, every bad cell named, a marked copy back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhicheng.core.access import Actor, Scope, require
from zhicheng.core.intake import Book, read_any, read_rows, returned_copy
from zhicheng.core.ledger import record
from zhicheng.core.refusal import RuleBroken, Unreadable
from zhicheng.registry.actions.finding import day_before
from zhicheng.registry.actions.indexing import index_organisations
from zhicheng.registry.actions.organisations import OFFICIAL, SHORT, name_row, unique_names
from zhicheng.registry.actions.regions import check_region_sheet, load_regions, manifest_of
from zhicheng.registry.entries import OrganisationsLoaded
from zhicheng.registry.models import Counter, Organisation, OrganisationName, Region
from zhicheng.registry.permissions import P
from zhicheng.registry.rules.matching import name_key
from zhicheng.registry.rules.organisations import OrganisationRow, check_organisation_rows
from zhicheng.registry.rules.regions import RegionChanges
from zhicheng.registry.rules.sheets import Problem

BATCH = 1000


class SheetRefused(RuleBroken):
    """A sheet with bad cells: nothing was stored. `problems` name them, `copy` is the sheet with its marks."""

    code = "sheet-refused"

    def __init__(self, problems: Sequence[Problem], *, sheet: str, copy: bytes) -> None:
        self.problems, self.copy = tuple(problems), copy
        first = self.problems[0]
        super().__init__(
            _("表“%(sheet)s”有%(count)s处需要更正，没有导入任何一行。第%(row)s行：%(first)s请按退回的表逐处更正后重新上传。"),
            sheet=sheet, count=len(self.problems), row=first.row + 1, first=first.sentence,
        )  # fmt: skip


@dataclass(frozen=True)
class Loaded:
    """What an organisation sheet brought: codes entered, codes changed, how many rows said nothing new."""

    entered: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: int = 0


@transaction.atomic
def load_region_file(path: str | Path, *, name: str = "", on: date, by: Actor, at: datetime) -> RegionChanges:
    """Load the first filled sheet of a workbook or CSV as regions, each from its own first day, else from that day.

    One entry in the ledger for each first day. Raises: Unreadable, SheetRefused, NotAllowed, RuleBroken.
    """
    sheet, grid = first_sheet(path, name)
    rows, problems = check_region_sheet(grid, on=on)
    if problems:
        raise sheet_refused(path, name, sheet, problems)
    days = sorted({row.valid_from or on for row in rows}) or [on]
    found = [
        load_regions([row for row in rows if (row.valid_from or on) == day], on=day, file=hash_of(path), by=by, at=at)
        for day in days
    ]
    return RegionChanges(
        opened=tuple(row for each in found for row in each.opened),
        changed=tuple(row for each in found for row in each.changed),
        corrected=tuple(row for each in found for row in each.corrected),
        unchanged=sum(each.unchanged for each in found),
    )


def load_organisation_file(
    path: str | Path, *, name: str = "", kind: str = "enterprise", on: date, by: Actor, at: datetime
) -> Loaded:
    """Load the first sheet of a workbook or CSV as organisations; `kind` holds where no column says it.

    Raises: Unreadable, SheetRefused, NotAllowed, RuleBroken.
    """
    sheet, grid = first_sheet(path, name)
    names = dict(Region.objects.in_force(on).values_list("code", "name"))
    rows, problems = check_organisation_rows(grid, kind=kind, regions=names)
    if problems:
        raise sheet_refused(path, name, sheet, problems)
    return load_organisations(rows, on=on, file=hash_of(path), by=by, at=at)


@transaction.atomic
def load_organisations(rows: Sequence[OrganisationRow], *, on: date, file: str = "", by: Actor, at: datetime) -> Loaded:
    """Enter and change organisations as checked rows say; who is not among them stays.

    An organisation is known again by its USCC, without one by its official name in the region. A new name under a
    known USCC is a rename from that day. Raises: NotAllowed.
    """
    for region in {row.region for row in rows}:
        require(by, P.REGISTRY_EDIT, Scope(region))
    Counter.lock("O")
    known = _known(rows)
    _refuse_ended(known.values())
    for existing in known.values():
        require(by, P.REGISTRY_EDIT, Scope(existing.region, frozenset({existing.code})))
    new = [row for row in rows if _key(row) not in known]
    short = _short_names(known.values())
    touched = [(known[_key(row)], row) for row in rows if _key(row) in known and _differs(known[_key(row)], row, short)]
    entered = _enter(new, on=on)
    _change(touched, short, on=on)
    changed = tuple(existing.code for existing, _row in touched)
    if entered or changed:
        manifest = manifest_of(astuple(row) for row in (*new, *(row for _existing, row in touched)))
        entry = OrganisationsLoaded(file=file, manifest=manifest, entered=len(entered), changed=len(changed))
        record(entry, by=by, at=at, subject=file)
    return Loaded(entered=entered, changed=changed, unchanged=len(rows) - len(entered) - len(changed))


def _key(row: OrganisationRow) -> tuple[str, str]:
    return (row.uscc, "") if row.uscc else (name_key(row.name), row.region)


def _known(rows: Sequence[OrganisationRow]) -> dict[tuple[str, str], Organisation]:
    """Organisations that the rows mean, by their keys; read in batches, so that ten thousand rows are few queries."""
    found: dict[tuple[str, str], Organisation] = {}
    locked = Organisation.objects.select_for_update()
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        for each in locked.filter(uscc__in=[row.uscc for row in part if row.uscc]):
            found[each.uscc, ""] = each
        # By name: rows without a number, and those whose organisation was entered before its number was known.
        nameless = [row for row in part if (row.uscc, "") not in found]
        names = OrganisationName.objects.filter(
            folded__in=[name_key(row.name) for row in nameless], kind=OFFICIAL, valid_to=None
        )
        same = locked.filter(pk__in=names.values("organisation"), valid_to=None) if nameless else ()
        by_name = {(name_key(each.name), each.region): each for each in same}
        for row in nameless:
            known = by_name.get((name_key(row.name), row.region))
            if known is not None and not (row.uscc and known.uscc):
                found[_key(row)] = known
    return found


def _refuse_ended(known: Iterable[Organisation]) -> None:
    ended = sorted(each.name for each in known if each.valid_to is not None)
    if ended:
        raise RuleBroken(
            _("表中有%(count)s家单位已登记为终止（如“%(name)s”），没有导入任何一行。请从表中删去后重新上传。"),
            count=len(ended), name=ended[0],
        )  # fmt: skip


def _differs(existing: Organisation, row: OrganisationRow, short: Mapping[int, set[str]]) -> bool:
    number = row.uscc or existing.uscc
    return (existing.name, existing.region, existing.uscc) != (row.name, row.region, number) or bool(
        set(unique_names(row.short_names)) - short.get(existing.pk, set())
    )


def _short_names(rows: Iterable[Organisation]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    held = OrganisationName.objects.filter(organisation__in=list(rows), kind=SHORT, valid_to=None)
    for pk, name in held.values_list("organisation_id", "name"):
        found.setdefault(pk, set()).add(name)
    return found


def _enter(rows: Sequence[OrganisationRow], *, on: date) -> tuple[str, ...]:
    if not rows:
        return ()
    codes = Counter.take("O", count=len(rows))
    made = Organisation.objects.bulk_create(
        [
            Organisation(code=code, name=row.name, uscc=row.uscc, kind=row.kind, region=row.region, valid_from=on)
            for code, row in zip(codes, rows, strict=True)
        ],
        batch_size=BATCH,
    )
    names = [name_row(each, each.name, OFFICIAL, on) for each in made]
    for each, row in zip(made, rows, strict=True):
        names += [name_row(each, short, SHORT, on) for short in unique_names(row.short_names)]
    OrganisationName.objects.bulk_create(names, batch_size=BATCH)
    index_organisations(made)
    return tuple(codes)


def _change(
    touched: Sequence[tuple[Organisation, OrganisationRow]], short: Mapping[int, set[str]], *, on: date
) -> None:
    renamed = {existing.pk: (existing, row.name) for existing, row in touched if existing.name != row.name}
    current = OrganisationName.objects.filter(organisation__in=list(renamed), kind=OFFICIAL, valid_to=None)
    ended, new = [], []
    for name in current:
        existing, wanted = renamed[name.organisation_id]
        if name.valid_from >= on:
            # The name began on this very day: it was mistyped, not given up.
            name.name, name.folded = wanted, name_key(wanted)
        else:
            name.valid_to = day_before(on)
            new.append(name_row(existing, wanted, OFFICIAL, on))
        ended.append(name)
    OrganisationName.objects.bulk_update(ended, ["name", "folded", "valid_to"], batch_size=BATCH)
    for existing, row in touched:
        existing.name, existing.region, existing.uscc = row.name, row.region, row.uscc or existing.uscc
        fresh = [each for each in unique_names(row.short_names) if each not in short.get(existing.pk, set())]
        new += [name_row(existing, each, SHORT, on) for each in fresh]
    OrganisationName.objects.bulk_create(new, batch_size=BATCH)
    fields = ["name", "region", "uscc"]
    Organisation.objects.bulk_update([existing for existing, _row in touched], fields, batch_size=BATCH)
    index_organisations([existing for existing, _row in touched])


def first_sheet(path: str | Path, name: str) -> tuple[str, list[list[Any]]]:
    """Name and rows of the first sheet that holds something. Raises: Unreadable."""
    sheets = [(title, rows) for title, rows in read_rows(path, name=name) if any(any(row) for row in rows)]
    if not sheets:
        raise Unreadable(_("文件里没有填写任何内容。请核对后重新上传。"))
    return sheets[0]


def sheet_refused(path: str | Path, name: str, sheet: str, problems: Sequence[Problem]) -> SheetRefused:
    """The refusal with the marked copy of the file."""
    copy = BytesIO()
    book = read_any(path, name=name)
    if isinstance(book, Book):
        returned_copy(book, _marks(sheet, problems), copy)
    return SheetRefused(problems, sheet=sheet, copy=copy.getvalue())


def _marks(sheet: str, problems: Sequence[Problem]) -> Mapping[tuple[str, int, int], str]:
    marks: dict[tuple[str, int, int], str] = {}
    for each in problems:
        place = (sheet, each.row + 1, each.column + 1)
        marks[place] = marks[place] + each.sentence if place in marks else each.sentence
    return marks


def hash_of(path: str | Path) -> str:
    """SHA-256 of the file's bytes."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()
