"""Pages for everybody: by keyboard alone, without script, on a narrow screen, and without anything axe objects to."""

from __future__ import annotations

import csv
import io
import re
import urllib.request
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.journey.accessible import violations
from tests.journey.conftest import SIZES, Site, Visit, until
from tests.journey.desk import Desk
from zhicheng.demo.story import demo_year

pytestmark = [pytest.mark.journey, pytest.mark.clause("H3")]

SitDown = Callable[..., Visit]
MOST_STEPS = 120
PUBLIC = (
    "/", "/progress/", "/progress/demo-{year}/fields/service/", "/documents/", "/organisations/",
    "/organisations/?q=机械", "/organisations/?q=没有的", "/data/", "/data/current/", "/data/api/", "/method/", "/corrections/",
    "/about/", "/accessibility/", "/search/", "/search/?q=质量", "/search/?q=没有的", "/feeds/", "/progress/none/",
    "/accounts/login/",
)  # fmt: skip
# The pages on which each of these people works.
DESKS = {
    "office": (
        "/desk/", "/desk/programmes/", "/desk/tasks/", "/desk/tasks/tree/", "/desk/reports/", "/desk/matters/",
        "/desk/changes/", "/desk/registry/", "/desk/statutes/", "/desk/ledger/", "/accounts/",
        "/accounts/tokens/", "/desk/editions/", "/desk/documents/", "/desk/documents/new/", "/desk/documents/corrections/",
        "/desk/forms/", "/desk/forms/new/",
    ),
    "moxi": ("/desk/", "/desk/parts/", "/desk/reports/"),
    "market": ("/desk/", "/desk/reports/"),
    "admin": ("/desk/", "/desk/accounts/"),
}  # fmt: skip
# From a list to the first thing in it, and on.
FIRST = {
    "/progress/": ("field", "task", "firm"), "/documents/": ("document",), "/organisations/": ("unit",),
    "/desk/programmes/": ("programme",), "/desk/tasks/": ("task",),
    "/desk/parts/": ("part",), "/desk/reports/": ("report",), "/desk/registry/": ("organisation",),
}  # fmt: skip
FIRST_OF_ALL = "main .lead-cell a, main .plain-list a"
FIRST_LINK = {"firm": "#items .lead-cell a", "document": "main .papers a", "unit": "main .columns a"}


def looked_at(visit: Visit, name: str) -> list[str]:
    """A picture of the page, and whatever is wrong with it."""
    visit.picture(name)
    wide = [f"wider than the screen: {visit.page.url}"] if visit.scrolls_sideways() else []
    return wide + hidden_current(visit.page) + violations(visit.page)


def hidden_current(page: Page) -> list[str]:
    """Entries of menus and tabs that say where one is, and lie outside of the view: on a phone a row is longer than it."""
    marked = page.locator("nav [aria-current=page], .tabs [aria-current=page]").all()
    boxes = [(each.inner_text(), each.bounding_box()) for each in marked]
    width = page.evaluate("document.documentElement.clientWidth")
    return [
        f"the current entry {words} is out of view: {page.url}"
        for words, box in boxes
        if box and not -1 <= box["x"] <= box["x"] + box["width"] <= width + 1
    ]


def walk(visit: Visit, addresses: tuple[str, ...], *, who: str) -> list[str]:
    """Open every page, and from a list the first thing in it; what is wrong with them."""
    found = []
    for address in addresses:
        visit.page.goto(address)
        name = address.strip("/").replace("/", "-") or "home"
        found += looked_at(visit, f"page-{who}-{name}")
        for below in FIRST.get(address, ()):
            first = visit.page.locator(FIRST_LINK.get(below, FIRST_OF_ALL)).first
            if below == "document" and not first.count():
                continue  # nothing is published yet
            with visit.page.expect_navigation(wait_until="domcontentloaded"):
                first.click()
            found += looked_at(visit, f"page-{who}-{below}")
    return found


@pytest.mark.parametrize("size", sorted(SIZES))
def test_public_pages_keep_nobody_out(size: str, visit: SitDown) -> None:
    year = demo_year(date.today())
    found = walk(visit(size), tuple(each.format(year=year) for each in PUBLIC), who="public")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("size", sorted(SIZES))
