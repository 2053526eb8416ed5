"""History as the phone keeps it: read without a connection, and no picture in it."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.phone import KEEP_ANEW
from tracker.models import Treatment, User
from tracker.services.check_ins import Report, submit_check_in
from tracker.services.photos import Upload, take_photo

pytestmark = pytest.mark.django_db(transaction=True)
Reported = Callable[..., Report]


def test_history_without_a_connection_is_read_and_shows_no_picture(
    phone: BrowserContext, visited: Page, ana: User, her_toxin: Treatment, a_report: Reported
) -> None:
    submit_check_in(by=ana, treatment=her_toxin, report=a_report("cheek", "left", bruise=5))
    visited.evaluate(KEEP_ANEW)
    phone.set_offline(True)

    visited.goto("/history")
    expect(visited.get_by_text("Photos need a connection.")).to_be_visible()
    expect(visited.get_by_text("Bruise, left cheek: moderate.")).to_be_visible()
    visited.get_by_role("link", name="Chart", exact=True).click()
    expect(visited.get_by_text("Photos need a connection.")).to_be_visible()
    visited.get_by_role("link", name="Photos", exact=True).click()
    expect(visited.get_by_role("heading", name="There is no connection")).to_be_visible()


def test_a_photo_without_a_connection_is_an_empty_frame_with_nothing_to_press(
    phone: BrowserContext,
    visited: Page,
    ana: User,
    her_toxin: Treatment,
    a_report: Reported,
    a_jpeg: bytes,
) -> None:
    told = submit_check_in(by=ana, treatment=her_toxin, report=a_report()).check_in
    upload = Upload(uuid4(), "front_rest", timezone.now(), a_jpeg)
    take_photo(by=ana, treatment=her_toxin, check_in=told, upload=upload)
    visited.goto("/history")
    tile = visited.locator("[data-photo]")
    expect(tile.locator("img")).to_have_css("visibility", "visible")
    visited.evaluate(KEEP_ANEW)
    phone.set_offline(True)

    visited.goto("/history")

    expect(tile).to_be_disabled()
    expect(tile.get_by_text("Show")).to_be_hidden()
    expect(tile.locator("img")).to_have_css("visibility", "hidden")
