"""Without a connection: one visit is enough for a check-in, and it arrives exactly once."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, Request, Route, expect

from frontend.wording import day_name
from tests.browser.phone import (
    CACHED,
    IN_ANOTHERS_PLACE,
    KEEP_ANEW,
    PHOTO_PATIENCE,
    SHELF,
    UNREADABLE,
    quiet_day,
    send,
)
from tests.browser.taps import RESULT
from tracker.models import CheckIn, Message, Photo, Treatment, User
from tracker.services.check_ins import Report, submit_check_in
from tracker.services.messages import send_message
from tracker.services.photos import Upload, take_photo
from tracker.services.reviews import acknowledge

pytestmark = pytest.mark.django_db(transaction=True)
Reported = Callable[..., Report]


@pytest.mark.walk
def test_a6_a_check_in_without_a_connection_arrives_once_when_there_is_one(
    phone: BrowserContext, visited: Page, face: Path
) -> None:
    phone.set_offline(True)
    visited.goto("/")
    expect(visited.get_by_text("No connection. This is from")).to_be_visible()
    quiet_day(visited, face)
    send(visited)

    expect(visited.get_by_role("heading", name="Not sent yet.")).to_be_focused()
    expect(visited.get_by_text("Saved on this phone.")).to_be_visible()
    expect(visited.get_by_text("Call them on +44")).to_be_visible()
    assert not CheckIn.objects.exists()

    phone.set_offline(False)
    expect(visited).to_have_url(RESULT, timeout=PHOTO_PATIENCE)
    said = CheckIn.objects.get()
    assert said.received_at - said.reported_at < timedelta(minutes=5)
    assert Photo.objects.get().check_in == said
    visited.goto("/")
    expect(visited.locator("[data-outbox]")).to_be_hidden()
    expect(visited.locator("[data-badge]")).to_be_hidden()


def test_a6_the_app_was_closed_before_the_connection_came_back(
    phone: BrowserContext, visited: Page, face: Path
) -> None:
    phone.set_offline(True)
    quiet_day(visited, face)
    send(visited)
    expect(visited.get_by_role("heading", name="Not sent yet.")).to_be_visible()
    told_at = visited.evaluate("Date.now() / 1000")
    visited.close()
    phone.set_offline(False)

    opened = phone.new_page()
    opened.goto("/")

    expect(opened.get_by_text("Sent today")).to_be_visible(timeout=PHOTO_PATIENCE)
    expect(opened.locator("[data-outbox]")).to_be_hidden()
    said = CheckIn.objects.get()
    assert abs(said.reported_at.timestamp() - told_at) < 60, "the moment of the report is kept"
    assert Photo.objects.get().check_in == said


@pytest.mark.walk
def test_a7_a_danger_sign_without_a_connection_shows_the_emergency_page(
    phone: BrowserContext, visited: Page, her_toxin: Treatment
) -> None:
    phone.set_offline(True)
    visited.goto("/check-in")

    visited.get_by_role("button", name="Yes, or I'm not sure").click()

    title = "Emergency: call 112 or go to hospital now"
    expect(visited.get_by_role("heading", name=title)).to_be_focused()
    expect(visited.get_by_role("link", name="Call 112")).to_have_attribute("href", "tel:112")
    expect(visited.get_by_text("I had botulinum toxin on")).to_be_visible()
    expect(visited.get_by_text("Not sent yet. Saved on this phone. Try again")).to_be_visible()
    ways = visited.get_by_role("main").get_by_role("link").locator("visible=true").all()
    assert [link.get_attribute("href") for link in ways] == ["tel:112"], "nothing leads away"
    words = visited.locator("body").inner_text()
    assert "arnica" not in words.lower()
    assert "Sent " not in words
    visited.close()

    again = phone.new_page()
    again.goto("/")
    first = again.locator("h1:visible").locator(
        "xpath=ancestor-or-self::*[parent::main]/following-sibling::*[1]"
    )
    expect(first).to_contain_text("1 not sent")
    expect(first).to_contain_text("Your clinic has not seen this. Do not wait for them.")
    expect(first.get_by_role("link", name="Call 112")).to_be_visible()
    again.close()
    phone.set_offline(False)

    opened = phone.new_page()
    opened.goto("/")

    expect(opened.get_by_text("Sent today")).to_be_visible()
    assert CheckIn.objects.get().assessments.get().urgency == "emergency"


def test_help_without_a_connection_has_her_clinics_number_and_the_card(
    phone: BrowserContext, visited: Page
) -> None:
    phone.set_offline(True)
    visited.goto("/help")

    expect(visited.get_by_role("link", name="Call 112")).to_be_visible()
    expect(visited.get_by_role("link", name="+44")).to_be_visible()
    expect(visited.get_by_text("I had botulinum toxin on")).to_be_visible()


def test_the_kept_today_speaks_of_the_day_on_which_it_is_read(
    phone: BrowserContext, visited: Page
) -> None:
    phone.set_offline(True)
    visited.clock.install(time=timezone.now() + timedelta(days=2))

    visited.goto("/")

    expect(visited.get_by_role("heading", name="Day 5 of recovery")).to_be_visible()
    expect(visited.get_by_role("heading", name="What is usual around day 5")).to_be_visible()
    expect(visited.get_by_role("heading", name="day 3")).to_have_count(0)


def test_days_that_are_left_are_counted_when_a_kept_page_is_read(
    phone: BrowserContext, visited: Page, her_toxin: Treatment
) -> None:
    yesterday = timezone.now() - timedelta(hours=23)
    Treatment.objects.filter(pk=her_toxin.pk).update(performed_at=yesterday)
    visited.evaluate(KEEP_ANEW)
    phone.set_offline(True)
    visited.clock.install(time=timezone.now() + timedelta(days=2))

    for address in ("/", "/aftercare"):
        visited.goto(address)
        expect(visited.get_by_text("4 days left")).to_be_visible()
        expect(visited.get_by_text("6 days left")).to_have_count(0)


def test_an_address_that_is_not_kept_says_so_with_her_clinics_number(
    phone: BrowserContext, visited: Page
) -> None:
    phone.set_offline(True)
    visited.goto("/settings/looks")

    expect(visited.get_by_role("heading", name="There is no connection")).to_be_visible()
    expect(visited.get_by_text("Clinic A: +44")).to_be_visible()


LEVELS = {
    "emergency": {"danger_signs": {"asked": True, "any": True, "signs": ["breathing"]}},
    "urgent": {"region": "cheek", "numbness": 4, "answers": {"touch_felt": False}},
    "review": {"region": "brow", "brow_droop": 4},
    "self_care": {"region": "cheek", "bruise": 5},
}


def test_a8_the_status_says_what_is_true_on_the_server(
    phone: BrowserContext, visited: Page, dr_cho: User, her_toxin: Treatment
) -> None:
    status, outbox = visited.locator(".card .status"), visited.locator("[data-outbox]")
    phone.set_offline(True)
    quiet_day(visited)
    send(visited)
    expect(visited.get_by_role("heading", name="Not sent yet.")).to_be_visible()
    visited.get_by_role("link", name="Go to Today").click()
    expect(visited.get_by_role("heading", name="1 not sent")).to_be_visible()
    expect(outbox).to_contain_text("Saved on this phone")
    expect(status).to_have_count(0)
    assert not CheckIn.objects.exists()

    phone.set_offline(False)  # it goes by itself, and Today is loaded anew
    expect(status).to_contain_text("Sent today")
    expect(outbox).to_be_hidden()
    assert "Seen" not in visited.locator("main").inner_text()

    send_message(by=dr_cho, treatment=her_toxin, client_id=uuid4(), text="Please rest today.")
    visited.goto("/")
    expect(status).to_contain_text("Answered: read it in Messages.")


@pytest.mark.parametrize("level", LEVELS)
def test_a8_seen_is_said_at_each_level_only_once_somebody_has(
    phone: BrowserContext,
    visited: Page,
    ana: User,
    dr_cho: User,
    her_toxin: Treatment,
    a_report: Callable[..., Report],
    level: str,
) -> None:
    status = visited.locator(".card .status")
    report = a_report(side="left", **LEVELS[level])
    sent = submit_check_in(by=ana, treatment=her_toxin, report=report)
    assert sent.assessment.urgency == level
    visited.goto("/")
    expect(status).to_contain_text("Sent today")
    expect(status).not_to_contain_text("Seen")

    if sent.case is not None:
        acknowledge(by=dr_cho, case=sent.case, version=sent.case.version)
        visited.goto("/")
        expect(status).to_contain_text(f"Seen by {dr_cho.name}, today")


def test_what_the_kept_today_says_of_a_report_stays_true_on_a_later_day(
    phone: BrowserContext,
    visited: Page,
    ana: User,
    her_toxin: Treatment,
    a_report: Callable[..., Report],
) -> None:
    """ "Sent today" would be a lie tomorrow: a kept page names the day."""
    submit_check_in(by=ana, treatment=her_toxin, report=a_report())
    day = day_name(timezone.localdate())
    visited.evaluate(KEEP_ANEW)
    phone.set_offline(True)
    visited.clock.install(time=timezone.now() + timedelta(days=1))

    visited.goto("/")

    expect(visited.get_by_text(f"No connection. This is from {day}")).to_be_visible()
    expect(visited.get_by_text(f"Sent {day}")).to_be_visible()
    said = visited.locator("main").inner_text()
    assert not [word for word in (" today,", " tomorrow,", " yesterday,") if word in said]


def test_two_quiet_days_without_a_connection_are_two_check_ins(
    phone: BrowserContext, visited: Page
) -> None:
    """Both times the phone shows the same kept page, and she gives the same answers."""
    phone.set_offline(True)
    for waiting in ("1 not sent", "2 not sent"):
        visited.goto("/")
        quiet_day(visited)
        send(visited)
        expect(visited.get_by_role("heading", name="Not sent yet.")).to_be_visible()
        visited.goto("/")
        expect(visited.get_by_role("heading", name=waiting)).to_be_visible()

    phone.set_offline(False)  # both go by themselves

    expect(visited.get_by_text("Sent today")).to_be_visible()
    assert CheckIn.objects.count() == 2


def test_settings_without_a_connection_are_read_only(phone: BrowserContext, visited: Page) -> None:
    phone.set_offline(True)
    visited.goto("/settings")

    expect(visited.get_by_text("You can read it, and sign out.")).to_be_visible()
    expect(visited.get_by_role("button", name="Save the look")).to_be_disabled()
    expect(visited.get_by_role("button", name="Sign out")).to_be_enabled()

    phone.set_offline(False)
    expect(visited.get_by_role("button", name="Save the look")).to_be_enabled()


def test_after_four_hours_unsent_she_is_told_to_call(phone: BrowserContext, visited: Page) -> None:
    phone.set_offline(True)
    quiet_day(visited)
    send(visited)
    expect(visited.get_by_role("heading", name="Not sent yet.")).to_be_visible()
    late = phone.new_page()
    late.clock.install(time=timezone.now() + timedelta(hours=5))

    late.goto("/")

    expect(late.get_by_text("It has waited for more than 4 hours.")).to_be_visible()


def test_what_is_kept_is_sealed_and_no_page_of_hers_lies_in_a_cache(
    phone: BrowserContext, visited: Page, face: Path, ana: User
) -> None:
    phone.set_offline(True)
    quiet_day(visited, face)
    visited.locator("#note").fill("canary-in-the-note")
    send(visited)
    expect(visited.get_by_role("heading", name="Not sent yet.")).to_be_visible()

    for drawer in ("entries", "photos", "pages"):
        records = visited.evaluate(SHELF, [drawer, "getAll"])
        assert records, drawer
        for secret in ("canary", "otulinum", "danger", "JFIF", "Clinic A", ana.name):
            assert not [each[:80] for each in records if secret in each], (drawer, secret)
    cached = visited.evaluate(CACHED)
    nobodys = {"/offline", "/check-in/questions"}
    assert not [path for path in cached if not path.startswith("/static/") and path not in nobodys]
    assert visited.evaluate(UNREADABLE) == [False, "InvalidAccessError"]
    refused = "OperationError"
    assert visited.evaluate(IN_ANOTHERS_PLACE) == ["words", refused, refused]


def test_a_message_without_a_connection_waits_sealed_and_arrives_once(
    phone: BrowserContext, visited: Page, ana: User
) -> None:
    phone.set_offline(True)
    visited.goto("/messages")
    write(visited, "canary: is this usual?")
    waiting = visited.locator("[data-waiting-messages]")
    expect(waiting).to_contain_text("canary: is this usual?")
    expect(waiting).to_contain_text("Waiting to send.")
    expect(visited.get_by_text("A person at your clinic reads every message.")).to_be_hidden()
    assert "Sent" not in waiting.inner_text()
    assert not [each for each in visited.evaluate(SHELF, ["entries", "getAll"]) if "canary" in each]
    visited.goto("/messages")
    expect(waiting).to_contain_text("Waiting to send.")

    phone.set_offline(False)
    expect(waiting).to_be_empty()
    expect(visited.locator(".bubble--mine")).to_contain_text("Sent ")
    visited.goto("/messages")
    expect(visited.locator(".bubble--mine")).to_have_count(1)
    assert Message.objects.get().text == "canary: is this usual?"


def test_a_photo_that_she_took_before_goes_with_a_message_that_waited(
    phone: BrowserContext, visited: Page, ana: User, her_toxin: Treatment, a_jpeg: bytes
) -> None:
    upload = Upload(uuid4(), "front_rest", timezone.now(), a_jpeg)
    photo, _is_new = take_photo(by=ana, treatment=her_toxin, check_in=None, upload=upload)
    visited.goto("/messages")
    phone.set_offline(True)
    visited.get_by_text("Add one of your photos").click()
    visited.get_by_label("From the front, face at rest, day 3").check()
    write(visited, "How it looks")
    waiting = visited.locator("[data-waiting-messages]")
    expect(waiting).to_contain_text("From the front, face at rest, day 3")

    phone.set_offline(False)
    expect(visited.locator(".bubble--mine [data-photo]")).to_be_visible()
    assert list(Message.objects.get().photos.all()) == [photo]


def test_a_message_whose_answer_was_lost_is_one_message(
    phone: BrowserContext, visited: Page
) -> None:
    visited.goto("/messages")

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    visited.route("**/messages", lambda route: lose(route) if is_post(route) else route.fallback())
    with visited.expect_event("requestfailed", is_post_of):
        write(visited, "Once, please.")
    expect(visited.locator("[data-waiting-messages]")).to_contain_text("Waiting to send.")
    visited.unroute_all(behavior="wait")
    visited.goto("/messages")

    expect(visited.locator(".bubble--mine")).to_contain_text("Sent ")
    assert Message.objects.count() == 1


def test_a_message_that_is_refused_says_so_and_can_be_deleted(
    phone: BrowserContext, visited: Page, her_toxin: Treatment
) -> None:
    visited.goto("/messages")
    visited.locator('#write [name="treatment"]').evaluate("field => { field.value = 'none'; }")
    write(visited, "Hello")
    waiting = visited.locator("[data-waiting-messages]")

    expect(waiting).to_contain_text("Failed, try again.")
    waiting.get_by_role("button", name="Delete it from this phone").click()
    expect(waiting).to_be_empty()
    assert not Message.objects.exists()


def write(page: Page, text: str) -> None:
    page.get_by_label("Your message").fill(text)
    page.get_by_role("button", name="Send to my clinic").click()


def is_post(route: Route) -> bool:
    return is_post_of(route.request)


def is_post_of(request: Request) -> bool:
    return request.method == "POST"
