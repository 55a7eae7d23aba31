"""Which rows of an organisation sheet are right."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zhicheng.core.refusal import RuleBroken
from zhicheng.core.text import fold
from zhicheng.registry.kinds import ORGANISATION_KINDS
from zhicheng.registry.rules.matching import name_key
from zhicheng.registry.rules.names import clean_name, odd_sign
from zhicheng.registry.rules.regions import normal_code
from zhicheng.registry.rules.sheets import Column, Problem, SheetRow, read_table
from zhicheng.registry.rules.uscc import check_uscc

COLUMNS = (
    Column("name", ("名称", "单位名称", "企业名称", "机构名称", "name")),
    Column("uscc", ("统一社会信用代码", "社会信用代码", "信用代码", "uscc"), required=False),
    Column("region", ("区划代码", "所属地区", "地区", "所在地", "属地", "所属区划", "regioncode", "region")),
    Column("kind", ("类别", "单位类别", "kind"), required=False),
    Column("short_names", ("简称", "short", "shortnames"), required=False),
)
NAME_LENGTH = 120
WITH_USCC = ("enterprise", "self-employed")


@dataclass(frozen=True)
class OrganisationRow:
    """An organisation as a sheet states it; `region` is a code."""

    name: str
    uscc: str
    region: str
    kind: str
    short_names: tuple[str, ...] = ()


def check_organisation_rows(
    grid: Sequence[Sequence[Any]], *, kind: str, regions: Mapping[str, str]
) -> tuple[list[OrganisationRow], list[Problem]]:
    """The organisations of a sheet (header included), and every bad cell with what is wrong about it.

    `kind` holds where the sheet has no column for it; `regions` are names by code, so that either may be written.
    Raises: Unreadable where the headings are not found.
    """
    codes = _codes_by_name(regions)
    rows: list[OrganisationRow] = []
    problems: list[Problem] = []
    numbers: dict[str, int] = {}
    names: dict[tuple[str, str], int] = {}
    for line in read_table(grid, COLUMNS):
        row, found = _read(line, kind=kind, regions=regions, codes=codes)
        key = (name_key(row.name), row.region)
        if row.uscc and row.uscc in numbers:
            facts = {"row": numbers[row.uscc] + 1}
            found.append(line.problem("uscc", _("统一社会信用代码与第%(row)s行重复。") % facts))
        elif not row.uscc and key in names:
            found.append(line.problem("name", _("名称与第%(row)s行重复。") % {"row": names[key] + 1}))
        numbers.setdefault(row.uscc, line.row)
        names.setdefault(key, line.row)
        problems += found
        rows.append(row)
    return ([] if problems else rows), problems


def _read(
    line: SheetRow, *, kind: str, regions: Mapping[str, str], codes: Mapping[str, str]
) -> tuple[OrganisationRow, list[Problem]]:
    problems = []
    name = line["name"]
    try:
        name = clean_name(name, what=_("名称"), shortest=2, longest=NAME_LENGTH)
    except RuleBroken as refusal:
        problems.append(line.problem("name", refusal.sentence))
    slug = _kind_of(line["kind"], kind)
    if not slug:
        words = "、".join(str(each.names) for each in ORGANISATION_KINDS.values())
        problems.append(line.problem("kind", _("类别认不出，应为：%(words)s。") % {"words": words}))
    uscc, found = _read_uscc(line, kind=slug)
    region = normal_code(line["region"])
    region = region if region in regions else codes.get(name_key(line["region"]), "")
    if not region:
        problems.append(
            line.problem("region", _("地区“%(region)s”未登记或有重名，请填区划代码。") % {"region": line["region"]})
        )
    short_names = tuple(each for each in re.split(r"[、,，;；\s]+", line["short_names"]) if each)
    for short in short_names:
        if odd_sign(short) or len(short) > NAME_LENGTH:
            problems.append(line.problem("short_names", _("简称“%(name)s”里有不能登记的字符。") % {"name": short[:20]}))
    return OrganisationRow(name, uscc, region, slug, short_names), problems + found


def _read_uscc(line: SheetRow, *, kind: str) -> tuple[str, list[Problem]]:
    if not line["uscc"]:
        missing = [line.problem("uscc", _("企业和个体工商户须填统一社会信用代码。"))] if kind in WITH_USCC else []
        return "", missing
    try:
        return check_uscc(line["uscc"], kind=kind).code, []
    except RuleBroken as refusal:
        return "", [line.problem("uscc", refusal.sentence)]


def _kind_of(word: str, default: str) -> str:
    if not word:
        return default
    wanted = fold(word)
    for kind in ORGANISATION_KINDS.values():
        plain = kind.names.zh.split("（")[0]
        # 政府 for 人民政府 is how sheets are written.
        if wanted in (
            kind.slug,
            fold(kind.names.zh),
            fold(plain),
            fold(plain.removeprefix("人民")),
            fold(kind.names.en),
        ):
            return kind.slug
    return ""


def _codes_by_name(regions: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for code, name in regions.items():
        key = name_key(name)
        found[key] = "" if key in found else code
    return found
