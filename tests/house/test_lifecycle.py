"""State machines as a table: moves, refusals with a sentence, what is open next."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from zhicheng.core.lifecycle import Transition, Workflow
from zhicheng.core.refusal import WrongState
from zhicheng.core.text import Names

DRAFT, SENT, DONE = Names("草稿", "draft"), Names("已上报", "sent"), Names("已核实", "verified")
FLOW = Workflow(
    "report",
    {"draft": DRAFT, "sent": SENT, "done": DONE},
    (
        Transition("send", ("draft",), "sent", Names("上报", "send")),
        Transition("return", ("sent",), "draft", Names("退回", "return")),
        Transition("verify", ("sent",), "done", Names("核实", "verify"), permission="goals.report.verify"),
    ),
)


def test_a_move_leads_where_the_table_says() -> None:
    row = SimpleNamespace(state="draft")
    FLOW.move(row, "send")
    FLOW.move(row, "verify")
    assert row.state == "done"


def test_a_move_that_is_not_open_says_the_state_and_what_is() -> None:
    row = SimpleNamespace(state="sent")
    with pytest.raises(WrongState) as refused:
        FLOW.move(row, "send")
    assert row.state == "sent"
    assert refused.value.sentence == "当前状态为“已上报”，不能上报。现在可以办理：退回、核实。"


def test_what_is_open_next() -> None:
    assert [each.verb for each in FLOW.open_verbs("sent")] == ["return", "verify"]
    assert FLOW.open_verbs("done") == ()


def test_a_table_that_names_an_unknown_state_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="lost"):
        Workflow("report", {"draft": DRAFT}, (Transition("lose", ("draft",), "lost", DONE),))
