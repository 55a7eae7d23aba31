"""The sheet of people at the desk: template, preview, one confirmation, links shown once."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from zhicheng.core.accounts.models import Account
from zhicheng.core.intake import write_sheet
from zhicheng.core.ledger.models import Entry
from zhicheng.registry.models import Person
from zhicheng.registry.rules.people import HEADINGS

pytestmark = pytest.mark.clause("A1")
Browser = Callable[[str], Client]
ROWS = [
    ["张样例", "演示市教育局", "科长", "质量工作", "责任单位", "2025-03-01", "zhang", "82001234"],
    ["李样例", "墨溪区人民政府", "副主任", "", "county-office", "2025-03-01", "li", ""],
]


def upload(rows: list[list[Any]]) -> SimpleUploadedFile:
    book = io.BytesIO()
    write_sheet(list(HEADINGS), rows, book)
    return SimpleUploadedFile("人员.xlsx", book.getvalue())


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(name|file|expected)" value="([^"]*)"', page))


def preview(client: Client, rows: list[list[Any]]) -> dict[str, str]:
    response = client.post("/desk/registry/people/load/", {"sheet": upload(rows)})
    assert response.status_code == 200, response.content.decode()
    return hidden(response.content.decode())


def test_nothing_is_stored_before_it_was_seen_and_links_are_shown_once(browser: Browser) -> None:
    client = browser("administrator")
    people = Person.objects.count()
    shown = preview(client, ROWS)
    assert Person.objects.count() == people
    response = client.post("/desk/registry/people/load/store/", shown)
    page = response.content.decode()
    assert "已登记 2 人、任职 2 个，开通账号 2 个" in page
    assert "no-store" in response["Cache-Control"]
    links = set(re.findall(r"/accounts/invitation/([\w-]+)/", page))
    assert len(links) == 2
    sheet = re.search(r"base64,([A-Za-z0-9+/=]+)", page)
    assert sheet is not None
    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(sheet[1])))
    assert {row[3].split("/")[-2] for row in list(book.active.values)[1:]} == links
    assert not any(link in entry.payload for entry in Entry.objects.all() for link in links)
    assert Client().get(f"/accounts/invitation/{links.pop()}/").status_code == 200
    again = client.post("/desk/registry/people/load/store/", shown)
    assert again.status_code == 409
    assert "没有新增" in again.content.decode()
    assert not re.findall(r"/accounts/invitation/([\w-]+)/", again.content.decode())
    assert Person.objects.count() == people + 2


def test_a_lost_sheet_of_links_is_made_anew(browser: Browser) -> None:
    client = browser("administrator")
    first = client.post("/desk/registry/people/load/store/", preview(client, ROWS)).content.decode()
    old = re.findall(r"/accounts/invitation/([\w-]+)/", first)[0]
    assert "生成邀请表" in client.get("/desk/accounts/").content.decode()
    numbers = [account.pk for account in Account.objects.filter(username__in=["zhang", "li"])]
    page = client.post("/desk/accounts/invitations/", {"accounts": numbers}).content.decode()
    assert len(set(re.findall(r"/accounts/invitation/([\w-]+)/", page))) == 2
    assert Client().get(f"/accounts/invitation/{old}/").status_code == 404


def test_a_bad_sheet_comes_back_marked(browser: Browser) -> None:
    rows = [*ROWS, ["王样例", "查无此局", "科员", "", "unit", "2025-03-01"]]
    response = browser("administrator").post("/desk/registry/people/load/", {"sheet": upload(rows)})
    page = response.content.decode()
    assert response.status_code == 422
    assert "B4" in page
    assert "download=" in page
    assert not Account.objects.filter(username="zhang").exists()


def test_a_changed_file_between_preview_and_confirmation_is_shown_again(browser: Browser) -> None:
    client = browser("administrator")
    shown = preview(client, ROWS)
    other = preview(client, [[*ROWS[0][:6], "other", ""]])
    mixed = client.post("/desk/registry/people/load/store/", {**shown, "file": other["file"]})
    assert mixed.status_code == 409
    assert "预览之后" in mixed.content.decode()
    torn = client.post("/desk/registry/people/load/store/", {**shown, "file": "not base64 !"})
    assert torn.status_code == 422
    assert client.post("/desk/registry/people/load/store/", {}).status_code == 302
    assert not Account.objects.filter(username__in=["zhang", "other"]).exists()


def test_the_template_is_taken_in_as_it_is_once_it_is_filled(browser: Browser) -> None:
    client = browser("administrator")
    book = openpyxl.load_workbook(io.BytesIO(client.get("/desk/registry/people/load/template/").content))
    assert [cell.value for cell in book.worksheets[0][1]] == list(HEADINGS)
    for column, value in enumerate(ROWS[0], start=1):
        book.worksheets[0].cell(2, column, value)
    out = io.BytesIO()
    book.save(out)
    sent = SimpleUploadedFile("t.xlsx", out.getvalue())
    response = client.post("/desk/registry/people/load/", {"sheet": sent})
    assert "将登记 1 人" in response.content.decode()


@pytest.mark.parametrize("username", ["office", "lead", "county", "unit"])
def test_only_who_manages_accounts_sees_these_pages(browser: Browser, username: str) -> None:
    client = browser(username)
    for address in ("load/", "load/store/", "load/template/"):
        assert client.get(f"/desk/registry/people/{address}").status_code == 403
    assert client.get("/desk/accounts/invitations/").status_code == 403


def test_a_countys_administrator_loads_its_own_people_only(keeper: Client) -> None:
    response = keeper.post("/desk/registry/people/load/", {"sheet": upload(ROWS)})
    assert response.status_code == 422
    assert "不在您的管辖之内" in response.content.decode()
    shown = preview(keeper, ROWS[1:])
    assert "已登记 1 人" in keeper.post("/desk/registry/people/load/store/", shown).content.decode()
