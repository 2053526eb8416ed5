"""A flag that joins a case: graver level and earlier time hold, and it has to be seen anew."""

from datetime import datetime

import pytest
from time_machine import travel

from tracker.models import ReviewCase
from tracker.services import reviews
from tracker.services.check_ins import submit_check_in

pytestmark = pytest.mark.django_db
LOST = {"touch_felt": False, "movement_normal": True}


@pytest.fixture(autouse=True)
def _monday_morning():
    with travel("2026-11-23T10:00:00+00:00", tick=True):
        yield


@pytest.fixture
def tells(ana, her_toxin, a_report):
    """tells("review") or tells("urgent"): a check-in that is judged so; its case."""

    def tell(level, **more):
        said = {
            "review": lambda: a_report("brow", "left", **({"brow_droop": 4} | more)),
            "urgent": lambda: a_report("cheek", "left", numbness=4, answers=LOST),
        }[level]()
        sent = submit_check_in(by=ana, treatment=her_toxin, report=said)
        assert sent.assessment.urgency == level
        return sent.case

    return tell


def test_a_harmless_flag_neither_lowers_nor_delays_an_urgent_case(urgent_case, tells):
    tells("review")

    case = ReviewCase.objects.get()
    assert (case.urgency, case.reason) == ("urgent", urgent_case.reason)
    assert case.due_at == urgent_case.due_at
    assert case.version == urgent_case.version + 1


def test_a_graver_flag_raises_the_case_and_brings_its_time_forward(review_case, tells):
    tells("urgent")

    case = ReviewCase.objects.get()
    assert (case.urgency, case.rank > review_case.rank) == ("urgent", True)
    assert case.reason != review_case.reason
    assert case.due_at < review_case.due_at


def test_a_flag_after_a_look_has_to_be_seen_anew_by_a_clock_of_its_own(
    urgent_case, dr_cho, lead_a, tells
):
    with travel("2026-11-23T11:00:00+00:00", tick=False):
        reviews.acknowledge(by=dr_cho, case=urgent_case, version=1)
        tells("urgent")
        later = datetime.fromisoformat("2026-11-23T13:00:00+00:00")

    case = ReviewCase.objects.get()
    assert (case.acknowledged_at, case.acknowledged_by) == (None, None)
    assert case.due_at == later > urgent_case.due_at


@pytest.mark.parametrize("more", [{"course": "worse"}, {"brow_droop": 5}])
def test_what_was_closed_as_expected_and_got_worse_is_a_case_of_its_own(
    review_case, dr_cho, tells, more
):
    reviews.decide(by=dr_cho, case=review_case, version=1, reason="expected_course")

    case = tells("review", **more)

    assert case != review_case
    assert (case.previous, case.is_open) == (review_case, True)
