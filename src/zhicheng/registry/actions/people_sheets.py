"""People from a sheet: persons, posts, what they grant, and accounts with invitations; all of a file or nothing.

First the file is planned, which stores nothing and shows what would be made; then the same file is stored, and only
if it would still make the same. Whoever is known by the login name gets another post, not another account, so that
the same file sent twice makes nothing twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from zhicheng.core.access import Actor
from zhicheng.core.access.actions import grant_roles
from zhicheng.core.accounts.permissions import P as A
from zhicheng.core.accounts.queries import Login, logins
from zhicheng.core.accounts.together import Invited, NewAccount, open_many
from zhicheng.core.ledger import record
from zhicheng.core.refusal import NotAllowed, WrongState
from zhicheng.core.text import fold
from zhicheng.registry.actions.finding import organisations_of, require_somewhere
from zhicheng.registry.actions.posts import require_over
from zhicheng.registry.actions.regions import manifest_of
from zhicheng.registry.actions.sheets import first_sheet, hash_of, sheet_refused
from zhicheng.registry.entries import PeopleLoaded
from zhicheng.registry.models import Counter, Organisation, Person, Post, Region
from zhicheng.registry.permissions import P
from zhicheng.registry.queries.organisations import match_units, organisations_by_code
from zhicheng.registry.rules.people import PersonRow, Place, check_people, read_people
from zhicheng.registry.rules.sheets import Problem, SheetRow

Line = tuple[SheetRow, PersonRow]


@dataclass(frozen=True)
class PlannedPost:
    """What a row of the sheet would make: a post of a new person or of one that is known; `again` for one whom an
    earlier row names already; `number` is the row in the sheet."""

    number: int
    row: PersonRow
    organisation_name: str
    person: str = ""
    new_account: bool = False
    unchanged: bool = False
    again: bool = False


@dataclass(frozen=True)
class PeoplePlan:
    """What a file would make. `fingerprint` changes with the file and with everything that it meets."""

    file: str
    posts: tuple[PlannedPost, ...]
    fingerprint: str

    @property
    def new(self) -> tuple[PlannedPost, ...]:
        """The posts that are not held yet."""
        return tuple(post for post in self.posts if not post.unchanged)

    @property
    def persons(self) -> int:
        """How many persons are new."""
        return len({_holder(post.row) for post in self.new if not post.person})

    @property
    def accounts(self) -> int:
        """How many accounts would be opened."""
        return len({post.row.username.lower() for post in self.new if post.new_account})


@dataclass(frozen=True)
class PeopleStored:
    """What a file made; the invitations carry secrets and are shown once."""

    persons: int
    posts: int
    invited: tuple[Invited, ...]


def plan_people_file(path: str | Path, *, name: str = "", region: str, on: date, by: Actor) -> PeoplePlan:
    """What the first filled sheet of a workbook or CSV would make; stores nothing. `region` is where units are sought.

    Raises: Unreadable, SheetRefused (rows outside of the actor's reach among the bad ones), NotAllowed, RuleBroken.
    """
    require_somewhere(by, P.REGISTRY_EDIT)
    require_somewhere(by, P.POST_APPOINT)
    require_somewhere(by, A.ACCOUNT_MANAGE)
    sheet, grid = first_sheet(path, name)
    lines = read_people(grid)
    places = _places({line["organisation"] for line in lines}, region=region, on=on)
    regions = dict(Region.objects.in_force(on).values_list("code", "name"))
    rows, problems = check_people(lines, places=places, regions=regions)
    known = logins(row.username for _line, row in rows if row.username)
    problems += _problems_with(rows, known, by=by)
    if problems:
        raise sheet_refused(path, name, sheet, sorted(set(problems), key=lambda each: (each.row, each.column)))
    return _plan(rows, known, file=hash_of(path))


@transaction.atomic
def store_people_file(
    path: str | Path, *, name: str = "", region: str, expected: str, on: date, by: Actor, at: datetime
) -> PeopleStored:
    """Store what was planned, in one act with one entry; the accounts come with invitations.

    `expected` is the plan's fingerprint as it was shown. Raises: as planning, WrongState (something has changed since,
    or there is nothing new).
    """
    Counter.lock("P")
    plan = plan_people_file(path, name=name, region=region, on=on, by=by)
    if not plan.new:
        raise WrongState(_("表中人员都已登记任职，没有新增。可能刚刚已导入过，请到人员名册核对。"))
    if plan.fingerprint != expected:
        raise WrongState(_("预览之后，文件或登记内容有变，没有导入任何一行。请核对新的预览后再确认。"))
    persons = _enter_persons(plan.new)
    codes = {_holder(post.row): post.person for post in plan.new if post.person}
    codes |= {holder: person.code for holder, person in persons.items()}
    posts = _take_posts(plan.new, codes)
    opened: dict[str, PersonRow] = {}
    for post in plan.new:
        if post.new_account:
            opened.setdefault(post.row.username.lower(), post.row)
    accounts = [NewAccount(row.username, codes[_holder(row)], row.name) for row in opened.values()]
    invited = open_many(accounts, by=by, at=at)
    manifest = manifest_of(
        [(post.code, post.person.code, post.organisation.code, post.role, post.region, post.valid_from)
         for post in posts] + [(each.account, each.person) for each in invited]
    )  # fmt: skip
    entry = PeopleLoaded(
        file=plan.file, manifest=manifest, people=len(persons), posts=len(posts), accounts=len(invited),
        codes=tuple(sorted({post.person.code for post in posts})),
    )  # fmt: skip
    record(entry, by=by, at=at, subject=plan.file)
    return PeopleStored(persons=len(persons), posts=len(posts), invited=tuple(invited))


def _holder(row: PersonRow) -> tuple[str, ...]:
    """Whom a row means: rows with one login are one person, rows without are one person each."""
    return (row.username.lower(),) if row.username else ("", row.name, row.organisation, row.title, row.role)


def _places(names: set[str], *, region: str, on: date) -> dict[str, Place]:
    wanted = {name for name in names if name}
    by_code = organisations_by_code({name.upper() for name in wanted})
    matches = match_units(sorted(wanted), region=region, on=on)
    found = organisations_by_code(
        {code for match in matches.values() for code in (match.code, *match.candidates) if code}
    )
    places: dict[str, Place] = {}
    for name in wanted:
        match = matches[name]
        fact = by_code.get(name.upper()) or (found.get(match.code) if match.code else None)
        if fact is None:
            likely = "、".join(f"{found[code].name}（{code}）" for code in match.candidates if code in found)
            sentence = (
                _("单位“%(name)s”不止一个或只是相近：%(likely)s。请写全称或代码。") if likely
                else _("没有登记单位“%(name)s”。请核对名称，或先登记单位。")
            ) % {"name": name, "likely": likely}  # fmt: skip
            places[name] = Place(sentence=sentence)
        elif fact.valid_to is not None:
            sentence = _("单位“%(name)s”已于%(day)s终止，不能任职。") % {
                "name": fact.name,
                "day": fact.valid_to.isoformat(),
            }
            places[name] = Place(sentence=sentence)
        else:
            places[name] = Place(code=fact.code, region=fact.region)
    return places


def _problems_with(rows: Sequence[Line], known: Mapping[str, Login], *, by: Actor) -> list[Problem]:
    """Rows that the registry or the actor's own reach does not allow."""
    held = dict(
        Organisation.objects.filter(code__in={row.organisation for _l, row in rows}).values_list("code", "region")
    )
    allowed: dict[tuple[str, str, str], str] = {}
    problems: list[Problem] = []
    for line, row in rows:
        key = (row.role, row.region, row.organisation)
        if key not in allowed:
            allowed[key] = _refused(by, row, held.get(row.organisation, ""))
        if allowed[key]:
            problems.append(line.problem("organisation", allowed[key]))
        login = known.get(row.username.lower()) if row.username else None
        if login is not None and (login.name != row.name or not login.person):
            problems.append(
                line.problem("username", _("登录名“%(login)s”已被使用。请另取登录名。") % {"login": row.username})
            )
        elif login is not None and not login.active:
            problems.append(
                line.problem("username", _("登录名“%(login)s”的账号已停用。请另取登录名。") % {"login": row.username})
            )
        elif login is not None and login.person == by.person:
            problems.append(line.problem("name", _("不能给自己任职。请由另一名管理员办理。")))
    return problems + _namesakes(rows)


