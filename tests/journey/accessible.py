"""What a machine can say about whether a page can be used by everybody: WCAG 2.2, A and AA, by axe-core."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

STANDARD = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


def violations(page: Page) -> list[str]:
    """What axe objects to on this page, one line each with the elements."""
    options: dict[str, Any] = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": list(STANDARD)}}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{page.url} {each['id']}: {each['help']}: " + " | ".join(node["html"][:160] for node in each["nodes"][:4])
        for each in found
    ]
