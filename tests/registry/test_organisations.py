"""Organisations: entering, renaming, finding by two characters, and what a written name means."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from stdnum.cn import uscc as standard

from tests.registry.conftest import CITY, COUNTY, FOUNDED, ON, OTHER_COUNTY
from zhicheng.core.access import SYSTEM, Actor
from zhicheng.core.refusal import NotAllowed, RuleBroken, WrongState
from zhicheng.registry import actions
from zhicheng.registry.models import Organisation, OrganisationName
from zhicheng.registry.queries import (
    find_organisations,
    match_units,
    name_on,
    names_on,
    organisation,
    organisations,
    organisations_in,
)
from zhicheng.registry.rules.organisations import OrganisationRow, check_organisation_rows

pytestmark = pytest.mark.clause("A1")


def number(serial: int) -> str:
    """A made-up code: area 990100, the serial number as organisation code."""
    stem = f"91990100{serial:09d}"
    return stem + standard.calc_check_digit(stem)


def test_the_office_enters_an_organisation_and_it_is_recorded(
    tree: None, office: Actor, at: datetime, last_entry: Callable[[], Any]
) -> None:
    code = actions.enter_organisation(
        "演示市樣例局", kind="department", region=CITY, short_names=["样例局", "样例局", " "],
        former_names=[("演示市旧例局", date(2010, 1, 1), date(2014, 12, 31))], valid_from=FOUNDED, by=office, at=at,
    )  # fmt: skip
    assert code == "O000001"
    assert [each.name for each in organisations.names_of(code)] == ["演示市旧例局", "演示市樣例局", "样例局"]
    assert (last_entry().kind, last_entry().subject) == ("registry.organisation-entered", code)
    assert "樣例局" not in last_entry().payload


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"kind": "club"}, "类别"),
        ({"region": "990199"}, "990199"),
        ({"uscc": number(1)[:-1] + "!"}, "字符"),
        ({"name": "局"}, "2至120"),
        ({"name": "演示市市場監督管理局"}, "已有"),
    ],
)
def test_what_cannot_be_entered(town: dict[str, str], at: datetime, values: dict[str, str], said: str) -> None:
    wanted = {"name": "演示市甲局", "kind": "department", "region": CITY, **values}
    with pytest.raises(RuleBroken, match=said):
        actions.enter_organisation(wanted.pop("name"), **wanted, valid_from=ON, by=SYSTEM, at=at)  # type: ignore[arg-type]


def test_one_code_stands_for_one_organisation(town: dict[str, str], at: datetime) -> None:
    actions.amend_organisation(town["firm"], uscc=number(7), on=ON, by=SYSTEM, at=at)
    with pytest.raises(RuleBroken, match="样例水务"):
        actions.enter_organisation(
            "演示乙厂", kind="enterprise", region=CITY, uscc=number(7), valid_from=ON, by=SYSTEM, at=at
        )


def test_a_document_keeps_the_name_of_its_day(
    town: dict[str, str], at: datetime, office: Actor, last_entry: Callable[[], Any]
) -> None:
    code = town["housing"]
    actions.rename_organisation(code, "演示市住房城乡建设局", on=date(2020, 1, 1), by=office, at=at)
    assert name_on(code, date(2019, 12, 31)) == "演示市住房和城乡建设局"
    assert name_on(code, date(2020, 1, 1)) == organisation(code).name == "演示市住房城乡建设局"
    assert names_on([code], date(2001, 1, 1)) == {code: "演示市住房和城乡建设局"}
    assert last_entry().kind == "registry.organisation-renamed"
    with pytest.raises(RuleBroken, match="2020-01-01"):
        actions.rename_organisation(code, "演示市建设局", on=date(2019, 1, 1), by=office, at=at)


def test_short_names_are_dated(town: dict[str, str], at: datetime) -> None:
    changed = actions.amend_organisation(town["reform"], short_names=["发改委"], on=ON, by=SYSTEM, at=at)
    assert changed == ("short_names",)
    ended = [each.name for each in organisations.names_of(town["reform"]) if each.valid_to]
    assert ended == ["市发展改革委"]
    assert actions.amend_organisation(town["reform"], short_names=["发改委"], on=ON, by=SYSTEM, at=at) == ()


def test_closing_waits_for_the_posts(town: dict[str, str], at: datetime) -> None:
    person = actions.enter_person("演示一", by=SYSTEM, at=at)
    actions.appoint(
        person, organisation=town["housing"], title="科员", role="unit", valid_from=FOUNDED, by=SYSTEM, at=at
    )
    with pytest.raises(WrongState, match="1个在任岗位"):
        actions.close_organisation(town["housing"], last_day=ON, by=SYSTEM, at=at)
    actions.close_organisation(town["reform"], last_day=ON, by=SYSTEM, at=at)
    with pytest.raises(WrongState, match="终止"):
        actions.rename_organisation(town["reform"], "演示市发改局", on=date(2026, 1, 1), by=SYSTEM, at=at)


def test_who_does_not_reach_it_changes_nothing(town: dict[str, str], at: datetime, lead: Actor, county: Actor) -> None:
    for stranger in (lead, county):
        with pytest.raises(NotAllowed):
            actions.enter_organisation("演示市甲局", kind="department", region=CITY, valid_from=ON, by=stranger, at=at)
        with pytest.raises(NotAllowed):
            actions.rename_organisation(town["market"], "演示市乙局", on=ON, by=stranger, at=at)
        with pytest.raises(NotAllowed):
            actions.amend_organisation(town["market"], region=COUNTY, on=ON, by=stranger, at=at)
        with pytest.raises(NotAllowed):
            actions.close_organisation(town["market"], last_day=ON, by=stranger, at=at)


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("市监", ["market"]),
        ("場監", ["county-market", "market"]),
        ("水務", ["firm"]),
        ("ＷＳ", []),
        ("O000008", ["firm"]),
    ],
)
def test_two_characters_in_either_script_find_a_name(town: dict[str, str], query: str, keys: list[str]) -> None:
    assert sorted(each.code for each in find_organisations(query)) == sorted(town[key] for key in keys)


def test_a_search_follows_renames_kinds_and_regions(town: dict[str, str], at: datetime) -> None:
    actions.rename_organisation(town["firm"], "演示市润泽样例集团", on=ON, by=SYSTEM, at=at)
    actions.amend_organisation(town["firm"], kind="institution", region=COUNTY, on=ON, by=SYSTEM, at=at)
    assert [each.code for each in find_organisations("润泽", kind="institution", region=COUNTY)] == [town["firm"]]
    assert find_organisations("水务")[0].via == "市水务集团"
    assert find_organisations("润泽", kind="enterprise") == find_organisations("润泽", region=OTHER_COUNTY) == ()


def test_one_character_is_too_few(town: dict[str, str]) -> None:
    with pytest.raises(RuleBroken, match="2个字"):
        find_organisations("市")


def test_a_search_tells_by_which_name_it_found_and_stays_in_its_kind(town: dict[str, str]) -> None:
    assert find_organisations("市监")[0].via == "市监局"
    assert [each.code for each in find_organisations("演示", kind="enterprise")] == [town["firm"]]
    assert len(find_organisations("监督管理", region=COUNTY)) == 1


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("演示市市场监督管理局", "market"),
        ("市市场监管局", "market"),
        ("市场监管局", "market"),
        ("市監局", "market"),
        ("演示市市场监管局", "market"),
        ("市 发 改 委", "reform"),
        ("发改委", "reform"),
        ("市发改委（市粮食局）", "reform"),
        ("市发展和改革委员会", "reform"),
        ("住房和城乡建设局", "housing"),
        ("市建设局", "housing"),
        ("墨溪区", "county"),
        ("墨溪", "county"),
        ("墨溪區政府", "county"),
        ("砚湖县人民政府", "other"),
        ("墨溪区市场监管局", "county-market"),
        ("纸坊溪街道", "street"),
        ("市水务集团", "firm"),
    ],
)
def test_names_as_offices_write_them(town: dict[str, str], written: str, key: str) -> None:
    assert match_units([written], region=CITY, on=ON)[written].code == town[key]


def test_a_name_that_two_bear_is_ambiguous_and_a_likeness_is_only_proposed(town: dict[str, str], at: datetime) -> None:
    actions.amend_organisation(town["housing"], short_names=["建设局", "发改委"], on=ON, by=SYSTEM, at=at)
    found = match_units(["发改委", "市建管局", "农业局", "市监督局", "局"], region=CITY, on=ON)
    assert found["发改委"].ambiguous
    assert set(found["发改委"].candidates) == {town["housing"], town["reform"]}
    assert found["农业局"] == type(found["农业局"])()
    assert (found["市监督局"].code, found["市监督局"].candidates[0]) == (None, town["market"])
    assert found["局"].code is None


def test_in_a_county_the_bare_name_means_the_countys_own(town: dict[str, str]) -> None:
    assert match_units(["区市场监管局"], region=COUNTY, on=ON)["区市场监管局"].code == town["county-market"]
    assert match_units(["市场监管局"], region=COUNTY, on=ON)["市场监管局"].code != town["housing"]


def test_a_bare_name_never_reaches_into_a_sister_county(town: dict[str, str]) -> None:
    assert match_units(["区市场监管局"], region=OTHER_COUNTY, on=ON)["区市场监管局"].code is None
    assert match_units(["市市场监管局"], region=OTHER_COUNTY, on=ON)["市市场监管局"].code == town["market"]
    full = "墨溪区市场监督管理局"
    assert match_units([full], region=OTHER_COUNTY, on=ON)[full].code == town["county-market"]


def test_many_names_cost_as_many_queries_as_one(
    town: dict[str, str], django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_max_num_queries(3):
        match_units([f"第{serial}样例局" for serial in range(300)], region=CITY, on=ON)


HEADER = ["企业名称", "统一社会信用代码", "所属地区", "类别", "简称"]


def test_a_sheet_with_bad_rows_names_each_of_them() -> None:
    regions = {CITY: "演示市", COUNTY: "墨溪区"}
    rows, problems = check_organisation_rows(
        [
            HEADER,
            ["演示甲厂", number(1), "墨溪區", "", "甲厂、甲"],
            ["演示乙厂", number(1), COUNTY, "企业", ""],
            ["演示丙厂", "", "墨溪区", "", ""],
            ["演示丁厂", number(2)[:-1] + "A", "无名县", "俱乐部", ""],
        ],
        kind="enterprise", regions=regions,
    )  # fmt: skip
    assert rows == []
    assert {(each.row, each.column) for each in problems} >= {(2, 1), (3, 1), (4, 2), (4, 3)}


def test_ten_thousand_enterprises_come_in_with_few_queries_and_in_seconds(
    tree: None, office: Actor, at: datetime, last_entry: Callable[[], Any],
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:  # fmt: skip
    rows = [
        OrganisationRow(f"演示第{serial}样例制造有限公司", number(serial), COUNTY, "enterprise")
        for serial in range(10_000)
    ]
    started = time.process_time()
    with django_assert_max_num_queries(400):
        found = actions.load_organisations(rows, on=FOUNDED, file="0" * 64, by=office, at=at)
    assert time.process_time() - started < 15
    assert len(found.entered) == 10_000
    assert last_entry().sequence == 2
    again = actions.load_organisations(
        [*rows[1:], OrganisationRow("演示改名样例有限公司", number(0), OTHER_COUNTY, "enterprise")],
        on=ON, by=office, at=at,
    )  # fmt: skip
    assert (again.entered, len(again.changed), again.unchanged) == ((), 1, 9_999)
    assert name_on(again.changed[0], FOUNDED) == "演示第0样例制造有限公司"
    assert find_organisations("样例制造", limit=3)
    assert len(organisations_in(COUNTY, on=ON, kinds=["enterprise"], limit=50)) == 50


def test_a_file_of_enterprises_with_a_bad_code_comes_back_marked(
    tree: None, tmp_path: Path, at: datetime, lead: Actor
) -> None:
    book = openpyxl.Workbook()
    for row in (HEADER, ["演示甲厂", number(1), "墨溪区"], ["演示乙厂", number(2)[:-1] + "!", "墨溪区"]):
        book.active.append(row)
    book.save(tmp_path / "企业.xlsx")
    with pytest.raises(actions.SheetRefused) as refused:
        actions.load_organisation_file(tmp_path / "企业.xlsx", on=ON, by=SYSTEM, at=at)
    assert openpyxl.load_workbook(io.BytesIO(refused.value.copy)).active["B3"].comment is not None
    assert not Organisation.objects.exists()
    book.active.delete_rows(3)
    book.save(tmp_path / "企业.xlsx")
    with pytest.raises(NotAllowed):
        actions.load_organisation_file(tmp_path / "企业.xlsx", on=ON, by=lead, at=at)
    assert len(actions.load_organisation_file(tmp_path / "企业.xlsx", on=ON, by=SYSTEM, at=at).entered) == 1


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"code": "O000001"}, "code"),
        ({"uscc": "X"}, "uscc"),
        ({"valid_to": date(2014, 1, 1)}, "begins"),
    ],
)
def test_the_database_refuses_a_broken_organisation(town: dict[str, str], changes: dict[str, Any], name: str) -> None:
    Organisation.objects.filter(code="O000002").update(uscc="X")
    values = {"code": "O999999", "name": "演示", "kind": "department", "region": CITY, "valid_from": FOUNDED}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Organisation.objects.create(**{**values, **changes})


def test_the_database_refuses_merging_without_an_end_and_two_official_names(town: dict[str, str]) -> None:
    row = Organisation.objects.get(code=town["market"])
    other = Organisation.objects.get(code=town["reform"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=row.pk).update(merged_into=other)
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=row.pk).update(merged_into=row, valid_to=ON)
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationName.objects.create(organisation=row, name="又名", kind="official", valid_from=ON)
