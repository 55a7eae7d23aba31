"""Plan and outcome by the frame of the sentence, in words that no list names; and the pairs that only look like it."""

from __future__ import annotations

import pytest

from tests.claims.findings import verdicts
from zhicheng.claims import check

# due by a noun, a modal, a word after the count; come about by an aspect, a resultative, a predicate after the count
FOUND = [
    ("今年要新改扩建公办幼儿园12所，现已交付使用11所。", 12, 11),
    ("病险水库除险加固年度安排32座，主体完工28座。", 32, 28),
    ("全年谋划组织消防演练40场次，迄今开展33场次。", 40, 33),
    ("今年要拆除违建别墅13栋，10栋已夷为平地。", 13, 10),
    ("接到人大建议65件，须在10月底前答复，已答复58件。", 65, 58),
    ("计划新建16个乡镇消防救援站，14个投入执勤。", 16, 14),
    ("农村供水工程今年安排10处，7处通水。", 10, 7),
    ("职业技能等级认定任务为600人。目前，580人拿到证书。", 600, 580),
    ("涉及我局的19件代表建议需在三个月内办复，办复18件。", 19, 18),
    ("整改方案列出84条措施，其中80条整改完成。", 84, 80),
    ("今年计划淘汰落后窑炉10座，拆掉9座。", 10, 9),
    ("今年计划查处非法营运车辆130台。1至10月，共查扣121台。", 130, 121),
    ("市府交辦24案，已結22案。", 24, 22),
]
NOTHING = [
    "今年计划改造棚户区1200套，同时新建保障房560套。",
    "符合条件的应当在30日内办结，目前平均12日办结。",
    "应急预案要求配备灭火器2具以上，全区已配备4200具。",
    "甲县计划打井30眼，乙县已打井26眼。",
    "全市需供热面积2600万平方米，现有供热能力3000万平方米。",
    "核定载客55人，实载48人。",
    "需改造的老旧管网共460公里，今年改造80公里。",
    "计划三年内培训教师3000人，今年培训1050人。",
    "最低工资标准应不低于1800元，实际平均为2260元。",
    "计划种植油菜12万亩，小麦已收割8.6万亩。",
    "今年需维修水渠36公里，新建水渠12公里。",
    "应征税款1.2亿元的企业有12家，已注销企业3家。",
    "目标任务分解到18个乡镇，已有16个乡镇制定了方案。",
    "预计到2028年新增学位6000个，2025年已新增1200个。",
    "会议安排发言12人，现场提问6人。",
]


@pytest.mark.parametrize(("text", "planned", "done"), FOUND)
def test_what_was_due_and_what_came_of_it(text: str, planned: int, done: int) -> None:
    assert [(str(c.verdict), c.planned, c.done) for c in check(text).claims] == [("unstated", planned, done)]


@pytest.mark.parametrize("text", NOTHING)
def test_limits_means_capacities_other_places_and_other_things_are_no_outcome(text: str) -> None:
    assert verdicts(text) == []
