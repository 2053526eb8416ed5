"""What the worklist's browser tests share: cases of new patients, and what a page shows of them."""

from itertools import count

from playwright.sync_api import Locator, Page, expect

from tests.cast import person, record_of, treat
from tracker.models import Clinic, ReviewCase
from tracker.services.case_opening import Finding, raise_case

NUMBERS = count(1)


def a_case(clinic: Clinic, name: str, urgency: str) -> ReviewCase:
    """A case of a new patient, raised now."""
    patient = record_of(person(f"{name}.{next(NUMBERS)}"), clinic)
    patient.name = name.title()
    patient.save()
    treatment = treat(patient, "botulinum_toxin", ["forehead"], hours_ago=30)
    return raise_case(treatment, Finding(urgency, f"{name} needs eyes", "colleague"))


def names_on(page: Page) -> list[str]:
    return [name.split("(")[0].strip() for name in page.locator(".case__who").all_inner_texts()]


def row_of(page: Page, name: str) -> Locator:
    return page.locator(".case", has=page.locator(".case__who", has_text=name))


def expect_focus_on(page: Page, name: str) -> None:
    expect(row_of(page, name).locator(".case__who")).to_be_focused()
