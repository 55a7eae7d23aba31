"""Our own samples: the same each time, marked as made-up, and read as what they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhicheng.demo.places import CITY_NAME, COUNTIES, DEPARTMENTS, TOWNSHIPS
from zhicheng.demo.sample_tasks import sample_tasks
from zhicheng.demo.samples import EXCEL, WORD, write_samples
from zhicheng.goals.contracts import read_decomposition

pytestmark = pytest.mark.clause("A3")
ROOT = Path(__file__).resolve().parents[2]
DIVISIONS = ROOT.parent / "shared" / "data" / "admin-divisions"


def test_both_samples_give_the_same_two_hundred_tasks(tmp_path):
    excel, word = (read_decomposition(path, year=2025) for path in write_samples(tmp_path))
    assert len(excel.tasks) == len(word.tasks) == len(sample_tasks()) == 200
    differing = [
        (one.no, name)
        for one, other in zip(excel.tasks, word.tasks, strict=True)
        for name in ("no", "task", "lead_units", "supporting_units", "section", "splits", "kind")
        if getattr(one, name) != getattr(other, name) and not one.task.startswith("新增家政")
    ]
    assert [pair for pair in differing if pair[1] != "task"] == []
    assert len(excel.questions) < 20
    assert len(word.questions) < 20
    asked = {question.field for question in excel.questions}
    assert {"row", "column", "target", "deadline", "sum", "sheet"} <= asked


def test_samples_are_the_same_each_time_and_as_checked_in(tmp_path):
    first = write_samples(tmp_path / "1")
    second = write_samples(tmp_path / "2")
    for one, other, name in zip(first, second, (EXCEL, WORD), strict=True):
        assert one.read_bytes() == other.read_bytes()
        assert (ROOT / "samples" / name).read_bytes() == one.read_bytes()
        assert one.stat().st_size < 300_000


def test_the_made_up_city_bears_no_real_name():
    files = [DIVISIONS / "divisions_2026.csv", DIVISIONS / "townships_2026.csv"]
    if not all(path.exists() for path in files):
        pytest.skip("../shared/data/admin-divisions is not here")
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    assert len(COUNTIES) == 9
    assert len(TOWNSHIPS) == 25
    assert len(DEPARTMENTS) == 28
    for name in (CITY_NAME, *(place.name for place in (*COUNTIES, *TOWNSHIPS))):
        assert name.removesuffix("街道")[: -1 if not name.endswith("街道") else None] not in text, name
    assert all(place.code.startswith("99") for place in (*COUNTIES, *TOWNSHIPS))
