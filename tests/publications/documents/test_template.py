"""The template language of clerks: what it says, and what it says when it cannot be understood."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.publications.documents.small import edition
from zhicheng.publications.blocks import Figure, Heading, ListBlock, Paragraph, TableBlock, Text
from zhicheng.publications.drafting import Composed, compose, palette
from zhicheng.publications.drafting.composing import runs

NOW, EARLIER = edition(), edition("2025Q2")


def composed(text: str, **more: object) -> Composed:
    """A template with a title, on the small edition and the quarter before."""
    return compose("# 题\n" + text, edition=NOW, earlier=EARLIER, **more)  # type: ignore[arg-type]


def said(text: str) -> str:
    """What a line becomes, without problems."""
    found = composed(text)
    assert not found.problems, [each.sentence for each in found.problems]
    return words(found)


def words(found: Composed) -> str:
    """All the words of the blocks, a line each."""
    return "\n".join(
        "".join(each.text if isinstance(each, Text) else each.shown for each in inlines)
        for block in found.blocks
        for inlines in runs(block)
    )


def codes(text: str) -> list[str]:
    """The codes of what is wrong."""
    return [each.code for each in composed(text).problems]


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("共{{全市.任务数}}项。", "共5项。"),
        ("{{任务.2.完成率}}", "85.71%"),
        ("{{任务.2.完成率|0.1}}", "85.7%"),
        ("{{任务.2.完成率|0|无单位}}", "86"),
        ("{{任务.2.墨溪区.核实数}}家", "60家"),
        ("{{ 任务.3-1.核实数 }}{{任务.3-1.单位}}", "3家"),
        ("{{任务.1.进度状态}}", "达到序时进度"),
        ("{{期间}}，截至{{截止日期}}", "2025年第三季度，截至2025年9月30日"),
        ("设 增 = {{任务.2.核实数}} - {{上期.任务.2.核实数}}\n增{{增}}家", "增2家"),
        ("设 比 = 全市.滞后 / 全市.任务数\n{{比|%}}", "20.0%"),
        ("{{任务.3-1.目标数-任务.3-1.核实数}}", "9"),
        ("｛｛全市.任务数｜0.1｝｝", "5.0"),
        ("设 差 =（全市.滞后－全市.任务数）×２\n{{差|绝对值}}", "8"),
        ("设 差 =（全市.滞后－全市.任务数）×2\n{{差}}", "-8"),
        ("{{任务.4.核实数}}", "86.25%"),
        ("甲【若 全市.滞后 > 0】有{{全市.滞后}}项【否则】无【完】乙", "甲有1项乙"),
        ("【若 全市.滞后 ≥ 2】有【否则】无【完】", "无"),
        ("【若 任务.5.核实数】报{{任务.5.核实数}}【否则】未报【完】", "未报"),
        ("设 除 = 1 / (全市.滞后 - 1)\n【若 全市.滞后 > 1】{{除}}【否则】不计【完】", "不计"),
    ],
)
def test_figures_stand_in_the_text_as_the_edition_has_them(template: str, text: str) -> None:
    assert said(template) == text


def test_a_figure_leads_to_the_value_of_its_edition() -> None:
    figure = composed("{{任务.2.完成率}}").figures[0]
    assert figure.key == "completion|task:2|990100|2025Q3"
    assert figure.edition == "annual-2025-2025Q3"
    assert figure.exact.startswith("85.714285714")
    derived = composed("{{全市.任务数 - 上期.全市.滞后}}").figures[0]
    assert derived.key == ""
    assert derived.derived_from == ("全市.任务数", "上期.全市.滞后")


def test_lines_become_headings_paragraphs_points_and_tables() -> None:
    found = composed(
        "## 总体\n第一段\n> 顶格\n- 甲\n- 乙\n1. 子\n2. 丑\n### 分项\n[[表 领域进展]]\n// 不印\n[[表 滞后任务]]"
    )
    assert [type(each) for each in found.blocks] == [
        Heading, Paragraph, Paragraph, ListBlock, ListBlock, Heading, TableBlock, TableBlock
    ]  # fmt: skip
    heading, _first, flush, points, numbered, second, table, late = found.blocks
    assert isinstance(heading, Heading)
    assert heading.level == 1
    assert isinstance(second, Heading)
    assert second.level == 2
    assert isinstance(flush, Paragraph)
    assert flush.flush
    assert isinstance(points, ListBlock)
    assert len(points.points) == 2
    assert not points.ordered
    assert isinstance(numbered, ListBlock)
    assert numbered.ordered
    assert isinstance(table, TableBlock)
    assert len(table.rows) == 4
    assert isinstance(late, TableBlock)
    assert len(late.rows) == 1
    assert found.title == "题"


def test_a_table_without_rows_says_so() -> None:
    on_time = edition(t3="12")
    assert compose("# 题\n[[表 滞后任务]]", edition=on_time).blocks
    assert "没有" not in words(compose("# 题\n[[表 滞后任务]]", edition=NOW))


@pytest.mark.parametrize(
    ("template", "code"),
    [
        ("{{全市.不存在}}", "unknown-figure"),
        ("{{全市.任务树}}", "unknown-figure-near"),
        ("{{__import__('os').system('rm')}}", "reaches"),
        ("{{全市.任务数.__class__}}", "reaches"),
        ("{{open(1)}}", "reaches"),
        ("{{'全市'}}", "reaches"),
        ("{{全市.任务数 ** 9}}", "reaches"),
        ("{{9 % 2}}", "reaches"),
        ("{{全市.任务数 +}}", "syntax"),
        ("{{(全市.任务数}}", "brackets"),
        ("{{全市.任务数)}}", "brackets"),
        ("{{全市.任务数 / (全市.滞后 - 1)}}", "zero"),
        ("{{}}", "syntax"),
        ("设 甲 = 乙 + 1\n设 乙 = 甲 + 1\n{{甲}}", "circular"),
        ("设 甲 = 甲", "circular"),
        ("设 甲 = 1\n设 甲 = 2", "name-taken"),
        ("设 甲.乙 = 1", "name-bad"),
        ("{{全市.任务数", "unclosed-figure"),
        ("全市.任务数}}", "stray-close"),
        ("[[表 领域进展", "unclosed-place"),
        ("[[表 不存在]]", "unknown-place"),
        ("[[不存在]]", "unknown-place"),
        ("[[表 分县进展]]", "unknown-place-of"),
        ("【若 全市.滞后 > 0】有", "unclosed-if"),
        ("有【完】", "stray-end"),
        ("有【否则】", "stray-else"),
        ("【若 全市.滞后】甲【否则】乙【否则】丙【完】", "second-else"),
        ("【若 全市.滞后 > 0 > 1】甲【完】", "comparison"),
        ("【若 全市.没有 > 5】甲【完】", "unknown-figure-near"),
        ("【若 全市.滞后 > 5】{{全市.没有这个}}【完】", "unknown-figure"),
        ("{{任务.5.核实数}}", "no-value"),
        ("{{任务.1.名称 + 1}}", "text-figure"),
        ("{{期间|0.1}}", "text-figure"),
        ("{{全市.任务数|花}}", "format"),
        ("{{9999999999999999999999999999999 * 9}}", "too-big"),
        ("{{" + "(" * 60 + "1" + ")" * 60 + "}}", "too-long"),
        ("文字 [[表 领域进展]]", "place-inline"),
        ("# 又一个题目", "two-titles"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_told_with_what_to_do(template: str, code: str) -> None:
    found = composed(template)
    assert code in [each.code for each in found.problems]
    for each in found.problems:
        assert each.sentence.endswith(("。", "？"))
        assert "%(" not in each.sentence


def test_a_problem_names_line_and_column() -> None:
    problem = composed("一\n二{{全市.没有这个}}").problems[0]
    assert (problem.line, problem.column) == (3, 4)


def test_an_unknown_figure_comes_with_names_like_it() -> None:
    problem = composed("{{任务.2.完成绿}}").problems[0]
    assert "任务.2.完成率" in problem.suggestions
    assert "任务.2.完成率" in problem.sentence


def test_nothing_is_lost_of_what_cannot_be_understood() -> None:
    assert words(composed("前{{全市.没有这个}}后")) == "前{{全市.没有这个}}后"
    assert words(composed("前{{全市.任务数 后")) == "前{{全市.任务数 后"


def test_without_an_edition_a_figure_asks_for_one_and_without_an_earlier_one_too() -> None:
    assert [each.code for each in compose("# 题\n{{全市.任务数}}", edition=None).problems] == ["no-edition"]
    assert [each.code for each in compose("# 题\n{{上期.全市.任务数}}", edition=NOW).problems] == ["no-earlier"]


def test_a_text_without_title_is_told() -> None:
    assert [each.code for each in compose("只有正文", edition=NOW).problems] == ["no-title"]


def test_a_long_chain_of_derived_figures_is_computed() -> None:
    lines = ["设 n0 = 1", *(f"设 n{i} = n{i - 1} + n{i - 1} - n{i - 1}" for i in range(1, 250)), "{{n249}}"]
    assert said("\n".join(lines)) == "1"


def test_either_script_finds_a_figure_in_the_palette() -> None:
    found = palette(NOW).search("任務 2 核實")
    assert "任务.2.核实数" in [each.name for each in found]
    entry = palette(NOW).entries["任务.2.完成率"]
    assert (entry.shown, entry.source) == ("85.71%", ("ledger:7",))


def test_the_traditional_text_keeps_its_figures() -> None:
    found = composed("## 总体情况\n达到序时进度{{全市.任务数}}项", language="zh-hant")
    assert words(found) == "總體情況\n達到序時進度5項"
    assert found.figures[0].name == "全市.任务数"


PIECES = st.sampled_from(
    ["{{", "}}", "[[", "]]", "【若 ", "】", "【否则】", "【完】", "全市.任务数", "上期.", "任务.5.核实数", "设 ", "甲", " = ",
     "+", "-", "/", "(", ")", "（", "1", "0", ".", "|", "0.1", "%", "\n", "# ", "## ", "- ", "表 领域进展", "图 领域进展",
     "__import__", "'", "\\", "，", "\u3000", "\r\n", ">", "=", "\x00", "𠮷", "①", "²", "٣"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=200)))
@example("{{" * 300)
@example("【若 1】" * 50)
@example("{{" + "-" * 500 + "1}}")
@example("{{" + "1+" * 290 + "1}}")
@example("{{1" + "*9999999999" * 50 + "}}")
def test_no_template_text_ever_fails_and_every_problem_is_a_sentence(text: str) -> None:
    found = compose(text, edition=NOW, earlier=EARLIER)
    for each in found.problems:
        assert each.line >= 1
        assert each.column >= 1
        assert each.sentence


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(name for name, each in palette(NOW).entries.items() if each.number is not None)),
       st.integers(0, 4))  # fmt: skip
def test_what_is_printed_is_the_value_of_the_edition_rounded_half_up_once(name: str, places: int) -> None:
    form = "0" if not places else "0." + "0" * places
    shown = said("{{" + name + "|" + form + "|无单位}}")
    exact = palette(NOW).entries[name].number
    assert exact is not None
    assert Decimal(shown) == exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    figures = [each for each in composed("{{" + name + "}}").figures if isinstance(each, Figure)]
    assert figures[0].exact == f"{exact:f}"
