"""What a count says of itself beside its verb, and whether two counts speak of the same thing."""

from __future__ import annotations

import re

from zhicheng.claims import lexicon
from zhicheng.claims.passages import Passage
from zhicheng.claims.said import Said

_PART = re.compile(rf"^[ ]?(?:其中)?(?:{'|'.join(lexicon.PARTS[:5])})(?=.)")  # 城区建成 510 个


def own_noun(one: Said) -> str:
    """What a done count says of itself beside the verb of doing."""
    lead = re.sub(rf"[\u4e00-\u9fff]{{2,4}}[并且](?={lexicon.DONE_VERBS})", "", one.lead)  # 到货并安装
    lead = _PART.sub("", lead)
    own = re.sub(r"^[实经]", "", words_of(lead + one.after[:8]))
    own = re.sub(r"(?:完毕|到位|结束|起来)$", "", own)
    return re.sub(rf"^(?:(?:{lexicon.DONE_VERBS}|{lexicon.DONE_ASPECT})了?)(?:(?:{lexicon.DONE_VERBS})+$)?", "", own)


def related(passage: Passage, plan: Said, done: Said) -> bool:
    """Across sentences: the same words, or no noun of its own (已完成 15 个)."""
    own = _BROUGHT_ABOUT.sub("", words_of(done.lead + done.after[:12]))
    if len(own) <= 4:
        return True
    begin = max(passage.start, plan.start - 80)
    words = words_of(passage.between(begin, plan.start) + plan.after[:24])
    pairs = {words[i : i + 2] for i in range(len(words) - 1)}
    return any(own[i : i + 2] in pairs for i in range(len(own) - 1))


_BROUGHT_ABOUT = re.compile(r"建成|竣工|完工|投入(?:运营|使用|运行|营运)|交付|启用|验收|通过|办结|销号|并|且")

_NOISE = re.compile(
    rf"{lexicon.STOP_WORDS.pattern}|{lexicon.DONE_ASPECT}|如期|按期|按时|提前|第?[一二三四1-4]季度?|[上下]半年|[上本当]月|\d{{1,2}}[ ]?月份?|圆满|顺利|先后|陆续|全部|全面|成功|[^\u4e00-\u9fff]"
)


def words_of(text: str) -> str:
    """What is left of a phrase without words that say nothing of what is counted."""
    return _NOISE.sub("", text)
