"""What anybody sees who has not signed in, and what they can compute again from the files they download."""

from __future__ import annotations

import csv
import io
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.journey.conftest import Visit
from tests.journey.office import Programme

CENT = Decimal("0.01")


def quotient(done: Decimal, target: Decimal) -> str:
    """The arithmetic as a page must show it, done anew: 4 ÷ 27 = 14.81%."""
    percent = (done * 100 / target).quantize(CENT, ROUND_HALF_UP)
    return f"{plain(done)} ÷ {plain(target)} = {plain(percent)}%"


def plain(number: Decimal) -> str:
    """A number without needless noughts."""
    return f"{number.normalize():f}"


class PublicPages:
    """A visitor without an account."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.page: Page = visit.page

    def open_programme(self, programme: Programme) -> None:
        """From the home page to a programme's tasks."""
        self.page.goto("/")
        self.page.get_by_label("主导航").get_by_role("link", name="目标与进展").click()
        self.page.get_by_role("link", name=programme.title).click()
        expect(self.page.locator("main")).to_contain_text(programme.title)

    def row(self, title: str) -> Locator:
        """The row of a task."""
        return self.page.locator("tbody tr").filter(has=self.page.get_by_role("link", name=title, exact=True))

    def download(self, words: str = "CSV") -> list[dict[str, str]]:
        """The rows of the file behind a link of the page."""
        with self.page.expect_download() as waiting:
            self.page.locator("main").get_by_role("link", name=words, exact=True).first.click()
        text = Path(waiting.value.path()).read_text("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))

    def picture(self, name: str) -> None:
        """Keep a picture of the page, which must not be wider than the screen."""
        self.visit.picture(name)
        assert not self.visit.scrolls_sideways(), f"{name} ({self.visit.size}) is wider than the screen: {self.page.url}"
