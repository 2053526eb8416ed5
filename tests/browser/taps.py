"""Taps on what is visible, counted as UX.md A1 counts them."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

KEY = 40  # milliseconds between two keys (UX.md A16)
RINGED = """() => {
  const ring = (node) => node && getComputedStyle(node).outlineStyle !== "none";
  const here = document.activeElement;
  const row = here.closest(".choice, .tick, .place, .drop, .case");
  return here === document.body || ring(here) || ring(row);
}"""
RESULT = re.compile(r"/check-ins/[0-9a-f-]{36}$")


class Taps:
    """Counts every activation, as UX.md A1 does."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def tap(self, role: Any, name: str, exact: bool = True) -> None:
        self.page.get_by_role(role, name=name, exact=exact).locator("visible=true").first.click()
        self.count += 1

    def at(self, target: Locator) -> None:
        target.click()
        self.count += 1

    def typed(self, label: str, words: str) -> None:
        """A tap on the field, then each key as a hand types it."""
        field = self.page.get_by_label(label, exact=True)
        self.at(field)
        field.press_sequentially(words, delay=KEY)

    def label(self, text: str) -> None:
        visible = self.page.locator("label").filter(has_text=text).locator("visible=true")
        visible.first.click()
        self.count += 1


class Keys:
    """Tab to what is named, and a key: nothing is clicked, and the focus is seen at each stop."""

    MOST_STOPS = 120

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, role: Any, name: str, key: str = "Enter") -> None:
        named = self.page.get_by_role(role, name=name, exact=True)
        target = named.locator("visible=true").first
        for _stop in range(self.MOST_STOPS):
            if target.evaluate("node => node === document.activeElement"):
                break
            self.page.keyboard.press("Tab")
            self.is_seen()
        expect(target).to_be_focused()
        self.page.keyboard.press(key)

    def is_seen(self) -> None:
        """The focus has a ring of its own, or its row has; it never lies under a bar."""
        assert self.page.evaluate(RINGED), self.page.evaluate(
            "document.activeElement.outerHTML.slice(0, 200)"
        )


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=2, name=text)).to_be_focused()
