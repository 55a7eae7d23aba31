"""Slips of the hand: two whole numbers with the same digits in another order, or one digit apart."""

from __future__ import annotations

from fractions import Fraction


def swapped(one: Fraction, other: Fraction) -> bool:
    """The same digits in another order: 18452 and 18542."""
    if one == other or one.denominator != 1 or other.denominator != 1:
        return False
    return len(str(one)) > 1 and sorted(str(one)) == sorted(str(other))


def slipped(one: Fraction, other: Fraction) -> bool:
    """Swapped digits, or one digit of several that differs."""
    a, b = str(one), str(other)
    if one == other or one.denominator != 1 or other.denominator != 1 or len(a) != len(b):
        return False
    return sorted(a) == sorted(b) or (len(a) > 2 and sum(x != y for x, y in zip(a, b, strict=True)) == 1)
