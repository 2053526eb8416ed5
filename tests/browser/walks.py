"""The walks along every screen; a test looks at each one as it stands."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from tests.browser.her_screens import her_screens
from tests.browser.kept_screens import kept_screens
from tests.browser.screens import Story, screens
from tests.browser.ways_in import ways_in

SignIn = Callable[..., Page]
WALKS = {
    "screens": (screens, 60),
    "her": (her_screens, 25),
    "ways in": (ways_in, 55),
    "kept": (kept_screens, 30),
}


@dataclass
class Walk:
    """along: yields the name of each screen once it stands; at least so many."""

    page: Page
    along: Iterator[str]
    at_least: int


def walk_of(request: pytest.FixtureRequest, name: str, story: Story) -> Walk:
    """What the phone keeps needs the service worker; everywhere else it is blocked."""
    kind, at_least = WALKS[name]
    if kind is kept_screens:
        page: Page = request.getfixturevalue("phone").new_page()
    else:
        page = request.getfixturevalue("page")
    sign_in: SignIn = request.getfixturevalue("signed_in")
    return Walk(page, kind(page, story, sign_in), at_least)
