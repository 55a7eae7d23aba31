"""The pages of tables from above: a clerk takes one in, units answer, a colleague approves, the file goes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.goals.conftest import ROLES, Town, town  # noqa: F401 - the fixture of the goals' own tests
from tests.indicators.conftest import Office, office_at_work, published_folder, quiet_office  # noqa: F401 - fixtures
from tests.publications.forms.sheets import document, workbook
from tests.publications.forms.test_actions import MERGES, ROWS
from zhicheng.core.access.actions import grant_role
from zhicheng.core.accounts.models import Account
from zhicheng.publications.models import ArrivedForm, FormRequest

FOUNDED = date(2015, 1, 1)
LIST, NEW = "/desk/forms/", "/desk/forms/new/"


@pytest.fixture(autouse=True)
def now(at: datetime, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The pages' clock stands at the moment at which the tests act."""
    monkeypatch.setattr("zhicheng.web.shared.middleware.timezone.now", lambda: at)
    return at


@dataclass
class Desk:
    """A published edition, browsers that are signed in, and a folder for forms."""

    clients: dict[str, Client]
    edition: str
    folder: Path

    def __getitem__(self, name: str) -> Client:
        return self.clients[name]

    def blank(self, rows: Any = ROWS, merges: Any = MERGES) -> Path:
        """A superior's blank form as a file."""
        return workbook(self.folder / "样表.xlsx", rows, merges=merges)

    def send(self, path: Path, *, who: str = "office", **more: str) -> Any:
        """Upload a file."""
        file = SimpleUploadedFile(path.name, path.read_bytes())
        given = {"file": file, "edition": self.edition, "sender": "演示省样例厅", "due_on": "2025-11-20", **more}
        return self[who].post(NEW, given)

    def receive(self, **more: Any) -> str:
        """The clerk takes the blank form in; its page."""
        answer = self.send(self.blank(**more))
        assert answer.status_code == 302, answer.content.decode()
        return str(answer["Location"])

    def ask(self, url: str) -> str:
        """The clerk asks the county for what is missing; the request's page."""
        page = self["office"].get(f"{url}ask/")
        form = page.context["form"]
        given = {name: bound.initial for name, bound in form.fields.items() if bound.initial is not None}
        assert self["office"].post(f"{url}ask/", {**given, "note": "请于月底前答复"}).status_code == 302
        return f"/desk/forms/requests/{FormRequest.objects.latest('pk').pk}/"

    def ready(self) -> str:
        """Filled, answered and submitted."""
        url = self.receive()
        self["county"].post(self.ask(url), {"value-0": "128", "reason-0": "", "note": ""})
        assert self["office"].post(f"{url}submit/", {"note": ""}).status_code == 302
        return url


@pytest.fixture
def desk(office_at_work: Office, tmp_path: Path) -> Desk:  # noqa: F811 - the fixture
    """The town's people at their browsers, with a frozen and published third quarter."""
    town = office_at_work.town  # noqa: F811
    clients = {}
    for name, (role, region) in {**ROLES, "colleague": ROLES["office"]}.items():
        unit, person = town.units.get(name, town.units["office"]), f"P-{name}"
        account = Account.objects.create_account(name, person=person, name=f"演示{name}", password=None)
        grant_role(person, role, region=region, organisation=unit, post=f"T-{name}", valid_from=FOUNDED)
        Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": "x"})
        clients[name] = Client()
        clients[name].force_login(account)
    edition = office_at_work.freeze()
    office_at_work.publish(edition)
    return Desk(clients, edition, tmp_path)


def test_an_empty_list_says_what_will_be_there(desk: Desk) -> None:
    page = desk["office"].get(LIST).content.decode()
    assert "还没有上级报表。" in page
    assert "缺的列出来向单位要" in page


def test_who_fills_no_forms_opens_none_of_the_pages(desk: Desk) -> None:
    url = desk.receive()
    for path in (LIST, NEW, url, f"{url}sources/", f"{url}ask/", f"{url}approve/", f"{url}trial/"):
        assert desk["county"].get(path).status_code == 403, path
    assert desk.send(desk.blank(), who="county").status_code == 403
    assert ArrivedForm.objects.count() == 1


