"""What is counted: the noun phrase that a figure stands with, without the words of planning and doing."""

from __future__ import annotations

import re

from zhicheng.claims import lexicon
from zhicheng.claims.passages import Passage
from zhicheng.claims.said import Said

_TRIM_END = re.compile(
    rf"(?:{lexicon.PLAN_NOUNS}|{lexicon.PLAN_MODALS}|{lexicon.TOTAL}|{lexicon.DONE_ASPECT}|为|是|有|达到?|的|约|完成|数|率|[:：\x00 ,、])+$"
)
_TRIM_START = re.compile(
    rf"^(?:[ ,、:;)]|其中|今年以来|今年|本年度?|全年|年初|目前|截至\S{{0,6}}|{lexicon.DONE_ASPECT}|已|我市|全市|{lexicon.PLAN_MODALS}|实施|下达)+"
)
_AFTER = re.compile(r"^(?:的)?([\u4e00-\u9fff]{2,16}?)(?=任务|目标|计划|[,;。:()\s]|$)")


def subject_of(passage: Passage, one: Said) -> str:
    """What a figure counts, as far as its clause says; '' where it says nothing."""
    lead = one.before
    lead = re.split(r"[,;。:]", lead)[-1]
    phrase = _TRIM_START.sub("", _TRIM_END.sub("", lead))
    after = _AFTER.match(one.after)
    if len(phrase) < 2 and after:
        phrase = after[1]
    offset = one.lead.rfind(phrase) if phrase else -1
    if offset >= 0 and phrase:
        begin = passage.lead_end(one) - len(one.lead) + offset
        return passage.original(begin, begin + len(phrase)).strip()
    return phrase
