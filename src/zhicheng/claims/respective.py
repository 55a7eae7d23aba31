"""分别, said or left unsaid (占比 45%、35%、20%): a list of percents that answers a list of counts in the same order."""

from __future__ import annotations

import re

from zhicheng.claims.passages import Passage
from zhicheng.claims.said import Said

_BARE = re.compile(r"^[ ,]?(?:占比|比重|比例|各占|各自占|依[次序]占|依[次序]为)(?:依[次序]|各)?(?:为|是|达)?[ ]?$")
_JOINED = re.compile(r"[ ]?(?:、|,|和|及|与|以及)[ ]?")


def in_order(passage: Passage, stated: Said) -> list[Said]:
    """The percents of the list that a percent stands in (分别占 45%、30% 和 25%), in order; [] where it stands in none."""
    said = passage.said
    first = stated.index
    while (
        first and said[first - 1].percent and _JOINED.fullmatch(passage.between(said[first - 1].end, said[first].start))
    ):
        first -= 1
    last = stated.index
    while (
        last + 1 < len(said)
        and said[last + 1].percent
        and _JOINED.fullmatch(passage.between(said[last].end, said[last + 1].start))
    ):
        last += 1
    run = said[first : last + 1]
    return run if len(run) > 1 and ("分别" in run[0].lead or _BARE.search(run[0].before)) else []
