"""Figures as a text prints them: exact value, last printed digit, unit, bound; in one pass over the folded text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from zhicheng.claims import apart
from zhicheng.claims.units import UNIT, UNIT_AFTER_CHINESE
from zhicheng.core.quantities import parse_number

_CN = "〇零一二两三四五六七八九"
_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,8})?(?!\d)|\d{1,15}(?:\.\d{1,8})?"
_BIG = r"万亿|千万|百万|十万|亿|万|千(?![克米瓦])|百(?!分)"
_REST_OF = r"(?<=亿)\d{1,4}万|(?<=亿)\d,\d{3}万|(?<=万)(?:\d,\d{3}|[1-9]\d{3}|[1-9]千)(?=[ ]?[元人件家名戶户吨噸公])"  # 3億2,500萬元
_CHINESE = rf"[{_CN}十](?:[{_CN}十百千万亿]|万亿){{0,20}}(?:点[{_CN}]{{1,6}})?"
_BEFORE = {
    "at_least": "超过了 超过 突破了 突破 不低于 不少于 不小于 至少 高于 多于 大于 超 逾 达到或超过 ≥ >",
    "at_most": "不足 不到 低于 少于 小于 不超过 不高于 不大于 至多 最多 控制在 ≤ <",
    "about": "约为 大约 大概 约占 约 大致 左右",
    "near": "接近 将近 近",
}
_AFTER = {
    "at_least": "及以上 以上 强 开外",
    "at_most": "及以下 以下 以内 之内 弱",
    "about": "左右 上下 许",
}


def _bounds(words: dict[str, str]) -> tuple[dict[str, str], str]:
    table = {word: bound for bound, line in words.items() for word in line.split()}
    return table, "|".join(sorted(map(re.escape, table), key=len, reverse=True))


_BEFORE_TABLE, _BEFORE_WORDS = _bounds(_BEFORE)
_AFTER_TABLE, _AFTER_WORDS = _bounds(_AFTER)
_FIGURE = re.compile(
    rf"(?P<before>{_BEFORE_WORDS})?[ ]{{0,2}}(?:"
    rf"(?P<of>百|千|万|[{_CN}十]{{1,3}})分之(?P<part>{_ARABIC}|百|{_CHINESE})"
    rf"|(?P<tenths>[一二两三四五六七八九]|(?<![\d.])\d)成(?![立为员果效功本绩交长熟品片套倍人都年活型分批份份])(?P<half>半|[一二三四五六七八九\d](?![\d.个家项件]))?"
    rf"|(?P<double>翻[一两二三四]?番|翻了[一两二三四]番)"
    rf"|(?P<middle>一半(?!以)|半数(?!以)|(?:一半|半数)以上|过半数?)"
    rf"|(?P<minus>(?<![\d%\u4e00-\u9fffa-z)])[-−](?=\d))?(?P<number>{_ARABIC})[ ]?(?P<big>{_BIG})?(?P<rest>{_REST_OF})?(?P<more>余|多|来(?=[个家万]))?(?P<big2>万|亿)?"
    rf"[ ]{{0,2}}(?P<unit>个?百分点|(?:{UNIT})(?:/[千万百]?[人户亩吨家])?)?"
    rf"|(?P<chinese>{_CHINESE}|[百千](?=[余多]))(?P<cmore>余|多)?(?P<cbig>万|亿)?[ ]{{0,2}}(?P<cunit>个?百分点|{UNIT_AFTER_CHINESE})"
    rf")(?P<after>{_AFTER_WORDS})?"
)
_RANK = re.compile(rf"第[ ]?(\d{{1,4}}|[{_CN}十百]{{1,5}})[ ]?[位名](?!首席|质量|专)")
_JOINED = re.compile(r"[ ]?(?:-{1,2}|—{1,2}|–|~|至|到)[ ]?")
_FROM = re.compile(r"(?:由|从|自)[^,;。]{0,40}$")


class Kind(StrEnum):
    """What sort of figure it is."""

    COUNT = "count"
    PERCENT = "percent"
    POINTS = "points"
    TIMES = "times"
    FRACTION = "fraction"
    RANK = "rank"
    DOUBLING = "doubling"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a text. `value` in whole units (1.2万 is 12000, 80% is 80), `step` the worth of its last digit.

    `exact`: a whole number printed in full, so that it stands for nothing but itself. `bound` is "", about, near,
    at_least or at_most. `weak`: 一个, which may be a way of speaking. `start` leaves out the words of the bound.
    """

    start: int
    end: int
    text: str
    value: Fraction
    step: Fraction
    exact: bool
    unit: str
    kind: Kind
    bound: str = ""
    upper: Fraction | None = None
    weak: bool = False

    @property
    def low(self) -> Fraction:
        """The least value that prints so."""
        return self.value if self.exact else self.value - self.step / 2

    @property
    def high(self) -> Fraction:
        """The greatest value that prints so."""
        return (self.upper or self.value) + (0 if self.exact else self.step / 2)

    @property
    def rough(self) -> bool:
        """Printed with 约, 近, 余, 以上 or as a range: it cannot convict another figure."""
        return bool(self.bound) or self.upper is not None


