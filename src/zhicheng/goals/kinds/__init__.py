"""Declared words of this module: kinds of task, roles of a unit, periods, what a count counts."""

from __future__ import annotations

from zhicheng.core.text import Names

TASK_KINDS = {
    "counted": Names("数量类", "Counted"),
    "rate": Names("比率类", "Rate"),
    "coverage": Names("覆盖类", "Coverage"),
    "qualitative": Names("定性类", "Qualitative"),
}

# Which day and which things a count speaks of.
COUNT_BASES = {
    "new": Names("本年新增", "New this year"),
    "cumulative": Names("累计", "Cumulative"),
    "stock": Names("存量", "Stock on the day"),
}

DIRECTIONS = {
    "at_least": Names("不低于", "At least"),
    "at_most": Names("不高于", "At most"),
    "equal": Names("等于", "Exactly"),
}

UNIT_ROLES = {
    "lead": Names("牵头单位", "Lead"),
    "co-lead": Names("共同牵头单位", "Co-lead"),
    "support": Names("配合单位", "Supporting"),
    "county": Names("责任县（市、区）", "Responsible county"),
    "township": Names("承办乡镇（街道）", "Responsible township"),
}

PROGRAMME_KINDS = {
    "annual": Names("年度计划", "Year"),
    "five-year": Names("五年规划", "Five-year plan"),
}

SOURCE_KINDS = {
    "policy": Names("政策文件", "Policy document"),
    "plan": Names("规划", "Plan"),
    "task-sheet": Names("上级任务书", "Task sheet from above"),
    "instruction": Names("领导批示", "Instruction"),
    "meeting": Names("会议决定", "Decision of a meeting"),
}

VISIBILITIES = {
    "internal": Names("内部", "Internal"),
    "system": Names("系统内公开", "Within the system"),
    "public": Names("向社会公开", "Public"),
}

ORIGINS = {
    "real": Names("", ""),
    "made-up": Names("虚构", "Made up"),
    "quoted": Names("引自公开讲话", "Quoted from a public speech"),
}

ROW_STATUSES = {
    "done": Names("已完成", "Done"),
    "in-progress": Names("在办", "In progress"),
    "applied": Names("已申报", "Applied for"),
}

LIGHTS = {
    "ok": Names("达到序时进度", "On time"),
    "care": Names("需关注", "Needs care"),
    "late": Names("滞后", "Late"),
    "none": Names("未报送", "Not reported"),
    "waiting": Names("未到报送期", "Not yet due"),
    # A source that names no cut-off day allows no expectation, and so no light.
    "undated": Names("不判定进度", "No light"),
}

PERIODS = {
    "month": Names("按月", "Monthly"),
    "quarter": Names("按季", "Quarterly"),
    "half": Names("按半年", "Half-yearly"),
}


def choices(declared: dict[str, Names]) -> list[tuple[str, str]]:
    """Slugs with their Chinese names, for a model field or a form."""
    return [(slug, names.zh) for slug, names in declared.items()]
