"""The data check on the desk: a file in, its text with marks and notes out, and nothing of it left behind."""

from __future__ import annotations

import base64
import io
import logging
import random
import re
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import docx
import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from django.utils.translation import override

from tests.prose.documents import cell, paragraph, table, word_file
from zhicheng.claims import KnownFigure
from zhicheng.core.access import Actor
from zhicheng.web.desk import claims, claims_known, claims_tables
from zhicheng.web.desk.claims_places import place_words

pytestmark = [pytest.mark.usefixtures("town"), pytest.mark.clause("A4"), pytest.mark.clause("A10")]
Browser = Callable[[str], Client]
ADDRESS = "/desk/claims/"

DRAFT = "导入卓越绩效模式企业任务105家，完成90家，完成率90%。标准化项目任务20个，完成18个，完成率90%。"
CLEAN = "全市共检查企业120家，其中合格96家，不合格24家。"


def sent(client: Client, content: bytes | str, name: str = "讲话.txt", address: str = ADDRESS) -> tuple[int, str]:
    body = content.encode() if isinstance(content, str) else content
    response = client.post(address, {"file": SimpleUploadedFile(name, body)})
    return response.status_code, response.content.decode()


def copy_in(page: str) -> io.BytesIO:
    found = re.search(r'href="data:[^;]*;base64,([^"]+)"', page)
    assert found is not None
    return io.BytesIO(base64.b64decode(unescape(found[1])))


def word(tmp_path: Path, *body: str) -> bytes:
    return word_file(tmp_path / "x.docx", "".join(body)).read_bytes()


@pytest.mark.parametrize("username", ["unit", "county", "lead", "office", "administrator"])
def test_everybody_who_has_signed_in_may_check_a_text(browser: Browser, username: str) -> None:
    page = browser(username).get(ADDRESS).content.decode()
    assert "请勿上传涉密文件" in page
    assert 'aria-current="page">数据核校' in page


def test_visitors_are_asked_to_sign_in() -> None:
    assert Client().get(ADDRESS).status_code == 302


def test_the_text_is_shown_as_it_was_with_marks_and_notes(browser: Browser) -> None:
    status, page = sent(browser("unit"), DRAFT)
    assert status == 200
    speech = unescape(re.sub(r"<sup>.*?</sup>|<[^>]+>", "", re.search(r'<div class="audit".*?</div>', page, re.S)[0]))  # type: ignore[index]
    assert speech.strip() == DRAFT
    assert re.search(
        r'<mark class="contradicted has-contradicted">105家.*?<sup><a id="m1" href="#n1">1</a></sup></mark>', page
    )
    note = re.search(r'<li class="is-contradicted" id="n1">(.*?)</li>', page, re.S)
    assert note is not None
    assert "与所列数不符" in note[1]
    assert "85.7%" in note[1]
    assert "第 1 段" in note[1]
    assert 'id="show-contradicted"' in page
    assert 'id="show-premature"' not in page


def test_a_clean_text_is_answered_with_one_sentence(browser: Browser) -> None:
    _status, page = sent(browser("unit"), CLEAN)
    assert "识别数据 3\u00a0处，未见与所列数不符" in page
    assert "<details" in page
    assert "base64," not in page


def test_a_column_that_does_not_add_up_is_shown_at_its_cell(browser: Browser, tmp_path: Path) -> None:
    rows = (("县区", "任务数"), ("墨溪区", "12"), ("榴山县", "20"), ("合计", "33"))
    body = word(tmp_path, table(*("".join(cell(each) for each in row) for row in rows)))
    _status, page = sent(browser("unit"), body, "表.docx")
    assert re.search(r'<td class="is-contradicted"><mark [^>]*>33<sup>', page)
    assert "表 1 第 4 行第 2 列" in page


def test_a_long_table_is_cut_to_its_head_and_what_is_marked(browser: Browser) -> None:
    lines = ["县区,任务数", *(f"第{n}镇,{n}" for n in range(1, 401)), "合计,9"]
    _status, page = sent(browser("unit"), "\n".join(lines), "表.csv")
    assert "略去" in page
    assert page.count("<tr>") < 20 + claims_tables.HEAD


def test_the_script_of_the_text_is_kept(browser: Browser) -> None:
    _status, page = sent(browser("unit"), "導入卓越績效模式企業任務105家，完成90家，完成率90%。")
    assert '<div class="audit" lang="zh-Hant">' in page
    assert "導入卓越績效模式企業" in page
    assert '<ol class="notes" lang="zh-Hans">' in page


def test_what_a_text_holds_is_never_markup(browser: Browser) -> None:
    _status, page = sent(
        browser("unit"), '<script>alert(1)</script>任务105家，完成90家，完成率90%。"><b>', "<img src=x>.txt"
    )
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page


def test_the_copy_carries_the_notes_as_comments(browser: Browser, tmp_path: Path) -> None:
    body = word(tmp_path, paragraph(DRAFT))
    _status, page = sent(browser("unit"), body, "讲话.docx")
    assert 'download="讲话（核校批注）.docx"' in page
    comments = list(docx.Document(copy_in(page)).comments)
    assert [each.author for each in comments] == ["数据核校"]
    assert comments[0].text.startswith("与所列数不符：列 90%")


def test_a_copy_too_large_for_the_page_is_made_from_the_file_sent_again(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims, "LARGEST_IN_PAGE", 10)
    client = browser("unit")
    _status, page = sent(client, DRAFT)
    assert "base64," not in page
    assert f'action="{ADDRESS}copy/"' in page
    response = client.post(f"{ADDRESS}copy/", {"file": SimpleUploadedFile("讲话.txt", DRAFT.encode())})
    assert "attachment" in response["Content-Disposition"]
    assert len(list(docx.Document(io.BytesIO(response.content)).comments)) == 1


