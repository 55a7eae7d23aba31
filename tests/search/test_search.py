"""A name is found by one or two characters, in either script, alike on both engines."""

from __future__ import annotations

import random

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from zhicheng.core.search import actions, grams, queries
from zhicheng.core.search.actions import Findable
from zhicheng.core.search.models import Indexed
from zhicheng.core.text import to_traditional

NAMES = {
    "org-1": "演示市质量技术服务中心\n质服中心\n12990000MB0000001X",
    "org-2": "演示酱油酿造有限公司",
    "org-3": "样例精密机械（演示）有限公司\nSample Precision Machinery Co., Ltd.",
    "org-4": "演示市市场监督管理局\n演示市质量技术监督局",
    "org-5": "質量樣例檢測股份有限公司",
}


@pytest.fixture
def shelf(db):
    actions.index_many(
        Findable("organisation", code, text, f"99010{code[-1]}", (code,)) for code, text in NAMES.items()
    )
    actions.index("task", "t-1", "质量强市建设", region="990101")


def found(query, **kwargs):
    return queries.find("organisation", query, **kwargs)


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("酱油", {"org-2"}),
        ("醬油", {"org-2"}),
        ("油", {"org-2"}),
        ("心", {"org-1"}),
        ("质量", {"org-1", "org-4", "org-5"}),
        ("質量", {"org-1", "org-4", "org-5"}),
        ("有限公司", {"org-2", "org-3", "org-5"}),
        ("机械演示", {"org-3"}),
        ("机械（演示）", {"org-3"}),
        ("precision", {"org-3"}),
        ("PRECISION", {"org-3"}),
        ("ＰＲＥＣＩＳＩＯＮ", {"org-3"}),
        ("co., ltd", {"org-3"}),
        ("12990000MB", {"org-1"}),
        ("12990000mb0000001x", {"org-1"}),
        ("质量 监督局", {"org-4"}),
        ("市 演示", {"org-1", "org-4"}),
        ("心质", set()),  # the end of one name and the beginning of the next
        ("油酱", set()),
        ("不存在", set()),
        ("", set()),
        ("  ", set()),
        ("（）%_'\"*", set()),
        ("😀", set()),
        ("质" * 2000, set()),
    ],
)
def test_a_thing_is_found_by_any_part_of_any_of_its_names(shelf, query, codes):
    assert set(found(query)) == codes


@pytest.mark.parametrize("query", ["NOT", "AND", "OR 1=1", "质量*", '"质量', "x' OR 'x", "NEAR(a b)", "\x00质量"])
def test_a_query_is_never_a_command(shelf, query):
    assert set(found(query)) <= set(NAMES)


def test_a_very_long_query_is_an_ordinary_one(shelf):
    assert found("".join(chr(0x4E00 + number) for number in range(5000))) == []


def test_those_that_begin_with_the_query_come_first(shelf):
    assert found("质量")[0] == "org-5"


def test_kinds_are_kept_apart(shelf):
    assert queries.find("task", "质量") == ["t-1"]
    assert queries.find("person", "质量") == []


@pytest.mark.clause("A1")
def test_only_what_stands_in_scope_is_found(shelf):
    assert found("质量", within="990104") == ["org-4"]
    assert set(found("质量", within=("990101", "990105"))) == {"org-1", "org-5"}
    assert found("质量", within=(), organisations=("org-1",)) == ["org-1"]
    assert set(found("质量", within=("990104",), organisations=("org-1",))) == {"org-1", "org-4"}
    assert found("质量", within=(), organisations=()) == []
    assert len(found("质量", within="99")) == 3


def test_no_more_than_the_limit_is_given(shelf):
    assert len(found("演示", limit=2)) == 2


def test_a_renamed_thing_is_found_by_its_new_name_only(shelf):
    actions.index("organisation", "org-2", "演示调味品有限公司", region="990102")
    assert found("酱油") == []
    assert found("调味") == ["org-2"]
    assert Indexed.objects.filter(code="org-2").count() == 1


def test_a_forgotten_thing_is_not_found(shelf):
    actions.forget("organisation", "org-2")
    actions.forget("organisation", "org-2")
    assert found("酱油") == []


def test_indexing_the_same_again_changes_nothing(shelf):
    things = [Findable("organisation", code, text, f"99010{code[-1]}", (code,)) for code, text in NAMES.items()]
    assert actions.index_many(things) == 0
    assert actions.index_many([*things, *things[:2]]) == 0


def test_a_rebuilt_index_finds_the_same(shelf):
    before = [found(query) for query in ("质量", "演示", "油")]
    assert actions.rebuild() == 6
    assert [found(query) for query in ("质量", "演示", "油")] == before


def test_a_rebuilt_index_finds_what_a_lost_one_does_not(shelf):
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_grams(search_grams) VALUES ('delete-all')")
        assert found("质量") == ["org-5"]
    actions.rebuild()
    assert len(found("质量")) == 3


def test_both_scripts_and_the_plain_way_agree_over_many_names(db):
    """The index against the plain way: every pair of characters looked for in every name."""
    chance = random.Random(7)
    characters = "质量强市演示样例检验检测标准计量认证品牌服务工程环境区县乡镇AB12"
    names = {f"o-{number}": "".join(chance.choices(characters, k=chance.randint(1, 12))) for number in range(400)}
    actions.index_many(Findable("organisation", code, name) for code, name in names.items())
    for _round in range(60):
        query = "".join(chance.choices(characters, k=chance.randint(1, 3)))
        plain = {code for code, name in names.items() if query.lower() in name.lower()}
        assert set(found(query, limit=1000)) == plain
        assert set(found(to_traditional(query), limit=1000)) == plain


@given(st.text(max_size=40), st.text(max_size=6))
def test_whatever_contains_a_word_has_all_its_grams(text, part):
    key = grams.key_of(text)
    for word in grams.words_of(part):
        if word in key:
            assert grams.grams_to_ask(word) <= grams.grams_of(key)


def test_finding_costs_two_queries(shelf, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        found("质量")
