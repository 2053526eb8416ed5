"""What is cut, overlaps or is too small to tap, at each width and with text twice as large."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import CDPSession, Page

FAULTS = (Path(__file__).parent / "layout_faults.js").read_text()
ONCE, TWICE = {"standard": 16, "fixed": 13}, {"standard": 32, "fixed": 26}  # 100 and 200 % text
SIZE = "getComputedStyle(document.documentElement).fontSize"
WIDTHS = (320, 390, 768, 1280)


def layout_faults(
    page: Page, session: CDPSession, wear: Callable[..., None], widths: tuple[int, ...] = WIDTHS
) -> list[str]:
    """The screen is made wider as it stands; at the narrowest its text is made larger."""
    found = []
    for width in reversed(widths):
        wear(page, width=width)
        found += [f"at {width} px: {fault}" for fault in page.evaluate(FAULTS)]
    session.send("Page.setFontSizes", {"fontSizes": TWICE})
    assert page.evaluate(SIZE) == "32px"
    found += [f"with text of 200 %: {fault}" for fault in page.evaluate(FAULTS)]
    session.send("Page.setFontSizes", {"fontSizes": ONCE})
    assert page.evaluate(SIZE) == "16px"
    return found
