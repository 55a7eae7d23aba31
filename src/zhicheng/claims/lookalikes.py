"""Pairs of counts that look like a plan and its outcome and are none: limits, means, capacities, other places, one year."""

from __future__ import annotations

import re

from zhicheng.claims import lexicon
from zhicheng.claims.passages import Passage
from zhicheng.claims.roles import REMAIN
from zhicheng.claims.said import Said

_LIMIT = re.compile(r"最低|最高|每(?![年季月周旬])|平均|人均|户均|日均|月均|标准(?:为|是|应)|不得")
_CAPACITY = re.compile(
    r"载客|载重|容量|库容|能力(?:要求)?(?:为|达到?|约|是)?$|吞吐|(?<!计划)(?<!规划)总投资|占地|(?:核定|额定|设计|编制|规划)床位|床位编制|核定编制|(?<!计划)(?<!拟)(?<!完成)(?<!已)(?<!实际)编制\d*$|需(?:求|供)(?!旺|增|上|变|较|大|调)"
)
_HOUSING = re.compile(r"规划(?:住宅|商铺|车位|用地|占地|总?面积|总?建筑面积)|计划(?:用地|占地|供地)")
_BESIDE = re.compile(r"停招|停[办业产]|流拍|追加|取消|落选|同时|另外|另有|此外|(?<!目)前一届|上一?届|上一?轮")
_MANY_YEARS = re.compile(
    r"[二两三四五六23456]年(?:内|间|行动|计划|规划|攻坚)?|任期|五年|十[三四五]五|到20[2-9]\d年|20[2-9]\d年前"
)
_ONE_YEAR = re.compile(r"(?:今年|去年|上年|当年|本年)(?!以来|底|初)(?![^,;。]{0,6}(?:累计|共已))")
_IN_SUM = re.compile(r"累计|截至|截止|目前|至今|迄今|已经?[^,]{0,8}$|总共")
_NAMED_PLACE = re.compile(
    r"(?:^|[,;。:])[ ]?(?![我全本该各两乡县市区镇])([\u4e00-\u9fffa-z]{1,3})(?<![我全本各])(?:市|县|区|镇|乡|州|街道)"
)
_WHOLE_PLACE = re.compile(r"(?:^|[,;。:])[ ]?全(?:国|省|市|县|区)")
TIME_UNITS = frozenset(("日", "天", "个工作日", "工作日", "小时", "个小时", "分钟", "分", "个月", "岁", "度"))
_THIS_YEAR = re.compile(r"今年(?:[\u4e00-\u9fff](?!已|累计|共|实际)){0,8}$")
_SET_FOR_YEAR = re.compile(r"年|期")
_STANDING = re.compile(r"(?:[已现原]有|现存|在[校册编库])([\u4e00-\u9fff]{1,8})$|存栏$")
_OWN_SUBJECT = re.compile(r"(?:^|[,;。:])([\u4e00-\u9fff]{2,4})已[\u4e00-\u9fff]{1,3}$")
_AFTER_DONE = re.compile(
    r"已([\u4e00-\u9fff]{2})的?[\u4e00-\u9fff]{2,4}?中?(?:纳入|获|配[备有]|取得|投入|列入|转入|移交|带动|安置|吸纳|评为|被评)[\u4e00-\u9fff]{0,6}$"
)  # 已竣工项目纳入运营 8 个
_NO_SUBJECT = re.compile(
    r"[我全各本均都现其前今底下眼刻日月末者实际累计省市县区镇乡村年中部]|业|共|企业|单位|项目|工程|主体|任务|工作|整改|目标"
)
_SPREAD = re.compile(r"(?:分解到|涉及|面向|计划在)[^的,]{0,4}$")
_VERB_AND_THING = re.compile(r"[,;]([\u4e00-\u9fff]{2})([\u4e00-\u9fff]{2,8})$")
_CAME_TRUE = re.compile(
    r"累计|最[终后]|实际|目前|迄今|至今|如期|按[期时]|完|成|实|达|通过|获|办结|竣|验|认定|新增|投|好|已|兑|落"
)
_NOUN_OF_PLAN = re.compile(r"任务|目标|指标|应")
_PART = re.compile("|".join(lexicon.PARTS[:5]))  # 线下培训 640 人 is a part of the training
_LESS, _MORE = re.compile(r"压减|削减|减少|取消|清退|淘汰"), re.compile(r"新增|新建|新设|增加|增设")
_BUT_FOR = re.compile(r"(?:^|[,;。])除了?$")  # 除 8 家外全部完成
_OTHER_COUNT = ("问卷", "税收", "利润", "销售", "产值", "出口", "税款")  # 年产值 12 亿元，税收 0.9 亿元
_LATER = re.compile(r"下一步|下阶段|接下来|今后|明年|再(?=[建新增培打])")
_PURSE = re.compile(r"资金|经费|专款|拨款")
_PURPOSE = re.compile(r"[\u4e00-\u9fff]{1,4}(?:奖金|奖补|补贴|补助|贴息|奖励|费用|费)$")
_OF_FORM = re.compile(
    r"法定人数|符合[^,;。]{0,10}(?:人数|程序|规定|章程|要求|条件)(?![的率\d])|(?:会议|评审|表决|选举|投票|听证|结果|召开|决议|程序)[^,;。]{0,6}(?:有效|合法)|"
    r"达到?(?:了)?[^,;。]{0,6}(?:开会|法定|规定|表决|召开)[^,;。]{0,4}(?:要求|人数|条件)|可以(?:开会|召开)|有效开会|过半数|(?:超|达)过?(?:三分之二|半数)|(?:材料|要件|附件|手续|形式)[^,;。]{0,4}(?:齐全|齐备|合规|完备)"
)  # 应到 36 人，实到 36 人，符合法定人数
TIMES_OVER = 5  # a plan fulfilled five times over is another count


