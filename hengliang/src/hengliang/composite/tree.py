"""The framework as index arrays, compiled once: leaves first, then inner nodes so that children come before parents.

Depth may be ragged: a node's height is one more than that of its highest child, and a level holds all nodes of one
height. Walking the nodes as objects for every table was not taken: a study aggregates hundreds of thousands of times.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Tree:
    """`codes`: all nodes, the first `leaves` of them indicators, the last one the top.

    `parent` and `children` by place in `codes` (the top's parent is -1, a leaf has no children); `levels`: inner
    nodes by height, lowest first.
    """

    codes: tuple[str, ...]
    leaves: int
    parent: Ints
    children: tuple[Ints, ...]
    levels: tuple[Ints, ...]

    @property
    def top(self) -> int:
        return len(self.codes) - 1

    def place(self, code: str) -> int:
        """The place of a code. Raises: KeyError."""
        try:
            return self.codes.index(code)
        except ValueError:
            raise KeyError(code) from None

    def above(self, place: int) -> tuple[int, ...]:
        """The way up from a node to the top, the node itself left out."""
        way: list[int] = []
        while self.parent[place] >= 0:
            place = int(self.parent[place])
            way.append(place)
        return tuple(way)

    def leaves_under(self, place: int) -> Ints:
        """Places of the indicators under a node (a leaf is its own)."""
        found, heap = [], [place]
        while heap:
            node = heap.pop()
            if node < self.leaves:
                found.append(node)
            heap.extend(int(child) for child in self.children[node])
        return np.array(sorted(found), dtype=np.intp)


def compile_tree(codes: Sequence[str], parents: Mapping[str, str]) -> Tree:
    """Compile codes (in framework order) and each one's parent ('' for the top). The input has been checked."""
    below: dict[str, list[str]] = {code: [] for code in codes}
    for code in codes:
        if parents[code]:
            below[parents[code]].append(code)
    height: dict[str, int] = {}
    for code in _upwards(codes, below):
        height[code] = 1 + max((height[child] for child in below[code]), default=-1)
    ordered = sorted(codes, key=lambda code: height[code])
    place = {code: at for at, code in enumerate(ordered)}
    heights = np.array([height[code] for code in ordered])
    return Tree(
        codes=tuple(ordered),
        leaves=int((heights == 0).sum()),
        parent=np.array([place[parents[code]] if parents[code] else -1 for code in ordered], dtype=np.intp),
        children=tuple(np.array([place[child] for child in below[code]], dtype=np.intp) for code in ordered),
        levels=tuple(np.flatnonzero(heights == level) for level in range(1, int(heights.max()) + 1)),
    )


def _upwards(codes: Sequence[str], below: Mapping[str, Sequence[str]]) -> list[str]:
    """Every node after its children, without recursion, so that no depth is too deep."""
    order: list[str] = []
    waiting = {code: len(below[code]) for code in codes}
    above = {child: code for code in codes for child in below[code]}
    ready = [code for code in codes if not below[code]]
    while ready:
        code = ready.pop()
        order.append(code)
        if code in above:
            waiting[above[code]] -= 1
            if waiting[above[code]] == 0:
                ready.append(above[code])
    return order
