"""The wall in the hall, in a browser: large enough, nothing cut off, and never blank while the server is away."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journey.conftest import PICTURES, Site, new_site

pytestmark = pytest.mark.journey

SMALLEST = 0.025
# Every text that shows, with the height of its letters as drawn: inside a drawing the drawing's own scale counts.
SMALL = """smallest => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const holder = node.parentElement;
    if (!node.data.trim() || !holder.getClientRects().length || holder.closest("title, script, noscript")) continue;
    const scale = holder instanceof SVGGraphicsElement ? holder.getScreenCTM().a : 1;
    const size = parseFloat(getComputedStyle(holder).fontSize) * scale;
    if (size < smallest * innerHeight - 0.01) found.push(`${size}: ${node.data.trim()}`);
  }
  return found;
}"""
OUTSIDE = """() => [...document.querySelectorAll("#picture *, .edge *")].filter((each) => {
  if (each.closest("svg") || !each.getClientRects().length) return false;
  const box = each.getBoundingClientRect(), main = document.querySelector("main").getBoundingClientRect();
  const low = each.closest("main") ? main.bottom + 1 : innerHeight + 1, high = each.closest("main") ? main.top - 1 : 0;
  return box.right > innerWidth + 1 || box.left < 0 || box.bottom > low || box.top < high || each.scrollWidth > each.clientWidth + 2 && each.clientWidth > 0;
}).map((each) => `${each.tagName}.${each.className}: ${each.textContent.trim().slice(0, 40)}`)"""
LONG = """() => {
  const long = "演示市虚构的质量基础设施一站式服务与全链条质量协同提升专项行动实施情况";
  for (const each of document.querySelectorAll(".rows .name")) each.textContent = long.slice(0, 18);
  document.querySelector(".where span:last-child").textContent = long + long;
}"""


def opened(browser: Browser, url: str, width: int, height: int) -> tuple[BrowserContext, Page]:
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{url}/screen/")
    page.wait_for_selector("html[data-kept]", state="attached")
    return context, page


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (3840, 2160), (1366, 768)])
def test_every_text_is_large_enough_and_nothing_is_cut_off(
    browser: Browser, site: Site, width: int, height: int
) -> None:
    context, page = opened(browser, site.url, width, height)
    PICTURES.mkdir(parents=True, exist_ok=True)
    for long in (False, True):
        if long:
            page.evaluate(LONG)
        for number in range(page.locator(".page").count()):
            page.wait_for_timeout(700)
            page.screenshot(path=PICTURES / f"wall-{width}-{number + 1}{'-long' if long else ''}.png")
            assert page.evaluate(SMALL, SMALLEST) == []
            assert page.evaluate(OUTSIDE) == [], f"page {number + 1}"
            assert "数据截至" in page.locator("footer").inner_text()
            page.keyboard.press("ArrowRight")
    context.close()


def test_it_keeps_its_picture_while_the_server_is_away_also_over_a_reload(browser: Browser, tmp_path: Path) -> None:
    own = new_site(tmp_path / "city")
    own.start("demo")
    context, page = opened(browser, own.url, 1920, 1080)
    said = page.locator("h1").first.inner_text()
    assert page.locator("#away").is_hidden()
    page.wait_for_timeout(500)
    own.stop()
    page.reload()
    page.wait_for_selector("#away:not([hidden])")
    assert page.locator("h1").first.inner_text() == said
    assert page.locator("#away time").inner_text() not in ("", "—")
    page.screenshot(path=PICTURES / "wall-away.png")
    context.close()
