"""What makes the pages an app in the browser: the offer to install, moves, the next page, edges."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.her_screens import AN_IPHONE
from tracker.models import Treatment, User
from tracker.services.check_ins import Report, submit_check_in

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Page, User], Page]
# As a browser that can install: the event comes with each page, and `asked` counts its own prompt.
CAN_INSTALL = """window.asked = 0;
addEventListener("load", () => setTimeout(() => {
  const can = new Event("beforeinstallprompt", { cancelable: true });
  can.prompt = () => { window.asked += 1; };
  can.userChoice = Promise.resolve({ outcome: location.hash.slice(1) || "dismissed" });
  dispatchEvent(can);
  window.isOurs = can.defaultPrevented;
}));"""
INSTALLED = "Object.defineProperty(navigator, 'standalone', { value: true });"
A_VISIT_LATER = """() => {
  const known = JSON.parse(localStorage.getItem("install-offer"));
  localStorage.setItem("install-offer", JSON.stringify({ ...known, at: known.at - 3_600_000 }));
}"""
REVEALED = """addEventListener("pagereveal", ({ viewTransition }) => {
  window.moved = viewTransition !== null;
});"""
INSETS = {"top": 47, "topMax": 47, "bottom": 34, "bottomMax": 34}


@pytest.fixture
def hers(
    page: Page, signed_in: SignIn, ana: User, her_toxin: Treatment, a_report: Callable[..., Report]
) -> Page:
    """Her phone, after her first finished check-in."""
    submit_check_in(by=ana, treatment=her_toxin, report=a_report())
    return signed_in(page, ana)


def offer(page: Page) -> Any:
    return page.locator('[data-install="offer"]')


def test_our_button_opens_the_browsers_own_prompt_and_a_refusal_is_kept_for_the_visit(
    hers: Page,
) -> None:
    hers.add_init_script(CAN_INSTALL)
    hers.goto("/")
    expect(offer(hers)).to_be_visible()
    assert hers.evaluate("window.isOurs"), "the browser's own bar stays away"

    hers.get_by_role("button", name="Put it on my home screen").click()

    expect(offer(hers)).to_be_hidden()
    assert hers.evaluate("window.asked") == 1
    for is_offered in (False, False, True):  # this visit, the second, the third
        hers.reload()
        hers.wait_for_function("window.isOurs !== undefined")
        expect(offer(hers)).to_be_visible(visible=is_offered)
        hers.evaluate(A_VISIT_LATER)
    hers.get_by_role("button", name="Not now").click()
    hers.goto("/settings")
    expect(hers.get_by_role("button", name="Put it on my home screen")).to_be_visible()


def test_an_iphone_is_shown_three_steps_and_why(hers: Page) -> None:
    hers.add_init_script(AN_IPHONE)
    hers.goto("/?iphone")

    expect(offer(hers).get_by_role("listitem")).to_have_count(3)
    expect(offer(hers)).to_contain_text("An iPhone shows reminders only from the home screen.")
    expect(offer(hers).get_by_role("button", name="Not now")).to_be_visible()


def test_the_installed_app_offers_itself_no_more(hers: Page) -> None:
    hers.add_init_script(INSTALLED)
    for address in ("/", "/settings"):
        hers.goto(address)

        expect(hers.locator("[data-install]")).to_be_hidden()


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_pages_follow_each_other_in_one_move_unless_she_wants_none(hers: Page, motion: Any) -> None:
    hers.add_init_script(REVEALED)
    hers.emulate_media(reduced_motion=motion)
    hers.goto("/")

    hers.get_by_role("link", name="History").click()

    hers.wait_for_url("**/history")
    assert hers.evaluate("window.moved") == (motion == "no-preference")


def test_the_next_page_is_fetched_ahead_and_our_policy_lets_it(hers: Page) -> None:
    """What Chromium made of the rules; a refused or broken one has an error."""
    session = hers.context.new_cdp_session(hers)
    told: list[dict[str, Any]] = []
    session.on("Preload.ruleSetUpdated", lambda event: told.append(event["ruleSet"]))
    session.send("Preload.enable")
    hers.goto("/", wait_until="networkidle")

    assert told and not [each for each in told if "errorType" in each], told
    [rules] = json.loads(told[-1]["sourceText"])["prefetch"]
    ahead = hers.locator(rules["where"]["selector_matches"])
    addresses = {each.get_attribute("href") for each in ahead.all()}
    assert {"/history", "/messages", "/settings", "/check-in"} <= addresses
    assert "/sign-out" not in addresses


def test_nothing_lies_under_the_notch_or_the_bar_of_the_phone(hers: Page) -> None:
    session = hers.context.new_cdp_session(hers)
    session.send("Emulation.setSafeAreaInsetsOverride", {"insets": INSETS})
    size = hers.viewport_size
    assert size
    hers.goto("/")

    boxes = [one.bounding_box() for one in hers.locator(".header a, .tabs a").all()]

    assert len(boxes) == 6
    for box in boxes:
        assert box
        assert box["y"] >= INSETS["top"]
        assert box["y"] + box["height"] <= size["height"] - INSETS["bottom"] + 0.5
    hers.goto("/check-in")
    hers.locator('[data-answer="none"]').click()
    bar = hers.locator("[data-next]").locator("visible=true").bounding_box()
    assert bar and bar["y"] + bar["height"] <= size["height"] - INSETS["bottom"] + 0.5
