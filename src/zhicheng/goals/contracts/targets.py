"""What a task asks for: number, unit, direction and kind, from its target cell or from its own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from zhicheng.core.intake import Cell
from zhicheng.core.quantities import Quantity, find_quantities, parse_number, parse_quantity
from zhicheng.core.text import fold
from zhicheng.goals.contracts.results import (
    AT_LEAST,
    AT_MOST,
    COUNTED,
    COVERAGE,
    CUMULATIVE,
    EQUAL,
    NEW,
    QUALITATIVE,
    RATE,
    STOCK,
    shown,
)
from zhicheng.goals.contracts.said import Said, say

_COVERAGE = re.compile(r"全覆盖|全部覆盖|全面覆盖|全域覆盖|应[\u4e00-\u9fff]{1,2}尽[\u4e00-\u9fff]{1,2}")
_COVERED = re.compile(
    r"(\d+)\s*个?\s*(?:县|区|市|乡|镇|街道|部门|园区|地|行业|领域|村|社区)?(?:[（(][^（()）]*[)）])?[^，,。；;\d]{0,14}(?:全覆盖|全部覆盖|全面覆盖)"
)
_FROM_TO = re.compile(r"[由从](?:[^，。；,;]{0,12}?)$")
_TO = re.compile(r"^[^，。；,;]{0,8}?(?:到|至|为)")
_PER = re.compile(
    r"(?:每个?(?:县|市|区|镇|乡|街道|单位|部门|家|户|企业|地|人)?|各(?:县|市|区|地|单位|部门|乡镇|镇|牵头|有关)[^，。；,;\d]{0,14}|分别[^，。；,;\d]{0,6}|人均)[^，。；,;\d]{0,8}$"
)
_PART_OF = re.compile(r"其中|(?<=[（(，,；;])(?:包括|包含|含)(?!税)")
_EACH_TIME = re.compile(r"每(?:半?年|季度?|月|周|两年|旬)[^，。；,;\d]{0,8}$")
# A comparison with no subject of its own says more about the number before it (，较上年提高0.5个百分点).
_COMPARED = re.compile(
    r"(?:^|[，,；;、（(])\s*(?:较|比|同比|环比)(?:上年|去年|上一?年度?|前年|同期|基期|20\d\d年?)*(?:度|同期|末|底)*"
    r"[^，。；,;、（）()\d]{0,6}$"
)
_TIME_UNITS = {"小时", "分钟", "天", "个工作日", "工作日", "个月", "个小时", "周", "轮"}
_SIDE_UNITS = {"元", "万元", "亿元", "分"}
_DOWN = re.compile(r"(?:下降|降低|降|压减|压缩|减少|缩短|控制)(?:到|至|在)$|不超过$|不高于$|低于$")
_VAGUE = re.compile(
    r"若干|待定|另行|视情|适量|暂定|待下达|以.{0,8}下达.{0,4}为准|按.{0,8}下达|见附[件表]|详见|翻[一两二]?番"
)
_MULTIPLE = re.compile(r"翻[一两二三]?番")
# 3+2家: nobody says whether the sum counts.
_ADDED = re.compile(r"(\d+(?:\+\d+)+)\s*([\u3400-\u9fff%]{0,4})$")
ERRORS = ("#ref!", "#n/a", "#div/0!", "#value!", "#name?", "#null!", "#num!")
BLANKS = {"", "-", "—", "――", "——", "/", "／", "无", "\\", "×", "--", "－", "╱", "无要求", "空"}
QUALITATIVE_WORDS = {"定性", "定性任务", "定性指标", "完成", "按时完成", "取得实效", "有效推进", "√"}


@dataclass(frozen=True)
class Goal:
    """A target that was read; with `why` set it was not, and `proposals` are what it may be."""

    value: Decimal | None = None
    unit: str = ""
    kind: str = QUALITATIVE
    direction: str = AT_LEAST
    approximate: bool = False
    text: str = ""
    why: Said | None = None
    proposals: tuple[str, ...] = ()
    quantities: tuple[Quantity, ...] = field(default=())


def of_quantity(quantity: Quantity, *, text: str = "", context: str = "", unit: str = "") -> Goal:
    """The goal that one quantity states."""
    unit = quantity.unit or unit
    # Nobody sets none as the least: 重大事故 0 起 is a ceiling.
    lower = quantity.bound == "at_most" or quantity.value == 0 or bool(_DOWN.search(context))
    return Goal(
        value=quantity.value,
        unit=unit,
        kind=RATE if unit in ("%", "‰") or unit.endswith("百分点") else COUNTED,
        direction=AT_MOST if lower else AT_LEAST,
        approximate=quantity.bound == "about",
        text=text or quantity.text,
        quantities=(quantity,),
    )


def from_text(text: str) -> Goal:
    """The goal in a task's own words; qualitative where they hold no quantity."""
    plain = fold(text)
    candidates = _candidates(plain)
    covered = _COVERED.search(plain)
    if _COVERAGE.search(plain):
        return _coverage(
            covered, [c for c in candidates if not covered or not covered.start() <= c.start < covered.end()]
        )
    ranges = [quantity for quantity in candidates if quantity.upper is not None]
    if ranges:
        one = ranges[0]
        both = (shown(one.value, one.unit), shown(one.upper or one.value, one.unit))
        return Goal(kind=COUNTED, text=one.text, why=say("target-range"), proposals=both, quantities=tuple(candidates))
    strong = [quantity for quantity in candidates if not quantity.weak]
    per = [quantity for quantity in strong if _PER.search(plain[: quantity.start])]
    if per:
        options = tuple(dict.fromkeys(shown(q.value, q.unit) for q in strong))
        return Goal(kind=COUNTED, text=per[0].text, why=say("target-each"), proposals=options)
    distinct = {(quantity.value, quantity.unit) for quantity in strong}
    if len(distinct) == 1:
        chosen = strong[0]
        return replace(of_quantity(chosen, context=plain[: chosen.start]), quantities=tuple(strong))
    if len(distinct) == 2 and len(strong) == 2 and strong[0].unit == strong[1].unit and _strives(plain, strong):
        options = tuple(shown(q.value, q.unit) for q in strong)
        first = of_quantity(strong[0], context=plain[: strong[0].start])
        return replace(first, why=say("target-strive"), proposals=options, quantities=tuple(strong))
    if distinct:
        options = tuple(dict.fromkeys(shown(q.value, q.unit) for q in strong))
        return Goal(kind=COUNTED, why=say("target-several"), proposals=options, quantities=tuple(strong))
    if candidates:
        options = tuple(dict.fromkeys(shown(q.value, q.unit) for q in candidates))
        return Goal(why=say("target-perhaps"), proposals=(*options, "定性任务"))
    if _MULTIPLE.search(plain):
        return Goal(kind=COUNTED, why=say("target-double"), proposals=("定性任务",))
    return Goal()


