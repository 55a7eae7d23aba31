"""The seven quoted figures: counted as they were said, and what the words add up to."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from zhicheng.core.access import SYSTEM
from zhicheng.demo import quoted
from zhicheng.goals.models import Programme, Standing
from zhicheng.goals.queries.lines import Figures, figures_of
from zhicheng.goals.queries.opened import open_programme, open_tasks
from zhicheng.goals.queries.reports import ReportLine, reports

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "plan-targets" / "speech2_task_progress.csv"


def figures() -> Mapping[str, Figures]:
    """The figures by the title of the task."""
    rows = Standing.objects.filter(programme__code=quoted.CODE, assignment=None).select_related("task")
    return {row.task.title: figures_of(row, row.task.kind) for row in rows}


def lines() -> Mapping[str, ReportLine]:
    """The reports by the title of the task, with the stated rate checked against the counts."""
    programme = Programme.objects.get(code=quoted.CODE).pk
    return {line.task.title: line for line in reports(SYSTEM, programme=programme, state="verified")}


@pytest.mark.clause("A4")
@pytest.mark.parametrize(
    ("title", "arithmetic"),
    [
        ("导入卓越绩效模式企业", "78 ÷ 60 = 130.00%"),
        ("实施精细化管理企业", "70 ÷ 65 = 107.69%"),
        ("使用区域名牌标志企业", "90 ÷ 105 = 85.71%"),
        ("实施农业标准化项目", "18 ÷ 20 = 90.00%"),
        ("企业为主制定、修订国家标准和行业标准", "0 ÷ 4 = 0.00%"),
        ("服务业标准化试点项目", "1 ÷ 10 = 10.00%"),
        ("采用国际标准和国外先进标准企业", "95 ÷ 120 = 79.17%"),
    ],
)
def test_each_figure_shows_its_own_arithmetic(title: str, arithmetic: str) -> None:
    assert figures()[title].arithmetic == arithmetic


@pytest.mark.parametrize(
    ("title", "stated", "computed", "agrees"),
    [
        ("使用区域名牌标志企业", 90, "85.71", False),
        ("实施农业标准化项目", 90, "90.00", True),
        ("企业为主制定、修订国家标准和行业标准", 75, "0.00", False),
        ("采用国际标准和国外先进标准企业", 80, "79.17", False),
    ],
)
def test_a_stated_rate_that_its_own_counts_contradict_is_found(
    title: str, stated: int, computed: str, agrees: bool
) -> None:
    rate = lines()[title].rate
    assert rate is not None
    assert (rate.stated, rate.computed, rate.agrees) == (Decimal(stated), Decimal(computed), agrees)


def test_what_has_no_cut_off_day_is_complete_or_not_and_never_late() -> None:
    assert {title: each.light for title, each in figures().items() if each.light != "undated"} == {
        "导入卓越绩效模式企业": "ok", "实施精细化管理企业": "ok",
    }  # fmt: skip
    assert "不判断进度" in figures()["采用国际标准和国外先进标准企业"].reason


def test_it_is_open_marked_as_quoted_and_names_nobody() -> None:
    programme, _summary = open_programme(quoted.CODE)
    assert programme.origin_name == "引自公开讲话"
    assert {task.lead for task in open_tasks(quoted.CODE)} == {quoted.HOLDER}


def test_the_facts_are_those_of_the_speech() -> None:
    if not DATA.exists():
        pytest.skip("shared data is not here")
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = [{key: int(value) if value else None for key, value in row.items()
                 if key in ("assigned", "done", "in_progress", "applied", "stated_percent")}
                for row in csv.DictReader(file)]  # fmt: skip
    said = [(row["assigned"], row["done"] or 0, row["in_progress"], row["applied"], row["stated_percent"])
            for row in rows]  # fmt: skip
    ours = [(each.planned, each.done, each.in_progress, each.applied, each.stated) for each in quoted.FIGURES]
    assert ours == said