def _refused(by: Actor, row: PersonRow, own: str) -> str:
    try:
        require_over(by, row.role, regions={row.region, own}, organisation=row.organisation)
    except NotAllowed:
        return _("该单位或管理范围不在您的管辖之内，不能由您任职。请删去此行，由上级管理员办理。")
    return ""


def _namesakes(rows: Sequence[Line]) -> list[Problem]:
    """Rows without a login whose post stands in the registry already under the same name."""
    bare = [(line, row) for line, row in rows if not row.username]
    posts = Post.objects.filter(organisation__code__in={row.organisation for _line, row in bare}, valid_to=None)
    held = {
        (folded, organisation, title): code
        for code, folded, organisation, title in posts.values_list(
            "person__code", "person__folded", "organisation__code", "title"
        )
    }
    return [
        line.problem("name", _("该单位已登记有同名同职务的人员（%(code)s）。请删去此行。") % {"code": code})
        for line, row in bare
        if (code := held.get((fold(row.name), row.organisation, row.title), ""))
    ]


def _plan(rows: Sequence[Line], known: Mapping[str, Login], *, file: str) -> PeoplePlan:
    persons = {login.person for login in known.values() if login.person}
    open_posts = Post.objects.filter(person__code__in=persons, valid_to=None)
    held = set(open_posts.values_list("person__code", "organisation__code", "title", "role"))
    names = organisations_by_code({row.organisation for _line, row in rows})
    planned: list[PlannedPost] = []
    met: set[str] = set()
    for line, row in rows:
        login = known.get(row.username.lower()) if row.username else None
        person = login.person if login else ""
        planned.append(
            PlannedPost(
                number=line.row + 1, row=row, organisation_name=names[row.organisation].name, person=person,
                new_account=bool(row.username) and login is None,
                unchanged=(person, row.organisation, row.title, row.role) in held,
                again=row.username.lower() in met,
            )
        )  # fmt: skip
        met |= {row.username.lower()} - {""}
    content = "\n".join(repr(astuple(post)) for post in planned)
    return PeoplePlan(file, tuple(planned), hashlib.sha256(f"{file}\n{content}".encode()).hexdigest())


