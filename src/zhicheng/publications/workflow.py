"""The states of a document's version and of a correction, one row a transition."""

from __future__ import annotations

from zhicheng.core.lifecycle import Transition, Workflow
from zhicheng.core.text import Names
from zhicheng.publications.permissions import P

# What is being worked on; a document has at most one such version.
OPEN = ("draft", "checked", "returned", "submitted", "approved")
EDITABLE = ("draft", "checked", "returned")

DOCUMENT = Workflow(
    "document",
    {
        "draft": Names("起草", "Draft"),
        "checked": Names("已检查", "Checked"),
        "submitted": Names("待签发", "For approval"),
        "returned": Names("退回修改", "Returned"),
        "approved": Names("已签发", "Approved"),
        "published": Names("已印发", "Published"),
        "superseded": Names("已更正", "Corrected"),
        "withdrawn": Names("已撤回", "Withdrawn"),
        "dropped": Names("已作废", "Dropped"),
    },
    (
        Transition("edit", EDITABLE, "draft", Names("修改", "Edit"), P.DOCUMENT_WRITE),
        Transition("check", EDITABLE, "checked", Names("检查", "Check"), P.DOCUMENT_WRITE),
        Transition("submit", ("checked",), "submitted", Names("送签", "Send for approval"), P.DOCUMENT_WRITE),
        Transition("approve", ("submitted",), "approved", Names("签发", "Approve"), P.DOCUMENT_APPROVE),
        Transition("return", ("submitted", "approved"), "returned", Names("退回修改", "Return"), P.DOCUMENT_APPROVE),
        Transition("publish", ("approved",), "published", Names("编号印发", "Number and publish"), P.DOCUMENT_PUBLISH),
        Transition("supersede", ("published",), "superseded", Names("以更正版替代", "Supersede"), P.DOCUMENT_PUBLISH),
        Transition("withdraw", ("published",), "withdrawn", Names("撤回", "Withdraw"), P.DOCUMENT_PUBLISH),
        Transition("drop", OPEN, "dropped", Names("作废", "Drop"), P.DOCUMENT_WRITE),
    ),
)

CORRECTION = Workflow(
    "correction",
    {
        "open": Names("待处理", "Open"),
        "taken": Names("更正中", "Being corrected"),
        "corrected": Names("已更正", "Corrected"),
        "dismissed": Names("不需更正", "No correction needed"),
    },
    (
        Transition("take", ("open",), "taken", Names("更正", "Correct"), P.DOCUMENT_WRITE),
        Transition("reopen", ("taken",), "open", Names("重新待处理", "Reopen"), P.DOCUMENT_WRITE),
        Transition("correct", ("taken",), "corrected", Names("已更正", "Corrected"), P.DOCUMENT_PUBLISH),
        Transition("dismiss", ("open",), "dismissed", Names("不需更正", "No correction needed"), P.DOCUMENT_WRITE),
    ),
)
