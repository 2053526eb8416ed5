"""C2: strength by day over the band that the protocol calls usual; layers of the map."""

import re

import pytest

from frontend.clinic.trends import band_words, spans
from tracker.services.check_ins import submit_check_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def page_of(client_of):
    return lambda user, case: client_of(user).get(f"/clinic/cases/{case.pk}")


def test_each_symptom_stands_over_its_usual_band_with_the_same_in_a_table(
    page_of, dr_cho, ana, her_toxin, a_report, words_of
):
    report = a_report("forehead", swelling=5)
    case = submit_check_in(by=ana, treatment=her_toxin, report=report).case

    answer = page_of(dr_cho, case)

    said = words_of(answer)
    assert "Usual by the protocol: up to mild to day 2; no strength from day 3 on." in said
    assert "Day Told Usual Day 3 Moderate above usual no strength" in said
    page = answer.content.decode()
    assert page.count('class="chart__usual"') == 2
    assert 'aria-hidden="true"' in page[page.index("chart--desk") :][:60]


def test_where_nothing_was_told_nothing_is_drawn(page_of, dr_cho, headache):
    page = page_of(dr_cho, headache).content.decode()

    assert "No trend yet." in page
    assert "chart__plot" not in page


def test_the_layers_of_the_map_have_a_switch_each_and_both_are_on(page_of, dr_cho, numb_cheek):
    page = page_of(dr_cho, numb_cheek).content.decode()

    assert re.findall(r'data-layer="(\w+)" checked', page) == ["treated", "reported"]


@pytest.mark.parametrize(
    "band, stretches, words",
    [
        ([3, 3], [(0, 1, 3)], "any strength on every day"),
        ([2, 0, 0], [(0, 0, 2), (1, 2, 0)], "up to moderate to day 0; no strength from day 1 on"),
        ([0, 0], [(0, 1, 0)], "no strength on every day"),
    ],
)
def test_a_band_is_said_in_words(band, stretches, words):
    assert spans(band) == stretches
    assert words in band_words(band)
