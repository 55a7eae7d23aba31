"""Every answer has its effect when the file is read again."""

from __future__ import annotations

import pytest
from openpyxl.styles import Font

from zhicheng.goals.contracts import read_decomposition

HEAD = ["序号", "重点任务", "目标值", "计量单位", "牵头单位", "配合单位", "完成时限"]
ONE = [1, "培育企业", 60, "家", "市市监局", "市发改委", "年底前"]
TWO = [2, "培育基地", 3, "个", "市商务局", "", "6月底"]


@pytest.fixture
def answered(make_excel, tmp_path):
    """Read a table, answer its first question about a field, read again."""

    def read(rows, field, answer, merges=(), change=None, known=None):
        path = make_excel(tmp_path / "表.xlsx", rows, merges, change)
        first = read_decomposition(path, year=2025)
        question = next(question for question in first.questions if question.field == field)
        return first, read_decomposition(path, year=2025, answers={question.key: answer})

    return read


def hide_column(letter):
    def change(sheet):
        sheet.column_dimensions[letter].hidden = True

    return change


def strike(*cells):
    def change(sheet):
        for cell in cells:
            sheet[cell].font = Font(strike=True)

    return change


@pytest.mark.parametrize(
    ("letter", "name", "value"),
    [("G", "deadline", "2025-12-31"), ("F", "supporting_units", ("市发改委",)), ("C", "target", 60), ("E", "lead_units", ("市市监局",))],
)  # fmt: skip
def test_a_hidden_column_comes_in_when_asked_for(answered, letter, name, value):
    first, again = answered([HEAD, ONE, TWO], "column", "导入", change=hide_column(letter))
    assert getattr(first.tasks[0], name) in (None, ())
    assert getattr(again.tasks[0], name) == value
    assert not [question for question in again.questions if question.field == "column"]
    _first, left = answered([HEAD, ONE, TWO], "column", "不导入", change=hide_column(letter))
    assert getattr(left.tasks[0], name) in (None, ())


def test_a_hidden_county_comes_in_when_asked_for(answered):
    head = ["序号", "重点任务", "目标值", "砚湖县", "墨溪区", "竹岭区", "牵头单位", "完成时限"]
    rows = [head, [1, "培育企业", "60家", 20, 25, 15, "市市监局", "年底"]]
    first, again = answered(rows, "column", "导入", change=hide_column("F"))
    assert (first.tasks[0].target, len(first.tasks[0].splits)) == (60, 2)
    assert (again.tasks[0].target, len(again.tasks[0].splits), again.questions) == (60, 3, ())


def test_a_struck_row_comes_in_whole_when_asked_for(answered):
    cells = strike("A3", "B3", "C3", "D3", "E3", "G3")
    first, again = answered([HEAD, ONE, TWO], "row", "导入", change=cells)
    assert [task.task for task in first.tasks] == ["培育企业"]
    assert again.questions == ()
    task = again.tasks[1]
    assert (task.target, task.lead_units, task.deadline) == (3, ("市商务局",), "2025-06-30")


def test_a_struck_cell_counts_when_asked_for(answered):
    first, again = answered([HEAD, ONE], "supporting_units", "市发改委", change=strike("F2"))
    assert (first.tasks[0].supporting_units, again.tasks[0].supporting_units) == ((), ("市发改委",))
    first, again = answered([HEAD, ONE], "target", "60", change=strike("C2"))
    assert (first.tasks[0].target, again.tasks[0].target) == (None, 60)
    _first, gone = answered([HEAD, ONE], "supporting_units", "已删去", change=strike("F2"))
    assert (gone.tasks[0].supporting_units, gone.questions) == ((), ())


def test_the_chosen_column_is_the_target(answered):
    head = ["序号", "重点任务", "目标值", "考核目标", "牵头单位", "完成时限"]
    rows = [
        head,
        [1, "培育企业", "60家", "70家", "市市监局", "年底"],
        [2, "培育基地", "3个", "4个", "市市监局", "年底"],
    ]
    first, again = answered(rows, "target", "考核目标")
    assert [task.target for task in first.tasks] == [None, None]
    assert [question.field for question in first.questions] == ["target"]
    assert [task.target for task in again.tasks] == [70, 4]


def test_the_chosen_column_is_the_deadline(answered):
    head = ["序号", "重点任务", "牵头单位", "完成时限", "截止时间"]
    first, again = answered([head, [1, "完善机制", "市市监局", "6月底", "9月底"]], "deadline", "截止时间")
    assert (first.tasks[0].deadline, again.tasks[0].deadline) == ("2025-06-30", "2025-09-30")


def test_the_chosen_column_leads(answered):
    head = ["序号", "重点任务", "责任单位", "责任部门", "完成时限"]
    first, again = answered([head, [1, "完善机制", "市市监局", "市商务局", "6月底"]], "lead_units", "责任部门")
    assert (first.tasks[0].lead_units, again.tasks[0].lead_units) == (("市市监局",), ("市商务局",))


