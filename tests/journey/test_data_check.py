"""The data check as a clerk does it: a speech, a clean bulletin, a table, the commented copy, and a folder by command."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from playwright.sync_api import expect

from tests.journey.conftest import ROOT, Site, Visit
from tests.journey.desk import Desk

pytestmark = [pytest.mark.journey, pytest.mark.clause("A4"), pytest.mark.clause("A10"), pytest.mark.clause("H3")]

SitDown = Callable[..., Visit]
SPEECHES = ROOT.parent / "shared" / "data" / "speeches.txt"
CLEAN = (
    "一季度，全市共检查企业120家，其中合格96家，不合格24家，合格率80%。",
    "新增品牌30个，比上年同期的25个增长20%。",
)
TABLE = (("县区", "任务数", "完成数"), ("墨溪区", "12", "10"), ("榴山县", "20", "18"), ("合计", "32", "29"))
FILES = 50


def document(file: Path, *paragraphs: str, rows: tuple[tuple[str, ...], ...] = ()) -> Path:
    """A Word document as a clerk has it."""
    made = docx.Document()
    for words in paragraphs:
        made.add_paragraph(words)
    if rows:
        table = made.add_table(len(rows), len(rows[0]))
        for line, row in zip(table.rows, rows, strict=True):
            for cell, words in zip(line.cells, row, strict=True):
                cell.text = words
    made.save(str(file))
    return file


def second_speech(file: Path) -> Path:
    """The second of the public speeches, kept outside of this repository."""
    if not SPEECHES.exists():
        pytest.skip("讲话原文不在本机，黄金用例未运行。")
    text = SPEECHES.read_text("utf-8")
    second = text[text.index("質量強市會議上的講話篇2") : text.index("質量強市會議上的講話篇3")]
    return document(file, *(line.strip() for line in second.splitlines() if line.strip()))


class Checking(Desk):
    """The page of the data check."""

    def check(self, file: Path) -> None:
        """Hand in a file and wait for its answer."""
        self.menu("数据核校")
        self.page.get_by_label("文件", exact=True).set_input_files(file)
        self.press("核校")

    def notes(self) -> list[str]:
        """The notes in the margin that can be seen."""
        return [each.inner_text() for each in self.page.locator(".notes > li").all() if each.is_visible()]


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_speech_is_checked_before_it_is_read_aloud(size: str, visit: SitDown, tmp_path: Path) -> None:
    clerk = Checking(visit(size), "moxi")
    speech = second_speech(tmp_path / "推进会讲话.docx")
    clerk.menu("数据核校")
    expect(clerk.page.locator("main")).to_contain_text("请勿上传涉密文件")
    clerk.picture("50-data-check")
    clerk.keeps_nobody_out()
    clerk.check(speech)
    expect(clerk.answer).to_have_text(
        "7 处完成情况：1 处相符，2 处与所列数不符，1 处将在办计入完成，3 处未列完成率。另有 1 处无法复算。"
    )
    clerk.picture("51-speech")
    clerk.keeps_nobody_out()
    assert len(clerk.notes()) == 8
    expect(clerk.page.locator(".audit")).to_have_attribute("lang", "zh-Hant")
    expect(clerk.page.locator("mark.contradicted").first).to_contain_text("105家,完成90家,今年新增7家,完成率90%")
    only_what_disagrees(clerk)
    the_copy_has_the_notes_as_comments(clerk, tmp_path / "copy.docx")


def only_what_disagrees(clerk: Checking) -> None:
    clerk.page.locator(".filter-verdicts label", has_text="与所列数不符").click()
    shown = clerk.notes()
    assert len(shown) == 2
    assert "85.7% 或 92.4%" in shown[0]
    assert "79.2%" in shown[1]
    clerk.page.locator(".filter-verdicts label", has_text="全部").click()
    assert len(clerk.notes()) == 8


def the_copy_has_the_notes_as_comments(clerk: Checking, file: Path) -> None:
    with clerk.page.expect_download() as download:
        clerk.page.get_by_role("link", name="下载带批注的副本").click()
    assert download.value.suggested_filename == "推进会讲话（核校批注）.docx"
    download.value.save_as(file)
    comments = [each.text for each in docx.Document(str(file)).comments]
    assert len(comments) == 8
    assert any("85.7% 或 92.4%" in comment for comment in comments)


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_clean_bulletin_is_met_with_silence_and_a_table_with_its_cell(
    size: str, visit: SitDown, tmp_path: Path
) -> None:
    clerk = Checking(visit(size), "office")
    clerk.check(document(tmp_path / "一季度通报.docx", *CLEAN))
    expect(clerk.answer).to_contain_text("未见与所列数不符")
    expect(clerk.answer).to_contain_text("处")
    assert clerk.notes() == []
    clerk.picture("52-clean")
    clerk.keeps_nobody_out()
    clerk.check(document(tmp_path / "完成情况表.docx", "各县完成情况见下表。", rows=TABLE))
    expect(clerk.answer).to_contain_text("1 处与所列数不符")
    expect(clerk.page.locator("td.is-contradicted")).to_have_text(re.compile("^29\\d$"))
    clerk.picture("53-table")
    clerk.keeps_nobody_out()
    (tmp_path / "旧稿.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"))
    clerk.check(tmp_path / "旧稿.doc")
    expect(clerk.page.locator(".field-error")).to_contain_text("另存为 .docx")
    clerk.picture("54-refused")
    clerk.keeps_nobody_out()


def test_the_page_works_without_script(visit: SitDown, tmp_path: Path) -> None:
    clerk = Checking(visit("desktop", java_script_enabled=False), "moxi")
    clerk.check(document(tmp_path / "表.docx", "各县完成情况见下表。", rows=TABLE))
    expect(clerk.answer).to_contain_text("1 处与所列数不符")
    clerk.page.locator(".filter-verdicts label", has_text="相符").last.click()
    assert len(clerk.notes()) == 1


def test_the_command_does_the_same_in_a_folder(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "送审材料"
    folder.mkdir()
    for number in range(FILES - 1):
        document(folder / f"通报{number:02d}.docx", *CLEAN)
    document(folder / "完成情况表.docx", rows=TABLE)
    kept = {name: value for name, value in site.environment.items() if name != "ZHICHENG_CITY"}
    done = subprocess.run(
        [sys.executable, "-m", "zhicheng.cli", "claims", "check", str(folder), "--json"],
        env=kept, capture_output=True, text=True, cwd=tmp_path,
    )  # fmt: skip
    files: list[dict[str, Any]] = json.loads(done.stdout)["files"]
    found = [each["file"] for each in files if any(claim["verdict"] == "contradicted" for claim in each["claims"])]
    assert (done.returncode, len(files), found) == (1, FILES, [str(folder / "完成情况表.docx")])
