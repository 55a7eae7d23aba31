"""The declared words of the proposals that the reader of decomposition tables makes."""

from __future__ import annotations

from zhicheng.core.text import Names

# Proposals are answers as well, kept as they are written here; only the page tells them in other words.
PROPOSALS: dict[str, Names] = {
    name.zh: name
    for name in (
        Names("导入", "Import"),
        Names("不导入", "Leave out"),
        Names("已核对", "Checked"),
        Names("已删去", "Deleted"),
        Names("拆成几项", "Split"),
        Names("合为一项", "Keep as one"),
        Names("并入上一行", "Join to the row above"),
        Names("合并", "Merge"),
        Names("各自保留", "Keep each"),
        Names("按百分数换算", "Convert to per cent"),
        Names("不换算", "Leave as they are"),
        Names("列为配合单位", "They support"),
        Names("同为牵头单位", "They lead as well"),
        Names("标题", "Heading"),
        Names("任务", "Task"),
        Names("保留两项", "Keep both"),
        Names("单独一项", "A task of its own"),
        Names("计量单位", "Unit of measure"),
        Names("责任单位", "Responsible unit"),
        Names("定性任务", "Qualitative"),
        Names("一律改到计划年度的同一天", "Move all to the same day of the programme's year"),
        Names("照表中所写的年份", "Keep the years as written"),
        Names("逐项确认", "Ask about each"),
    )
}
