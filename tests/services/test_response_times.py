"""By when a case has to have been seen, on the clinic's own clock."""

from datetime import UTC, datetime

import pytest

from tracker.models import Clinic
from tracker.services.response_times import due_at

LONDON = Clinic(name="L", time_zone="Europe/London")
FRIDAY_16 = datetime(2026, 11, 20, 16, tzinfo=UTC)
SATURDAY_NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_an_emergency_is_due_in_a_quarter_of_an_hour_day_and_night():
    assert due_at("emergency", LONDON, SATURDAY_NOON) == datetime(2026, 11, 21, 12, 15, tzinfo=UTC)


def test_an_urgent_case_on_friday_afternoon_counts_on_from_monday_morning():
    assert due_at("urgent", LONDON, FRIDAY_16) == datetime(2026, 11, 23, 10, tzinfo=UTC)


def test_an_urgent_case_in_opening_hours_is_due_two_hours_later():
    tuesday = datetime(2026, 11, 17, 10, 30, tzinfo=UTC)

    assert due_at("urgent", LONDON, tuesday) == datetime(2026, 11, 17, 12, 30, tzinfo=UTC)


def test_a_review_on_friday_is_due_at_the_same_time_on_monday():
    assert due_at("review", LONDON, FRIDAY_16) == datetime(2026, 11, 23, 16, tzinfo=UTC)


def test_a_review_at_the_weekend_counts_from_the_next_opening():
    assert due_at("review", LONDON, SATURDAY_NOON) == datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_a_holiday_is_not_a_working_day():
    closed_monday = Clinic(time_zone="Europe/London", holidays=["2026-11-23"])

    assert due_at("review", closed_monday, FRIDAY_16) == datetime(2026, 11, 24, 16, tzinfo=UTC)
    assert due_at("urgent", closed_monday, FRIDAY_16) == datetime(2026, 11, 24, 10, tzinfo=UTC)


def test_opening_hours_keep_to_local_time_across_a_clock_change():
    """On 25 October 2026 London's clocks go back: Monday 09:00 is 09:00 UTC, no longer 08:00."""
    friday = datetime(2026, 10, 23, 15, 30, tzinfo=UTC)  # 16:30 in London

    assert due_at("urgent", LONDON, friday) == datetime(2026, 10, 26, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize("urgency", ["urgent", "review"])
def test_a_clinic_that_never_opens_still_has_a_time(urgency):
    never = Clinic(time_zone="Europe/London", hours={})

    assert due_at(urgency, never, SATURDAY_NOON) > SATURDAY_NOON


def test_a_lunch_break_does_not_count():
    split = Clinic(
        time_zone="Europe/London", hours={"tue": [["09:00", "12:00"], ["13:00", "17:00"]]}
    )
    tuesday = datetime(2026, 11, 17, 11, tzinfo=UTC)

    assert due_at("urgent", split, tuesday) == datetime(2026, 11, 17, 14, tzinfo=UTC)
