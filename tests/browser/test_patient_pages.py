"""Every patient page in its states: nothing for axe, nothing sideways, photos only on a tap."""

import gzip
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.browser.taps import Taps
from tracker.models import Message, Photo, ReviewCase, Treatment, User
from tracker.services.check_ins import Report, submit_check_in
from tracker.services.messages import send_message
from tracker.services.photos import Upload, take_photo
from tracker.services.reviews import book

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Page, User], Page]
FIXED = ("/", "/aftercare", "/history", "/history?view=photos", "/messages", "/settings", "/help")
ODD = ("/offline", "/nowhere", "/clinic/")


@pytest.fixture
def her_photo(ana: User, her_toxin: Treatment, a_jpeg: bytes) -> Photo:
    upload = Upload(uuid4(), "front_rest", timezone.now(), a_jpeg)
    return take_photo(by=ana, treatment=her_toxin, check_in=None, upload=upload)[0]


@pytest.fixture
def her_story(
    ana: User, dr_cho: User, her_toxin: Treatment, her_photo: Photo, a_report: Callable[..., Report]
) -> list[str]:
    """The addresses of one result a level, with a message and a photo beside them."""
    signs = {"asked": True, "any": True, "signs": ["breathing"]}
    reports = (
        a_report("cheek", "left", bruise=5),
        a_report("brow", "left", brow_droop=4),
        a_report("cheek", "left", numbness=4, answers={"touch_felt": False}),
        a_report(danger_signs=signs),
    )
    send_message(by=dr_cho, treatment=her_toxin, client_id=uuid4(), text="Please rest today.")
    sent = [submit_check_in(by=ana, treatment=her_toxin, report=each) for each in reports]
    assert {each.assessment.urgency for each in sent} >= {"self_care", "review", "urgent"}
    return [f"/check-ins/{each.check_in.pk}" for each in sent]


@pytest.mark.walk
def test_a2_axe_finds_nothing_on_any_page(
    page: Page,
    signed_in: SignIn,
    ana: User,
    her_story: list[str],
    axe: Callable[[Page], None],
    sideways: Callable[[Page], int],
    wear: Callable[..., None],
) -> None:
    """As a phone is in the light; every look of every screen is in test_every_screen.py."""
    signed_in(page, ana)
    wear(page)

    for address in (*FIXED, *her_story, *ODD):
        page.goto(address)
        axe(page)
        assert sideways(page) == 0, address


def test_a2_axe_finds_nothing_on_any_step_of_the_check_in(
    page: Page,
    signed_in: SignIn,
    ana: User,
    her_story: list[str],
    axe: Callable[[Page], None],
    sideways: Callable[[Page], int],
    wear: Callable[..., None],
) -> None:
    wear(page)
    signed_in(page, ana).goto("/check-in")
    taps = Taps(page)

    def look() -> None:
        axe(page)
        assert sideways(page) == 0

    look()
    taps.tap("button", "None of these")
    for row in page.locator(".carried").all():
        row.get_by_label("Same").check()
    taps.label("Numb or odd feeling")
    look()
    taps.tap("button", "Continue")
    taps.tap("button", "Continue")
    look()  # with its error summary
    taps.label("Pins and needles")
    taps.label("Left cheek")
    taps.label("Mild")
    taps.label("Today")
    look()
    for _page in ("since", "photo", "send"):
        taps.tap("button", "Continue")
        look()


