"""Composite indices: build a tree of indicators over units and years, explain every score, freeze it for years to come.

Owns the science of the index: screening, division, imputation, treatment, scales, weights, means at any node of a
ragged tree, gates, exact explanations. It refuses to know a city, a page or a file format beyond tables, and never
drops anything quietly: what is wrong comes back as one table (`ProblemsFound`), what a reader must know as `notes`.
A chain of objects that change themselves (a "coin") was not taken: a `Plan` is a value, an `Index` is frozen.

    import hengliang.composite as cq
    plan = cq.Plan().divide().impute("mean").treat(cq.winsorise(5), cq.log()).scale(cq.minmax(0, 100))
    index = plan.fit(data, framework)
"""

from hengliang.composite import (
    analysis,
    charts,
    cleaning,
    distances,
    divisors,
    estimators,
    frontier,
    imputation,
    means,
    ranking,
    scales,
    screening,
    treatment,
    weights,
)
from hengliang.composite.aggregation import Gate
from hengliang.composite.cells import Cell
from hengliang.composite.coin_tool import CoinTool, read_coin_tool
from hengliang.composite.combiners import Bod as bod
from hengliang.composite.combiners import IDistance as i_distance
from hengliang.composite.combiners import Mpi as mpi
from hengliang.composite.combiners import Owa as owa
from hengliang.composite.combiners import Power as power
from hengliang.composite.explanation import Explanation
from hengliang.composite.factors import any_weights, dummy, jitter, noise
from hengliang.composite.filling import ImputeMultiple as multiple
from hengliang.composite.filling import imputations
from hengliang.composite.frames import Table
from hengliang.composite.framework import Framework, Node
from hengliang.composite.framework_table import read_framework
from hengliang.composite.index import Index
from hengliang.composite.outcome import Uncertainty
from hengliang.composite.panel import Panel, panel_of, read_panel
from hengliang.composite.plan import Plan
from hengliang.composite.problems import Problem, ProblemsFound
from hengliang.composite.scaling import AmpiScale as ampi_scale
from hengliang.composite.scaling import AsIs as as_is
from hengliang.composite.scaling import Borda as borda
from hengliang.composite.scaling import DistanceToMax as distance_to_max
from hengliang.composite.scaling import DistanceToReference as distance_to_reference
from hengliang.composite.scaling import DistanceToTarget as distance_to_target
from hengliang.composite.scaling import FractionOfMax as fraction_of_max
from hengliang.composite.scaling import Goalposts as goalposts
from hengliang.composite.scaling import Ladder as ladder
from hengliang.composite.scaling import MinMax as minmax
from hengliang.composite.scaling import MpiScale as mpi_scale
from hengliang.composite.scaling import PercentileRank as percentile_rank
from hengliang.composite.scaling import Rank as rank
from hengliang.composite.scaling import Scaled as scaled
from hengliang.composite.scaling import Z as z
from hengliang.composite.study import Study
from hengliang.composite.treatment import BoxCox as boxcox
from hengliang.composite.treatment import Log as log
from hengliang.composite.treatment import Moments as moments
from hengliang.composite.treatment import Winsorise as winsorise
from hengliang.composite.weighing import Entropy as entropy
from hengliang.composite.weighing import ahp, budget

__all__ = [
    "Cell",
    "CoinTool",
    "Explanation",
    "Framework",
    "Gate",
    "Index",
    "Node",
    "Panel",
    "Plan",
    "Problem",
    "ProblemsFound",
    "Study",
    "Table",
    "Uncertainty",
    "ahp",
    "ampi_scale",
    "analysis",
    "any_weights",
    "as_is",
    "bod",
    "borda",
    "boxcox",
    "budget",
    "charts",
    "cleaning",
    "distance_to_max",
    "distance_to_reference",
    "distance_to_target",
    "distances",
    "divisors",
    "dummy",
    "entropy",
    "estimators",
    "fraction_of_max",
    "frontier",
    "goalposts",
    "i_distance",
    "imputation",
    "imputations",
    "jitter",
    "ladder",
    "log",
    "means",
    "minmax",
    "moments",
    "mpi",
    "mpi_scale",
    "multiple",
    "noise",
    "owa",
    "panel_of",
    "percentile_rank",
    "power",
    "rank",
    "ranking",
    "read_coin_tool",
    "read_framework",
    "read_panel",
    "scaled",
    "scales",
    "screening",
    "treatment",
    "weights",
    "winsorise",
    "z",
]
