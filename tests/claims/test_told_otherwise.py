"""Plan and outcome told in another way: set in an earlier year, after what was done, asked for by those who inspect."""

from __future__ import annotations

import pytest

from tests.claims.findings import alarms, only, percents, verdicts
from zhicheng.claims import check

SET_EARLIER = [
    ("去年下达的农村公厕改造任务180座，已全部开工，完工162座。", "90.00"),
    ("上年度应整改问题54个，已整改49个。", "90.74"),
    ("去年人代会票决的民生实事项目12件，办结11件。", "91.67"),
    ("去年计划检定加油机1500枪，去年实际检定1432枪。", "95.47"),
    ("上年度列管逾期欠稅案120件，業已結案108件。", "90.00"),
    ("去年年底排定的冬修水利工程64处，开春前修好59处。", "92.19"),
]
A_BASE = [
    "去年培育示范店40家，今年已培育36家。",
    "去年任务是60家，今年已完成52家。",
    "去年承担国家抽检任务240批次、省抽任务360批次，今年承担国家抽检任务260批次。",
    "去年要求整改的点位46个，今年复查合格的44个。",
    "计划培训1200人（上年1000人），上年完成980人。",
    "比去年下达的任务多20家，今年培育了80家。",
]


@pytest.mark.parametrize(("text", "percent"), SET_EARLIER)
def test_a_plan_set_in_an_earlier_year_is_no_base_of_a_comparison(text, percent):
    assert percents(only(text)) == [percent]


@pytest.mark.parametrize("text", A_BASE)
def test_what_was_done_last_year_stays_a_base(text):
    assert verdicts(text) == []


def test_a_wrong_rate_of_a_plan_set_last_year_is_found():
    claim = only("去年县里下达的培育任务50家，认定45家，完成率92%。")
    assert claim.verdict == "contradicted"
    assert percents(claim) == ["90.00"]


UNDER_A_VERBAL_NOUN = [
    ("完成小作坊规范提升210家，年度任务240家。", ["87.50"]),
    ("年度任务30家，完成规上企业质量管理水平提升27家。", ["90.00"]),
    ("完成钢铁产能压减36万吨，年度任务40万吨；完成燃煤锅炉淘汰58台，年度任务60台。", ["90.00", "96.67"]),
    ("实现煤炭消费削减28.5万吨，年度指标30万吨。", ["95.00"]),
]


@pytest.mark.parametrize(("text", "rates"), UNDER_A_VERBAL_NOUN)
def test_a_verbal_noun_of_change_after_a_verb_of_completion_is_what_was_done(text, rates):
    assert [percents(claim)[0] for claim in check(text).claims] == rates


@pytest.mark.parametrize(
    "text",
    [
        "完成小作坊抽查210家，较上年提升36家；年度任务是建成集中加工区6个，正在选址。",
        "实现利润由18亿元提升6亿元，目标市场覆盖24国。",
        "产能利用率提升3个百分点，用能减少6万吨；下年度目标减少8万吨。",
    ],
)
def test_a_change_against_another_time_stays_a_change(text):
    assert verdicts(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "小作坊同比提升210家，年度任务240家；完成食品安全示范店创建52家。",
        "完成企业净增额提升36家，年度目标40家；培训企业38家。",
        "累计较年初减少散乱污企业18家，任务20家；已完成绿色工厂创建12家。",
    ],
)
def test_a_plan_told_after_its_count_never_takes_the_count_of_the_next_item(text):
    assert not [claim for claim in check(text).claims if "；" in claim.quote]


ASKED_BY_INSPECTORS = [
    ("截至11月底，整改完成34个，占督查组反馈要求整改的40个问题中的绝大多数。", "85.00"),
    ("已办结52件，巡察组移交要求办理的问题线索共60件。", "86.67"),
    ("已改善33處，稽核報告要求改善的缺失計36處。", "91.67"),
]


@pytest.mark.parametrize(("text", "percent"), ASKED_BY_INSPECTORS)
def test_what_inspectors_asked_for_is_the_whole_of_what_was_put_right(text, percent):
    assert percents(only(text)) == [percent]


