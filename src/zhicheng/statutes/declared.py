"""Reads what is declared in TOML: parameters, clock rules and holidays, shipped or in a city's own folder."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from django.utils.translation import gettext_lazy as _

from zhicheng.core.refusal import RuleBroken, Unreadable
from zhicheng.core.text import Names
from zhicheng.statutes.rules.calendar import Holiday, YearList, check_list
from zhicheng.statutes.rules.clock import ClockRule, Unit
from zhicheng.statutes.rules.dated import Parameter, Sureness, check_no_overlap, in_force

HERE = Path(__file__).resolve().parent
SHIPPED_PARAMETERS = HERE / "parameters"
SHIPPED_HOLIDAYS = HERE / "holidays"

HEAD = {"slug", "zh", "en"}
VALUE = {"value", "valid_from", "valid_to", "region", "citation", "sureness"}
RULE = {"amount", "unit", "counts_event_day", "rolls", "valid_from", "valid_to", "region", "citation", "sureness"}
LIST = {"year", "citation", "published", "extends", "holiday"}
HOLIDAY = {"name", "first", "last", "makeup", "citation"}


@dataclass(frozen=True)
class Book:
    """What one folder declares: parameters and clock rules, each by slug."""

    parameters: Mapping[str, tuple[Parameter, ...]] = field(default_factory=dict)
    rules: Mapping[str, tuple[ClockRule, ...]] = field(default_factory=dict)

    def parameter(self, slug: str, *, on: date, region: str = "") -> Parameter | None:
        """The parameter as it holds that day in that region; None where this folder has none."""
        return in_force(self.parameters.get(slug, ()), on=on, region=region)

    def rule(self, slug: str, *, on: date, region: str = "") -> ClockRule | None:
        """The clock rule as it holds that day in that region; None where this folder has none."""
        return in_force(self.rules.get(slug, ()), on=on, region=region)


def read_book(folder: Path, *, sureness: Sureness | None = None) -> Book:
    """Every parameter and clock rule in the folder's TOML files; an absent folder is an empty book.

    `sureness` is the mark of a value that gives none; without it the mark must be written.

    Raises: Unreadable, RuleBroken, naming the file and the slug.
    """
    parameters: dict[str, list[Parameter]] = {}
    rules: dict[str, list[ClockRule]] = {}
    for file in _files(folder):
        table = _table(file, {"parameter", "clock"})
        for entry in table.get("parameter", ()):
            slug = _slug(file, entry, HEAD | {"unit", "value"})
            parameters.setdefault(slug, []).extend(_parameters(file, slug, entry, sureness))
        for entry in table.get("clock", ()):
            slug = _slug(file, entry, HEAD | {"rule"})
            rules.setdefault(slug, []).extend(_rules(file, slug, entry, sureness))
    for values in parameters.values():
        check_no_overlap(values)
    for versions in rules.values():
        check_no_overlap(versions)
    return Book(
        parameters={slug: tuple(values) for slug, values in parameters.items()},
        rules={slug: tuple(values) for slug, values in rules.items()},
    )


def read_lists(folder: Path, *, source: str) -> tuple[YearList, ...]:
    """The holiday lists in the folder's TOML files, checked; an absent folder has none.

    Raises: Unreadable, RuleBroken (a list that cannot be that year's; two lists for one year).
    """
    lists = tuple(_list(file, source=source) for file in _files(folder))
    national = [each.year for each in lists if not each.extends]
    for year in national:
        if national.count(year) > 1:
            raise RuleBroken(
                _("%(folder)s 中有两份%(year)s年放假安排。请只保留一份，或在补充的一份中写 extends = true。"),
                code="two-lists",
                folder=folder.name,
                year=year,
            )
    return lists


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.toml")) if folder.is_dir() else []


def _table(file: Path, known: set[str]) -> Mapping[str, Any]:
    try:
        table = tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Unreadable(
            _("读不出 %(file)s：%(why)s。请按 TOML 格式改正，文件用 UTF-8 编码。"), file=str(file), why=str(error)
        ) from error
    _only_known(file, table, known)
    return table


def _only_known(file: Path, entry: Mapping[str, Any], known: set[str]) -> None:
    unknown = sorted(set(entry) - known)
    if unknown:
        _refuse(file, _("%(file)s 中有不认识的栏目 %(what)s。请核对拼写。"), "、".join(unknown))


def _slug(file: Path, entry: Mapping[str, Any], known: set[str]) -> str:
    _only_known(file, entry, known)
    return _text(file, entry, "slug")


def _parameters(file: Path, slug: str, entry: Mapping[str, Any], sureness: Sureness | None) -> Iterator[Parameter]:
    for each in _versions(file, slug, entry, "value", VALUE):
        value = each.get("value")
        if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
            _refuse(file, _("%(file)s 中 %(what)s 的值应为数字或文字。"), slug)
        yield Parameter(
            slug=slug, value=value, names=_names(file, entry), unit=_text(file, entry, "unit"),
            **_validity(file, slug, each, sureness), citation=_text(file, each, "citation"),
        )  # fmt: skip


def _rules(file: Path, slug: str, entry: Mapping[str, Any], sureness: Sureness | None) -> Iterator[ClockRule]:
    for each in _versions(file, slug, entry, "rule", RULE):
        amount, unit = each.get("amount"), each.get("unit")
        if isinstance(amount, bool) or not isinstance(amount, int) or unit not in set(Unit):
            sentence = _(
                "%(file)s 中时限 %(what)s 的数量应为整数，单位应为 hours、calendar_days、working_days、months 之一。"
            )
            _refuse(file, sentence, slug)
        yield ClockRule(
            slug=slug, amount=amount, unit=Unit(unit), names=_names(file, entry), basis=_text(file, each, "citation"),
            counts_event_day=bool(each.get("counts_event_day", False)), rolls=bool(each.get("rolls", True)),
            **_validity(file, slug, each, sureness),
        )  # fmt: skip


def _versions(
    file: Path, slug: str, entry: Mapping[str, Any], key: str, known: set[str]
) -> Iterable[Mapping[str, Any]]:
    versions = entry.get(key)
    if not isinstance(versions, list) or not versions:
        _refuse(file, _("%(file)s 中 %(what)s 没有写任何一个值及其起始日期。"), slug)
    for each in versions:
        _only_known(file, each, known)
    return versions


def _validity(file: Path, slug: str, entry: Mapping[str, Any], sureness: Sureness | None) -> dict[str, Any]:
    """The part that parameters and clock rules share: since when, until when, where, how surely."""
    mark = entry.get("sureness", sureness)
    if mark not in set(Sureness):
        _refuse(file, _("%(file)s 中 %(what)s 没有写明可靠程度（sureness：text、memory、default、local）。"), slug)
    valid_to = _day(file, slug, entry["valid_to"]) if "valid_to" in entry else None
    valid_from = _day(file, slug, entry.get("valid_from"))
    if valid_to is not None and valid_to < valid_from:
        _refuse(file, _("%(file)s 中 %(what)s 的失效日期早于起始日期。"), slug)
    region = str(entry.get("region", ""))
    return {"valid_from": valid_from, "valid_to": valid_to, "region": region, "sureness": Sureness(mark)}


def _names(file: Path, entry: Mapping[str, Any]) -> Names:
    return Names(zh=_text(file, entry, "zh"), en=_text(file, entry, "en"))


def _text(file: Path, entry: Mapping[str, Any], key: str) -> str:
    found = entry.get(key)
    if not isinstance(found, str) or not found.strip():
        _refuse(file, _("%(file)s 中缺少 %(what)s，或不是文字。"), f"{entry.get('slug', '')} {key}".strip())
    return found


def _day(file: Path, what: str, found: Any) -> date:
    if not isinstance(found, date) or isinstance(found, datetime):
        _refuse(file, _("%(file)s 中 %(what)s 的日期应写作 2026-02-05 的形式，不加引号。"), what)
    return found


def _list(file: Path, *, source: str) -> YearList:
    table = _table(file, LIST)
    year = table.get("year")
    if not isinstance(year, int):
        _refuse(file, _("%(file)s 中缺少 %(what)s，或不是数字。"), "year")
    found = YearList(
        year=year, citation=_text(file, table, "citation"), extends=bool(table.get("extends", False)), source=source,
        holidays=tuple(_holiday(file, entry) for entry in table.get("holiday", ())),
    )  # fmt: skip
    try:
        check_list(found)
    except RuleBroken as refusal:
        _refuse(file, _("%(file)s：%(what)s"), str(refusal))
    return found


def _holiday(file: Path, entry: Mapping[str, Any]) -> Holiday:
    _only_known(file, entry, HOLIDAY)
    name = _text(file, entry, "name")
    return Holiday(
        name=name, first=_day(file, name, entry.get("first")), last=_day(file, name, entry.get("last")),
        makeup=tuple(_day(file, name, day) for day in entry.get("makeup", ())),
        citation=str(entry.get("citation", "")),
    )  # fmt: skip


def _refuse(file: Path, sentence: Any, what: str) -> NoReturn:
    raise RuleBroken(sentence, code="bad-declaration", file=str(file), what=what)
