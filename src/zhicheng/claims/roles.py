"""What a figure is in its clause: planned, done, added, in progress, what is left, the whole, a part."""

from __future__ import annotations

import re

from zhicheng.claims import lexicon
from zhicheng.claims.figures import Kind
from zhicheng.claims.said import Said
from zhicheng.claims.units import alike

PLAN, DONE, ADDED, PROGRESS, APPROVED, REMAIN, SURPLUS, TOTAL, BASE, CHANGE, PLAIN = (
    "plan", "done", "added", "progress", "approved", "remain", "surplus", "total", "base", "change", "plain",
)  # fmt: skip

_WORDS = (
    (PLAN, lexicon.PLAN_NOUNS),
    (PLAN, lexicon.PLAN_MODALS),
    (DONE, lexicon.DONE),
    (ADDED, lexicon.ADDED),
    (PROGRESS, lexicon.PROGRESS),
    (APPROVED, lexicon.APPROVED),
    (REMAIN, lexicon.REMAIN),
    (SURPLUS, lexicon.SURPLUS),
)
_FIRST = {role: re.compile(pattern) for role, pattern in _WORDS[2:]}
_BROUGHT_OFF = re.compile(lexicon.BROUGHT_OFF)
_NOUN = re.compile(lexicon.PLAN_NOUNS)
_MODAL = re.compile(lexicon.PLAN_MODALS)
_ASPECT = re.compile(lexicon.DONE_ASPECT)
_REAL = re.compile(
    r"实绩|已|业已|实际|累计|截至|截止|目前|至今|迄今|为止|最终|最后|实(?:种|检|到|有|收|支|发|缴|办|建|招|评|测|抽|报|查|训|领|用|拨|交|付|产|做|施完)|执行数|决算"
)
_GOING_ON = re.compile(r"(?:正在|正处于|处于)(?!.*已)[^,]{1,18}$")
_PLAN_IS = re.compile(rf"(?:{lexicon.PLAN_NOUNS}|要求)(?:数)?(?:是|为|:|要求|明确|确定|提出)[^,]{{0,24}}$")
_LEFT_END = re.compile(r"(?:剩余|剩下|其余|余下|尚余|还剩|尚有|还差|尚差)的?$")
_SETTLED = re.compile(r"(?:已经?|实际)(?:确定|安排|下达|部署|分解|列入|核定|编列)[^,]{0,12}$")
_RELEASED = re.compile(r"(?:解除|撤销|停止)列管$|(?:核定|同意|准予|核准)(?:予以)?(?:结案|解列|解除列管|销案|销号)$")
_PLAN_IN_SUM = re.compile(r"(计划|计画|规划|目标|任务|(?<![重主])要|应|需)(?:全市|全县|全区|共)?累计(?!已|完成了)")
_UNDER_WAY = re.compile(r"(?<![其当之集年高初期会])中$|(?:进行|推进)中(?!.*已)")
_COMPARED_WITH = re.compile(r"(?:比|较|与)(?:\d{2,4}年度?|去|上|前)[^,]{0,14}$")
_COLON_PLAN = re.compile(rf"(?:{lexicon.PLAN_NOUNS})(?:数|量|情况|要求)?(?:\([^()]{{1,6}}\))?:$")
_BRACKET_PLAN = re.compile(r"(?:任务|目标|计划|指标)(?:数|量)?\($")  # 年度培育计划（60 家）
_COLON_DONE = re.compile(r"(?:完成|实际|达成|办理|进展|落实|执行)(?:情况|数|量)?(?:\([^()]{1,6}\))?:$")
_PROMISED = re.compile(r"(?:作出|做出|庄严|郑重|提出)[^,;。]{0,4}(?:承诺|目标)[,:]$|(?:目标|任务|计划)(?:是|为)[,:]$")
_THEN_DONE = re.compile(
    rf"^[\u4e00-\u9fff]{{0,4}}?已?(?:{lexicon.PROGRESS_AFTER})(?:并|且|后|、)?(?:已|经)?(?:发布|印发|获批|建成|投产|投用|竣工)(?!阶段|环节|程序|手续|前)"
)
_DONE_NOUN = re.compile(
    rf"(?:完成|实现|达成|兑现|达到(?=[^,]*的有?$))(?:了)?(?:年度|全年|省|市|县|上级|下达|的){{0,3}}(?:{lexicon.PLAN_NOUNS})"
)
_AFTER_PROGRESS = re.compile(rf"^[\u4e00-\u9fff、]{{0,8}}?(?:{lexicon.PROGRESS_AFTER})")
_AFTER_LEFT = re.compile(r"^[\u4e00-\u9fff]{0,6}?(?:未|待|尚未|仍未|没有)")
_AFTER_PLAN = re.compile(
    r"^(?:(?!完成|实现|达到|超额|达成|落实)[\u4e00-\u9fff]){0,16}?(?:(?:任务|目标)(?!完成)|(?:计划|指标)(?:全部|均|都)?(?:落实|完成|$))"
)
_AFTER_DUE = re.compile(
    r"^(?:(?!已|完成|供|相|反|对|适|响|效|感|回)[\u4e00-\u9fff]){0,10}?(?:应(?![用急对届收邀变答声许])|需|须|(?:年内|今年|年底前)要|要(?=完成|实现|达到|建|在|于))(?!求|要求)"
)
_WHOLE_OF = re.compile(rf"(?:完成|占|为|达到?|相当于)[^,]{{0,8}}(?:{lexicon.PLAN_NOUNS})(?:数|总数|量)?$")
_JUST_DONE = re.compile(r"(?:完成|落实|办结)(?:了)?$")
_AFTER_DONE = re.compile(
    r"^[\u4e00-\u9fff]{0,10}?(?:已(?!申报|上报|启动|开工|动工|报(?!到)|提交|受理|进入|列入)|建成|完成|竣工|通过验收|办结|获评|投产|达标|投用)"
)
_AFTER_ADDED = re.compile(r"^[\u4e00-\u9fff]{0,4}?(?:为)?(?:今年|本年)?(?:新增|新认定|新获)")
_TOTAL_END = re.compile(rf"(?:{lexicon.TOTAL})(?:有|为|达|完成|实现|建成|达到|发布|制定|:)?[ ]?$")
_TOTAL_ONLY = re.compile(rf"^(?:全市|全县|全区|全年|今年|两者|以上|三者|各类|累计)?(?:{lexicon.TOTAL})")
_BASE_END = re.compile(rf"(?:{lexicon.BASE})(?:(?!今年|本年)[^,]){{0,14}}$")
_CHANGE_END = re.compile(rf"(?:{lexicon.CHANGE})(?:了|约|加了?|仅)?$")
_LEVEL_END = re.compile(rf"(?:{lexicon.CHANGE})(?:加|长|高|升)?(?:到|至|为)$")
_COMPARED = re.compile(r"同比|环比|比(?:上|去|前|年初|同期|计划|任务|目标)|较(?:上|去|前|年初|同期)|与(?:上|去)年")