def find_figures(plain: str) -> list[Figure]:
    """Every figure of a folded text, in its order; dates, numbers of documents, names and codes are no figures."""
    found = [_rank(match) for match in _RANK.finditer(plain)]
    ranked = _RANK.sub(lambda match: apart.BLANK * len(match.group(0)), plain)
    masked = apart.mask(ranked)
    found += [figure for match in _FIGURE.finditer(masked) if (figure := _figure(match)) is not None]
    return _ranges(plain, sorted(found, key=lambda figure: figure.start))


def _rank(match: re.Match[str]) -> Figure:
    value = Fraction(parse_number(match[1]) or 0)
    return Figure(match.start(), match.end(), match[0], value, Fraction(1), True, "位", Kind.RANK)


def _figure(match: re.Match[str]) -> Figure | None:
    bound = _AFTER_TABLE.get(match["after"] or "") or _BEFORE_TABLE.get(match["before"] or "", "")
    figure = _special(match) or (_arabic(match) if match["number"] else _chinese(match))
    if figure is None:
        return None
    start = match.end("before") if match["before"] else match.start()
    start += len(match.string[start : match.end()]) - len(match.string[start : match.end()].lstrip(" "))
    more = match["more"] or match["cmore"]
    end = match.end()
    while end > start and match.string[end - 1] == " ":
        end -= 1
    return Figure(
        start, end, match.string[start:end], figure.value, figure.step, figure.exact, figure.unit, figure.kind,
        bound or ("at_least" if more else figure.bound), None, figure.weak,
    )  # fmt: skip


def _made(value: Fraction, step: Fraction, *, exact: bool, unit: str, kind: Kind, bound: str = "") -> Figure:
    return Figure(0, 0, "", value, step, exact, unit, kind, bound)


def _special(match: re.Match[str]) -> Figure | None:
    if match["tenths"]:
        value = Fraction(parse_number(match["tenths"]) or 0) * 10
        half = match["half"]
        value += 5 if half == "半" else Fraction(parse_number(half) or 0) if half else 0
        return _made(value, Fraction(1 if half else 6), exact=True, unit="%", kind=Kind.PERCENT)
    if match["double"]:
        times = re.sub("[翻番了]", "", match["double"])
        value = Fraction(2) ** int(parse_number(times) or 1 if times else 1)
        return _made(value, Fraction(1, 10), exact=False, unit="番", kind=Kind.DOUBLING)
    if match["middle"]:
        bound = "at_least" if "以上" in match["middle"] or "过" in match["middle"] else ""
        return _made(Fraction(50), Fraction(6), exact=False, unit="%", kind=Kind.FRACTION, bound=bound)
    if match["of"]:
        return _of_whole(match["of"], match["part"])
    return None


