"""Officials by the hundred from one sheet: all or nothing, every bad cell named, one entry, links handed out once."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.registry.conftest import CITY, COUNTY, ON
from zhicheng.core.access import SYSTEM, Actor, Grant
from zhicheng.core.access.queries import grants_of
from zhicheng.core.accounts.actions import accept_invitation, close_account
from zhicheng.core.accounts.models import Account, Invitation
from zhicheng.core.intake import write_sheet
from zhicheng.core.ledger.models import Entry
from zhicheng.core.refusal import NotAllowed, RuleBroken, Unreadable, WrongState
from zhicheng.registry import actions
from zhicheng.registry.actions import PeoplePlan, PeopleStored, SheetRefused
from zhicheng.registry.models import Person, Post
from zhicheng.registry.rules.people import HEADINGS

pytestmark = pytest.mark.clause("A1")
GOOD = [
    ["张　样例", "市市场监管局", "科长", "质量工作", "牵头部门", "2025-03-01", "zhang", "82001234"],
    ["李样例", "墨溪區人民政府", "副主任", "", "县（市、区）质量强县办", "2025.3.1", "li", ""],
    ["李样例", "O000003", "联络员", "", "unit", "20250301", "LI", ""],
    ["王样例", "演示市发展和改革委员会", "科员", "", "责任单位", "2025年3月1日", "", ""],
]


def sheet(folder: Path, rows: list[list[Any]], name: str = "people.xlsx") -> Path:
    write_sheet(list(HEADINGS), rows, folder / name)
    return folder / name


def plan(path: Path, by: Actor) -> PeoplePlan:
    return actions.plan_people_file(path, region=CITY, on=ON, by=by)


def store(path: Path, by: Actor, at: datetime, expected: str = "") -> PeopleStored:
    expected = expected or plan(path, by).fingerprint
    return actions.store_people_file(path, region=CITY, expected=expected, on=ON, by=by, at=at)


def test_a_sheet_makes_persons_posts_grants_accounts_and_invitations(
    town: dict[str, str], administrator: Actor, at: datetime, tmp_path: Path, last_entry: Callable[[], Any]
) -> None:
    path = sheet(tmp_path, GOOD)
    before = Entry.objects.count()
    shown = plan(path, administrator)
    assert (shown.persons, len(shown.new), shown.accounts) == (3, 4, 2)
    assert not Person.objects.exists()
    stored = store(path, administrator, at, shown.fingerprint)
    assert (stored.persons, stored.posts, len(stored.invited)) == (3, 4, 2)
    li = Account.objects.get(username="li")
    assert set(grants_of(li.person, on=ON)) == {
        Grant("county-office", COUNTY, town["county"]), Grant("unit", CITY, town["housing"]),
    }  # fmt: skip
    assert Person.objects.get(name="张样例").work_phone == "82001234"
    assert Entry.objects.count() == before + 1
    assert last_entry().kind == "registry.people-loaded"


def test_a_secret_is_in_no_table_no_entry_and_no_repr_and_works_once(
    town: dict[str, str], administrator: Actor, at: datetime, tmp_path: Path, last_entry: Callable[[], Any]
) -> None:
    stored = store(sheet(tmp_path, GOOD), administrator, at)
    for each in stored.invited:
        assert each.secret not in last_entry().payload
        assert each.secret not in repr(stored)
        assert not Invitation.objects.filter(secret_hash=each.secret).exists()
    assert not {"张样例", "zhang", "82001234"} & set(last_entry().payload.split('"'))
    number = accept_invitation(stored.invited[0].secret, password="演示-long-enough-8862", at=at)
    assert number == stored.invited[0].account


def test_the_same_sheet_twice_makes_nothing_twice(
    town: dict[str, str], administrator: Actor, at: datetime, tmp_path: Path
) -> None:
    path = sheet(tmp_path, GOOD[:3])
    first = plan(path, administrator).fingerprint
    store(path, administrator, at, first)
    assert not plan(path, administrator).new
    with pytest.raises(WrongState, match="没有新增"):
        store(path, administrator, at, first)
    assert Person.objects.count() == 2
    longer = sheet(
        tmp_path, [*GOOD[:3], ["张样例", "市发展改革委", "联络员", "", "责任单位", "2025-04-01", "zhang", ""]]
    )
    assert [post.person for post in plan(longer, administrator).new] == [Account.objects.get(username="zhang").person]
    stored = store(longer, administrator, at)
    assert (stored.persons, stored.posts, stored.invited) == (0, 1, ())


def test_what_changed_since_the_preview_is_shown_again(
    town: dict[str, str], administrator: Actor, at: datetime, tmp_path: Path
) -> None:
    path = sheet(tmp_path, GOOD)
    shown = plan(path, administrator).fingerprint
    actions.rename_organisation(town["market"], "演示市市场监督管理总局", on=date(2025, 5, 1), by=SYSTEM, at=at)
    with pytest.raises(WrongState, match="预览之后"):
        store(path, administrator, at, shown)
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("row", "cell", "said"),
    [
        (["", "市市场监管局", "科长", "", "unit", "2025-03-01"], "A2", "姓名"),
        (["张\x07样例", "市市场监管局", "科长", "", "unit", "2025-03-01"], "A2", "U\\+0007"),
        (["张😀", "市市场监管局", "科长", "", "unit", "2025-03-01"], "A2", "U\\+1F600"),
        (["张样例", "查无此局", "科长", "", "unit", "2025-03-01"], "B2", "没有登记单位"),
        (["张样例", "", "科长", "", "unit", "2025-03-01"], "B2", "请填写单位"),
        (["张样例", "市市场监管局", "", "", "unit", "2025-03-01"], "C2", "职务"),
        (["张样例", "市市场监管局", "科长", "", "皇帝", "2025-03-01"], "E2", "皇帝"),
        (["张样例", "市市场监管局", "科长", "", "unit", "2025-02-30"], "F2", "读不出来"),
        (["张样例", "市市场监管局", "科长", "", "unit", "明年"], "F2", "读不出来"),
        (["张样例", "市市场监管局", "科长", "", "unit", "2025-03-01", "张 三"], "G2", "登录名"),
        (["张样例", "市市场监管局", "科长", "", "unit", "2025-03-01", "taken"], "G2", "已被使用"),
        (["张样例", "市市场监管局", "科长", "", "unit", "2025-03-01", "zh", "写信"], "H2", "电话"),
        (["张样例", "市市场监管局", "科长", "", "unit", "2025-03-01", "zh", "", "990999"], "I2", "管理范围"),
    ],
)  # fmt: skip
def test_one_bad_cell_keeps_the_whole_sheet_out_and_is_marked(
    town: dict[str, str], administrator: Actor, at: datetime, tmp_path: Path, row: list[Any], cell: str, said: str
) -> None:
    Account.objects.create_account("Taken", person="P-OTHER", name="别人")
    book = openpyxl.Workbook()
    page = book.active
    page.title = "数据"
    lines = [list(HEADINGS), [each if each != "张\x07样例" else "张x样例" for each in row], *GOOD]
    for line in lines:
        page.append(line)
    path = tmp_path / "bad.csv" if "\x07" in row[0] else tmp_path / "bad.xlsx"
    if path.suffix == ".csv":
        text = [",".join(str(each) for each in line) for line in (HEADINGS, row, *GOOD)]
        path.write_text("\n".join(text), encoding="utf-8")
    else:
        book.save(path)
    with pytest.raises(SheetRefused, match=said) as refused:
        plan(path, administrator)
    [problem] = refused.value.problems
    assert f"{'ABCDEFGHI'[problem.column]}{problem.row + 1}" == cell
    marked = openpyxl.load_workbook(io.BytesIO(refused.value.copy))
    assert marked.worksheets[0][cell].comment is not None
    assert not Person.objects.exists()


def test_rows_that_contradict_each_other_are_named(town: dict[str, str], administrator: Actor, tmp_path: Path) -> None:
    twice = [GOOD[3], GOOD[3], GOOD[0], ["别的人", *GOOD[0][1:]]]
    with pytest.raises(SheetRefused) as refused:
        plan(sheet(tmp_path, twice), administrator)
    assert [(each.row + 1, each.column) for each in refused.value.problems] == [(3, 0), (5, 6)]


def test_a_countys_administrator_enters_nobody_elsewhere_and_nobody_himself(
    town: dict[str, str], at: datetime, tmp_path: Path
) -> None:
    county = Actor(None, "P9", "区管理员", (Grant("administrator", COUNTY, town["county"]),))
    rows = [GOOD[1], GOOD[0], ["赵样例", "墨溪区人民政府", "科员", "", "unit", "2025-03-01", "zhao", "", "990104"]]
    with pytest.raises(SheetRefused) as refused:
        plan(sheet(tmp_path, rows), county)
    assert {each.row + 1 for each in refused.value.problems} == {3, 4}
    stored = store(sheet(tmp_path, rows[:1]), county, at)
    assert stored.persons == 1
    himself = replace(county, person=Account.objects.get(username="li").person)
    rows = [["李样例", "墨溪区人民政府", "主任", "", "administrator", "2025-03-01", "li"]]
    with pytest.raises(SheetRefused, match="自己"):
        plan(sheet(tmp_path, rows), himself)


def test_only_who_manages_people_and_accounts_may(
    town: dict[str, str], office: Actor, lead: Actor, citizen: Actor, at: datetime, tmp_path: Path
) -> None:
    path = sheet(tmp_path, GOOD)
    for stranger in (office, lead, citizen):
        with pytest.raises(NotAllowed):
            store(path, stranger, at, "x")
    assert not Post.objects.exists()


def test_a_login_of_a_closed_account_and_an_ended_office_are_refused(
    town: dict[str, str], administrator: Actor, at: datetime, tmp_path: Path
) -> None:
    store(sheet(tmp_path, GOOD[:1]), administrator, at)
    close_account(Account.objects.get(username="zhang").pk, by=SYSTEM, at=at)
    with pytest.raises(SheetRefused, match="停用"):
        plan(sheet(tmp_path, [["张样例", "市发展改革委", "科员", "", "unit", "2025-03-01", "zhang"]]), administrator)
    actions.close_organisation(town["other"], last_day=date(2025, 6, 1), by=SYSTEM, at=at)
    with pytest.raises(SheetRefused, match=r"终止|没有登记"):
        plan(sheet(tmp_path, [["周样例", "砚湖县人民政府", "科员", "", "unit", "2025-03-01", ""]]), administrator)


def test_an_empty_or_headless_sheet_is_refused_in_a_sentence(
    town: dict[str, str], administrator: Actor, tmp_path: Path
) -> None:
    with pytest.raises(RuleBroken, match="没有填写人员"):
        plan(sheet(tmp_path, []), administrator)
    write_sheet(["甲", "乙"], [["1", "2"]], tmp_path / "odd.xlsx")
    with pytest.raises(Unreadable, match="姓名"):
        plan(tmp_path / "odd.xlsx", administrator)


def test_three_hundred_officials_cost_few_queries(
    town: dict[str, str], administrator: Actor, at: datetime, tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    rows = [[f"样例{n:03d}", "市市场监管局", f"科员{n}", "", "unit", "2025-03-01", f"u{n}", ""] for n in range(300)]
    path = sheet(tmp_path, rows)
    shown = plan(path, administrator).fingerprint
    with django_assert_max_num_queries(60):
        stored = store(path, administrator, at, shown)
    assert len(stored.invited) == 300
