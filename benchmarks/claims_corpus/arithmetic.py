"""The labels' arithmetic done again, exactly: fractions, with an interval where an input is printed rounded.

Written apart from the data check, so that neither can inherit a mistake of the other.
"""

from __future__ import annotations

import ast
import math
import re
from dataclasses import dataclass
from fractions import Fraction

_UNITS = {"万": 10**4, "亿": 10**8}
_NUMBER = re.compile(r"\d+(?:\.\d+)?[万亿]?")
_NEAR = Fraction(3, 100)
_SHORT_OF = Fraction(9, 10)


@dataclass(frozen=True)
class Span:
    """The values that a printed figure may stand for, with the middle one."""

    low: Fraction
    middle: Fraction
    high: Fraction


def printed(figure: str) -> tuple[Fraction, Fraction]:
    """A figure's value and half a unit of its last printed digit."""
    unit = _UNITS.get(figure[-1], 1)
    digits = figure.rstrip("万亿")
    decimals = len(digits.partition(".")[2])
    return Fraction(digits) * unit, Fraction(unit, 2 * 10**decimals)


def reckoned(formula: str) -> Span:
    """What a formula gives; only inputs with decimals or in 万 or 亿 are wider than a point."""
    figures = _NUMBER.findall(formula)
    numbers = iter(range(len(figures)))
    tree = ast.parse(_NUMBER.sub(lambda _: f"x{next(numbers)}", formula), mode="eval")
    return _walk(tree.body, [_input(figure) for figure in figures])


def agrees(formula: str, stated: str) -> bool:
    """Whether a stated figure is what the formula gives, rounded half-up or half-even at its last printed digit.

    A leading ~ says 约 (within three hundredths), < says 近, > says 超.
    """
    found, mark, figure = reckoned(formula), stated[0] if stated[0] in "~<>" else "", stated.lstrip("~<>")
    if figure.endswith("%"):
        figure, found = figure[:-1], Span(*(100 * each for each in (found.low, found.middle, found.high)))
    negative, figure = figure.startswith("-"), figure.removeprefix("-")
    if negative:
        found = Span(-found.high, -found.middle, -found.low)
    value, half = printed(figure)
    if mark == "~":
        return abs(found.middle - value) <= value * _NEAR
    if mark == "<":
        return value * _SHORT_OF <= found.middle <= value
    if mark == ">":
        return found.high >= value
    even = int(figure.rstrip("万亿")[-1]) % 2 == 0
    above = found.low <= value + half if even else found.low < value + half
    return above and found.high >= value - half


def percent(formula: str) -> float:
    """What a formula gives, as a percent, half-up to 2 decimals."""
    value = reckoned(formula).middle * 10_000
    rounded = math.floor(abs(value) + Fraction(1, 2))
    return (rounded if value >= 0 else -rounded) / 100


def _input(figure: str) -> Span:
    value, half = printed(figure)
    if not ("." in figure or figure[-1] in _UNITS):
        half = Fraction(0)
    return Span(value - half, value, value + half)


def _walk(node: ast.expr, inputs: list[Span]) -> Span:
    if isinstance(node, ast.Name):
        return inputs[int(node.id[1:])]
    if isinstance(node, ast.UnaryOp):
        one = _walk(node.operand, inputs)
        return Span(-one.high, -one.middle, -one.low)
    if not isinstance(node, ast.BinOp):
        raise TypeError(ast.dump(node))
    return _joined(node.op, _walk(node.left, inputs), _walk(node.right, inputs))


def _joined(operator: ast.operator, left: Span, right: Span) -> Span:
    does = {
        ast.Add: Fraction.__add__,
        ast.Sub: Fraction.__sub__,
        ast.Mult: Fraction.__mul__,
        ast.Div: Fraction.__truediv__,
    }[type(operator)]
    corners = [does(one, other) for one in (left.low, left.high) for other in (right.low, right.high)]
    return Span(min(corners), does(left.middle, right.middle), max(corners))
