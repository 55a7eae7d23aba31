"""`zhicheng documents check` as a person types it: JSON and lines, exit statuses, no city folder, no database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.publications.layout.papers import bulletin, letter, spoilt, written

ROOT = Path(__file__).resolve().parents[3]
FINE, FOUND, UNREAD = 0, 1, 2


def zhicheng(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZHICHENG_", "DJANGO_"))}
    environment = {
        **kept,
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT / "hengliang" / "src"))),
        "PYTHONUTF8": "1",
    }
    command = [sys.executable, "-m", "zhicheng.cli", "documents", "check", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)


def put(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_a_right_document_has_nothing_to_tell(tmp_path: Path) -> None:
    file = put(tmp_path / "通报.docx", written(bulletin()))
    done = zhicheng(file, "--json", cwd=tmp_path)
    assert (done.returncode, json.loads(done.stdout), done.stderr) == (FINE, {"deviations": []}, "")
    assert zhicheng(file, cwd=tmp_path).stdout == "未见版式偏差（GB/T 9704-2012）。\n"
    assert list(tmp_path.iterdir()) == [file]


def test_a_deviation_has_five_keys(tmp_path: Path) -> None:
    file = put(tmp_path / "通报.docx", spoilt(bulletin(), lambda paper: setattr(paper, "top", 25.4)))
    done = zhicheng(file, "--json", cwd=tmp_path)
    assert done.returncode == FOUND
    assert json.loads(done.stdout) == {
        "deviations": [
            {"rule": "margin-top", "expected": "37±1 毫米", "found": "25.4 毫米", "where": "第 1 节", "clause": "5.2.1"}
        ]
    }


def test_a_person_reads_a_line_a_deviation(tmp_path: Path) -> None:
    file = put(tmp_path / "通报.docx", spoilt(bulletin(), lambda paper: setattr(paper, "top", 25.4)))
    done = zhicheng(file, cwd=tmp_path)
    assert done.stdout.splitlines() == [
        "版式有 1 项不符合 GB/T 9704-2012。",
        "· 天头（上白边）：应为 37±1 毫米，实为 25.4 毫米。第 1 节（GB/T 9704-2012 第 5.2.1 条）",
    ]


def test_several_files_are_told_apart(tmp_path: Path) -> None:
    one = put(tmp_path / "一.docx", written(letter()))
    other = put(tmp_path / "二.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"))
    done = zhicheng(one, other, "--json", cwd=tmp_path)
    assert done.returncode == UNREAD
    files = json.loads(done.stdout)["files"]
    assert files[0] == {"file": str(one), "deviations": []}
    assert set(files[1]) == {"file", "refused"}
    assert zhicheng(tmp_path, cwd=tmp_path).stdout.startswith("2 个文件：0 个版式有偏差，1 个未能读取。")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    done = zhicheng("没有.docx", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (UNREAD, "找不到文件“没有.docx”。请核对路径后再试。\n")


def test_a_form_is_chosen(tmp_path: Path) -> None:
    file = put(tmp_path / "通报.docx", written(bulletin()))
    done = zhicheng(file, "--form", "letter", "--json", cwd=tmp_path)
    assert done.returncode == FOUND
    assert "letter-lines" in {each["rule"] for each in json.loads(done.stdout)["deviations"]}
    assert zhicheng(file, "--form", "poem", cwd=tmp_path).returncode == UNREAD
