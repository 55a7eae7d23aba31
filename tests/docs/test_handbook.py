"""The handbook's generated pages are what the program declares, and its written pages lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools import handbook

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = [ROOT / "README.md", ROOT / "README.zh.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\(([^)#\s]+)")


def test_the_generated_pages_of_the_handbook_are_up_to_date() -> None:
    assert handbook.stale() == [], "run: python -m tools.handbook"


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_of_a_written_page_leads_to_a_file(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text("utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_no_page_of_the_handbook_names_a_machine_or_a_file_of_it() -> None:
    for page in WRITTEN:
        assert "/work/" not in page.read_text("utf-8"), page
