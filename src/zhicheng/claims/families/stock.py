"""What there is now against what there was and what is new: 新增 4 件，累计达到 37 件，去年末为 33 件."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zhicheng.claims.drafts import Draft, judged
from zhicheng.claims.families.parts import part_draft
from zhicheng.claims.judging import Computed, number, total
from zhicheng.claims.model import Reason, Verdict
from zhicheng.claims.passages import Passage
from zhicheng.claims.roles import ADDED
from zhicheng.claims.said import Said
from zhicheng.claims.slips import swapped
from zhicheng.claims.subjects import subject_of

_LEFT = re.compile(r"注销|退出|减少|撤销|到期")
_STOCK_ONLY = re.compile(
    r"(?:[,、 ]|目前|现|使|全[市县区省]|我[市县区省])*(?P<noun>[\u4e00-\u9fff]{0,12}?)(?:累计有效|累计|总数|总量|总计|共有|现有|有效)(?:数|量)?(?:已)?(?:达到?|有|为)?"
)
_NEW = re.compile(
    r"(?:[,(、 ]|其中|今年|本年度?|年内|全年|当年|\d{2,4}年)*新(?:增|认定|建|设|获评|培育|评|发|颁|办)(?:加|了|立|发)?(?P<noun>[\u4e00-\u9fff]{0,14})"
)


def claims(passage: Passage) -> Iterator[Draft]:
    """One claim for each stock whose change, or whose new part, is given: 新增 4 件，累计达到 37 件，去年末为 33 件."""
    by_sentence: dict[int, list[Said]] = {}
    for one in passage.said:
        if one.counts:
            by_sentence.setdefault(one.sentence, []).append(one)
    for counts in by_sentence.values():
        added = [s for s in counts if s.role == ADDED or re.search(r"新增|净增", s.before)]
        base = [s for s in counts if re.search(r"(?:去年|上年)年?(?:末|底)|年初|原有", s.lead) and s not in added]
        stock = [
            s
            for s in counts
            if re.search(r"累计|总数|总量|达到?|共有|现有", s.before) and s not in added and s not in base
        ]
        yield from _drawn(passage, counts)
        if len(added) == len(stock) == 1 and not base:
            yield from _new_of(passage, stock[0], added[0])
        if not (len(added) == len(base) == len(stock) == 1 and added[0].unit == base[0].unit == stock[0].unit):
            continue
        if any(s.figure.rough for s in (*added, *base, *stock)) or re.search(
            r"注销|退出|减少|撤销|到期", passage.between(counts[0].start - 30, counts[-1].end + 20)
        ):
            continue
        computed = total([base[0].figure, added[0].figure], unit=stock[0].unit)
        verdict = judged(stock[0].figure, [computed])[0]
        if (
            verdict == Verdict.CONTRADICTED
            and not swapped(computed.value, stock[0].figure.value)
            and abs(computed.value - stock[0].figure.value) * 5 > computed.value
        ):
            continue
        yield part_draft(
            stock[0].figure, [base[0].figure, added[0].figure], computed, verdict, subject_of(passage, stock[0])
        )


_STORE = re.compile(r"库存|储备|结存|经费|额度|存量")
_USED = re.compile(
    r"^[ ]?(?:今年|本年度?|全年|目前|现)?(?:已|共|累计)?(?:调拨|领用|使用|支用|动用|发放|消耗|出库|调用)(?:了|出)?$"
)
_STILL = re.compile(r"^[ ]?(?:现|目前|尚|还)?(?:剩余|賸余|剩馀|结余|结存|余|剩|库存)(?:有)?$")


def _drawn(passage: Passage, counts: Sequence[Said]) -> Iterator[Draft]:
    """库存 1200 件，已调拨 860 件，剩余 340 件: three counts side by side, nothing added between them."""
    for first, used, left in zip(counts, counts[1:], counts[2:], strict=False):
        if left.index - first.index != 2 or not first.unit == used.unit == left.unit:
            continue
        if not (_STORE.search(first.before) and _USED.match(used.before) and _STILL.match(left.before)):
            continue
        if first.figure.rough or used.figure.rough or left.figure.rough:
            continue
        computed = total([first.figure], less=[used.figure], unit=left.unit)
        verdict = judged(left.figure, [computed])[0]
        code = "difference-holds" if verdict == Verdict.HOLDS else "difference-differs"
        facts = {"stated": left.figure.text, "computed": f"{number(computed.value)}{left.unit}"}
        yield Draft(
            "parts", verdict, Reason(code, facts), (first.figure, used.figure), left.figure, (computed,),
            subject=subject_of(passage, first), sure=3,
        )  # fmt: skip


def _new_of(passage: Passage, stock: Said, added: Said) -> Iterator[Draft]:
    """现有 18 家，今年新认定 20 家: more new ones than there are."""
    bare = re.fullmatch(
        r"(?:[,(、 ]|其中|今年|本年度?|年内|当年|\d{2,4}年)*(?:新增|新认定|新建|新获评|新培育|新评)(?:加|了)?",
        added.before,
    )
    rough = added.figure.rough or stock.figure.rough
    if stock.index == added.index + 1:
        bare = _after_new(stock, added)
    if bare is None or rough or stock.unit != added.unit or added.figure.value <= stock.figure.value:
        return
    if abs(stock.index - added.index) != 1 or _LEFT.search(passage.between(stock.start - 60, added.end + 60)):
        return
    figure = added.figure
    computed = Computed(number(figure.value), figure.value, figure.low, figure.high, stock.unit)
    subject = subject_of(passage, stock)
    yield part_draft(stock.figure, [figure], computed, Verdict.CONTRADICTED, subject, code="part-exceeds")


def _after_new(stock: Said, added: Said) -> re.Match[str] | None:
    """今年新增认证证书 1200 张，累计有效 1100 张: the stock of the same things, told after what is new."""
    new, now = _NEW.fullmatch(added.before), _STOCK_ONLY.fullmatch(stock.before)
    if new is None or now is None or stock.sentence != added.sentence or stock.clause != added.clause + 1:
        return None
    noun = now["noun"]
    return new if not noun or noun[-2:] in new["noun"] + added.after else None
