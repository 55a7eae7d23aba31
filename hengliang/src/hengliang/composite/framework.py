"""The framework: a row a node, with its parent, direction, weight and whatever else belongs to the indicator.

A tree of any depth, ragged where it must be; direction, weight, mean and coverage limit may stand on any node.
COINr's column names (iCode, Parent, Direction, Weight, Denominator, Type ...) are read as they are, its rows for
groups and denominators are kept apart from the tree. A level number is not read: the parents say it better.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from functools import cached_property
from typing import Any, get_type_hints

from hengliang.composite.problems import Findings, Problem
from hengliang.composite.specs import Unfit, fitted
from hengliang.composite.tree import Tree, compile_tree


@dataclass(frozen=True)
class Node:
    """One node. None means "not said": a weight counts as 1, a direction as 1, the rest comes from the plan."""

    code: str
    parent: str = ""
    name: str = ""
    direction: int | None = None
    weight: float | None = None
    unit: str = ""
    divisor: str = ""
    target: float | None = None
    goalposts: tuple[float, float] | None = None
    mean: str = ""
    coverage: float | None = None


NODE_FIELDS = tuple(item.name for item in fields(Node))
NODE_TYPES = get_type_hints(Node)
# Types that need no further look; a field of another type is looked at one by one.
QUICK: dict[str, tuple[type, ...]] = dict.fromkeys(NODE_FIELDS, (str,))
QUICK |= dict.fromkeys(("weight", "target", "coverage"), (float, int, type(None)))
QUICK |= {"direction": (int, type(None)), "goalposts": (type(None),)}


@dataclass(frozen=True)
class Framework:
    """Checked nodes in their given order, with the names of divisor and group columns that came with them.

    Make one with `Framework.of(nodes)` or `framework_table.read_framework`; both check.
    """

    nodes: tuple[Node, ...]
    divisors: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    @classmethod
    def of(cls, nodes: Iterable[Node], *, divisors: Iterable[str] = (), groups: Iterable[str] = ()) -> Framework:
        """Raises: ProblemsFound with everything that is wrong with the tree."""
        made = cls(tuple(nodes), tuple(divisors), tuple(groups))
        found = Findings()
        check_nodes(made.nodes, found)
        found.stop()
        return made

    @cached_property
    def tree(self) -> Tree:
        """The nodes as index arrays."""
        return compile_tree([node.code for node in self.nodes], {node.code: node.parent for node in self.nodes})

    @cached_property
    def ordered(self) -> tuple[Node, ...]:
        """The nodes in the order of `tree.codes`."""
        by_code = {node.code: node for node in self.nodes}
        return tuple(by_code[code] for code in self.tree.codes)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the nodes: nothing where `of` or `read_framework` made them."""
        found = Findings()
        check_nodes(self.nodes, found)
        return tuple(found.problems)

    @property
    def bottom(self) -> tuple[str, ...]:
        """Codes that are nobody's parent, each once, in framework order: the indicators, of a broken tree too."""
        parents = {node.parent for node in self.nodes}
        return tuple(dict.fromkeys(node.code for node in self.nodes if node.code and node.code not in parents))

    @property
    def indicators(self) -> tuple[str, ...]:
        return self.tree.codes[: self.tree.leaves]

    def node(self, code: str) -> Node:
        """Raises: KeyError."""
        return self.ordered[self.tree.place(code)]

    def changed(self, code: str, **new: object) -> Framework:
        """The same framework with fields of one node replaced, checked again."""
        self.node(code)
        nodes = (replace(node, **new) if node.code == code else node for node in self.nodes)  # type: ignore[arg-type]
        return Framework.of(nodes, divisors=self.divisors, groups=self.groups)

    def without(self, code: str) -> Framework:
        """The framework without a node and all under it; a parent left without children goes too."""
        gone = {code}
        for node in self.tree.codes[::-1]:
            if self.node(node).parent in gone:
                gone.add(node)
        for place in range(self.tree.leaves, len(self.tree.codes)):
            if all(self.tree.codes[int(child)] in gone for child in self.tree.children[place]):
                gone.add(self.tree.codes[place])
        nodes = [node for node in self.nodes if node.code not in gone]
        return Framework.of(nodes, divisors=self.divisors, groups=self.groups)


