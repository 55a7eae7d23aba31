"""Changes of what is frozen, and answers to what a unit cannot settle alone."""

from __future__ import annotations

from zhicheng.core.ledger import entry
from zhicheng.goals.entries.fields import FROZEN
from zhicheng.goals.workflow import CHANGE


@entry(
    "goals.change-requested", zh="申请变更 %(field)s", en="asked to change %(field)s",
    words={"field": FROZEN},
)  # fmt: skip
class ChangeRequested:
    """A unit or the office asks to change a frozen value."""

    change: int
    task: int
    field: str


@entry(
    "goals.change-decided", zh="变更 %(field)s：%(verdict)s", en="change of %(field)s: %(verdict)s",
    words={"field": FROZEN, "verdict": CHANGE.states},
)  # fmt: skip
class ChangeDecided:
    """The office decided on a change."""

    change: int
    task: int
    field: str
    verdict: str


@entry("goals.matter-answered", zh="答复需协调事项", en="answered a matter to coordinate")
class MatterAnswered:
    """The office answered what a unit cannot settle alone."""

    matter: int
    report: int
