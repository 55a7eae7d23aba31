"""Dense clean bulletins: a rate, a share or a change of other things than the counts that stand before it."""

from __future__ import annotations

import pytest

from tests.claims.findings import alarms

CLEAN = [
    "招聘1286人，报到1242人，报到率96.6%，交流轮岗2164人，占应交流人数的14.6%。",
    "受理办件86.4万件，办结86.1万件，按时办结率99.9%。",
    "专项债券下达额度46.8亿元，已发行42.6亿元，支出36.2亿元，支出进度85.0%。",
    "受监工程1286项，建筑面积3260万平方米，创省级优质工程26项，优良率36.2%。",
    "进出口总值286.4亿元，其中出口198.6亿元，占69.3%；进口87.8亿元。对东盟出口62.4亿元，占出口的31.4%。",
    "预算收入186.4亿元，完成年初预算182.6亿元的102.1%，增长6.8%。",
    "新增就业4.62万人，完成目标4.2万人的110%；失业人员再就业1.38万人。年末城镇登记失业率2.7%。",
    "最多的是等候时间（112次，占扣分总次数386次的29.0%），其次是一次性告知（87次，占22.5%）。",
    "债务余额426.8亿元，控制在限额452亿元以内，债务率86.2%。",
    "现有各类人才42.6万人；高技能人才12.8万人，占技能人才总量的32.6%。",
    "改造任务2400户，目前2280户已完工，占全省任务量的8.4%。",
]
OFF = [
    "应检12640人，实检12512人，占应检人数的97.0%。",
    "受理办件8640件，按时办结8610件，按时办结率99.2%。",
    "对东盟出口62.4亿元，占全部出口198.6亿元的41.4%。",
]


@pytest.mark.parametrize("text", CLEAN)
def test_a_clean_bulletin_raises_no_alarm(text: str) -> None:
    assert alarms(text) == []


@pytest.mark.parametrize("text", OFF)
def test_the_same_words_with_a_figure_that_is_off_raise_one(text: str) -> None:
    assert len(alarms(text)) == 1
