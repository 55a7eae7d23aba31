"""A kept reading asks everyone in their own language; readings kept before, as words alone, are still shown."""

from __future__ import annotations

import io
from typing import Any

from django.utils import translation
from openpyxl import Workbook

from tests.goals.conftest import Town
from zhicheng.goals.actions.imports import answer_import, begin_import, read_session
from zhicheng.goals.models import ImportSession
from zhicheng.goals.queries.imports import ImportDetail, import_session


def asked_in(language: str, session: ImportSession, town: Town) -> ImportDetail:
    with translation.override(language):
        return import_session(session.pk, town.office)


def brought(town: Town, content: io.BytesIO, name: str) -> ImportSession:
    session = begin_import(town.programme().pk, content=content, file_name=name, by=town.office, at=town.at)
    return read_session(session.pk, by=town.office, at=town.at)


def table(*rows: list[Any]) -> io.BytesIO:
    book = Workbook()
    for row in (["序号", "重点任务", "目标值", "牵头单位", "完成时限"], *rows):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    content.seek(0)
    return content


def test_the_same_session_asks_in_three_languages(town: Town) -> None:
    session = brought(town, table([1, "新增采用国际标准企业", "120家", "没有的局", None]), "分解表.xlsx")
    told = {
        language: {each.field: each.text for each in asked_in(language, session, town).questions}
        for language in ("zh-hans", "zh-hant", "en")
    }
    assert told["zh-hans"]["deadline"] == "没有写完成时限。"
    assert told["zh-hant"]["deadline"] == "沒有寫完成時限。"
    assert told["en"]["deadline"] == "No deadline is given."
    assert told["en"]["unit"] == "The register has no “没有的局”. Choose a unit, or register it first."


def test_a_reading_kept_as_words_alone_is_shown_and_its_answers_survive(town: Town) -> None:
    session = brought(town, table([1, "新增采用国际标准企业", "120家", "市市场监管局", None]), "分解表.xlsx")
    for question in session.reading["questions"]:
        del question["said"]
    session.reading["remarks"] = ["文件含有宏，没有运行，只读取了单元格。"]
    session.save()
    found = asked_in("en", session, town)
    assert [each.text for each in found.questions] == ["没有写完成时限。"]
    assert list(found.remarks) == ["文件含有宏，没有运行，只读取了单元格。"]
    answer_import(session.pk, answers={found.questions[0].key: "ongoing"}, by=town.office, at=town.at)
    assert read_session(session.pk, by=town.office, at=town.at).state == "ready"


def test_a_refused_file_says_why_in_the_language_of_whoever_looks(town: Town) -> None:
    content = io.BytesIO()
    Workbook().save(content)
    content.seek(0)
    session = brought(town, content, "空表.xlsx")
    assert session.state == "refused"
    session.refresh_from_db()
    assert asked_in("zh-hans", session, town).line.refusal == session.refusal
    assert asked_in("en", session, town).line.refusal != session.refusal
