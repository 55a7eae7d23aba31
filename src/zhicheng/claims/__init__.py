"""The data check 数据核校: an official text goes in, what its figures say of each other comes out.

Owns the reading of figures and of what they claim, the arithmetic, and the judgement of a careful clerk: a text is
never called wrong, it agrees or does not agree with the counts it gives. Pure: no tables, no files, no network, no
model that cannot say why; figures known to the house come in as an argument. Refuses: reading files (`core.prose`),
deciding what is true in the world, correcting anybody's words, and the grade of whoever wrote them.
"""

from zhicheng.claims.checking import check
from zhicheng.claims.model import Audit, Claim, KnownFigure, Reading, Reason, Verdict

__all__ = ["Audit", "Claim", "KnownFigure", "Reading", "Reason", "Verdict", "check"]
