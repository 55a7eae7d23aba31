"""Fields of a task as an entry names them, in words."""

from __future__ import annotations

from zhicheng.core.text import Names

# What is frozen once a task is issued, and changed by request only.
FROZEN = {
    "target": Names("目标值", "target"), "deadline": Names("完成时限", "deadline"), "standard": Names("验收标准", "standard"),
    "title": Names("任务内容", "text"), "cut_off": Names("统计截止日", "cut-off day"), "share": Names("任务数", "share"),
    "leader": Names("责任领导", "leader"), "officer": Names("具体责任人", "officer"),
    "officer_phone": Names("具体责任人电话", "officer's telephone"),
}  # fmt: skip

OF_A_TASK = {
    **FROZEN, "number": Names("序号", "number"), "section": Names("任务板块", "section"), "field": Names("质量领域", "field"),
    "measures": Names("工作措施", "measures"), "kind": Names("任务类型", "kind"), "direction": Names("目标方向", "direction"),
    "unit": Names("计量单位", "unit"), "basis": Names("计数口径", "basis"), "counted_from": Names("统计起始日", "counted from"),
    "approval_counts": Names("立项、获批即算完成", "approval counts"), "ongoing": Names("持续推进", "ongoing"),
    "points": Names("分值", "points"), "series": Names("往年同一任务", "series"), "contact": Names("联系人", "contact"),
    "remark": Names("备注", "remark"),
}  # fmt: skip