def test_a_photo_is_fetched_sharp_only_on_a_tap_and_blurred_again_when_she_looks_away(
    page: Page, signed_in: SignIn, ana: User, her_photo: Photo
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    signed_in(page, ana).goto("/history?view=photos")
    tile = page.get_by_role("button", name="Show photo: From the front, face at rest, day 3")
    expect(tile).to_be_visible()
    assert not [url for url in asked if url.endswith("/display/")]

    tile.click()

    expect(tile).to_have_attribute("aria-pressed", "true")
    expect(tile.locator("img")).to_have_attribute("src", f"/api/v1/photos/{her_photo.pk}/display/")
    tile.click()
    expect(tile).to_have_attribute("aria-pressed", "false")


def test_a_photo_that_does_not_come_stays_blurred_and_is_asked_for_again_at_a_tap(
    page: Page, signed_in: SignIn, ana: User, her_photo: Photo
) -> None:
    page.route("**/display/", lambda route: route.fulfill(status=503))
    signed_in(page, ana).goto("/history?view=photos")
    tile = page.get_by_role("button", name="Show photo: From the front, face at rest, day 3")
    blurred = tile.locator("img").get_attribute("src")

    tile.click()

    expect(tile).to_contain_text("Could not load. Try again")
    expect(tile).to_have_attribute("aria-pressed", "false")
    expect(tile.locator("img")).to_have_attribute("src", re.compile(f"{blurred}$"))
    expect(page.get_by_role("status").get_by_text("Could not load. Try again")).to_be_attached()
    page.unroute("**/display/")

    tile.click()

    expect(tile).to_have_attribute("aria-pressed", "true")
    expect(tile.get_by_text("Could not load.")).to_have_count(0)


def test_what_stands_on_her_screen_is_seen_without_a_tap(
    page: Page, signed_in: SignIn, ana: User, dr_cho: User, her_toxin: Treatment
) -> None:
    send_message(by=dr_cho, treatment=her_toxin, client_id=uuid4(), text="Please rest today.")

    signed_in(page, ana).goto("/messages")

    expect(page.get_by_text("Please rest today.")).to_be_visible()
    expect(page.get_by_role("button", name="I have read this")).to_be_hidden()
    assert Message.objects.get().seen_at is not None


def test_no_tab_is_cut_in_two_in_spanish_on_the_smallest_phone(
    page: Page, signed_in: SignIn, ana: User, her_toxin: Treatment
) -> None:
    User.objects.filter(pk=ana.pk).update(language="es")
    page.set_viewport_size({"width": 320, "height": 640})
    signed_in(page, ana).goto("/messages")

    tabs = page.locator(".tabs a")

    expect(tabs).to_have_text(["Hoy", "Historial", "Mensajes", "Ajustes"])
    assert {round(tab.bounding_box()["height"]) for tab in tabs.all()} == {64}  # type: ignore[index]


def test_a_picture_that_did_not_come_leaves_a_plain_frame(
    page: Page, signed_in: SignIn, ana: User, her_photo: Photo
) -> None:
    signed_in(page, ana)
    page.route("**/blurred/", lambda route: route.abort())
    page.goto("/history?view=photos")
    tile = page.locator("[data-photo]")
    expect(tile.locator("img")).to_be_hidden()

    tile.click()

    expect(tile).to_have_attribute("aria-pressed", "true")
    expect(tile.locator("img")).to_be_visible()


def test_a_photo_can_be_opened_without_script(
    without_script: Page, signed_in: SignIn, ana: User, her_photo: Photo
) -> None:
    page = signed_in(without_script, ana)
    page.goto("/history?view=photos")

    expect(page.get_by_role("link", name="Open photo: From the front")).to_be_visible()


def test_without_a_connection_the_kept_page_names_the_number(
    browser: Browser,
    browser_context_args: dict[str, Any],
    signed_in: SignIn,
    ana: User,
    her_toxin: Treatment,
) -> None:
    context = browser.new_context(**{**browser_context_args, "service_workers": "allow"})
    page = signed_in(context.new_page(), ana)
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    page.reload()  # from now on the worker stands between

    context.set_offline(True)
    page.goto("/settings/looks")

    expect(page.get_by_role("heading", name="There is no connection")).to_be_visible()
    expect(page.get_by_role("link", name="Call 112")).to_have_attribute("href", "tel:112")
    kept = page.evaluate(
        "caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name)"
        ".then((cache) => cache.keys())))).then((all) => all.flat().map((entry) => entry.url))"
    )
    assert kept
    nobodys = ("/static/", "/offline", "/check-in/questions?")
    assert not [url for url in kept if not any(part in url for part in nobodys)]
    context.close()


def test_first_visit_of_today_is_light(
    page: Page, signed_in: SignIn, ana: User, urgent_case: ReviewCase
) -> None:
    """Requests only; the bytes are the benchmark's (plain files are not compressed here)."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    signed_in(page, ana).goto("/", wait_until="load")

    assert len(asked) <= 12, asked
    assert all(url.startswith("http://localhost:") for url in asked)


SHIFTED = """() => new Promise((done) => {
  new PerformanceObserver((list) => {
    done(list.getEntries().reduce((sum, { value }) => sum + value, 0));
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(0), 500);
})"""
PATIENTS_SCRIPT, DOCUMENT = 60_000, 4_000  # bytes, gzip (UX.md A19; docs/benchmarks.md)


@pytest.mark.parametrize("path", ["/", "/check-in", "/messages", "/history", "/settings"])
def test_a19_a_first_visit_is_light_and_nothing_jumps(
    page: Page, signed_in: SignIn, ana: User, her_toxin: Treatment, path: str
) -> None:
    """What has no clock in it; seconds are the benchmark's."""
    scripts: dict[str, bytes] = {}
    page.on("response", lambda each: ".js" in each.url and scripts.update({each.url: each.body()}))

    document = signed_in(page, ana).goto(path, wait_until="networkidle")

    assert document
    assert sum(len(gzip.compress(body)) for body in scripts.values()) <= PATIENTS_SCRIPT
    assert len(gzip.compress(document.body())) <= DOCUMENT
    assert page.evaluate(SHIFTED) <= 0.1


def test_the_danger_signs_stay_where_they_are_when_the_script_comes_late(
    page: Page, signed_in: SignIn, ana: User, her_toxin: Treatment
) -> None:
    """On a bad line she reads them before it is there."""
    page.route("**/*.js", lambda route: route.abort())
    signed_in(page, ana).goto("/check-in")
    signs = page.locator(".signs")
    expect(page.get_by_role("radio", name="None of these")).to_be_visible()
    before = signs.bounding_box()

    page.unroute_all()
    page.reload()
    expect(page.get_by_role("button", name="None of these")).to_be_visible()

    assert signs.bounding_box() == before
    assert page.evaluate("document.getAnimations().length") == 0, "nor does it fade in"


def test_what_the_phone_kept_names_the_next_visit_until_it_has_been(
    page: Page, signed_in: SignIn, ana: User, dr_cho: User, review_case: ReviewCase
) -> None:
    at = timezone.now() + timedelta(hours=5)
    book(by=dr_cho, case=review_case, version=1, at=at)
    her = signed_in(page, ana)
    her.goto("/kept")
    expect(her.get_by_role("heading", name="Your next visit")).to_be_visible()

    her.clock.set_fixed_time(at + timedelta(minutes=1))
    her.goto("/kept")

    expect(her.get_by_role("heading", name="Show this to the staff")).to_be_visible()
    expect(her.get_by_role("heading", name="Your next visit")).to_have_count(0)