def _strives(plain: str, both: list[Quantity]) -> bool:
    """The second number is what one strives for, beside the first that is to be reached."""
    said = [bool(re.search(r"(?:力争|争取)[^\d，。；]{0,4}\d", plain[max(0, q.start - 6) : q.end])) for q in both]
    return said == [False, True]


def _candidates(plain: str) -> list[Quantity]:
    """Quantities that can be a target: without time spans, frequencies, sub-parts and starting values."""
    found = []
    aside = [match.start() for match in _PART_OF.finditer(plain)]
    for quantity in find_quantities(plain):
        before, after = plain[: quantity.start], plain[quantity.end :]
        if any(start < quantity.start and not re.search("[。；;\n]", plain[start : quantity.start]) for start in aside):
            continue
        if _FROM_TO.search(before) and (_TO.search(after) or quantity.upper is not None):
            if quantity.upper is None:
                continue
            quantity = replace(quantity, value=quantity.upper, upper=None)
        if _EACH_TIME.search(before):
            quantity = replace(quantity, weak=True)
        if not quantity.unit and not quantity.bound:
            continue
        found.append(quantity)
    plainly = [quantity for quantity in found if not _COMPARED.search(plain[: quantity.start])]
    found = plainly or found
    main = [quantity for quantity in found if quantity.unit not in _TIME_UNITS]
    if main:
        found = main
    counted = [quantity for quantity in found if quantity.unit not in _SIDE_UNITS and not quantity.weak]
    return counted if counted and len(counted) == len([q for q in found if not q.weak]) else found


