"""Deadlines in cells, as text, as dates, as numbers, in notes and in the task itself."""

from __future__ import annotations

from datetime import date, datetime

import pytest

pytestmark = pytest.mark.clause("A3")

PLAIN = [
    ("年底前", "2025-12-31"), ("12月底", "2025-12-31"), ("2025.6.30", "2025-06-30"), ("2025年6月底前", "2025-06-30"),
    ("6月30日前", "2025-06-30"), ("上半年", "2025-06-30"), ("三季度末", "2025-09-30"), ("第三季度", "2025-09-30"),
    ("2025年12月", "2025-12-31"), ("2025-11", "2025-11-30"), ("11月", "2025-11-30"), ("2025/6/30", "2025-06-30"),
    ("２０２５年６月３０日", "2025-06-30"), ("持续推进", "ongoing"), ("长期坚持", "ongoing"), ("全年", "ongoing"), ("常态化", "ongoing"),
    ("长期", "ongoing"), ("十二月底前", "2025-12-31"), ("2025年底", "2025-12-31"), ("2027年底前", "2027-12-31"), ("2025年", "2025-12-31"),
    ("10月份", "2025-10-31"), ("2025年2月底", "2025-02-28"), ("20250630", "2025-06-30"), ("12月中旬", "2025-12-20"), ("12月31日", "2025-12-31"),
    ("3月至11月", "2025-11-30"), ("2025年12月底前完成", "2025-12-31"), ("四季度", "2025-12-31"), ("年内", "2025-12-31"), ("2025.06", "2025-06-30"),
    (datetime(2025, 6, 30), "2025-06-30"), (date(2025, 12, 31), "2025-12-31"), (45838, "2025-06-30"), (2025.6, "2025-06-30"), (12.31, "2025-12-31"),
    ("长期推进", "ongoing"), ("持续实施", "ongoing"), ("2025年10月底前", "2025-10-31"), ("9 月底前", "2025-09-30"), ("2025年\n12月底", "2025-12-31"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "read"), PLAIN)
def test_a_plain_deadline_is_read_without_a_question(read_row, cell, read):
    task, questions = read_row(**{"完成时限": cell})
    assert (task.deadline, questions) == (read, ())


ASKED = [
    ("立即", ("2025-12-31", "ongoing")), ("按上级要求", ("2025-12-31", "ongoing")), (6.3, ("2025-06-03", "2025-06-30")),
    ("6月底前制定方案，12月底前完成", ("2025-06-30", "2025-12-31")), ("年底前完成，并长期坚持", ("2025-12-31", "ongoing")),
    (2025.1, ("2025-01-31", "2025-10-31")), ("2月30日", ("2025-12-31", "ongoing")), ("1-12月", ("2025-12-31", "ongoing")),
    ("春节前", ("2025-12-31", "ongoing")),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "proposals"), ASKED)
def test_a_deadline_that_can_be_several_days_is_null_and_asked(read_row, cell, proposals):
    task, questions = read_row(**{"完成时限": cell})
    assert task.deadline is None
    (question,) = questions
    assert (question.field, question.row, question.column, question.proposals) == ("deadline", 2, "G", proposals)


def test_a_deadline_before_the_year_is_kept_and_asked_about(read_table):
    head = ["序号", "重点任务", "目标值", "计量单位", "牵头单位", "配合单位", "完成时限"]
    rows = [head, [1, "完善机制", "", "", "市市监局", "", "2024.12.31"]]
    reading = read_table(rows)
    (question,) = reading.questions
    assert (question.field, question.proposals) == ("deadline", ("2024-12-31", "2025-12-31"))
    assert reading.tasks[0].deadline == "2024-12-31"
    assert read_table(rows, answers={question.key: "2025-12-31"}).tasks[0].deadline == "2025-12-31"


def test_a_date_that_shows_only_its_month_ends_with_the_month(read_row):
    def form(sheet):
        sheet["G2"].number_format = 'yyyy"年"m"月"'

    assert read_row(**{"完成时限": date(2025, 6, 1)}, change=form)[0].deadline == "2025-06-30"


def test_a_date_that_hides_another_year_is_asked_about(read_row):
    def form(sheet):
        sheet["G2"].number_format = 'm"月"d"日"'

    task, questions = read_row(**{"完成时限": date(2024, 6, 30)}, change=form)
    assert task.deadline is None
    assert questions[0].proposals == ("2025-06-30", "2024-06-30")
    assert read_row(**{"完成时限": date(2025, 6, 30)}, change=form)[0].deadline == "2025-06-30"


def test_a_note_gives_the_deadline_of_tasks_without_one(read_table):
    reading = read_table(
        [["序号", "任务", "目标", "责任单位", "完成时限"], [1, "甲", "9个", "市监局", ""], [2, "乙", "9个", "市监局", "6月底"],
         ["注：未注明完成时限的，均为2025年11月底前完成。"]]
    )  # fmt: skip
    assert [task.deadline for task in reading.tasks] == ["2025-11-30", "2025-06-30"]
    assert reading.questions == ()


