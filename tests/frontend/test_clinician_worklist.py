"""C1: the right case first, with its reason, for those who work there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tracker.services import reviews
from tracker.services.check_ins import submit_check_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def numb_cheek(ben, his_toxin, a_report):
    """Ben's left cheek is numb, away from his treated forehead."""
    report = a_report("cheek", "left", numbness=5, answers={"touch_felt": False})
    return submit_check_in(by=ben, treatment=his_toxin, report=report).case


def test_a_case_stands_in_one_line_with_name_level_reason_and_time_left(
    client_of, dr_cho, numb_cheek, words_of
):
    page = words_of(client_of(dr_cho).get("/clinic/"))

    for words in ("Ben", "Urgent", numb_cheek.reason, "Due in", "Day 3", "Unassigned", "0 photos"):
        assert words in page