def role_of(one: Said, previous: Said | None, last_role: str) -> str:
    """The role of a figure, PLAIN where no word says one; '' for figures that are no counts."""
    if one.figure.kind != Kind.COUNT:
        return ""
    if _WHOLE_OF.search(one.before) and re.match(r"[的之](?:约|近|超过|逾)?$", one.after):
        return PLAN
    if _BUT_FOR.search(one.before) and _ALL_ELSE.match(one.after):
        return REMAIN
    told = _from_after(one)
    if told:
        return told
    told = _from_colon(one) or _from_before(one.before)
    if told == PLAIN and _OUT_OF.search(one.before) and re.search(rf"^[^,]{{0,6}}(?:{lexicon.FINISHED})", one.lead):
        return DONE
    if told in (DONE, ADDED, PLAIN) and _in_plan_list(one):
        return PLAN
    if told in (DONE, ADDED) and last_role == PLAN and _goes_on(one, previous):
        return PLAN
    if told == PLAIN and one.opened_by == "、" and previous is not None and previous.clause == one.clause - 1:
        return last_role if last_role in (PLAN, DONE, ADDED, PROGRESS, REMAIN) else PLAIN
    if told == PLAIN and one.opened_by == "(" and _TOTAL_ONLY.match(one.before):
        return TOTAL
    return told


