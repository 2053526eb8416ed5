"""Taps on what is visible, counted as UX.md A1 counts them."""

import re
from typing import Any

from playwright.sync_api import Page, expect

RESULT = re.compile(r"/check-ins/[0-9a-f-]{36}$")


class Taps:
    """Counts every activation, as UX.md A1 does."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def tap(self, role: Any, name: str, exact: bool = True) -> None:
        self.page.get_by_role(role, name=name, exact=exact).locator("visible=true").first.click()
        self.count += 1

    def label(self, text: str) -> None:
        visible = self.page.locator("label").filter(has_text=text).locator("visible=true")
        visible.first.click()
        self.count += 1


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=2, name=text)).to_be_focused()
