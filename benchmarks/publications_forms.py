"""How long a superior's form takes: 200 tasks × 12 columns read, proposed for, and written back in its own format."""

from __future__ import annotations

import tempfile
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from django.conf import settings

ROWS, COLUMNS, LIMIT_S = 200, 12, 5.0
OBJECTS = ("企业", "示范点", "产业集群", "园区", "标准", "品牌", "试点项目", "实验室", "合作社", "门店")
WORK = ("导入卓越绩效", "通过体系认证", "主导制定国家标准", "创建绿色制造", "开展质量帮扶", "使用区域标志", "完成设备更新", "建设计量中心",
        "培育首席质量官", "实施品牌培育", "开展检测互认", "推行分级标识", "完成隐患整改", "推广服务标准", "接入智慧监管", "申报质量奖",
        "开展标准自我声明", "参加能力验证", "建立追溯体系", "推行首检责任")  # fmt: skip


def figures() -> dict[str, dict[str, object]]:
    """Seconds of a whole filling, the best of three, and how many of its cells were filled."""
    if not settings.configured:
        settings.configure(USE_I18N=False, USE_TZ=True, TIME_ZONE="Asia/Shanghai")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "季报表.xlsx"
        _draw(path)
        taken, cells = zip(*(_fill(path) for _time in range(3)), strict=True)
    wanted = ROWS * COLUMNS
    return {
        "form_200x12_s": {"value": round(min(taken), 3), "unit": "s", "limit": LIMIT_S, "ok": min(taken) <= LIMIT_S},
        "form_200x12_cells": {"value": min(cells), "unit": "cells", "limit": wanted, "ok": min(cells) == wanted},
    }


def _fill(path: Path) -> tuple[float, int]:
    """Seconds from the file as it came to the file as it goes back, and how many cells got a value."""
    from zhicheng.publications.forms.desk import Desk
    from zhicheng.publications.forms.opening import fill_form, read_form
    from zhicheng.publications.forms.outgoing import outgoing
    from zhicheng.publications.forms.reading import read_grid
    from zhicheng.publications.forms.shelf import Shelf
    from zhicheng.publications.forms.vocabulary import Vocabulary
    from zhicheng.publications.forms.whole import draft_form

    current = _edition()
    begun = time.perf_counter()
    form = read_form(path)
    grid = read_grid(form)
    draft = draft_form(form, grid, Desk(Shelf(current), Vocabulary.of(current)))
    fill_form(path, outgoing(form, grid, draft).filling)
    return time.perf_counter() - begun, len(draft.proposals)


def _tasks() -> list[str]:
    return [f"{work}的{thing}" for work in WORK for thing in OBJECTS]


def _draw(path: Path) -> None:
    """Three heads deep, nine counties and three columns for the city, a total beneath."""
    from zhicheng.demo.places import COUNTIES

    heads = [
        ("全市", "年度目标"),
        ("全市", "累计完成"),
        ("全市", "完成率（%）"),
        *(("各县（市、区）累计完成", c.name) for c in COUNTIES),
    ]
    with xlsxwriter.Workbook(str(path)) as book:
        page, border = book.add_worksheet("季报表"), book.add_format({"border": 1})
        page.merge_range(0, 0, 0, COLUMNS, "质量强市任务进展情况季报表（样例）", border)
        page.merge_range(1, 0, 2, 0, "任务", border)
        page.merge_range(1, 1, 1, 3, heads[0][0], border)
        page.merge_range(1, 4, 1, COLUMNS, heads[3][0], border)
        for column, (_group, label) in enumerate(heads, start=1):
            page.write(2, column, label, border)
        for row, name in enumerate(_tasks(), start=3):
            page.write(row, 0, name, border)
            for column in range(1, COLUMNS + 1):
                page.write_blank(row, column, None, border)


def _edition() -> Any:
    """An edition that holds every value that the form wants."""
    from zhicheng.demo.places import CITY_CODE, CITY_NAME, COUNTIES
    from zhicheng.indicators.editions.content import Area, Edition, Subject, Value

    values, subjects, period = [], [Subject("programme", "programme", "重点任务")], "2026Q3"
    for number, name in enumerate(_tasks(), start=1):
        code = f"task:{number}"
        subjects.append(Subject(code, "task", name, str(number), "", {"unit": "个"}))
        for place, area in enumerate([CITY_CODE, *(county.code for county in COUNTIES)]):
            amounts = {"target": Decimal(90), "verified": Decimal(number + place), "completion": Decimal(70)}
            values += [
                Value(slug, code, area, period, amount, "%" if slug == "completion" else "个", definition="1")
                for slug, amount in amounts.items()
            ]
    return Edition(
        code="bench-2026Q3", programme="bench", title="基准", period=period, period_name="2026年三季度",
        cut_off=date(2026, 9, 30), frozen_at=datetime(2026, 10, 8, tzinfo=UTC), region=CITY_CODE,
        subjects=tuple(subjects), values=tuple(values), items=(), mark="虚构",
        areas=(Area(CITY_CODE, CITY_NAME, "city"), *(Area(c.code, c.name, "county", CITY_CODE) for c in COUNTIES)),
    )  # fmt: skip


if __name__ == "__main__":
    print(figures())
