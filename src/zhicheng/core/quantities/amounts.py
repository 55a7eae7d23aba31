"""Quantities in running text: value, unit, bound; what only looks like one (years, law numbers, names) is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from zhicheng.core.quantities.numerals import ARABIC, CHINESE, parse_number
from zhicheng.core.text import fold

_COUNTERS = [
    "个工作日",
    "工作日",
    "个小时",
    "个月",
    "家次",
    "户次",
    "人次",
    "批次",
    "件次",
    "场次",
    "台次",
    "车次",
    "个百分点",
    "百分点",
    "家",
    "个",
    "项",
    "件",
    "户",
    "人",
    "名",
    "位",
    "批",
    "次",
    "场",
    "期",
    "届",
    "处",
    "座",
    "所",
    "条",
    "套",
    "部",
    "台",
    "辆",
    "种",
    "类",
    "篇",
    "份",
    "只",
    "幅",
    "株",
    "头",
    "站",
    "片",
    "点",
    "组",
    "支",
    "村",
    "镇",
    "例",
    "宗",
    "起",
    "单",
    "本",
    "张",
    "门",
    "款",
    "轮",
    "天",
    "小时",
    "分钟",
    "分",
    "倍",
    "周",
]
_MEASURES = [
    "元",
    "吨",
    "亩",
    "公顷",
    "平方米",
    "平方公里",
    "立方米",
    "公里",
    "千米",
    "千瓦时",
    "千瓦",
    "千克",
    "公斤",
    "克",
    "米",
    "度",
    "升",
    "美元",
    "标准煤",
    "吨标准煤",
    "兆瓦",
    "微克/立方米",
    "毫克/升",
]
_ASCII_UNITS = ("km", "kg", "mg/l", "gb", "kwh", "mw")
_UNITS = sorted({*_COUNTERS, *_MEASURES, *_ASCII_UNITS, "%", "‰"}, key=len, reverse=True)
_UNIT = "|".join(re.escape(unit) for unit in _UNITS)
_BOUNDS_BEFORE = (
    ("at_least", "不低于 不少于 不小于 至少 达到 达 力争达到 力争 确保 高于 超过 突破 大于 多于 最低 ≥ > ⩾ ≧ =>"),
    ("at_most", "不高于 不超过 不大于 不多于 低于 少于 小于 控制在 至多 最多 最高 ≤ < ⩽ ≦"),
    ("about", "约 大约 左右"),
)
_BOUNDS_AFTER = (
    ("at_least", "及以上 以上 及其以上 起"),
    ("at_most", "及以下 以下 以内 之内 及以内"),
    ("about", "左右 上下"),
)
_BEFORE = {word: bound for bound, words in _BOUNDS_BEFORE for word in words.split()}
_AFTER = {word: bound for bound, words in _BOUNDS_AFTER for word in words.split()}


def _alternatives(words: dict[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_NUMBER = rf"(?:{ARABIC})(?:\s*[万亿])*|(?:百|千|万)分之(?:{ARABIC}|{CHINESE})|{CHINESE}"
_DASH = r"\s*(?:[—–―－~～-]+|至|到)\s*"
_PATTERN = re.compile(
    rf"(?P<before>{_alternatives(_BEFORE)})?\s*(?:(?P<minus>[-−])(?=\d))?"
    rf"(?P<number>{_NUMBER})\s*(?P<tenths>成(?:半|[一二三四五六七八九\d])?)?(?P<more>多|余)?"
    rf"(?:(?P<unit1>{_UNIT})?{_DASH}(?P<upper>{_NUMBER}))?"
    rf"\s*(?P<more2>多|余)?[（(]?(?P<unit>{_UNIT})?[)）]?"
    rf"(?P<over>(?:[（(][^（）()\d]{{1,12}}[）)])?)\s*(?P<after>{_alternatives(_AFTER)})?"
)
# What looks like a quantity and is none: days and years, document numbers, names of standards, schemes and grades.
_NOT_AMOUNTS = re.compile(
    r"(?:\d{4}|[〇零○一二三四五六七八九]{4}|\d{2}(?=年\d))\s*[-—–~～至]?\s*(?:\d{4})?\s*年(?:度)?(?:\s*\d{1,2}\s*月(?:份)?(?:\s*\d{1,2}\s*[日号])?)?"
    r"|\d{4}[./-]\d{1,2}(?:[./-]\d{1,2})?(?!\d)"
    r"|(?:1[0-2]|[1-9]|十[一二]|[一二三四五六七八九十])\s*月(?:份|底|末|初)?(?:\s*\d{1,2}\s*[日号])?"
    r"|\d{1,2}\s*[日号](?=前|之前|以前|底)"
    r"|[第前]\s*(?:\d+|[一二三四五六七八九十百]+)\s*(?:[个名位批届季次期类条款项部强]|季度)?"
    r"|(?:[一二三四1-4])\s*季度"
    r"|[〔\[【（(]\s*\d{4}\s*[〕\]】）)]\s*\d+\s*号|\d+\s*号(?:文|令)?"
    r"|(?:iso|gb/?t?|iec|db\d*/?t?|gmp|haccp|4r|a股|en|iatf|as|sa|qc)[\s/]*[\d.]+(?:[-—:：]\d+)?"
    r"|\d+a(?:级|景区)?|[一二三四五六七八九十\d]+(?:级|星级|星|类水|类地|流|体化|年期|产业|农|品一标|同步|同时|位一体|网融合)"
    r"|(?:三年|五年|\d+年|[一二三四五六七八九十]+年)(?:行动|计划|规划|期|攻坚|滚动)"
    r"|十[一二三四五]五|[一二三四五六七八九]化|[一二三四五六七八九]区"
    r"|每\s*[百千万亿\d]*\s*(?:名|人|户|家|个)?(?:就业人员|人口|常住人口)?(?![一二三四五六七八九\d]*\s*(?:季|月|年))"
    r"|一(?:批|系列|体|定|流|般|致|律|线|些|直|样|方面|系|起|把手|张网|件事|次性|站式|网通办|网统管|码通|企一策|县一策|品一策|业一策|镇一品|村一品|窗受理|类事)"
    r"|双随机|一公开|[“\"‘「『][^”\"’」』]{1,14}[”\"’」』]|《[^》]{1,60}》"
    r"|5g|4g|3d|2b|2c|\d+\.0(?![\d%])|24小时|7×24|\d+[×x*]\d+"
    r"|百城千业万企|千企万|百千万|百年|千年|万物|千家万户|万众|万里|百姓|百货|千方百计"
    r"|十分|十足|一一|四个[“\"]|两手|三品|三同|四品|五定|三定|两化|三化|两个[“\"]"
)
_WEAK_ONE = re.compile(r"^(?:一|两|三|四|五|六|七|八|九|十)$")
_SURE_AFTER_CHINESE = frozenset(["家", "次", "场", "件", "部", "届", "期", "户", "批次", "人次", "名", "个", "项", "%"])


@dataclass(frozen=True)
class Quantity:
    """A number that a text states. `bound` is at_least, at_most, about or ''. A range has `upper`.

    `strict` for > and <; `weak` where it may as well be a way of speaking (一个, 两项) and needs a look.
    """

    value: Decimal
    unit: str = ""
    bound: str = ""
    upper: Decimal | None = None
    start: int = 0
    end: int = 0
    text: str = ""
    strict: bool = False
    weak: bool = False


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity with a unit, a percent sign or a bound, in the order of the text."""
    return _find(text)


