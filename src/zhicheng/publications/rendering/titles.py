"""Titles broken into centred lines: words stay whole, lines make a trapezoid or a rhombus, as GB/T 9704 asks.

Source: GB/T 9704-2012, 7.3.1: 回行时，要做到词意完整，排列对称，长短适宜，间距恰当，标题排列应当使用梯形或菱形.
The words are those of official titles; what is no word of the list may be parted anywhere, at a price.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from zhicheng.core.text import fold
from zhicheng.publications.rendering.plain_text import width

WIDEST = 20.0  # characters of size 2 in a line of 156 mm
_COMFORT = 18.0
_MOST_LINES = 8

_WORDS = frozenset(
    [
        "质量强市",
        "质量强国",
        "质量强县",
        "质量强企",
        "质量强业",
        "质量强镇",
        "质量强区",
        "质量提升",
        "质量安全",
        "质量监管",
        "质量基础设施",
        "质量工作",
        "质量发展",
        "质量品牌",
        "质量技术",
        "质量管理",
        "质量建设",
        "质量奖",
        "产品质量",
        "工程质量",
        "服务质量",
        "环境质量",
        "农产品质量",
        "重点任务",
        "重点工作",
        "工作任务",
        "任务分解",
        "任务分解表",
        "进展情况",
        "工作进展",
        "工作情况",
        "工作进展情况",
        "完成情况",
        "总体情况",
        "落实情况",
        "任务进展",
        "年度计划",
        "行动计划",
        "行动方案",
        "实施方案",
        "工作方案",
        "工作要点",
        "实施意见",
        "指导意见",
        "管理办法",
        "暂行办法",
        "若干措施",
        "若干意见",
        "领导小组",
        "办公室",
        "人民政府",
        "联席会议",
        "委员会",
        "市场监管",
        "市场监督管理局",
        "监督管理",
        "监督抽查",
        "专项行动",
        "专项整治",
        "标准化",
        "认证认可",
        "检验检测",
        "知识产权",
        "品牌建设",
        "消费维权",
        "消费者",
        "满意度",
        "高质量",
        "高质量发展",
        "建设",
        "发展",
        "提升",
        "改革",
        "创新",
        "推进",
        "加强",
        "深化",
        "开展",
        "做好",
        "进一步",
        "关于",
        "印发",
        "转发",
        "批转",
        "公布",
        "报送",
        "召开",
        "举办",
        "征求",
        "申报",
        "组织",
        "提供",
        "商请",
        "协助",
        "下达",
        "调整",
        "成立",
        "启动",
        "落实",
        "贯彻",
        "贯彻落实",
        "国务院",
        "省政府",
        "市政府",
        "通报",
        "通知",
        "通告",
        "公告",
        "决定",
        "意见",
        "请示",
        "报告",
        "批复",
        "议案",
        "纪要",
        "的函",
        "函",
        "情况",
        "问题",
        "工作",
        "任务",
        "项目",
        "名单",
        "计划",
        "方案",
        "总结",
        "年度",
        "季度",
        "上半年",
        "下半年",
        "全年",
        "第一季度",
        "第二季度",
        "第三季度",
        "第四季度",
        "一季度",
        "二季度",
        "三季度",
        "四季度",
        "有关",
        "相关",
        "事项",
        "数据",
        "资料",
        "信息",
        "企业",
        "行业",
        "地方",
        "全市",
        "全省",
        "全国",
        "县区",
        "各县",
        "部门",
        "单位",
        "机构",
        "责任",
        "责任单位",
        "牵头",
        "牵头单位",
        "滞后",
        "整改",
        "督查",
        "督办",
        "考核",
        "评价",
        "评估",
        "验收",
        "表彰",
        "奖励",
        "先进",
        "集体",
        "个人",
        "试点",
        "示范",
        "培育",
        "创建",
        "专家",
        "会议",
        "培训",
        "宣传",
        "活动",
        "质量月",
    ]
)
_LONGEST = max(map(len, _WORDS))
_WHOLE = re.compile(
    r"\d+(?:[.,]\d+)*(?:年度?|月份?|日|号|项|家|个|批|季度|%|％)?|[A-Za-z][A-Za-z0-9.\-]*|第[一二三四五六七八九十\d]+[季次届期批]度?"
)
_OPENING, _CLOSING = "《“‘（〔【「『(", "》”’）〕】」』)，。、；：！？,.;:!?%％"
_AFTER = frozenset("的和与及暨、，；")  # a line may well end with these
_NEVER_FIRST = frozenset("的和与及、，；之地得了等")


def title_lines(title: str, *, widest: float = WIDEST, latin: bool = False) -> list[str]:
    """The lines of a title, first to last. One line where it fits; "" gives none."""
    return list(_broken(title.strip(), widest, latin)) if title.strip() else []


@lru_cache(maxsize=256)
def _broken(title: str, widest: float, latin: bool) -> tuple[str, ...]:
    if width(title) <= widest:
        return (title,)
    prices = _latin_prices(title) if latin else _prices(title)
    fewest = max(2, -(-int(width(title)) // int(widest)))
    best: tuple[float, tuple[str, ...]] | None = None
    for count in range(fewest, min(_MOST_LINES, fewest + 2) + 1):
        found = _best(title, prices, count, widest)
        if found and (best is None or found[0] + (count - fewest) * 9 < best[0]):
            best = (found[0] + (count - fewest) * 9, found[1])
    return best[1] if best else _cut(title, widest)


def _prices(title: str) -> list[float]:
    """What it costs to end a line after each character; 99 where it may not be."""
    prices = [6.0] * len(title)
    for start, end in _words(fold(title)):
        for place in range(start, end - 1):
            prices[place] = 40.0
        if end - start > 1:
            prices[end - 1] = 2.0
            if start:
                prices[start - 1] = min(prices[start - 1], 2.0)
    depth = 0
    for place, sign in enumerate(title):
        depth += (sign in _OPENING) - (sign in "》”’）〕】」』)" and depth > 0)
        following = title[place + 1] if place + 1 < len(title) else ""
        if depth:
            prices[place] += 12.0
        if sign in _AFTER and prices[place] < 40:
            prices[place] = min(prices[place], 1.0) if not depth else prices[place]
        if sign in _OPENING or following in _CLOSING or following in _NEVER_FIRST:
            prices[place] = 99.0
    return prices


def _words(folded: str) -> list[tuple[int, int]]:
    """Stretches that are words, the longest first at each place."""
    found, place = [], 0
    while place < len(folded):
        match = _WHOLE.match(folded, place)
        length = match.end() - place if match else 0
        for size in range(min(_LONGEST, len(folded) - place), max(length, 1), -1):
            if folded[place : place + size] in _WORDS:
                length = size
                break
        found.append((place, place + max(length, 1)))
        place += max(length, 1)
    return found


def _latin_prices(title: str) -> list[float]:
    return [1.0 if sign == " " else 99.0 for sign in title]


def _best(title: str, prices: list[float], count: int, widest: float) -> tuple[float, tuple[str, ...]] | None:
    """The cheapest way to make that many lines: by the price of each break and by the shape they make."""
    reached: dict[int, list[tuple[float, tuple[int, ...]]]] = {0: [(0.0, ())]}
    ideal = width(title) / count
    for row in range(count):
        last = row == count - 1
        following: dict[int, list[tuple[float, tuple[int, ...]]]] = {}
        for start, ways in reached.items():
            for end in (len(title),) if last else range(start + 2, len(title) - 1):
                wide = width(title[start:end])
                if wide > widest:
                    break
                price = (0.0 if last else prices[end - 1]) + (abs(wide - ideal) / ideal) ** 2 * 4
                if not last and prices[end - 1] >= 99:
                    continue
                price += 1.5 if wide > _COMFORT else 0.0
                following.setdefault(end, []).extend((cost + price, (*ends, end)) for cost, ends in ways)
        # The cheapest few suffice: the shape is judged at the end.
        reached = {end: sorted(ways)[:24] for end, ways in following.items()}
    ways = [(cost + _shape(title, ends), ends) for cost, ends in reached.get(len(title), [])]
    if not ways:
        return None
    cost, ends = min(ways)
    return cost, tuple(title[start:end].strip() for start, end in pairwise((0, *ends)))


def _shape(title: str, ends: tuple[int, ...]) -> float:
    """Trapezoid and rhombus cost nothing; equal lines a little, an hourglass or a short last word much."""
    widths = [width(title[start:end]) for start, end in pairwise((0, *ends))]
    steps = [second - first for first, second in pairwise(widths)]
    cost = 8.0 if min(widths) < max(widths) * 0.4 else 0.0
    if all(abs(step) < 1 for step in steps):
        return cost + 3.0
    rising = [step > 0 for step in steps if abs(step) >= 1]
    turns = sum(first != second for first, second in pairwise(rising))
    hourglass = bool(turns) and not rising[0]
    return cost + (12.0 if hourglass or turns > 1 else 0.0) + (1.0 if turns == 0 and not rising[0] else 0.0)


def _cut(title: str, widest: float) -> tuple[str, ...]:
    """Cut where the line is full, for what has no place to break."""
    lines, line = [], ""
    for sign in title:
        if width(line + sign) > widest:
            lines.append(line)
            line = ""
        line += sign
    return (*lines, line)
