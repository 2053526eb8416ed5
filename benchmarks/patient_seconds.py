"""How long a check-in takes on a phone, tap by tap, as UX.md A1 counts it.

    python -m benchmarks.patient_seconds          (--runs 5)

Bars: a quiet day with a photo at most 7 activations, a new symptom at most 12, nothing typed, and
20 seconds for each scripted run. A tap waits PAUSE first, which is a thumb on its way; so the
figure is what pages, network and phone add to that, and not how long a person thinks.
"""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from statistics import median
from typing import Any

from django.conf import settings
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from benchmarks import stage
from benchmarks.served import Served
from benchmarks.today_page import PHONE
from tracker.management import chromium

MOST_SECONDS = 20.0
PAUSE = 400  # milliseconds
PHOTO = (1200, 1600)
RESULT = "**/check-ins/*"


@dataclass
class Thumb:
    """Taps what is seen, and counts."""

    page: Page
    count: int = 0

    def tap(self, found: Any) -> None:
        self.page.wait_for_timeout(PAUSE)
        found.locator("visible=true").first.click()
        self.count += 1

    def button(self, name: str) -> None:
        self.tap(self.page.get_by_role("button", name=name, exact=True))

    def label(self, text: str) -> None:
        self.tap(self.page.locator("label").filter(has_text=text))

    def photo(self, jpeg: bytes) -> None:
        """The phone's own picture taking is one tap of hers."""
        self.page.wait_for_timeout(PAUSE)
        file = {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": jpeg}
        self.page.locator('input[type="file"]').locator("visible=true").first.set_input_files(file)
        self.count += 1


def begin(thumb: Thumb) -> None:
    thumb.tap(thumb.page.locator("[data-start]"))
    thumb.button("None of these")


def quiet_day(thumb: Thumb) -> None:
    begin(thumb)
    thumb.button("No new symptoms")
    thumb.button("Nothing to add")
    thumb.photo(picture())
    thumb.button("Continue")
    thumb.button("Send to my clinic")


def new_symptom(thumb: Thumb) -> None:
    begin(thumb)
    thumb.label("Tender or sore")
    thumb.button("Continue")
    for answer in ("Left cheek", "Moderate", "Yesterday"):
        thumb.label(answer)
    thumb.button("Continue")
    thumb.button("Nothing to add")
    thumb.button("Skip photo today")
    thumb.button("Send to my clinic")


WALKS: dict[str, tuple[Callable[[Thumb], None], int]] = {
    "quiet day with a photo": (quiet_day, 7),
    "new symptom": (new_symptom, 12),
}


def picture() -> bytes:
    file = BytesIO()
    Image.effect_noise(PHOTO, 40).convert("RGB").save(file, "JPEG", quality=80)
    return file.getvalue()


def walked(browser: Any, origin: str, cookie: str, walk: Callable[[Thumb], None]) -> Thumb:
    """From Today to the result; the thumb's page is closed."""
    context = browser.new_context(viewport=PHONE, base_url=origin)
    session = {"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": origin}
    context.add_cookies([session])
    thumb = Thumb(context.new_page())
    thumb.page.goto("/")
    walk(thumb)
    thumb.page.wait_for_url(RESULT)
    context.close()
    return thumb


def measured(browser: Any, origin: str, people: list[str], name: str) -> bool:
    """A patient a run, so that nothing is carried over from the run before."""
    walk, most_taps = WALKS[name]
    seconds, taps = [], 0
    for cookie in people:
        start = time.monotonic()
        taps = walked(browser, origin, cookie, walk).count
        seconds.append(time.monotonic() - start)
    middle = median(seconds)
    print(f"{name}: {taps} activations (at most {most_taps}), ", end="")
    print(f"{middle:.1f} s, slowest {max(seconds):.1f} s (at most {MOST_SECONDS:.0f} s)")
    return taps <= most_taps and middle <= MOST_SECONDS


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    stage.collect_files()
    clinic = stage.build()
    everybody = range(runs * len(WALKS))
    people = [stage.session_of(stage.a_patient(clinic, number).user) for number in everybody]
    with Served("tracker.wsgi:application", workers=2) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find_or_install(), args=["--no-sandbox"]
        )
        origin = f"http://localhost:{server.port}"
        fits = [
            measured(browser, origin, people[at * runs : (at + 1) * runs], name)
            for at, name in enumerate(WALKS)
        ]
        browser.close()
    return 0 if all(fits) else 1


if __name__ == "__main__":
    sys.exit(main())
