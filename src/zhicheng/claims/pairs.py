"""Part and whole for a stated rate or share: which two counts of the passage it is the ratio of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zhicheng.claims.figures import Figure
from zhicheng.claims.judging import Computed, agrees, ratio
from zhicheng.claims.roles import BASE, CHANGE, PLAN, TOTAL
from zhicheng.claims.said import Said
from zhicheng.claims.units import alike

_WHOLE_WORDS = re.compile(
    r"抽检|抽查|抽验|抽取|抽样|检查|检验|检测|监测|查验|稽查|巡查|普查|送检|受检|参检|受理|收到|接到|接收|接报|登记|排查|发现|应|共|总|参评|参加|参训|参考|参与|调查|访问|走访|发放|回收|全市|全区|全县|全省|现有|拥有|"
    r"申请|申报|立案|查处|查获|计划|任务|目标|有效|开展|实施|全部|累计|共有|纳入|在册|注册|办理|评价|评估|测评|报名|应届|常住|规模|设置|辖区|涉及|监控"
)
_PAST = re.compile(r"去年|上年|上一年|同期|前年|上季|上月|年初|原来")
_SYNONYMS = {
    "合格": "合格|符合|达标|通过|正常|优良",
    "符合": "符合|合格",
    "达标": "达标|合格|符合|达到|优于",
    "优良": "优良|优|良好",
    "通过": "通过|合格|过关",
    "满意": "满意",
    "办结": "办结|结案|办理完|办毕|处理完|完结|处理|解决",
    "结案": "结案|办结|审结|执结|结",
    "整改": "整改|改正|完成整改|改善|销号",
    "检出": "检出|阳性|超标|不合格",
    "阳性": "阳性|检出",
    "发现": "发现|不合格|不符合|问题",
    "问题": "问题|不合格|不符合|隐患",
    "覆盖": "覆盖|设立|建立|配备|建成|接入|开展|实现|参与|安装|纳入|设有|实施|落实|完成",
    "及时": "及时|按时|按期|准时|期限内|时限内|如期",
    "按时": "按时|按期|及时|如期",
    "按期": "按期|按时|及时|如期",
    "成功": "成功|达成",
    "回复": "回复|答复|反馈|回应",
    "答复": "答复|回复|反馈",
    "就业": "就业|上岗|录用",
    "持证": "持证|取得|考取|证书|领证",
    "参与": "参与|参加",
    "参保": "参保|投保",
    "有效": "有效",
    "入园": "入园|入学",
    "使用": "使用|应用",
    "普及": "普及|使用|配备",
    "处置": "处置|处理|办结",
    "公示": "公示|公开|公布",
    "公开": "公开|公示|公布",
    "完好": "完好|正常",
    "正常": "正常|完好|合格",
    "准确": "准确|正确",
    "出席": "出席|到会",
    "响应": "响应|回应",
    "知晓": "知晓|了解|知道",
    "采纳": "采纳|采用",
    "立案": "立案",
    "录取": "录取|录用",
    "上线": "上线|接入",
    "整治": "整治|治理",
    "签约": "签约|签订",
    "履约": "履约|履行",
    "开工": "开工|动工",
    "达产": "达产|投产",
    "回收": "回收|收回",
    "召回": "召回",
    "索证": "索证",
    "建档": "建档",
    "创建": "创建|建成|达标",
    "及格": "及格|合格",
    "破案": "破案|破获|侦破",
    "成活": "成活|存活",
    "入学": "入学|升学|录取",
    "升学": "升学|录取",
    "完工": "完工|竣工|建成",
    "竣工": "竣工|完工",
    "到位": "到位|拨付",
    "收缴": "收缴|实缴|缴",
    "征收": "征收|收",
    "接种": "接种|种",
    "裁定": "裁定|审定",
    "抽查": "抽查|抽检",
    "化解": "化解|调解",
    "优秀": "优秀|优等|优",
    "检验": "检验|实检",
    "检定": "检定|实检",
    "检测": "检测|实测|实检",
}
_NEGATIVE = re.compile(
    r"^(?:产品|商品|样品|检验|抽检|抽查|监督抽查|食品|标示|标签|总体|批次|质量)*(?:不|未|失|问题|违法|违规|超标|阳性|检出|异常|缺陷|不符)"
)
_ASKED = re.compile(r"(?:责令|要求|督促|限期|责成|应当?|需要?|须|待|下达|下发)[^|,]{0,2}$")
FAR = 75  # points between stated and computed beyond which the counts are likelier to be others than off
_NOT = r"(?:不|未|尚未|没有|非|待)"


@dataclass(frozen=True, slots=True)
class Pair:
    """One way to take part and whole, with how plainly the text says so."""

    part: tuple[Figure, ...]
    whole: tuple[Figure, ...]
    less: tuple[Figure, ...] = ()
    score: int = 0

    def computed(self) -> Computed | None:
        return ratio(self.part, self.whole, less=self.less)

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (*self.whole, *self.part, *self.less)


SCOPES = ("item", "sentence", "paragraph", "after")


def pool(said: Sequence[Said], stated: Said, *, scope: str = "paragraph") -> list[Said]:
    """The counts before a percent in its item, its sentence, back to two sentences; or those after it too."""
    before = [
        s for s in said[max(0, stated.index - 14) : stated.index] if s.counts and stated.sentence - s.sentence <= 2
    ]
    if scope == "item":
        before = [s for s in before if s.item == stated.item]
    elif scope in ("sentence", "after"):
        before = [s for s in before if s.sentence == stated.sentence]
    if scope == "after":
        before += [s for s in said[stated.index + 1 : stated.index + 5] if s.counts and s.item == stated.item]
    return [s for s in before if not s.figure.weak or s.role != "plain"]


def made_beside(said: Sequence[Said], stated: Said) -> bool:
    """Whether two counts of the percent's own sentence make it: it is theirs, and no other counts are held against it."""
    own = [one for one in said[max(0, stated.index - 8) : stated.index] if one.sentence == stated.sentence]
    beside = [(part, whole) for part in own for whole in own if part is not whole and part.counts and whole.counts]
    made = [ratio([part.figure], [whole.figure]) for part, whole in beside if alike(part.unit, whole.unit) == 2]
    return any(one is not None and agrees(stated.figure, one) for one in made)


