"""A form's way: received, asked about, chased, approved by another, handed back; refused where it must be; recorded."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.goals.conftest import last_entry, town
from tests.indicators.conftest import Office, office_at_work, published_folder, quiet_office
from tests.publications.forms.sheets import parts, workbook
from zhicheng.core.access import Actor
from zhicheng.core.evidence.queries import open_attachment
from zhicheng.core.refusal import Missing, NotAllowed, RuleBroken, Unreadable, WrongState
from zhicheng.indicators.actions.editions import withdraw_edition
from zhicheng.publications.actions.forms import (
    answer_question,
    answer_request,
    approve_form,
    ask_again,
    hand_back,
    receive_form,
    request_missing,
    send_back_form,
    set_cell,
    submit_form,
    withdraw_form,
    withdraw_request,
)
from zhicheng.publications.actions.forms.filling import Typed
from zhicheng.publications.actions.forms.requests import Answered
from zhicheng.publications.models import ArrivedForm, FormRequest
from zhicheng.publications.queries.forms import form_detail, form_duties, form_request, forms, requests_to

__all__ = ["last_entry", "office_at_work", "published_folder", "quiet_office", "town"]

ROWS = (
    ("质量强县进展情况表（样例）", None, None, None, None),
    ("地区", "新增采用国际标准企业", None, "规模以上企业数（家）", "采用先进标准的企业（家）"),
    ("", "目标（家）", "累计完成（家）", "", ""),
    ("墨溪区", None, None, None, "—"),
    ("砚湖县", None, None, "—", "—"),
    ("合计", "=SUM(B4:B5)", "=SUM(C4:C5)", "=SUM(D4:D5)", "—"),
    ("填表人：", "", "审核人：", "", ""),
)
MERGES = ("A1:E1", "A2:A3", "B2:C2", "D2:D3", "E2:E3")


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    """Two counties, a task's target and count, and one column that nobody counts."""
    return workbook(tmp_path / "样表.xlsx", ROWS, merges=MERGES)


class Case:
    """A desk with an edition and a blank form."""

    def __init__(self, office: Office, path: Path) -> None:
        self.office, self.path, self.at = office, path, office.at
        self.edition = office.freeze()
        self.clerk, self.head = office.clerk, office.head
        self.county: Actor = office.town.county

    def receive(self, **more: Any) -> ArrivedForm:
        given = {"edition": self.edition, "by": self.clerk, **more}
        return receive_form(content=BytesIO(self.path.read_bytes()), file_name=self.path.name, at=self.at, **given)

    def ask(self, form: ArrivedForm) -> FormRequest:
        code = self.office.town.units["county"]
        return request_missing(form.pk, units={code: ["样表!D4"]}, note="请于月底前答复", by=self.clerk, at=self.at)[0]

    def ready(self) -> ArrivedForm:
        form = self.receive()
        request = self.ask(form)
        answer_request(request.pk, answers={"样表!D4": Answered("128")}, by=self.county, at=self.at)
        return submit_form(form.pk, by=self.clerk, at=self.at)


@pytest.fixture
def case(office_at_work: Office, blank: Path) -> Case:
    """The town's office with verified counts frozen."""
    return Case(office_at_work, blank)


def test_a_blank_form_is_proposed_for_from_the_edition_and_told_in_the_ledger(case: Case, last_entry: Any) -> None:
    form = case.receive(sender="演示省样例厅")
    draft = form_detail(form.pk, case.clerk, at=case.at).draft
    values = {each.ref: each.value for each in draft.proposals}
    assert values == {"B4": 40, "C4": 8, "B5": 20, "C5": 5}
    assert [(each.ref, each.owed_by) for each in draft.gaps] == [("D4", "墨溪区人民政府")]
    assert not draft.questions
    assert not draft.contradictions
    entry = last_entry()
    assert entry.kind == "publications.form-received"
    assert json.loads(entry.payload)["sha256"] == form.sha256
    assert draft.by_key["样表!C4"].refs


def test_who_may_not_fill_forms_receives_none(case: Case) -> None:
    with pytest.raises(NotAllowed):
        case.receive(by=case.county)
    assert not ArrivedForm.objects.exists()
    form = case.receive()
    with pytest.raises(Missing):
        form_detail(form.pk, case.county, at=case.at)
    assert forms(case.county) == []


def test_a_gap_is_chased_with_a_clock_and_its_answer_fills_the_cell(case: Case) -> None:
    form = case.receive()
    request = case.ask(form)
    (duty,) = form_duties(case.county, at=case.at)
    assert duty.clock.left == "余 3 个工作日" or "3" in duty.clock.left
    assert form_duties(case.office.town.other, at=case.at) == []
    answer_request(request.pk, answers={"样表!D4": Answered("128")}, note="据实填报", by=case.county, at=case.at)
    found = form_detail(form.pk, case.clerk, at=case.at)
    assert found.line.state == "drafted"
    assert not found.gaps
    proposal = found.draft.by_key["样表!D4"]
    assert (proposal.value, proposal.how, proposal.unit) == (128, "answer", "家")
    assert "墨溪区人民政府" in proposal.source
    assert form_duties(case.county, at=case.at) == []