def _coverage(covered: re.Match[str] | None, others: list[Quantity]) -> Goal:
    if covered and not [quantity for quantity in others if not quantity.weak]:
        number = parse_number(covered[1])
        return Goal(number, "个", COVERAGE, EQUAL, text=covered[0])
    options = tuple(dict.fromkeys(shown(quantity.value, quantity.unit) for quantity in others))
    if covered:
        options = (f"{covered[1]}个", *options)
    rates = {quantity.value for quantity in others if quantity.unit == "%"}
    if rates == {Decimal(100)} and len(others) == 1:
        return Goal(Decimal(100), "%", COVERAGE, EQUAL, text="100%")
    why = say("coverage-numbers") if others else say("coverage-of")
    return Goal(kind=COVERAGE, direction=EQUAL, why=why, proposals=options or ("100%",))


def from_cell(cell: Cell, *, unit: str) -> Goal:
    """The goal in a target cell; `unit` is what its row or its heading gives."""
    text = cell.text.strip()
    if cell.formula and cell.value is None:
        return Goal(kind=COUNTED, text=cell.formula, why=say("formula-empty"))
    if fold(text) in ERRORS:
        return Goal(kind=COUNTED, why=say("formula-error", text=text))
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        return _from_number(cell, unit=unit)
    if hasattr(cell.value, "year"):
        return Goal(kind=COUNTED, text=text, why=say("target-day"))
    return from_words(text, unit=unit)


def from_words(text: str, *, unit: str) -> Goal:
    """The goal that the text of a target cell states."""
    plain = text.strip().strip("。；;").lstrip("'’‘")
    added = _ADDED.match(fold(plain))
    if added:
        parts = [Decimal(each) for each in added[1].split("+")]
        options = tuple(shown(each, added[2] or unit) for each in (sum(parts, Decimal(0)), *parts))
        return Goal(kind=COUNTED, unit=added[2] or unit, text=text, why=say("target-several"), proposals=options)
    if fold(plain) in QUALITATIVE_WORDS or plain in BLANKS:
        return Goal(text=text)
    if _VAGUE.search(fold(plain)) and not re.search(r"\d", fold(plain)):
        return Goal(kind=COUNTED, unit=unit, text=text, why=say("target-open", text=plain[:20]))
    whole = parse_quantity(plain)
    if whole is not None and whole.upper is None:
        return _with_unit(of_quantity(whole, text=text), unit)
    if whole is not None and whole.upper is not None:
        own = whole.unit or unit
        options = (shown(whole.value, own), shown(whole.upper, own))
        return Goal(unit=own, kind=_kind(own), text=text, why=say("target-range"), proposals=options)
    goal = replace(from_text(plain), text=text)
    if goal.kind == QUALITATIVE and not goal.why and re.search(r"[\d０-９]", plain) and not _only_names(plain):
        numbers = re.findall(r"\d+(?:\.\d+)?", fold(plain))
        return Goal(kind=COUNTED, text=text, why=say("target-unread"), proposals=tuple(dict.fromkeys(numbers))[:4])
    if goal.value is None or goal.kind == COVERAGE:
        return goal
    return _with_unit(goal, unit)


def _only_names(plain: str) -> bool:
    bare = re.sub(r"20\d\d(?:年|[-—.]\d+)?|\d+月\S?|[“\"《][^”\"》]*[”\"》]|\d+a|第\d+|\d+号", "", fold(plain))
    return not re.search(r"\d", bare)


