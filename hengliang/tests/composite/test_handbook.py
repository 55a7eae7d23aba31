"""The handbook runs: every prompt prints what the page says, the tutorial works, every name it mentions exists."""

from __future__ import annotations

import doctest
import re
from pathlib import Path
from typing import Any

import pytest

import hengliang.composite as cq

HERE = Path(__file__).resolve()
ROOT = HERE.parents[2]
SHARED = HERE.parents[4] / "shared" / "data" / "composite-asem"
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
METHODS = sorted(path for path in (ROOT / "docs" / "methods").glob("*.md") if path.name != "README.md")


@pytest.mark.parametrize(
    "page", [page for page in PAGES if ">>>" in page.read_text(encoding="utf-8")], ids=lambda p: p.stem
)
def test_every_prompt_prints_what_the_page_says(page: Path) -> None:
    options = doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL
    found = doctest.testfile(str(page), module_relative=False, optionflags=options, encoding="utf-8")
    assert found.failed == 0


@pytest.mark.parametrize("page", METHODS, ids=lambda path: path.stem)
def test_every_method_page_has_its_parts(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for part in ("**Source.**", "**When not.**", ">>> "):
        assert part in text


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_every_link_leads_to_a_file(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


def test_the_tutorial_takes_the_example_through_ten_steps(tmp_path: Path) -> None:
    if not SHARED.exists():
        pytest.skip("the shared data are not here: composite-asem")
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    code = re.findall(r"```python\n(.*?)```", text, flags=re.S)[0]
    assert len(code.strip().splitlines()) <= 30
    assert set(re.findall(r"# (\d+) ", code)) == {str(step) for step in range(1, 11)}
    names: dict[str, Any] = {"folder": SHARED, "out": tmp_path}
    exec(compile(code, "tutorial.md", "exec"), names)
    index, why, moved = names["index"], names["why"], names["moved"]
    assert sum("outliers" in flags for flags in names["look"]["flags"]) == 18
    ranks = dict(zip(index.ranks()["uCode"], index.ranks()["Index"], strict=True))
    assert (ranks["CHE"], ranks["PRT"]) == (1, 27)
    assert [round(index.values[index.tree.top, index.row(unit)], 1) for unit in ("CHE", "PRT")] == [68.4, 53.4]
    assert sum(line.points for line in why) == pytest.approx(why.score)
    assert sum(moved.blocks.values()) == pytest.approx(moved.change)
    assert names["alpha"]["highest_without"][names["alpha"]["code"].index("Instit")] == "TBTs"
    assert len(names["doubtful"]["before"]) > 0
    assert (tmp_path / "asem.xlsx").exists()


def test_every_name_on_the_page_for_coinr_users_exists() -> None:
    text = (ROOT / "docs" / "from-coinr.md").read_text(encoding="utf-8")
    for name in re.findall(r"`cq\.([a-z_.]+)", text):
        place: Any = cq
        for part in name.strip(".").split("."):
            assert hasattr(place, part), name
            place = getattr(place, part)
    for name in re.findall(r"`Plan\.([a-z_]+)", text):
        assert hasattr(cq.Plan, name), name
    for name in re.findall(r"`index\.([a-z_]+)", text):
        assert hasattr(cq.Index, name), name
    for name in re.findall(r"cq\.analysis\.[a-z_]+`?, `\.([a-z_]+)`", text):
        assert hasattr(cq.analysis, name), name
