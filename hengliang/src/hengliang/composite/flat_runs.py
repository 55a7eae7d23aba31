"""The fast way of a tree that is one mean, φ⁻¹(Σ w φ(x)) over leaves without gaps: all runs in one matrix product."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.reach import Reach
from hengliang.composite.workshop import Variant

Floats = NDArray[np.float64]


class FlatRuns:
    """`table`: leaves × rows, w φ(x), turned where φ falls so that high stays good. Ranks need no φ⁻¹."""

    def __init__(self, variant: Variant, reach: Reach) -> None:
        found = variant.aggregation.flat()
        assert found is not None  # noqa: S101 - `flattens` has been asked
        self.reach = reach
        generator = found[0]
        self.sign = -1.0 if generator.power < 0.0 else 1.0
        self.generator = generator
        leaves = np.where(reach.leaf_weights[:, None] > 0.0, variant.table.leaves, 1.0)
        self.table = self.sign * reach.leaf_weights[:, None] * generator.forward(leaves)

    def run(self, factors: Floats, out: Floats) -> None:
        """Raised scores of runs × rows into `out`, from runs × leaves of `Reach.factors`."""
        np.matmul(factors, self.table, out=out)

    def scores(self, raised: Floats) -> Floats:
        """The scores behind raised ones."""
        return self.generator.back(self.sign * raised)


def flattens(variant: Variant) -> bool:
    """Whether a variant is one mean over a table without gaps."""
    return variant.aggregation.flat() is not None and not np.isnan(variant.table.leaves).any()
