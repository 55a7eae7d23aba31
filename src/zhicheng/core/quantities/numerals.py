"""Numerals: Arabic in either width, Chinese in either script, with 万, 亿, 成, percent and parts of a whole."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from zhicheng.core.text import fold

_DIGITS = {sign: value for value, signs in enumerate(
    ("〇零○o", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
) for sign in signs}  # fmt: skip
_STEPS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_BIG = {"万": 10**4, "亿": 10**8}
_NUMERALS = "〇零○一壹二贰两三叁四肆五伍六陆七柒八捌九玖"
ARABIC = r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
CHINESE = rf"[{_NUMERALS}十拾百佰千仟万亿]+(?:点[{_NUMERALS}]+)?"
_ARABIC_ONLY = re.compile(rf"({ARABIC})\s*([万亿]{{0,2}})")
_PART = re.compile(r"(百|千|万|[^分]+)分之(.+)")
_TENTHS = re.compile(rf"([{_NUMERALS}\d])成(?:([{_NUMERALS}\d])|半)?")


def parse_number(text: str) -> Decimal | None:
    """The number that the whole text is, or None. 98% and 九成八 are 0.98, 1.2万 is 12000.

    None where it is no number, or no exact one (三分之二).
    """
    plain = fold(text).strip().replace(" ", "").replace("\u3000", "")
    if not plain:
        return None
    sign = 1
    if plain[0] in "+-−负":
        sign, plain = (1 if plain[0] == "+" else -1), plain[1:]
    value = _unsigned(plain)
    if value is None:
        return None
    whole = value.to_integral_value()
    return sign * (whole.quantize(Decimal(1)) if whole == value and whole < 10**20 else value)


def _unsigned(plain: str) -> Decimal | None:
    for ending, divisor in (("%", 100), ("‰", 1000)):
        if plain.endswith(ending):
            value = _unsigned(plain[: -len(ending)])
            return None if value is None else value / divisor
    part = _PART.fullmatch(plain)
    if part:
        return _part_of_whole(part.group(1), part.group(2))
    tenths = _TENTHS.fullmatch(plain)
    if tenths:
        first, second = (_digit(tenths.group(1)), tenths.group(2))
        rest = Decimal(_digit(second)) if second else Decimal(5 if plain.endswith("半") else 0)
        return Decimal(first) / 10 + rest / 100
    match = _ARABIC_ONLY.fullmatch(plain)
    if match:
        value = Decimal(re.sub("[,，]", "", match.group(1)))
        for big in match.group(2):
            value *= _BIG[big]
        return value
    return _chinese(plain)


def _part_of_whole(whole_text: str, part_text: str) -> Decimal | None:
    whole, part = _unsigned(whole_text), _unsigned(part_text)
    if whole is None or part is None or not whole:
        return None
    exact = Fraction(part) / Fraction(whole)
    rest = exact.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return part / whole if rest == 1 else None


def _digit(sign: str) -> int:
    return int(sign) if sign.isdigit() and sign.isascii() else _DIGITS[sign]


def _chinese(plain: str) -> Decimal | None:
    if not re.fullmatch(CHINESE, plain):
        return None
    whole, _point, fraction = plain.partition("点")
    value = _chinese_whole(whole)
    if value is None:
        return None
    if fraction:
        try:
            return Decimal(f"{value}." + "".join(str(_DIGITS[sign]) for sign in fraction))
        except (InvalidOperation, KeyError):
            return None
    return Decimal(value)


def _chinese_whole(text: str) -> int | None:
    """Digits in a row (二〇二五) or a counted number (二千零二十五); None for a mixture that is neither."""
    if all(sign in _DIGITS for sign in text):
        return int("".join(str(_DIGITS[sign]) for sign in text)) if len(text) > 1 or text else None
    total, section, digit, last_step = 0, 0, None, 10**9
    for sign in text:
        if sign in _DIGITS:
            if digit not in (None, 0):
                return None
            digit = _DIGITS[sign]
            if digit == 0:
                last_step = 10**9
        elif sign in _STEPS:
            step = _STEPS[sign]
            section += (1 if digit is None else digit) * step
            digit, last_step = None, step
        else:
            section += digit or 0
            if not section and not total:
                return None
            total = (total + section) * _BIG[sign] if sign == "亿" else total + section * _BIG[sign]
            section, digit, last_step = 0, None, _BIG[sign]
    # 三百五 is 350, 一万二 is 12000: the last digit stands one step below.
    if digit and last_step in (100, 1000, 10**4, 10**8):
        return total + section + digit * last_step // 10
    return total + section + (digit or 0)


def to_chinese(number: int) -> str:
    """A whole number from 0 below 10^12 in Chinese numerals: 10 is 十, 105 is 一百零五."""
    if not 0 <= number < 10**12:
        raise ValueError("a whole number from 0 below 10^12 is needed")
    if number == 0:
        return "零"
    text = ""
    for value, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section, number = divmod(number, value)
        if section:
            if text and section < 1000:
                text += "零"
            text += _section(section) + name
    return text[1:] if text.startswith("一十") else text


def _section(number: int) -> str:
    text, gap = "", False
    for value, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, value)
        if digit:
            text += ("零" if gap and text else "") + "零一二三四五六七八九"[digit] + name
        gap = not digit
    return text
