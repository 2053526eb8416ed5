"""The demo's sign-in page in Chromium: its people, one tap each."""

import re

import pytest
from playwright.sync_api import expect

from tests.frontend.test_demo_sign_in import demo, demo_ana  # noqa: F401
from tracker.models import Treatment

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_tap_signs_in(
    page,
    demo,  # noqa: F811
    demo_ana,  # noqa: F811
    ana_patient,
    axe,
    wear,
    sideways,
    screenshot,
):
    Treatment.objects.create(
        patient=ana_patient, procedure="botulinum_toxin", performed_at="2026-01-05T10:00Z"
    )
    page.emulate_media(reduced_motion="reduce")
    page.goto("/sign-in")
    for width, theme in ((390, "light"), (390, "dark"), (1280, "light")):
        wear(page, width=width, theme=theme)
        axe(page)
        assert sideways(page) == 0
        screenshot(page, f"demo-sign-in-{width}-{theme}")
    page.get_by_role("button", name=re.compile("^Ana")).click()

    expect(page).to_have_url(re.compile("/$"))