def _enter_persons(posts: Sequence[PlannedPost]) -> dict[tuple[str, ...], Person]:
    rows: dict[tuple[str, ...], PersonRow] = {}
    for post in posts:
        if not post.person:
            first = rows.setdefault(_holder(post.row), post.row)
            if post.row.work_phone and not first.work_phone:
                rows[_holder(post.row)] = post.row
    codes = Counter.take("P", count=len(rows)) if rows else []
    made = [
        Person(code=code, name=row.name, folded=fold(row.name), work_phone=row.work_phone)
        for code, row in zip(codes, rows.values(), strict=True)
    ]
    return dict(zip(rows, Person.objects.bulk_create(made), strict=True))


def _take_posts(planned: Sequence[PlannedPost], codes: Mapping[tuple[str, ...], str]) -> list[Post]:
    persons = {row.code: row for row in Person.objects.filter(code__in=set(codes.values()))}
    units = {row.code: row for row in organisations_of({post.row.organisation for post in planned})}
    numbers = Counter.take("T", count=len(planned))
    posts = [
        Post(
            code=number, person=persons[codes[_holder(each.row)]], organisation=units[each.row.organisation],
            title=each.row.title, duty=each.row.duty, role=each.row.role, region=each.row.region,
            valid_from=each.row.valid_from,
        )
        for number, each in zip(numbers, planned, strict=True)
    ]  # fmt: skip
    Post.objects.bulk_create(posts)
    grant_roles(
        {"person": post.person.code, "role": post.role, "region": post.region,
         "organisation": post.organisation.code, "post": post.code, "valid_from": post.valid_from}
        for post in posts
    )  # fmt: skip
    return posts