def test_a_cell_with_two_tasks_is_split_when_asked_for(answered):
    text = "培育企业60家（牵头单位：市市监局）；制定标准20项（牵头单位：市科技局）"
    rows = [["序号", "重点任务", "完成时限"], [1, text, "年底前"], [2, "推进认证（牵头单位：市商务局）", "年底前"]]
    first, again = answered(rows, "task", "拆成几项")
    assert (first.tasks[0].task, first.tasks[0].lead_units, first.tasks[0].target) == (text, (), None)
    assert [(task.task, task.target, task.lead_units) for task in again.tasks[:2]] == [
        ("培育企业60家", 60, ("市市监局",)), ("制定标准20项", 20, ("市科技局",)),
    ]  # fmt: skip
    assert again.questions == ()


def test_a_row_without_a_task_is_left_out_joined_or_given_words(answered):
    rows = [HEAD, ONE, ["", "", "", "", "", "市财政局", "年底前"], TWO]
    first, left = answered(rows, "task", "不导入")
    assert (len(first.tasks), len(left.tasks)) == (3, 2)
    question = next(question for question in first.questions if question.field == "task")
    _first, joined = answered(rows, "task", question.proposals[0])
    assert joined.tasks[0].supporting_units == ("市发改委", "市财政局")
    assert len(joined.tasks) == 2
    _first, named = answered(rows, "task", "做好保障")
    assert named.tasks[1].task == "做好保障"


def test_units_that_were_not_all_listed_are_replaced_by_the_answer(answered):
    rows = [HEAD, [1, "培育企业", 60, "家", "市市监局", "市发改委等部门", "年底前"]]
    _first, again = answered(rows, "supporting_units", "市发改委、市财政局")
    assert (again.tasks[0].supporting_units, again.questions) == (("市发改委", "市财政局"), ())


def test_a_repeated_number_is_replaced_by_the_answer(answered):
    _first, again = answered([HEAD, ONE, [1, *TWO[1:]]], "no", "1-2")
    assert ([task.no for task in again.tasks], again.questions) == (["1", "1-2"], ())


def test_a_share_list_is_replaced_by_the_answer(answered):
    head = ["序号", "重点任务", "目标值", "任务分解", "牵头单位", "完成时限"]
    rows = [head, [1, "培育企业", "60家", "见附件2", "市市监局", "年底前"]]
    _first, again = answered(rows, "splits", "砚湖县20、墨溪区40")
    assert dict(again.tasks[0].splits) == {"砚湖县": 20, "墨溪区": 40}
    assert again.questions == ()


def test_having_looked_keeps_what_was_read(answered):
    rows = [["序号", "重点任务", "目标值", "牵头单位", "完成时限"], [1, "培育企业", 60, "市市监局", "年底前"]]
    first, again = answered(rows, "unit", "已核对")
    assert (again.tasks, again.questions) == (first.tasks, ())


def test_an_answer_that_cannot_be_read_is_asked_for_again(answered):
    _first, again = answered([HEAD, [*ONE[:6], "尽快"]], "deadline", "过一阵")
    assert [question.field for question in again.questions] == ["deadline"]
    assert again.tasks[0].deadline is None
    _first, again = answered([HEAD, [1, "培育企业", "若干", "家", *ONE[4:]]], "target", "很多")
    assert [question.field for question in again.questions] == ["target"]
    assert again.tasks[0].target is None


def test_a_second_doubt_about_a_cell_comes_up_when_the_first_is_settled(make_excel, tmp_path):
    path = make_excel(tmp_path / "表.xlsx", [HEAD, [1, "培育企业70家", 60, *ONE[3:]]], change=strike("C2"))
    first = read_decomposition(path, year=2025)
    (question,) = first.questions
    again = read_decomposition(path, year=2025, answers={question.key: "60"})
    (second,) = again.questions
    assert second.key != question.key
    assert second.proposals == ("60家", "70家")
    last = read_decomposition(path, year=2025, answers={question.key: "60", second.key: "70家"})
    assert (last.tasks[0].target, last.questions) == (70, ())


def test_the_same_unreadable_answer_given_twice_is_asked_about_again(read_table):
    """It once asked itself for ever."""
    rows = [HEAD, [1, "培育企业", "50—60", "家", "市市监局", "", "看情况"]]
    answers: dict[str, str] = {}
    for _round in range(4):
        questions = read_table(rows, answers=answers).questions
        assert {question.field for question in questions} == {"target", "deadline"}
        answers |= {question.key: "再看看" for question in questions}
    questions = read_table(rows, answers=answers).questions
    answers |= {question.key: "55家" if question.field == "target" else "年底前" for question in questions}
    reading = read_table(rows, answers=answers)
    assert (reading.tasks[0].target, reading.tasks[0].deadline, reading.questions) == (55, "2025-12-31", ())


def test_a_proposal_is_always_an_answer_that_can_be_read(read_table):
    rows = [
        HEAD,
        [1, "万人拥有专利", "12—15", "件/万人", "市市监局", "", "年底"],
        [2, "培育企业", "见通知", "家", "市市监局", "", "年底"],
        [3, "培育基地", "", "家", "市市监局", "", "年底"],
    ]
    reading = read_table(rows, ["C3:C4"])
    answers = {question.key: question.proposals[0] for question in reading.questions if question.proposals}
    again = read_table(rows, ["C3:C4"], answers=answers)
    assert (again.tasks[0].target, again.tasks[0].unit) == (12, "件/万人")
    assert not {question.key for question in again.questions if question.proposals}
