"""Every method that a caller can name has a page, each page its parts, and the index leads to all of them."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest

import hengliang.composite as cq
from hengliang.composite import (
    bands,
    chained,
    combiners,
    design,
    estimators,
    factors,
    filling,
    scaling,
    shapley,
    treatment,
    weighing,
)

METHODS = Path(__file__).resolve().parents[2] / "docs" / "methods"
PAGES = sorted(path for path in METHODS.rglob("*.md") if path.name != "README.md")
PARTS = ("**Named.**", "**Answers.**", "**Formula.**", "**Example.**", "**Source.**", "**When not.**")

MODULES = (cq.cleaning, cq.distances, cq.divisors, cq.frontier, cq.imputation, cq.means, cq.ranking, cq.scales)
MODULES += (cq.screening, cq.treatment, cq.weights, bands, chained, estimators, shapley)
# Bricks inside a method that has its page, not methods by themselves.
BRICKS = {"cleaning.Clean", "means.table", "means.allow", "estimators.counts", "divisors.quotient_of"}
BRICKS |= {"chained.fit_chain"}
BRICKS |= {"distances.fit_dp2", "distances.fit_i_distance", "distances.fit_wroclaw", "distances.complete"}
BRICKS |= {"frontier.fit_frontier", "frontier.complete_for_frontier"}

# Methods of the objects that are no statistical method but reading, writing and finding one's way.
PLAIN_PLAN = {"fit", "from_json", "to_json", "prose", "without", "instead"}
PLAN = {name for name, part in vars(cq.Plan).items() if inspect.isfunction(part) and not name.startswith("_")}
RESULTS = {
    "Index.explain",
    "Index.ranks",
    "Index.cell",
    "Index.weights",
    "Index.apply",
    "Index.coverage",
    "Index.screening",
}
RESULTS |= {
    f"Uncertainty.{name}"
    for name, part in vars(cq.Uncertainty).items()
    if inspect.isfunction(part) and not name.startswith("_")
}


def _functions(module: ModuleType) -> set[str]:
    """Public functions that are written in a module."""
    short = module.__name__.rsplit(".", 1)[1]
    found = {
        f"{short}.{name}"
        for name, part in vars(module).items()
        if inspect.isfunction(part) and part.__module__ == module.__name__ and not name.startswith("_")
    }
    return found - BRICKS


def _nameable() -> set[str]:
    """Beginnings of what must be named on some page."""
    names = {f'Plan.scale("{kind}"' for kind in scaling.SCALES}
    names |= {f'Plan.weigh("{kind}"' for kind in weighing.WEIGHINGS if kind not in ("ahp", "budget")}
    names |= {"cq.ahp", "cq.budget"}
    kinds = [*combiners.COMBINERS, combiners.Custom.kind]
    names |= {f'Plan.combine("{kind}' for kind in kinds}
    names |= {f'Plan.impute("{how}"' for how in (*filling.WAYS, filling.MULTIPLE)}
    names |= {"Plan.impute(0", "Plan.impute(object"}
    names |= {f'Plan.treat("{kind}"' for kind in ("winsorise", "log", "boxcox")}
    names |= {f'cq.log("{form}"' for form in treatment.LOG_FORMS if form != "default"}
    names |= {f'sobol(first="{name}"' for name in estimators.FIRST} | {
        f'sobol(total="{name}"' for name in estimators.TOTAL
    }
    names |= {f'run(design="{kind}"' for kind in design.KINDS} | {"run(until="}
    names |= {f"vary({name}=" for name in (*factors.CHOICES, *factors.DRAWN)}
    names |= {f"Plan.{name}(" for name in PLAN - PLAIN_PLAN} | RESULTS
    names |= {f"analysis.{name}" for name in cq.analysis.__all__ if name[0].islower()}
    return names.union(*(_functions(module) for module in MODULES))


def _named() -> dict[str, list[str]]:
    """What each page says that it is about: the code in its first line of names."""
    said = {}
    for page in PAGES:
        line = re.search(r"\*\*Named\.\*\*(.*?)\n\n", page.read_text(encoding="utf-8"), flags=re.S)
        said[str(page.relative_to(METHODS))] = re.findall(r"`([^`]+)`", line[1]) if line else []
    return said


@pytest.mark.parametrize("name", sorted(_nameable()))
def test_every_method_that_can_be_named_has_its_page(name: str) -> None:
    end = "" if name[-1] in '("=_0' or "(" in name else r"(?![\w])"
    pages = [page for page, said in _named().items() if any(re.match(re.escape(name) + end, one) for one in said)]
    assert pages, f"no page is about {name}"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_every_page_has_its_parts_in_order_and_an_example_that_runs(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    places = [text.find(part) for part in PARTS]
    assert -1 not in places, PARTS[places.index(-1)]
    assert places == sorted(places)
    example = text[text.index("**Example.**") : text.index("**Source.**")]
    assert ">>> " in example
    for part in PARTS:
        said = text[text.index(part) + len(part) :].split("\n\n**")[0]
        assert len(said.split()) >= (1 if part in ("**Named.**", "**Source.**") else 3), part


def test_every_name_on_a_page_exists() -> None:
    for page, said in _named().items():
        for name in said:
            parts = re.match(r"(?:cq\.)?(\w+)(?:\.(\w+))?", name)
            assert parts, (page, name)
            place, inner = parts[1], parts[2]
            if place in ("vary", "run", "sobol"):
                continue
            assert inner is None or hasattr(getattr(cq, place), inner), (page, name)


def test_no_two_pages_are_about_the_same_thing() -> None:
    pages: dict[str, str] = {}
    for page, said in _named().items():
        for name in said:
            assert pages.setdefault(name, page) == page, name


def test_the_index_of_methods_leads_to_every_page() -> None:
    text = (METHODS / "README.md").read_text(encoding="utf-8")
    steps = text[text.index("## By step") :]
    for page in PAGES:
        assert f"({page.relative_to(METHODS)})" in steps, page
