"""The dated tree: sheets, renames, moves and mergers, and what the database itself refuses."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import IntegrityError, transaction

from tests.registry.conftest import CITY, COUNTY, FOUNDED, ON, OTHER_COUNTY, TREE
from zhicheng.core.access import SYSTEM, Actor, Grant
from zhicheng.core.access.actions import grant_role
from zhicheng.core.access.queries import grants_of
from zhicheng.core.refusal import Missing, NotAllowed, RuleBroken, Unreadable
from zhicheng.registry import actions
from zhicheng.registry.models import Region
from zhicheng.registry.queries import children, path, region, region_names, regions
from zhicheng.registry.rules.regions import RegionRow, check_region_rows, level_of, spoken_names

pytestmark = pytest.mark.clause("A1")
HEADER = ["代码", "名称", "级别", "上级代码"]


def sheet(*rows: list[Any], header: list[str] | None = None) -> list[list[Any]]:
    return [["演示市行政区划表"], header or HEADER, *rows]


def test_a_sheet_in_traditional_script_with_numbers_and_nine_digits_is_read() -> None:
    rows, problems = check_region_rows(
        sheet(
            [990100.0, "演示市", "地級市", None],
            [990101, "墨溪區", "縣（市、區）", 990100],
            ["９９０１０１００１", "紙坊溪街道", "鄉鎮（街道）", "990101"],
            header=["區劃代碼", "名稱", "級別", "上級代碼"],
        )
    )
    assert not problems
    assert rows[2] == RegionRow("990101001000", "紙坊溪街道", "township", "990101")


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        (["9901", "墨溪区", "区", "990100"], 0, "6位"),
        (["990101", "", "区", "990100"], 1, "名称"),
        (["990101", "墨溪区", "行省", "990100"], 2, "行省"),
        (["990101", "墨溪区", "镇", "990100"], 0, "12位"),
        (["990101", "墨溪区", "区", ""], 3, "上级代码"),
        (["990101", "墨溪区", "区", "990200"], 3, "990200"),
        (["990101", "墨溪区", "区", "990101"], 3, "自己"),
        (["990201", "墨溪区", "区", "990100"], 0, "号段"),
        (["990101001000", "墨香街道", "街道", "990100"], 3, "不能是市"),
        (["990100", "演示市", "市", ""], 0, "第3行重复"),
    ],
)
def test_every_bad_cell_is_named(row: list[str], column: int, said: str) -> None:
    _rows, problems = check_region_rows(sheet(["990100", "演示市", "市", ""], row))
    assert [(each.row, each.column) for each in problems] == [(3, column)]
    assert said in problems[0].sentence


def test_a_sheet_without_headings_is_refused_by_name() -> None:
    with pytest.raises(Unreadable, match="上级代码"):
        check_region_rows([["代码", "名称", "级别"], ["990100", "演示市", "市"]])


def test_words_for_levels() -> None:
    assert [level_of(word) for word in ("县（市、区）", "街道", "经济技术开发区", "社区", "省")] == [
        "county", "township", "zone", "village", None,
    ]  # fmt: skip
    assert spoken_names("990101", "墨溪区").names == ("墨溪区", "墨溪")


def test_loading_a_tree_answers_for_children_and_path(tree: None) -> None:
    assert [each.name for each in children(CITY, on=ON)] == ["墨溪区", "砚湖县"]
    assert [each.name for each in path("990101002000", on=ON)] == ["演示市", "墨溪区", "墨香街道"]
    assert len(regions.within(COUNTY, on=ON)) == 3
    with pytest.raises(Missing, match="2014-12-31"):
        region(COUNTY, on=date(2014, 12, 31))


def test_loading_is_recorded_once_with_a_manifest(tree: None, last_entry: Callable[[], Any]) -> None:
    entry = last_entry()
    assert entry.kind == "registry.regions-loaded"
    assert entry.sequence == 1
    assert '"opened":6' in entry.payload


def test_loading_again_changes_nothing(tree: None, at: datetime) -> None:
    found = actions.load_regions(TREE, on=ON, by=SYSTEM, at=at)
    assert (found.opened, found.changed, found.corrected, found.unchanged) == ((), (), (), 6)


def test_loading_on_a_later_day_keeps_what_was(tree: None, at: datetime) -> None:
    renamed = RegionRow(COUNTY, "新墨溪区", "county", CITY)
    actions.load_regions([renamed], on=ON, by=SYSTEM, at=at)
    assert region(COUNTY, on=date(2025, 10, 21)).name == "墨溪区"
    assert region(COUNTY, on=ON).name == "新墨溪区"
    assert region_names([COUNTY], on=date(2020, 1, 1)) == {COUNTY: "墨溪区"}


def test_a_rename_and_its_correction_on_the_same_day(tree: None, at: datetime) -> None:
    actions.change_region(COUNTY, name="墨西区", on=ON, by=SYSTEM, at=at)
    actions.change_region(COUNTY, name="墨汐区", on=ON, by=SYSTEM, at=at)
    assert [each.name for each in regions.history(COUNTY)] == ["墨溪区", "墨汐区"]
    with pytest.raises(RuleBroken, match="2025-10-22"):
        actions.change_region(COUNTY, name="墨溪区", on=date(2020, 1, 1), by=SYSTEM, at=at)


def test_a_merger_leads_to_the_successor_and_moves_what_hung_there(
    town: dict[str, str], at: datetime, last_entry: Callable[[], Any]
) -> None:
    grant_role("P1", "county-office", region=OTHER_COUNTY, organisation=town["other"], post="T1", valid_from=FOUNDED)
    moved = actions.merge_regions([OTHER_COUNTY], COUNTY, on=ON, by=SYSTEM, at=at)
    assert moved["organisations"] == 1
    assert region(OTHER_COUNTY, on=date(2025, 10, 21)).successor == COUNTY
    with pytest.raises(Missing):
        region(OTHER_COUNTY, on=ON)
    assert regions.successor(OTHER_COUNTY, on=ON) == COUNTY
    assert [each.name for each in path("990104001000", on=ON)] == ["演示市", "墨溪区", "砚前镇"]
    assert [each.name for each in path("990104001000", on=FOUNDED)] == ["演示市", "砚湖县", "砚前镇"]
    assert grants_of("P1", on=ON)[0].region == COUNTY
    assert last_entry().kind == "registry.regions-merged"


def test_who_does_not_reach_a_region_cannot_change_it(tree: None, at: datetime, lead: Actor, citizen: Actor) -> None:
    county_administrator = Actor(None, "P9", "区管理员", (Grant("administrator", COUNTY, ""),))
    for stranger in (lead, citizen, county_administrator):
        with pytest.raises(NotAllowed):
            actions.change_region(OTHER_COUNTY, name="别名县", on=ON, by=stranger, at=at)
        with pytest.raises(NotAllowed):
            actions.load_regions(TREE, on=ON, by=stranger, at=at)
        with pytest.raises(NotAllowed):
            actions.merge_regions([OTHER_COUNTY], COUNTY, on=ON, by=stranger, at=at)
    actions.change_region(COUNTY, name="别名区", on=ON, by=county_administrator, at=at)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"valid_from": date(2020, 1, 1)}, "overlap|one_open_row"),
        ({"code": "99010"}, "digits"),
        ({"code": "990105", "parent": "990105"}, "superior"),
        ({"code": "990105", "level": "realm"}, "level"),
        ({"code": "990105", "valid_to": date(2019, 1, 1)}, "begins"),
        ({"valid_from": date(2010, 1, 1), "valid_to": date(2015, 1, 1)}, "overlap"),
    ],
)
def test_the_database_refuses_a_broken_tree(tree: None, changes: dict[str, Any], name: str) -> None:
    values = {"code": COUNTY, "name": "某区", "level": "county", "parent": CITY, "valid_from": date(2020, 1, 1)}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Region.objects.create(**{**values, **changes})


def test_the_database_refuses_spans_that_come_to_overlap(tree: None) -> None:
    Region.objects.create(
        code=COUNTY, name="旧区", level="county", parent=CITY, valid_from=date(2010, 1, 1), valid_to=date(2014, 12, 31)
    )
    with pytest.raises(IntegrityError, match="overlap"), transaction.atomic():
        Region.objects.filter(name="旧区").update(valid_to=date(2015, 1, 1))


def write_sheet(path: Path, rows: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_file_comes_in_whole(db: None, tmp_path: Path, at: datetime) -> None:
    rows = sheet(["990100", "演示市", "市", None], [990101, "墨溪区", "区", 990100])
    found = actions.load_region_file(write_sheet(tmp_path / "区划.xlsx", rows), on=FOUNDED, by=SYSTEM, at=at)
    assert len(found.opened) == 2


def test_a_csv_comes_in_too(db: None, tmp_path: Path, at: datetime) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, ["990100", "演示市", "市", ""]])
    (tmp_path / "区划.csv").write_bytes(text.getvalue().encode("gb18030"))
    assert len(actions.load_region_file(tmp_path / "区划.csv", on=FOUNDED, by=SYSTEM, at=at).opened) == 1


def test_a_file_with_bad_cells_stores_nothing_and_comes_back_marked(db: None, tmp_path: Path, at: datetime) -> None:
    rows = sheet(["990100", "演示市", "市", None], ["99010", "墨溪区", "区", "990100"])
    with pytest.raises(actions.SheetRefused, match="第4行") as refused:
        actions.load_region_file(write_sheet(tmp_path / "区划.xlsx", rows), on=FOUNDED, by=SYSTEM, at=at)
    assert not Region.objects.exists()
    back = openpyxl.load_workbook(io.BytesIO(refused.value.copy))
    assert back.active["B4"].value == "墨溪区"
    assert back.active["A4"].comment is not None


@pytest.mark.skipif(
    not (Path(__file__).parents[3] / "shared/data/admin-divisions").is_dir(), reason="China's divisions are not here"
)
def test_a_real_city_with_its_townships_loads(
    db: None, at: datetime, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    folder = Path(__file__).parents[3] / "shared/data/admin-divisions"
    grid: list[list[Any]] = [HEADER]
    with (folder / "divisions_2026.csv").open(encoding="utf-8") as file:
        grid += [
            [row["code"], row["name"], "市" if row["level"] == "city" else "县", row["parent_code"]]
            for row in csv.DictReader(file)
            if row["code"].startswith("3307")
        ]
    with (folder / "townships_2026.csv").open(encoding="utf-8") as file:
        grid += [
            [row["code12"], row["name"], "乡镇", row["county_code"]]
            for row in csv.DictReader(file)
            if row["county_code"].startswith("3307")
        ]
    rows, problems = check_region_rows(grid)
    assert not [each for each in problems if "级别" in each.sentence]
    with django_assert_max_num_queries(20):
        actions.load_regions(rows, on=FOUNDED, by=SYSTEM, at=at)
    assert len(children("330700", on=ON)) >= 9


def test_townships_of_a_merged_county_are_its_successors_from_that_day_and_not_a_day_before(
    tree: None, at: datetime
) -> None:
    before = date(2025, 10, 21)
    own, absorbed = [{each.code for each in regions.within(code, on=before)} for code in (COUNTY, OTHER_COUNTY)]
    actions.merge_regions([OTHER_COUNTY], COUNTY, on=ON, by=SYSTEM, at=at)
    assert {each.code for each in regions.within(COUNTY, on=ON)} == own | absorbed - {OTHER_COUNTY}
    assert {each.code for each in regions.within(COUNTY, on=before)} == own
    assert {each.code for each in regions.within(OTHER_COUNTY, on=before)} == absorbed
    assert regions.within(CITY, on=ON)[0].code == CITY
    # The number is given out again: the new county has none of the old one's townships.
    again = date(2026, 7, 1)
    actions.enter_region(RegionRow(OTHER_COUNTY, "砚新县", "county", CITY), on=again, by=SYSTEM, at=at)
    assert [each.code for each in regions.within(OTHER_COUNTY, on=again)] == [OTHER_COUNTY]


def test_a_township_that_gets_its_new_number_is_one_township(tree: None, at: datetime) -> None:
    actions.merge_regions([OTHER_COUNTY], COUNTY, on=ON, by=SYSTEM, at=at)
    new_list = date(2026, 3, 1)
    actions.enter_region(RegionRow("990101005000", "砚前镇", "township", COUNTY), on=new_list, by=SYSTEM, at=at)
    actions.merge_regions(["990104001000"], "990101005000", on=new_list, by=SYSTEM, at=at)
    names = [each.name for each in regions.within(COUNTY, on=new_list, levels=["township"])]
    assert names.count("砚前镇") == 1
    assert regions.successor("990104001000", on=new_list) == "990101005000"
    assert [each.name for each in path("990104001000", on=date(2026, 2, 28))] == ["演示市", "墨溪区", "砚前镇"]