def test_large_type_and_other_languages_keep_nobody_out(size: str, visit: SitDown) -> None:
    someone = visit(size)
    someone.page.goto("/")
    someone.page.get_by_role("button", name="适老版").click()
    found = []
    for language in ("简", "繁", "EN"):
        someone.page.get_by_role("button", name=language, exact=True).click()
        for address in ("/", "/progress/", "/data/current/", "/corrections/", "/about/"):
            someone.page.goto(address)
            assert "large" in (someone.page.locator("html").get_attribute("class") or "")
            found += looked_at(someone, f"page-large-{language}-{address.strip('/').replace('/', '-') or 'home'}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("size", sorted(SIZES))
@pytest.mark.parametrize("username", sorted(DESKS))
def test_desk_pages_keep_nobody_out(username: str, size: str, visit: SitDown) -> None:
    desk = Desk(visit(size), username)
    found = walk(desk.visit, DESKS[username], who=username)
    assert not found, "\n".join(found)


def tab_to(page: Page, reached: str) -> None:
    """Press the tabulator until the focus stands on an element that the selector names; it must be seen there."""
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        focused = page.locator(f":focus:is({reached})")
        if focused.count():
            outline = focused.evaluate("each => getComputedStyle(each).outlineStyle + getComputedStyle(each).boxShadow")
            assert outline != "nonenone", f"the focus cannot be seen on {reached}"
            return
    raise AssertionError(f"the tabulator does not reach {reached} on {page.url}")


@pytest.mark.parametrize("size", sorted(SIZES))
def test_from_signing_in_to_the_first_duty_by_keyboard_alone(size: str, visit: SitDown) -> None:
    page = visit(size).page
    page.goto("/desk/")
    tab_to(page, "form:has(input[name=username][value=moxi]) button")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/desk/$"))
    tab_to(page, ".skip")
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    tab_to(page, ".duties .btn")
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile(r"/desk/$"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("size", sorted(SIZES))
def test_from_the_first_page_to_a_download_by_keyboard_alone(size: str, visit: SitDown) -> None:
    page = visit(size).page
    page.goto("/")
    tab_to(page, ".skip")
    page.keyboard.press("Enter")
    tab_to(page, ".searchbox input")
    page.keyboard.type("体系")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/search/"))
    tab_to(page, ".hits a")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/tasks/"))
    tab_to(page, ".source")
    page.keyboard.press("Enter")
    expect(page.locator("#source")).to_be_in_viewport()
    page.goto(page.url.partition("#")[0])
    tab_to(page, "#items .downloads a")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    rows = list(csv.DictReader(io.StringIO(Path(waiting.value.path()).read_text("utf-8-sig"))))
    shown = page.locator(".sum-large").inner_text()
    assert shown.startswith(f"{sum(int(row['数量']) for row in rows)} ÷ ")


def test_the_public_reads_on_while_the_database_is_away(visit: SitDown, site: Site) -> None:
    away = site.folder / "zhicheng.sqlite3.away"
    base = site.folder / "zhicheng.sqlite3"
    reader = visit("phone")
    reader.page.goto("/")
    base.rename(away)
    try:
        until(lambda: _says_away(reader.page), "no page says that the database is away")
        for address in ("/progress/", "/search/?q=质量", "/data/current/tasks.csv", "/corrections/", "/feeds/all.xml"):
            with urllib.request.urlopen(site.url + quote(address, safe="/?=&")) as answer:
                assert answer.status == 200, address
        assert not base.exists(), "looking for the database made an empty one"
        reader.picture("page-public-away")
    finally:
        away.rename(base)
    until(lambda: not _says_away(reader.page), "the notice stays although the database is back")


def _says_away(page: Page) -> bool:
    page.goto("/progress/")
    return bool(page.locator(".away").count())


@pytest.mark.parametrize("size", sorted(SIZES))
def test_public_pages_and_a_form_work_without_script(size: str, visit: SitDown) -> None:
    page = visit(size, java_script_enabled=False).page
    page.goto("/")
    page.locator(".searchbox input").fill("体系")
    page.locator(".searchbox button").click()
    page.locator(".hits a").first.click()
    expect(page).to_have_url(re.compile("/tasks/"))
    page.get_by_role("button", name="繁", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
    page.get_by_role("button", name="简", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto("/desk/programmes/new/")
    page.locator("form:has(input[name=username][value=office]) button").click()
    expect(page).to_have_url(re.compile(r"/desk/programmes/new/$"))
    page.get_by_label("名称").fill(f"无脚本检验计划（{size}）")
    page.get_by_label("编号").fill("不是编号")
    page.locator("main").get_by_role("button", name="新建").click()
    expect(page.locator("main")).to_contain_text("编号只用字母、数字和横线")
    page.get_by_label("编号").fill(f"plain-{size}")
    page.locator("main").get_by_role("button", name="新建").click()
    expect(page.locator("#messages")).to_contain_text("已新建")
