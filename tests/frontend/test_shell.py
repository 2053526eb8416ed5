"""What makes the pages an app: the manifest, its icons, the offer, meanings, and the chart."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from PIL import Image, ImageChops
from time_machine import travel

from frontend import icon_art
from frontend.templatetags.look import whole_words
from tracker.models import Treatment, User
from tracker.services.check_ins import Report, submit_check_in

pytestmark = pytest.mark.django_db
Words = Callable[[Any], str]
A_Report = Callable[..., Report]
OFFER = 'data-install="offer"'


def test_the_manifest_names_what_a_phone_needs_and_nothing_of_her_health(client: Client) -> None:
    told = client.get("/manifest.webmanifest").json()

    assert (told["start_url"], told["scope"], told["display"]) == ("/", "/", "standalone")
    assert {each["purpose"] for each in told["icons"]} == {"any", "maskable"}
    assert not re.search(r"toxin|filler|skin|derma|inject|symptom", str(told), re.I)


@pytest.mark.parametrize("name", icon_art.SIZES)
def test_the_icons_are_the_drawn_ones(name: str) -> None:
    kept = Image.open(icon_art.HOME / f"{name}.png").convert("RGB")
    drawn = icon_art.draw(name)

    assert kept.size == drawn.size
    extrema = ImageChops.difference(kept, drawn).getextrema()
    assert max(high for _low, high in extrema) < 24  # fewer colours, the same picture


def test_the_install_offer_comes_after_the_first_check_in_and_not_after_the_third(
    hers: Client, ana: User, her_toxin: Treatment, a_report: A_Report
) -> None:
    offered = [OFFER in hers.get("/").content.decode()]
    for _time in range(4):
        submit_check_in(by=ana, treatment=her_toxin, report=a_report())
        offered.append(OFFER in hers.get("/").content.decode())

    assert offered == [False, True, True, True, False]


def test_the_offer_counts_her_own_check_ins(
    hers: Client,
    ana: User,
    ben: User,
    her_toxin: Treatment,
    his_toxin: Treatment,
    a_report: A_Report,
) -> None:
    for _time in range(4):
        submit_check_in(by=ben, treatment=his_toxin, report=a_report())
    hers_now = submit_check_in(by=ana, treatment=her_toxin, report=a_report()).check_in

    for page in ("/", f"/check-ins/{hers_now.pk}"):
        assert OFFER in hers.get(page).content.decode()


def test_what_it_may_mean_is_told_in_plain_words_and_not_beside_an_emergency(
    hers: Client, ana: User, her_toxin: Treatment, a_report: A_Report, words_of: Words
) -> None:
    def page(**said: Any) -> str:
        sent = submit_check_in(by=ana, treatment=her_toxin, report=a_report(**said))
        return words_of(hers.get(f"/check-ins/{sent.check_in.pk}"))

    droop = page(region="brow", side="left", brow_droop=4)
    signs = {"asked": True, "any": True, "signs": ["breathing"]}

    assert "the effect reaching other muscles close by (local spread). It is not an infection." in (
        droop
    )
    assert "What it may mean" not in page(danger_signs=signs)


def test_the_chart_says_in_words_what_it_draws(
    hers: Client, ana: User, her_toxin: Treatment, a_report: A_Report, words_of: Words
) -> None:
    assert "Your chart will show here" in words_of(hers.get("/history?view=chart"))
    for day, strength in ((1, 8), (2, 5), (3, 2)):
        at = her_toxin.performed_at + timedelta(days=day, minutes=-5)
        with travel(at, tick=False):
            report = a_report(
                region="cheek",
                side="left",
                bruise=strength,
                reported_at=at,
                behaviours=["used_arnica"],
            )
            submit_check_in(by=ana, treatment=her_toxin, report=report)

    response = hers.get("/history?view=chart")

    assert "Bruise: Severe, moderate, mild" in words_of(response)
    assert "A pill marks a day" in words_of(response)
    assert response.content.decode().count('href="#mark0"') == 4  # three points and the key


def test_a_heading_is_not_cut_inside_a_word_with_a_hyphen(hers: Client) -> None:
    page = hers.get("/settings/consents/reminders").content.decode()

    assert '<h1>May we remind you by <span class="nowrap">e-mail?</span></h1>' in page


def test_what_a_heading_says_is_text() -> None:
    assert whole_words("<b> a-b") == '&lt;b&gt; <span class="nowrap">a-b</span>'
