"""What clerks call a measure, in each language, and how its values are printed."""

from __future__ import annotations

from collections.abc import Mapping

from zhicheng.core.text import Names
from zhicheng.indicators.catalogue import MEASURES

SHORT: Mapping[str, Names] = {
    "tasks": Names("任务数", "Tasks"),
    "on-time": Names("达到序时进度", "On time"),
    "care": Names("需关注", "Needs care"),
    "late": Names("滞后", "Late"),
    "unreported": Names("未报送", "Not reported"),
    "waiting": Names("未到报送期", "Not yet due"),
    "undated": Names("不判定进度", "No light"),
    "done": Names("已完成", "Done"),
    "on-time-share": Names("达到序时进度比例", "Share on time"),
    "mean-completion": Names("平均完成率", "Mean completion"),
    "surplus-tasks": Names("超额完成任务数", "Tasks with surplus"),
    "target": Names("目标数", "Target"),
    "verified": Names("核实数", "Verified"),
    "completion": Names("完成率", "Completion"),
    "expected": Names("应达进度", "Expected by now"),
    "unlisted": Names("未列名单数", "Not in a roster"),
    "milestones-met": Names("已完成节点数", "Milestones met"),
    "milestones-set": Names("节点数", "Milestones"),
    "light": Names("进度状态", "Status"),
}


def measure_name(slug: str, language: str = "zh-hans") -> str:
    """What a measure is called in a document; its slug where nobody has named it."""
    declared = MEASURES.get(slug)
    names = SHORT.get(slug) or (declared.names if declared else None)
    return names.in_language(language) if names else slug


def definition(slug: str) -> str:
    """How a measure is counted, in the active language; "" where nobody has said."""
    declared = MEASURES.get(slug)
    return str(declared.definition) if declared else ""


def decimals(slug: str, unit: str) -> int | None:
    """How many decimals are printed unless the clerk says otherwise; None for as many as the value has."""
    declared = MEASURES.get(slug)
    if declared is None or slug in ("target", "verified", "unlisted"):
        return None
    return declared.decimals
