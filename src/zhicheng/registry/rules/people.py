"""Which rows of a sheet of people are right: who, where, as what, with which role, since when, under which login."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhicheng.core.access.roles import declared
from zhicheng.core.refusal import RuleBroken
from zhicheng.core.text import fold
from zhicheng.registry.rules.matching import name_key
from zhicheng.registry.rules.names import clean_name
from zhicheng.registry.rules.regions import normal_code
from zhicheng.registry.rules.sheets import Column, Problem, SheetRow, read_table

COLUMNS = (
    Column("name", ("姓名", "人员姓名", "name")),
    Column("organisation", ("单位", "所在单位", "工作单位", "单位名称", "organisation")),
    Column("title", ("职务", "岗位", "岗位名称", "职务名称", "title")),
    Column("duty", ("分工", "职责", "分管工作", "duty"), required=False),
    Column("role", ("岗位权限", "角色", "权限", "role")),
    Column("valid_from", ("任职日期", "任职时间", "自何日起", "起始日期", "from")),
    Column("username", ("登录名", "用户名", "账号", "username"), required=False),
    Column("work_phone", ("办公电话", "联系电话", "电话", "phone"), required=False),
    Column("region", ("管理范围", "管理地区", "reach"), required=False),
)
HEADINGS = tuple(column.headings[0] for column in COLUMNS)
MOST_ROWS = 2000
USERNAME = re.compile(r"[\w.@+-]{2,60}")
PHONE_SIGNS = set("0123456789-+() 转#,")
_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?(?:[ T]00:00(?::00)?)?")
_DAY_IN_ONE = re.compile(r"(\d{4})(\d{2})(\d{2})")


@dataclass(frozen=True)
class Place:
    """The organisation that a row means; or, with an empty code, why none can be told."""

    code: str = ""
    region: str = ""
    sentence: str = ""


@dataclass(frozen=True)
class PersonRow:
    """A post as a sheet states it, with its holder; codes of organisation, role and region."""

    name: str
    organisation: str
    title: str
    duty: str
    role: str
    region: str
    valid_from: date
    username: str
    work_phone: str


def read_people(grid: Sequence[Sequence[Any]]) -> list[SheetRow]:
    """The filled rows. Raises: Unreadable (no headings), RuleBroken (too many rows, none)."""
    lines = read_table(grid, COLUMNS)
    if not lines:
        raise RuleBroken(_("表头之下没有填写人员。请每行填一人一岗后重新上传。"))
    if len(lines) > MOST_ROWS:
        raise RuleBroken(
            _("表中有%(count)s行，一次最多%(most)s行。请分成几个文件上传。"), count=len(lines), most=MOST_ROWS
        )
    return lines


def check_people(
    lines: Sequence[SheetRow], *, places: Mapping[str, Place], regions: Mapping[str, str]
) -> tuple[list[tuple[SheetRow, PersonRow]], list[Problem]]:
    """Each row as a post, and every bad cell; `places` by the written unit, `regions` names by code."""
    rows: list[tuple[SheetRow, PersonRow]] = []
    problems: list[Problem] = []
    codes = _codes_by_name(regions)
    for line in lines:
        row, found = _read(line, places=places, regions=regions, codes=codes)
        problems += found
        if row is not None:
            rows.append((line, row))
    return rows, problems + _problems_between(rows)


def _read(
    line: SheetRow, *, places: Mapping[str, Place], regions: Mapping[str, str], codes: Mapping[str, str]
) -> tuple[PersonRow | None, list[Problem]]:
    problems: list[Problem] = []

    def cell(key: str, read: Callable[[str], Any]) -> Any:
        try:
            return read(line[key])
        except RuleBroken as refusal:
            problems.append(line.problem(key, refusal.sentence))
            return None

    place = places.get(line["organisation"], Place(sentence=_("请填写单位。")))
    if not place.code:
        problems.append(line.problem("organisation", place.sentence))
    values = {
        "name": cell("name", lambda text: clean_name(text, what=_("姓名"), shortest=1, longest=60)),
        "title": cell("title", lambda text: clean_name(text, what=_("职务"), shortest=1, longest=60)),
        "duty": cell("duty", read_duty),
        "role": cell("role", read_role),
        "valid_from": cell("valid_from", read_day),
        "username": cell("username", _read_username),
        "work_phone": cell("work_phone", read_phone),
        "region": cell("region", lambda text: _read_region(text, place.region, regions, codes)),
    }
    row = None if problems else PersonRow(organisation=place.code, **values)
    return row, problems


def read_duty(text: str) -> str:
    """Duties as one line of at most 200 signs. Raises: RuleBroken."""
    text = " ".join(text.split())
    return clean_name(text, what=_("分工"), shortest=1, longest=200) if text else ""


def read_role(text: str) -> str:
    """The slug of the role that a word means. Raises: RuleBroken."""
    wanted = name_key(text)
    for role in declared().values():
        spoken = (role.slug, role.names.zh, role.names.zh.split("（")[0], role.names.en)
        if wanted and wanted in {name_key(each) for each in spoken}:
            return role.slug
    names = "、".join(str(role.names) for role in declared().values())
    raise RuleBroken(_("岗位权限“%(word)s”认不出，应为：%(names)s。"), word=text, names=names)


def read_day(text: str) -> date:
    """The day that a cell says. Raises: RuleBroken."""
    found = _DAY.fullmatch(fold(text)) or _DAY_IN_ONE.fullmatch(fold(text))
    try:
        if found is None:
            raise ValueError(text)
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError as error:
        raise RuleBroken(_("日期“%(text)s”读不出来。请写成 2025-10-22。"), text=text[:30]) from error


def read_phone(text: str) -> str:
    """A telephone of the office. Raises: RuleBroken."""
    text = fold(text).strip()
    if len(text) > 30 or not set(text) <= PHONE_SIGNS:
        raise RuleBroken(_("办公电话只填数字、短横和分机号，不超过30位。请核对电话。"))
    return text


def _read_username(text: str) -> str:
    if text and not USERNAME.fullmatch(text):
        raise RuleBroken(_("登录名为2至60个字母、数字、汉字或 . @ + - _，不含空格。请另取登录名。"))
    return text


def _read_region(text: str, own: str, regions: Mapping[str, str], codes: Mapping[str, str]) -> str:
    if not text:
        return own
    code = normal_code(text)
    code = code if code in regions else codes.get(name_key(text), "")
    if not code:
        raise RuleBroken(_("管理范围“%(region)s”未登记或有重名，请填区划代码，或留空（即单位所在地区）。"), region=text)
    return code


def _problems_between(rows: Sequence[tuple[SheetRow, PersonRow]]) -> list[Problem]:
    problems: list[Problem] = []
    posts: dict[tuple[str, ...], int] = {}
    logins: dict[str, tuple[int, str]] = {}
    for line, row in rows:
        key = (row.username.lower(), row.name, row.organisation, row.title, row.role)
        if key in posts:
            problems.append(line.problem("name", _("与第%(row)s行重复。") % {"row": posts[key] + 1}))
        posts.setdefault(key, line.row)
        first = logins.setdefault(row.username.lower(), (line.row, row.name)) if row.username else (line.row, row.name)
        if first[1] != row.name:
            facts = {"row": first[0] + 1, "name": first[1]}
            problems.append(
                line.problem("username", _("登录名已在第%(row)s行用于%(name)s。一人兼几岗的，姓名须一致。") % facts)
            )
    return problems


def _codes_by_name(regions: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for code, name in regions.items():
        key = name_key(name)
        found[key] = "" if key in found else code
    return found
