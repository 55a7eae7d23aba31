"""Looking at an index before anyone believes it: statistics, correlations, reliability, components, what each part does.

Owns questions about data and scores that need no uncertainty (that is the study's part). Each answer is a table of the
kind of frame that came in, made by a function of an `Index`; the formulas are plain functions over arrays beside it.
It never changes an index. One big report object was not taken: a reader asks one question at a time.
"""

from hengliang.composite.analysis.components import Components, components, principal_components
from hengliang.composite.analysis.correlation import correlate, kendall, pearson, spearman
from hengliang.composite.analysis.correlations import ancestors, correlations, divisors, redundant
from hengliang.composite.analysis.describing import describe, statistics
from hengliang.composite.analysis.leaving_out import LeftOut, leave_one_out
from hengliang.composite.analysis.profiles import groups, profile, strengths
from hengliang.composite.analysis.reliability import cronbach_alpha, reliability
from hengliang.composite.analysis.trends import growth, trends
from hengliang.composite.analysis.versions import Comparison, compare

__all__ = [
    "Comparison",
    "Components",
    "LeftOut",
    "ancestors",
    "compare",
    "components",
    "correlate",
    "correlations",
    "cronbach_alpha",
    "describe",
    "divisors",
    "groups",
    "growth",
    "kendall",
    "leave_one_out",
    "pearson",
    "principal_components",
    "profile",
    "redundant",
    "reliability",
    "spearman",
    "statistics",
    "strengths",
    "trends",
]
