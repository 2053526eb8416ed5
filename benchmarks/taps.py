"""How soon a phone answers a tap: the emergency page without a line, Today, the check-in.

    python -m benchmarks.taps          (--runs 5)

On a computer four times slower, from the moment of the tap to the end of a frame. The emergency
page: offline, from "Yes, or I'm not sure" until its heading stands; UX.md A7 gives it a second.
Today and the check-in: each tap and key of a walk until the next frame. Of so few the slowest is
the page's INP, and UX.md A19 gives it 200 ms. The browser's own event timing is not asked: without
a screen it waits after a key for whatever is drawn next, half a second later and of another cause.
"""

import argparse
import sys
from collections import defaultdict
from statistics import median

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks import stage
from benchmarks.patient_seconds import RESULT, Thumb, new_symptom
from benchmarks.phone_scripts import KEPT_PAGES
from benchmarks.served import Served
from benchmarks.today_page import PHONE
from tracker.management import chromium

SLOWER, KEYS = 4, 8
MOST_FOR_EMERGENCY, MOST_FOR_A_TAP = 1000.0, 200.0  # milliseconds
PAGES = 8  # what a phone keeps of hers
# From the tap's own time until after the frame in which the heading stands.
WATCH = """window.painted = new Promise((done) => addEventListener("click", (tap) => {
  const heading = document.querySelector("[data-emergency] h2");
  const look = () => {
    if (!heading.checkVisibility()) return requestAnimationFrame(look);
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - tap.timeStamp)));
  };
  look();
}, { capture: true, once: true })); undefined;"""
LISTEN = """for (const kind of ["click", "keydown"]) addEventListener(kind, (tap) => {
  const { pathname } = location, what = tap.target.textContent.trim().slice(0, 24);
  const { port1, port2 } = new MessageChannel(); // the first task after the frame
  port1.onmessage = () => window.tapped(pathname, performance.now() - tap.timeStamp, what);
  requestAnimationFrame(() => port2.postMessage(null));
}, { capture: true });"""
Tap = tuple[float, str]  # milliseconds, and what was tapped


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    stage.collect_files()
    clinic = stage.build()
    people = [stage.session_of(stage.a_patient(clinic, number).user) for number in range(2 * runs)]
    with Served("tracker.wsgi:application", workers=2) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find_or_install(), args=["--no-sandbox"]
        )
        origin = f"http://localhost:{server.port}"
        emergencies = [until_emergency(phone(browser, origin, her)) for her in people[:runs]]
        walks = [walked(phone(browser, origin, her)) for her in people[runs:]]
        browser.close()
    print(f"{SLOWER} times slower, {runs} phones each, from the tap to the picture")
    fits = [told("the emergency page without a line", emergencies, MOST_FOR_EMERGENCY)]
    for name, page in (("Today", "/"), ("the check-in", "/check-in")):
        taken = [each for walk in walks for each in walk[page]]
        fits.append(told(f"a tap or key on {name}", taken, MOST_FOR_A_TAP))
    return 0 if all(fits) else 1


def told(what: str, taps: list[Tap], most: float) -> bool:
    middle, (slowest, where) = median(taken for taken, _what in taps), max(taps)
    print(f"{what} ({len(taps)}): median {middle:.0f} ms, ", end="")
    print(f"slowest {slowest:.0f} ms, {where!r} (at most {most:.0f} ms)")
    return slowest <= most


def phone(browser: Browser, origin: str, cookie: str) -> BrowserContext:
    context = browser.new_context(viewport=PHONE, base_url=origin, has_touch=True)
    session = {"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": origin}
    context.add_cookies([session])  # type: ignore[list-item]
    return context


def slow(page: Page) -> None:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def until_emergency(context: BrowserContext) -> Tap:
    """On a phone that has been online once."""
    page = context.new_page()
    visited(page)
    context.set_offline(True)
    page.goto("/check-in")
    slow(page)
    yes = page.get_by_role("button", name="Yes, or I'm not sure")
    page.evaluate(WATCH)
    yes.click()
    taken: float = page.evaluate("window.painted")
    assert page.get_by_role("heading", name="Emergency").is_visible()
    context.close()
    return taken, "Yes"


def visited(page: Page) -> None:
    """Today, until all that a check-in needs is on the phone."""
    page.goto("/")
    for _look in range(200):
        if page.evaluate(KEPT_PAGES) >= PAGES:
            return page.reload()  # from now on the worker answers
        page.wait_for_timeout(100)
    raise AssertionError("the first visit kept too little")


def walked(context: BrowserContext) -> dict[str, list[Tap]]:
    """Milliseconds of each tap and key, by page: Today, then a new symptom to its result."""
    told: dict[str, list[Tap]] = defaultdict(list)
    context.expose_function("tapped", lambda path, *tap: told[path].append(tap))
    context.add_init_script(LISTEN)
    thumb = Thumb(context.new_page())
    thumb.page.goto("/")
    slow(thumb.page)
    for part in thumb.page.locator("main :is(summary, h2)").locator("visible=true").all():
        thumb.tap(part)
    for _key in range(KEYS):
        thumb.page.keyboard.press("Tab")
        thumb.page.wait_for_timeout(100)
    new_symptom(thumb)
    thumb.page.wait_for_url(RESULT)
    context.close()
    return told


if __name__ == "__main__":
    sys.exit(main())
