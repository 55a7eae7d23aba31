"""The desk's own pages: registry, time limits, accounts, ledger, background work."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.ledger.conftest import Tamper, tamper  # noqa: F401 - the fixture
from zhicheng.cli.jobs import work
from zhicheng.core.accounts.models import Account
from zhicheng.core.intake.export import write_sheet
from zhicheng.core.jobs.models import Job
from zhicheng.registry import queries
from zhicheng.web.shared import paging

pytestmark = pytest.mark.usefixtures("town")
Browser = Callable[[str], Client]


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def sheet(columns: list[str], rows: list[list[object]]) -> SimpleUploadedFile:
    book = io.BytesIO()
    write_sheet(columns, rows, book)
    return SimpleUploadedFile("名录.xlsx", book.getvalue())


def test_an_organisation_is_found_by_two_characters_in_either_script(browser: Browser) -> None:
    client = browser("unit")
    assert "演示市农业农村局" in text_of(client, "/desk/registry/?q=农业")
    assert "演示市农业农村局" in text_of(client, "/desk/registry/?q=農業")
    assert "请至少输入2个字" in text_of(client, "/desk/registry/?q=农")


def test_an_organisation_is_entered_and_renamed_and_keeps_its_former_name(browser: Browser) -> None:
    client = browser("office")
    given = {"name": "演示市水利局", "kind": "department", "region": "990100", "valid_from": "2025-01-01"}
    address = client.post("/desk/registry/organisations/enter/", given)["Location"]
    assert "演示市水利局" in text_of(client, address)
    client.post(f"{address}rename/", {"name": "演示市水务局", "on": "2025-06-01"})
    page = text_of(client, address)
    assert "演示市水务局" in page
    assert "演示市水利局" in page


def test_a_rule_that_is_broken_is_told_beside_the_form_and_nothing_is_lost(browser: Browser) -> None:
    given = {"name": "演示市教育局", "kind": "department", "region": "990100", "valid_from": "2025-01-01"}
    response = browser("office").post("/desk/registry/organisations/enter/", given)
    assert response.status_code == 422
    page = response.content.decode()
    assert "该地区已有名为" in page
    assert 'value="演示市教育局"' in page


def test_a_form_names_its_errors_to_a_screen_reader(browser: Browser) -> None:
    response = browser("office").post("/desk/registry/organisations/enter/", {"kind": "department"})
    page = response.content.decode()
    assert re.search(r'id="id_name"[^>]*aria-invalid="true"|aria-invalid="true"[^>]*id="id_name"', page)
    assert 'id="id_name_error"' in page


def test_a_merger_asks_in_a_sentence_and_leads_to_the_successor(browser: Browser, town: dict[str, str]) -> None:
    client, code = browser("administrator"), town["演示市教育局"]
    assert "不能撤回" in text_of(client, f"/desk/registry/organisations/{code}/merge/")
    response = client.post(
        f"/desk/registry/organisations/{code}/merge/", {"into": "演示市农业农村局", "on": timezone.localdate()}
    )
    assert response["Location"] == f"/desk/registry/organisations/{town['演示市农业农村局']}/"
    assert "并入" in text_of(client, f"/desk/registry/organisations/{code}/")


def test_enterprises_come_in_by_sheet(browser: Browser) -> None:
    upload = sheet(["名称", "统一社会信用代码", "所属地区"], [["演示甲厂", "", "990101"]])
    given = {"sheet": upload, "on": "2025-01-01", "kind": "institution"}
    response = browser("office").post("/desk/registry/organisations/load/", given)
    assert response.status_code == 302
    assert [each.name for each in queries.find_organisations("演示甲厂")] == ["演示甲厂"]


def test_a_broken_sheet_comes_back_with_every_bad_cell(browser: Browser) -> None:
    upload = sheet(
        ["名称", "统一社会信用代码", "所属地区"], [["演示甲厂", "12", "990101"], ["演示乙厂", "", "不知何处"]]
    )
    given = {"sheet": upload, "on": "2025-01-01", "kind": "enterprise"}
    response = browser("office").post("/desk/registry/organisations/load/", given)
    assert response.status_code == 422
    page = response.content.decode()
    assert "B2" in page
    assert "C3" in page
    assert "download=" in page
    assert queries.find_organisations("演示甲厂") == ()


def test_what_is_no_sheet_is_refused_with_what_to_do(browser: Browser) -> None:
    upload = SimpleUploadedFile("名录.xlsx", b"<html>no</html>")
    given = {"sheet": upload, "on": "2025-01-01", "kind": "enterprise"}
    response = browser("office").post("/desk/registry/organisations/load/", given)
    assert response.status_code == 422
    assert "另存为 .xlsx" in response.content.decode()


def test_a_person_is_appointed_and_leaves(browser: Browser, town: dict[str, str]) -> None:
    client = browser("administrator")
    address = client.post("/desk/registry/people/enter/", {"name": "周某"})["Location"]
    post = {"organisation": "演示市教育局", "title": "科员", "role": "unit", "valid_from": "2025-01-01"}
    assert client.post(f"{address}appoint/", post).status_code == 302
    page = text_of(client, address)
    assert "科员" in page
    end = re.search(rf"{address}posts/\w+/end/", page)
    assert end is not None
    assert client.post(end[0], {"last_day": timezone.localdate()}).status_code == 302


def test_nobody_outside_the_administration_appoints(browser: Browser, town: dict[str, str]) -> None:
    assert browser("lead").get(f"/desk/registry/people/{town['unit']}/appoint/").status_code == 403


def test_the_leading_group_and_its_lead_organisations(browser: Browser, town: dict[str, str]) -> None:
    client = browser("office")
    group = {"name": "演示市质量强市工作领导小组", "office": "演示市市场监督管理局", "valid_from": "2025-01-01"}
    assert client.post("/desk/registry/group/set-up/", group).status_code == 302
    leads = {"organisations": [town["演示市农业农村局"], town["演示市教育局"]], "on": "2025-02-01"}
    assert client.post("/desk/registry/group/leads/service/", leads).status_code == 302
    page = text_of(client, "/desk/registry/group/")
    assert "演示市质量强市工作领导小组" in page
    assert page.index("服务质量") < page.index("演示市农业农村局", page.index("服务质量"))


def test_the_next_years_holidays_are_entered_by_form(browser: Browser) -> None:
    client = browser("office")
    year = timezone.localdate().year + 1
    given = {"year": str(year), "citation": "国务院办公厅关于部分节假日安排的通知", "reason": "核对"}
    names = ["元旦", "春节", "清明节", "劳动节", "端午节", "中秋节、国庆节"]
    days = ["01-01", "02-06", "04-05", "05-01", "06-09", "10-01"]
    given |= {"day-TOTAL_FORMS": "7", "day-INITIAL_FORMS": "7"}
    for number, (name, day) in enumerate(zip(names, days, strict=True)):
        given |= {
            f"day-{number}-name": name,
            f"day-{number}-first": f"{year}-{day}",
            f"day-{number}-last": f"{year}-{day}",
        }
    response = client.post("/desk/statutes/calendar/enter/", given)
    assert response.status_code == 302, re.findall(
        r"(?:field-error|notice-error).{0,200}", response.content.decode(), re.S
    )
    assert "国务院办公厅关于部分节假日安排的通知" in text_of(client, response["Location"])


def test_a_list_that_lacks_a_festival_is_refused_beside_the_form(browser: Browser) -> None:
    given = {
        "year": "2031", "citation": "通知", "day-TOTAL_FORMS": "1", "day-INITIAL_FORMS": "1", "day-0-name": "元旦",
        "day-0-first": "2031-01-01", "day-0-last": "2031-01-01", "day-0-makeup": "2031-13-45",
    }  # fmt: skip
    response = browser("office").post("/desk/statutes/calendar/enter/", given)
    assert response.status_code == 422
    assert "没有2031年13月45日这一天" in response.content.decode()
    response = browser("office").post("/desk/statutes/calendar/enter/", {**given, "day-0-makeup": ""})
    assert "缺少" in response.content.decode()


def test_a_time_limit_explains_itself(browser: Browser) -> None:
    page = text_of(browser("unit"), "/desk/statutes/?rule=goals-report&day=2026-02-05")
    assert "顺延至 02-24" in page


def test_values_of_law_stand_with_their_citation(browser: Browser) -> None:
    assert "条例" in text_of(browser("unit"), "/desk/statutes/parameters/")


def test_an_account_is_opened_with_an_invitation_that_is_shown_once(browser: Browser, town: dict[str, str]) -> None:
    client = browser("administrator")
    person = client.post("/desk/registry/people/enter/", {"name": "周某"})["Location"].strip("/").split("/")[-1]
    response = client.post("/desk/accounts/open/", {"person": person, "username": "zhou"})
    page = response.content.decode()
    link = re.search(r"http://testserver(/accounts/invitation/[\w-]+/)", page)
    assert link is not None
    assert Client().get(link[1]).status_code == 200
    number = Account.objects.get(username="zhou").pk
    assert link[1] not in text_of(client, f"/desk/accounts/{number}/")


def test_posts_are_handed_over(browser: Browser, town: dict[str, str], at: datetime) -> None:
    client = browser("administrator")
    [post] = queries.posts_of(town["unit"], on=timezone.localdate())
    given = {"posts": [post.code], "to": town["county"], "on": timezone.localdate(), "reason": "调动"}
    assert client.post(f"/desk/registry/people/{town['unit']}/hand-over/", given).status_code == 302
    held = [each.organisation_name for each in queries.posts_of(town["county"], on=timezone.localdate())]
    assert "演示市教育局" in held


def test_a_closed_account_ends(browser: Browser) -> None:
    client, unit = browser("administrator"), Account.objects.get(username="unit")
    assert "不能恢复" in text_of(client, f"/desk/accounts/{unit.pk}/close/")
    assert client.post(f"/desk/accounts/{unit.pk}/close/").status_code == 302
    unit.refresh_from_db()
    assert not unit.is_active


def test_the_ledger_is_shown_with_names_and_verified(browser: Browser) -> None:
    client = browser("office")
    page = text_of(client, "/desk/ledger/")
    assert "演示市教育局" in page
    response = client.post("/desk/ledger/verification/", follow=True)
    assert "排队中" in response.content.decode()
    work(once=True)
    over = text_of(client, response.redirect_chain[-1][0])
    found = re.search(r'href="(/desk/ledger/verification/\d+/)"', over)
    assert found is not None
    assert "逐条核对无误" in text_of(client, found[1])
    assert "您上次核对" in text_of(client, "/desk/ledger/")


def test_a_broken_ledger_is_the_headline_and_says_what_next(browser: Browser, tamper: Tamper) -> None:  # noqa: F811
    client = browser("office")
    tamper("UPDATE ledger_entry SET person = 'P-elsewhere' WHERE sequence = 2")
    response = client.post("/desk/ledger/verification/", follow=True)
    work(once=True)
    found = re.search(r'href="(/desk/ledger/verification/\d+/)"', text_of(client, response.redirect_chain[-1][0]))
    assert found is not None
    told = text_of(client, found[1])
    assert "<h1>账本不可信" in told
    assert "请先停止在本机办理" in told
    page = text_of(client, "/desk/ledger/")
    assert "一条不少，不能修改或删除" not in page
    assert "<h1>账本不可信" in page


def test_the_ledger_is_paged_by_key(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "PAGE_SIZE", 5)
    client = browser("office")
    following = re.search(r'href="([^"]*after=[^"]*)" rel="next"', text_of(client, "/desk/ledger/"))
    assert following is not None
    assert "回到第一页" in text_of(client, following[1].replace("&amp;", "&"))
    assert client.get("/desk/ledger/?after=nonsense!").status_code == 422


def job(username: str, **values: object) -> Job:
    account, now = Account.objects.get(username=username), timezone.now()
    return Job.objects.create(
        kind="goals.import", account=account.pk, person=account.person, enqueued_at=now, run_after=now, **values
    )


def test_a_job_shows_how_far_it_is_with_and_without_script(browser: Browser) -> None:
    running = job(
        "office", state="running", worker="w", lease_until=timezone.now() + timedelta(hours=1), done=3, total=10
    )
    client = browser("office")
    page = text_of(client, f"/desk/jobs/{running.pk}/")
    assert '<meta http-equiv="refresh"' in page
    assert 'value="30"' in page
    part = client.get(f"/desk/jobs/{running.pk}/", headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    running.state, running.finished_at = "done", timezone.now()
    running.save()
    assert client.get(f"/desk/jobs/{running.pk}/", headers={"HX-Request": "true"}).status_code == 286


def test_a_job_of_somebody_else_is_not_there(browser: Browser) -> None:
    assert browser("unit").get(f"/desk/jobs/{job('office').pk}/").status_code == 404


LISTS = ["/desk/registry/", "/desk/registry/people/", "/desk/registry/regions/", "/desk/accounts/", "/desk/ledger/",
         "/desk/statutes/", "/desk/registry/group/"]  # fmt: skip


@pytest.mark.parametrize("address", LISTS)
def test_a_list_needs_few_queries(
    browser: Browser, django_assert_max_num_queries: Callable[..., object], address: str
) -> None:
    client = browser("administrator")
    client.get(address)
    with django_assert_max_num_queries(18):  # type: ignore[attr-defined]
        client.get(address)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "address", [each for each in LISTS if each not in ("/desk/statutes/", "/desk/registry/group/")]
)
def test_every_list_is_there_as_a_file(browser: Browser, address: str, form: str) -> None:
    response = browser("administrator").get(f"{address}?format={form}")
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