@lru_cache(maxsize=2048)
def _find(text: str) -> tuple[Quantity, ...]:
    plain = fold(text)
    masked = _mask(plain)
    found = []
    position = 0
    while match := _PATTERN.search(masked, position):
        position = max(match.end(), match.start() + 1)
        quantity = _quantity(match, text)
        if quantity is not None and (quantity.unit or quantity.bound):
            found.append(quantity)
    return tuple(found)


def _mask(plain: str) -> str:
    """The text with everything that is no amount blanked, positions kept."""
    return _NOT_AMOUNTS.sub(lambda match: "\x00" * len(match.group(0)), plain)


def _quantity(match: re.Match[str], text: str) -> Quantity | None:
    value = parse_number(match["number"] + (match["tenths"] or ""))
    if value is None:
        return None
    unit = match["unit"] or match["unit1"] or ""
    percent = match["tenths"] or "分之" in match["number"]
    value, unit = (value * 100, "%") if percent else _scaled(value, match["number"], unit)
    upper = None
    if match["upper"]:
        upper = parse_number(match["upper"])
        if upper is not None:
            upper, unit = (upper * 100, "%") if percent else _scaled(upper, match["upper"], match["unit"] or unit)
        if upper is not None and match["upper"][-1:] in "万亿" and match["number"][-1:] not in "万亿":
            value = value * (upper / Decimal(1) and (parse_number("1" + match["upper"][-1]) or 1))
    chinese = not re.search(r"\d", match["number"]) and not percent
    if chinese and not unit:
        return None
    if chinese and unit not in _SURE_AFTER_CHINESE and unit not in _MEASURES:
        return None
    before, after = match["before"] or "", match["after"] or ""
    bound = _AFTER.get(after) or _BEFORE.get(before, "")
    if match["more"] or match["more2"]:
        bound = bound or "about"
    return Quantity(
        value=-value if match["minus"] else value,
        unit=unit,
        bound=bound,
        upper=upper,
        start=match.start(),
        end=match.end(),
        text=text[match.start() : match.end()].strip(),
        strict=before in ("高于", "超过", "突破", "大于", "多于", ">", "低于", "少于", "小于", "<"),
        weak=bool(
            chinese and _WEAK_ONE.match(match["number"]) and unit in ("个", "项", "名", "次", "期") and not bound
        ),
    )


