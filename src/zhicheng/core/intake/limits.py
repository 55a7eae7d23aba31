"""How much a stranger's file may cost before it is refused."""

from __future__ import annotations

from dataclasses import asdict, dataclass

MEBI = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bounds of one reading: bytes, entries, rows, cells, pages and characters of the file; memory and seconds of the child."""

    file_bytes: int = 20 * MEBI
    inflated_bytes: int = 400 * MEBI
    inflation_ratio: int = 250
    entries: int = 3000
    rows: int = 100_000
    columns: int = 400
    cells: int = 2_000_000
    pages: int = 2_000
    characters: int = 3_000_000
    memory_bytes: int = 1536 * MEBI
    cpu_seconds: int = 40
    wall_seconds: int = 60

    def plain(self) -> dict[str, int]:
        """As JSON for the child."""
        return asdict(self)


TABLE = Limits(rows=20_000, columns=200, cells=600_000)
"""For a table that people drew by hand: a decomposition table, a form."""
