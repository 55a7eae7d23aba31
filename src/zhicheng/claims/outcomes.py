"""Plan and outcome by the frame of the sentence, in whatever words: what was due, and how many of it came about.

The first count stands under a word of obligation, or is followed by one; the second under a word of completion, or is
followed by one. Which verb it is does not matter, as long as it is none of getting under way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhicheng.claims import lexicon
from zhicheng.claims.achieved import told_late
from zhicheng.claims.group import Group
from zhicheng.claims.groups import bare_verb
from zhicheng.claims.lookalikes import TIME_UNITS, look_alike
from zhicheng.claims.nouns import words_of
from zhicheng.claims.passages import Passage
from zhicheng.claims.periods import apart
from zhicheng.claims.roles import BASE, CHANGE, DONE, PLAN, PROGRESS, REMAIN, SURPLUS
from zhicheng.claims.said import Said
from zhicheng.claims.topics import COMPLETION
from zhicheng.claims.units import alike

_DUE = re.compile(
    rf"{lexicon.PLAN_NOUNS}|{lexicon.PLAN_MODALS}|年内(?=完成|建成|实现|达到|新增|培育|改造|新建)|(?<![主重需首紧])要(?![求点素闻件道塞]|对[标照])|必[须需]|谋[划定]|票决|[省市县区部州]定|规定|"
    r"责任清单|交办|转办|督办|挂账|挂牌督办|交代|分给|派给|定了|定[于在]|定的|定为|限期|将(?=[有对为把在给])|让|承接|承担|领办|领取|认领|"
    r"(?:整治|整改|改造|治理|提升|更新|培育)(?:范围|名单|清单|对象)|担子|压的|约定|明确|签下|许下|布置|给(?:我|本)[省市县区局]|压给|压实|排定|敲定|锁定|瞄准|立下|下发|盯住|攻坚|待(?=[建改整办修])|亟待|"
    r"(?<![取获所难值记觉懂使晓不])(?:得|该)(?=[申谈编签建改换修搭种办查检训装植清拆立架挂整招配补盖铺打送])"
)
_DUE_AFTER = re.compile(lexicon.DUE_AFTER)
_PASSED = re.compile(
    r"^结果|已|业已|实际|累计|如期|按[期时]|如数|顺利|提前|圆满|目前|至今|迄|如今|为止|现(?![场代象金状行浇有房役])|眼下|[到至]今|这会儿|(?<![公总一])共(?=[\u4e00-\u9fff]{2})|截[至止]|[到至][^,;。]{0,8}(?:月|季|日|旬)"
)
_BROUGHT_OFF = re.compile(lexicon.BROUGHT_OFF)
_RESULTATIVE = re.compile(
    r"[\u4e00-\u9fff](?:了|完|毕|好|竣|讫|结|到位|成功|完毕|就位|出)$|^[\u4e00-\u9fff]{1,2}[掉到过下]$|^(?:实|已|完|结|办|竣|通|获|兑)[\u4e00-\u9fff]{0,2}$"
)
_ENDED = re.compile(lexicon.ENDED)
_PASSED_AFTER = re.compile(
    rf"^(?:[\u4e00-\u9fff]{{0,10}}?(?:{lexicon.FINISHED}|已|均|结束|拿到|取得|领到|搬[入进]|入住|投[入产用运]|过关|运营|运行|执勤|启用|通车|出[师炉])|[\u4e00-\u9fff]{{1,5}}[齐完毕好成了])"
)
_UNDER_WAY = re.compile(
    r"正|序时|复工|勘[察测]|踏勘|选址|摸[底排]|备选|初选|遴选|调研|列出|物色|在[建办审研]|拟|申[报请]|开工|启动|动工|受理|签[约订]|洽谈|意向|报名|提交|送审|公示|招标|设计|筹|储备|预计|有望|将|计划|可(?=[建完])"
)
_OTHER_THING = re.compile(
    r"接到|收到|发现|查出|检出|投诉|不合格|未|问题|报名|咨询|来电|拨付|其余|已有|现有|原有|另|还(?=[有新])|追回|收回|落选|退出|取消|占|比|较|增|减"
)
_NO_PLAN = re.compile(
    r"已|实际|累计|截[至止]|目前|现有|现存|原有|共有|去年|上年|(?<!要)(?<!须)(?<!应)达到?$|发现|收到|接到|受理|[列纳]入[^,;。]{0,8}(?:名录|名单|目录)$"
)
_WHOLE_AFTER = re.compile(
    r"^[ ]?(?:全部|全市|全县|全区|总)?(?:[\u4e00-\u9fff]{0,6})(?:台账|清单|交办|转办|督办|任务|事项|实事|名额|指标|计划|目标)(?:件|数|问题|事项|项目)?(?:总|共计|合计|共|计|有|为|是|数|量)*$"
    r"|^[ ]?(?:总|共|应)[\u4e00-\u9fff]{0,2}(?:任务|台账|清单|办理|整改|交办|改造)?(?:数|量|件)*(?:为|是)?$"
    r"|^[ ]?(?:距|离|距离|对照|对比|比照)[^,;。]{0,10}$"
)
_ASKED_WHOLE = re.compile(
    r"^[ ]?(?:而|但|约?占|为|是)?[^,;。]{0,8}?(?:督[查察导办]|巡[视察]|审计|审[核查]|检查|抽查|排查|考核|稽[核查]|评审|评查|监[督管测]|验收|执法|纪委|人大|政协)[^,;。]{0,8}?"
    r"(?:反馈|移交|交办|通报|报告|指出|提出|意见|转办|列出|通知|建议|点名)[^,;。]{0,6}?(?:要求|责令|责成|督促|限期|必?须|需|应)[^,;。]{0,12}?"
    r"(?:整[改治]|办[理结复]|改[正善进]|纠正|落实|处理|解决|完成|回复|答复|清退|拆除|治理)[^,;。]{0,10}$"
)  # 整改完成 34 个，占督查组反馈要求整改的 40 个
_PUT_RIGHT = re.compile(r"整[改治]|改[正善]|纠正|回复|答复|拆除|清退")
_CUT = re.compile(r"[,;。:!?\n]")
_FAR = 3  # sentences between a plan and an outcome that names nothing of its own
_AGAIN = re.compile(r"(?:^|[\u4e00-\u9fff])([\u4e00-\u9fff])(?:了|成了|好了|完了|成|完|好)?$")
_EACH = re.compile(r"逐[一户家个件条村校企](?:进行)?([\u4e00-\u9fff]{2})")  # 对 860 户逐户走访
_OWN_THING = re.compile(r"[\u4e00-\u9fff]{2,4}")  # 要建 20 个快检室，已划出 17 个点位
_MONEY = re.compile(r"元")
_GIVEN = re.compile(
    r"重点(?:项目|工程|工作|活动|课题|事项)|实事|事项|清单|台账|备忘录|责任书|提案|议案|协议|方案|试点|举措|措施|改革|签约项目"
)
_THERE_ARE = re.compile(
    r"的[^,]{0,8}有$"
)  # 应征税款 1 亿元的企业有 12 家 says which there are; 完成整治的有 11 条 answers it
_TO_BE = re.compile(r"(?:该|应|要|须|得)[\u4e00-\u9fff]{1,4}的(?=[^,]{0,4}有$)")  # 该换的有 640 台
_NOT_SO = re.compile(
    r"[未没不无仍尚待缓停滞退缺欠差]|出现|参加|反映|位于|属于|来自|涉及|^[是为有在属的]|提出|申请|落[后选]|推迟|延期|取消|分别|以[上下]|左右|[类型级]$|报告"
)
_STANDS = re.compile(r"[已现]有$")
_PLAN_NAMED = re.compile(r"(?:任务|目标|指标|名额)(?:数)?(?:为|是|共|:)?$")


def outcomes(passage: Passage, used: frozenset[int]) -> Iterator[Group]:
    """Pairs of neighbouring counts, none of them used by a claim yet, that stand as plan and outcome."""
    taken = set(used)
    for plan, done in _neighbours([one for one in passage.said if one.unit not in TIME_UNITS]):
        if {plan.start, done.start} & taken:
            continue
        if _whole_after(passage, plan, done) or _due_later(passage, plan, done):
            plan, done = done, plan
        elif not _fit(passage, plan, done):
            continue
        if apart(passage, plan, done) or look_alike(passage, plan, done):
            continue
        taken |= {plan.start, done.start}
        yield Group(plan=plan.as_role(PLAN), members=[done.as_role(DONE)], implicit=True)


def _neighbours(said: list[Said]) -> Iterator[tuple[Said, Said]]:
    """Each figure with the one before it; and with the one before that where another thing is counted between them
    and a word says that it came about: 提案 36 件，涉及单位 28 个，按期答复 34 件.
    """
    for place, done in enumerate(said[1:], 1):
        yield said[place - 1], done
        if place > 1 and done.sentence == said[place - 2].sentence and _PASSED.search(done.before):
            first, aside = said[place - 2], said[place - 1]
            if aside.counts and alike(aside.unit, done.unit) < 2 and alike(first.unit, done.unit) == 2:
                yield first, done


def _whole_after(passage: Passage, done: Said, plan: Said) -> bool:
    """已办结 31 件，全部交办件共 36 件; 建成 26 个，距年初确定的 30 个目标还差 4 个: the whole is told last."""
    if not (plan.counts and done.counts) or alike(plan.unit, done.unit) < 2 or _MONEY.search(plan.unit):
        return False
    if done.role != DONE or done.figure.rough or plan.clause - done.clause > 1 or _rate_follows(passage, plan):
        return False
    if _reached(passage, done, plan) or _asked(done, plan):
        return True
    if plan.figure.rough or plan.figure.value < done.figure.value or not _ENDED.search(done.before):
        return False
    if _DUE.search(done.before) or not _WHOLE_AFTER.search(plan.before):
        return False
    aim = re.match(r"[ ]?(?:距|离|对照|对比|比照)", plan.before)
    return not aim or bool(re.search(r"目标|任务|计划|指标", plan.before + plan.after[:8]))


def _asked(done: Said, plan: Said) -> bool:
    """已整改 63 个，环保督察通报要求整改的点位为 70 个: who looked into it, how that was told, and what it asks for."""
    if plan.figure.rough or plan.figure.value < done.figure.value or _DUE.search(done.before):
        return False
    if re.search(r"其[余他它]|另|还|再", plan.lead):
        return False
    ended = _ENDED.search(done.before) or _PUT_RIGHT.search(done.before)
    return ended is not None and _ASKED_WHOLE.search(plan.lead) is not None


_AIM_BEFORE = re.compile(
    r"^[ ]?(?:(?P<over>(?:已|大大|远远)?(?:超过|突破|超出|超额完成)了?)|(?P<short>(?:尚|仍|还)?(?:未|没有?)能?(?:达到|完成|实现)))"
    r"(?:了)?(?:年度|年初|全年|既定|预定|原定|的)*(?:超过|突破|超出)?了?(?:年度|年初|全年)?$"
)
_AIM_AFTER = re.compile(r"^的?(?:年度|年初|全年|既定|预定|预期|原定)*(?:目标|任务|计划|指标)")


def _reached(passage: Passage, done: Said, plan: Said) -> bool:
    """认定 66 家，突破了年度 60 家的目标; 建成 52 个，尚未达到 60 个的目标."""
    told = _AIM_BEFORE.match(plan.lead)
    if told is None or not _AIM_AFTER.match(plan.after) or _DUE.search(done.before):
        return False
    more = done.figure.value > plan.figure.value
    return more if told["over"] else not more


_TO_DO = re.compile(
    r"^[ ]?(?:而|但)?(?:按[^,;。]{0,6}|[省市县区部国](?:级|里|局|定)?|上级|年内|全年|今年|本年度?|总共|一?共|年底前|到年底)?(?:还|总)?(?:要求|规定|要|应当?|需要?|须)"
    r"([\u4e00-\u9fff])[\u4e00-\u9fff]{0,9}$"
)


def _due_later(passage: Passage, done: Said, plan: Said) -> bool:
    """已建成 36 个，年内要建 40 个: the plan by a plain modal, with the verb of what was done."""
    told = _TO_DO.match(plan.before)
    if told is None or not (plan.counts and done.counts) or alike(plan.unit, done.unit) < 2:
        return False
    if done.figure.rough or plan.figure.rough or plan.clause - done.clause > 1 or plan.figure.value < done.figure.value:
        return False
    if done.role in (PLAN, PROGRESS, BASE, REMAIN, SURPLUS) or not _PASSED.search(done.lead):
        return False
    return told[1] in done.lead[-16:] and not _rate_follows(passage, plan) and "再" not in plan.before


def _fit(passage: Passage, plan: Said, done: Said) -> bool:
    if not (plan.counts and done.counts) or alike(plan.unit, done.unit) < 2 or _MONEY.search(plan.unit):
        return False
    if plan.figure.weak or plan.figure.upper is not None or done.figure.rough or not _near(passage, plan, done):
        return False
    if (
        plan.role in (CHANGE, REMAIN)
        or (plan.role == SURPLUS and not _beyond(plan, done))
        or (plan.role == BASE and "年初" not in plan.before)
        or done.role in (PLAN, PROGRESS, BASE, REMAIN, SURPLUS)
    ):
        return False
    if done.item != plan.item and told_late(passage, plan):
        return False
    between = passage.between(plan.end, done.start)
    if not _CUT.search(between) or done.opened_by == "、" or _rate_follows(passage, done):
        return False
    return _due(plan, done, between) and _came(passage, plan, done, between)


def _beyond(plan: Said, done: Said) -> bool:
    """超额完成年度抽检任务 2000 批次，实际抽检 2316 批次: the task that was passed, not by how much."""
    return done.figure.value > plan.figure.value and _PASSED_TASK.search(plan.before) is not None


_PASSED_TASK = re.compile(
    r"超额(?:完成|实现)[^,;。]{0,14}(?:任务|目标|计划|指标)$|超额(?:完成|实现)(?:了)?(?:年度|全年|年初)?$"
)


def _near(passage: Passage, plan: Said, done: Said) -> bool:
    """In this sentence or the next; two or three later, where the verb comes again with a word of time and no other thing."""
    apart_by = done.sentence - plan.sentence
    if apart_by <= 1:
        return True
    told = passage.between(max(plan.end, done.start - 40), done.start).rpartition("。")[2]
    verb = _AGAIN.search(done.before)
    if apart_by > _FAR or verb is None or (not _PASSED.search(told) and "了" not in verb[0]):
        return False
    return verb[1] in plan.before[-12:] and not _OTHER_THING.search(told)


def _rate_follows(passage: Passage, done: Said) -> bool:
    """A percent right after, or a list of more counts of the same kind: no pair."""
    follows = [one for one in passage.said[done.index + 1 : done.index + 6] if one.sentence <= done.sentence + 1]
    if any(one.topic.name == COMPLETION or (one.percent and one.item == done.item) for one in follows):
        return True
    return bool(follows) and follows[0].opened_by == "、" and follows[0].unit == done.unit


def _due(plan: Said, done: Said, between: str) -> bool:
    """What stands around the first count says that it was to be done."""
    told = plan.phrase[-44:]
    after = _CUT.split(between)[:-1]
    followed = any(_DUE_AFTER.search(part) and not _PASSED.search(part) for part in after)
    if followed and done.figure.value <= plan.figure.value and not re.search(r"已|累计|去年|上年", plan.before):
        return True
    there_are = _THERE_ARE.search(_TO_BE.sub("", plan.before)) and not _THERE_ARE.search(done.before)
    if _NO_PLAN.search(plan.before) or there_are:
        return False
    each = _EACH.search(plan.before[-14:] + plan.after[:14])
    if each and each[1] in done.before and done.figure.value <= plan.figure.value:
        return True
    if _modal_and_preposition(plan, done):
        return True
    given = _GIVEN.search(told + plan.after[:14]) and done.figure.value <= plan.figure.value
    if given and (_PASSED.search(done.before + done.after[:8]) or _ENDED.search(done.after[:8])):
        return True
    return bool(_DUE.search(told) or _DUE.search(plan.after[:14]) or plan.role == PLAN)


_TOWARDS = re.compile(
    r"(?<![相反适响效感呼回照供])(?<!有效)(?<!成功)(?<!积极)(?<!妥善)(?<!科学)(?<!共同)(?<!为)(?:应|须|需|该|要)(?:对|向|为|给|在|与|和|同|按|由|用)[^,;。]{0,12}$"
)


def _modal_and_preposition(plan: Said, done: Said) -> bool:
    """应对 96 家单位开展体检，实际体检 88 家: 应 and 对 are two words where what was done has the verb that follows."""
    verb = re.search(r"实际(?:上|共|已)?([\u4e00-\u9fff]{1,2}?)(?:了|成|完)?$", done.before)
    if verb is None or done.figure.value > plan.figure.value or not _TOWARDS.search(plan.before):
        return False
    return verb[1] in plan.before[-8:] + plan.after


def _came(passage: Passage, plan: Said, done: Said, between: str) -> bool:
    """What stands around the second count says that it came about, and names no other thing."""
    parts = _CUT.split(between)
    last, tail = parts[-1], done.after[:14]
    words = plan.phrase + plan.after + "".join(parts[:-1])
    happened = _PASSED_AFTER.match(tail) or _predicate(plan, done, last)
    own = words_of(last)
    if not _only_the_same(_STANDS.sub("", last) if happened else last, tail, words):
        return False
    if not (len(own) <= 4 or any(own[i : i + 2] in words for i in range(len(own) - 1))):
        return False
    if _OWN_THING.fullmatch(done.after) and not happened and not set(own + done.after) & set(words):
        return False
    if _PASSED.search(last) or _RESULTATIVE.search(last) or happened:
        return True
    if len(parts) > 1 and len(parts[-2]) <= 12 and _PASSED.search(parts[-2]):
        return True
    return _bare(passage, plan, done, own, words)


def _predicate(plan: Said, done: Said, last: str) -> bool:
    """今年安排 10 处，7 处通水: the count is the subject of a verb, whichever, that says neither not nor not yet."""
    if words_of(last) or done.figure.value > plan.figure.value or len(done.after) < 2:
        return False
    return not _NOT_SO.search(done.after)


def _only_the_same(last: str, tail: str, words: str) -> bool:
    """No stage on the way, unless brought off (已筹建起来), and no other thing than the plan's words name."""
    last = _BROUGHT_OFF.sub("建成", last)
    marks = [*_UNDER_WAY.finditer(last + tail), *_OTHER_THING.finditer(last)]
    return all(mark[0] in words and len(mark[0]) > 1 for mark in marks)


def _bare(passage: Passage, plan: Said, done: Said, own: str, words: str) -> bool:
    """A verb without any sign of time: one of coming to an end, the plan's own again, or any after 任务."""
    if len(own) > 4 and not _PLAN_NAMED.search(plan.before):
        return False
    if _ENDED.search(own) or (len(own) > 1 and own in words):
        return True
    again = set(own) & set(words) and done.figure.value <= plan.figure.value and len(own) == 2
    return bool(again or _PLAN_NAMED.search(plan.before)) and bare_verb(passage, done)
