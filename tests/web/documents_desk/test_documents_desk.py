"""The pages of documents: a clerk writes, a colleague approves and publishes, others see what went out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from tests.goals.conftest import ROLES, Town, town  # noqa: F401 - the fixture of the goals' own tests
from tests.indicators.conftest import CUT_OFF, Office, published_folder  # noqa: F401 - the fixture
from zhicheng.core.access.actions import grant_role
from zhicheng.core.accounts.models import Account
from zhicheng.core.jobs import runner
from zhicheng.goals.actions.programmes import open_programme
from zhicheng.publications.models import Correction, Document, Version

FOUNDED = date(2015, 1, 1)
TEXT = "# 关于{{期间}}进展的通报\n全市{{全市.任务数}}项任务，核实{{任务.1.核实数}}家。\n"


@pytest.fixture(autouse=True)
def now(at: datetime, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The pages' clock stands at the moment at which the tests act."""
    monkeypatch.setattr("zhicheng.web.shared.middleware.timezone.now", lambda: at)
    return at


@dataclass
class Desk:
    """A published edition, and browsers that are signed in."""

    clients: dict[str, Client]
    edition: str
    office: Office

    def __getitem__(self, name: str) -> Client:
        return self.clients[name]

    def begin(self, kind: str = "bulletin") -> str:
        """The clerk begins a document."""
        answer = self["office"].post(
            "/desk/documents/new/", {"kind": kind, "edition": self.edition, "earlier": "", "language": "zh-hans"}
        )
        assert answer.status_code == 302, answer.content.decode()
        return str(answer["Location"]).split("/")[3]

    def fields(self, code: str, **more: Any) -> dict[str, Any]:
        """What the editor sends."""
        version = Version.objects.filter(document__code=code).latest("number")
        return {
            "stamp": version.stamp, "template": TEXT, "edition": self.edition, "earlier": "", "language": "zh-hans",
            "recipients": "各县（市、区）：", "basis": "《年度计划》", "contact": "样例乙", "disclosure": "open",
            "reviewed": "on", "do": "check", **more,
        }  # fmt: skip

    def write(self, code: str, **more: Any) -> Any:
        """The clerk saves and checks."""
        return self["office"].post(f"/desk/documents/{code}/edit/", self.fields(code, **more))

    def publish(self) -> str:
        """All the way."""
        code = self.begin()
        self.write(code)
        self["office"].post(f"/desk/documents/{code}/submit/")
        page = self["colleague"].get(f"/desk/documents/{code}/approve/")
        names = [each for each in page.context["form"].fields if each.startswith("reason-")]
        content = page.context["version"].content_hash
        given = {**dict.fromkeys(names, "经研究同意"), "content": content}
        assert self["colleague"].post(f"/desk/documents/{code}/approve/", given).status_code == 302
        answer = self["colleague"].post(f"/desk/documents/{code}/publish/")
        assert answer.status_code == 302
        assert "/desk/jobs/" in answer["Location"]
        while runner.run_next(worker="test:1:x", clock=timezone.now):
            pass
        return code