def stem_core(stem: str) -> str:
    """The two or three signs before 率 that say what is counted: 抽检合格率 is 合格."""
    stem = re.sub(r"(?:综合|总体|平均|总|整体|完成|发现)$", "", stem) or stem
    return stem[-2:]


def pattern_of(core: str) -> re.Pattern[str]:
    """The words that a count of such things may stand with."""
    return re.compile(_SYNONYMS.get(core, re.escape(core)))


def negative(stem: str) -> bool:
    """A rate of what failed: 不合格率, 不合格发现率, 问题发现率, 超标率."""
    core = stem[-6:]
    return bool(
        re.search(
            r"不合格|不符合?|未通过|未达标|不达标|问题|超标|检出|阳性|不良|违法|违规|不满意|差错|投诉|异常|缺陷|退货",
            core,
        )
    )


_CONTRARY = {
    "合格": "问题|不符合", "达标": "超标", "符合": "不合格", "及时": "逾期|超期|超时", "完好": "损坏|故障", "正常": "异常|故障",
    "准点": "晚点|延误|误点", "成活": "死亡|枯死", "优良": "污染|超标", "按时": "逾期|超期|超时", "按期": "逾期|超期|超时",
}  # fmt: skip


def contrary(core: str) -> re.Pattern[str] | None:
    """The words for what failed, where they are no mere negation: 超标 for 达标率."""
    words = _CONTRARY.get(core)
    return re.compile(words) if words else None


def speaks(one: Said, pattern: re.Pattern[str]) -> int:
    """1 where the words beside a count say the thing, -1 where they say the contrary, 0 else."""
    text = f"{one.before[-16:]}|{one.after[:14]}"
    found = 0
    for match in pattern.finditer(text):
        before = text[max(0, match.start() - 2) : match.start()]
        follows = text[match.end() : match.end() + 1]
        if follows == "率" or _ASKED.search(text[: match.start()]):
            continue
        found = -1 if re.search(rf"{_NOT}$", before) else found or 1
    return found


def whole_score(whole: Said, part: Said, stated: Said) -> int:
    """How plainly a count is the whole of a part."""
    score = 0
    if _WHOLE_WORDS.search(whole.lead) or whole.role in (PLAN, TOTAL):
        score += 2
    if whole.sentence == part.sentence:
        score += 2
        if whole.item == part.item:
            score += 1
    if re.search(r"其中|有|的", part.before[:6]):
        score += 1
    if re.match(r"[^,;。]{0,12}(?:中|里|内|当中)(?=[,，有]|$)", whole.after):
        score += 2
    if _PAST.search(whole.lead) != _PAST.search(part.lead) and (_PAST.search(whole.lead) or _PAST.search(part.lead)):
        score -= 4
    return score - min(2, abs(part.index - whole.index) - 1)


def wholes(said: Sequence[Said], part: Said, stated: Said) -> list[tuple[int, Said]]:
    """The counts that may be the whole of a part, the likeliest first."""
    found = []
    for one in said:
        kin = alike(one.unit, part.unit)
        if one.index == part.index or not kin or one.role in (BASE, CHANGE):
            continue
        if part.role == PLAN and one.role != PLAN:
            continue
        if (one.figure.value < part.figure.value and one.role != PLAN) or (
            one.index > stated.index and one.sentence != stated.sentence
        ):
            continue
        found.append((whole_score(one, part, stated) + 2 * (kin - 1) - (one.index > part.index), one))
    return sorted(found, key=lambda item: (-item[0], abs(item[1].index - part.index)))
