"""Chromium for pytest-playwright: on the live server, signed in, looked at by axe.

Every page of these fixtures knows the live server as its base: page.goto("/sign-in").
"""

import os
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.servers.basehttp import WSGIRequestHandler
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import cast
from tests.browser.as_new import Phone
from tests.browser.axe_report import axe_report
from tests.browser.clinic_rows import a_case
from tests.browser.faces import film_of, to_the_photo_step
from tests.browser.phone import PATIENCE, ready
from tests.browser.taps import Taps
from tests.one_worker import is_together
from tracker.management import chromium
from tracker.models import Clinic, Patient, ReviewCase, Treatment, User

HERE = Path(__file__).parent
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
KEEP_STREAMS = """
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  window.streams = [];
  navigator.mediaDevices.getUserMedia = async (wish) => {
    const stream = await ask(wish);
    window.streams.push(stream);
    return stream;
  };
"""
RECORDS = ("--tracing", "--video", "--screenshot")
MINUTES = (
    "test_every_screen.py",
    "test_layout.py",
    "test_stored_script.py",
    "test_worklist_morning.py",
)
expect.set_options(timeout=PATIENCE)
WSGIRequestHandler.disable_nagle_algorithm = True  # or each file waits 40 ms for its second packet


def pytest_itemcollected(item: pytest.Item) -> None:
    """Chromium takes seconds a test: the fast tier runs the walks alone, --all everything."""
    if item.get_closest_marker("walk") is None:
        item.add_marker(pytest.mark.full)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Last: Playwright leaves an event loop in its thread, where Django refuses the database.

    Of these first what one worker has to run alone, then what takes longest, so that at the end
    neither worker is left to wait for the other.
    """
    items.sort(key=_place)


def _place(item: pytest.Item) -> tuple[bool, ...]:
    if HERE not in item.path.parents:
        return (False,)
    return True, not is_together(item.nodeid), item.path.name not in MINUTES


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Only here may the database be used beside that event loop."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        return (yield)
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    flags = ["--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars"]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")  # Chromium refuses root otherwise
    return {**browser_type_launch_args, "executable_path": _chromium(), "args": flags}


def _chromium() -> str:
    path = chromium.find()
    if path is not None:
        return path
    if os.environ.get("CI") == "true":
        pytest.fail(chromium.HOW)
    pytest.skip(chromium.HOW)


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], live_server: Any) -> dict[str, Any]:
    """A phone. The service worker is blocked wherever a test is not about it."""
    ours = {"viewport": PHONE, "locale": "en-GB", "service_workers": "block"}
    return {**browser_context_args, **ours, "base_url": live_server.url}


@pytest.fixture(scope="session")
def lent(browser: Browser, live_server: Any) -> Iterator[list[Phone]]:
    """The phone of this browser that the next test gets, if there is one."""
    kept: list[Phone] = []
    yield kept
    for phone in kept:
        phone.context.close()


@pytest.fixture
def context(
    request: pytest.FixtureRequest,
    browser: Browser,
    browser_context_args: dict[str, Any],
    live_server: Any,
    lent: list[Phone],
) -> Iterator[BrowserContext]:
    """A phone as if it were new. What is to be recorded is made anew by Playwright's plug-in."""
    if any(request.config.getoption(name) != "off" for name in RECORDS):
        yield request.getfixturevalue("new_context")()
        return
    phone = (
        lent.pop() if lent else Phone(browser.new_context(**browser_context_args), live_server.url)
    )
    yield phone.context
    if phone.is_spent:
        phone.context.close()
    else:
        phone.clear()
        lent.append(phone)


@pytest.fixture
def signed_in(live_server: Any) -> Callable[..., Page]:
    """signed_in(page, user): the page's context carries that person's session, begun long ago.

    signed_in(page, user, fresh=True): begun just now, so that she may change what asks for that.
    """

    def sign_in(page: Page, user: User, *, fresh: bool = False) -> Page:
        client = Client()
        client.force_login(user)
        cast.show_second_factor(client, at=time.time() if fresh else 0)
        name = settings.SESSION_COOKIE_NAME
        value = client.cookies[name].value
        page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        return page

    return sign_in


@pytest.fixture
def without_script(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """A page on which no script runs."""
    context: BrowserContext = browser.new_context(
        **{**browser_context_args, "java_script_enabled": False}
    )
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def browser_before(
    launch_browser: Callable[..., Browser],
    browser_type_launch_args: dict[str, Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[bytes | None], Browser]]:
    """browser_before(jpeg): one whose camera sees that picture, kept for the next test.

    Without a picture it has two cameras, which show Chromium's own test film.
    """
    films = tmp_path_factory.mktemp("films")
    opened: dict[bytes | None, Browser] = {}

    def flags(picture: bytes | None) -> list[str]:
        if picture is None:
            return ["--use-fake-device-for-media-stream=device-count=2,fps=5"]
        film = films / f"{sha256(picture).hexdigest()}.y4m"
        film.write_bytes(film_of(picture))
        return ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]

    def browser(picture: bytes | None) -> Browser:
        if picture not in opened:
            more = flags(picture)
            opened[picture] = launch_browser(args=[*browser_type_launch_args["args"], *more])
        return opened[picture]

    yield browser
    for each in opened.values():
        each.close()


