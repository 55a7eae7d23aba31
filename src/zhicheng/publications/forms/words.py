"""What the words in a form's labels mean: measures, periods, ratios, totals, units; and how much two names are alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from zhicheng.core.quantities.amounts import is_unit
from zhicheng.core.text import fold

TOTAL = re.compile(
    r"^(?:全市)?(?:合\s*计|总\s*计|共\s*计)(?:数)?$|^全市$|^全市(?:平均|总数|情况)$|^本市$|^市合计$|^总体$|^全部$"
)
SUBTOTAL = re.compile(r"^小\s*计$")
AMONG = re.compile(r"^其\s*中\s*[:：]?")
NUMBERING = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,3}\s*[、.．](?!\d))\s*"
)
PARENS = re.compile(r"[（(\[【]([^（）()\[\]【】]*)[)）\]】]")

YEAR_BEFORE, BEFORE, THIS, SUM, WHOLE_YEAR = "year-before", "before", "this", "sum", "whole-year"
# Longest first where one contains another.
PERIODS: tuple[tuple[str, str], ...] = (
    (YEAR_BEFORE, r"上年同期(?:数|值)?|去年同期(?:数|值)?|上年同季度?|上年数|上年度?|去年"),
    (BEFORE, r"上一?季度末?|上一?期末?|上一?月末?"),
    (SUM, r"(?:截至|截止)(?:本期|本季度?|目前|报告期)?末?|年初至今|自年初(?:以来)?|本年累计|累计|年内|1月?[-—–~至]\d{1,2}月(?:份)?|前三季度|上半年"),
    (THIS, r"本季度?(?:新增|内)?|本期(?:新增|内)?|当季(?:新增)?|当期(?:新增)?|本月(?:新增)?|报告期"),
    (WHOLE_YEAR, r"全年度?|本年度?|今年|年度|当年"),
)  # fmt: skip
CHANGE, CHANGE_BEFORE, SHARE, UNSAID = "year-on-year", "on-before", "share", "change"
RATIOS: tuple[tuple[str, str], ...] = (
    (CHANGE, r"同比(?:增长|增减|增速|变化|增幅|±)?(?:率|幅度|值|情况)?|比上年同期(?:增减|增长)?|较上年同期(?:增减|增长)?"),
    (CHANGE_BEFORE, r"环比(?:增长|增减|增速|变化)?(?:率|幅度|值)?|比上期(?:增减|增长)?|较上期(?:增减|增长)?"),
    (UNSAID, r"^(?:增减|增长|增幅|增速)(?:数|值|额|率|幅度|情况)?$"),
    (SHARE, r"所?占(?:全市)?(?:比重|比例|比|总数)(?:重|例)?"),
)  # fmt: skip
MEASURES: tuple[tuple[str, str], ...] = (
    ("on-time-share", r"达到?序时(?:进度)?(?:任务)?(?:的)?(?:比例|占比|率)|按期(?:完成|推进)率|序时(?:进度)?达标率"),
    ("mean-completion", r"平均完成(?:率|进度)|总体完成率|综合完成率"),
    ("expected", r"应达进度|应完成进度|序时目标|[序时]{2}进度要求|^[序时]{2}进度$"),
    ("completion", r"目标完成率|任务完成率|完成比例|完成进度|完成率|完成百分比|进度(?=%|$|[（(])"),
    ("on-time", r"达到?序时(?:进度)?(?:的)?(?:任务)?(?:数|项数|项)?|按(?:序时|期)推进(?:数|任务数)?|正常推进(?:数|任务数)?"),
    ("care", r"需关注(?:的)?(?:任务)?(?:数|项数)?|关注类(?:任务)?(?:数)?|偏慢(?:任务)?(?:数)?"),
    ("late", r"进度?滞后(?:的)?(?:任务)?(?:数|项数)?|落后于?序时(?:进度)?(?:的)?(?:任务)?(?:数)?|滞后"),
    ("unreported", r"未报送?(?:的)?(?:任务)?(?:数|项数)?"),
    ("done", r"已完成(?:的)?任务(?:数|项数)?|完成任务(?:数|项数)|办结(?:任务)?(?:数|项数)|已完成项数"),
    ("milestones-met", r"(?:已)?完成节点(?:数)?|完成阶段性?(?:任务|目标)数?"),
    ("milestones-set", r"节点(?:总)?数|阶段性?目标(?:总)?数"),
    ("tasks", r"(?:承担|重点)?任务(?:总)?(?:项)?数(?:量)?|任务项数|项目?总数"),
    ("target", r"(?:年度|全年|分解|计划|下达|本年)?目标(?:任务)?(?:数|值|量|要求)?|(?:年度|全年|分解|下达|计划)任务(?:数|量)?|任务(?:量|要求)|计划(?:完成)?(?:数|值|量)|下达(?:数)|分解(?:数)"),
    ("new", r"^新增(?:数|数量|量)?$"),
    ("verified", r"(?:实际|累计|已|经)?(?:完成|核实|实现|达到|落实)(?:情况|数|值|量|数量|实绩|任务数)?|实绩|现有数|实有数|累计数|实际数"),
    ("light", r"(?:进度|进展|完成|工作)?(?:状态|评价|判定)|进度灯|红黄绿灯|是否(?:达到)?序时(?:进度)?"),
    ("lead", r"牵头(?:单位|部门)|主管部门|责任(?:单位|部门)"),
    ("deadline", r"完成时限|时限|完成时间|截止时间"),
)  # fmt: skip
# What says nothing by itself.
FILLERS = re.compile(
    r"重点任务|任务(?:总)?(?=$|情况|总体)|总体|综合|基本|全部|推进|完成|落实|建设|开展|情况|进展|指标|内容|项目名称|名称|主要|重点(?!任务)|工作|各(?:县|区|市)?[(（](?:县|市|区)[、,，]?(?:市|区|县)?[)）]|各县市区|各区县|各县区|各县|各地|全市|本市|地区|其中|的|数量|个数|数值|数$|数据|统计|表$|等|及|和|与|为|年末|期末|底"
)
# Parts of a roster's head.
ITEM_FIELDS: tuple[tuple[str, str], ...] = (
    ("code", r"统一社会信用代码|信用代码|组织机构代码"),
    ("certificate", r"证书(?:编)?号(?:码)?|证书名称|批准文号|文号|认定文号"),
    ("happened_on", r"(?:认定|获得|获批|发证|发布|导入|评定|批准|完成|建成|通过|确立|授予)(?:时间|日期)|日期|时间|年月"),
    ("area", r"所(?:在|属)(?:地区?|县区?|区县?|市|县市区)?(?:名称)?|县区?|县市区|区县|地区|属地"),
    ("unit_name", r"(?:推荐|报送|填报|上报|责任|主管)(?:单位|部门)"),
    ("quantity", r"数量"),
    ("name", r"(?:企业|单位|项目|组织|产品|机构|标准|品牌|工程|对象|门店|试点|专利|个人)?(?:名\s*称|全称)|(?:获奖|认定|培育|入选)?(?:企业|单位|项目|组织|产品|机构)"),
)  # fmt: skip
# Counters that say the same of a count: an office writes 家 where another writes 个.
COUNTERS = frozenset(
    [
        "家",
        "个",
        "户",
        "项",
        "件",
        "名",
        "人",
        "批",
        "次",
        "场",
        "处",
        "座",
        "所",
        "台",
        "份",
        "家次",
        "批次",
        "人次",
        "只",
        "条",
        "起",
        "套",
    ]
)
SCALES = {
    "": 1,
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
}


def plain(text: str) -> str:
    """A label as it is compared: simplified, half-width, without white space."""
    return "".join(fold(text).split())


def unit_in(text: str) -> tuple[str, str]:
    """The unit that a label names and the label without it: 完成数（家） is (家, 完成数)."""
    unit, rest = "", text
    for hit in PARENS.finditer(text):
        inner = re.sub(r"^(?:计量)?单位[:：]?", "", hit[1].strip())
        if _is_unit(inner):
            unit, rest = inner, rest.replace(hit[0], "", 1)
    for sign in ("%", "‰"):
        if not unit and rest.endswith(sign):
            unit, rest = sign, rest[:-1]
    return unit, rest.strip("：:，,、 ")


def _is_unit(text: str) -> bool:
    return bool(text) and (text in ("%", "％", "‰", "百分点", "个百分点") or is_unit(text))


def split_unit(unit: str) -> tuple[str, int]:
    """A unit's base and scale: 万元 is (元, 10000), 万户 is (户, 10000)."""
    found = re.match(r"^(百万|千万|万|亿|千|百|十)(.+)$", unit)
    if found and found[2] not in ("分点", "分比"):
        return found[2], SCALES[found[1]]
    return unit, 1


