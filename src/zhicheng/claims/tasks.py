"""The counts of one task under their headings: planned, done, on the way, new, and the ways to read what was done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from zhicheng.claims import lexicon
from zhicheng.claims.figures import Figure
from zhicheng.claims.group import Group
from zhicheng.claims.judging import Computed, exact_decimal, number, ratio, total
from zhicheng.claims.model import Reason
from zhicheng.claims.passages import Passage
from zhicheng.claims.roles import ADDED, APPROVED, DONE, PLAIN, PROGRESS, REMAIN, SURPLUS, TOTAL
from zhicheng.claims.said import Said

INSIDE = re.compile(r"其中|包括|含|内有")
_OUTSIDE = re.compile(r"另有|另外|另|此外|还有|还")
_EARLY = re.compile(lexicon.EARLY)
_REACHED = re.compile(lexicon.REACHED)
_RESULT = re.compile(lexicon.RESULT)
_THEN_RESULT = re.compile(rf"(?:{lexicon.STAGES})(?:并|且|后|、)?(?:获批|获得|认定|通过|建成|落地|竣工|投产|成功)")
_GOING = re.compile(r"正|处于|待|阶段|环节|(?<![其当集年高初])中(?=$|\d|的|,)|刻|尚")
_PARTS = tuple(re.compile(rf"^[ ]?(?:其中)?(?:{words})") for words in lexicon.PARTS)
_PARTLY = re.compile(r"阶段性|基本|部分|初步")
_IN_ALL = re.compile(r"累计|至此|总共|(?<!公)共(?=[\u4e00-\u9fff]{2}$)")
_CUMULATIVE = re.compile(r"累计|总数|总计")


class Task:
    """The counts of a task, each under its heading."""

    def __init__(self, passage: Passage, group: Group) -> None:
        assert group.plan is not None  # noqa: S101 - the caller asked
        self.plan = _as_set(group.plan)
        inside: list[Said] = []
        outside: list[Said] = []
        for one in group.members:
            marked = bool(INSIDE.search(one.lead)) or bool(
                inside and one.item == inside[-1].item and not _OUTSIDE.search(one.lead)
            )
            after_done = any(m.role in (DONE, APPROVED, TOTAL, ADDED) for m in outside)
            (inside if marked and after_done and one.role != TOTAL else outside).append(one)
        self.totals = [o for o in outside if o.role == TOTAL]
        self.done = [o for o in outside if o.role in (DONE, APPROVED)]
        self.progress = [o for o in outside if o.role == PROGRESS]
        self.added = [o for o in outside if o.role == ADDED]
        self.plain = [o for o in outside if o.role == PLAIN]
        self.inside = inside
        self.rest = [o for o in outside if _whole_rest(o, self.plan)]
        if self.totals and self.progress and self.done and _adds_progress(self.totals[0], self.done, self.progress):
            self.totals = []
        self._settle(passage, "".join(topic.stem for _, topic in group.stated))

    def _settle(self, passage: Passage, rates: str) -> None:
        """What the plan itself asks for is done when it is done: 计划申报 10 家，已申报 8 家."""
        asked = passage.between(self.plan.start - 40, self.plan.start)[-40:]
        asked = re.split(r"[,。;]", asked)[-1] + self.plan.after[:14] + rates
        if _RESULT.search(asked):
            early = [o for o in self.done if o.role != APPROVED and _early(o) and not _EARLY.search(asked)]
            self.progress += early
            self.done = [o for o in self.done if o not in early]
        for word in lexicon.STAGES.split("|"):
            if word in asked and not _THEN_RESULT.search(asked):
                moved = [
                    o
                    for o in self.progress
                    if word in o.lead + o.after[:8] and not _GOING.search(o.lead[-14:] + o.after[:8])
                ]
                self.done += moved
                self.progress = [o for o in self.progress if o not in moved]
        if self.added and not self.done and not self.totals:
            self.done, self.added = self.added, []
        self.done.sort(key=lambda o: o.index)

    @property
    def listed(self) -> list[Said]:
        """Counts that a total at their end sums up."""
        return sorted([*self.done, *self.plain], key=lambda o: o.index)

    def _divided(self) -> bool:
        """完成整改 80 项，立行立改 52 项，限期整改 28 项: what follows the first count is made of it."""
        later = [o.figure.value for o in self.listed if o.index > self.done[0].index]
        return len(later) > 1 and sum(later, Fraction(0)) == self.done[0].figure.value

    def _cumulated(self) -> bool:
        """9 月份清退 2 家，至此共清退 19 家: the last count takes in the ones before it."""
        last = self.done[-1]
        return bool(_IN_ALL.search(last.before)) and all(o.figure.value <= last.figure.value for o in self.done)

    @property
    def closing(self) -> Said | None:
        """一季度完成 20 个，二季度完成 32 个，累计完成 52 个: the count that sums up the ones before it."""
        if len(self.done) < 3:
            return None
        return self.done[-1] if sum(o.figure.value for o in self.done[:-1]) == self.done[-1].figure.value else None

    def done_readings(self) -> list[list[Figure]]:
        """The ways to say how many were done, the likeliest first."""
        if self.totals:
            return [[self.totals[0].figure]]
        if not self.done:
            return []
        if self.closing is not None:
            return [[self.closing.figure]]
        if len(self.done) == 1 or self._divided():
            return [[self.done[0].figure]]
        if self._cumulated() or ("主体" in self.done[0].before and "主体" not in self.done[-1].before):
            return [[self.done[-1].figure], [self.done[0].figure]]
        if _parallel(self.done):
            return [[o.figure for o in self.done]]
        return [[self.done[0].figure], [self.done[-1].figure]]

    def with_added(self) -> list[Figure]:
        """Done together with what is new, where the text leaves open whether the new ones are among the done."""
        base = self.done_readings()
        if not base or not self.added or any(_CUMULATIVE.search(o.lead) for o in (*self.done, *self.totals)):
            return []
        return [*base[0], *(o.figure for o in self.added)]


_REST = re.compile(
    r"^[ ]?(?:目前|现)?除|还剩|剩余|其余|余下|尚余|剩下|还差|尚差|差|还缺|尚缺|缺|欠|未(?!开工|启动|动工|立项|签|报)|待"
)

_ONE_KIND = re.compile(r"(?:另|还)有.{0,4}待")  # 另有 5 家待认定
_DROPPED = re.compile(
    r"注销|退出|取消|停[业产办]|不再|调出|未(?:列|纳)入|要求其[余他].{0,8}(?:限期|完成)"
)  # 因 2 家注销未列入


def is_rest(said: Said) -> bool:
    """The rest as such, not one kind of it (另有 3 处正在施工)."""
    words = said.before + said.after[:8]
    if _ONE_KIND.search(words):
        return False
    return bool(_REST.search(words)) and not _DROPPED.search(words)


def _whole_rest(said: Said, plan: Said) -> bool:
    """What is left of the plan, or what was done beyond it, in the plan's own unit."""
    if said.unit != plan.unit or said.figure.rough:
        return False
    return said.role == SURPLUS or (said.role == REMAIN and is_rest(said) and said.figure.value <= plan.figure.value)


