"""Somebody's screen, whoever sits in front of it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

from tests.journey.accessible import violations
from tests.journey.conftest import Visit


class Screen:
    """A page of a size, with what every visitor does on it."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.page: Page = visit.page

    def go(self, way: Locator) -> None:
        """Click, and wait for the page that comes of it: it may have the same address and look much the same."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            way.click()

    def picture(self, name: str) -> None:
        """Keep a picture of the page, which must not be wider than the screen."""
        self.visit.picture(name)
        assert not self.visit.scrolls_sideways(), f"{name} ({self.visit.size}) is too wide: {self.page.url}"

    def keeps_nobody_out(self) -> None:
        """Nothing on this page that axe objects to."""
        found = violations(self.page)
        assert not found, "\n".join(found)
