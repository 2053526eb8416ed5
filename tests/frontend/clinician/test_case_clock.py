"""The time left is time of the clinic: it rests by night, at weekends and on holidays."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from frontend.clinic.case_clock import clock
from tracker.models import ReviewCase
from tracker.services.response_times import due_at

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
FRIDAY = datetime(2026, 11, 27, tzinfo=LONDON)
SATURDAY, MONDAY = FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=3)
FOUR_THIRTY = 16.5 * HOUR


def case_of(clinic, urgency, since, **said):
    due = due_at(urgency, clinic, since)
    return ReviewCase(clinic=clinic, urgency=urgency, status="open", due_at=due, **said)


@pytest.mark.parametrize(
    ("now", "words", "state"),
    [
        (FRIDAY + FOUR_THIRTY, "Due in 2 h, by Mon 10:30", "calm"),
        (FRIDAY + 17 * HOUR, "Due in 1 h 30 m, by Mon 10:30", "calm"),
        (SATURDAY + 3 * HOUR, "Due in 1 h 30 m, by Mon 10:30", "calm"),
        (MONDAY + 10 * HOUR, "Due in 30 m, by 10:30", "soon"),
        (MONDAY + 10.75 * HOUR, "Over by 15 m, since 10:30", "over"),
        (MONDAY + 33 * HOUR, "Over by 6 h 30 m, since Mon 10:30", "over"),
        (MONDAY + 81 * HOUR, "Over by 22 h 30 m, since Mon 10:30", "over"),
    ],
)
def test_an_urgent_case_of_friday_afternoon_has_the_hours_of_monday(clinic_a, now, words, state):
    case = case_of(clinic_a, "urgent", FRIDAY + FOUR_THIRTY)

    assert clock(case, now) == (words, state)


def test_a_review_has_a_day_of_work_and_no_weekend(clinic_a):
    case = case_of(clinic_a, "review", FRIDAY + FOUR_THIRTY)

    assert clock(case, FRIDAY + FOUR_THIRTY).text == "Due in 8 h, by Mon 16:30"


def test_an_emergency_does_not_pause(clinic_a):
    case = case_of(clinic_a, "emergency", SATURDAY + 3 * HOUR)

    assert clock(case, SATURDAY + 3 * HOUR + MINUTE) == ("Due in 14 m, by 03:15", "soon")
    assert clock(case, MONDAY + 3.25 * HOUR) == ("Over by 2 d, since Sat 03:15", "over")


def test_a_holiday_is_left_out(clinic_a):
    clinic_a.holidays = [MONDAY.date().isoformat()]
    case = case_of(clinic_a, "urgent", FRIDAY + FOUR_THIRTY)

    assert clock(case, SATURDAY).text == "Due in 1 h 30 m, by Tue 10:30"


def test_what_is_due_as_the_clinic_opens_says_so(clinic_a):
    case = case_of(clinic_a, "review", FRIDAY + 3 * HOUR)  # counted from nine

    assert clock(case, SATURDAY) == ("Due at opening, Mon 09:00", "soon")


def test_a_clinic_that_never_opens_has_plain_hours(clinic_a):
    clinic_a.hours = {}
    case = case_of(clinic_a, "urgent", SATURDAY)

    assert clock(case, SATURDAY + 0.5 * HOUR).text == "Due in 1 h 30 m, by 02:00"


def test_a_clinic_elsewhere_counts_by_its_own_clock(clinic_a):
    clinic_a.time_zone = "America/New_York"
    case = case_of(clinic_a, "urgent", FRIDAY + 20 * HOUR)  # three in the afternoon there

    assert clock(case, FRIDAY + 20 * HOUR + 30 * MINUTE).text.startswith(
        "Due in 1 h 30 m, by 22:00"
    )


def test_a_moment_more_than_a_week_off_is_said_with_its_date(clinic_a):
    case = case_of(clinic_a, "urgent", FRIDAY + FOUR_THIRTY)

    assert clock(case, MONDAY + timedelta(days=14)).text.endswith("since 30 Nov, 10:30")
