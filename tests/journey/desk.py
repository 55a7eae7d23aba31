"""The desk as somebody sees it who has signed in: what all of its pages have in common."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.journey.conftest import Visit
from tests.journey.screen import Screen

SECONDS = 1000
BACKGROUND = 60 * SECONDS  # the longest that work in the background may take here


class Desk(Screen):
    """One of the made-up city's people in front of a screen, signed in by the button of the sign-in page."""

    def __init__(self, visit: Visit, username: str) -> None:
        super().__init__(visit)
        self.page.goto("/desk/")
        self.page.locator("form", has=self.page.locator(f"input[name=username][value={username}]")).get_by_role(
            "button"
        ).click()
        expect(self.page).to_have_url(re.compile(r"/desk/$"))

    @property
    def answer(self) -> Locator:
        """The first sentence of the page."""
        return self.page.get_by_role("heading", level=1)

    def menu(self, entry: str) -> None:
        """Open an entry of the menu."""
        self.go(self.page.get_by_label("主导航").get_by_role("link", name=entry, exact=True))

    def press(self, name: str | re.Pattern[str]) -> None:
        """Press a button of the page's content by its exact words, or by a pattern."""
        self.go(self.page.locator("main").get_by_role("button", name=name, exact=isinstance(name, str)).first)

    def follow(self, name: str | re.Pattern[str]) -> None:
        """Follow a link of the page's content."""
        self.go(self.page.locator("main").get_by_role("link", name=name, exact=isinstance(name, str)).first)

    def told(self, sentence: str | re.Pattern[str]) -> None:
        """The page says, above its content, what was done."""
        expect(self.page.locator("#messages")).to_contain_text(sentence)

    def leave(self) -> None:
        """Close the page: a page that asks for progress would complain of a site that is away."""
        self.page.goto("about:blank")

    def row(self, *texts: str) -> Locator:
        """The row of a table that holds all of these texts."""
        rows = self.page.locator("tbody tr")
        for text in texts:
            rows = rows.filter(has_text=text)
        return rows
