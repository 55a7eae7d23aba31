"""The register and the words: every rule is told with its clause, in three languages, and stands in the handbook."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.publications.layout.papers import bulletin, spoilt
from zhicheng.publications.layout import RULES, check
from zhicheng.publications.layout.register import rules_table
from zhicheng.publications.layout.wording import FOUND, MEASURED, PLACES, REMARKS

ROOT = Path(__file__).resolve().parents[3]
SOURCES = ROOT / "src" / "zhicheng" / "publications" / "layout"


def test_the_handbook_has_the_rules_as_they_are() -> None:
    handbook = (ROOT / "docs" / "handbook" / "公文版式核查.md").read_text(encoding="utf-8")
    assert handbook.endswith(rules_table() + "\n")


def test_every_rule_has_a_clause_and_names() -> None:
    for each in RULES.values():
        assert re.fullmatch(r"\d+(\.\d+)*(、\d+(\.\d+)*)*", each.clause), each.slug
        assert each.names.zh
        assert each.names.en
        assert each.expected.zh
        assert each.expected.en


def test_every_rule_and_word_that_the_code_speaks_of_is_declared() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (SOURCES / "rules").glob("*.py"))
    rules = set(re.findall(r'(?:at|of)\(\s*"([a-z0-9-]+)"', code))
    assert rules <= set(RULES)
    words = set(re.findall(r'said\(\s*"([a-z0-9-]+)"', code))
    assert words <= set(FOUND)
    unused = {each for each in FOUND if not re.search(rf'"{each}"', code)}
    assert all(each.startswith(("align-", "line-", "number-", "no-level-", "odd-", "even-")) for each in unused), unused
    assert {"footer", "section", "paragraph"} <= set(PLACES)


@pytest.mark.parametrize(("language", "found"), [("zh-hans", "25.4 毫米"), ("zh-hant", "25.4 毫米"), ("en", "25.4 mm")])
def test_a_deviation_is_worded_in_each_language(language: str, found: str) -> None:
    report = check(spoilt(bulletin(), lambda paper: setattr(paper, "top", 25.4)), language=language)
    [one] = report.deviations
    assert one.found == found
    assert one.where == {"en": "section 1", "zh-hant": "第 1 節", "zh-hans": "第 1 节"}[language]


def test_what_was_measured_is_told() -> None:
    report = check(spoilt(bulletin(), lambda paper: None))
    assert dict(report.measured)["上、下、左、右白边"] == "37 / 35 / 28 / 26"
    assert dict(report.measured)["正文字体字号"] == "仿宋_GB2312 16"
    assert len(report.measured) <= len(MEASURED)
    assert set(REMARKS) == {"macros", "revised", "substitutes", "foreign", "pictures"}


def test_the_deviations_come_in_the_order_of_the_standard() -> None:
    def change(paper: object) -> None:
        paper.top = 20.0  # type: ignore[attr-defined]
        paper.find("特此通报").size = 14.0  # type: ignore[attr-defined]
        paper.find("关于2026年").size = 18.0  # type: ignore[attr-defined]

    rules = [each.rule for each in check(spoilt(bulletin(), change)).deviations]
    assert rules == ["margin-top", "title-size", "body-size"]