def test_a_unit_answers_every_cell_or_says_why_not(case: Case) -> None:
    form = case.receive()
    request = case.ask(form)
    with pytest.raises(RuleBroken, match="没有填写"):
        answer_request(request.pk, answers={}, by=case.county, at=case.at)
    with pytest.raises(Missing):
        answer_request(request.pk, answers={"样表!D4": Answered("1")}, by=case.office.town.other, at=case.at)
    answer_request(request.pk, answers={"样表!D4": Answered("", "无此统计")}, by=case.county, at=case.at)
    found = form_detail(form.pk, case.clerk, at=case.at)
    assert [each.ref for each in found.gaps] == ["D4"]
    assert found.requests[0].cells[0].reason == "无此统计"
    with pytest.raises(WrongState):
        answer_request(request.pk, answers={"样表!D4": Answered("1")}, by=case.county, at=case.at)


def test_nobody_is_asked_twice_and_a_request_can_be_taken_back_or_sent_back(case: Case) -> None:
    form = case.receive()
    request = case.ask(form)
    with pytest.raises(RuleBroken, match="未答复"):
        case.ask(form)
    withdraw_request(request.pk, by=case.clerk, at=case.at)
    assert form_duties(case.county, at=case.at) == []
    second = case.ask(form)
    answer_request(second.pk, answers={"样表!D4": Answered("1280")}, by=case.county, at=case.at)
    ask_again(second.pk, note="数量级不对，请核对", by=case.clerk, at=case.at)
    assert [each.ref for each in form_detail(form.pk, case.clerk, at=case.at).gaps] == ["D4"]
    assert requests_to(case.county, at=case.at)[0].state == "asked"
    assert form_request(second.pk, case.county, at=case.at).note == "数量级不对，请核对"


def test_a_typed_cell_needs_its_source_and_can_be_taken_back(case: Case) -> None:
    form = case.receive()
    with pytest.raises(RuleBroken, match="来源"):
        set_cell(form.pk, cells={"样表!D4": Typed("130")}, by=case.clerk, at=case.at)
    with pytest.raises(RuleBroken, match="不能填写"):
        set_cell(form.pk, cells={"样表!A4": Typed("改名", "试")}, by=case.clerk, at=case.at)
    set_cell(form.pk, cells={"样表!D4": Typed("130", "统计年鉴")}, by=case.clerk, at=case.at)
    assert form_detail(form.pk, case.clerk, at=case.at).draft.by_key["样表!D4"].how == "hand"
    set_cell(form.pk, cells={"样表!D4": Typed("", "上级同意留空")}, by=case.clerk, at=case.at)
    found = form_detail(form.pk, case.clerk, at=case.at).draft
    assert found.left["样表!D4"] == "上级同意留空"
    assert not found.gaps
    set_cell(form.pk, cells={"样表!D4": Typed()}, by=case.clerk, at=case.at)
    assert len(form_detail(form.pk, case.clerk, at=case.at).gaps) == 1


def test_a_form_with_gaps_goes_out_only_with_a_word(case: Case) -> None:
    form = case.receive()
    with pytest.raises(RuleBroken, match="理由"):
        submit_form(form.pk, by=case.clerk, at=case.at)
    case.ask(form)
    with pytest.raises(RuleBroken, match="没有答复"):
        submit_form(form.pk, note="先报", by=case.clerk, at=case.at)


def test_somebody_else_approves_and_the_file_goes_back_in_its_own_format(case: Case, last_entry: Any) -> None:
    form = case.ready()
    with pytest.raises(NotAllowed, match="不能审核自己"):
        approve_form(form.pk, by=case.clerk, at=case.at)
    done = approve_form(form.pk, by=case.head, at=case.at)
    assert json.loads(last_entry().payload)["sha256"] == done.filled_sha256
    found = form_detail(form.pk, case.head, at=case.at)
    (filled,) = found.filled
    assert filled.name == "样表（已填）.xlsx"
    content = open_attachment(filled.id, case.head).path.read_bytes()
    page = openpyxl.load_workbook(BytesIO(content), data_only=True)
    assert page.sheetnames == ["样表", "数据来源"]
    assert [[cell.value for cell in row] for row in page["样表"]["B4:D6"]] == [
        [40, 8, 128],
        [20, 5, "—"],
        [60, 13, 128],
    ]
    before, after = parts(case.path.read_bytes()), parts(content)
    untouched = set(before) - {
        "xl/worksheets/sheet1.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "[Content_Types].xml",
    }
    assert {name for name in untouched if before[name] != after[name]} == set()
    hand_back(form.pk, by=case.clerk, at=case.at)
    assert form_detail(form.pk, case.clerk, at=case.at).line.state == "returned"