def _of_whole(whole: str, part: str) -> Figure | None:
    value = Fraction(100) if part == "百" else Fraction(parse_number(part) or 0)
    if whole in "百千万":
        scale = {"百": Fraction(1), "千": Fraction(1, 10), "万": Fraction(1, 100)}[whole]
        return _made(
            value * scale, _step(part) * scale, exact="点" not in part and "." not in part, unit="%", kind=Kind.PERCENT
        )
    bottom = parse_number(whole)
    if not bottom:
        return None
    return _made(value * 100 / Fraction(bottom), Fraction(6), exact=False, unit="%", kind=Kind.FRACTION)


def _step(number: str) -> Fraction:
    """The worth of the last printed digit."""
    for point in (".", "点"):
        if point in number:
            return Fraction(1, 10 ** len(number.partition(point)[2]))
    return Fraction(1)


_WORTH = {
    "": 1,
    "百": 10**2,
    "千": 10**3,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "万亿": 10**12,
}


def _arabic(match: re.Match[str]) -> Figure | None:
    number = match["number"].replace(",", "")
    worth = _WORTH[match["big"] or ""] * _WORTH[match["big2"] or ""]
    value = Fraction(number) * worth * (-1 if match["minus"] else 1)
    exact = worth == 1 and "." not in number
    if match["rest"]:
        return _with_unit(*_with_rest(value, match["rest"]), match["unit"] or "")
    if not match["unit"] and len(number) > 9 and worth == 1:
        return None
    return _with_unit(value, _step(number) * worth, exact, match["unit"] or "")


def _with_rest(value: Fraction, rest: str) -> tuple[Fraction, Fraction, bool]:
    """3億2,500萬: the value, its step and whether it is printed in full, with what stands after the first 億 or 萬."""
    tail = {"万": 10**4, "千": 10**3}.get(rest[-1], 1)
    return value + Fraction(rest.rstrip("万千").replace(",", "")) * tail, Fraction(tail), tail == 1


def _with_unit(value: Fraction, step: Fraction, exact: bool, unit: str) -> Figure:
    if unit in ("%", "‰", "%%"):
        scale = Fraction(1, 10) if unit == "‰" else Fraction(1)
        return _made(value * scale, step * scale, exact=exact, unit="%", kind=Kind.PERCENT)
    if unit.endswith("百分点"):
        return _made(value, step, exact=exact, unit="个百分点", kind=Kind.POINTS)
    if unit == "倍":
        return _made(value, step, exact=False, unit="倍", kind=Kind.TIMES)
    return _made(value, step, exact=exact, unit=unit, kind=Kind.COUNT)


def _chinese(match: re.Match[str]) -> Figure | None:
    text, unit = match["chinese"], match["cunit"]
    number = parse_number(text)
    if number is None:
        return None
    worth = _WORTH[match["cbig"] or ""]
    big = re.search(r"[万亿]+$", text)
    step = _step(text) * worth * (_WORTH.get(big[0], 1) if big else 1)
    figure = _with_unit(Fraction(number) * worth, step, step == 1 and "点" not in text, unit)
    return replace(
        figure, weak=text in ("一", "两") and figure.kind == Kind.COUNT and unit not in ("批次", "人次", "家次", "户次")
    )


def _ranges(plain: str, figures: list[Figure]) -> list[Figure]:
    """10-15 家 is one figure; 由 80 家到 100 家 stays two."""
    joined: list[Figure] = []
    for figure in figures:
        last = joined[-1] if joined else None
        if last is not None and last.upper is None and _one_range(plain, last, figure):
            joined[-1] = replace(
                figure, start=last.start, text=plain[last.start : figure.end], upper=figure.value, exact=False,
                value=last.value if last.unit or last.value > figure.value / 1000 else figure.value,
            )  # fmt: skip
        else:
            joined.append(figure)
    return joined


def _one_range(plain: str, first: Figure, second: Figure) -> bool:
    gap = plain[first.end : second.start]
    if len(gap) > 4 or not _JOINED.fullmatch(gap) or first.kind == Kind.RANK:
        return False
    if first.unit not in ("", second.unit) or first.value >= second.value:
        return False
    return not (("至" in gap or "到" in gap) and _FROM.search(plain, max(0, first.start - 42), first.start))
