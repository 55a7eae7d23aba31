"""Units that a task's own words name, in the bracket or the line behind it."""

from __future__ import annotations

import re
from dataclasses import replace

from zhicheng.core.text import fold
from zhicheng.goals.contracts.organisations import (
    CLOSE,
    OPEN,
    ROLE,
    Units,
    labelled,
    looks_strong,
    parse_units,
    split_units,
)

_MENTION = re.compile(
    r"牵头|责任(?:单位|部门|主体)|主办|配合|按职责|负责|协办|参与单位|完成时限|完成时间|责任\s*[:：]|分工落实"
)


def take_units_behind(text: str, *, alone: bool) -> tuple[str, Units]:
    """A task without the bracket that names its units, and those units.

    `alone`: no column names units, so that a bracket of nothing but offices (（市市监局、市发改委）) is theirs.
    """
    rest, found = text.rstrip(), Units()
    while True:
        bracket = _last_bracket(rest)
        if bracket is None:
            break
        start, content = bracket
        units = _behind(content, alone=alone)
        if units is None:
            break
        found = _merge(units, found)
        rest = rest[:start].rstrip(" \n\t\u3000")
    if not found.named:
        line = re.search(rf"(?:^|[\n。；;，,]\s*)({ROLE})\s*[:：]", fold(rest))
        if line and not rest[: line.start(1)].rstrip().endswith(tuple(OPEN)):
            found = _merge(labelled(rest[line.start(1) :]), found)
            rest = rest[: line.start(1)].rstrip(" \t\n，,；;")
    return rest, found


def _behind(content: str, *, alone: bool) -> Units | None:
    if _MENTION.search(fold(content)):
        units = parse_units(content)
        if units.loose:
            return replace(units, lead=units.loose, loose=())
        return units if units.named or units.deadline or units.contact else None
    if alone:
        loose, doubt = split_units(content)
        if loose and all(looks_strong(unit) for unit in loose):
            return Units(lead=loose, doubt=doubt)
    return None


def _merge(first: Units, second: Units) -> Units:
    return Units(
        (*first.lead, *second.lead),
        (*first.support, *second.support),
        (*first.loose, *second.loose),
        first.deadline or second.deadline,
        first.contact or second.contact,
        first.doubt or second.doubt,
    )


def _last_bracket(text: str) -> tuple[int, str] | None:
    """Start and content of the bracket that ends the text (a full stop may follow), nested ones included."""
    end = len(text.rstrip("。；;. \n\t\u3000"))
    if end == 0 or text[end - 1] not in CLOSE:
        return None
    depth = 0
    for position in range(end - 1, -1, -1):
        if text[position] in CLOSE:
            depth += 1
        elif text[position] in OPEN:
            depth -= 1
            if depth == 0:
                return position, text[position + 1 : end - 1]
    return None


def roles_inside(text: str) -> bool:
    """Somewhere inside the text a bracket names units: several tasks may stand in one cell."""
    return bool(re.search(r"[（(〔【\[][^（(）)]*(?:牵头|责任单位|主办|配合|按职责)[^）)]*", fold(text)))


def tasks_in(text: str) -> tuple[str, ...]:
    """The tasks that stand in one text, each closed by a bracket that names its units; () for fewer than two."""
    if sum(text.count(sign) for sign in CLOSE) < 2:
        return ()
    pieces: list[str] = []
    start = depth = 0
    for position, sign in enumerate(text):
        depth = depth + 1 if sign in OPEN else max(0, depth - 1) if sign in CLOSE else depth
        ends = depth == 0 and (sign in "；;。\n" or position == len(text) - 1)
        if ends:
            piece = text[start : position + 1].strip(" \t\n；;")
            if piece and (bracket := _last_bracket(piece)) and _MENTION.search(fold(bracket[1])):
                pieces.append(piece)
                start = position + 1
    return tuple(pieces) if len(pieces) > 1 and not text[start:].strip(" \t\n；;。") else ()
