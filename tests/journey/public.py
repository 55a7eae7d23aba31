"""What anybody sees who has not signed in, and what they can compute again from the files they download."""

from __future__ import annotations

import csv
import io
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.journey.office import Programme
from tests.journey.screen import Screen

CENT = Decimal("0.01")


def quotient(done: Decimal, target: Decimal) -> str:
    """The arithmetic as a page must show it, done anew: 4 ÷ 27 = 14.81%."""
    percent = (done * 100 / target).quantize(CENT, ROUND_HALF_UP)
    return f"{plain(done)} ÷ {plain(target)} = {plain(percent)}%"


def plain(number: Decimal) -> str:
    """A number without needless noughts."""
    return f"{number.normalize():f}"


class PublicPages(Screen):
    """A visitor without an account."""

    def open_programme(self, programme: Programme) -> None:
        """From the home page to a programme's tasks."""
        self.page.goto("/")
        self.go(self.page.get_by_label("主导航").get_by_role("link", name="目标与进展"))
        self.go(self.page.get_by_role("link", name=programme.title))
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
