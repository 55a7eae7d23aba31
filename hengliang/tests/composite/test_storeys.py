"""Rooms import downwards: no room reaches itself again by its imports, not even by those that only types need."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import hengliang

ROOT = Path(hengliang.__file__).parent


def imports(path: Path) -> set[str]:
    """Modules of ours that a file names, wherever in it; what a package gathers for its users is not followed."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    every = {f"{node.module}.{alias.name}" for node in named for alias in node.names} | {str(n.module) for n in named}
    return {name for name in every if name.startswith("hengliang.")}


def test_no_room_is_below_itself() -> None:
    files = {
        ".".join(("hengliang", *path.relative_to(ROOT).with_suffix("").parts)): path
        for path in ROOT.rglob("*.py")
        if not path.stem.startswith("__")
    }
    assert len(files) > 50
    tuple(TopologicalSorter({name: imports(path) & files.keys() for name, path in files.items()}).static_order())
