"""A real city's first day, in the browser: second factor, people by sheet, and a person who follows an invitation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from openpyxl import Workbook
from playwright.sync_api import Browser, Page, expect

from tests.journey.conftest import PASSWORD, SIZES, Site, Visit

pytestmark = [pytest.mark.journey, pytest.mark.clause("H1")]

HEADS = ("姓名", "单位", "职务", "岗位权限", "任职日期", "登录名")
OWN = "mo-xi-qu-lu-99"


def new_page(browser: Browser, site: Site) -> tuple[Visit, Page]:
    """Somebody new at a desk, who has no cookie yet."""
    width, height = SIZES["desktop"]
    context = browser.new_context(base_url=site.url, viewport={"width": width, "height": height}, locale="zh-CN")
    context.set_default_timeout(15_000)
    visit = Visit(context, size="desktop")
    return visit, visit.page


def sign_in(page: Page, username: str, password: str) -> None:
    page.goto("/accounts/login/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", password)
    page.get_by_role("button", name="登录", exact=True).click()


def enrol(page: Page) -> None:
    """Set the second factor up, as an authenticator would that the key was typed into."""
    expect(page).to_have_url(re.compile("/totp/activate/"))
    found = re.search(r"\b([A-Z2-7]{26,})\b", page.content())
    assert found, "the page shows no key"
    page.fill("[name=code]", format_hotp_value(hotp_value(found[1], next(yield_hotp_counters_from_time()))))
    page.get_by_role("button", name="启用", exact=True).click()
    expect(page).to_have_url(re.compile("/recovery-codes/"))


def people_sheet(folder: Path) -> Path:
    book = Workbook()
    book.active.append(HEADS)
    book.active.append(("样例乙", "演示市市场监督管理局", "科长", "牵头部门", "2026-01-01", "lead"))
    book.save(folder / "people.xlsx")
    return folder / "people.xlsx"


def test_who_is_invited_sets_a_password_and_a_second_factor(real_city: Site, browser: Browser, tmp_path: Path) -> None:
    real_city.start("serve")
    admin, page = new_page(browser, real_city)
    sign_in(page, "admin", PASSWORD)
    enrol(page)
    page.goto("/desk/registry/people/load/")
    page.set_input_files("[name=sheet]", people_sheet(tmp_path))
    page.get_by_role("button", name="上传", exact=True).click()
    page.get_by_role("button", name="确认登记", exact=True).click()
    link = re.search(r"http://\S+/accounts/invitation/[\w-]+/", page.inner_text("main"))
    assert link, page.inner_text("main")

    guest, theirs = new_page(browser, real_city)
    theirs.goto(link[0])
    theirs.fill("[name=password1]", OWN)
    theirs.fill("[name=password2]", OWN)
    theirs.get_by_role("button", name="设置密码", exact=True).click()
    expect(theirs.locator("#messages")).to_contain_text("密码已设置")
    sign_in(theirs, "lead", OWN)
    enrol(theirs)
    theirs.goto("/desk/")
    expect(theirs.get_by_role("heading", level=1)).to_have_text("今日无待办。")

    theirs.goto(link[0])  # works once
    expect(theirs.locator("[name=password1]")).to_have_count(0)
    assert not [*admin.faults, *guest.faults]
    admin.context.close()
    guest.context.close()
