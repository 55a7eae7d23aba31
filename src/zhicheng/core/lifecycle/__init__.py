"""State machines as one table of transitions: the diagram, the buttons and the refusals come from the same rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhicheng.core.refusal import WrongState
from zhicheng.core.text import Names


@dataclass(frozen=True)
class Transition:
    """One row: from which states, to which, called what, and which permission it needs."""

    verb: str
    source: tuple[str, ...]
    target: str
    names: Names
    permission: str = ""


@dataclass(frozen=True)
class Workflow:
    """The states of one kind of thing and the ways between them; the first state is where it begins."""

    slug: str
    states: Mapping[str, Names]
    transitions: tuple[Transition, ...]

    def __post_init__(self) -> None:
        for each in self.transitions:
            unknown = {*each.source, each.target} - set(self.states)
            if unknown:
                raise ValueError(f"workflow {self.slug}: transition {each.verb} names unknown state {sorted(unknown)}")

    @property
    def choices(self) -> list[tuple[str, str]]:
        """State slugs with their Chinese names, for a model field."""
        return [(slug, names.zh) for slug, names in self.states.items()]

    def transition(self, state: str, verb: str) -> Transition:
        """The row for this verb from this state. Raises: WrongState."""
        for each in self.transitions:
            if each.verb == verb and state in each.source:
                return each
        allowed = "、".join(str(each.names) for each in self.transitions if state in each.source)
        wanted = next((str(each.names) for each in self.transitions if each.verb == verb), verb)
        raise WrongState(
            _("当前状态为“%(state)s”，不能%(wanted)s。现在可以办理：%(allowed)s。"),
            state=str(self.states.get(state, state)), wanted=wanted, allowed=allowed or "（无）",
        )  # fmt: skip

    def move(self, row: Any, verb: str) -> None:
        """Set `row.state` to where the verb leads. Raises: WrongState. Saves nothing."""
        row.state = self.transition(row.state, verb).target

    def open_verbs(self, state: str) -> tuple[Transition, ...]:
        """What may happen next from this state."""
        return tuple(each for each in self.transitions if state in each.source)
