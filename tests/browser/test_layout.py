"""A10: no page is wider than its window, nothing is cut or lies over something, targets are large.

In a language a third longer and in one that is written from right to left; in the one that is
spoken, test_every_screen.py looks on its way.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.browser import pseudo_locale
from tests.browser.screens import Story, tell
from tests.browser.walks import WALKS, walk_of
from tests.browser.widths import FAULTS, WIDTHS, layout_faults
from tracker.models import Clinic, Treatment, User

pytestmark = pytest.mark.django_db(transaction=True)
SPEAKING = {
    "longer": lambda: pseudo_locale.speaking(pseudo_locale.longer),
    "from the right": pseudo_locale.from_the_right,
}


@pytest.fixture
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with SPEAKING[request.param]():
        yield request.param


@pytest.fixture
def story(language: str, ana: User, dr_cho: User, her_toxin: Treatment, clinic_a: Clinic) -> Story:
    return tell(ana, dr_cho, her_toxin, clinic_a)


@pytest.mark.full
@pytest.mark.parametrize("name", WALKS)
@pytest.mark.parametrize("language", SPEAKING, indirect=True)
def test_a10_nothing_is_cut_overlaps_or_is_too_small_to_tap(
    request: pytest.FixtureRequest,
    language: str,
    story: Story,
    wear: Callable[..., None],
    name: str,
) -> None:
    """Each screen is built on the smallest phone. The walks apart from the first look at the
    narrowest and the widest alone. As it is spoken: test_every_screen.py.
    """
    widths = WIDTHS if name == "screens" else (WIDTHS[0], WIDTHS[-1])
    walk = walk_of(request, name, story)
    page = walk.page
    wear(page, width=WIDTHS[0])
    session = page.context.new_cdp_session(page)

    found = {screen: layout_faults(page, session, wear, widths) for screen in walk.along}

    assert len(found) >= walk.at_least
    faults = [f"{screen} {fault}" for screen, each in found.items() for fault in each]
    assert not faults, "\n".join(faults)


def test_the_look_finds_what_it_looks_for(page: Page, wear: Callable[..., None]) -> None:
    """A page with one fault of each kind."""
    wear(page, width=320)
    page.goto("about:blank")
    page.set_content(
        "<p style='margin: 0 0 -20px'>One line</p><p style='margin: 0'>Another line</p>"
        "<p style='width: 400px; white-space: nowrap'>A line that goes beyond the window's edge</p>"
        "<p style='overflow: hidden; width: 40px; white-space: nowrap'>Cut at its own edge</p>"
        "<button>Small</button>"
        "<p class='button' style='width: 40px'>Unbreakable</p>"
        "<svg class='icon' style='width: 8px; height: 24px'></svg>"
    )

    said = " ".join(page.evaluate(FAULTS))

    overlong = ("wider than its window", "cut by <p", "beyond its target: <p")
    for fault in (*overlong, "over one another", "is small: <button", "squeezed to 8 by 24 px"):
        assert fault in said
