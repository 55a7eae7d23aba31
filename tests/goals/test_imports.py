"""A decomposition table comes in: kept, read, asked, answered, stored whole, undone whole."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.goals.conftest import Town
from zhicheng.core.evidence.models import File
from zhicheng.core.evidence.queries import attachments_of
from zhicheng.core.refusal import NotAllowed, RuleBroken, Unreadable, WrongState
from zhicheng.goals.actions.assigning import deliver_tasks
from zhicheng.goals.actions.imports import answer_import, begin_import, read_session, store_import, undo_import
from zhicheng.goals.actions.units import sign_assignment
from zhicheng.goals.models import Assignment, ImportSession, Task
from zhicheng.goals.queries import tasks
from zhicheng.statutes.queries import clocks_of

pytestmark = pytest.mark.clause("A3")

HEAD = ["序号", "重点任务", "目标值", "牵头单位", "配合单位", "完成时限", "墨溪区", "砚湖县", "合计"]
PLAIN = [1, "新增采用国际标准企业", "120家", "市市场监管局", "市财政局", "年底前", 70, 50, 120]


def sheet(*rows: list[Any]) -> io.BytesIO:
    """A small table as bytes."""
    book = Workbook()
    page = book.active
    page.append(["演示市2025年质量强市重点任务分解表"])
    page.append(HEAD)
    for row in rows:
        page.append(row)
    content = io.BytesIO()
    book.save(content)
    content.seek(0)
    return content


@pytest.fixture
def imported(town: Town) -> Callable[..., ImportSession]:
    """A table brought in by the office and read."""

    def bring(*rows: list[Any]) -> ImportSession:
        programme = town.programme()
        session = begin_import(programme.pk, content=sheet(*rows), file_name="分解表.xlsx", by=town.office, at=town.at)
        return read_session(session.pk, by=town.office, at=town.at)

    return bring


def test_a_plain_table_is_read_without_a_question_and_stored(town: Town, imported: Any, last_entry: Any) -> None:
    session = imported(PLAIN)
    assert (session.state, session.reading["questions"]) == ("ready", [])
    with pytest.raises(NotAllowed):
        store_import(session.pk, by=town.county, at=town.at)
    store_import(session.pk, by=town.office, at=town.at)
    task = Task.objects.get()
    assert (task.target, task.unit, task.deadline, task.kind) == (Decimal(120), "家", date(2025, 12, 31), "counted")
    held = {part.organisation: (part.role, part.share) for part in task.assignments.all()}
    assert held == {
        town.units["lead"]: ("lead", None), town.units["helper"]: ("support", None),
        town.units["county"]: ("county", Decimal(70)), town.units["other"]: ("county", Decimal(50)),
    }  # fmt: skip
    assert (last_entry().kind, last_entry().subject) == ("goals.import-stored", session.subject)
    assert [
        line.pk for line in tasks.tasks(session.programme_id, town.office, filters=tasks.Filters(words="採用"))
    ] == [task.pk]


def test_storing_twice_stores_once(town: Town, imported: Any) -> None:
    session = imported(PLAIN)
    for _ in range(2):
        store_import(session.pk, by=town.office, at=town.at)
    assert Task.objects.count() == 1


def test_a_unit_that_nobody_knows_is_asked_for_and_the_answer_is_kept(town: Town, imported: Any) -> None:
    session = imported([1, "新增采用国际标准企业", "120家", "市质监中心站", "", "年底前", 70, 50, 120])
    [question] = session.reading["questions"]
    assert (session.state, question["key"], question["field"]) == ("asked", "unit:市质监中心站", "unit")
    with pytest.raises(WrongState):
        store_import(session.pk, by=town.office, at=town.at)
    with pytest.raises(RuleBroken, match="O999"):
        answer_import(session.pk, answers={question["key"]: "O999"}, by=town.office, at=town.at)
    answer_import(session.pk, answers={question["key"]: town.units["lead"]}, by=town.office, at=town.at)
    session = read_session(session.pk, by=town.office, at=town.at)
    assert session.state == "ready"
    store_import(session.pk, by=town.office, at=town.at)
    assert Assignment.objects.filter(organisation=town.units["lead"], role="lead").count() == 1


@pytest.mark.parametrize("words", ["各县（市、区）政府", "各縣（市、區）人民政府", "各县市区", "各区县政府"])
def test_every_county_means_the_governments_of_all_counties(town: Town, imported: Any, words: str) -> None:
    session = imported([1, "完善质量工作机制", "", "市市场监管局", words, "年底前", None, None, None])
    assert session.reading["questions"] == []
    store_import(session.pk, by=town.office, at=town.at)
    held = {part.organisation: part.role for part in Assignment.objects.all()}
    assert held == {town.units["lead"]: "lead", town.units["county"]: "county", town.units["other"]: "county"}


def test_a_total_that_does_not_match_is_asked_about(town: Town, imported: Any) -> None:
    session = imported([1, "新增采用国际标准企业", "120家", "市市场监管局", "", "年底前", 70, 40, 120])
    assert session.state == "asked"
    assert any("120" in question["text"] and "110" in question["text"] for question in session.reading["questions"])


def test_a_file_that_is_no_table_is_refused_with_what_to_do(town: Town) -> None:
    programme = town.programme()
    with pytest.raises(Unreadable, match="另存为"):
        begin_import(
            programme.pk, content=io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), file_name="旧表.xls",
            by=town.office, at=town.at,
        )  # fmt: skip
    assert not ImportSession.objects.exists()


def bomb() -> io.BytesIO:
    content = io.BytesIO(sheet(PLAIN).getvalue())
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/image1.bmp", bytes(64 * 1024 * 1024))
    content.seek(0)
    return content


def test_nothing_is_kept_of_a_file_that_is_refused_at_sight(town: Town, settings: Any) -> None:
    programme, kept = town.programme(), lambda: set(Path(settings.CITY.evidence).rglob("*"))
    before = kept()
    with pytest.raises(Unreadable, match="解压后过大"):
        begin_import(programme.pk, content=bomb(), file_name="分解表.xlsx", by=town.office, at=town.at)
    assert (kept() - before, ImportSession.objects.count(), File.objects.count()) == (set(), 0, 0)


def test_a_file_that_is_refused_when_it_is_read_is_let_go_and_entered(town: Town, last_entry: Any) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(sheet(PLAIN)) as whole, zipfile.ZipFile(content, "w") as broken:
        for part in whole.namelist():
            broken.writestr(part, whole.read(part)[:60] if part.startswith("xl/worksheets") else whole.read(part))
    content.seek(0)
    session = begin_import(town.programme().pk, content=content, file_name="断表.xlsx", by=town.office, at=town.at)
    assert File.objects.filter(pk=session.sha256).exists()
    session = read_session(session.pk, by=town.office, at=town.at)
    assert (session.state, "已损坏" in session.refusal) == ("refused", True)
    assert not File.objects.exists()
    assert not attachments_of(session.subject)
    assert last_entry().kind == "goals.import-refused"


def test_a_whole_file_is_undone_until_the_first_report(town: Town, imported: Any, last_entry: Any) -> None:
    session = imported(PLAIN)
    store_import(session.pk, by=town.office, at=town.at)
    Task.objects.update(standard="以证书为准")
    deliver_tasks(session.programme_id, by=town.office, at=town.at)
    part = Assignment.objects.get(organisation=town.units["county"])
    sign_assignment(part.pk, by=town.county, at=town.at)
    with pytest.raises(RuleBroken, match="理由"):
        undo_import(session.pk, reason="", by=town.office, at=town.at)
    undo_import(session.pk, reason="误传旧表", by=town.office, at=town.at)
    assert not Task.objects.exists()
    assert last_entry().kind == "goals.import-undone"
    assert clocks_of([part.subject], at=town.at)[part.subject] == []


def test_after_the_first_report_only_changes_are_possible(town: Town, imported: Any) -> None:
    session = imported(PLAIN)
    store_import(session.pk, by=town.office, at=town.at)
    Task.objects.update(standard="以证书为准")
    deliver_tasks(session.programme_id, by=town.office, at=town.at)
    part = Assignment.objects.get(organisation=town.units["county"])
    town.fix(part, "county")
    town.report(part, "county", "样例甲")
    with pytest.raises(WrongState, match="变更申请"):
        undo_import(session.pk, reason="太晚了", by=town.office, at=town.at)
    assert Task.objects.count() == 1
