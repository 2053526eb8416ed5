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
from tests.browser.screens import Story, screens, tell
from tracker.models import Clinic, Treatment, User

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Page, User], Page]
FAULTS = (Path(__file__).parent / "layout_faults.js").read_text()
ONCE, TWICE = {"standard": 16, "fixed": 13}, {"standard": 32, "fixed": 26}  # 100 and 200 % text
SIZE = "getComputedStyle(document.documentElement).fontSize"
SPEAKING = {
    "plain": nullcontext,
    "longer": lambda: pseudo_locale.speaking(pseudo_locale.longer),
    "from the right": lambda: pseudo_locale.speaking(pseudo_locale.turned, from_the_right=True),
}
WIDTHS = (320, 390, 768, 1280)
LOOKS = [
    ("longer", (320,)),
    *(pytest.param(language, WIDTHS, marks=pytest.mark.full) for language in SPEAKING),
]


@pytest.fixture
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with SPEAKING[request.param]():
        yield request.param


@pytest.fixture
def story(language: str, ana: User, dr_cho: User, her_toxin: Treatment, clinic_a: Clinic) -> Story:
    return tell(ana, dr_cho, her_toxin, clinic_a)


def look_at_all(walk: Iterator[str], at_each_width: Callable[[], dict[str, list[str]]]) -> None:
    """Fails with a line a fault: the screen, the width, and what is wrong there."""
    found = {name: at_each_width() for name in walk}
    assert len(found) > 40
    faults = [
        f"{name} {width}: {fault}"
        for name, widths in found.items()
        for width, said in widths.items()
        for fault in said
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("language", "widths"), LOOKS, indirect=["language"])
def test_a10_nothing_is_cut_overlaps_or_is_too_small_to_tap(
    page: Page,
    signed_in: SignIn,
    story: Story,
    wear: Callable[..., None],
    widths: tuple[int, ...],
) -> None:
    """Each screen is built on the smallest phone, turned and made wider as it stands; on the
    smallest its text is made twice as large.
    """
    wear(page, width=widths[0])
    settings = page.context.new_cdp_session(page)

    def at_each_width() -> dict[str, list[str]]:
        found = {}
        for width in widths:
            wear(page, width=width)
            found[f"at {width} px"] = page.evaluate(FAULTS)
        wear(page, width=widths[0])
        settings.send("Page.setFontSizes", {"fontSizes": TWICE})
        assert page.evaluate(SIZE) == "32px"
        found["with text of 200 %"] = page.evaluate(FAULTS)
        settings.send("Page.setFontSizes", {"fontSizes": ONCE})
        assert page.evaluate(SIZE) == "16px"
        return found

    look_at_all(screens(page, story, signed_in), at_each_width)


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