@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}copy/"])
def test_a_file_that_cannot_be_read_is_told_beside_the_form(browser: Browser, address: str) -> None:
    status, page = sent(
        browser("unit"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "稿.doc", address
    )
    assert status == 422
    assert "另存为 .docx" in page
    assert sent(browser("unit"), b"", "x.txt", address)[0] == 422
    assert "请选择要核校的文件" in browser("unit").post(address, {}).content.decode()


def rows_in_database() -> dict[str, list[str]]:
    return {
        model._meta.label: sorted(map(repr, model._default_manager.values_list()))
        for model in apps.get_models()
        if model._meta.managed
    }


def test_nothing_of_the_file_is_left_behind(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    held = tmp_path / "held"
    held.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(held))
    client = browser("unit")
    client.get(ADDRESS)
    before = rows_in_database()
    with caplog.at_level(logging.DEBUG):
        word(tmp_path, paragraph(DRAFT))
        with zipfile.ZipFile(tmp_path / "x.docx", "a") as archive:
            # So large that it waits on disk while it comes in.
            archive.writestr("word/media/picture.bin", random.Random(1).randbytes(3_000_000))
        response = client.post(
            ADDRESS, {"file": SimpleUploadedFile("秘密讲话.docx", (tmp_path / "x.docx").read_bytes())}
        )
        assert response.status_code == 200
        sent(client, b"PK\x03\x04 broken", "秘密讲话.docx")
    assert "no-store" in response["Cache-Control"]
    assert list(held.iterdir()) == []
    assert rows_in_database() == before
    assert "秘密" not in caplog.text
    assert "卓越" not in caplog.text
    assert "秘密" not in str(dict(client.session))


def test_a_bug_is_loud_and_silent_about_the_text(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(prose: object, **_more: object) -> None:
        raise ValueError(f"cannot read {DRAFT}")

    monkeypatch.setattr(claims, "check", broken)
    with pytest.raises(RuntimeError) as bug:
        sent(browser("unit"), DRAFT)
    assert "卓越" not in str(bug.value)
    assert "ValueError" in str(bug.value)
    assert bug.value.__cause__ is None
    assert bug.value.__suppress_context__


def test_two_hundred_pages_are_answered_in_time(browser: Browser, tmp_path: Path) -> None:
    body = word(
        tmp_path,
        *[
            paragraph(("推进质量强市建设，各项工作有序开展。" * 5) + (DRAFT if n % 20 == 0 else ""))
            for n in range(1300)
        ],
    )
    client = browser("unit")
    begun = time.monotonic()
    status, page = sent(client, body, "报告.docx")
    assert status == 200
    assert 'class="places"' in page
    assert time.monotonic() - begun < 6  # three seconds on a quiet machine


def test_figures_are_held_against_verified_ones_only_where_that_is_asked_for(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    figure = KnownFigure(
        "新增外贸出口品牌", (), "演示市", "2026", Decimal(12), "个", as_of=date(2026, 9, 30), source="质量强市计划"
    )
    monkeypatch.setattr(claims, "known_figures", lambda _actor, *, on: [figure])
    client, text = browser("unit"), "今年以来，新增外贸出口品牌15个。".encode()
    given = {"file": SimpleUploadedFile("讲话.txt", text)}
    assert "核实数为" not in client.post(ADDRESS, given).content.decode()
    given = {"file": SimpleUploadedFile("讲话.txt", text), "compare": "on"}
    assert "新增外贸出口品牌核实数为 12个" in client.post(ADDRESS, given).content.decode()


def test_verified_counts_of_running_programmes_are_known(monkeypatch: pytest.MonkeyPatch, office: Actor) -> None:
    line = SimpleNamespace(
        title="新增外贸出口品牌27个", kind="counted", unit="个",
        figures=SimpleNamespace(verified=Decimal(12), as_of=date(2026, 9, 30)),
    )  # fmt: skip
    others = [SimpleNamespace(title="完善质量机制", kind="milestones", unit="", figures=line.figures)]
    running = SimpleNamespace(pk=1, years="2026", region="990100", issued_on=date(2026, 1, 5), title="年度计划")
    over = SimpleNamespace(pk=2, years="2024—2025", region="990100", issued_on=date(2024, 1, 5), title="旧计划")
    monkeypatch.setattr(claims_known, "programmes", lambda _actor: [running, over])
    monkeypatch.setattr(claims_known, "tasks", lambda key, _actor, *, limit: [line, *others] if key == 1 else [line])
    [figure] = claims_known.known_figures(office, on=date(2026, 10, 22))
    assert (figure.indicator, figure.value, figure.unit, figure.area) == (
        "新增外贸出口品牌",
        Decimal(12),
        "个",
        "演示市",
    )


def test_the_page_speaks_the_readers_language(browser: Browser) -> None:
    client = browser("unit")
    client.cookies["django_language"] = "en"
    with translation.override("zh-hans"):  # so that the next test finds the language as it was
        _status, page = sent(client, DRAFT)
    assert "does not agree with the counts given" in page


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("第 7 段", "第 7 段"), ("表 2 第 4 行第 3 列", "表 2 第 4 行第 3 列"), ("第 2—3 页", "第 2—3 页"),
        ("第 2 页表 1 第 4 行第 3 列", "第 2 页表 1 第 4 行第 3 列"), ("工作表“汇总” C5", "工作表“汇总” C5"),
        ("脚注 1", "脚注 1"), ("文本框", "文本框"), ("别处", "别处"),
    ],
)  # fmt: skip
def test_each_kind_of_place_is_known(where: str, said: str) -> None:
    with override("zh-hans"):
        assert place_words(where) == said
