"""Principal components of the children of a node, or of all indicators under it.

Eigenvalues and eigenvectors of the correlation matrix of complete rows (OECD/JRC Handbook 2008, step 4). Loadings are
eigenvector × √eigenvalue, that is the correlation of a column with a component; each component is turned so that its
loadings add up to a positive number, for its sign has no meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hengliang.composite import frames
from hengliang.composite.analysis import selection
from hengliang.composite.built import Built
from hengliang.composite.problems import listed, refuse

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Components:
    """`eigenvalues` falling, `loadings` columns × components, `scores` complete rows × components (variance = its
    eigenvalue), `n` complete rows.
    """

    codes: tuple[str, ...]
    eigenvalues: Floats
    loadings: Floats
    scores: Floats
    n: int
    kind: Any = frames.PLAIN

    @property
    def shares(self) -> Floats:
        """The share of all variance that each component holds."""
        return self.eigenvalues / self.eigenvalues.sum()

    @property
    def kaiser(self) -> int:
        """How many eigenvalues are above 1."""
        return int((self.eigenvalues > 1.0 + 1e-12).sum())

    @property
    def frame(self) -> Any:
        """A row a component: eigenvalue, share, cumulated share, and the loading of each column."""
        head = {
            "component": list(range(1, len(self.eigenvalues) + 1)),
            "eigenvalue": self.eigenvalues,
            "share": self.shares,
            "cumulated": np.cumsum(self.shares),
        }
        return frames.write(self.kind, head | {code: self.loadings[row] for row, code in enumerate(self.codes)})


def principal_components(x: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Eigenvalues, loadings and scores of complete rows (rows × columns).

    Raises: ProblemsFound for a constant column or fewer than 3 complete rows.
    """
    values = np.asarray(x, dtype=np.float64)
    whole = values[~np.isnan(values).any(axis=1)]
    if len(whole) < 3:
        raise refuse("too-few", f"{len(whole)} rows without gaps, components need 3")
    spread = whole.std(axis=0, ddof=1)
    flat = np.flatnonzero(whole.min(axis=0) == whole.max(axis=0))
    if flat.size:
        raise refuse("constant", "a constant column has no correlation", column=listed(flat))
    z = (whole - whole.mean(axis=0)) / spread
    roots, vectors = np.linalg.eigh(z.T @ z / (len(z) - 1))
    roots, vectors = np.maximum(roots[::-1], 0.0), vectors[:, ::-1]
    vectors = vectors * np.where(vectors.sum(axis=0) < 0.0, -1.0, 1.0)
    return roots, vectors * np.sqrt(roots), z @ vectors


def components(index: Built, node: str = "", *, indicators: bool = False, year: Any = None) -> Components:
    """Components of the children of a node (the top where ''), or of the `indicators` under it.

    Raises: ProblemsFound for an unknown node, one without children, constant columns.
    """
    place = index.place(node) if node else index.tree.top
    places = index.tree.leaves_under(place) if indicators else index.tree.children[place]
    if not places.size or place < index.tree.leaves:
        raise refuse("not-a-parent", "has no children whose components could be found", column=node)
    codes = tuple(index.tree.codes[part] for part in places)
    x = index.values[np.ix_(places, selection.rows_of(index, year))].T
    whole = x[~np.isnan(x).any(axis=1)]
    flat = [code for code, column in zip(codes, whole.T, strict=True) if len(whole) and column.min() == column.max()]
    if flat:
        raise refuse("constant", "a constant column has no correlation", column=listed(flat))
    roots, loadings, scores = principal_components(whole)
    return Components(codes, roots, loadings, scores, len(whole), index.panel.kind)
