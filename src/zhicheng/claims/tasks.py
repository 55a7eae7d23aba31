"""The counts of one task under their headings: planned, done, on the way, new, and the ways to read what was done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from zhicheng.claims.figures import Figure
from zhicheng.claims.groups import Group
from zhicheng.claims.judging import Computed, exact_decimal, number, ratio
from zhicheng.claims.model import Reason
from zhicheng.claims.passages import Passage, Said
from zhicheng.claims.roles import ADDED, APPROVED, DONE, PLAIN, PROGRESS, TOTAL

INSIDE = re.compile(r"其中|包括|含|内有")
_OUTSIDE = re.compile(r"另有|另外|另|此外|还有|还")
_CUMULATIVE = re.compile(r"累计|总数|总计")


class Task:
    """The counts of a task, each under its heading."""

    def __init__(self, passage: Passage, group: Group) -> None:
        assert group.plan is not None  # noqa: S101 - the caller asked
        self.plan = group.plan
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
        if self.totals and self.progress and self.done and _adds_progress(self.totals[0], self.done, self.progress):
            self.totals = []
        self._settle(passage, "".join(topic.stem for _, topic in group.stated))

    def _settle(self, passage: Passage, rates: str) -> None:
        """What the plan itself asks for is done when it is done: 计划申报 10 家，已申报 8 家."""
        asked = passage.between(self.plan.start - 40, self.plan.start)[-40:]
        asked = re.split(r"[,。;]", asked)[-1] + self.plan.after[:10] + rates
        for word in (
            "申报",
            "启动",
            "开工",
            "起草",
            "立项",
            "申请",
            "推荐",
            "编制",
            "公示",
            "动工",
            "设计",
            "报送",
            "提交",
        ):
            if word in asked:
                moved = [
                    o for o in self.progress if word in o.lead + o.after[:8] and "正在" not in o.lead + o.after[:4]
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

    def done_readings(self) -> list[list[Figure]]:
        """The ways to say how many were done, the likeliest first."""
        if self.totals:
            return [[self.totals[0].figure]]
        if not self.done:
            return []
        if len(self.done) == 1:
            return [[self.done[0].figure]]
        if _parallel(self.done):
            return [[o.figure for o in self.done]]
        return [[self.done[0].figure], [self.done[-1].figure]]

    def with_added(self) -> list[Figure]:
        """Done together with what is new, where the text leaves open whether the new ones are among the done."""
        base = self.done_readings()
        if not base or not self.added or any(_CUMULATIVE.search(o.lead) for o in (*self.done, *self.totals)):
            return []
        return [*base[0], *(o.figure for o in self.added)]


def _adds_progress(whole: Said, done: Sequence[Said], progress: Sequence[Said]) -> bool:
    """共完成 15 个 is 11 done and 4 on the way: the total is no count of what was done."""
    value = sum((o.figure.value for o in (*done, *progress)), Fraction(0))
    return whole.figure.value == value


def _parallel(done: Sequence[Said]) -> bool:
    """省级完成 13 个，县级完成 5 个 are two task of one; 完成 50 家，验收 20 家 are two stages."""
    if all(o.opened_by == "、" for o in done[1:]):
        return True
    ends = {o.before[-2:] for o in done}
    return len(ends) == 1 and all(len(o.before) > 2 for o in done)


def computed_rates(task: Task) -> list[Computed]:
    plan = [task.plan.figure]
    readings = [ratio(one, plan) for one in task.done_readings()[:1]]
    both = task.with_added()
    if both:
        readings.append(ratio(both, plan))
    return [one for one in readings if one is not None]


def other_rates(task: Task) -> list[Computed]:
    """Readings that are too far-fetched to show and good enough to keep silent."""
    plan = [task.plan.figure]
    tries = [*task.done_readings()[1:], [o.figure for o in task.listed], [o.figure for o in task.done]]
    tries += [[o.figure] for o in (*task.listed, *task.totals)]
    return [one for figures in tries if figures and (one := ratio(figures, plan)) is not None]


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
    going = sum((o.figure.value for o in task.progress), Fraction(0)) if task.progress else None
    added = [*task.added, *(o for o in task.inside if o.role == ADDED)]
    return {
        "planned": exact_decimal(task.plan.figure.value),
        "done": None if done is None else exact_decimal(done),
        "in_progress": None if going is None else exact_decimal(going),
        "added": exact_decimal(added[0].figure.value) if added else None,
    }
