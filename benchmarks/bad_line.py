"""A photo from a phone on a slow line that breaks: in parts, and whole beside it, in Chromium.

    python -m benchmarks.bad_line [--minutes 4]

Each line has its speed up, its delay, and a cut of `GONE` seconds every so often; the photo is as
large as a phone sends one. The outbox tries again two seconds after each break. Bars: in parts the
photo arrives on every line, whole and once; what leaves the phone is at most 1.5 times its size.
"""

import argparse
import io
import os
import sys
from base64 import b64encode
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from benchmarks import stage

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from benchmarks.served import Served  # noqa: E402
from benchmarks.slow_line import SlowLine  # noqa: E402
from tracker.management import chromium  # noqa: E402
from tracker.models import Photo  # noqa: E402
from tracker.services.check_ins import Report, submit_check_in  # noqa: E402

FLAGS = ["--disable-dev-shm-usage", "--disable-gpu", "--no-sandbox"]
GONE = 3.0  # seconds
PARTS = "**/photos/*/"
Asked = dict[str, Any]
# Sends until it is there; the line counts what has left, and asks for the token too.
SEND = """async ({ address, photo, bytes, seconds }) => {
  const api = await import("/static/frontend/js/api.js");
  const data = Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0));
  const blob = new Blob([data], { type: "image/jpeg" });
  const began = performance.now();
  const spent = () => (performance.now() - began) / 1000;
  for (;;) {
    const token = (await api.session())?.body.token;
    const answer = token ? await api.sendPhoto(address, photo, blob, token, () => {}) : null;
    const isThere = answer !== null && answer.status < 300;
    if (isThere || spent() > seconds) return { seconds: isThere ? spent() : null };
    await new Promise((done) => { setTimeout(done, 2000); });
  }
}"""
BEGIN = f"""(asked) => {{
  window.told = null;
  ({SEND})(asked).then((all) => {{ window.told = all; }});
}}"""


@dataclass(frozen=True)
class Line:
    """kilobits a second up, milliseconds of delay, seconds between two cuts (0: never cut)."""

    name: str
    up: int
    delay: int
    cut_every: float


LINES = (
    Line("2G, never cut", 250, 300, 0),
    Line("2G, cut every 20 s", 250, 300, 20),
    Line("slow 2G, cut every 30 s", 50, 800, 30),
)


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--minutes", type=float, default=4, help="then it is given up")
    seconds = options.parse_args().minutes * 60
    clinic, photo = stage.build(), picture()
    stage.collect_files()
    failed = False
    with Served("tracker.wsgi:application", workers=2) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=FLAGS)
        print(f"a photo of {len(photo) / 1000:.0f} kB")
        for number, line in enumerate(LINES):
            for way in ("in parts", "whole"):
                person = stage.a_patient(clinic, 2 * number + (way == "whole"))
                session = stage.session_of(person.user)
                told = sent(
                    browser, server.port, session, asked_of(person, photo, seconds), line, way
                )
                print(f"{line.name}, {way}: {worded(told, len(photo))}", flush=True)
                is_there = Photo.objects.filter(patient=person.patient).count() == 1
                within = told["left"] <= 1.5 * len(photo)
                failed |= way == "in parts" and not (is_there and within)
        browser.close()
    return int(failed)


def picture() -> bytes:
    """As much detail as a face has at 2048 pixels; the phone sends at most 1.5 MB."""
    out = io.BytesIO()
    Image.effect_noise((1536, 2048), 16).convert("RGB").save(out, "JPEG", quality=72)
    return out.getvalue()


def sent(browser: Browser, to: int, session: str, asked: Asked, line: Line, way: str) -> Asked:
    speed = line.up * 1000 / 8
    with SlowLine(to, up=speed, delay=line.delay / 1000, gone=GONE) as slow:
        address = f"http://localhost:{slow.port}"
        page = browser.new_page(base_url=address)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session}
        page.context.add_cookies([{**cookie, "url": address}])
        if way == "whole":
            page.route(PARTS, lambda route: route.fulfill(status=404, json={}))
        page.goto("/offline")
        slow.begin(cut_every=line.cut_every)
        page.evaluate(BEGIN, asked)
        while (told := page.evaluate("window.told")) is None:
            page.wait_for_timeout(500)
        page.close()
        return {**told, "left": slow.sent, "cuts": slow.cuts}


def asked_of(person: stage.Person, photo: bytes, seconds: float) -> Asked:
    report = Report(client_id=uuid4(), reported_at=timezone.now())
    submit_check_in(by=person.user, treatment=person.treatment, report=report)
    taken_at = timezone.now().isoformat()
    return {
        "address": f"/api/v1/check-ins/{report.client_id}/photos/",
        "photo": {"id": str(uuid4()), "view": "front_rest", "takenAt": taken_at},
        "bytes": b64encode(photo).decode(),
        "seconds": seconds,
    }


def worded(told: Asked, size: int) -> str:
    times = told["left"] / size
    if told["seconds"] is None:
        return f"not there after {told['cuts']} cuts, {times:.1f} times its size sent"
    return f"{told['seconds']:.0f} s, {told['cuts']} cuts, {times:.2f} times its size sent"


if __name__ == "__main__":
    sys.exit(main())