def _scaled(value: Decimal, number: str, unit: str) -> tuple[Decimal, str]:
    """万 and 亿 stay with a measure (27 万元), and multiply a count (3 万户 is 30000 户)."""
    big = re.search(r"[万亿]+$", number)
    if big and unit in _MEASURES and re.search(r"\d", number):
        bare = parse_number(number[: big.start()].strip())
        if bare is not None:
            return bare, big.group(0) + unit
    return value, unit


def parse_quantity(text: str) -> Quantity | None:
    """The one quantity that the whole text is (60家以上, ≥98%, 力争60, 1.2万件), or None.

    A bare number is a quantity without unit; a range has `upper`; words around the number make it None.
    """
    plain = fold(text).strip().rstrip("。；;，,")
    match = _PATTERN.fullmatch(plain.strip())
    lead = re.match(r"(?:力争|确保|完成|实现|新增|达到|达|为|全年|不)*(?=[^\d]*\d)", plain)
    if match is None and lead and lead.end():
        match = _PATTERN.fullmatch(plain[lead.end() :].strip())
    if match is not None:
        quantity = _quantity(match, plain)
        if quantity is not None:
            return replace(quantity, start=0, end=len(text), text=text.strip(), weak=False)
    number = parse_number(plain)
    return Quantity(number, end=len(text), text=text.strip()) if number is not None else None


def is_unit(text: str) -> bool:
    """The text is a unit of measure: 家, 万元, 个（项）, %."""
    plain = re.sub(r"[（(].*?[)）]", "", fold(text)).strip().strip("()（）/")
    if not plain or len(plain) > 10:
        return False
    return all(_one_unit(part) for part in re.split(r"[/、]", plain) if part)


def _one_unit(part: str) -> bool:
    known = {*_COUNTERS, *_MEASURES, *_ASCII_UNITS, "%", "‰", "％"}
    bare = re.sub(r"^[十百千万亿]+", "", part) or part
    return (
        part in known
        or bare in known
        or part in ("百分比", "分值", "指数", "位次", "人年", "全覆盖", "定性", "无", "—", "-", "覆盖率", "比例")
    )
