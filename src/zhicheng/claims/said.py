"""A figure in its place: the words around it, the role that they give it, and what a percent is about."""

from __future__ import annotations

from dataclasses import dataclass, replace

from zhicheng.claims.figures import Figure, Kind


@dataclass(frozen=True, slots=True)
class Topic:
    """What a percent is about; for a rate, `stem` is what stands before 率."""

    name: str
    stem: str = ""


UNTOLD = Topic("")


@dataclass(frozen=True, slots=True)
class Said:
    """A figure in its place. `before` reaches back to the clause's start or the figure before, `lead` to the clause's
    start, `after` to the clause's end or the next figure. All folded.
    """

    figure: Figure
    index: int
    sentence: int
    item: int
    clause: int
    before: str
    lead: str
    after: str
    opened_by: str
    heading: str = ""
    opening: str = ""
    role: str = ""
    topic: Topic = UNTOLD

    @property
    def phrase(self) -> str:
        """The clause up to the figure, or with a bracket in it what stands before the bracket."""
        return self.lead if self.opened_by != ")" else self.heading + self.lead

    @property
    def counts(self) -> bool:
        return self.figure.kind == Kind.COUNT

    @property
    def percent(self) -> bool:
        return self.figure.kind in (Kind.PERCENT, Kind.FRACTION)

    def as_role(self, role: str) -> Said:
        """The same figure in another role."""
        return replace(self, role=role)

    @property
    def unit(self) -> str:
        return self.figure.unit

    @property
    def start(self) -> int:
        return self.figure.start

    @property
    def end(self) -> int:
        return self.figure.end
