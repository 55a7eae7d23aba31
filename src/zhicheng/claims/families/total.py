"""Lists with their total at the end: A 5 家、B 6 家、C 7 家，共 18 家."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from zhicheng.claims import lexicon
from zhicheng.claims.apart import TIME
from zhicheng.claims.drafts import Draft, judged
from zhicheng.claims.judging import number, total
from zhicheng.claims.model import Reason, Verdict
from zhicheng.claims.passages import Passage
from zhicheng.claims.roles import BASE, CHANGE, PLAN, REMAIN, SURPLUS, TOTAL
from zhicheng.claims.said import Said
from zhicheng.claims.subjects import subject_of

_BARE = re.compile(
    rf"^[ ]?(?:以上|上述|三者|两者|两项|三项|四项|五项|各类|各级|全市|全县|全区|全年|三类|两类|前后|几项|各项|三级|两级|[两三四五六七八九十](?:[地县区市类项家级]|部门|单位|县区))?(?:{lexicon.TOTAL}|累计)"
    r"(?:有|为|达到?|完成|实现|建成|约|:|新增|检查|抽检|培训|发布|办结|举办|服务|受理)?[ ]?$"
)


_TOTAL_WORD = re.compile(rf"{lexicon.TOTAL}|累计")
_DEED = re.compile(rf"(?:^|[年市县区月,]|合|两|各)(?:{lexicon.TOTAL})(?!同)([\u4e00-\u9fff]{{2,6}})[ ]?$")
_SPAN = re.compile(r"[上下]半年|季度?|月|年|[一二三四]是|[东西南北]片|第[一二三四]批")


def claims(passage: Passage) -> Iterator[Draft]:
    """One claim for each total that closes a list."""
    for one in passage.said:
        if one.counts and one.index >= 2 and not one.figure.rough and _TOTAL_WORD.search(one.before):
            parts = _list_before(passage, one)
            if not _BARE.match(_timeless(one.before)) and not _same_deed(one, parts):
                continue
            draft = _judge(passage, one, parts)
            if draft is not None:
                yield draft


def _timeless(text: str) -> str:
    """Without the time it is a total for: 一季度共计 1000 批."""
    return TIME.sub("", text)


def _list_before(passage: Passage, closing: Said) -> list[Said]:
    """The counts of the same unit that stand in a row before the total, the nearest last."""
    found: list[Said] = []
    for one in reversed(passage.said[max(0, closing.index - 80) : closing.index]):
        if closing.sentence != one.sentence or len(found) >= 40:
            break
        if one.percent:
            continue
        if one.clause == closing.clause:
            continue
        if not one.counts or one.unit != closing.unit:
            if one.counts and found and one.clause == found[0].clause:
                continue
            break
        if one.role in (BASE, CHANGE, REMAIN, SURPLUS, TOTAL) or (one.role == PLAN and not _money(one)):
            break
        if found and found[0].clause - one.clause > 2:
            break
        found.insert(0, one)
        if re.search(
            r"其中", passage.between(passage.said[one.index - 1].end if one.index else passage.start, one.start)
        ):
            break
    return found


def _money(one: Said) -> bool:
    """财政安排 320 万元 is money that was given."""
    return one.unit == "元" and bool(re.search(r"(?:安排|下达|分配|拨付|补助)[\u4e00-\u9fff]{0,6}$", one.before))


def _same_deed(closing: Said, parts: Sequence[Said]) -> bool:
    """上半年立案 186 件，下半年立案 224 件，全年共立案 410 件: the total and each part say the same."""
    match = _DEED.search(closing.before)
    if match is None or len(parts) < 2:
        return False
    if all(part.opened_by == "、" for part in parts[1:]):
        return True
    deed = match[1][-2:]
    return all(deed in part.before for part in parts) and bool(
        TIME.search(parts[0].before) or _SPAN.search(parts[0].before)
    )


def _judge(passage: Passage, closing: Said, parts: Sequence[Said]) -> Draft | None:
    if len(parts) < 2:
        return None
    for count in range(len(parts), 1, -1):
        computed = total([part.figure for part in parts[-count:]], unit=closing.unit)
        if judged(closing.figure, [computed])[0] == Verdict.HOLDS:
            return _draft(passage, closing, parts[-count:], Verdict.HOLDS)
    computed = total([part.figure for part in parts], unit=closing.unit)
    if any(part.figure.rough for part in parts) or closing.figure.value < max(part.figure.value for part in parts):
        return None
    if not Fraction(7, 10) <= closing.figure.value / computed.value <= Fraction(10, 7):
        return None
    if _with_one_more(passage, closing, parts):
        return None
    return _draft(passage, closing, parts, Verdict.CONTRADICTED)


def _with_one_more(passage: Passage, closing: Said, parts: Sequence[Said]) -> bool:
    """A 级评定提升 36 家，B 级 112 家，C 级 8 家，合计 156 家: the first part looks like a change and is none."""
    first = passage.said[parts[0].index - 1] if parts[0].index else closing
    if not first.counts or first.unit != closing.unit or first.sentence != closing.sentence:
        return False
    whole = total([first.figure, *(part.figure for part in parts)], unit=closing.unit)
    return judged(closing.figure, [whole])[0] == Verdict.HOLDS


def _draft(passage: Passage, closing: Said, parts: Sequence[Said], verdict: Verdict) -> Draft:
    figures = [part.figure for part in parts]
    computed = total(figures, unit=closing.unit)
    facts = {
        "stated": closing.figure.text,
        "computed": f"{number(computed.value)}{closing.unit}",
        "formula": computed.formula,
    }
    code = "sum-holds" if verdict == Verdict.HOLDS else "sum-differs"
    return Draft(
        "total",
        verdict,
        Reason(code, facts),
        tuple(figures),
        closing.figure,
        (computed,),
        subject=subject_of(passage, parts[0]),
        sure=3,
    )
