"""Do the parts add up to the whole? Over- and under-allocation, level by level."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Reconciliation:
    """A whole, the sum of its parts, and how many parts have no number yet."""

    whole: Decimal | None
    allocated: Decimal
    parts: int
    without_number: int

    @property
    def difference(self) -> Decimal | None:
        """Allocated less whole: positive is too much, negative too little; None without a whole."""
        return None if self.whole is None else self.allocated - self.whole

    @property
    def verdict(self) -> str:
        """`unsplit`, `even`, `over`, `under` or `open` (parts without a number)."""
        if not self.parts or self.whole is None:
            return "unsplit"
        if self.without_number:
            return "open"
        difference = self.allocated - self.whole
        return "even" if difference == 0 else ("over" if difference > 0 else "under")


def joined(kept: Decimal | None, taken: Decimal | None, *, kind: str) -> Decimal | None:
    """The share of a unit that takes over another part of the same task: counts add up, rates do not."""
    if kept is None or taken is None or kind == "rate":
        return taken if kept is None else kept
    return kept + taken


def reconcile(whole: Decimal | None, shares: Iterable[Decimal | None]) -> Reconciliation:
    """Compare a target with the parts it was split into."""
    given = list(shares)
    known = [share for share in given if share is not None]
    return Reconciliation(
        whole=whole, allocated=sum(known, Decimal(0)), parts=len(given), without_number=len(given) - len(known)
    )
