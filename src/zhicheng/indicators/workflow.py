"""The states of an edition, one row a transition."""

from __future__ import annotations

from zhicheng.core.lifecycle import Transition, Workflow
from zhicheng.core.text import Names
from zhicheng.indicators.permissions import P

EDITION = Workflow(
    "edition",
    {
        "frozen": Names("已冻结，未公开", "Frozen, not published"),
        "published": Names("已公开", "Published"),
        "superseded": Names("已被替代", "Superseded"),
        "withdrawn": Names("已撤回", "Withdrawn"),
    },
    (
        Transition("publish", ("frozen",), "published", Names("公开", "Publish"), P.EDITION_PUBLISH),
        Transition("supersede", ("published",), "superseded", Names("替代", "Supersede"), P.EDITION_PUBLISH),
        Transition("withdraw", ("published",), "withdrawn", Names("撤回", "Withdraw"), P.EDITION_PUBLISH),
    ),
)
