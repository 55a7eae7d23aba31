"""Which clause of the mission is proved by which test: `make clauses`.

Collects the tests without running them, reads their mark `clause("A3")`, and prints every clause of
`docs/clauses.toml` with what proves it. A test that names a clause nobody knows is an error.
"""

from __future__ import annotations

import io
import sys
import tomllib
from collections import defaultdict
from contextlib import redirect_stdout
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


class Collector:
    """Remembers which clauses each collected test names."""

    def __init__(self) -> None:
        self.proofs: dict[str, set[str]] = defaultdict(set)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Called by the test runner with everything it found."""
        for item in items:
            journey = " （全程）" if item.get_closest_marker("journey") else ""
            for mark in item.iter_markers("clause"):
                for clause in mark.args:
                    self.proofs[clause].add(item.nodeid.split("[")[0] + journey)


def main() -> int:
    """Print the table; 1 where collecting fails or a mark names an unknown clause."""
    clauses: dict[str, str] = tomllib.loads((ROOT / "docs" / "clauses.toml").read_text("utf-8"))
    collector = Collector()
    heard = io.StringIO()
    with redirect_stdout(heard):
        status = pytest.main(["--collect-only", "-qq", "-p", "no:xdist"], [collector])
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        sys.stderr.write(heard.getvalue() + "The tests cannot be collected.\n")
        return 1
    for clause, says in clauses.items():
        proofs = sorted(collector.proofs.pop(clause, ()))
        print(f"{clause:<4}{'✓' if proofs else '–'} {says}")
        for proof in proofs:
            print(f"        {proof}")
    for clause in sorted(collector.proofs):
        sys.stderr.write(f"unknown clause {clause}: {sorted(collector.proofs[clause])}\n")
    return 1 if collector.proofs else 0


if __name__ == "__main__":
    sys.exit(main())