def _by_rest(task: Task) -> Computed | None:
    """任务 60 家，尚差 8 家: what was done is said by what is left."""
    if len(task.rest) != 1 or task.done or task.totals or task.progress or task.added or task.plain:
        return None
    plan, rest = task.plan.figure, task.rest[0]
    return ratio([plan], [plan], less=[rest.figure]) if rest.role == REMAIN else ratio([plan, rest.figure], [plan])


def _as_set(plan: Said) -> Said:
    """不少于 12 家, 50 家以上: what was set is the 12 and the 50, and they are exact."""
    if plan.figure.bound != "at_least" or re.search(r"[余多]", plan.figure.text):
        return plan
    return replace(plan, figure=replace(plan.figure, bound=""))


def _early(one: Said) -> bool:
    """Signed or awarded, and no word of a result beside it: 已签约 24 个 where 建成 is asked for."""
    told = one.before[-14:] + one.after[:10]
    return bool(_EARLY.search(told)) and not _REACHED.search(told)


def _adds_progress(whole: Said, done: Sequence[Said], progress: Sequence[Said]) -> bool:
    """共完成 15 个 is 11 done and 4 on the way: the total is no count of what was done."""
    value = sum((o.figure.value for o in (*done, *progress)), Fraction(0))
    return whole.figure.value == value


