"""The unified social credit code (GB 32100-2015) and the organisation code inside it (GB 11714)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from stdnum.cn import uscc as standard

from zhicheng.core.refusal import RuleBroken
from zhicheng.core.text import fold

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
USUAL_KINDS = {"enterprise": "91", "self-employed": "92", "institution": "12", "association": "51"}


@dataclass(frozen=True)
class Uscc:
    """A code whose form and check digit are right, and what is odd about it without being wrong."""

    code: str
    warnings: tuple[str, ...] = ()


def check_uscc(text: str, *, kind: str = "") -> Uscc:
    """The code in its printed form; full-width digits, blanks and small letters are put right.

    The check digit is python-stdnum's; the form is ours, because stdnum refuses the letters that some departments
    have in first place. Raises: RuleBroken.
    """
    code = standard.compact(fold(text))
    if len(code) != 18:
        raise RuleBroken(
            _("统一社会信用代码“%(number)s”有%(length)s位，应为18位。请对照营业执照或证书核对。"),
            number=code[:30], length=len(code),
        )  # fmt: skip
    wrong = sorted({character for character in code if character not in ALPHABET})
    if wrong or not code[2:8].isdigit():
        raise RuleBroken(
            _(
                "统一社会信用代码“%(number)s”含有不该出现的字符（代码不用字母I、O、S、V、Z，第3至8位为数字）。请核对后重填。"
            ),
            number=code,
        )
    if code[17] != standard.calc_check_digit(code[:17]):
        raise RuleBroken(_("统一社会信用代码“%(number)s”校验码不符，可能抄错了某一位。请核对后重填。"), number=code)
    return Uscc(code, tuple(_warnings(code, kind)))


def _warnings(code: str, kind: str) -> list[str]:
    found = []
    if not organisation_code_is_right(code[8:17]):
        found.append(_("代码中的组织机构代码部分校验不符；部分早年代码如此，请核对是否抄错。"))
    usual = USUAL_KINDS.get(kind)
    if usual and code[:2] != usual:
        found.append(_("代码以%(start)s开头，与所填类别不常见的搭配，请核对。") % {"start": code[:2]})
    return found


def organisation_code_is_right(code: str) -> bool:
    """Nine characters, C9 = 11 − Σ Ci·Wi mod 11, where 10 is written X and 11 is written 0."""
    total = sum(int(character, 36) * weight for character, weight in zip(code[:8], ORGANISATION_WEIGHTS, strict=True))
    return code[8] == "0123456789X0"[11 - total % 11]
