"""Planned and done without a rate, in the words that offices use; and pairs of counts that only look like it."""

from __future__ import annotations

import pytest

from tests.claims.findings import verdicts
from zhicheng.claims import check

# a plan in other words, work set before, echoes, lists one for one, what is left, the plan after what was done
FOUND = [
    ("年初确定的18件民生实事，15件已办结。", [(18, 15)]),
    ("今年承担省级标准化试点12个，通过验收9个。", [(12, 9)]),
    ("督办事项42件，办结35件，正在办理7件。", [(42, 35)]),
    ("整改清单共64条，整改到位52条。", [(64, 52)]),
    ("质量提升攻坚行动共17个项目，计划年底前全部结题，已结题14个。", [(17, 14)]),
    ("26家试点企业应提交自评报告，实际提交24家。", [(26, 24)]),
    ("县里给我们下达的高企培育指标是80家，到11月底，净增62家。", [(80, 62)]),
    ("我们承诺年内为群众减免检验费用600万元，到10月底减免540万元。", [(6000000, 5400000)]),
    ("本年度目標值為1,200人次，實績值1,316人次。", [(1200, 1316)]),
    ("額定補助名額300名，實際核定270名。", [(300, 270)]),
    ("应到210人，实到190人。", [(210, 190)]),
    ("完成39项任务，总任务48项。", [(48, 39)]),
    ("实际抽检2016批次，年初计划抽检2400批次。", [(2400, 2016)]),
    ("计划新增专利100件、商标60件，实际新增专利95件、商标66件。", [(100, 95), (60, 66)]),
    ("今年目标是培育龙头企业50家、示范园20个，目前分别完成42家、23个。", [(50, 42), (20, 23)]),
    ("服务站建设任务60个，已建成52个，还差8个。", [(60, 52)]),
    ("年度目标60家，目前还差8家。", [(60, 52)]),
    ("农产品例行监测任务1000批次，超额126批次。", [(1000, 1126)]),
    ("任务（家）：100；完成（家）：92。", [(100, 92)]),
]
DIFFERENT = [
    "服务站建设任务60个，已建成52个，还差10个。",
    "技能培训任务800人，实际培训836人，超额46人。",
    "检查任务180家次，实际检查197家次，超额27家次。",
]
NOTHING = [
    "2025年计划培育企业60家，2024年已培育52家。",
    "下半年计划抽检800批次，上半年已抽检760批次。",
    "到2027年，力争建成示范企业100家，2025年建成40家，2026年建成70家。",
    "全省目标300家，我市已完成36家。",
    "目标企业名单共200家，分四批公布，第一批60家已公布。",
    "我市要新增品牌企业50家，培育首席质量官80人，建设服务站20个。",
    "现有标准化试点24个，计划新增8个。",
    "全年安排检查企业200家，发现问题86个。",
    "规划面积50平方公里，建成区12平方公里。",
    "全年任务是抽检3000批次，其中食品2000批次、药品1000批次。",
    "全年发现问题隐患320处，现场整改280处。",
]
EARLY = [
    "地理标志产品申报获批任务2件，已受理2件，完成率100%。",
    "碳计量中心任务3个，试运行3个，完成率100%。",
    "检测设备购置任务30台，已签订采购合同24台，尚未到货，完成率80%。",
    "擬設置自動化檢測站10站，已決標8站，達成率80%。",
    "完成率80%：省级智能工厂任务10家，已申报8家。",
    "完成新建服务点45个（含在建9个），完成年度任务50个的90%。",
    "年度重点工程25项，前期工作阶段10项，已完工10项，完成率80%。",
]
NOT_EARLY = [
    "标准报批任务20项，已报批16项，完成率80%。",
    "检测中心筹建任务2个，已批准筹建2个，完成率100%。",
    "年度签约任务30个，已签约24个，完成率80%。",
    "公示无异议后正式认定示范企业18家，完成年度任务20家的90%。",
    "今年计划建成产业园区服务站20个，已建成投运16个，完成率80%。",
]
MISSING = [
    ("全年完成技改投资46.2亿元，完成年度计划的103.6%。", "plan-missing"),
    ("质量强镇培育任务16个，完成率81.3%。", "done-missing"),
    ("本年度預定目標60家，達成率90%。", "done-missing"),
]
COMPLETE = [
    "重点任务完成率92%，抽检计划完成率98%，整改完成率85%。",
    "全年完成工业产值860亿元，增长12%。",
    "今年目标新增60家，完成率达到95%以上。",
    "完成抽检3000批次，合格率98.5%。",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_a_rate_that_the_counts_allow_is_named(text: str, expected: list[tuple[int, int]]) -> None:
    found = [claim for claim in check(text).claims if claim.verdict == "unstated"]
    assert [(claim.planned, claim.done) for claim in found] == expected


@pytest.mark.parametrize("text", DIFFERENT)
def test_what_is_left_must_be_the_difference(text: str) -> None:
    assert verdicts(text) == ["contradicted"]


@pytest.mark.parametrize("text", NOTHING)
def test_two_counts_that_are_no_plan_and_its_outcome_stay_alone(text: str) -> None:
    assert verdicts(text) == []


@pytest.mark.parametrize("text", EARLY)
def test_an_early_stage_counted_as_done_is_premature(text: str) -> None:
    assert verdicts(text) == ["premature"]


@pytest.mark.parametrize("text", NOT_EARLY)
def test_a_stage_that_the_plan_asked_for_is_done(text: str) -> None:
    assert verdicts(text) == []


@pytest.mark.parametrize(("text", "code"), MISSING)
def test_a_completion_rate_without_one_of_its_counts_says_which(text: str, code: str) -> None:
    assert [(str(c.verdict), c.reason.code) for c in check(text).claims] == [("uncheckable", code)]


@pytest.mark.parametrize("text", COMPLETE)
def test_a_rate_in_a_list_of_rates_stays_in_peace(text: str) -> None:
    assert verdicts(text) == []
