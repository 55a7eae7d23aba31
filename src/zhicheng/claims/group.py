"""One task as the figures of a paragraph tell it: its plan, what came of it, and the percents stated for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from zhicheng.claims.roles import ADDED, APPROVED, DONE, PROGRESS, REMAIN, TOTAL
from zhicheng.claims.said import Said, Topic


@dataclass
class Group:
    """One task: its plan, what was done, what is on the way, and the percents stated for it."""

    plan: Said | None = None
    implicit: bool = False
    members: list[Said] = field(default_factory=list)
    stated: list[tuple[Said, Topic]] = field(default_factory=list)

    @property
    def unit(self) -> str:
        return (self.plan or self.members[0]).unit

    @property
    def last(self) -> Said:
        figures = [*self.members, *([self.plan] if self.plan else []), *(said for said, _ in self.stated)]
        return max(figures, key=lambda said: said.index)

    def of(self, *roles: str) -> list[Said]:
        return [said for said in self.members if said.role in roles]

    @property
    def moving(self) -> bool:
        """Something is said of what became of the plan."""
        return bool(self.of(DONE, ADDED, PROGRESS, APPROVED, TOTAL, REMAIN))
