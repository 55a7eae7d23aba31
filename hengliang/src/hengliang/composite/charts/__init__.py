"""Charts of an index as Vega-Lite specifications: plain dicts that any page, notebook or renderer can draw.

Each chart says its finding as a title, built from the same numbers that it draws, names its axes with units, carries a
description for those who cannot see it, and never relies on red against green. Owns what is drawn and how it reads;
drawing itself is left to others (`pictures.save` uses vl-convert where the extra `pictures` is installed). A charting
library was not taken: a specification is data, and depends on nothing.
"""

from hengliang.composite.charts.contributions import contributions
from hengliang.composite.charts.correlations import correlations
from hengliang.composite.charts.framework import framework
from hengliang.composite.charts.pictures import can_draw, save
from hengliang.composite.charts.rank_bands import rank_bands
from hengliang.composite.charts.sensitivity import sensitivity

__all__ = ["can_draw", "contributions", "correlations", "framework", "rank_bands", "save", "sensitivity"]
