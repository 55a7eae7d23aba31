"""Arithmetic over figures: a small parser of our own. Nothing is executed, and nothing but figures can be reached."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, DecimalException, DivisionByZero, InvalidOperation, Overflow
from typing import NamedTuple

LONGEST, DEEPEST, MOST_DIGITS = 600, 40, 30
EXACT = Context(prec=60, Emax=400, Emin=-400, traps=[InvalidOperation, DivisionByZero, Overflow])

_SIGNS = str.maketrans("＋－−—×·÷／（）＞＜＝≥≤，．０１２３４５６７８９", "+---**//()><=≥≤,.0123456789")
_COMPARED = re.compile(r">=|<=|!=|<>|==|[><=≥≤≠]")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_BARE = re.compile(r"[\w.]+")
_FORBIDDEN = re.compile(r"__|[\"'“”‘’`\[\]{}:;@#$%&\\!~^?]|\*\*|//|\b(?:lambda|import|eval|exec|class|def)\b")


class Bad(Exception):
    """An expression that cannot be read or computed: the code of the problem, its facts, and where in the text."""

    def __init__(self, code: str, at: int = 0, length: int = 1, **facts: str) -> None:
        super().__init__(code)
        self.code, self.at, self.length, self.facts = code, at, length, facts


class Token(NamedTuple):
    """A piece: "number", "name" or the sign itself."""

    kind: str
    text: str
    at: int


@dataclass(frozen=True)
class Number:
    """A number as written."""

    value: Decimal


@dataclass(frozen=True)
class Name:
    """A figure by its name."""

    name: str
    at: int


@dataclass(frozen=True)
class Sum:
    """Two parts and the sign between them; a sign before one part has 0 before it."""

    sign: str
    left: Node
    right: Node
    at: int


Node = Number | Name | Sum


@dataclass(frozen=True)
class Condition:
    """A comparison; by itself a figure is compared with 0 by ">"."""

    left: Node
    sign: str
    right: Node


def names_in(node: Node) -> Iterator[Name]:
    """Every figure that an expression uses, in order."""
    if isinstance(node, Name):
        yield node
    elif isinstance(node, Sum):
        yield from names_in(node.left)
        yield from names_in(node.right)


def parse(text: str, *, known: Callable[[str], bool]) -> Node:
    """Read an expression; `known` says which names exist, so that a name may hold a hyphen or brackets.

    Raises: Bad (reaches, syntax, brackets, too-long).
    """
    parser = _Parser(text, known)
    node = parser.sum(0)
    if parser.peek is not None:
        raise parser.unexpected()
    return node


def parse_condition(text: str, *, known: Callable[[str], bool]) -> Condition:
    """Read "figure > 0"; a figure alone means that it is above 0. Raises: Bad."""
    parser = _Parser(text, known, compared=True)
    left = parser.sum(0)
    sign, right = ">", Number(Decimal(0))
    if parser.peek is not None:
        if not _COMPARED.fullmatch(parser.peek.text):
            raise parser.unexpected()
        sign = _COMPARISONS[parser.take().text]
        right = parser.sum(0)  # type: ignore[assignment]
    if parser.peek is not None:
        raise Bad("comparison", parser.peek.at, text=text)
    return Condition(left, sign, right)


_COMPARISONS = {">=": "≥", "<=": "≤", "!=": "≠", "<>": "≠", "==": "=", **{each: each for each in "><=≥≤≠"}}


def holds(condition: Condition, value: Callable[[Name], Decimal]) -> bool:
    """Is it so? Raises: Bad."""
    left, right = evaluate(condition.left, value), evaluate(condition.right, value)
    answers: Mapping[str, bool] = {
        ">": left > right, "<": left < right, "≥": left >= right, "≤": left <= right, "=": left == right,
        "≠": left != right,
    }  # fmt: skip
    return answers[condition.sign]


def evaluate(node: Node, value: Callable[[Name], Decimal]) -> Decimal:
    """Compute exactly, to 60 digits. Raises: Bad (zero, too-big), and what `value` raises."""
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Name):
        return value(node)
    left, right = evaluate(node.left, value), evaluate(node.right, value)
    try:
        if node.sign == "/":
            if right == 0:
                raise Bad("zero", node.at)
            return EXACT.divide(left, right)
        return {"+": EXACT.add, "-": EXACT.subtract, "*": EXACT.multiply}[node.sign](left, right)
    except DecimalException:
        raise Bad("too-big", node.at) from None


class _Parser:
    """Recursive descent over sums, products and brackets, never deeper than `DEEPEST`."""

    def __init__(self, text: str, known: Callable[[str], bool], *, compared: bool = False) -> None:
        self.text = text
        if len(text) > LONGEST:
            raise Bad("too-long", 0, len(text))
        self.tokens = list(_tokens(text, known, compared=compared))
        self.place = 0
        if not self.tokens:
            raise Bad("syntax", 0, text=text, where="“”")

    @property
    def peek(self) -> Token | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def take(self) -> Token:
        token = self.tokens[self.place]
        self.place += 1
        return token

    def unexpected(self) -> Bad:
        token = self.peek
        if token is None:
            return Bad("syntax", max(0, len(self.text) - 1), text=self.text, where="末尾")
        if token.text in "()":
            return Bad("brackets", token.at, text=self.text)
        return Bad("syntax", token.at, max(1, len(token.text)), text=self.text, where=f"“{token.text}”")

    def sum(self, depth: int) -> Node:
        node = self.product(depth)
        while self.peek is not None and self.peek.text in ("+", "-"):
            token = self.take()
            node = Sum(token.text, node, self.product(depth), token.at)
        return node

    def product(self, depth: int) -> Node:
        node = self.part(depth)
        while self.peek is not None and self.peek.text in ("*", "/"):
            token = self.take()
            node = Sum(token.text, node, self.part(depth), token.at)
        return node

    def part(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise Bad("too-long", self.peek.at if self.peek else 0)
        token = self.peek
        if token is None:
            raise self.unexpected()
        if token.text == "-" and token.kind == "-":
            self.take()
            return Sum("-", Number(Decimal(0)), self.part(depth + 1), token.at)
        if token.text == "(":
            self.take()
            node = self.sum(depth + 1)
            if self.peek is None or self.peek.text != ")":
                raise Bad("brackets", token.at, text=self.text)
            self.take()
            return node
        if token.kind == "number":
            self.take()
            return Number(Decimal(token.text))
        if token.kind == "name":
            self.take()
            return Name(token.text, token.at)
        raise self.unexpected()


def _tokens(text: str, known: Callable[[str], bool], *, compared: bool) -> Iterator[Token]:
    # {{name}} means the same as (name); as long as it was, so that places still hold.
    plain = text.replace("{{", "((").replace("}}", "))").translate(_SIGNS)
    at = 0
    while at < len(plain):
        sign = plain[at]
        if sign.isspace():
            at += 1
            continue
        if name := _longest_known(text, plain, at, known):
            yield Token("name", name, at)
            at += len(name)
            continue
        if compared and (match := _COMPARED.match(plain, at)):
            yield Token("compare", match[0], at)
            at = match.end()
            continue
        if forbidden := _FORBIDDEN.match(plain, at):
            raise Bad("reaches", at, len(forbidden[0]), text=text[at : at + 20])
        if sign in "+-*/()":
            yield Token(sign, sign, at)
            at += 1
            continue
        at = yield from _word(text, plain, at)


def _word(text: str, plain: str, at: int) -> Generator[Token, None, int]:
    """A number, or a name that nobody knows; what is neither reaches for more than figures."""
    match = _NUMBER.match(plain, at)
    word = _BARE.match(plain, at)
    if match and (word is None or match.end() >= word.end()):
        if len(match[0]) > MOST_DIGITS:
            raise Bad("too-big", at, len(match[0]), text=text)
        yield Token("number", match[0], at)
        return match.end()
    if word is None or _FORBIDDEN.search(word[0]) or plain[word.end() : word.end() + 1] in ("(", "["):
        raise Bad("reaches", at, len(word[0]) if word else 1, text=text[at : at + 20])
    yield Token("name", word[0], at)
    return word.end()


def _longest_known(text: str, plain: str, at: int, known: Callable[[str], bool]) -> str:
    """The longest name of the palette that begins here; it may hold a hyphen or brackets, as task numbers do."""
    end = at
    while end < len(text) and not text[end].isspace() and text[end] not in "{}|*/+<>=\"'" and end - at < 120:
        end += 1
    whole = text[at:end]
    if known(whole):
        return whole
    for stop in range(len(whole) - 1, 0, -1):
        following = plain[at + stop]
        if (following in "-()/*+<>=≥≤≠" or following.isspace()) and known(whole[:stop]):
            return whole[:stop]
    return ""