def _goes_on(one: Said, previous: Said | None) -> bool:
    """计划新建公路 50 公里、改造危桥 30 座: another thing in the same list of plans."""
    if previous is None or one.opened_by != "、" or previous.clause != one.clause - 1 or _REAL.search(one.before):
        return False
    return not alike(one.unit, previous.unit) and not re.search(r"完成|实现|办结|达", one.before)


def _from_after(one: Said) -> str:
    """What stands right of the figure, where it speaks louder than what stands left of it."""
    after = one.after[:16]
    if not after:
        return ""
    if (
        _AFTER_DUE.match(after)
        and not _REAL.search(one.before)
        and _from_before(one.before) in (PLAIN, TOTAL, APPROVED)
    ):
        return PLAN
    if _AFTER_PROGRESS.match(after) and not re.match(r"^[\u4e00-\u9fff]{0,8}?(?:率|任务|目标)", after):
        if _ends_as_plan(one.before):
            return ""
        if _THEN_DONE.match(after):
            return DONE
        if re.search(
            r"(?:推进|办理|建设|编制|公示|审核|审查|评审|招标)(?!中|阶段|环节|过程|期|程序|手续|用地|$)", after
        ) and not re.search(r"正|在|进入|处于|待|申报|申请|起草|征求|送审|报批|启动|开工|动工|公示|施工|洽谈", after):
            return ""
        return PROGRESS
    if _AFTER_LEFT.match(after) and not _ends_as_plan(one.before):
        return REMAIN
    if _AFTER_PLAN.match(after) and not _REAL.search(one.before):
        among = _OUT_OF.match(after.partition(",")[0]) is not None
        return _from_before(one.before) if _JUST_DONE.search(one.before) and not among else PLAN
    if _AFTER_ADDED.match(after):
        return ADDED
    if _AFTER_DONE.match(after) and not _ends_as_plan(one.before) and not _LEFT_END.search(one.before):
        return DONE
    return ""


def _from_colon(one: Said) -> str:
    """任务：建设服务站 15 个。完成：12 个."""
    if one.opened_by == "(" and not one.before and _BRACKET_PLAN.search(one.heading):
        return PLAN
    if one.opened_by != ":" or _REAL.search(one.before):
        return ""
    if _COLON_PLAN.search(one.heading):
        return PLAN
    return DONE if _COLON_DONE.search(one.heading) and _from_before(one.before) in (PLAIN, ADDED, DONE) else ""


def _in_plan_list(one: Said) -> bool:
    """实现以下目标：新增 A 80 家，培育 B 120 家: what follows the colon is planned until the text says otherwise."""
    head, colon, listed = one.opening.rpartition(":")
    if _PROMISED.search(one.opening[: len(one.opening) - len(one.lead)]) and not _REAL.search(one.before):
        return True
    return (
        bool(colon) and bool(_COLON_PLAN.search(head[-16:] + ":")) and not re.search(rf"{_REAL.pattern}|完成", listed)
    )


