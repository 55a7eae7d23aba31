"""The handbook's table of pages and roles is what the program does."""

from __future__ import annotations

from tools.permissions import HANDBOOK, table


def test_the_table_in_the_handbook_is_up_to_date() -> None:
    assert HANDBOOK.exists(), "run: python -m tools.permissions"
    assert HANDBOOK.read_text("utf-8") == table(), "run: python -m tools.permissions"
