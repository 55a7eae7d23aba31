"""Shares: …占…的 S, 占比 S, S of a whole that stands in the phrase or before it; lists of shares up to 100."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from zhicheng.claims.drafts import Draft, judged
from zhicheng.claims.families.hundreds import structures
from zhicheng.claims.families.share_lists import GENERIC, OBJECT, lists
from zhicheng.claims.figures import Kind
from zhicheng.claims.judging import Computed, agrees, exact_decimal, shown, to_decimal
from zhicheng.claims.model import Reason, Verdict
from zhicheng.claims.pairs import FAR, Pair, pool, wholes
from zhicheng.claims.passages import Passage
from zhicheng.claims.respective import in_order
from zhicheng.claims.roles import BASE, CHANGE, TOTAL
from zhicheng.claims.said import Said
from zhicheng.claims.subjects import subject_of
from zhicheng.claims.topics import CHANGE as CHANGE_TOPIC
from zhicheng.claims.topics import COMPLETION, SHARE, topic_of
from zhicheng.claims.units import alike
from zhicheng.claims.values import CHANGE_WORD

_TOTAL_OF = re.compile(r"(?:总数|总量|总额|总计|合计)的?$")


def claims(passage: Passage) -> Iterator[Draft]:
    """One claim for each share whose part and whole are given, and one for each list of shares."""
    for stated in passage.said:
        if stated.percent or stated.figure.kind == Kind.TIMES:
            topic = topic_of(stated)
            if topic.name == SHARE or (topic.name == COMPLETION and re.search("[的之]", stated.before[-5:])):
                draft = _of_share(passage, stated, completion=topic.name == COMPLETION)
                if draft is not None:
                    yield draft
    yield from lists(passage)
    yield from structures(passage)


def _of_share(passage: Passage, stated: Said, *, completion: bool) -> Draft | None:
    if stated.figure.kind == Kind.TIMES or in_order(passage, stated):
        return None
    pairs = _phrase(passage, stated) or ([] if completion else _before(passage, stated) or _closed(passage, stated))
    tried = [(pair, computed) for pair in pairs if (computed := pair.computed()) is not None]
    if not tried:
        return None
    divided = _of_divided(passage, stated, [pair for pair, _ in tried])
    good = [item for item in (*divided, *tried) if agrees(stated.figure, item[1])]
    if good:
        return _draft(passage, stated, good[0][0], good[0][1], Verdict.HOLDS, completion=completion)
    if divided:
        return None
    pair, computed = tried[0]
    far = abs(computed.value - stated.figure.value) > FAR
    if (
        far
        or _of_a_whole_untold(passage, stated, pair)
        or pair.score < 4
        or any(figure.rough for figure in pair.figures)
    ):
        return None
    return _draft(passage, stated, pair, computed, Verdict.CONTRADICTED, completion=completion)


def _of_divided(passage: Passage, stated: Said, pairs: Sequence[Pair]) -> list[tuple[Pair, Computed]]:
    """投诉 8000 件，其中 A 7200 件、B 800 件，占诉求 20000 件的 40%: the whole of the list in the place of its last part."""
    found: list[tuple[Pair, Computed]] = []
    starts = {figure.start for pair in pairs for figure in pair.part}
    for one in passage.said[max(0, stated.index - 3) : stated.index]:
        whole = passage.divided(one) if one.start in starts else None
        if whole is None:
            continue
        for pair in pairs:
            turned = Pair((whole.figure,), pair.whole, (), pair.score)
            computed = turned.computed()
            if computed is not None:
                found.append((turned, computed))
    return found


_APART = Fraction(5, 4)


def _of_a_whole_untold(passage: Passage, stated: Said, pair: Pair) -> bool:
    """A 类 1260 件，占 14.8%；B 类 1120 件，占 13.2%: both are shares of some 8500, which no sentence before it tells."""
    part, whole = pair.part[0], pair.whole[0]
    near = [one for one in passage.said if one.sentence == stated.sentence]
    if stated.figure.value == 0 or any(one.start == whole.start for one in near):
        return False
    meant = part.value / stated.figure.value
    if 1 / _APART < meant * 100 / whole.value < _APART:
        return False
    rows = [(count.figure, share.figure) for count, share in pairwise(near) if count.counts and share.percent]
    others = [count.value / share.value for count, share in rows if share.value and count.unit == part.unit]
    return sum(abs(other / meant - 1) < Fraction(1, 50) for other in others) > 1


def _phrase(passage: Passage, stated: Said) -> list[Pair]:
    """占规上企业 400 家的 30%: the whole stands between 占 and the share."""
    if stated.index == 0:
        return []
    whole = passage.said[stated.index - 1]
    gap = passage.between(whole.end, stated.start)
    if not whole.counts or not re.fullmatch(
        r"\)?[^,;。()]{0,14}[的之](?:约|近|仅|超过|不足|不到|比重|比例|为|达|、)*|(?:[\u4e00-\u9fff]{0,10}[中里内])[,]?占(?:比)?(?:为|达|约|近|到)?",
        gap,
    ):
        return []
    if not re.search(
        r"占|为|是|相当于|完成|达|在",
        whole.heading + whole.lead if whole.opened_by == "(" else whole.phrase or whole.before,
    ):
        return []
    parts = [
        one
        for one in pool(passage.said, stated)
        if one.index < whole.index and alike(one.unit, whole.unit) and one.role not in (BASE, CHANGE)
    ]
    near = [one for one in parts if one.sentence == whole.sentence]
    found = [
        Pair((one.figure,), (whole.figure,), (), 6 if alike(one.unit, whole.unit) == 2 else 3)
        for one in reversed(near[-2:])
    ]
    if len(found) == 2 and near[-1].item == whole.item and near[-1].clause >= whole.clause - 1:
        found = found[:1] if near[-2].clause < near[-1].clause else found
    return found


def _before(passage: Passage, stated: Said) -> list[Pair]:
    """…544 件，占 42.5%: the part stands before, the whole before it."""
    match = OBJECT.search(stated.lead[-60:])
    said_object = match["object"] if match else ""
    counts = pool(passage.said, stated)
    if not counts:
        return []
    own = _own_part(stated)
    part = _told_after(passage, stated) or _by_name(passage, counts, stated, own) or counts[-1]
    if not (_beside(stated, part) and _is_its_part(passage, stated, part, own, named=match is not None)):
        return []
    options = wholes(counts, part, stated)
    listed = any(_is_sibling(passage, whole, part) for _, whole in options)
    near = 1 if part.index == stated.index - 1 else 0
    found = []
    exact = [item for item in options if _exactly(said_object, item[1])]
    for score, whole in exact or options[:4]:
        if exact and whole.index < part.index:
            found.append(Pair((part.figure,), (whole.figure,), (), score + 4))
            continue
        if whole.index > min(part.index, stated.index) or _is_sibling(passage, whole, part):
            continue
        fits = _fits(passage, said_object, whole, part)
        if fits is not None:
            found.append(Pair((part.figure,), (whole.figure,), (), score + fits + (2 if listed else 0) + near))
    return sorted(found, key=lambda pair: -pair.score)


def _beside(stated: Said, part: Said) -> bool:
    same = part.sentence == stated.sentence and part.item == stated.item
    return same and stated.clause - part.clause <= 2 and part.role not in (BASE, CHANGE)


def _is_its_part(passage: Passage, stated: Said, part: Said, own: str, *, named: bool) -> bool:
    """The words tie the share to the part, and no other percent or change comes between."""
    told = named or re.search(r"占|比重|比例|份额", stated.before)
    if not told and not re.search(r"其中|有|中", passage.between(part.start - 14, part.start)):
        return False
    between = passage.said[part.index + 1 : stated.index]
    if any((one.percent and topic_of(one).name != CHANGE_TOPIC) or _own_change(one) for one in between):
        return False
    if own and own not in _own_words(passage, part):
        return False
    narrow = _NARROWED.search(stated.before) if own else None
    return narrow is None or narrow["kind"] in _own_words(passage, part)


def _fits(passage: Passage, said_object: str, whole: Said, part: Said) -> int | None:
    """How well a count answers the words of what the share is of; None where it is another thing."""
    of_total = bool(_TOTAL_OF.search(said_object))
    named = _named(passage, said_object, whole, part)
    if not (named or of_total or GENERIC.match(said_object)) or _narrower(said_object, whole):
        return None
    if of_total and not named and len(said_object) > 3:
        return None
    return (2 if named else 0) + (3 if _continued(passage, whole, part) else 0)


_CHANGE_ONLY = re.compile(
    rf"{CHANGE_WORD.pattern}|[^\u4e00-\u9fff]|同比|环比|比上年|较上年|比去年|较去年|上年|去年|年初|同期|分别|名义|实际|按年|约|了|比|较|幅|率|为|达"
)


def _own_change(one: Said) -> bool:
    """出口 352 亿元，对东盟出口增长 12%，占…: what grew is another thing than the count before it."""
    return one.percent and topic_of(one).name == CHANGE_TOPIC and len(_CHANGE_ONLY.sub("", one.before)) >= 2


def _own_part(stated: Said) -> str:
    """税收占比 88.2%: the part that the share itself names; '' where it names none."""
    words = re.sub(
        r"其中|分别|各|约|均|仅|就|便|也|则|又|数量|数|量|合计|共计|[,、 (]",
        "",
        re.split(r"占|比重|比例|份额", stated.before)[0],
    )
    return words[-2:] if len(words) >= 2 and re.search(r"占|比重|比例|份额", stated.before) else ""


_NARROWED = re.compile(
    r"(?:^|[,、 ])(?P<kind>[\u4e00-\u9fff]{2})[\u4e00-\u9fff]{0,4}?[\u4e00-\u9fff]{2}占比(?:为|达到?)?$"
)


def _own_words(passage: Passage, one: Said) -> str:
    """What is said of a count itself: from the count before it to the next one."""
    before = passage.said[one.index - 1] if one.index else None
    if before is not None and before.percent and re.fullmatch(r"[ ,(]?(?:共?计|即|为|有|共)", one.before):
        return passage.between(one.start - 30, one.start) + one.after  # 电信类占 15%，计 300 件
    earlier = before.end if before is not None else passage.start
    return passage.between(max(earlier, one.start - 30), one.start) + one.after


def _by_name(passage: Passage, counts: Sequence[Said], stated: Said, own: str) -> Said | None:
    """养殖 36.8 万吨，捕捞 5.8 万吨，养殖占比: the share names which of the counts before it is meant."""
    near = [s for s in counts[-3:] if s.item == stated.item and own and own in _own_words(passage, s)]
    return near[-1] if near else None


_ALL_OF = re.compile(r"^(?:各项|各类|全部|全市|全省|全社会)(?P<noun>[\u4e00-\u9fff]{2,6}?)(?:总?[数量额]|余额)?$")
_PLAIN_WHOLE = re.compile(
    r"全[市县区省年社会]+|年末|月末|金融机构|本外币|人民币|余额|总[数量额]|各[项类]|全部|累计|合计|共计?|完成|实现|办理|受理|达到?|为|有"
)


def _narrower(said_object: str, whole: Said) -> bool:
    """占各项贷款的 18.4% is no share of 普惠型小微企业贷款 1264 亿元: a count of one kind is not the whole of all kinds."""
    match = _ALL_OF.match(said_object.rstrip("的"))
    if match is None or match["noun"] not in whole.lead:
        return False
    return len(re.sub(r"[^\u4e00-\u9fff]", "", _PLAIN_WHOLE.sub("", whole.lead.replace(match["noun"], "")))) > 2


def _told_after(passage: Passage, stated: Said) -> Said | None:
    """电信类占 15%，计 300 件: the part stands after its share."""
    follows = passage.said[stated.index + 1 : stated.index + 2]
    if (
        follows
        and follows[0].counts
        and follows[0].item == stated.item
        and re.fullmatch(r"[ ,(]?(?:共?计|即|为|有|共)", follows[0].before)
    ):
        return follows[0]
    return None


def _closed(passage: Passage, stated: Said) -> list[Pair]:
    """A占 52.4%，计 5502 件，B占 47.6%，计 4998 件，合计 10500 件: the whole stands last and sums up the parts."""
    part = _told_after(passage, stated)
    if part is None:
        return []
    counts = [s for s in passage.said if s.counts and s.sentence == stated.sentence and s.unit == part.unit]
    whole = next((s for s in counts if s.index > part.index and s.role == TOTAL), None)
    if whole is None:
        return []
    parts = [s.figure.value for s in counts if s.index < whole.index]
    return [Pair((part.figure,), (whole.figure,), (), 5)] if sum(parts, Fraction(0)) == whole.figure.value else []


def _continued(passage: Passage, whole: Said, part: Said) -> bool:
    """…36420 件。其中投诉 21852 件，占 60.0%；举报 9105 件，占 25.0%: the list goes on about the whole before it."""
    if part.sentence - whole.sentence != 1:
        return False
    return bool(re.search(r"。[ ]?其中", passage.between(max(whole.end, part.start - 160), part.start)))


def _is_sibling(passage: Passage, other: Said, part: Said) -> bool:
    """商品类 12860 件，占 62.3%，服务类 7780 件，占 37.7%: a count with a share of its own is another part."""
    follows = passage.said[other.index + 1 : other.index + 2]
    if follows and re.fullmatch(r"[的之]", passage.between(other.end, follows[0].start)):
        return False  # 占扣分总次数 386 次的 29.0%
    if other.index >= part.index - 1 or not follows or not follows[0].percent or follows[0].topic.name != SHARE:
        return False
    return "其中" not in passage.between(other.end, part.start)


def _exactly(words: str, whole: Said) -> bool:
    """其中出口 198.6 亿元, named again as 占出口的: the clause of the count is the word and nothing else."""
    name = re.sub(r"(?:总[数量额值]|的)+$", "", words)
    return len(name) > 1 and re.fullmatch(rf"(?:其中|[,、 ])*{re.escape(name)}", whole.before) is not None


def _named(passage: Passage, words: str, whole: Said, part: Said) -> bool:
    """The whole stands with the words that the share names."""
    words = re.sub(r"^(?:了|到|全市|全区|全县|全省|所有|全部|整个)|(?:总数|总量|总额|总户数|总人数|数|的)+$", "", words)
    if len(words) < 2:
        return False
    near = passage.between(whole.start - 30, whole.start).rpartition("。")[2] + whole.after[:20]
    if len(words) > 3 and words[:2] not in near and words[:2] in _own_words(passage, part):
        return False  # 高技能人才 12.8 万人，占技能人才总量: not of 各类人才
    return words in near or any(words[i : i + 2] in near for i in range(max(0, len(words) - 4), len(words) - 1))


def _draft(
    passage: Passage, stated: Said, pair: Pair, computed: Computed, verdict: Verdict, *, completion: bool
) -> Draft:
    code = "rate-holds" if verdict == Verdict.HOLDS else "rate-differs"
    facts = {"stated": stated.figure.text, "computed": shown(to_decimal(computed.value)), "formula": computed.formula}
    remarks = judged(stated.figure, [computed])[1] if verdict == Verdict.HOLDS else ()
    counts = {}
    if completion:
        counts = {"planned": exact_decimal(pair.whole[0].value), "done": exact_decimal(pair.part[0].value)}
    return Draft(
        "completion" if completion else "share", verdict, Reason(code, facts), pair.figures, stated.figure, (computed,), dict(counts), remarks,
        subject_of(passage, stated), 4,
    )  # fmt: skip
