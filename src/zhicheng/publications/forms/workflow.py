"""The states of a form that arrived, and of a request for a figure that is missing in it; one row a transition."""

from __future__ import annotations

from zhicheng.core.lifecycle import Transition, Workflow
from zhicheng.core.text import Names
from zhicheng.publications.permissions import P

OPEN = ("drafted", "asked")
RUNNING = ("drafted", "asked", "ready", "approved")

FORM = Workflow(
    "form",
    {
        "drafted": Names("填报中", "Being filled"),
        "asked": Names("待单位答复", "Units asked"),
        "ready": Names("待审核", "For approval"),
        "approved": Names("已审核", "Approved"),
        "returned": Names("已报上级", "Handed back"),
        "withdrawn": Names("已作废", "Withdrawn"),
    },
    (
        Transition("ask", OPEN, "asked", Names("向单位要数", "Ask units"), P.FORM_FILL),
        Transition("fill", OPEN, "drafted", Names("填报", "Fill"), P.FORM_FILL),
        Transition("submit", OPEN, "ready", Names("送审", "Submit"), P.FORM_FILL),
        Transition("send-back", ("ready", "approved"), "drafted", Names("退回修改", "Send back"), P.FORM_APPROVE),
        Transition("approve", ("ready",), "approved", Names("审核通过", "Approve"), P.FORM_APPROVE),
        Transition("hand-back", ("approved",), "returned", Names("报上级", "Hand back"), P.FORM_FILL),
        Transition("withdraw", RUNNING, "withdrawn", Names("作废", "Withdraw"), P.FORM_FILL),
    ),
)

REQUEST = Workflow(
    "form-request",
    {
        "asked": Names("待答复", "Asked"),
        "answered": Names("已答复", "Answered"),
        "withdrawn": Names("已撤回", "Withdrawn"),
    },
    (
        Transition("answer", ("asked",), "answered", Names("答复", "Answer"), P.FORM_ANSWER),
        Transition("ask-again", ("answered",), "asked", Names("退回重填", "Ask again"), P.FORM_FILL),
        Transition("withdraw", ("asked",), "withdrawn", Names("撤回", "Withdraw"), P.FORM_FILL),
    ),
)