def check_nodes(nodes: tuple[Node, ...], found: Findings) -> None:
    """All that can be wrong with a list of nodes, into `found`."""
    nodes = _plain_nodes(nodes, found)
    if not nodes:
        found.add("empty", "the framework has no nodes")
        return
    for code in sorted(code for code, times in Counter(node.code for node in nodes).items() if code and times > 1):
        parents = {node.parent for node in nodes if node.code == code}
        rule = "two-parents" if len(parents) > 1 else "duplicate-code"
        why = f"stands under {' and '.join(sorted(parents))}" if len(parents) > 1 else "appears more than once"
        found.add(rule, why, row=code, column="parent" if len(parents) > 1 else "code")
    for node in nodes:
        _check_node(node, found)
    known = {node.code for node in nodes}
    for node in [node for node in nodes if node.parent and node.parent not in known]:
        near = get_close_matches(node.parent, known, n=1, cutoff=0.8)
        why = f"the parent {node.parent} is not in the framework{f' (is it {near[0]}?)' if near else ''}"
        found.add("unknown-parent", why, row=node.code, column="parent")
    _check_shape(nodes, found)


def _plain_nodes(nodes: tuple[Node, ...], found: Findings) -> tuple[Node, ...]:
    """The nodes with fields of the types that they must have; others are told, and a field of theirs left unsaid."""
    good = []
    for node in nodes:
        if all(type(getattr(node, item)) in QUICK[item] for item in NODE_FIELDS):
            good.append(node)
            continue
        kept: dict[str, Any] = {}
        for item in NODE_FIELDS:
            try:
                kept[item] = fitted(getattr(node, item), NODE_TYPES[item])
            except Unfit as unfit:
                found.add("type", f"{unfit.value!r}, {unfit.wanted} is needed", row=node.code, column=item)
        if "code" in kept and "parent" in kept:
            good.append(Node(**kept))
    return tuple(good)


def _check_node(node: Node, found: Findings) -> None:
    def wrong(column: str, code: str, why: str) -> None:
        found.add(code, why, row=node.code, column=column)

    if not node.code:
        wrong("code", "no-code", "a node has no code")
    if node.direction not in (None, 1, -1):
        wrong("direction", "direction", f"{node.direction} is neither 1 nor -1")
    if node.target is not None and not math.isfinite(node.target):
        wrong("target", "target", f"{node.target:g} is no finite number")
    if node.weight is not None and not 0.0 < node.weight < float("inf"):
        wrong("weight", "weight", f"{node.weight:g} is not above 0; leave the node out instead")
    if node.coverage is not None and not 0.0 <= node.coverage <= 1.0:
        wrong("coverage", "coverage", f"{node.coverage:g} is no share between 0 and 1")
    if node.goalposts is not None and not node.goalposts[0] < node.goalposts[1]:
        why = f"{node.goalposts[0]:g} and {node.goalposts[1]:g}: the lower one comes first, direction is a column"
        wrong("goalposts", "goalposts-reversed", why)


def _check_shape(nodes: tuple[Node, ...], found: Findings) -> None:
    parent = {node.code: node.parent for node in nodes}
    tops = [code for code in parent if not parent[code]]
    in_cycle = _cycles(parent, lambda ring: found.add("cycle", f"{' > '.join(ring)} leads back to itself", row=ring[0]))
    if len(tops) > 1:
        for code in tops:
            found.add("two-tops", f"one of {len(tops)} nodes without a parent; a tree has one top", row=code)
    if not tops and not in_cycle:
        found.add("no-top", "no node stands without a parent")
    inner = set(parent.values())
    for node in nodes:
        if node.code not in inner and not node.parent:
            found.add("alone", "neither a parent nor a child of anything", row=node.code)
        if not node.parent and node.direction == -1:
            found.add("direction", "the top enters nothing that it could be turned for", row=node.code)
        if node.code in inner and (node.target is not None or node.divisor or node.goalposts):
            why = "target, divisor and goalposts belong to indicators, this node has children"
            found.add("not-an-indicator", why, row=node.code)
        if node.code not in inner and (node.mean or node.coverage is not None):
            found.add("not-a-parent", "mean and coverage belong to nodes with children", row=node.code)


def _cycles(parent: dict[str, str], tell: Callable[[list[str]], None]) -> bool:
    done: set[str] = set()
    any_ring = False
    for start in parent:
        way: list[str] = []
        code = start
        while code and code in parent and code not in done and code not in way:
            way.append(code)
            code = parent[code]
        if code in way:
            ring = way[way.index(code) :]
            tell([*ring, code])
            any_ring = True
        done.update(way)
    return any_ring