def _parallel(done: Sequence[Said]) -> bool:
    """省级完成 13 个，县级完成 5 个 are two task of one; 完成 50 家，验收 20 家 are two stages."""
    if all(o.opened_by == "、" for o in done[1:]) or _parts_of_one(done):
        return True
    if any(_PARTLY.search(o.before) for o in done):
        return False
    ends = {o.before[-2:] for o in done}
    return len(ends) == 1 and all(len(o.before) > 2 for o in done)


def _parts_of_one(done: Sequence[Said]) -> bool:
    """省级课题已验收 8 项，市级课题已结题 5 项: each count has a word of its own out of one line of `lexicon.PARTS`."""
    for line in _PARTS:
        words = [line.search(o.before[:14]) for o in done]
        found = [word[0] for word in words if word is not None]
        if len(found) == len(done) == len(set(found)):
            return True
    return False


def computed_rates(task: Task) -> list[Computed]:
    plan = [task.plan.figure]
    readings = [ratio(one, plan) for one in task.done_readings()[:1]] or [_by_rest(task)]
    both = task.with_added()
    if both:
        readings.append(ratio(both, plan))
    return [one for one in readings if one is not None]


def other_rates(task: Task) -> list[Computed]:
    """Readings that are too far-fetched to show and good enough to keep silent."""
    plan = [task.plan.figure]
    tries = [*task.done_readings()[1:], [o.figure for o in task.listed], [o.figure for o in task.done]]
    tries += [[o.figure] for o in (*task.listed, *task.totals)]
    found = [ratio(figures, plan) for figures in tries if figures]
    found += [ratio([later.figure], [former.figure]) for former, later in pairwise(task.done)]  # 已发行 42.6 亿元，支出
    return [one for one in found if one is not None]


def nothing_done(task: Task) -> Computed:
    return Computed(f"0 ÷ {number(task.plan.figure.value)}", Fraction(0), Fraction(0), Fraction(0))


def hidden_progress(task: Task) -> list[Said]:
    """完成 10 家，其中 3 家正在公示."""
    return [o for o in task.inside if o.role == PROGRESS]


def definition(task: Task) -> tuple[Reason, ...]:
    """立项 counted as done is a matter of definition."""
    return (Reason("approved-as-done", {}),) if any(o.role == APPROVED for o in task.done) else ()


def counts_of(task: Task) -> dict[str, Decimal | None]:
    readings = task.done_readings()
    done = sum((f.value for f in readings[0]), Fraction(0)) if readings else None
    if done is None and _by_rest(task) is not None:
        plan, rest = [task.plan.figure], [task.rest[0].figure]
        done = (total(plan, less=rest) if task.rest[0].role == REMAIN else total([*plan, *rest])).value
    going = sum((o.figure.value for o in task.progress), Fraction(0)) if task.progress else None
    added = [*task.added, *(o for o in task.inside if o.role == ADDED)]
    return {
        "planned": exact_decimal(task.plan.figure.value),
        "done": None if done is None else exact_decimal(done),
        "in_progress": None if going is None else exact_decimal(going),
        "added": exact_decimal(added[0].figure.value) if added else None,
    }
