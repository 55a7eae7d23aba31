"""`zhicheng claims check` as a person types it: JSON and sentences, exit statuses, folders, no city folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.prose.documents import cell, paragraph, table, word_file

pytestmark = [pytest.mark.clause("A4")]
ROOT = Path(__file__).resolve().parents[2]
SPEECHES = ROOT.parent / "shared" / "data" / "speeches.txt"
KEYS = [
    "quote", "start", "end", "subject", "planned", "done", "in_progress", "added", "stated_percent",
    "computed_percent", "verdict", "reason",
]  # fmt: skip
DRAFT = "导入卓越绩效模式企业任务105家，完成90家，完成率90%。"
CLEAN = "全市共检查企业120家，其中合格96家，不合格24家。"
DONE, FOUND, UNREAD = 0, 1, 2


def zhicheng(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command where there is neither a city nor a database."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZHICHENG_", "DJANGO_"))}
    environment = {
        **kept,
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT / "hengliang" / "src"))),
        "PYTHONUTF8": "1",
    }
    command = [sys.executable, "-m", "zhicheng.cli", "claims", "check", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def as_json(done: subprocess.CompletedProcess[str]) -> Any:
    return json.loads(done.stdout)


def test_one_file_gives_its_claims(tmp_path: Path) -> None:
    done = zhicheng(written(tmp_path / "讲话.txt", DRAFT), "--json", cwd=tmp_path)
    assert done.returncode == FOUND
    [claim] = as_json(done)["claims"]
    assert list(claim) == KEYS
    assert DRAFT[claim["start"] : claim["end"]] == claim["quote"]
    assert (claim["planned"], claim["done"], claim["in_progress"], claim["stated_percent"]) == (105, 90, None, 90)
    assert (claim["computed_percent"], claim["verdict"]) == ([85.71], "contradicted")
    assert claim["reason"].startswith("与所列数不符")
    assert done.stderr == ""
    assert list(tmp_path.iterdir()) == [tmp_path / "讲话.txt"]


def test_a_clean_file_ends_with_nothing_to_report(tmp_path: Path) -> None:
    done = zhicheng(written(tmp_path / "通报.txt", CLEAN), cwd=tmp_path)
    assert done.returncode == DONE
    assert done.stdout.startswith("识别数据 3 处，未见与所列数不符")


def test_a_person_reads_the_answer_first_and_the_gravest_next(tmp_path: Path) -> None:
    done = zhicheng(written(tmp_path / "讲话.txt", "标准化项目任务20个，完成18个，完成率90%。\n" + DRAFT), cwd=tmp_path)
    lines = done.stdout.splitlines()
    assert lines[0] == "2 处完成情况：1 处相符，1 处与所列数不符。"
    assert lines[1].startswith("· 第 2 段　105家")
    assert "85.7%" in lines[2]


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "稿.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"))
    done = zhicheng("稿.doc", "--json", cwd=tmp_path)
    assert done.returncode == UNREAD
    assert as_json(done) == {
        "file": "稿.doc",
        "refused": "“稿.doc”是旧版 Word 文档（.doc）。请用 WPS 或 Word 另存为 .docx 后再试。",
    }
    assert zhicheng("没有.txt", cwd=tmp_path).stdout.startswith("找不到文件")


def test_a_folder_of_fifty_files(tmp_path: Path) -> None:
    folder = tmp_path / "送审"
    (folder / "县区").mkdir(parents=True)
    for number in range(46):
        written(folder / f"{number:02d}.txt", CLEAN if number else DRAFT)
    word_file(folder / "县区" / "讲话.docx", paragraph(CLEAN))
    word_file(
        folder / "县区" / "表.docx",
        table(cell("县") + cell("任务数"), cell("甲") + cell("2"), cell("乙") + cell("3"), cell("合计") + cell("6")),
    )
    written(folder / "页.html", f"<html><body><p>{CLEAN}</p></body></html>")
    (folder / "图.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    written(folder / "~$讲话.docx", "x")
    done = zhicheng(folder, "--json", cwd=tmp_path)
    assert done.returncode == UNREAD
    files = {Path(each["file"]).name: each for each in as_json(done)["files"]}
    assert len(files) == 50
    assert set(files["图.png"]) == {"file", "refused"}
    found = [
        name for name, each in files.items() if any(c["verdict"] == "contradicted" for c in each.get("claims", ()))
    ]
    assert found == ["00.txt", "表.docx"]
    assert done.stderr.splitlines()[-1].startswith("[50/50] ")


def test_several_files_are_told_apart(tmp_path: Path) -> None:
    one, other = written(tmp_path / "一.txt", CLEAN), written(tmp_path / "二.txt", DRAFT)
    done = zhicheng(one, other, "--json", cwd=tmp_path)
    assert done.returncode == FOUND
    assert [Path(each["file"]).name for each in as_json(done)["files"]] == ["一.txt", "二.txt"]
    assert zhicheng(one, other, cwd=tmp_path).stdout.startswith("2 个文件：1 个有数据需要核对，0 个未能读取。")


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    done = zhicheng(tmp_path, cwd=tmp_path)
    assert done.returncode == UNREAD
    assert "没有可以核校的文件" in done.stdout


def test_the_golden_speech(tmp_path: Path) -> None:
    if not SPEECHES.exists():
        pytest.skip("讲话原文不在本机，黄金用例未运行。")
    text = SPEECHES.read_text("utf-8")
    second = text[text.index("篇2") : text.index("篇3")]
    done = zhicheng(written(tmp_path / "讲话.txt", second), "--json", cwd=tmp_path)
    claims = as_json(done)["claims"]
    found = [
        (c["planned"], c["done"], c["in_progress"], c["stated_percent"], c["verdict"], c["computed_percent"])
        for c in claims
        if c["planned"] is not None
    ]
    assert found == [
        (60, 78, None, None, "unstated", [130.0]), (65, 70, None, None, "unstated", [107.69]),
        (105, 90, None, 90, "contradicted", [85.71, 92.38]), (20, 18, None, 90, "holds", [90.0]),
        (4, None, 3, 75, "premature", [0.0]), (10, 1, 8, None, "unstated", [10.0]),
        (120, 95, None, 80, "contradicted", [79.17]),
    ]  # fmt: skip


def test_a_thousand_short_files_take_less_than_a_minute(tmp_path: Path) -> None:
    paragraphs = (DRAFT + CLEAN) * 3
    for number in range(1000):
        written(tmp_path / f"{number}.txt", f"{paragraphs}第{number}号。")
    begun = time.monotonic()
    done = zhicheng(tmp_path, "--json", cwd=tmp_path)
    assert done.returncode == FOUND
    assert len(as_json(done)["files"]) == 1000
    assert time.monotonic() - begun < 60
    assert len(done.stderr.splitlines()) <= 110
