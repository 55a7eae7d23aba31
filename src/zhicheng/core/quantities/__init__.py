"""Numbers, units and dates as Chinese offices write them.

Owns the reading of numerals (full-width, Chinese, with 万 and 亿), of quantities with their unit and bound, of
deadlines, and the one place where values are rounded and rates written. It refuses to choose: what can mean two
things comes back as None or with its alternatives. Pure functions over text; an office's table and its columns are
not known here. A general date or number library was not taken: none reads 三季度末 or 九成五.
"""

from __future__ import annotations

from zhicheng.core.quantities.amounts import Quantity, find_quantities, parse_quantity
from zhicheng.core.quantities.deadlines import Deadline, find_deadlines, parse_deadline
from zhicheng.core.quantities.numerals import parse_number, to_chinese
from zhicheng.core.quantities.rounding import (
    format_number,
    format_rate,
    rate,
    round_half_even,
    round_half_up,
)

__all__ = [
    "Deadline",
    "Quantity",
    "find_deadlines",
    "find_quantities",
    "format_number",
    "format_rate",
    "parse_deadline",
    "parse_number",
    "parse_quantity",
    "rate",
    "round_half_even",
    "round_half_up",
    "to_chinese",
]
