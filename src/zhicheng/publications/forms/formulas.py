"""The formulas of a form, worked out from the values proposed, as far as forms use them. Pure.

Sums, differences, quotients, ROUND, IF, AVERAGE and their like. Whatever else a formula says is left to the program that
opens the file: None here, never a wrong number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, DivisionByZero, InvalidOperation, localcontext

Cell = tuple[str, int, int]
"""Sheet name, row, column from 0."""
Known = Decimal | str | None
"""A number, words, or None for an empty cell."""

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?P<text>\"(?:[^\"]|\"\")*\")"
    r"|(?P<ref>(?:(?:'[^']+'|[\w.\u4e00-\u9fff]+)!)?\$?[A-Za-z]{1,3}\$?\d{1,7}(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?(?![\w(]))"
    r"|(?P<name>[A-Za-z_.][\w.]*)|(?P<sign><=|>=|<>|[-+*/^&=<>(),%]))"
)
_ONE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)")
MOST_CELLS, MOST_DEPTH = 200_000, 60


class Unknown(Exception):
    """A formula, or a cell it rests on, that cannot be worked out here."""


class Evaluator:
    """Works formulas out, each once. `known` gives the values of cells, `formulas` those of cells that compute."""

    def __init__(self, formulas: Mapping[Cell, str], known: Callable[[Cell], Known]) -> None:
        self._formulas, self._known = formulas, known
        self._done: dict[Cell, Known] = {}
        self._open: set[Cell] = set()
        self._read = 0

    def value(self, cell: Cell) -> Decimal | None:
        """What a formula gives as a number; None where it cannot be said."""
        try:
            found = self._cell(cell)
        except (Unknown, InvalidOperation, DivisionByZero, ArithmeticError):
            return None
        return found if isinstance(found, Decimal) else None

    def _cell(self, cell: Cell) -> Known:
        if cell not in self._formulas:
            return self._known(cell)
        if cell not in self._done:
            if cell in self._open or len(self._open) > MOST_DEPTH:
                raise Unknown
            self._open.add(cell)
            try:
                self._done[cell] = _Parser(self._formulas[cell].lstrip("="), cell[0], self._range).whole()
            finally:
                self._open.discard(cell)
        return self._done[cell]

    def _range(self, sheet: str, reference: str) -> list[Known]:
        first, _colon, last = reference.partition(":")
        top, left = _place(first)
        bottom, right = _place(last or first)
        self._read += (bottom - top + 1) * (right - left + 1)
        if self._read > MOST_CELLS:
            raise Unknown
        return [self._cell((sheet, row, column)) for row in range(top, bottom + 1) for column in range(left, right + 1)]


def _place(reference: str) -> tuple[int, int]:
    found = _ONE.fullmatch(reference)
    if found is None:
        raise Unknown
    column = 0
    for sign in found[1].upper():
        column = column * 26 + ord(sign) - 64
    return int(found[2]) - 1, column - 1


Part = Known | list[Known]


class _Parser:
    """Recursive descent over one formula."""

    def __init__(self, text: str, sheet: str, read: Callable[[str, str], list[Known]]) -> None:
        self._tokens: list[tuple[str, str]] = []
        place = 0
        while place < len(text.rstrip()):
            hit = _TOKEN.match(text, place)
            if hit is None or len(self._tokens) > 2000:
                raise Unknown
            self._tokens.append((hit.lastgroup or "", hit[hit.lastgroup or 0]))
            place = hit.end()
        self._place, self._sheet, self._read, self._depth = 0, sheet, read, 0

    def whole(self) -> Known:
        found = self._comparison()
        if self._place < len(self._tokens):
            raise Unknown
        return _single(found)

    def _next(self, *signs: str) -> str:
        """The next sign, taken if it is one of these; "" otherwise."""
        if self._place < len(self._tokens):
            kind, text = self._tokens[self._place]
            if kind == "sign" and text in signs:
                self._place += 1
                return text
        return ""

    def _comparison(self) -> Part:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise Unknown
        left = self._sum()
        while sign := self._next("=", "<>", "<=", ">=", "<", ">"):
            a, b = _single(left), _single(self._sum())
            left = Decimal(_compared(sign, a, b))
        self._depth -= 1
        return left

    def _sum(self) -> Part:
        left = self._product()
        while sign := self._next("+", "-", "&"):
            right = self._product()
            if sign == "&":
                raise Unknown
            left = _number(left) + _number(right) if sign == "+" else _number(left) - _number(right)
        return left

    def _product(self) -> Part:
        left = self._power()
        while sign := self._next("*", "/"):
            right = _number(self._power())
            if sign == "/" and not right:
                raise DivisionByZero
            left = _number(left) * right if sign == "*" else _number(left) / right
        return left

    def _power(self) -> Part:
        left = self._signed()
        while self._next("^"):
            exponent = _number(self._signed())
            if abs(exponent) > 20:
                raise Unknown
            left = _number(left) ** exponent
        return left

    def _signed(self) -> Part:
        sign = self._next("-", "+")
        if sign:
            number = _number(self._signed())
            return -number if sign == "-" else number
        found = self._atom()
        while self._next("%"):
            found = _number(found) / 100
        return found

    def _atom(self) -> Part:
        if self._next("("):
            found = self._comparison()
            self._close()
            return found
        if self._place >= len(self._tokens):
            raise Unknown
        kind, text = self._tokens[self._place]
        self._place += 1
        if kind == "number":
            return Decimal(text)
        if kind == "text":
            return text[1:-1].replace('""', '"')
        if kind == "ref":
            sheet, _mark, reference = text.rpartition("!")
            cells = self._read(sheet.strip("'") or self._sheet, reference)
            return cells if ":" in reference else cells[0]
        if kind == "name" and self._next("("):
            return self._call(text.upper())
        raise Unknown

    def _close(self) -> None:
        if not self._next(")"):
            raise Unknown

    def _call(self, name: str) -> Part:
        if name == "IFERROR":
            return self._if_error()
        given: list[Part] = []
        if not self._next(")"):
            given.append(self._comparison())
            while self._next(","):
                given.append(self._comparison())
            self._close()
        if name not in FUNCTIONS:
            raise Unknown
        return FUNCTIONS[name](given)

    def _if_error(self) -> Part:
        start = self._place
        try:
            first: Part | None = self._comparison()
            failed = False
        except (DivisionByZero, InvalidOperation):
            first, failed = None, True
            self._skip_argument(start)
        if not self._next(","):
            raise Unknown
        second = self._comparison()
        self._close()
        return second if failed else first

    def _skip_argument(self, start: int) -> None:
        depth, self._place = 0, start
        while self._place < len(self._tokens):
            kind, text = self._tokens[self._place]
            if kind == "sign" and text == "," and depth == 0:
                return
            depth += {"(": 1, ")": -1}.get(text, 0) if kind == "sign" else 0
            self._place += 1
        raise Unknown


def _single(part: Part) -> Known:
    if isinstance(part, list):
        if len(part) != 1:
            raise Unknown
        return part[0]
    return part


def _number(part: Part) -> Decimal:
    found = _single(part)
    if found is None or found == "":
        return Decimal(0)
    if isinstance(found, Decimal):
        return found
    raise Unknown


def _compared(sign: str, a: Known, b: Known) -> bool:
    if (a is None and isinstance(b, str)) or (b is None and isinstance(a, str)):
        a, b = a or "", b or ""
    elif isinstance(a, Decimal) != isinstance(b, Decimal):
        a, b = (Decimal(0) if a is None else a), (Decimal(0) if b is None else b)
    if isinstance(a, Decimal) != isinstance(b, Decimal):
        return sign == "<>"
    first, second = (a, b) if isinstance(a, Decimal) else (str(a or ""), str(b or ""))
    return {"=": first == second, "<>": first != second, "<": first < second, ">": first > second,  # type: ignore[operator]
            "<=": first <= second, ">=": first >= second}[sign]  # type: ignore[operator]  # fmt: skip


def _numbers(given: Sequence[Part]) -> list[Decimal]:
    """All numbers of the arguments; words in a range do not count, as spreadsheets have it."""
    found: list[Decimal] = []
    for part in given:
        found += [each for each in (part if isinstance(part, list) else [part]) if isinstance(each, Decimal)]
    return found


def _average(given: Sequence[Part]) -> Part:
    numbers = _numbers(given)
    if not numbers:
        raise DivisionByZero
    return sum(numbers, Decimal(0)) / len(numbers)


def _round(given: Sequence[Part]) -> Part:
    places = int(_number(given[1])) if len(given) > 1 else 0
    if abs(places) > 12:
        raise Unknown
    with localcontext() as context:
        context.prec = 40
        return _number(given[0]).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _subtotal(given: Sequence[Part]) -> Part:
    if int(_number(given[0])) not in (9, 109):
        raise Unknown
    return sum(_numbers(given[1:]), Decimal(0))


def _if(given: Sequence[Part]) -> Part:
    condition = _single(given[0])
    if isinstance(condition, str) or len(given) < 2:
        raise Unknown
    return given[1] if condition else (given[2] if len(given) > 2 else Decimal(0))


FUNCTIONS: Mapping[str, Callable[[Sequence[Part]], Part]] = {
    "SUM": lambda given: sum(_numbers(given), Decimal(0)),
    "AVERAGE": _average,
    "COUNT": lambda given: Decimal(len(_numbers(given))),
    "MAX": lambda given: max(_numbers(given), default=Decimal(0)),
    "MIN": lambda given: min(_numbers(given), default=Decimal(0)),
    "ROUND": _round,
    "ABS": lambda given: abs(_number(given[0])),
    "SUBTOTAL": _subtotal,
    "IF": _if,
}