@pytest.fixture
def before_camera(
    browser_before: Callable[[bytes | None], Browser], browser_context_args: dict[str, Any]
) -> Iterator[Callable[..., Page]]:
    """before_camera(jpeg, allowed=True): a phone before that picture, until the test is over.

    A page that stays open goes on drawing its camera, and slows every later test.
    """
    contexts: list[BrowserContext] = []

    def page_before(picture: bytes | None, *, allowed: bool = True) -> Page:
        contexts.append(browser_before(picture).new_context(**browser_context_args))
        contexts[-1].grant_permissions(["camera"] if allowed else [])
        return contexts[-1].new_page()

    yield page_before
    for context in contexts:
        context.close()


@pytest.fixture
def day_2(ana_patient: Patient) -> Treatment:
    """A day on which one photo is asked for."""
    return cast.treat(ana_patient, "botulinum_toxin", ["forehead", "glabella"], hours_ago=48)


@pytest.fixture
def at_photo_step(
    before_camera: Callable[..., Page],
    signed_in: Callable[[Page, User], Page],
    ana: User,
    day_2: Treatment,
) -> Callable[..., Taps]:
    """at_photo_step(jpeg): her photo step before a camera; `streams` holds what it opened."""

    def arrive(picture: bytes | None, **how: Any) -> Taps:
        page = before_camera(picture, **how)
        page.add_init_script(KEEP_STREAMS)
        signed_in(page, ana).goto("/")
        return to_the_photo_step(page)

    return arrive


@pytest.fixture
def phone(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[BrowserContext]:
    """A phone of its own, on which the service worker runs."""
    context = browser.new_context(**{**browser_context_args, "service_workers": "allow"})
    yield context
    context.close()


@pytest.fixture
def visited(
    phone: BrowserContext, signed_in: Callable[..., Page], ana: User, her_toxin: Treatment
) -> Page:
    """Ana's Today after one visit: all that a check-in needs is on that phone."""
    return ready(signed_in(phone.new_page(), ana))


@pytest.fixture
def face(tmp_path: Path, a_jpeg: bytes) -> Path:
    """A picture as a phone's gallery would hand it over."""
    file = tmp_path / "face.jpg"
    file.write_bytes(a_jpeg)
    return file


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """axe(page): fails with axe's own report where it finds anything."""

    def look(page: Page) -> None:
        found = axe_report(page)
        assert not found, f"{page.url}\n{found}"

    return look


@pytest.fixture
def wear() -> Callable[..., None]:
    """wear(page, width=320, theme="dark"): set the width and the colour scheme, nothing moving."""
    worn: dict[Page, str] = {}

    def put_on(page: Page, *, width: int = PHONE["width"], theme: str = "light") -> None:
        size = {"width": width, "height": DESK["height"] if width >= 800 else PHONE["height"]}
        if page.viewport_size != size:
            page.set_viewport_size(size)
        scheme = "dark" if theme == "dark" else "light"
        if worn.get(page) != scheme:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            worn[page] = scheme

    return put_on


@pytest.fixture
def screenshot(pytestconfig: pytest.Config) -> Callable[..., None]:
    """screenshot(page, "today-dark"): a PNG of the page, for whoever asks with `--screenshot on`.

    In test-results/screenshots; no test asks anything of it. always=True: kept from every run.
    """
    folder = Path(pytestconfig.rootpath) / "test-results" / "screenshots"
    is_asked_for = pytestconfig.getoption("--screenshot") == "on"

    def take(page: Page, name: str, *, always: bool = False) -> None:
        if always or is_asked_for:
            path = folder / f"{name}.png"
            page.screenshot(path=path, full_page=is_asked_for, animations="disabled")

    return take


@pytest.fixture
def sideways() -> Callable[[Page], int]:
    """sideways(page): pixels by which the page is wider than its window; 0 is right."""

    def measure(page: Page) -> int:
        return int(
            page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        )

    return measure


@pytest.fixture
def new_case(clinic_a: Clinic) -> Callable[[str, str], ReviewCase]:
    """new_case("Name", "urgent"): a case of a new patient, raised now."""
    return lambda name, urgency: a_case(clinic_a, name, urgency)


@pytest.fixture
def desk(
    page: Page, signed_in: Callable[..., Page], wear: Callable[..., None], dr_cho: User
) -> Callable[..., Page]:
    """The worklist as it lies open on her screen, its clock in the test's hand."""

    def opened(query: str = "") -> Page:
        signed_in(page, dr_cho)
        wear(page, width=1280)
        page.clock.install()
        page.goto(f"/clinic/{query}")
        return page

    return opened
