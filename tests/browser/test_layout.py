"""A10: no page is wider than its window, nothing is cut or lies over something, targets are large.

At four widths, with the text at twice its size, in a language a third longer and in one that is
written from right to left.
"""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import pseudo_locale
from tests.browser.screens import Story, tell
from tests.browser.walks import Walk, walk_of
from tracker.models import Clinic, Treatment, User

pytestmark = pytest.mark.django_db(transaction=True)
FAULTS = (Path(__file__).parent / "layout_faults.js").read_text()
ONCE, TWICE = {"standard": 16, "fixed": 13}, {"standard": 32, "fixed": 26}  # 100 and 200 % text
SIZE = "getComputedStyle(document.documentElement).fontSize"
SPEAKING = {
    "plain": nullcontext,
    "longer": lambda: pseudo_locale.speaking(pseudo_locale.longer),
    "from the right": pseudo_locale.from_the_right,
}
WIDTHS = (320, 390, 768, 1280)


@pytest.fixture
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with SPEAKING[request.param]():
        yield request.param


@pytest.fixture
def story(language: str, ana: User, dr_cho: User, her_toxin: Treatment, clinic_a: Clinic) -> Story:
    return tell(ana, dr_cho, her_toxin, clinic_a)


def look_at_all(walk: Walk, at_each_width: Callable[[], dict[str, list[str]]]) -> None:
    """Fails with a line a fault: the screen, the width, and what is wrong there."""
    found = {name: at_each_width() for name in walk.along}
    assert len(found) >= walk.at_least
    faults = [
        f"{name} {width}: {fault}"
        for name, widths in found.items()
        for width, said in widths.items()
        for fault in said
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.full
@pytest.mark.parametrize("name", ["screens", "her", "ways in", "kept"])
@pytest.mark.parametrize("language", SPEAKING, indirect=True)
def test_a10_nothing_is_cut_overlaps_or_is_too_small_to_tap(
    request: pytest.FixtureRequest,
    language: str,
    story: Story,
    wear: Callable[..., None],
    name: str,
) -> None:
    """Each screen is built on the smallest phone, turned and made wider as it stands; on the
    smallest its text is made twice as large. In the other languages the walks apart from the
    first look at the narrowest and the widest alone.
    """
    widths = WIDTHS if language == "plain" or name == "screens" else (WIDTHS[0], WIDTHS[-1])
    walk = walk_of(request, name, story)
    page = walk.page
    wear(page, width=WIDTHS[0])
    settings = page.context.new_cdp_session(page)

    def at_each_width() -> dict[str, list[str]]:
        found = {}
        for width in reversed(widths):
            wear(page, width=width)
            found[f"at {width} px"] = page.evaluate(FAULTS)
        settings.send("Page.setFontSizes", {"fontSizes": TWICE})
        assert page.evaluate(SIZE) == "32px"
        found["with text of 200 %"] = page.evaluate(FAULTS)
        settings.send("Page.setFontSizes", {"fontSizes": ONCE})
        assert page.evaluate(SIZE) == "16px"
        return found

    look_at_all(walk, at_each_width)


def test_the_look_finds_what_it_looks_for(page: Page, wear: Callable[..., None]) -> None:
    """A page with one fault of each kind."""
    wear(page, width=320)
    page.goto("about:blank")
    page.set_content(
        "<p style='margin: 0 0 -20px'>One line</p><p style='margin: 0'>Another line</p>"
        "<p style='width: 400px; white-space: nowrap'>A line that goes beyond the window's edge</p>"
        "<p style='overflow: hidden; width: 40px; white-space: nowrap'>Cut at its own edge</p>"
        "<button>Small</button>"
    )

    said = " ".join(page.evaluate(FAULTS))

    for fault in ("wider than its window", "over one another", "cut by <p", "is small: <button"):
        assert fault in said