def is_percent(unit: str) -> bool:
    """The unit is a share of a hundred."""
    return unit in ("%", "％", "百分比", "百分数")


def same_kind(wanted: str, given: str) -> bool:
    """Do two units count alike? An unknown one fits all."""
    if not wanted or not given or wanted == given:
        return True
    if is_percent(wanted) or is_percent(given):
        return is_percent(wanted) and is_percent(given)
    a, b = split_unit(wanted)[0], split_unit(given)[0]
    return a == b or (a in COUNTERS and b in COUNTERS)


_VERBS = re.compile(
    r"新增|累计|完成|建成|新建|开展|实施|培育|推进|通过|新设|新评|新确立|新创建|导入|落实|设立|建立|制定|的|并"
)


def without_verbs(text: str) -> str:
    """Words without 新增, 完成, 建成 and their like."""
    return _VERBS.sub("", text)


def core(text: str) -> str:
    """A name without the verbs that offices put before it as they please."""
    bare = _VERBS.sub("", NUMBERING.sub("", plain(text)))
    return PARENS.sub("", bare).strip("，,。；;：:、")


def alike(label: str, title: str) -> float:
    """From 0 to 1: how surely a label names the thing with this title."""
    a, b = core(label), core(title)
    if not a or not b:
        return 0.0
    if a == b or plain(label) == plain(title):
        return 1.0
    if a in b:
        return 0.55 + 0.4 * len(a) / len(b) if len(a) >= 4 else 0.3
    if b in a and len(b) >= 4:
        return 0.5 + 0.35 * len(b) / len(a)
    pairs_a, pairs_b = _pairs(a), _pairs(b)
    shared = sum(min(pairs_a.count(pair), pairs_b.count(pair)) for pair in set(pairs_a))
    return 0.9 * 2 * shared / max(1, len(pairs_a) + len(pairs_b))


def _pairs(text: str) -> list[str]:
    return [text[place : place + 2] for place in range(len(text) - 1)]


@dataclass(frozen=True, slots=True)
class Hit:
    """A meaning found in a label, and the label without the words that carry it."""

    slug: str
    rest: str


def find(text: str, table: Iterable[tuple[str, str]]) -> Hit | None:
    """The meaning of a table whose words stand in the text; of several the one that explains most of it."""
    hits = [(len(hit[0]), -place, slug, hit) for place, (slug, pattern) in enumerate(table)
            if (hit := re.search(pattern, text)) and hit[0]]  # fmt: skip
    if not hits:
        return None
    _length, _place, slug, found = max(hits, key=lambda each: each[:2])
    return Hit(slug, (text[: found.start()] + text[found.end() :]).strip("：:，,、/"))


def bare(text: str) -> str:
    """What is left of a label once the words that say nothing are gone."""
    return re.sub(r"[\s：:，,、。；;/（）()\-—_·*※]+", "", FILLERS.sub("", text))
