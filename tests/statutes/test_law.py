"""Parameters and time limits as dated data: which value holds, the city's own before the shipped ones."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.statutes.conftest import SHIPPED, day
from zhicheng.core.refusal import RuleBroken, Unreadable
from zhicheng.statutes.declared import SHIPPED_PARAMETERS, read_book, read_lists
from zhicheng.statutes.queries import clock_rule, clock_rules_in_force, deadline, parameter, parameters_in_force
from zhicheng.statutes.rules.dated import Sureness

ON = date(2026, 3, 2)

LAW = [
    # The law's own examples: slug, trigger, last day, article
    ("penalty-hearing-request", "2026-02-12", "2026-02-26", "第六十四条第一项、第八十五条"),
    ("penalty-service", "2026-03-02", "2026-03-11", "第六十一条、第八十五条"),
    ("supervision-objection", "2026-03-02", "2026-04-01", "第十七条"),
    ("supervision-review", "2026-03-06", "2026-04-07", "第十七条"),
    ("disclosure-publish", "2026-03-02", "2026-03-30", "第二十六条"),
    ("disclosure-reply", "2026-03-02", "2026-03-30", "第三十三条"),
]


@pytest.mark.clause("A3")
@pytest.mark.parametrize(
    ("slug", "value"),
    [("goals-late-margin", 15), ("goals-care-margin", 5), ("goals-forecast-periods", 4), ("goals-forecast-minimum", 3)],
)
def test_the_numbers_of_the_lights_are_shipped_as_local_defaults(slug: str, value: int) -> None:
    found = parameter(slug, on=ON)
    assert (found.value, found.sureness) == (value, Sureness.DEFAULT)
    assert found.citation == "本系统默认值，由市质量强市工作领导小组办公室确定"


@pytest.mark.clause("A5")
@pytest.mark.parametrize(("slug", "trigger", "last", "article"), LAW)
def test_a_time_limit_of_law_ends_as_its_article_says(slug: str, trigger: str, last: str, article: str) -> None:
    rule = clock_rule(slug, on=day(trigger))
    assert rule.basis.endswith(article)
    assert rule.sureness is Sureness.TEXT
    assert deadline(day(trigger), rule=rule, calendar=SHIPPED).day.isoformat() == last


def test_the_citations_stand_in_the_printed_texts() -> None:
    laws = Path(__file__).resolve().parents[3] / "shared" / "data" / "laws"
    if not laws.is_dir():
        pytest.skip("the collection of laws is not beside this repository")
    wanted = {
        "行政处罚法(2021-01-22).md": ["要求听证的，应当在行政机关告知后五日内提出", "“七日”的规定是指工作日"],
        "政府督查工作条例(2020-12-26).md": ["第十七条 督查对象对督查结论有异议的，可以自收到该督查结论之日起30日内"],
        "政府信息公开条例(2019-04-03).md": ["收到申请之日起20个工作日内予以答复", "变更之日起20个工作日内及时公开"],
    }
    for name, sentences in wanted.items():
        text = (laws / name).read_text("utf-8")
        assert [sentence for sentence in sentences if sentence not in text] == []


def test_a_missing_parameter_is_refused_by_name() -> None:
    with pytest.raises(RuleBroken, match="没有名为 goals-nothing 的参数"):
        parameter("goals-nothing", on=ON)
    with pytest.raises(RuleBroken, match="没有名为 goals-nothing"):
        clock_rule("goals-nothing", on=ON)


def test_a_law_that_was_not_yet_in_force_has_no_value() -> None:
    with pytest.raises(RuleBroken, match="penalty-service 在 2021-07-14 没有有效的值"):
        clock_rule("penalty-service", on=date(2021, 7, 14))
    assert clock_rule("penalty-service", on=date(2021, 7, 15)).amount == 7


def test_every_shipped_value_has_names_a_citation_and_a_mark() -> None:
    for each in parameters_in_force(on=ON):
        assert all((each.names.zh, each.names.en, each.citation, each.unit))
    for rule in clock_rules_in_force(on=ON):
        assert all((rule.names.zh, rule.names.en, rule.basis))
    assert {rule.slug for rule in clock_rules_in_force(on=ON)} >= {
        "goals-sign", "goals-fix", "goals-report", "goals-verify", "goals-correct", "goals-change", "goals-coordinate",
    }  # fmt: skip


LOCAL = """
[[parameter]]
slug = "goals-late-margin"
zh = "进度滞后界限"
en = "Late margin"
unit = "百分点"
[[parameter.value]]
value = 12.5
valid_from = 2026-01-01
valid_to = 2026-06-30
citation = "演示市质强办〔2026〕3号"
[[parameter.value]]
value = 10
valid_from = 2026-01-01
region = "990103"
citation = "镜浦区质强办〔2026〕1号"