def _ends_as_plan(before: str) -> bool:
    return _from_before(before) == PLAN


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where the last match ends; -1 for none."""
    end = -1
    for match in pattern.finditer(text):
        end = match.end()
    return end


def released(before: str) -> bool:
    """经审查同意解除列管 39 件: an authority has closed them."""
    return _RELEASED.search(before) is not None


def _from_before(before: str) -> str:
    text = before[-60:]
    if not text:
        return PLAIN
    if _RELEASED.search(text):
        return DONE
    text = _BROUGHT_OFF.sub("建成", _PLAN_IN_SUM.sub(r"\1", text))
    if _UNDER_WAY.search(text) or _GOING_ON.search(text):
        return PROGRESS
    if (match := _PLAN_IS.search(text)) and not _REAL.search(match[0]):
        return PLAN
    if _LEVEL_END.search(text):
        return DONE if _REAL.search(text) else PLAIN
    if _TO_CUT.search(text):
        return PLAN
    if _CHANGE_END.search(text) and (not re.search(r"新增$", text) or re.search(r"比|较", text)):
        return CHANGE
    if _COMPARED_WITH.search(text) and not re.search(rf"(?:{lexicon.CHANGE})[^,]{{0,4}}$", text):
        return BASE
    if _BASE_END.search(text) and not _REAL.search(text[-6:]) and not re.search(r"(?:至|到)(?:去年|上年)", text):
        return BASE
    ends = {role: _last(pattern, text) for role, pattern in _FIRST.items()}
    noun, modal, real = _last(_NOUN, text), _last(_MODAL, text), _last(_REAL, text)
    plan = _plan_speaks(text, noun, modal, real, ends)
    if plan:
        return PLAN
    if _TOTAL_END.search(text) and (_TOTAL_ONLY.match(text) or not ends[DONE] > 0):
        return TOTAL
    return _nearest(text, ends)


_BUT_FOR = re.compile(r"^[ ]?(?:目前|现|截至[^,]{0,8})?除了?$")  # 除 8 家外全部完成
_ALL_ELSE = re.compile(r"^(?:以|之)?外(?:其余|其他|其它|的)?(?:均|都|全部|全|已)")
_TO_CUT = re.compile(
    r"(?:计[划画]|拟|应|须|需|原定|预定|要求|任务|目标)[^,]{0,8}(?:压减|压缩|削减)$"
)  # 计划压减 60 万吨
_OUT_OF = re.compile(r"^[\u4e00-\u9fff]{0,8}(?:任务|目标|计划|指标|事项)[之当]?中的?$")  # 15 项任务中的 12 项
_PLAN_OPENS = re.compile(
    r"^(?:年度|全年|今年|本年度?|我[市县区局]|全[市县区]|年内)*(?:目标|任务|指标)(?:是|为|:)?(?!数|值|完成|实现|达成|落实|兑现|执行)"
)


def _plan_speaks(text: str, noun: int, modal: int, real: int, ends: dict[str, int]) -> bool:
    """A plan's noun nearest to the figure, or its modal with nothing after it that says it happened."""
    if _DONE_NOUN.search(text):
        return real < 0 and bool(re.search(r"^(?:应|需|须|计划|要求)", text))
    if _OUT_OF.search(text):
        return False
    done = ends[DONE]
    if _PLAN_OPENS.search(text) and real < 0 and not re.search(r"完成|实现", text[noun:]):
        return ends[SURPLUS] < 0 and ends[REMAIN] < 0
    if noun > 0 and noun >= max(done, ends[PROGRESS], ends[REMAIN], ends[SURPLUS]):
        return ends[SURPLUS] < 0
    if (
        modal > 0
        and modal > real
        and not _SETTLED.search(text)
        and not re.search(r"(?:任务|目标)[^,]{0,6}(?:完成|实现|达成)", text)
    ):
        return ends[SURPLUS] < 0 and ends[REMAIN] < modal
    return False


def _nearest(text: str, ends: dict[str, int]) -> str:
    if ends[SURPLUS] > 0:
        return SURPLUS
    if ends[REMAIN] > 0 and ends[REMAIN] >= len(text) - 6:
        return REMAIN
    if ends[APPROVED] > 0 and "申请立项" not in text and "正在" not in text:
        return APPROVED
    if ends[PROGRESS] > 0 and ends[PROGRESS] >= ends[DONE] - 2 and not re.search(r"完成(?:申报|起草|编制)?验收", text):
        return PROGRESS
    if ends[ADDED] > 0 and ends[ADDED] >= ends[DONE] - 4 and not re.search(r"(?:实现|完成)新增", text):
        return ADDED
    if ends[DONE] > 0:
        return DONE
    return PLAIN
