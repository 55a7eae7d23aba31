"""Lists as files: nothing in them runs, and made-up data says so."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from urllib.parse import unquote

import openpyxl
import pytest
from django.test import Client, RequestFactory

from zhicheng.core.refusal import RuleBroken
from zhicheng.web.shared.exports import export
from zhicheng.web.shared.tables import Column, Table, link

RISKY = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1+1"]


def table(rows: list[object]) -> Table:
    return Table(
        columns=[
            Column("名称", lambda row: row, lambda row: link("/somewhere/", row), lead=True),
            Column("数", lambda row: Decimal("-1.5"), number=True),
            Column("日期", lambda row: date(2025, 10, 22)),
            Column("只在页面", lambda row: "x", page_only=True),
        ],
        rows=rows,
    )


def cells(rf: RequestFactory, rows: list[object], **options: str) -> list[list[str]]:
    response = export(rf.get("/?format=csv"), table(rows), "清单", **options)
    text = response.content.decode("utf-8")
    assert text.startswith("\ufeff")
    return [line.split(",") for line in text[1:].strip("\r\n").split("\r\n")]


def test_a_csv_holds_headings_and_plain_values(rf: RequestFactory) -> None:
    assert cells(rf, ["甲"]) == [["名称", "数", "日期"], ["甲", "-1.5", "2025-10-22"]]


@pytest.mark.parametrize("text", RISKY)
def test_text_that_could_run_is_made_harmless_in_csv(rf: RequestFactory, text: str) -> None:
    body = export(rf.get("/?format=csv"), table([text]), "清单").content.decode()
    assert "'" + text in body


@pytest.mark.parametrize("text", RISKY)
def test_text_that_could_run_stays_text_in_excel(rf: RequestFactory, text: str) -> None:
    body = export(rf.get("/?format=xlsx"), table([text]), "清单").content
    sheet = openpyxl.load_workbook(io.BytesIO(body)).active
    assert sheet is not None
    assert sheet["A2"].data_type == "s"


def test_a_mark_stays_with_every_row(rf: RequestFactory) -> None:
    found = cells(rf, ["甲", "乙"], mark="引自公开讲话")
    assert [row[-1] for row in found] == ["数据性质", "引自公开讲话", "引自公开讲话"]


def test_the_made_up_citys_files_say_so(browser: Callable[[str], Client]) -> None:
    response = browser("office").get("/desk/registry/?format=csv")
    assert "（演示数据）" in unquote(response["Content-Disposition"])
    lines = response.content.decode().splitlines()
    assert all(line.endswith("虚构") for line in lines[1:])
    assert len(lines) > 3


def test_quoted_figures_are_not_called_a_demonstration(rf: RequestFactory) -> None:
    response = export(rf.get("/?format=csv"), table(["甲"]), "清单", mark="引自公开讲话")
    assert unquote(response["Content-Disposition"]).endswith("清单（引自公开讲话）.csv")


def test_numbers_and_moments_are_written_as_a_page_shows_them(rf: RequestFactory) -> None:
    moment = datetime(2026, 1, 15, 2, 30, tzinfo=UTC)
    columns = [
        Column("数", lambda row: Decimal("60.0000")), Column("率", lambda row: Decimal("0.2500")),
        Column("时间", lambda row: moment),
    ]  # fmt: skip
    listed = Table(columns=columns, rows=["甲"])
    files = {
        kind: export(rf.get(f"/?format={kind}"), listed, "清单", mark="").content for kind in ("csv", "xlsx", "json")
    }
    assert files["csv"].decode("utf-8-sig").splitlines()[1] == "60,0.25,2026-01-15 10:30:00"
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"])).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]] == [60, 0.25, "2026-01-15 10:30:00"]
    assert json.loads(files["json"])["rows"] == [{"数": 60, "率": 0.25, "时间": "2026-01-15T10:30:00+08:00"}]


def test_an_unknown_format_is_refused(rf: RequestFactory) -> None:
    with pytest.raises(RuleBroken, match="CSV"):
        export(rf.get("/?format=exe"), table([]), "清单")