def _with_unit(goal: Goal, unit: str) -> Goal:
    """Bring the row's unit and the cell's own together; two that differ are a question."""
    if not unit or goal.value is None:
        return goal
    if not goal.unit:
        return replace(goal, unit=unit, kind=_kind(unit))
    if (
        goal.unit == unit
        or (unit.endswith(goal.unit) and not unit.startswith(("万", "亿", "百", "千")))
        or goal.unit in unit.split("/")
    ):
        return replace(goal, unit=unit, kind=_kind(unit))
    if goal.unit.endswith(unit) and goal.unit[0] in "万亿":
        factor = {"万": 10**4, "亿": 10**8}[goal.unit[0]]
        return replace(goal, value=goal.value * factor, unit=unit)
    if re.sub("^[万亿]", "", goal.unit) == re.sub("^[万亿]", "", unit):
        # 2亿元 under 万元: the cell says plainly what it means.
        return goal
    options = (shown(goal.value, goal.unit), shown(goal.value, unit))
    return replace(goal, why=say("target-units", own=goal.unit, unit=unit), proposals=options)


def _kind(unit: str) -> str:
    return RATE if unit in ("%", "‰") or unit.endswith("百分点") else COUNTED


def _from_number(cell: Cell, *, unit: str) -> Goal:
    value = parse_number(repr(cell.value)) or Decimal(repr(cell.value))
    text = cell.text.strip()
    percent_unit = unit in ("%", "％", "百分比")
    if "%" in cell.number_format:
        percent = value * 100
        if unit and not percent_unit and "率" not in unit:
            options = (shown(percent, "%"), shown(value, unit))
            return Goal(kind=RATE, text=text, why=say("percent-unit", unit=unit), proposals=options)
        if value > Decimal("1.5"):
            options = (shown(value, "%"), shown(percent, "%"))
            return Goal(kind=RATE, text=text, why=say("percent-high"), proposals=options)
        return Goal(short(percent), "%", RATE, text=text)
    if percent_unit:
        if 0 < value <= 1:
            options = (shown(short(value * 100), "%"), shown(value, "%"))
            return Goal(kind=RATE, text=text, why=say("percent-low"), proposals=options)
        return Goal(value, "%", RATE, text=text)
    in_format = parse_quantity(text) if not re.fullmatch(r"[\d.,-]*", text) else None
    if in_format is not None and in_format.value == value:
        return _with_unit(of_quantity(in_format, text=text), unit)
    return Goal(value, unit, _kind(unit), direction=AT_LEAST if value else AT_MOST, text=text)


def unit_of(value: Decimal, texts: Sequence[str]) -> str:
    """The one unit with which the words beside a bare number repeat it; '' without one."""
    said = [quantity for text in texts for quantity in find_quantities(fold(text)) if quantity.value == value]
    units = {quantity.unit for quantity in said if quantity.unit}
    return units.pop() if len(units) == 1 and len(said) == 1 else ""


def short(value: Decimal) -> Decimal:
    """A value without the noise of floating point."""
    return parse_number(f"{round(value, 8):f}") or value


def answered(text: str) -> tuple[Decimal, str] | None:
    """The number of an answer and the unit behind it, whatever that is; None for no number."""
    quantity = parse_quantity(text)
    if quantity is not None:
        return (quantity.value, quantity.unit) if quantity.upper is None else None
    match = re.fullmatch(r"(-?\d+(?:\.\d+)?)(\D{0,10})", fold(text.strip()))
    return (Decimal(match[1]), text.strip()[match.end(1) :].strip()) if match else None


def basis_of(text: str) -> str:
    """New this year, cumulative or stock, where the words say so."""
    plain = fold(text)
    words = {
        CUMULATIVE: r"累计|总数达|总量达",
        STOCK: r"保有量|拥有量|存量|有效期内|有效数|年末数",
        NEW: r"新增|新培育|新认定|新建|新获|净增|新入库|新创",
    }
    found = [basis for basis, pattern in words.items() if re.search(pattern, plain)]
    return found[0] if len(found) == 1 else ""
