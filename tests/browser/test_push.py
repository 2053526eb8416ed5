"""Notifications on this phone, in Chromium: the switch, what is shown, what a tap opens.

A browser without a display reaches no push service: the test stands in for the browser's own
PushManager (a subscription that it makes), never for a line of ours. What a service delivers comes
through Chromium's own tool for it, into our service worker.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.phone import ready, with_patience
from tests.push_service import PhoneKeys
from tracker.models import PushSubscription, Treatment, User
from tracker.records import push_key

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[..., Page]
MODULE = "/static/frontend/js/push-shown.js"
SERVICE = "https://fcm.googleapis.com"
# The browser's own part: a subscription, made with a key, that outlasts every page.
BROWSER = """(device) => {
  const encoded = (key) => Uint8Array.from(
    atob(key.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
  const as = (key) => (key === "") ? null : {
    options: { applicationServerKey: encoded(key).buffer },
    toJSON: () => {
      const { endpoint, p256dh, auth } = device;
      return { endpoint, keys: { p256dh, auth } };
    },
    unsubscribe: async () => { await window.holds(""); return true; },
  };
  PushManager.prototype.getSubscription = async () => as(await window.held());
  PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
    if (!userVisibleOnly) throw new DOMException("", "NotAllowedError");
    await window.holds(applicationServerKey);
    return as(await window.held());
  };
}"""
REFUSES = """(before) => {
  let said = before;
  Object.defineProperty(Notification, "permission", { get: () => said });
  Notification.requestPermission = async () => (said = "denied");
}"""
SHOWN = """async () => {
  const worker = await navigator.serviceWorker.ready;
  const picked = ({ title, tag, lang, body }) => ({ title, tag, lang, body });
  return (await worker.getNotifications()).map(picked);
}"""
SILENT = """async () => {
  const worker = await navigator.serviceWorker.ready;
  return (await worker.getNotifications()).map(({ silent }) => silent);
}"""
A_DAY_LATER = """() => {
  const known = JSON.parse(localStorage.push);
  localStorage.push = JSON.stringify({ ...known, at: known.at - 90_000_000 });
}"""
# In our worker: an event of the browser's, which waits for what it began.
HAPPENS = """async ([name, more, device]) => {
  const event = new ExtendableEvent(name);
  let begun;
  event.waitUntil = (work) => { begun = work; };
  if (more.tag) event.notification = { tag: more.tag, close: () => undefined };
  if (device) {
    const { endpoint, p256dh, auth } = device;
    const text = atob(more.key.replace(/-/g, "+").replace(/_/g, "/"));
    const key = Uint8Array.from(text, (each) => each.charCodeAt(0)).buffer;
    const toJSON = () => ({ endpoint, keys: { p256dh, auth } });
    event.newSubscription = { options: { applicationServerKey: key }, toJSON };
  }
  let opened = null;
  self.clients.openWindow = async (path) => { opened = path; };
  self.clients.matchAll = async () => [];
  self.dispatchEvent(event);
  await begun;
  return opened;
}"""
# What our module makes of a notice, at an hour of this phone's own day.
NOTICE_AT = """async ([address, hour]) => {
  const { noticeOf } = await import(address);
  const data = { json: () => ({ title: "x".repeat(500), to: "messages" }) };
  const now = new Date(2026, 10, 24, hour, 59);
  const pages = { today: "/", messages: "/messages" };
  const { title, options } = noticeOf(data, { pages, icon: "", now });
  return [title.length, options.silent, options.renotify];
}"""
# Which window comes to the front, or what is opened, where these are open.
OPENED = """async ([address, open]) => {
  const { openPage } = await import(address);
  const front = async (url) => `front ${new URL(url).pathname}`;
  const windows = open.map((url) => ({ url, focus: () => front(url) }));
  const openWindow = async (path) => `opened ${path}`;
  return openPage("/messages", { matchAll: async () => windows, openWindow });
}"""


@pytest.fixture
def phone(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[BrowserContext]:
    """A phone on which the service worker runs, and whose browser may show notifications."""
    more = {"permissions": ["notifications"], "service_workers": "allow"}
    context = browser.new_context(**{**browser_context_args, **more})
    yield context
    context.close()


class Held:
    """What the browser holds: the key of its subscription, "" for none."""

    key = ""

    def holds(self, key: str) -> None:
        self.key = key


@pytest.fixture
def held(phone: BrowserContext) -> Held:
    held = Held()
    phone.expose_function("held", lambda: held.key)
    phone.expose_function("holds", held.holds)
    device = PhoneKeys(SERVICE).device.__dict__
    phone.add_init_script(f"({BROWSER})({json.dumps(device)})")
    return held


@pytest.fixture
def settings(held: Held, visited: Page) -> Page:
    """Her Settings on a phone that can show notifications."""
    visited.goto("/settings")
    return visited


def card(page: Page) -> Any:
    return page.locator("[data-push]")


def turn_on(page: Page) -> None:
    expect(card(page).get_by_text("Off. Reminders")).to_be_visible()
    card(page).get_by_role("button", name="Turn on reminders").click()
    expect(card(page).get_by_text("On. They only say")).to_be_visible()


@pytest.mark.walk
def test_she_turns_it_on_and_off_and_the_server_knows(
    settings: Page, held: Held, ana: User, axe: Callable[[Page], None]
) -> None:
    page = settings
    turn_on(page)

    assert held.key == push_key.public_key()
    expect(card(page).get_by_role("button", name="Turn off reminders")).to_be_focused()
    row = PushSubscription.objects.get()
    assert (row.user, row.endpoint.startswith(SERVICE)) == (ana, True)
    axe(page)

    page.reload()
    expect(card(page).get_by_text("On. They only say")).to_be_visible()
    card(page).get_by_role("button", name="Turn off reminders").click()
    expect(card(page).get_by_text("Off. Reminders")).to_be_visible()
    assert not PushSubscription.objects.exists()
    assert page.evaluate("localStorage.getItem('push')") is None


@pytest.mark.parametrize("before", ["default", "denied"])
def test_a_browser_that_refuses_is_said_plainly(
    before: str, phone: BrowserContext, held: Held, visited: Page
) -> None:
    phone.add_init_script(f"({REFUSES})({json.dumps(before)})")
    visited.goto("/settings")
    if before == "default":
        card(visited).get_by_role("button", name="Turn on reminders").click()

    expect(card(visited).get_by_text("Your browser does not allow notifications")).to_be_visible()
    expect(card(visited).get_by_role("button")).to_have_count(0)
    assert not PushSubscription.objects.exists()


def test_without_a_connection_nothing_changes_and_it_is_said(settings: Page, held: Held) -> None:
    page = settings
    page.route("**/settings/push", lambda route: route.abort())
    card(page).get_by_role("button", name="Turn on reminders").click()

    expect(card(page).get_by_text("That did not work")).to_be_visible()
    expect(card(page).get_by_text("Off. Reminders")).to_be_visible()
    assert held.key == ""


def test_a_browser_that_cannot_has_no_switch(
    phone: BrowserContext, signed_in: SignIn, ana: User, her_toxin: Treatment
) -> None:
    phone.add_init_script("delete window.PushManager")
    page = ready(signed_in(phone.new_page(), ana))
    page.goto("/settings")

    expect(page.get_by_role("heading", name="Reminders", exact=True)).to_be_visible()
    expect(card(page)).to_be_hidden()


def test_an_iphone_in_its_browser_is_told_why_there_is_no_switch(
    phone: BrowserContext, signed_in: SignIn, ana: User, her_toxin: Treatment
) -> None:
    phone.add_init_script("delete window.PushManager")
    phone.add_init_script("navigator.standalone = false")
    phone.add_init_script("Object.defineProperty(navigator, 'maxTouchPoints', { get: () => 5 })")
    page = ready(signed_in(phone.new_page(), ana))
    page.goto("/settings")

    why = "An iPhone shows reminders only from the home screen."
    expect(card(page).get_by_text(why)).to_be_visible()
    expect(card(page).get_by_role("button")).to_have_count(0)
    expect(page.locator("[data-install]").get_by_text(why)).to_be_visible()
    expect(page.get_by_text("Choose “Add to Home Screen”.")).to_be_visible()


def test_signing_out_ends_it_on_the_phone_and_on_the_server(settings: Page, held: Held) -> None:
    page = settings
    turn_on(page)
    page.get_by_role("button", name="Sign out").click()

    expect(page).to_have_url(re.compile("/sign-in$"))
    assert held.key == ""
    assert not PushSubscription.objects.exists()


def test_another_persons_subscription_on_this_phone_ends(
    settings: Page, held: Held, signed_in: SignIn, ben: User, his_toxin: Treatment
) -> None:
    page = settings
    turn_on(page)

    signed_in(page, ben).goto("/settings")

    expect(card(page).get_by_text("Off. Reminders")).to_be_visible()
    with_patience(page, lambda: held.key == "")
    assert not PushSubscription.objects.filter(user=ben).exists()


def test_what_the_server_lost_is_told_again_the_next_day(settings: Page, held: Held) -> None:
    page = settings
    turn_on(page)
    PushSubscription.objects.all().delete()
    page.evaluate(A_DAY_LATER)

    with page.expect_response("**/settings/push"):
        page.goto("/aftercare")

    assert PushSubscription.objects.count() == 1


def test_a_notification_is_neutral_replaces_the_one_before_and_opens_a_page_of_ours(
    phone: BrowserContext, visited: Page
) -> None:
    deliver = delivering(phone, visited)
    deliver({"title": "Tienes un mensaje nuevo", "lang": "es", "to": "messages", "quiet": False})
    deliver({"title": "You have a new message", "lang": "en", "to": "messages", "quiet": False})
    deliver({"title": "Your check-in is ready", "lang": "en", "to": "https://evil.example/"})
    deliver("not even JSON")

    shown = sorted(visited.evaluate(SHOWN), key=lambda each: str(each["tag"]))
    assert shown == [
        {
            "title": "You have a new message",
            "tag": "messages",
            "lang": "en",
            "body": "",
        },
        {"title": "Fadewell", "tag": "today", "lang": "", "body": ""},
    ]


def test_a_quiet_notification_makes_no_sound(phone: BrowserContext, visited: Page) -> None:
    deliver = delivering(phone, visited)
    deliver({"title": "You have a new message", "lang": "en", "to": "messages", "quiet": True})

    assert visited.evaluate(SILENT) == [True]


def test_a_subscription_of_an_older_key_is_made_anew(settings: Page, held: Held) -> None:
    turn_on(settings)
    held.key = "BAAA"
    settings.evaluate(A_DAY_LATER)

    with settings.expect_response("**/settings/push"):
        settings.goto("/aftercare")

    with_patience(settings, lambda: held.key == push_key.public_key())


@pytest.mark.parametrize(
    ("hour", "is_silent"), [(6, True), (7, False), (20, False), (21, True), (0, True)]
)
def test_by_night_it_makes_no_sound_by_the_phones_own_clock(
    hour: int, is_silent: bool, visited: Page
) -> None:
    assert visited.evaluate(NOTICE_AT, [MODULE, hour]) == [80, is_silent, not is_silent]


@pytest.mark.parametrize(
    ("paths", "then"),
    [
        ([], "opened /messages"),
        (["/check-in"], "opened /messages"),  # what she is writing there stays as it is
        (["/check-in", "/messages?sent=1"], "front /messages"),
    ],
)
def test_a_tap_brings_the_page_to_the_front_or_opens_it(
    paths: list[str], then: str, visited: Page
) -> None:
    origin = visited.evaluate("location.origin")

    assert visited.evaluate(OPENED, [MODULE, [origin + path for path in paths]]) == then


@pytest.mark.parametrize(
    ("tag", "path"),
    [
        ("messages", "/messages"),
        ("check_in", "/check-in"),
        ("today", "/"),
        ("https://evil.example", "/"),
    ],
)
def test_a_tap_opens_a_page_of_a_list_and_no_address_that_came_with_it(
    tag: str, path: str, phone: BrowserContext, visited: Page
) -> None:
    [worker] = phone.service_workers

    assert worker.evaluate(HAPPENS, ["notificationclick", {"tag": tag}, None]) == path


def test_a_subscription_that_the_browser_renewed_by_itself_is_told(
    phone: BrowserContext, settings: Page, ana: User
) -> None:
    turn_on(settings)
    anew = PhoneKeys(SERVICE).device.__dict__
    [worker] = phone.service_workers

    worker.evaluate(HAPPENS, ["pushsubscriptionchange", {"key": push_key.public_key()}, anew])

    assert [each.endpoint for each in ana.push_subscriptions.all()] == [anew["endpoint"]]


def delivering(phone: BrowserContext, page: Page) -> Callable[[Any], None]:
    """deliver(payload): as the browser's push service hands it to our worker."""
    tools = phone.new_cdp_session(page)
    registered: list[dict[str, Any]] = []
    tools.on(
        "ServiceWorker.workerRegistrationUpdated", lambda e: registered.extend(e["registrations"])
    )
    tools.send("ServiceWorker.enable")
    page.wait_for_timeout(200)
    origin = page.evaluate("location.origin")

    def deliver(said: Any) -> None:
        before = page.evaluate(SHOWN)
        tools.send(
            "ServiceWorker.deliverPushMessage",
            {
                "origin": origin,
                "registrationId": registered[-1]["registrationId"],
                "data": said if isinstance(said, str) else json.dumps(said),
            },
        )
        for _try in range(40):
            if page.evaluate(SHOWN) != before:
                return
            page.wait_for_timeout(50)

    return deliver