@pytest.fixture
def desk(
    town: Town,  # noqa: F811 - the fixture
    at: datetime,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> Iterator[Desk]:
    """The town's people at their browsers, with a frozen and published third quarter."""
    clients = {}
    for name, (role, region) in {**ROLES, "colleague": ROLES["office"]}.items():
        unit = town.units.get(name, town.units["office"])
        person = f"P-{name}"
        account = Account.objects.create_account(name, person=person, name=f"演示{name}", password=None)
        grant_role(person, role, region=region, organisation=unit, post=f"T-{name}", valid_from=FOUNDED)
        Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": "x"})
        clients[name] = Client()
        clients[name].force_login(account)
    programme = town.programme()
    task = town.task(programme, field="product", target=Decimal(60))
    parts = town.hand_out(task, county=40, other=20)
    for unit in ("county", "other"):
        town.fix(parts[unit], unit, ("2025-09-30", 10), ("2025-12-31", 20))
    open_programme(programme.pk, visibility="public", reason="会议决定", by=town.office, at=at)
    office = Office(town, programme, task, parts, at)
    office.count("county", *(f"墨溪样例{n}有限公司" for n in range(8)))
    office.count("other", *(f"砚湖样例{n}有限公司" for n in range(5)))
    edition = office.freeze(cut_off=CUT_OFF)
    office.publish(edition)
    with django_capture_on_commit_callbacks(execute=True):
        yield Desk(clients, edition, office)


def test_an_empty_list_says_what_will_be_there(desk: Desk) -> None:
    page = desk["office"].get("/desk/documents/").content.decode()
    assert "还没有公文。" in page
    assert "起草公文后" in page


def test_a_clerk_begins_writes_and_checks(desk: Desk) -> None:
    code = desk.begin()
    page = desk["office"].get(f"/desk/documents/{code}/edit/")
    assert "{{全市.任务数}}" in page.content.decode()
    assert desk.write(code).status_code == 302
    page = desk["office"].get(f"/desk/documents/{code}/").content.decode()
    assert "核实" in page
    assert "送签" in page
    assert Version.objects.get().state == "checked"


def test_what_is_wrong_stands_beside_the_text(desk: Desk) -> None:
    code = desk.begin()
    desk.write(code, template=TEXT + "完成率{{任务.1.完成绿}}，身份证号110101199003074218。\n")
    page = desk["office"].get(f"/desk/documents/{code}/").content.decode()
    assert "是不是 “任务.1.完成率”" in page
    assert "正文第 3 行第 6 字" in page
    assert "必须改正" in page
    assert 'class="contradicted"' in page
    assert "送签</button>" not in page


def test_of_two_who_edit_the_second_keeps_what_was_typed_and_sees_the_other(desk: Desk) -> None:
    code = desk.begin()
    sent = desk.fields(code, do="save")
    assert (
        desk["colleague"].post(f"/desk/documents/{code}/edit/", {**sent, "template": TEXT + "同事的话\n"}).status_code
        == 302
    )
    answer = desk["office"].post(f"/desk/documents/{code}/edit/", {**sent, "template": TEXT + "我的话\n"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "我的话" in page
    assert "同事的话" in page
    assert 'name="stamp" value="2"' in page


def test_the_palette_is_searched_with_and_without_script(desk: Desk) -> None:
    code = desk.begin()
    whole = desk["office"].get(f"/desk/documents/{code}/palette/?q=核实").content.decode()
    part = desk["office"].get(f"/desk/documents/{code}/palette/?q=核实", HTTP_HX_REQUEST="true").content.decode()
    assert "{{任务.1.核实数}}" in whole
    assert "<html" in whole
    assert "{{任务.1.核实数}}" in part
    assert "<html" not in part
    assert "没有这样的数据名" in desk["office"].get(f"/desk/documents/{code}/palette/?q=zzz").content.decode()


def test_the_preview_shows_what_is_typed_and_stores_nothing(desk: Desk) -> None:
    code = desk.begin()
    before = Version.objects.get().template
    page = (
        desk["office"].post(f"/desk/documents/{code}/preview/", {"template": TEXT + "没有保存的话\n"}).content.decode()
    )
    assert "没有保存的话" in page
    assert "13家" in strip_tags(page)
    assert Version.objects.get().template == before


def test_the_way_to_publication_over_the_pages(desk: Desk) -> None:
    code = desk.publish()
    document = Document.objects.get(code=code)
    assert document.number == 1
    for name in ("office", "colleague", "county"):
        page = desk[name].get(f"/desk/documents/{code}/").content.decode()
        assert "已印发" in page
        assert document.number_text in page
    for form, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
        answer = desk["county"].get(f"/desk/documents/{code}/versions/1/file.{form}")
        assert answer.content.startswith(begins)


def test_who_wrote_it_cannot_approve_it(desk: Desk) -> None:
    code = desk.begin()
    desk.write(code)
    desk["office"].post(f"/desk/documents/{code}/submit/")
    page = desk["office"].get(f"/desk/documents/{code}/").content.decode()
    assert ">审阅签发</a>" not in page
    assert desk["office"].get(f"/desk/documents/{code}/approve/").status_code == 409


def test_publication_says_in_a_sentence_what_will_happen(desk: Desk) -> None:
    code = desk.begin()
    desk.write(code)
    desk["office"].post(f"/desk/documents/{code}/submit/")
    page = desk["colleague"].get(f"/desk/documents/{code}/approve/")
    given = dict.fromkeys(page.context["form"].fields, "可")
    desk["colleague"].post(
        f"/desk/documents/{code}/approve/", {**given, "content": page.context["version"].content_hash}
    )
    page = desk["colleague"].get(f"/desk/documents/{code}/publish/").content.decode()
    assert "〔2025〕1号" in page
    assert f"/documents/{code}/" in page
    assert "只能更正或撤回" in page


def test_a_document_is_returned_with_its_reason(desk: Desk) -> None:
    code = desk.begin()
    desk.write(code)
    desk["office"].post(f"/desk/documents/{code}/submit/")
    assert desk["colleague"].post(f"/desk/documents/{code}/return/", {"reason": ""}).status_code == 422
    desk["colleague"].post(f"/desk/documents/{code}/return/", {"reason": "第二段请补充原因"})
    assert "第二段请补充原因" in desk["office"].get(f"/desk/documents/{code}/").content.decode()


def test_a_changed_value_is_listed_corrected_or_left(desk: Desk) -> None:
    code = desk.publish()
    version = Version.objects.get()
    for n in (16, 17):
        Correction.objects.create(
            version=version, key=f"k{n}", name="任务.1.核实数", printed="13", new=str(n), opened_at=desk.office.at
        )
    page = desk["office"].get("/desk/documents/corrections/").content.decode()
    assert "1 份已印发公文有 2 个数据变化待处理" in page.replace("\xa0", " ")
    key = Correction.objects.earliest("pk").pk
    desk["office"].post(f"/desk/documents/corrections/{key}/dismiss/", {"reason": "下期计入"})
    assert Correction.objects.get(pk=key).state == "dismissed"
    desk["office"].post(f"/desk/documents/{code}/correct/", {"reason": "核实数有误"})
    assert Version.objects.latest("number").change_note == "核实数有误"
    assert "更正稿" in desk["office"].get(f"/desk/documents/{code}/").content.decode()
    assert "更正稿" not in desk["county"].get(f"/desk/documents/{code}/").content.decode()


def test_withdrawal_asks_for_a_reason_and_tells_it(desk: Desk) -> None:
    code = desk.publish()
    assert desk["colleague"].post(f"/desk/documents/{code}/withdraw/", {"reason": ""}).status_code == 422
    desk["colleague"].post(f"/desk/documents/{code}/withdraw/", {"reason": "口径有误"})
    assert "已撤回：口径有误" in desk["county"].get(f"/desk/documents/{code}/").content.decode()


def test_a_county_opens_no_page_of_those_who_write(desk: Desk) -> None:
    code = desk.begin()
    for path, status in (
        ("", 404), ("edit/", 403), ("preview/", 403), ("palette/", 403), ("approve/", 403), ("publish/", 403),
        ("withdraw/", 403), ("correct/", 403), ("draft.pdf", 403), ("versions/1/", 404), ("versions/1/file.pdf", 404),
    ):  # fmt: skip
        assert desk["county"].get(f"/desk/documents/{code}/{path}").status_code == status, path
    assert desk["county"].get("/desk/documents/new/").status_code == 403
    assert desk["county"].get("/desk/documents/").status_code == 200


def test_the_list_is_filtered_searched_and_downloaded(desk: Desk, django_assert_max_num_queries: Any) -> None:
    codes = [desk.begin(kind) for kind in ("bulletin", "notice", "letter")]
    with django_assert_max_num_queries(22):
        page = desk["office"].get("/desk/documents/").content.decode()
    assert all(code in page for code in codes)
    page = desk["office"].get("/desk/documents/?kind=letter&state=draft&q=函").content.decode()
    assert codes[2] in page
    assert codes[0] not in page
    assert desk["office"].get("/desk/documents/?format=csv").content.decode("utf-8-sig").count("\n") >= 3


def test_drafts_are_downloaded_as_files(desk: Desk) -> None:
    code = desk.begin()
    desk.write(code)
    for form, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
        assert desk["office"].get(f"/desk/documents/{code}/draft.{form}").content.startswith(begins)
    assert desk["office"].get(f"/desk/documents/{code}/draft.exe").status_code == 404
