"""What a visitor reads on each page, made from the published files alone: none of these tests has a database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.public_face import made

pytestmark = pytest.mark.clause("H1")
TASK = f"/progress/{made.CODE}/tasks/11/"


def test_the_home_page_says_the_answer_first(read: Any) -> None:
    page = read("/")
    said = page[page.index("<h1>") : page.index("</h1>")].replace("\u00a0", " ")
    assert said == "<h1>5 项任务中，2 项达到序时进度，2 项滞后，1 项未报送。"
    assert "滞后任务：产品质量 1\u00a0项、服务质量 1\u00a0项。" in page
    assert "2025年二季度滞后的 5\u00a0项中，2\u00a0项已转为正常或需关注。" in page
    assert page.index("</h1>") < page.index('role="search"') < page.index("产品质量</a>")


def test_what_is_new_stands_on_the_home_page(read: Any) -> None:
    page = read("/")
    for words in ("2025年三季度数据更正", made.REASON, "三季度质量强市工作进展情况的通报", "2025年二季度数据公布"):
        assert words in page


def test_a_task_shows_arithmetic_source_items_and_both_values(read: Any) -> None:
    page = read(TASK)
    for words in (
        "34 ÷ 40 = 85%",
        "账本第 110 条",
        made.NAMED,
        "（名称不公开）",
        "本年新增",
        "以证书为准",
        "2025年二季度",
    ):
        assert words in page, words
    assert "<s>32家</s>" in page
    assert "已更正为 34家" in page
    assert f'href="/data/{made.LATEST}/"' in page


def test_many_items_come_in_leaves(folder: Path, client: Client) -> None:
    made.publish(folder / "published", items=250)
    first, third = (client.get(f"{TASK}{query}").content.decode() for query in ("", "?page=3"))
    assert "第 1–100 项，共 250 项" in first
    assert "演示第250号有限公司" in third
    assert "演示第99号有限公司" not in third
    assert client.get(f"{TASK}?page=999").content.decode().count("演示第250号有限公司") == 1


def test_a_field_of_work_has_a_page_with_its_tasks_alone(read: Any) -> None:
    page = read(f"/progress/{made.CODE}/fields/service/")
    assert "新增品牌服务企业" in page
    assert "新增导入卓越绩效模式企业" not in page


def test_counties_are_compared_only_where_the_edition_opened_them(folder: Path, client: Client) -> None:
    made.publish(folder / "published", counties=False)
    shut = client.get(f"/progress/{made.CODE}/").content.decode()
    assert "本期不公开各县（市、区）之间的比较" in shut
    assert "墨溪区" not in shut
    made.publish(folder / "published", counties=True)
    assert "砚湖县" in client.get(f"/progress/{made.CODE}/").content.decode()


def test_only_one_programme_is_shown_at_once(read: Any) -> None:
    assert "新增品牌服务企业" in read("/progress/")


def test_addresses_of_before_lead_to_those_of_now(city: Path, client: Client) -> None:
    for old, new in (
        ("/programmes/", "/progress/"), (f"/programmes/{made.CODE}/", f"/progress/{made.CODE}/"),
        (f"/programmes/{made.CODE}/tasks/11/", TASK), (f"/programmes/{made.CODE}/items/", "/data/"),
        (f"/programmes/{made.CODE}/tasks/11/?format=csv", f"/data/{made.CODE}/items.csv?task=11"),
    ):  # fmt: skip
        answer = client.get(old)
        assert (answer.status_code, answer["Location"]) == (301, new)


def test_what_is_not_there_is_said_with_the_way_back(city: Path, client: Client) -> None:
    for address in (
        "/progress/none/", f"/progress/{made.CODE}/tasks/99/", f"/progress/{made.CODE}/fields/none/", "/data/none/",
        "/documents/none/", f"/data/{made.LATEST}/none.csv", f"/data/{made.LATEST}/tasks.exe", "/organisations/91none/",
        "/feeds/none.xml", "/documents/bulletin-2025q3/9/", "/organisations/units/无此单位/",
    ):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert "请" in answer.content.decode(), address


def test_an_organisation_is_found_by_two_characters_in_either_script_and_by_its_code(read: Any) -> None:
    for words in ("青瓷", "青瓷儀表", "91990101", made.NAMED_CODE.lower()):
        assert made.NAMED in read(f"/organisations/?q={words}"), words
    assert "请至少输入两个字" in read("/organisations/?q=青")
    assert "没有找到" in read("/organisations/?q=没有的名字")


def test_what_is_public_about_a_firm_is_the_tasks_that_count_it(read: Any) -> None:
    page = read(f"/organisations/{made.NAMED_CODE}/")
    for words in ("新增通过质量管理体系认证企业", "2025-05-06", "墨溪区人民政府", "账本第 111 条"):
        assert words in page, words


def test_a_unit_leads_to_the_tasks_it_answers_for(read: Any) -> None:
    assert "演示市市场监督管理局牵头 5 项任务，其中 2 项滞后。" in read("/organisations/units/演示市市场监督管理局/")
    assert "墨溪区人民政府为 1 项任务报送成果。" in read("/organisations/units/墨溪区人民政府/")


def test_a_document_shows_its_versions_what_changed_and_why(read: Any, city: Path, client: Client) -> None:
    page = read("/documents/bulletin-2025q3/")
    for words in (
        "认证企业34家",
        "这份公文已更正",
        "三季度数据更正",
        "认证企业 32 家更正为 34 家",
        "演质强办〔2025〕7号",
    ):
        assert words in page, words
    old = read("/documents/bulletin-2025q3/1/")
    assert "认证企业32家" in old
    assert "这是旧版本" in old
    file = client.get("/documents/bulletin-2025q3/1/bulletin-2025q3.pdf")
    assert b"".join(file.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert client.get("/documents/bulletin-2025q3/1/bulletin-2025q3.docx").status_code == 404


def test_documents_are_filtered_and_found(read: Any) -> None:
    assert "进展情况的通报" in read("/documents/?kind=bulletin&year=2025")
    assert "没有符合条件的公文" in read("/documents/?q=没有的")
    assert "进展情况的通报" in read("/documents/?q=進展")


def test_what_is_given_only_on_request_is_not_on_the_shelf_of_everybody(read: Any, client: Client) -> None:
    assert "依申请公开的函" not in read("/documents/")
    assert "依申请公开的函" not in read("/search/?q=依申请")
    for address in ("/documents/closed-1/", "/documents/closed-1/1/", "/documents/closed-1/1/closed-1.pdf"):
        assert client.get(address).status_code == 404


def test_every_correction_is_listed_with_both_values_and_who_verified_it(read: Any) -> None:
    page = read("/corrections/")
    for words in (
        "<s>32家</s>",
        "34家",
        made.REASON,
        "墨溪区人民政府",
        "三季度质量强市工作进展情况的通报",
        made.CORRECTED,
    ):
        assert words in page, words


def test_a_withdrawn_edition_keeps_its_address_and_says_why(folder: Path, client: Client) -> None:
    only = made.edition(made.LATEST, "2025Q3", "2025年三季度", made.date(2025, 10, 22))
    gone = made.head(only, state="withdrawn", withdrawn_at=only.frozen_at, withdrawn_reason="口径有误，重新核实")
    made.show(folder / "published", [gone], {})
    for address in ("/", f"/data/{made.LATEST}/", "/corrections/", f"/progress/{made.CODE}/", "/progress/"):
        assert "口径有误，重新核实" in client.get(address).content.decode(), address
    assert client.get(f"/data/{made.LATEST}/tasks.csv").status_code == 404


def test_the_search_finds_tasks_firms_documents_and_pages_and_marks_the_words(read: Any) -> None:
    page = read("/search/?q=認證")
    assert "<mark>认证</mark>" in page
    assert "新增通过质量管理体系" in page
    assert "通报" in read("/search/?q=三季度末")
    assert "统计口径" in read("/search/?q=口径")
    assert made.NAMED_CODE in read("/search/?q=青瓷")
    assert "没有找到" in read("/search/?q=没有的名字")
    assert "请至少输入两个字" in read("/search/?q=认")


def test_what_was_typed_cannot_become_markup(read: Any) -> None:
    for address in ("/search/?q=<script>alert(1)</script>", "/organisations/?q=<script>x", "/documents/?q=<script>x"):
        assert "<script>" not in read(address).replace("<script src=", "")


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "经核实"), ("zh-hant", "經核實"), ("en", "Verified")])
def test_every_page_speaks_three_languages(language: str, words: str, read: Any, client: Client) -> None:
    client.cookies["django_language"] = language
    if language == "zh-hant":
        assert "新增通過質量管理體系認證企業" in read(TASK)
    assert f'lang="{ {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}[language] }"' in read(TASK)


def test_large_type_is_there_on_every_page(read: Any, client: Client) -> None:
    client.cookies["large"] = "1"
    for address in ("/", TASK, "/documents/", "/data/", "/about/", "/search/"):
        assert 'class="large"' in read(address)


def test_about_is_what_the_city_says_of_itself(city: Path, read: Any) -> None:
    assert "尚未填写联系方式" in read("/about/")
    (city / "about.toml").write_text(
        'who = "演示市质量强市工作领导小组办公室"\nphone = "0000-000000"\n[en]\nwho = "The office"\n', "utf-8"
    )
    page = read("/about/")
    assert "0000-000000" in page
    assert "领导小组办公室负责" in page


def test_before_anything_is_published_a_page_says_what_will_come(folder: Path, db: None, client: Client) -> None:
    for address in ("/", "/progress/", "/data/", "/organisations/"):
        assert "公布第一期数据后" in client.get(address).content.decode(), address
    for address in (
        "/documents/",
        "/corrections/",
        "/search/",
        "/feeds/all.xml",
        "/sitemap.xml",
        "/about/",
        "/method/",
    ):
        assert client.get(address).status_code == 200, address
