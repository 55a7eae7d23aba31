"""A whole and its parts: 共 W，其中 A a、B b; qualified and failed; what is new against what there is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from zhicheng.claims.drafts import Draft, judged
from zhicheng.claims.figures import Figure
from zhicheng.claims.judging import Computed, number, total
from zhicheng.claims.model import Reason, Verdict
from zhicheng.claims.passages import Passage
from zhicheng.claims.roles import ADDED, BASE, CHANGE, PLAN, REMAIN, SURPLUS, TOTAL
from zhicheng.claims.said import Said
from zhicheng.claims.slips import slipped, swapped
from zhicheng.claims.subjects import subject_of

_MARK = re.compile(r"其中|分别[为是有]|分为|由[^,;。]{0,20}组成|包括|(?:^|[,:])(?:一是|按)[^,]{0,12}分")
_FULL_MARK = re.compile(r"分别[为是有]|分为|组成|按[^,]{0,12}分")
_REST = re.compile(r"其他|其它|其余|余下|剩余|另外")
_OVERLAP = re.compile(r"同时|既是|又是|重复|交叉|兼有|兼具|均为|双料|重叠|分别涉及|多选|可多选|不同程度")
_TRAIT = re.compile(
    r"高新技术|规上|规模以上|上市|党员|女|研究生|本科|硕士|博士|高级职称|专精特新|小巨人|瞪羚|以上学历|龙头|骨干|民营|外资|持证|获证|年龄|岁|重点|新增|发明|国家级|亿元以上|千万元以上|万元以上|首次|连续|已|获"
)
_MORE = re.compile(r"^[^,;。、(]{0,12}等")
_OPPOSITE = (
    ("合格", r"不合格"), ("达标", r"不达标|未达标"), ("符合", r"不符合"), ("通过", r"未通过"), ("整改", r"未整改"), ("男", "女"), ("城镇", "农村|乡村"),
    ("投诉", "举报"), ("国内", "国外|境外"), ("市区", "县域|郊区"), ("公办", "民办"), ("收入", "支出无"), ("满意", "不满意"), ("办结", "未办结|在办|正在办理"),
    ("正常", "异常"), ("省内", "省外"), ("线上", "线下"), ("到期", "未到期"), ("检验", "未检"), ("专职", "兼职"), ("全日制", "非全日制"), ("本地", "外地"), ("进口", "出口"), ("新建", "续建"),
    ("国有", "民营|非国有|私营"), ("内资", "外资"), ("咨询", "投诉举报"), ("成功", "未成功|失败"), ("在用", "停用|报废"), ("人工", "机械|自动"), ("内资", "港澳台"),
    ("行政编制", "事业编制"), ("固定", "移动|流动"), ("商品", "服务"), ("境内", "境外"), ("法人", "非法人"), ("已", "未"),
)  # fmt: skip


def claims(passage: Passage) -> Iterator[Draft]:
    """One claim for each whole whose parts are given."""
    said = passage.said
    taken: set[int] = set()
    for one in said:
        if not one.counts or one.index in taken:
            continue
        marked = _MARK.search(_reach(passage, one))
        if marked:
            wholes = _wholes_before(said, one, 1 if re.search(r"[。;][ ]?其中[,:]?", _reach(passage, one)) else 0)
            if not wholes:
                continue
            parts = _run(passage, wholes[0], one)
            taken.update(part.index for part in parts)
            full = bool(_FULL_MARK.search(marked[0])) or (marked[0] == "包括" and _kinds(parts))
            drafts = [_judge(passage, whole, parts, full=full) for whole in wholes]
            holding = [draft for draft in drafts if draft is not None and draft.verdict == Verdict.HOLDS]
            if holding or drafts[0] is not None:
                yield holding[0] if holding else drafts[0]  # type: ignore[misc]
    yield from _opposites(passage, taken)
    yield from _unmarked(passage, taken)
    yield from _bracketed(passage)


def _kinds(parts: Sequence[Said]) -> bool:
    """包括产品类 20 项、管理类 16 项、服务类 12 项: three kinds or more, named as kinds, are all of them."""
    return len(parts) > 2 and all(part.before.endswith("类") for part in parts) and not _MORE.match(parts[-1].after)


def _reach(passage: Passage, one: Said) -> str:
    """The clause of a figure with the clause before it, where a mark may stand alone (其中：)."""
    previous = passage.said[one.index - 1].end if one.index else passage.start
    return passage.between(max(previous, one.start - 40), one.start)


def _wholes_before(said: Sequence[Said], one: Said, opens: int) -> list[Said]:
    """The counts of the same unit before the parts that can hold the first of them, the nearest first; `opens`: 1 where
    其中 opens a sentence of its own.
    """
    found = [
        other
        for other in said[max(0, one.index - 8) : one.index]
        if other.counts and one.sentence - other.sentence <= opens and other.unit == one.unit and not other.figure.weak
    ]
    large = [other for other in found if other.figure.high >= one.figure.value]
    if not large and len(found) > 1:
        return []
    return [whole for whole in reversed(large or found) if whole.role not in (BASE, CHANGE, REMAIN)]


def _run(passage: Passage, whole: Said, first: Said) -> list[Said]:
    """The parts, as far as they go on in the same unit."""
    run: list[Said] = []
    depth_end = -1
    for one in passage.said[first.index : first.index + 80]:
        if one.sentence != first.sentence:
            break
        if not one.counts or one.start < depth_end:
            continue
        gap = passage.between(run[-1].end, one.start) if run else ""
        if run and "(" in gap and ")" not in gap.partition("(")[2]:
            close = passage.whole.find(")", one.end, one.end + 200)
            depth_end = close if close > 0 else one.end
            continue
        if one.unit != whole.unit:
            if run and one.item != run[-1].item:
                break
            continue
        if run and (
            "其中" in gap
            or one.role in (PLAN, BASE, CHANGE, SURPLUS, TOTAL)
            or (one.figure.weak and one.role == "plain" and one.opened_by != "、")
        ):
            break
        if run and one.item != first.item and run[-1].item == first.item and first.item == whole.item:
            break
        run.append(one)
    return _first_of_items(run)


def _first_of_items(run: list[Said]) -> list[Said]:
    """生产领域抽查 148 批次，不合格 8 批次；流通领域抽查 264 批次，…: of items with several counts the first one."""
    cycle = _cycle([_name(one) for one in run])
    if cycle:
        return run[::cycle]
    items = [one.item for one in run]
    if len(set(items)) < 2 or len(set(items)) == len(items):
        return run
    return [one for place, one in enumerate(run) if items.index(one.item) == place]


def _name(one: Said) -> str:
    return re.sub(r"[^\u4e00-\u9fff]|其中", "", one.before)[-3:]


def _cycle(names: Sequence[str]) -> int:
    """线上抽取 36 批次，不合格 4 批次，线下抽取 90 批次，不合格 5 批次: after how many names the same ones come again; 0 for never."""
    for length in range(2, len(names) // 2 + 1):
        again = [names[place] for place in range(1, len(names), length)]
        rows_full = len(names) % length == 0 and bool(again[0]) and len(set(again)) == 1
        if rows_full and all(len(set(names[place::length])) == 1 for place in range(1, length)):
            return 0 if len(set(names)) == 1 else length
    return 0


def _judge(passage: Passage, whole: Said, parts: Sequence[Said], *, full: bool) -> Draft | None:
    figures = [part.figure for part in parts]
    if not figures:
        return None
    subject = subject_of(passage, whole)
    for count in range(len(figures), 1, -1):
        computed = total(figures[:count], unit=whole.unit)
        if judged(whole.figure, [computed])[0] == Verdict.HOLDS and not whole.figure.rough:
            return part_draft(whole.figure, figures[:count], computed, Verdict.HOLDS, subject)
    if whole.figure.rough or any(figure.rough for figure in figures) or _LEVEL.search(whole.lead):
        return None
    if len(parts) == 1 and parts[0].role == ADDED and figures[0].value <= whole.figure.value:
        return part_draft(
            whole.figure, figures, total(figures, unit=whole.unit), Verdict.HOLDS, subject, code="part-within"
        )
    text = passage.between(whole.start, parts[-1].end + 20)
    for part in parts[:1]:
        if part.figure.low > whole.figure.high and not _per(part) and whole.role != PLAN:
            computed = Computed(
                number(part.figure.value), part.figure.value, part.figure.low, part.figure.high, whole.unit
            )
            return part_draft(whole.figure, [part.figure], computed, Verdict.CONTRADICTED, subject, code="part-exceeds")
    planned = whole.role == PLAN and any(part.role not in ("plain", PLAN) for part in parts)
    if len(parts) < 2 or _OVERLAP.search(text) or planned:
        return None
    return _mismatch(passage, whole, parts, full=full, subject=subject)


_LEVEL = re.compile(
    r"人均|户均|平均|每[人户百千万亩]|单价|均价|单产|亩产|得分|评分|指数|浓度|可支配收入|工资|价格|时长|温度|寿命"
)


def _per(part: Said) -> bool:
    return bool(re.search(r"次$", part.unit)) or bool(re.search(r"带动|惠及|涉及|培训|服务|累计", part.before))


def _another_thing(passage: Passage, parts: Sequence[Said], target: Fraction) -> bool:
    """其中一二类桥 4718 座，占 97%，四五类桥 12 座，隧道 186 座: without the last, named unlike the others, nothing is over."""
    if not any(one.percent for one in passage.said[parts[0].index : parts[-1].index]):
        return False
    names = [re.sub(r"[^\u4e00-\u9fff]|其中", "", part.before) for part in parts]
    if not all(names) or sum((part.figure.value for part in parts[:-1]), Fraction(0)) > target:
        return False
    return len({name[-1] for name in names[:-1]}) == 1 and names[-1][-1] != names[0][-1]


def _mismatch(passage: Passage, whole: Said, parts: Sequence[Said], *, full: bool, subject: str) -> Draft | None:
    """The parts do not add up: it counts only where they are meant to be all of the whole."""
    rest = next((n for n, part in enumerate(parts) if _REST.search(part.lead)), None)
    used = parts[: rest + 1] if rest is not None and rest > 0 else parts
    figures = [part.figure for part in used]
    computed = total(figures, unit=whole.unit)
    value, target = computed.value, whole.figure.value
    if judged(whole.figure, [computed])[0] == Verdict.HOLDS:
        return None
    more = bool(_MORE.match(parts[-1].after))
    pair = len(used) == 2 and _opposed(used[0], used[1])
    whole_of = (rest is not None and rest > 0) or full or pair
    traits = sum(bool(_TRAIT.search(part.lead + part.after[:8])) for part in used)
    if len(used) > 2 and not whole_of and value > target and _another_thing(passage, used, target):
        return None
    over = value > target and value <= target * Fraction(115, 100) and not traits and not more
    slip = (swapped(value, target) or (slipped(value, target) and _parallel(used))) and not more and not traits
    if (whole_of and not more and target / 2 <= value <= target * 2) or over or slip:
        return part_draft(whole.figure, figures, computed, Verdict.CONTRADICTED, subject)
    return None


def _parallel(parts: Sequence[Said]) -> bool:
    """Parts named alike: 专职人员 312 人，兼职人员 542 人; 第一季、第二季、下半年."""
    names = [re.sub(r"其中|[,:、 ]", "", part.before) for part in parts]
    if not all(names) or len(parts) < 2:
        return False
    ends = {name[-2:] for name in names}
    lasts = {name[-1] for name in names}
    return len(ends) == 1 or lasts == {"的"} or (len(lasts) == 1 and len({len(name) for name in names}) == 1)


def _opposed(one: Said, other: Said) -> bool:
    a, b = one.lead[-14:] + one.after[:8], other.before[-14:] + other.after[:8]
    for plain, contrary in _OPPOSITE:
        if re.search(contrary, b) and plain in a and not re.search(contrary, a):
            return True
        if re.search(contrary, a) and plain in re.sub(contrary, "", b):
            return True
    return False


def _opposites(passage: Passage, taken: set[int]) -> Iterator[Draft]:
    """抽检 137 批次，合格 130 批次，不合格 7 批次, without 其中."""
    counts = [s for s in passage.said if (s.counts and not s.figure.weak) or (s.counts and s.role != "plain")]
    for whole, one, other in zip(counts, counts[1:], counts[2:], strict=False):
        if other.index in taken or whole.sentence != other.sentence or not whole.unit == one.unit == other.unit:
            continue
        if (
            other.index - whole.index > 4
            or not _opposed(one, other)
            or _MARK.search(passage.between(whole.end, other.start))
        ):
            continue
        if whole.role in (BASE, CHANGE, PLAN) or whole.figure.rough or one.figure.rough or other.figure.rough:
            continue
        if whole.figure.value < max(one.figure.value, other.figure.value):
            continue
        computed = total([one.figure, other.figure], unit=whole.unit)
        verdict = judged(whole.figure, [computed])[0]
        if verdict == Verdict.CONTRADICTED and not (
            Fraction(4, 5) <= computed.value / whole.figure.value <= Fraction(5, 4)
        ):
            continue
        further = passage.said[other.index + 1 : other.index + 2]
        more = any(s.counts and s.unit == other.unit and s.sentence == other.sentence for s in further)
        if verdict == Verdict.CONTRADICTED and more and computed.value < whole.figure.value:
            continue  # 满意 81206 件，不满意 2864 件，未评价 2350 件: there is a third kind
        yield part_draft(whole.figure, [one.figure, other.figure], computed, verdict, subject_of(passage, whole))


def _unmarked(passage: Passage, taken: set[int]) -> Iterator[Draft]:
    """共计 124 家，满意的 107 家，可疑的 11 家，不满意的 9 家: parts named alike after a total, without 其中."""
    said = [s for s in passage.said if s.counts]
    for place, whole in enumerate(said):
        if (
            whole.index in taken
            or whole.role in (BASE, CHANGE, PLAN, REMAIN, ADDED)
            or whole.figure.rough
            or whole.figure.weak
        ):
            continue
        run: list[Said] = []
        for one in said[place + 1 : place + 60]:
            if (
                one.sentence != whole.sentence
                or one.unit != whole.unit
                or one.role in (PLAN, BASE, CHANGE, SURPLUS, TOTAL)
                or one.figure.rough
                or one.index in taken
            ):
                break
            if one.index - (run[-1] if run else whole).index > 1:
                break
            run.append(one)
        if (
            len(run) < 3
            or not re.search(r"共|全年|全市|总", whole.lead)
            or _OVERLAP.search(passage.between(whole.start, run[-1].end + 16))
        ):
            continue
        computed = total([s.figure for s in run], unit=whole.unit)
        verdict = judged(whole.figure, [computed])[0]
        near = abs(computed.value - whole.figure.value) * 20 <= whole.figure.value
        closed = near and _parallel(run) and not _MORE.match(run[-1].after)
        if verdict == Verdict.HOLDS or closed or _ends_with_rest(run, computed.value / whole.figure.value):
            yield part_draft(whole.figure, [s.figure for s in run], computed, verdict, subject_of(passage, whole))


def _ends_with_rest(run: Sequence[Said], over: Fraction) -> bool:
    """共计 1250 件，食品类 620 件、商品类 400 件、其他 230 件: a list in one breath that the rest closes."""
    listed = all(one.opened_by == "、" or re.match(r"[ ]?(?:及|和|与|以及)", one.before) for one in run[1:])
    rest = re.search(r"(?:其他|其它|其余)(?:各?类|项目)?$", run[-1].before)
    return listed and rest is not None and Fraction(9, 10) <= over <= Fraction(10, 9)


_BRACKET = re.compile(r"\(([^()]{4,80})\)")


def _bracketed(passage: Passage) -> Iterator[Draft]:
    """8 个（国家级 2 个、省级 6 个）: all the counts of a bracket right after a count."""
    said = passage.said
    for whole in said:
        bracket = _BRACKET.match(passage.whole, whole.end, min(passage.end, whole.end + 84)) if whole.counts else None
        if bracket is None or whole.figure.rough or _MARK.search(bracket[1]) or _OVERLAP.search(bracket[1]):
            continue
        run = [s for s in said[whole.index + 1 : whole.index + 20] if s.end < bracket.end()]
        if len(run) < 2 or any(s.unit != whole.unit or s.figure.rough or s.role in (BASE, CHANGE, REMAIN) for s in run):
            continue
        computed = total([s.figure for s in run], unit=whole.unit)
        verdict = judged(whole.figure, [computed])[0]
        near = abs(computed.value - whole.figure.value) * 4 <= whole.figure.value
        if verdict == Verdict.HOLDS or (near and len({s.before[-1:] for s in run}) == 1 and "等" not in bracket[1]):
            yield part_draft(whole.figure, [s.figure for s in run], computed, verdict, subject_of(passage, whole))


def part_draft(
    whole: Figure, parts: Sequence[Figure], computed: Computed, verdict: Verdict, subject: str, *, code: str = ""
) -> Draft:
    facts = {"stated": whole.text, "computed": f"{number(computed.value)}{whole.unit}", "formula": computed.formula}
    code = code or ("sum-holds" if verdict == Verdict.HOLDS else "sum-differs")
    return Draft("parts", verdict, Reason(code, facts), tuple(parts), whole, (computed,), subject=subject, sure=3)
