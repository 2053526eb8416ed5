"""What axe finds on a page as it stands."""

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
JUDGE = "options => axe.run(options).then(({ violations }) => ({ violations }))"
SCRIPT = Axe().axe_script


def axe_report(page: Page, *, only: list[str] | None = None) -> str:
    """Its own words, "" where it finds nothing; only: these rules instead of all."""
    if not page.evaluate("'axe' in window"):  # each document needs it once
        page.evaluate(SCRIPT)
    runs = {"type": "rule", "values": only} if only else {"type": "tag", "values": WCAG}
    found = AxeResults(page.evaluate(JUDGE, {"runOnly": runs, "resultTypes": ["violations"]}))
    return str(found.generate_report()) if found.violations_count else ""
