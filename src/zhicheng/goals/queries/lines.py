"""Standings turned into finished lines: the figures, the arithmetic and the reason in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from zhicheng.goals.kinds import LIGHTS
from zhicheng.goals.models import Standing, Task

TWO_PLACES = Decimal("0.01")


@dataclass(frozen=True)
class Figures:
    """Where a task or a part stands: what is verified of what, in which light, and why."""

    light: str
    reason: str
    as_of: date | None
    target: Decimal | None
    verified: Decimal | None
    base: Decimal | None
    unlisted: Decimal
    claimed: Decimal | None
    percent: Decimal | None
    expected: Decimal | None
    claimed_percent: Decimal | None
    milestones_met: int
    milestones_set: int
    arithmetic: str

    @property
    def share(self) -> Decimal | None:
        """Verified as a share of the target (1 = all of it), for the bar."""
        return None if self.percent is None else self.percent / 100

    @property
    def expected_share(self) -> Decimal | None:
        """Expected by the day as a share, for the bar's upright line."""
        return None if self.expected is None else self.expected / 100

    @property
    def claimed_share(self) -> Decimal | None:
        """Reported, verified or not, as a share."""
        return None if self.claimed_percent is None else self.claimed_percent / 100

    @property
    def light_name(self) -> str:
        """The light in words."""
        return str(LIGHTS[self.light])


def plain(value: Decimal | None) -> str:
    """A number without needless zeros: 120, 95.5; an empty text for None."""
    if value is None:
        return ""
    return f"{value.normalize():f}" if value != value.to_integral_value() else f"{int(value)}"


def half_up(percent: Decimal) -> Decimal:
    """A percentage as official documents print it: two places, half up, rounded once from the exact quotient."""
    return percent.quantize(TWO_PLACES, ROUND_HALF_UP)


def arithmetic_of(kind: str, verified: Decimal | None, base: Decimal | None, target: Decimal | None) -> str:
    """How anyone can recompute it: `95 ÷ 120 = 79.17%`; for a rate its own quotient; empty where nothing is."""
    if verified is None:
        return ""
    if kind == "rate":
        return f"{plain(verified)} ÷ {plain(base)} = {half_up(verified / base * 100)}%" if base else ""
    if not target:
        return ""
    return f"{plain(verified)} ÷ {plain(target)} = {half_up(verified / target * 100)}%"


def target_text(task: Task) -> str:
    """The target as an official writes it: ≥120家, ≥98%, =9个."""
    if task.target is None:
        return ""
    sign = {"at_least": "≥", "at_most": "≤", "equal": "="}[task.direction]
    return f"{sign}{plain(task.target)}{task.unit}"


def figures_of(standing: Standing | None, kind: str) -> Figures:
    """A standing as a page shows it; without one, a task that nobody holds yet."""
    if standing is None:
        return Figures("waiting", _("尚未交办"), None, None, None, None, Decimal(0), None, None, None, None, 0, 0, "")
    if kind == "qualitative":
        met, whole = standing.milestones_met, standing.milestones_set
        sums = _("%(whole)s 个节点中完成 %(met)s 个") % {"whole": whole, "met": met} if whole else ""
    else:
        sums = arithmetic_of(kind, standing.verified, standing.base, standing.target)
    return Figures(
        light=standing.light, reason=reason_of(standing), as_of=standing.as_of, target=standing.target,
        verified=standing.verified, base=standing.base, unlisted=standing.unlisted, claimed=standing.claimed,
        percent=standing.actual_percent, expected=standing.expected_percent,
        claimed_percent=standing.claimed_percent, milestones_met=standing.milestones_met,
        milestones_set=standing.milestones_set, arithmetic=sums,
    )  # fmt: skip


def reason_of(standing: Standing) -> str:
    """Why the light is what it is, in one sentence."""
    facts: dict[str, Any] = standing.facts
    said = {
        "complete": lambda: _("已完成目标"),
        "owed": lambda: _("应报未报，已过报送期限"),
        "deadline-passed": lambda: _("完成时限 %(deadline)s 已过，尚未完成") % facts,
        "milestone-overdue": lambda: _("节点“%(title)s”应于 %(due)s 前完成，尚未完成") % facts,
        "not-due": lambda: _("未到报送期"),
        "undated": lambda: _("原文未写截止日期，不判断进度"),
        "reported": lambda: _("已报送"),
        "behind": lambda: _("落后序时进度 %(gap)s 个百分点") % {"gap": half_up(Decimal(facts["gap"]))},
        "forecast-misses": lambda: _("按近几期进度推算，到 %(deadline)s 只能完成 %(forecast)s%%") % facts,
        "on-schedule": lambda: _("达到序时进度"),
    }[standing.reason]()
    owing = facts.get("owing")
    return f"{said}；{_('另有 %(n)s 个单位未报送') % {'n': owing}}" if owing and standing.light != "none" else said
