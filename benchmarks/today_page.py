"""The patient's Today page on her first visit, in a real Chromium, to the load event.

    python -m benchmarks.today_page

Bar: at most 45 kB over the wire, of it 15 kB of script, and 12 requests.
"""

import sys
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, sync_playwright

from benchmarks import stage
from benchmarks.served import Served
from tracker.management import chromium

MOST_BYTES, MOST_SCRIPT, MOST_REQUESTS = 45_000, 15_000, 12
PHONE = {"width": 390, "height": 844}


@dataclass
class Wire:
    """What came over it: request id -> (type, address), and -> bytes, headers included."""

    asked: dict[str, tuple[str, str]] = field(default_factory=dict)
    received: dict[str, int] = field(default_factory=dict)
    later: set[str] = field(default_factory=set)  # asked for after the load event
    is_loaded: bool = False

    def listen(self, page: Page) -> None:
        tap = page.context.new_cdp_session(page)
        tap.send("Network.enable")
        tap.send("Page.enable")
        tap.on("Page.loadEventFired", self.on_load)
        tap.on("Network.requestWillBeSent", self.on_request)
        tap.on("Network.loadingFinished", self.on_finished)

    def on_request(self, event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith("data:"):
            return
        if self.is_loaded:
            self.later.add(event["requestId"])
        self.asked[event["requestId"]] = (event["type"], event["request"]["url"])

    def on_load(self, event: dict[str, Any]) -> None:
        self.is_loaded = True

    def on_finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.asked:
            self.received[event["requestId"]] = int(event["encodedDataLength"])

    def report(self) -> tuple[int, int, int]:
        """The same as totals, every request named."""
        for request, (kind, url) in self.asked.items():
            place = url.partition("/static/")[2] or url
            print(f"  {self.received.get(request, 0):7,} B  {kind:10} {place}")
        return self.totals()

    def totals(self) -> tuple[int, int, int]:
        """Of what was asked for before the load event: bytes, of them script, and requests."""
        mine = self.asked.keys() - self.later
        script = sum(self.received.get(request, 0) for request in mine if self.is_script(request))
        return sum(self.received.get(request, 0) for request in mine), script, len(mine)

    def is_script(self, request: str) -> bool:
        kind, url = self.asked[request]
        return kind == "Script" or url.endswith(".js")

    def bytes_later(self) -> int:
        return sum(self.received.get(request, 0) for request in self.later)


def visit(origin: str, cookie: str) -> Wire:
    wire = Wire()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find_or_install(), args=["--no-sandbox"]
        )
        page = browser.new_context(viewport=PHONE).new_page()
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": origin}]
        )
        wire.listen(page)
        page.goto(origin, wait_until="networkidle")
        browser.close()
    return wire


def main() -> int:
    stage.collect_files()
    person = stage.a_patient(stage.build())
    client = Client()
    client.force_login(person.user)
    with Served("tracker.wsgi:application") as server:
        origin = f"http://localhost:{server.port}/"
        wire = visit(origin, client.cookies[settings.SESSION_COOKIE_NAME].value)
    print("Today, first visit, to the load event:")
    total, script, requests = wire.report()
    print(f"{total:,} bytes (at most {MOST_BYTES:,})")
    print(f"{script:,} of them script (at most {MOST_SCRIPT:,})")
    print(f"{requests} requests (at most {MOST_REQUESTS})")
    fits = total <= MOST_BYTES and script <= MOST_SCRIPT and requests <= MOST_REQUESTS
    return 0 if fits else 1


if __name__ == "__main__":
    sys.exit(main())