def test_who_typed_a_cell_does_not_approve_it(case: Case) -> None:
    form = case.receive()
    set_cell(form.pk, cells={"样表!D4": Typed("130", "统计年鉴")}, by=case.head, at=case.at)
    submit_form(form.pk, by=case.clerk, at=case.at)
    with pytest.raises(NotAllowed):
        approve_form(form.pk, by=case.head, at=case.at)


def test_a_form_sent_back_is_filled_again(case: Case) -> None:
    form = case.ready()
    with pytest.raises(RuleBroken):
        send_back_form(form.pk, reason=" ", by=case.head, at=case.at)
    send_back_form(form.pk, reason="D4与上期相差过大", by=case.head, at=case.at)
    assert form_detail(form.pk, case.clerk, at=case.at).returned_reason == "D4与上期相差过大"
    set_cell(form.pk, cells={"样表!D4": Typed("118", "复核")}, by=case.clerk, at=case.at)


def test_an_edition_taken_back_stops_the_approval(case: Case) -> None:
    form = case.ready()
    case.office.publish(case.edition)
    withdraw_edition(case.edition, reason="口径有误", by=case.head, at=case.at)
    with pytest.raises(RuleBroken, match="数据版本"):
        approve_form(form.pk, by=case.head, at=case.at)


def test_the_same_form_comes_filled_with_its_answers_the_next_time(case: Case, tmp_path: Path) -> None:
    rows = [list(row) for row in ROWS]
    rows[1][3], rows[4][3], rows[3][4] = "发布地方标准（项）", "—", None
    case.path = workbook(tmp_path / "样表.xlsx", rows, merges=MERGES)
    form = case.receive()
    (question,) = form_detail(form.pk, case.clerk, at=case.at).questions
    assert question.cells == ("样表!E4",)
    answer_question(form.pk, answers={question.key: "none"}, by=case.clerk, at=case.at)
    second = case.receive()
    assert second.template_id == form.template_id
    assert not form_detail(second.pk, case.clerk, at=case.at).questions
    with pytest.raises(RuleBroken):
        answer_question(form.pk, answers={"label:没有的": "none"}, by=case.clerk, at=case.at)
    answer_question(form.pk, answers={question.key: ""}, by=case.clerk, at=case.at)
    assert len(form_detail(form.pk, case.clerk, at=case.at).questions) == 1


def test_a_form_given_up_asks_no_unit_any_longer(case: Case) -> None:
    form = case.receive()
    case.ask(form)
    with pytest.raises(RuleBroken):
        withdraw_form(form.pk, reason="", by=case.clerk, at=case.at)
    withdraw_form(form.pk, reason="上级取消", by=case.clerk, at=case.at)
    assert form_duties(case.county, at=case.at) == []
    with pytest.raises(WrongState):
        set_cell(form.pk, cells={"样表!D4": Typed("1", "试")}, by=case.clerk, at=case.at)


def test_a_form_whose_blanks_are_all_locked_is_refused_with_whom_to_ask(case: Case, tmp_path: Path) -> None:
    case.path = workbook(tmp_path / "锁.xlsx", ROWS, merges=MERGES, dress=lambda _book, page: page.protect("口令"))
    with pytest.raises(RuleBroken, match="向发表单位索要未锁定的表"):
        case.receive()
    assert not ArrivedForm.objects.exists()


def test_answers_are_remembered_in_words_too(case: Case, tmp_path: Path) -> None:
    rows = [list(row) for row in ROWS]
    rows[1][3], rows[4][3], rows[3][4] = "发布地方标准（项）", "—", None
    case.path = workbook(tmp_path / "样表.xlsx", rows, merges=MERGES)
    form = case.receive()
    (question,) = form_detail(form.pk, case.clerk, at=case.at).questions
    answer_question(form.pk, answers={question.key: "none"}, by=case.clerk, at=case.at)
    said = form_detail(form.pk, case.clerk, at=case.at).wording
    assert said == {question.key: [question.text, "系统没有这项数据，向单位要数"]}
    answer_question(form.pk, answers={question.key: ""}, by=case.clerk, at=case.at)
    assert form_detail(form.pk, case.clerk, at=case.at).wording == {}


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [((("只有一行",),), "没有认出"), ((("地区", "目标"), ("墨溪区", 3), ("砚湖县", 4)), "没有认出")],
)
def test_a_file_without_a_blank_table_is_refused_and_nothing_is_kept(
    case: Case, tmp_path: Path, rows: Any, sentence: str
) -> None:
    case.path = workbook(tmp_path / "别的.xlsx", rows)
    with pytest.raises(Unreadable, match=sentence):
        case.receive()
    assert not ArrivedForm.objects.exists()
