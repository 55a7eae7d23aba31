"""What the office does so that figures go out: one person freezes them, another publishes."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journey.desk import Desk
from tests.journey.office import Programme


class EditionDesk(Desk):
    """The desk of somebody of the office at the page 数据版本."""

    def freeze(self, programme: Programme, period: str, *, reason: str = "") -> str:
        """Freeze the verified counts of a period as of today; the address of the edition."""
        self.menu("数据版本")
        self.follow("冻结新版本")
        self.go(self.row(programme.title).get_by_role("link").first)
        self.page.get_by_label("报送期").select_option(label=period)
        if reason:
            self.page.get_by_label("替代理由").fill(reason)
        self.press("下一步：核对会冻结什么")
        self.picture("20-before-freezing")
        self.press("冻结")
        self.told("已冻结")
        expect(self.page).to_have_url(re.compile(r"/desk/editions/[^/]+/$"))
        return self.page.url

    def publish(self, address: str) -> None:
        """Publish an edition that somebody else has frozen."""
        self.page.goto(address)
        self.follow("公开")
        self.press("公开")
        self.told("已公开")
