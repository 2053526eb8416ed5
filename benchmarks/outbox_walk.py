"""The outbox of a phone through a random walk of faults, in Chromium, before a real server.

    python -m benchmarks.outbox_walk [--runs 300] [--seed 1] [--minutes 30] [--verbose]

Faults: no connection, a killed tab, a killed service worker, 500, 401, a slow answer, an answer
that is cut off after the commit, a server that is killed after the commit, a session that ends, a
tab that is opened twice, a clock that jumps. In the end all is well again and she opens the app.
Bars: every check-in and every danger sign is with the clinic exactly once, every photo with its
own check-in, nothing is left on the phone. Each run has a seed of its own, counted up from --seed;
a run that fails prints its seed and its walk, and `--runs 1 --seed N` replays it. Exits 1 where a
run failed or hung (then at once, with where it stood), or where the minutes were over before the
last run.
"""

import argparse
import gc
import os
import random
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.test import Client
from greenlet import greenlet
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from playwright.sync_api import Error as BrowserError

from benchmarks import stage

PLAN = stage.DATA / "faults"
os.environ |= {"FADEWELL_FAULTS": str(PLAN), "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}

from benchmarks.phone_scripts import KEPT_PAGES  # noqa: E402
from benchmarks.served import Served  # noqa: E402
from benchmarks.walk_ends import wrong  # noqa: E402
from benchmarks.walker import Walker  # noqa: E402
from tracker.management import chromium  # noqa: E402

FLAGS = ["--disable-dev-shm-usage", "--disable-gpu", "--no-sandbox"]
STEPS = (2, 5)
PAGES = 6  # what a phone keeps of hers
LONGEST = 150.0  # seconds of one walk; Playwright waits for some answers without an end


def main() -> int:
    options = asked()
    clinic = stage.build()
    stage.collect_files()
    PLAN.write_text("")
    counts: Counter[str] = Counter()
    failed: list[int] = []
    began = time.monotonic()
    with (
        Served("benchmarks.faulty_server:application", workers=2) as server,
        sync_playwright() as playwright,
    ):
        for seed in range(options.seed, options.seed + options.runs):
            if time.monotonic() - began > options.minutes * 60:
                break
            person = stage.a_patient(clinic, seed)
            address = f"http://localhost:{server.port}"
            # A browser each: closing one phone of many now and then waits for ever.
            browser = playwright.chromium.launch(executable_path=chromium.find(), args=FLAGS)
            with not_for_ever(seed, counts["runs"]):
                faults = walk(browser, address, person, seed, counts, options)
                browser.close()
            counts["runs"] += 1
            if faults:
                failed.append(seed)
                print(f"seed {seed}: " + "; ".join(faults), flush=True)
    return told(options, counts, failed, time.monotonic() - began)


@contextmanager
def not_for_ever(seed: int, before: int) -> Iterator[None]:
    """A walk that hangs ends all: its browser answers nobody any more."""

    def hung() -> None:
        print(f"seed {seed}: hung, after {before} runs; go on with --seed {seed + 1}", flush=True)
        for each in gc.get_objects():  # Playwright's walk stands in a greenlet while it waits
            if isinstance(each, greenlet) and each.gr_frame:
                traceback.print_stack(each.gr_frame)
            if isinstance(each, Walker):
                print(", ".join(each.said), flush=True)
        os._exit(1)

    timer = threading.Timer(LONGEST, hung)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def asked() -> argparse.Namespace:
    options = argparse.ArgumentParser()
    options.add_argument("--runs", type=int, default=300)
    options.add_argument("--seed", type=int, default=1, help="of the first run")
    options.add_argument("--minutes", type=float, default=30, help="no run begins after them")
    options.add_argument("--verbose", action="store_true", help="print every walk")
    return options.parse_args()


def told(
    options: argparse.Namespace, counts: Counter[str], failed: list[int], seconds: float
) -> int:
    """Says what was seen; 1 where a bar was missed."""
    runs = counts.pop("runs")
    verdict = f"failed: seeds {failed}" if failed else "nothing lost, nothing doubled"
    print(
        f"{runs} of {options.runs} runs, seeds {options.seed} to {options.seed + runs - 1}, "
        f"{seconds:.0f} s: {verdict}"
    )
    print(", ".join(f"{count} {what}" for what, count in sorted(counts.items())))
    return 1 if failed or runs < options.runs else 0


def walk(
    browser: Browser,
    address: str,
    person: stage.Person,
    seed: int,
    counts: Counter[str],
    options: argparse.Namespace,
) -> list[str]:
    """One walk on a fresh phone; what is wrong in the end."""
    context = browser.new_context(base_url=address, viewport={"width": 390, "height": 844})
    walker = Walker(context, random.Random(seed), PLAN, session_of(person, address))
    try:
        first_visit(context, walker)
        for step in range(walker.chance.randint(*STEPS)):
            act(walker, step)
        walker.settle()
        left = walker.left_on_the_phone()
    except (BrowserError, AssertionError) as error:
        left, walker.page = [-1, -1], None
        walker.log(f"stuck: {' / '.join(str(error).splitlines()[:6])}")
    faults = wrong(walker, person, left)
    counts.update(kind_of(words) for words in walker.said)
    counts.update({"photos": sum(1 for told in walker.told if told.colour)})
    if faults or options.verbose:
        print(f"seed {seed}: " + ", ".join(walker.said), flush=True)
    return faults


def act(walker: Walker, step: int) -> None:
    for _trouble in range(walker.chance.randint(0, 2)):
        walker.trouble()
    if walker.chance.random() < 0.2:
        walker.raise_alarm()
    elif walker.chance.random() < 0.7:
        walker.report(step)


def first_visit(context: BrowserContext, walker: Walker) -> None:
    """One visit with a connection: from then on all is on the phone."""
    walker.sign_in()
    page = context.new_page()
    for _visit in range(5):
        page.goto("/")
        for _look in range(100):
            if page.evaluate(KEPT_PAGES) >= PAGES:
                return page.close()
            page.wait_for_timeout(100)
    raise AssertionError("the first visit kept too little")


def kind_of(words: str) -> str:
    return {"report": "check-ins", "plan": words, "clock": "clock jumps"}.get(
        words.split()[0], words
    )


def session_of(person: stage.Person, address: str) -> dict[str, Any]:
    client = Client()
    client.force_login(person.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": address}


if __name__ == "__main__":
    sys.exit(main())
