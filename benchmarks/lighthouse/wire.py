"""What a page costs over the wire, to the load event: on a first visit, and when all is known."""

from playwright.sync_api import Page, sync_playwright

from benchmarks.lighthouse.story import Visit
from benchmarks.today_page import PHONE, Wire
from tracker.management import chromium

FIRST, SCRIPT, AGAIN = 50_000, 25_000, 5_000  # bytes, headers included


def weigh(origin: str, name: str, visit: Visit) -> bool:
    """Print both visits; True where they stay under the bars and on our own origin."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find_or_install(), args=["--no-sandbox"]
        )
        context = browser.new_context(viewport=PHONE, service_workers="block")
        if visit.cookie:
            context.add_cookies([{**visit.cookie, "url": origin}])
        first = visited(context.new_page(), origin + visit.path)
        again = visited(context.new_page(), origin + visit.path)
        browser.close()
    return judged(origin, name, first, again)


def visited(page: Page, url: str) -> Wire:
    wire = Wire()
    wire.listen(page)
    page.goto(url, wait_until="networkidle")
    return wire


def judged(origin: str, name: str, first: Wire, again: Wire) -> bool:
    (total, script, requests), (total_again, _, _) = first.totals(), again.totals()
    asked = [url for _, url in (*first.asked.values(), *again.asked.values())]
    elsewhere = [url for url in asked if not url.startswith(f"{origin}/")]
    print(
        f"{name}: first visit {total:,} B, {script:,} B of it script, {requests} requests;", end=""
    )
    print(f" after the load event {first.bytes_later():,} B;", end="")
    print(f" again {total_again:,} B; other origins {len(elsewhere)}")
    return total <= FIRST and script <= SCRIPT and total_again <= AGAIN and not elsewhere
