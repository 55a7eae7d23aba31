"""Parameters and clock rules as they hold on a day: the city's own before the shipped ones."""

from __future__ import annotations

import os
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import NoReturn

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from zhicheng.core.refusal import RuleBroken
from zhicheng.statutes.declared import SHIPPED_PARAMETERS, Book, read_book
from zhicheng.statutes.rules.clock import ClockRule
from zhicheng.statutes.rules.dated import Parameter, Sureness

Stamp = tuple[tuple[str, int, int], ...]


def parameter(slug: str, *, on: date, region: str = "") -> Parameter:
    """The value that holds on that day in that region, with its unit and citation.

    Raises: RuleBroken where no such parameter is declared, or none of its values holds on that day.
    """
    for book in _books():
        found = book.parameter(slug, on=on, region=region)
        if found is not None:
            return found
    _refuse(slug, on, known=any(slug in book.parameters for book in _books()))


def parameters_in_force(*, on: date, region: str = "") -> list[Parameter]:
    """Every parameter that holds on that day in that region, by slug."""
    local, shipped = _books()
    slugs = sorted({*local.parameters, *shipped.parameters})
    found = (
        local.parameter(slug, on=on, region=region) or shipped.parameter(slug, on=on, region=region) for slug in slugs
    )
    return [each for each in found if each is not None]


def clock_rule(slug: str, *, on: date, region: str = "") -> ClockRule:
    """The time limit that holds for what happens on that day in that region.

    Raises: RuleBroken where no such time limit is declared, or none of its versions holds on that day.
    """
    for book in _books():
        found = book.rule(slug, on=on, region=region)
        if found is not None:
            return found
    _refuse(slug, on, known=any(slug in book.rules for book in _books()))


def clock_rules_in_force(*, on: date, region: str = "") -> list[ClockRule]:
    """Every time limit that holds on that day in that region, by slug."""
    local, shipped = _books()
    slugs = sorted({*local.rules, *shipped.rules})
    found = (local.rule(slug, on=on, region=region) or shipped.rule(slug, on=on, region=region) for slug in slugs)
    return [each for each in found if each is not None]


def folder_stamp(folder: Path) -> Stamp:
    """What tells whether a folder's files have changed since they were read."""
    if not folder.is_dir():
        return ()
    with os.scandir(folder) as entries:
        files = [(entry.name, entry.stat()) for entry in entries if entry.name.endswith(".toml")]
    return tuple(sorted((name, stat.st_mtime_ns, stat.st_size) for name, stat in files))


def _books() -> tuple[Book, Book]:
    folder = settings.CITY.folder / "parameters"
    return _local_book(folder, folder_stamp(folder)), _shipped_book()


@cache
def _shipped_book() -> Book:
    return read_book(SHIPPED_PARAMETERS)


@lru_cache(maxsize=4)
def _local_book(folder: Path, stamp: Stamp) -> Book:
    return read_book(folder, sureness=Sureness.LOCAL) if stamp else Book()


def _refuse(slug: str, on: date, *, known: bool) -> NoReturn:
    if known:
        sentence = _("%(slug)s 在 %(day)s 没有有效的值。请在城市文件夹的 parameters 中补充该日期的值和依据。")
    else:
        sentence = _("没有名为 %(slug)s 的参数或时限。请核对名称，或在城市文件夹的 parameters 中写明其值和依据。")
    raise RuleBroken(sentence, code="no-value", slug=slug, day=on.isoformat())
