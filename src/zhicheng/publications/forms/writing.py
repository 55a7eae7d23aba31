"""What goes into a cell: a number as the cell's format wants it, or words. Pure."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from zhicheng.core.quantities import format_number
from zhicheng.publications.forms.answers import Proposal
from zhicheng.publications.forms.sheet import Box
from zhicheng.publications.forms.words import is_percent

MOST_DECIMALS = 2
MOST_FOR_FORMAT = 6


def shows_percent(code: str) -> bool:
    """The format multiplies by a hundred and shows a percent sign."""
    return "%" in re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code.split(";")[0])


def is_text(code: str) -> bool:
    """The format takes whatever is typed as words."""
    return code.split(";")[0].strip() == "@"


def decimals_of(code: str) -> int | None:
    """How many decimals a format shows; None where it does not say."""
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code.split(";")[0])
    if not re.search(r"[0#]", bare):
        return None
    found = re.search(r"\.([0#?]+)", bare)
    return min(len(found[1]), MOST_FOR_FORMAT) if found else 0


def rounded(proposal: Proposal, box: Box) -> Decimal | None:
    """The value as it is shown: counts whole as they are, rates with two decimals or as many as the format has."""
    if proposal.value is None:
        return None
    places = decimals_of(box.format)
    exact = proposal.value
    if not proposal.rate and exact == exact.to_integral_value():
        return exact
    if places is None or places < MOST_DECIMALS:
        # A format that hides decimals still keeps them: the sender's sums are then as exact as ours.
        places = MOST_DECIMALS
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def written(proposal: Proposal, box: Box, *, kind: str, head_unit: str = "") -> tuple[str, str]:
    """(number, text) for the file; one of them is "". A text cell gets what a person would type."""
    value = rounded(proposal, box)
    if value is None:
        return "", chosen(proposal.text, box.allowed)
    if box.allowed:
        text = format_number(value)
        return ("", text) if text in box.allowed and is_text(box.format) else (text, "")
    percent = is_percent(proposal.unit)
    if kind == "docx" or is_text(box.format):
        sign = "%" if percent and not is_percent(head_unit) else ""
        return "", f"{format_number(value)}{sign}"
    if percent and shows_percent(box.format):
        return format_number(value / 100), ""
    return format_number(value), ""


def chosen(text: str, allowed: tuple[str, ...]) -> str:
    """The one of the sender's choices that says the same; the text itself where none does."""
    for each in allowed:
        if each == text or (len(each) >= 2 and (each in text or text in each)):
            return each
    return text


def shown(proposal: Proposal, box: Box, *, kind: str = "xlsx", head_unit: str = "") -> str:
    """How the cell will look."""
    _number, text = written(proposal, box, kind=kind, head_unit=head_unit)
    if text:
        return text
    value = rounded(proposal, box)
    if value is None:
        return ""
    if shows_percent(box.format):
        places = decimals_of(box.format) or 0
        value = value if is_percent(proposal.unit) else value * 100
        return f"{format_number(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))}%"
    return format_number(value)


def stored(proposal: Proposal, box: Box) -> Decimal | None:
    """The number that formulas of the form will see."""
    number, _text = written(proposal, box, kind="xlsx")
    return Decimal(number) if number else None


def refused(proposal: Proposal, box: Box) -> bool:
    """The sender's own validation would not take this."""
    number, text = written(proposal, box, kind="xlsx")
    if box.allowed:
        return (text or number) not in box.allowed
    low, high = (_decimal(each) for each in box.bounds)
    value = Decimal(number) if number else None
    return value is not None and ((low is not None and value < low) or (high is not None and value > high))


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if re.fullmatch(r"-?\d+(?:\.\d+)?", text) else None
