"""The states of programmes, assignments, reports, changes and imports, one row a transition."""

from __future__ import annotations

from zhicheng.core.lifecycle import Transition, Workflow
from zhicheng.core.text import Names
from zhicheng.goals.permissions import P

PROGRAMME = Workflow(
    "programme",
    {
        "draft": Names("起草", "Draft"),
        "examined": Names("已审核", "Examined"),
        "issued": Names("已印发", "Issued"),
        "closed": Names("已办结", "Closed"),
    },
    (
        Transition("examine", ("draft",), "examined", Names("审核", "Examine"), P.PROGRAMME_EDIT),
        Transition("reopen", ("examined",), "draft", Names("退回起草", "Back to draft"), P.PROGRAMME_EDIT),
        Transition("issue", ("examined", "draft"), "issued", Names("印发", "Issue"), P.PROGRAMME_ISSUE),
        Transition("close", ("issued",), "closed", Names("办结", "Close"), P.PROGRAMME_ISSUE),
    ),
)

ASSIGNMENT = Workflow(
    "assignment",
    {
        "planned": Names("待交办", "Planned"),
        "delivered": Names("待签收", "Delivered"),
        "signed": Names("五定未齐", "Five not yet fixed"),
        "fixed": Names("推进中", "Under way"),
        "withdrawn": Names("已撤销", "Withdrawn"),
    },
    (
        Transition("deliver", ("planned",), "delivered", Names("交办", "Assign"), P.TASK_ASSIGN),
        Transition("sign", ("delivered",), "signed", Names("签收", "Sign for"), P.ASSIGNMENT_SIGN),
        Transition("fix", ("signed",), "fixed", Names("五定", "Fix the five"), P.ASSIGNMENT_FIX),
        Transition(
            "withdraw", ("planned", "delivered", "signed", "fixed"), "withdrawn", Names("撤销", "Withdraw"),
            P.TASK_ASSIGN,
        ),
    ),
)  # fmt: skip

REPORT = Workflow(
    "report",
    {
        "draft": Names("填写中", "Draft"),
        "submitted": Names("待核实", "Submitted"),
        "returned": Names("退回修改", "Returned"),
        "verified": Names("经核实", "Verified"),
        "superseded": Names("已更正", "Corrected"),
    },
    (
        Transition("submit", ("draft",), "submitted", Names("报送", "Submit"), P.REPORT_WRITE),
        Transition("verify", ("submitted",), "verified", Names("核实", "Verify"), P.REPORT_VERIFY),
        Transition("return", ("submitted",), "returned", Names("退回", "Return"), P.REPORT_VERIFY),
        Transition("resubmit", ("verified",), "submitted", Names("补正名单", "Correct rows"), P.REPORT_WRITE),
        Transition(
            "supersede", ("submitted", "returned", "verified"), "superseded", Names("更正", "Correct"), P.REPORT_WRITE
        ),
    ),
)

CHANGE = Workflow(
    "change",
    {
        "requested": Names("待审批", "Requested"),
        "approved": Names("已同意", "Approved"),
        "refused": Names("不同意", "Refused"),
    },
    (
        Transition("approve", ("requested",), "approved", Names("同意", "Approve"), P.CHANGE_DECIDE),
        Transition("refuse", ("requested",), "refused", Names("不同意", "Refuse"), P.CHANGE_DECIDE),
    ),
)

MATTER = Workflow(
    "matter",
    {"open": Names("待协调", "Open"), "answered": Names("已答复", "Answered")},
    (Transition("answer", ("open",), "answered", Names("答复", "Answer"), P.COORDINATION_ANSWER),),
)

IMPORT = Workflow(
    "import",
    {
        "reading": Names("读取中", "Being read"),
        "asked": Names("待确认", "Questions open"),
        "ready": Names("可入库", "Ready to store"),
        "stored": Names("已入库", "Stored"),
        "undone": Names("已撤回", "Undone"),
        "refused": Names("无法读取", "Refused"),
    },
    (
        Transition("ask", ("reading", "asked", "ready"), "asked", Names("提出问题", "Ask"), P.TASK_IMPORT),
        Transition("settle", ("reading", "asked", "ready"), "ready", Names("确认完毕", "Settle"), P.TASK_IMPORT),
        Transition("refuse", ("reading",), "refused", Names("拒收", "Refuse"), P.TASK_IMPORT),
        Transition("store", ("ready",), "stored", Names("入库", "Store"), P.TASK_IMPORT),
        Transition("undo", ("stored",), "undone", Names("整表撤回", "Undo"), P.TASK_IMPORT),
    ),
)