def test_without_any_deadline_one_question_stands_for_all(read_table):
    reading = read_table([["序号", "任务", "目标", "责任单位"], [1, "甲", "9个", "市监局"], [2, "乙", "9个", "市监局"]])
    (question,) = reading.questions
    assert (question.row, question.field, question.proposals) == (None, "deadline", ("2025-12-31", "ongoing"))


def test_a_deadline_in_the_tasks_own_words_is_read(read_table):
    reading = read_table(
        [["序号", "任务", "责任单位"], [1, "10月底前新增试点9个", "市监局"], [2, "年底前建成平台", "市监局"]]
    )
    assert [task.deadline for task in reading.tasks] == ["2025-10-31", "2025-12-31"]
    assert reading.questions == ()


def test_without_a_year_the_year_is_asked_for_once(read_table):
    rows = [
        ["序号", "任务", "目标", "责任单位", "时限"],
        [1, "甲", "9个", "市监局", "年底"],
        [2, "乙", "9个", "市监局", "6月底"],
    ]
    reading = read_table(rows, year=None)
    assert [task.deadline for task in reading.tasks] == [None, None]
    assert [question.field for question in reading.questions] == ["year"]
    answered = read_table(rows, year=None, answers={reading.questions[0].key: "2025"})
    assert [task.deadline for task in answered.tasks] == ["2025-12-31", "2025-06-30"]


def test_a_title_of_another_year_is_asked_about(read_table):
    reading = read_table(
        [["2024年质量强市任务分解表"], ["序号", "任务", "目标", "责任单位", "时限"], [1, "甲", "9个", "市监局", "年底"]]
    )
    assert [(q.field, q.proposals) for q in reading.questions] == [("year", ("2025", "2024"))]


DATED = ["2025.6.30", date(2025, 9, 30), "2025年12月底", "年底前", "2026.3.31", "2025.2.28"]


def _of_last_year(title: str = "2025年质量强市任务分解表") -> list[list[object]]:
    head = [[title], ["序号", "任务", "目标", "责任单位", "完成时限"]]
    return [*head, *([n, f"新增试点{n}号", f"{n}个", "市监局", day] for n, day in enumerate(DATED, start=1))]


def test_a_table_of_last_year_asks_once_and_the_answer_holds_for_every_deadline(read_table):
    rows = _of_last_year()
    asked = read_table(rows, year=2026)
    (question,) = asked.questions
    assert (question.field, question.row, question.proposals) == ("year", None, ("2026", "2025"))
    moved = read_table(rows, year=2026, answers={question.key: "2026"})
    assert moved.questions == ()
    assert [task.deadline for task in moved.tasks] == [
        "2026-06-30", "2026-09-30", "2026-12-31", "2026-12-31", "2026-03-31", "2026-02-28",
    ]  # fmt: skip
    old = read_table(rows, year=2026, answers={question.key: "2025"})
    assert [task.deadline for task in old.tasks][:4] == ["2025-06-30", "2025-09-30", "2025-12-31", "2025-12-31"]
    kept = read_table(rows, year=2026, answers={question.key: "已核对"})
    assert kept.questions == ()
    assert old.questions == ()
    assert [task.deadline for task in kept.tasks][:4] == ["2025-06-30", "2025-09-30", "2025-12-31", "2026-12-31"]


def test_several_deadlines_of_another_year_under_this_years_title_are_one_question(read_table):
    rows = _of_last_year("2026年质量强市任务分解表")
    asked = read_table(rows, year=2026)
    (question,) = asked.questions
    assert (question.field, question.row, len(question.proposals)) == ("deadline", None, 3)
    assert [task.deadline for task in asked.tasks][:2] == ["2025-06-30", "2025-09-30"]
    move, written, each = (read_table(rows, year=2026, answers={question.key: answer}) for answer in question.proposals)
    assert (move.questions, written.questions, len(each.questions)) == ((), (), 4)
    assert [task.deadline for task in move.tasks][:3] == ["2026-06-30", "2026-09-30", "2026-12-31"]
    assert [task.deadline for task in written.tasks][:3] == ["2025-06-30", "2025-09-30", "2025-12-31"]


def test_days_whose_cells_hide_last_year_are_one_question(read_table):
    def form(sheet):
        for row in range(2, 6):
            sheet.cell(row, 5).number_format = 'm"月"d"日"'

    head = ["序号", "任务", "目标", "责任单位", "完成时限"]
    rows = [head, *([n, f"新增试点{n}号", f"{n}个", "市监局", date(2025, n, 28)] for n in range(1, 5))]
    asked = read_table(rows, change=form, year=2026)
    (question,) = asked.questions
    assert [task.deadline for task in asked.tasks] == [None] * 4
    moved = read_table(rows, change=form, year=2026, answers={question.key: question.proposals[0]})
    assert [task.deadline for task in moved.tasks] == [f"2026-0{n}-28" for n in range(1, 5)]
