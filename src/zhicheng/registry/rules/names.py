"""What a name may be written with: letters, figures and common marks; no control signs, no pictures."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext as _

from zhicheng.core.refusal import RuleBroken

# Control signs, unassigned and private ones; pictures (emoji) and what colours them.
REFUSED_KINDS = ("C", "So", "Sk")


def odd_sign(text: str) -> str:
    """The first sign that no name is written with, as `U+1F600`; empty where there is none."""
    for sign in text:
        if unicodedata.category(sign).startswith(REFUSED_KINDS):
            return f"U+{ord(sign):04X}"
    return ""


def tidy(name: str) -> str:
    """A name without the blanks that tables put into it for the look: 张　三 is 张三, Li  Si is Li Si."""
    return " ".join(name.split()) if name.isascii() else "".join(name.split())


def clean_name(name: str, *, what: str, shortest: int, longest: int) -> str:
    """A tidy name of a fitting length. Raises: RuleBroken."""
    name = tidy(name)
    odd = odd_sign(name)
    if odd:
        raise RuleBroken(
            _("%(what)s里有不能登记的字符（%(sign)s，如表情符号、控制字符）。请删去后重填。"), what=what, sign=odd
        )
    if not shortest <= len(name) <= longest:
        raise RuleBroken(
            _("%(what)s应为%(shortest)s至%(longest)s个字。请核对后重填。"),
            what=what,
            shortest=shortest,
            longest=longest,
        )
    return name
