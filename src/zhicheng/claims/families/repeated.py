"""One quantity stated twice: 检查企业 2365 家 … 在检查的 2635 家企业中. Only where the text itself says it is the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhicheng.claims import lexicon
from zhicheng.claims.drafts import Draft
from zhicheng.claims.figures import Figure
from zhicheng.claims.judging import Computed, agrees, number
from zhicheng.claims.model import Reason, Verdict
from zhicheng.claims.passages import Passage
from zhicheng.claims.roles import BASE, CHANGE
from zhicheng.claims.said import Said
from zhicheng.claims.slips import swapped
from zhicheng.claims.subjects import subject_of

_SAME = re.compile(
    r"(?:^(?:现将|将|对|在)?(?:上述|以上|这|该)(?:些)?|^(?:现将|将|对|在)[\u4e00-\u9fff]{2,8}的|^[\u4e00-\u9fff]{2,6}的)$"
)
_DEED = re.compile(r"(?:在|将|对)([\u4e00-\u9fff]{2})[\u4e00-\u9fff]{0,6}的$")
_HANZI = re.compile(r"[\u4e00-\u9fff]{2}")
_TIME = re.compile(r"去年|上年|前年|同期|明年|同比|计划|目标|任务|预计|其中|新增")
_NOISE = re.compile(lexicon.STOP_WORDS.pattern + r"|[^\u4e00-\u9fff]")


def claims(passage: Passage, before: Passage | None = None) -> Iterator[Draft]:
    """One claim where a count that refers back differs from the count it refers to, in its paragraph or the last one."""
    if len(passage.text) < 16 and not _HANZI.search(passage.text):  # a cell of a sheet
        return
    counts = _counts(passage)
    last = _counts(before)[-6:] if before is not None else []
    for place, one in enumerate(counts):
        if not _SAME.search(one.before) or one.figure.value < 20 or one.figure.rough:
            continue
        earlier = [
            s
            for s in counts[max(0, place - 6) : place]
            if s.unit == one.unit and one.sentence - s.sentence in (0, 1, 2)
        ]
        earlier = earlier or ([s for s in last if s.unit == one.unit] if one.sentence <= 2 else [])
        sames = [s for s in earlier if _kin(s, one)]
        agreeing = [s for s in earlier if agrees(one.figure, _as_read(s.figure))]
        if agreeing:
            if agreeing[-1] in sames:
                yield _draft(passage, agreeing[-1], one, verdict=Verdict.HOLDS)
            continue
        if len(sames) == 1 and not _TIME.search(one.lead + sames[0].lead):
            yield _draft(passage, sames[0], one)
    yield from _restated(passage, counts)


def _counts(passage: Passage) -> list[Said]:
    return [
        s for s in passage.said if s.counts and not s.figure.weak and s.figure.unit and s.role not in (BASE, CHANGE)
    ]


def _as_read(figure: Figure) -> Computed:
    return Computed(number(figure.value), figure.value, figure.low, figure.high, figure.unit)


def _kin(first: Said, second: Said) -> bool:
    """The count that refers back names what was done and what was counted the first time."""
    ratio = second.figure.value / first.figure.value if first.figure.value else 0
    verb = _DEED.search(second.before)
    if not 2 / 3 <= ratio <= 3 / 2 or (verb is not None and verb[1] not in first.lead):
        return False
    a, b = _words(first.lead[-24:] + first.after[:10]), _words(second.lead[-10:] + second.after[:8])
    shared = {b[i : i + 2] for i in range(len(b) - 1)} & {a[i : i + 2] for i in range(len(a) - 1)}
    return len(shared) >= 2 or (bool(shared) and bool(re.search(r"上述|以上|这", second.before)))


def _words(text: str) -> str:
    return _NOISE.sub("", text)


def _restated(passage: Passage, counts: list[Said]) -> Iterator[Draft]:
    """The same long name, the same unit, the same role, digits swapped."""
    seen: dict[tuple[str, str, str], Said] = {}
    for one in counts:
        name = subject_of(passage, one)
        if len(name) < 6 or _TIME.search(one.lead) or one.figure.value < 100:
            continue
        key = (name, one.unit, one.role)
        first = seen.setdefault(key, one)
        if first is not one and swapped(first.figure.value, one.figure.value):
            yield _draft(passage, first, one)


def _draft(passage: Passage, first: Said, second: Said, *, verdict: Verdict = Verdict.CONTRADICTED) -> Draft:
    facts = {"stated": second.figure.text, "first": first.figure.text}
    code = "stated-twice" if verdict == Verdict.CONTRADICTED else "stated-again"
    return Draft(
        "repeated",
        verdict,
        Reason(code, facts),
        (first.figure,),
        second.figure,
        (_as_read(first.figure),),
        subject=subject_of(passage, first),
        sure=3,
    )
