"""What `zhicheng init` enters into a new database: the regions and the first administrator, by the ordinary actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhicheng.cli import preparation
from zhicheng.core.access import SYSTEM
from zhicheng.core.access.queries import persons_with
from zhicheng.core.accounts.actions import create_account
from zhicheng.core.ledger import anchors
from zhicheng.core.refusal import RuleBroken
from zhicheng.registry import actions as registry
from zhicheng.registry.actions.regions import RegionRow
from zhicheng.registry.queries import regions as region_queries

ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class FirstAdministrator:
    """Who administers first; `city` is the city's name where no region stands yet, `valid_from` when it begins."""

    city: str
    organisation: str
    name: str
    username: str
    password: str
    valid_from: date | None = None


def prepare() -> bool:
    """Database, static files and the ledger's key; False where all was there."""
    anchors.signing_key(settings.CITY.anchor_key)
    return preparation.prepare()


def first_day(given: date | None = None) -> date:
    """From when regions hold: the day that was given, else the first of this year, so that its programme has them."""
    return given or timezone.localdate().replace(month=1, day=1)


def load_regions(file: Path, *, valid_from: date | None = None) -> str:
    """Load the sheet; a sentence about what it brought.

    A row that names its own first day begins then; the others begin on `valid_from`. What stands already and is only
    told again stays as it is; what the sheet changes changes today, unless a day was given.
    """
    now = timezone.now()
    today = timezone.localdate(now)
    day = valid_from or (today if city_stands() else first_day())
    try:
        found = registry.load_region_file(file, name=file.name, on=day, by=SYSTEM, at=now)
    except registry.SheetRefused as refused:
        marked = file.with_name(f"{file.stem}-退回.xlsx")
        marked.write_bytes(refused.copy)
        raise RuleBroken("%(reason)s标注后的表：%(file)s", reason=refused.sentence, file=marked) from None
    changed = len(found.changed) + len(found.corrected)
    counts = f"新增 {len(found.opened)} 个，变更 {changed} 个，未变 {found.unchanged} 个"
    return f"区划：{counts}；表中没有写生效日期的，自 {day.isoformat()} 起"


def city_stands() -> bool:
    """Is the city itself among the regions?"""
    return bool(region_queries.within(settings.CITY.region, on=timezone.localdate(), levels=["city"]))


def city_is_there() -> bool:
    """Does the database hold anything of a city yet?"""
    return "registry_region" in connection.introspection.table_names() and city_stands()


def administrator_is_missing() -> bool:
    """Does nobody hold the post of an administrator today?"""
    return not persons_with([ADMINISTRATOR], on=timezone.localdate())


def enter_administrator(told: FirstAdministrator) -> str:
    """Organisation, person, post and account in one transaction. Raises: Refusal, as the actions."""
    try:
        validate_password(told.password)
    except ValidationError as error:
        raise RuleBroken(_("口令不合要求：%(reasons)s"), reasons=" ".join(error.messages)) from error
    with transaction.atomic():
        _enter(told, at=timezone.now())
    return f"系统管理员：{told.name}（用户名 {told.username}）"


def _enter(told: FirstAdministrator, *, at: datetime) -> None:
    region, today = settings.CITY.region, timezone.localdate(at)
    if told.city:
        city = RegionRow(region, told.city, "city")
        registry.load_regions([city], on=first_day(told.valid_from), by=SYSTEM, at=at)
    organisation = registry.enter_organisation(
        told.organisation, kind="department", region=region, valid_from=today, by=SYSTEM, at=at
    )
    person = registry.enter_person(told.name, by=SYSTEM, at=at)
    registry.appoint(
        person, organisation=organisation, title="系统管理员", role=ADMINISTRATOR, region=region, valid_from=today,
        by=SYSTEM, at=at,
    )  # fmt: skip
    create_account(told.username, person=person, name=told.name, password=told.password, by=SYSTEM, at=at)
