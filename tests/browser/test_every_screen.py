"""A2, A3, A4, A10, A23: every screen in every state for axe, by keys, by ear, without colour.

One walk looks at all of it, because a screen takes longer to reach than to look at.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.axe_report import axe_report
from tests.browser.keyboard import keyboard_faults, spoken_faults
from tests.browser.screens import Story, tell
from tests.browser.tones import faint
from tests.browser.walks import WALKS, walk_of
from tests.browser.widths import WIDTHS, layout_faults
from tracker.models import Clinic, Treatment, User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.full]
TONES = (Path(__file__).parent / "tone_faults.js").read_text()
COLOURS = ["color-contrast", "link-in-text-block"]
LOOKS = (
    (390, "light", COLOURS),
    (390, "dark", None),
    (1280, "dark", COLOURS),
    (1280, "light", None),
)


@pytest.fixture
def story(ana: User, dr_cho: User, her_toxin: Treatment, clinic_a: Clinic) -> Story:
    return tell(ana, dr_cho, her_toxin, clinic_a)


@pytest.mark.parametrize("name", WALKS)
def test_a2_a3_a4_a10_a23_nothing_is_wrong_with_any_screen_in_any_state(
    request: pytest.FixtureRequest,
    story: Story,
    wear: Callable[..., None],
    name: str,
) -> None:
    """All of axe on a phone in the dark and on a desk in the light; where only the colours change,
    what hangs on them. Each screen is built on the smallest phone.
    """
    walk = walk_of(request, name, story)
    page = walk.page
    session = page.context.new_cdp_session(page)
    known: dict[str, set[str]] = {"light": set(), "dark": set()}

    def faults() -> Iterator[str]:
        yield from layout_faults(page, session, wear)
        wear(page, width=390)
        yield from spoken_faults(page, session)
        yield from keyboard_faults(page)
        for width, theme, rules in LOOKS:
            wear(page, width=width, theme=theme)
            if found := axe_report(page, only=rules):
                yield found
            if width == 390:
                yield from page.evaluate(TONES)
                yield from faint(page, session, known[theme])

    wear(page, width=WIDTHS[0])
    said, seen = [], set()
    for screen in walk.along:
        said += [f"{screen}: {fault}" for fault in faults()]
        seen.add(screen)
        wear(page, width=WIDTHS[0])

    assert len(seen) >= walk.at_least
    assert not said, "\n".join(said)
    assert known["light"] == known["dark"] != set()


def test_the_reviewer_finds_what_says_it_by_colour_alone(page: Page) -> None:
    page.goto("/sign-in")
    page.locator("main").evaluate("""(main) => {
      const put = (kind, words, more = "") => {
        const item = document.createElement("p");
        item.className = kind;
        item.textContent = words;
        item.style.cssText = more;
        main.append(item);
      };
      put("level level--urgent", "Soon");
      put("status status--waiting", "");
      put("nothing-known", "Sent", "color: var(--good)");
      put("field-error", "Choose one");
    }""")

    said = " ".join(page.evaluate(TONES))

    for fault in ("no triangle", "the word of its level", "no item that is known", "no shape"):
        assert fault in said


def test_keys_and_ears_find_what_they_are_for(page: Page) -> None:
    page.goto("/sign-in")
    page.locator("main").evaluate("""(main) => {
      const put = (name, words, more = {}) => {
        const item = document.createElement(name);
        item.textContent = words;
        Object.assign(item, more);
        main.append(item);
        return item;
      };
      put("button", "Seen by nobody").style.cssText = "outline: none !important";
      put("button", "Before its turn", { tabIndex: 3 });
      put("button", "Left out", { tabIndex: -1 });
      put("button", "");
      put("h1", "A second one");
      put("button", "Under the bar").style.cssText = "position: fixed; inset-block-end: 0";
      put("div", "").style.cssText =
        "position: fixed; inset-block-end: 0; inline-size: 100%; block-size: 99px; z-index: 9";
    }""")
    session = page.context.new_cdp_session(page)

    said = " ".join([*spoken_faults(page, session), *keyboard_faults(page)])

    for fault in (
        "no ring",
        "not go in the order",
        "does not reach",
        "button without a name",
        "first headings",
        "out of sight",
    ):
        assert fault in said