@pytest.mark.parametrize(
    "text",
    [
        "整改完成34个，督查组又发现新问题6个，要求年底前整改。",
        "已完成12家，督导检查通报要求其余乡镇限期完成24家。",
        "完成整改18条，督导组反馈的经验做法有6条。",
    ],
)
def test_other_counts_of_inspectors_are_left_in_peace(text):
    assert verdicts(text) == []


IN_PLAIN_WORDS = [
    ("今年要立300块公示牌，已立起来262块。", "87.33"),
    ("全镇得建20个快检室，已建起来17个。", "85.00"),
    ("年内要筹建12个检测站，已筹建起来10个。", "83.33"),
    ("今年应对96家重点单位开展体检，实际体检了88家。", "91.67"),
    ("应对口帮扶企业48家，实际帮扶45家。", "93.75"),
]


@pytest.mark.parametrize(("text", "percent"), IN_PLAIN_WORDS)
def test_a_bare_modal_makes_a_plan(text, percent):
    assert percents(only(text)) == [percent]


@pytest.mark.parametrize(
    "text",
    [
        "全镇要建20个快检室，已划出17个点位。",
        "全乡今年得修26口塘，已勘察24口。",
        "得招引9家机构，已洽谈8家。",
        "今年该镇有商户180家，已换证165家的正在公示。",
        "成功应对12起突发舆情，实际处置10起涉企舆情。",
    ],
)
def test_getting_under_way_is_no_outcome_and_a_verb_of_two_signs_no_modal(text):
    assert verdicts(text) == []


def test_the_rate_is_that_of_the_sum_of_what_was_done_first_and_what_was_added():
    text = "全年计划创建示范店120家。上半年创建58家。三季度以来新创建44家，累计创建102家，完成率{}%。"
    assert verdicts(text.format(85)) == []
    wrong = only(text.format(90))
    assert wrong.verdict == "contradicted"
    assert percents(wrong) == ["85.00"]


def test_a_count_that_a_cumulative_one_takes_in_is_no_plan():
    assert alarms("10月份又检定560台，累计检定4860台，进度为91%。") == []


def test_a_bare_excess_is_held_against_the_counts_before_it():
    text = "计划培训800人，实际培训920人，超出{}%。"
    assert verdicts(text.format(15)) == []
    wrong = only(text.format(12))
    assert wrong.verdict == "contradicted"
    assert percents(wrong) == ["15.00"]


@pytest.mark.parametrize(
    "text",
    [
        "会议应到36人，实到36人，符合法定人数。",
        "本次会议实到委员28人（应到31人），符合法定人数。",
        "应提交材料9份，实际提交9份，材料齐全，予以受理。",
        "應出席委員21人，實際出席17人，已達法定人數，主席宣布開會。",
    ],
)
def test_counts_that_only_meet_a_condition_of_form_are_left_in_peace(text):
    assert verdicts(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "全年任务60家，52家过关。专项审计发现问题86个，已完成整改74个，正在整改12个，整改完成率86.0%。",
        "累计完成净增企业52家。全年任务1000户，完成率92%。",
        "已整改18条，反馈意见20条。预算1250万元，支出1186.5万元，预算执行率94.9%。检查企业1260家，发现隐患326处，整改率96%。",
        "任务60家，完成52家。任务完成率目标95%，实际完成率97.3%。",
        "上年生产总值1368.2亿元。全年研究与试验发展经费支出38.64亿元，比上年增长9.3%。",
        "全年受理投诉4.2万件，办结率99.1%；去年受理3.9万件，办结3.86万件，办结率99.0%。",
        "立案2600件。投诉前三类为：交通工具类1260件，占14.8%；食品类1120件，占13.2%；服装类842件，占9.9%。",
    ],
)
def test_a_percent_is_not_held_against_the_counts_of_another_sentence_that_is_not_its_own(text):
    assert alarms(text) == []