def of_form(passage: Passage, plan: Said, done: Said) -> bool:
    """应到 31 人，实到 28 人，符合法定人数: the counts only say that a condition of form is met."""
    first, last = (plan, done) if plan.index < done.index else (done, plan)
    if not re.search(r"应|须|需", plan.lead):
        return False
    before = passage.between(first.start - 60, first.start).rpartition("。")[2]
    after = passage.between(last.end, last.end + 40).partition("。")[0]
    return _OF_FORM.search(f"{before}|{after}") is not None


def look_alike(passage: Passage, plan: Said, done: Said) -> bool:
    """The two counts cannot be a plan and what was done of it, whatever the words around them say."""
    first, second = (plan, done) if plan.index < done.index else (done, plan)
    planned = _clause(passage, first, first.start - 60)
    begin = passage.past_parts(first)
    begin = begin if begin < second.start else first.end
    real = passage.between(max(begin, second.start - 80), second.start)
    if plan is not first:
        planned, real = real, planned
    if plan.unit in TIME_UNITS or done.figure.value > plan.figure.value * TIMES_OVER:
        return True
    if (
        _LIMIT.search(planned[-24:])
        or _LIMIT.search(re.split(r"[,;。]", real)[-1][-16:])
        or _CAPACITY.search(planned[-24:])
    ):
        return True
    if _CAPACITY.search(real[-10:]) or _BESIDE.search(real) or _HOUSING.search(planned):
        return True
    if _BUT_FOR.search(real) and REMAIN not in (plan.role, done.role):
        return True
    if _STANDING.search(real) and not done.after:
        return True
    if _LATER.search(planned) or _other_purse(plan, planned, real):
        return True
    if (_SPREAD.search(planned) and not re.search(r"已在$", real)) or _two_plans(planned, real):
        return True
    after_done = _AFTER_DONE.search(real)
    if after_done and after_done[1] in planned:
        return True
    if _LESS.search(planned[-10:]) and _MORE.search(real):
        return True
    if any(word in real and word not in planned for word in _OTHER_COUNT):
        return True
    own = _OWN_SUBJECT.search(real)
    if own and not _NO_SUBJECT.search(own[1]) and not set(own[1]) & set(planned + plan.after):
        return True
    return _one_year_of_many(planned, real) or _other_place(planned, real)


def _other_purse(plan: Said, planned: str, real: str) -> bool:
    """安排专项资金 2400 万元，已兑现奖金 860 万元: money for one purpose out of a fund for several."""
    if not plan.unit.endswith("元") or not _PURSE.search(planned[-12:]):
        return False
    told = _PURPOSE.search(real)
    return told is not None and told[0] not in planned and not _PURSE.search(told[0])


def _clause(passage: Passage, one: Said, begin: int) -> str:
    return re.split(r"[。;]", passage.between(max(passage.start, begin), one.start))[-1]


def _two_plans(planned: str, real: str) -> bool:
    """需维修水渠 36 公里，新建水渠 12 公里: another verb with the same object, and nothing says that it happened."""
    told = _VERB_AND_THING.fullmatch(real)
    return bool(
        told
        and not _PART.fullmatch(told[1])
        and planned.endswith(told[2])
        and told[1] not in planned
        and not _CAME_TRUE.search(told[1])
        and not _NOUN_OF_PLAN.search(planned)
    )


def _one_year_of_many(planned: str, real: str) -> bool:
    """计划三年内培训 3000 人，今年培训 1050 人: a year of three, or of a time not told."""
    if _THIS_YEAR.search(real) and not _IN_SUM.search(real) and not _SET_FOR_YEAR.search(planned):
        return True
    return bool(_MANY_YEARS.search(planned) and _ONE_YEAR.search(real) and not _IN_SUM.search(real))


def _other_place(planned: str, real: str) -> bool:
    whole = [match.end() for match in _WHOLE_PLACE.finditer(real)]
    if whole and max(whole) > max((match.end() for match in _NAMED_PLACE.finditer(real)), default=0):
        return False  # 甲县完成 28 家，乙县完成 24 家，全市共完成 52 家
    there = [match[1] for match in _NAMED_PLACE.finditer(real) if match[0][0] in ",;。:" and match[1] not in planned]
    return bool(there) and bool(_NAMED_PLACE.search(planned) or _WHOLE_PLACE.search(planned))