def test_a_form_is_shown_as_it_was_drawn_with_the_source_of_a_cell_beside_it(desk: Desk) -> None:
    url = desk.receive()
    page = desk["office"].get(url).content.decode()
    assert "缺数 1 格" in page
    assert 'colspan="5"' in page
    assert "墨溪区" in page
    beside = desk["office"].get(f"{url}?cell=0-C4").content.decode()
    for words in ("来源", "口径", "2025年三季度", "数据来源或理由"):
        assert words in beside, words
    part = desk["office"].get(f"{url}?cell=0-C4", headers={"HX-Request": "true", "HX-Target": "cell"}).content.decode()
    assert "<h3>C4" in part
    assert "<html" not in part
    assert desk["office"].get(f"{url}?cell=0-Z99").status_code == 404
    assert desk["office"].get(f"{url}?cell=rubbish").status_code == 404
    assert desk["office"].get(f"{url}?sheet=9").status_code == 404


def test_the_list_is_searched_and_narrowed(desk: Desk) -> None:
    desk.receive()
    assert "质量强县进展情况表" in desk["office"].get(LIST + "?q=样例厅").content.decode()
    assert "没有符合条件的报表" in desk["office"].get(LIST + "?q=别的").content.decode()
    assert "没有符合条件的报表" in desk["office"].get(LIST + "?state=returned").content.decode()
    assert desk["office"].get(LIST + "?format=csv").content.decode("utf-8-sig").startswith("报表,")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("旧表.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "另存为"),
        ("说明.txt", "只是文字".encode(), "请上传 .xlsx 或 .docx"),
        ("空.xlsx", b"", "文件是空的"),
    ],
)
def test_what_is_no_form_is_refused_beside_the_field_and_what_was_typed_stays(
    desk: Desk, name: str, content: bytes, sentence: str
) -> None:
    answer = desk["office"].post(
        NEW, {"file": SimpleUploadedFile(name, content), "edition": desk.edition, "sender": "演示省样例厅"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "演示省样例厅" in page
    assert not ArrivedForm.objects.exists()


def test_a_file_without_blanks_is_refused_with_what_to_send(desk: Desk) -> None:
    full = (("地区", "目标", "完成"), ("墨溪区", 3, 2), ("砚湖县", 4, 1))
    answer = desk.send(workbook(desk.folder / "满.xlsx", full))
    assert answer.status_code == 422
    assert "没有认出要填的表" in answer.content.decode()


def test_a_question_is_answered_once_and_the_next_form_asks_nothing(desk: Desk) -> None:
    rows = [list(row) for row in ROWS]
    rows[1][3], rows[4][3], rows[3][4] = "发布地方标准（项）", "—", None
    url = desk.receive(rows=rows)
    page = desk["office"].get(url)
    assert "请确认 1 个问题" in page.content.decode()
    assert desk["office"].post(f"{url}answers/", {}).status_code == 422
    answer = desk["office"].post(f"{url}answers/", {"q0": "none"}, follow=True)
    assert "已记住 1 个答复" in answer.content.decode()
    again = desk["office"].get(desk.receive(rows=rows)).content.decode()
    assert "个问题" not in again
    assert "记住了 1 个答复" in again
    assert "<b>系统没有这项数据，向单位要数</b>" in again
    desk["office"].post(f"{url}answers/forget/", {"key": "没有的"})
    (key,) = ArrivedForm.objects.latest("pk").template.answers
    desk["office"].post(f"{url}answers/forget/", {"key": key})
    assert "请确认 1 个问题" in desk["office"].get(url).content.decode()


def test_a_cell_is_typed_with_its_source_and_given_back(desk: Desk) -> None:
    url = desk.receive()
    answer = desk["office"].post(f"{url}cell/", {"cell": "0-D4", "value": "130", "source": ""})
    assert answer.status_code == 422
    assert "须写明数据来源" in answer.content.decode()
    assert 'value="130"' in answer.content.decode()
    desk["office"].post(f"{url}cell/", {"cell": "0-D4", "value": "130", "source": "统计年鉴"})
    page = desk["office"].get(f"{url}?cell=0-D4").content.decode()
    assert "人工填写" in page
    assert "统计年鉴" in page
    desk["office"].post(f"{url}cell/", {"cell": "0-D4", "value": "", "source": "", "do": "take-back"})
    assert "缺数 1 格" in desk["office"].get(url).content.decode()


def test_a_gap_becomes_a_duty_of_the_county_and_its_answer_fills_the_cell(desk: Desk) -> None:
    url = desk.receive()
    request = desk.ask(url)
    today = desk["county"].get("/desk/").content.decode()
    assert "上级报表要数：质量强县进展情况表（样例）" in today
    assert request in today
    calendar = desk["county"].get(reverse("desk-today-calendar")).content.decode()
    assert "上级报表要数" in calendar.replace("\r\n ", "")
    assert "上级报表要数" not in desk["other"].get("/desk/").content.decode()
    assert desk["other"].get(request).status_code == 404
    page = desk["county"].get(request).content.decode()
    assert "请于月底前答复" in page
    assert "墨溪区" in page
    assert desk["county"].post(request, {"value-0": "", "reason-0": "", "note": ""}).status_code == 422
    done = desk["county"].post(request, {"value-0": "128", "reason-0": "", "note": "据实"}, follow=True)
    assert "已答复" in done.content.decode()
    assert "128" in desk["office"].get(url).content.decode()
    assert "上级报表要数" not in desk["county"].get("/desk/").content.decode()
    assert "质量强县进展情况表" in desk["county"].get("/desk/forms/requests/").content.decode()


def test_a_request_is_sent_back_and_taken_back(desk: Desk) -> None:
    url = desk.receive()
    request = desk.ask(url)
    desk["county"].post(request, {"value-0": "1280", "reason-0": "", "note": ""})
    assert desk["office"].post(f"{request}again/", {"note": ""}).status_code == 422
    assert desk["office"].post(f"{request}again/", {"note": "数量级不对"}).status_code == 302
    assert "数量级不对" in desk["county"].get(request).content.decode()
    assert desk["office"].post(f"{request}withdraw/").status_code == 302
    assert "无需答复" in desk["county"].get(request).content.decode()


def test_a_colleague_approves_and_the_file_is_downloaded_in_its_own_format(desk: Desk) -> None:
    url = desk.ready()
    assert desk["office"].post(f"{url}approve/", {"stamp": "1"}).status_code in (403, 422)
    page = desk["colleague"].get(f"{url}approve/")
    assert "没有" in page.content.decode()
    stale = desk["colleague"].post(f"{url}approve/", {"stamp": "1"})
    assert "刚刚被修改" in stale.content.decode()
    done = desk["colleague"].post(f"{url}approve/", {"stamp": page.context["detail"].stamp}, follow=True)
    found = done.content.decode()
    assert "下载填好的文件" in found
    file = done.context["detail"].filled[0]
    answer = desk["office"].get(f"{url}files/{file.id}/")
    assert "attachment" in answer["Content-Disposition"]
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert book.sheetnames == ["样表", "数据来源"]
    assert book["样表"]["D4"].value == 128
    assert desk["office"].get(f"{url}files/999999/").status_code == 404
    assert desk["office"].post(f"{url}hand-back/").status_code == 302
    assert "已报上级" in desk["office"].get(url).content.decode()


def test_a_form_is_sent_back_withdrawn_and_moved_to_another_edition(desk: Desk) -> None:
    url = desk.ready()
    desk["colleague"].post(f"{url}send-back/", {"reason": "D4与上期相差过大"})
    assert "D4与上期相差过大" in desk["office"].get(url).content.decode()
    assert desk["office"].get(f"{url}edition/").status_code == 200
    assert desk["office"].post(f"{url}edition/", {"edition": desk.edition}).status_code == 302
    assert desk["office"].post(f"{url}withdraw/", {"reason": ""}).status_code == 422
    assert desk["office"].post(f"{url}withdraw/", {"reason": "上级取消"}).status_code == 302
    assert "已作废。" in desk["office"].get(url).content.decode()


def test_the_trial_file_the_original_and_the_sources_are_there_before_approval(desk: Desk) -> None:
    url = desk.receive()
    trial = desk["office"].get(f"{url}trial/")
    assert openpyxl.load_workbook(BytesIO(trial.content))["样表"]["C4"].value == 8
    original = desk["office"].get(url).context["detail"].original
    kept = b"".join(desk["office"].get(f"{url}files/{original.id}/").streaming_content)
    assert openpyxl.load_workbook(BytesIO(kept))["样表"]["C4"].value is None
    assert "数据版本" in desk["office"].get(f"{url}sources/").content.decode()
    assert "墨溪区" in desk["office"].get(f"{url}sources/?format=csv").content.decode("utf-8-sig")


def test_a_word_form_is_drawn_and_filled_too(desk: Desk) -> None:
    rows = [
        ["地区", "新增采用国际标准企业目标（家）", "新增采用国际标准企业累计完成（家）"],
        ["墨溪区", "", ""],
        ["砚湖县", "", ""],
    ]
    url = desk.send(document(desk.folder / "样表.docx", [rows], titles=["质量强县情况表（样例）"]))["Location"]
    page = desk["office"].get(url).content.decode()
    assert "格都已填好，可以送审" in page
    assert desk["office"].get(f"{url}trial/").content[:2] == b"PK"


def test_the_list_costs_the_same_however_many_forms(desk: Desk, django_assert_max_num_queries: Any) -> None:
    for _each in range(3):
        desk.receive()
    desk["office"].get(LIST)
    with django_assert_max_num_queries(14):
        desk["office"].get(LIST)
