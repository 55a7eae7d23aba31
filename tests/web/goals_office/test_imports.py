"""Importing at the desk: questions answered, stored by a job, undone whole; a refused file says what to do."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from zhicheng.goals.models import ImportSession, Programme, Task
from zhicheng.goals.queries import imports

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return response.content.decode()


def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(desk: Any, programme: Programme, work: Any) -> None:
    address = reverse("desk-imports", args=[programme.pk])
    old = SimpleUploadedFile("任务.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600)
    answer = desk["office"].post(address, {"file": old})
    if answer.status_code == 302:
        work()
        answer = desk["office"].get(answer["Location"])
    assert "另存为 .docx" in text(answer)
    assert desk["office"].post(address).status_code == 422
    assert desk["county"].get(address).status_code == 403


def answer_everything(desk: Any, session: int, work: Any) -> None:
    """Adopt what has one proposal, then take the first proposal or keep what was read."""
    address = reverse("desk-import", args=[session])
    for _round in range(8):
        found = desk["office"].get(address).context
        if found["line"].state != "asked":
            return
        given: dict[str, str] = {"do": "adopt"}
        for group in found["groups"]:
            for each in group.questions:
                given |= {f"{each.name}-key": each.asked.key, each.name: each.options[0][0]}
        done = desk["office"].post(address, given)
        assert done.status_code == 302, text(done)
        work()


def test_the_sample_of_two_hundred_tasks_goes_all_the_way(
    desk: Any, imported: ImportSession, work: Any, programme: Programme
) -> None:
    address = reverse("desk-import", args=[imported.pk])
    page = text(desk["office"].get(address))
    assert "读出 200 项任务" in page
    assert "对照原表" in page
    answer_everything(desk, imported.pk, work)
    assert "可以入库" in text(desk["office"].get(address))
    store = reverse("desk-import-store", args=[imported.pk])
    assert "200 项任务" in text(desk["office"].get(store))
    assert desk["office"].post(store).status_code == 302
    assert "正在处理" in text(desk["office"].get(address))
    work()
    assert "已入库" in text(desk["office"].get(address))
    assert Task.objects.filter(programme=programme).count() == 200
    assert desk["office"].post(store).status_code == 422
    undo = reverse("desk-import-undo", args=[imported.pk])
    assert desk["office"].post(undo, {"reason": ""}).status_code == 422
    assert desk["office"].post(undo, {"reason": "传错了年度"}).status_code == 302
    assert not Task.objects.filter(programme=programme).exists()


def test_an_answer_of_ones_own_for_a_unit_must_be_a_unit(desk: Any, imported: ImportSession) -> None:
    address = reverse("desk-import", args=[imported.pk])
    found = desk["office"].get(address).context
    units = [each for group in found["groups"] for each in group.questions if each.asked.about_unit]
    if not units:
        pytest.skip("every unit was recognised")
    name, key = units[0].name, units[0].asked.key
    wrong = desk["office"].post(address, {f"{name}-key": key, f"{name}-own": "没有的局"})
    assert wrong.status_code == 422
    assert "没有的局" in text(wrong)
    right = desk["office"].post(address, {f"{name}-key": key, f"{name}-own": "市市场监管局"})
    assert right.status_code == 302
    imported.refresh_from_db()
    assert imported.answers[key] == desk.town.units["lead"]


def test_nothing_chosen_is_said_and_answers_for_vanished_questions_are_left_out(
    desk: Any, imported: ImportSession
) -> None:
    address = reverse("desk-import", args=[imported.pk])
    nothing = desk["office"].post(address, {"do": "answer"})
    assert nothing.status_code == 422
    gone = desk["office"].post(address, {"q0-key": "没有的问题", "q0": "x"})
    assert gone.status_code == 422


def test_progress_is_told_until_the_work_is_done(desk: Any, imported: ImportSession) -> None:
    over = desk["office"].get(reverse("desk-import-progress", args=[imported.pk]))
    assert over.status_code == 286
    assert over["HX-Refresh"] == "true"
    assert desk["county"].get(reverse("desk-import", args=[imported.pk])).status_code == 403


def test_the_original_is_paged_by_its_rows(desk: Any, imported: ImportSession) -> None:
    address = reverse("desk-import", args=[imported.pk])
    first = text(desk["office"].get(address))
    second = text(desk["office"].get(address + "?row=25"))
    assert "第 1—25 行" in first
    # On a phone the columns' headings cannot be seen: each cell bears its own, a county's the county's name.
    assert 'data-th="C 任务"' in first
    assert 'data-th="I 墨溪区"' in first
    assert "第 26—50 行" in second
    assert desk["office"].get(address + "?row=-1&sheet=99").status_code == 200


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("表.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "另存为 .xlsx"),
        ("表.et", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "WPS 专用格式"),
        ("表.pdf", b"%PDF-1.7 ...", "上传生成它的 Excel 或 Word 原件"),
        ("表.xlsx", b"<html><table>", "其实是网页"),
        ("表.csv", "任务,目标".encode(), "请上传 .xlsx 或 .docx 文件"),
    ],
)
def test_other_kinds_of_files_are_refused_beside_the_field(
    desk: Any, programme: Programme, name: str, content: bytes, words: str
) -> None:
    answer = desk["office"].post(
        reverse("desk-imports", args=[programme.pk]), {"file": SimpleUploadedFile(name, content)}
    )
    assert answer.status_code == 422
    assert words in text(answer)
    assert not ImportSession.objects.exists()


def test_work_that_ends_while_the_page_is_made_is_not_missed(
    desk: Any, imported: ImportSession, work: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = reverse("desk-import", args=[imported.pk])
    answer_everything(desk, imported.pk, work)
    desk["office"].post(reverse("desk-import-store", args=[imported.pk]))
    look = imports.import_session

    def look_and_then_the_work_ends(*args: Any) -> imports.ImportDetail:
        seen = look(*args)
        work()
        return seen

    monkeypatch.setattr("zhicheng.web.desk.goals.office_imports.imports.import_session", look_and_then_the_work_ends)
    page = text(desk["office"].get(address))
    assert "正在处理" in page
    assert reverse("desk-import-progress", args=[imported.pk]) in page