[[clock]]
slug = "goals-sign"
zh = "签收任务"
en = "Sign"
[[clock.rule]]
amount = 3
unit = "working_days"
valid_from = 2026-07-01
citation = "演示市质强办〔2026〕9号"
"""


@pytest.fixture
def city(tmp_path: Path, settings: SimpleNamespace) -> Path:
    """A city folder with its own parameters."""
    settings.CITY = SimpleNamespace(folder=tmp_path, region="990100")
    (tmp_path / "parameters").mkdir()
    (tmp_path / "parameters" / "local.toml").write_text(LOCAL, "utf-8")
    return tmp_path


def test_the_citys_own_value_stands_before_the_shipped_one_while_it_holds(city: Path) -> None:
    found = parameter("goals-late-margin", on=ON)
    assert (found.value, found.citation, found.sureness) == (
        Decimal("12.5"), "演示市质强办〔2026〕3号", Sureness.LOCAL,
    )  # fmt: skip
    assert parameter("goals-late-margin", on=date(2026, 7, 1)).value == 15
    assert parameter("goals-late-margin", on=date(2025, 12, 31)).value == 15
    assert parameter("goals-care-margin", on=ON).value == 5


def test_a_value_of_the_smaller_region_stands_before_that_of_the_larger(city: Path) -> None:
    assert parameter("goals-late-margin", on=ON, region="990103002000").value == 10
    assert parameter("goals-late-margin", on=ON, region="990104").value == Decimal("12.5")


def test_a_rule_is_the_one_of_the_day_of_the_trigger(city: Path) -> None:
    assert [clock_rule("goals-sign", on=d).amount for d in (date(2026, 6, 30), date(2026, 7, 1))] == [5, 3]


def test_a_changed_file_is_read_again(city: Path) -> None:
    assert parameter("goals-late-margin", on=ON).value == Decimal("12.5")
    (city / "parameters" / "local.toml").write_text(LOCAL.replace("12.5", "11.75"), "utf-8")
    assert parameter("goals-late-margin", on=ON).value == Decimal("11.75")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("value = 12.5", "valeu = 12.5", "valeu"),
        ("valid_from = 2026-01-01\nvalid_to", "valid_from = '2026-01-01'\nvalid_to", "不加引号"),
        ("valid_to = 2026-06-30", "valid_to = 2025-06-30", "失效日期早于起始日期"),
        ('region = "990103"\n', "", "同时有效"),
        ("amount = 3", "amount = 3.5", "应为整数"),
        ('unit = "working_days"', 'unit = "weeks"', "working_days"),
        ('citation = "演示市质强办〔2026〕3号"', "", "citation"),
    ],
)
def test_a_mistake_in_a_file_is_refused_with_its_place(city: Path, old: str, new: str, said: str) -> None:
    assert old in LOCAL
    (city / "parameters" / "local.toml").write_text(LOCAL.replace(old, new, 1), "utf-8")
    with pytest.raises(RuleBroken, match=said):
        parameter("goals-late-margin", on=ON)


def test_a_file_that_is_no_toml_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "wrong.toml").write_text("[[parameter", "utf-8")
    with pytest.raises(Unreadable, match=r"wrong\.toml"):
        read_book(tmp_path)


def test_shipped_values_need_their_mark(tmp_path: Path) -> None:
    (tmp_path / "goals.toml").write_text(LOCAL, "utf-8")
    with pytest.raises(RuleBroken, match="可靠程度"):
        read_book(tmp_path)
    assert read_book(SHIPPED_PARAMETERS).parameters


def test_two_lists_for_one_year_are_refused(tmp_path: Path) -> None:
    text = 'year = 2027\ncitation = "通告"\nextends = true\n'
    (tmp_path / "a.toml").write_text(text, "utf-8")
    (tmp_path / "b.toml").write_text(text, "utf-8")
    assert len(read_lists(tmp_path, source="city")) == 2
    (tmp_path / "c.toml").write_text('year = 2027\ncitation = "通知"\n', "utf-8")
    with pytest.raises(RuleBroken, match="缺少：元旦"):
        read_lists(tmp_path, source="city")
