"""P8 (6): the visit that she is expected at, on her clock, until it has been; and nobody else's."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from time_machine import travel

from tests.cast import member, record_of, report, treat
from tracker.models import Clinic, Patient, ReviewCase, User
from tracker.services import reviews
from tracker.services.check_ins import submit_check_in

pytestmark = pytest.mark.django_db
Words = Callable[[Any], str]
ClientOf = Callable[[User], Client]
AT = datetime(2099, 6, 1, 9, 30, tzinfo=UTC)
SHOWN = "Your next visit Monday 1 June, 10:30am Clinic A"


def book(by: User, case: ReviewCase, at: datetime | None) -> ReviewCase:
    return reviews.book(by=by, case=case, version=case.version, at=at)


@pytest.mark.parametrize("page", ["/", "/kept"])
def test_it_stands_on_today_and_on_what_the_phone_keeps(
    page: str, urgent_case: ReviewCase, dr_cho: User, hers: Client, words_of: Words
) -> None:
    assert "Your next visit" not in words_of(hers.get(page))

    book(dr_cho, urgent_case, AT)

    read = words_of(hers.get(page))
    assert SHOWN in read
    told = "We expect you at the clinic: Monday 1 June, 10:30am."
    assert told in words_of(hers.get("/messages"))
    assert "To change the time, call +44 20 7946 0101" in read.replace("\xa0", " ")


def test_it_is_told_in_her_language_on_her_clock(
    urgent_case: ReviewCase, dr_cho: User, ana: User, hers: Client, words_of: Words
) -> None:
    User.objects.filter(pk=ana.pk).update(language="es")
    Patient.objects.filter(user=ana).update(time_zone="Europe/Madrid", language="es")
    urgent_case.refresh_from_db()
    book(dr_cho, urgent_case, AT)

    assert "Tu próxima visita lunes 1 de junio, 11:30" in words_of(hers.get("/"))
    written = "Te esperamos en la clínica el lunes 1 de junio, 11:30."
    assert written in words_of(hers.get("/messages"))


def test_a_visit_that_has_been_is_not_the_next(
    urgent_case: ReviewCase, dr_cho: User, hers: Client, words_of: Words
) -> None:
    case, soon = urgent_case, urgent_case.opened_at + timedelta(hours=4)
    book(dr_cho, case, soon)
    assert "Your next visit" in words_of(hers.get("/"))

    with travel(soon + timedelta(minutes=1), tick=False):
        assert "Your next visit" not in words_of(hers.get("/"))
        assert hers.get("/visit.ics").url == "/"


def test_what_was_told_last_counts_another_time_or_to_phone_for_one(
    urgent_case: ReviewCase, dr_cho: User, hers: Client, words_of: Words
) -> None:
    case = book(dr_cho, urgent_case, AT - timedelta(days=30))
    case = book(dr_cho, case, AT)
    page = words_of(hers.get("/"))
    assert SHOWN in page and "2 May" not in page

    book(dr_cho, case, None)

    assert "Your next visit" not in words_of(hers.get("/"))


def test_it_stands_when_the_case_is_closed(
    urgent_case: ReviewCase, dr_cho: User, hers: Client, words_of: Words
) -> None:
    case = book(dr_cho, urgent_case, AT)
    called = {"at": urgent_case.opened_at, "how": "phone", "outcome": "reached"}
    reviews.decide(by=dr_cho, case=case, version=case.version, reason="treated", contact=called)

    assert SHOWN in words_of(hers.get("/"))


def test_nobody_else_reads_of_it(
    urgent_case: ReviewCase, dr_cho: User, ben: User, client_of: ClientOf, words_of: Words
) -> None:
    book(dr_cho, urgent_case, AT)

    assert client_of(ben).get("/visit.ics").url == "/"
    assert client_of(dr_cho).get("/visit.ics").status_code == 403


def test_who_works_at_a_clinic_reads_of_her_own_visit_alone(
    urgent_case: ReviewCase, dr_cho: User, clinic_a: Clinic, clinic_b: Clinic, client_of: ClientOf
) -> None:
    nurse = member("Nurse Noor", clinic_a, "coordinator")
    own = treat(record_of(nurse, clinic_b), "botulinum_toxin", ["forehead"], hours_ago=72)
    book(dr_cho, urgent_case, AT)
    noor = client_of(nurse)
    assert noor.get("/visit.ics").url == "/"

    case = submit_check_in(
        by=nurse, treatment=own, report=report("brow", "left", brow_droop=4)
    ).case
    dr_ely = member("Dr Ely", clinic_b, "dermatologist")
    assert case is not None
    book(dr_ely, case, AT + timedelta(days=2))

    assert "DTSTART:20990603T093000Z" in noor.get("/visit.ics").content.decode()


def test_her_calendar_rings_in_time_and_says_reminder_alone(
    urgent_case: ReviewCase, dr_cho: User, hers: Client
) -> None:
    assert hers.get("/visit.ics").url == "/"
    book(dr_cho, urgent_case, AT)

    file = hers.get("/visit.ics").content.decode()

    assert "DTSTART:20990601T093000Z" in file and "TRIGGER:-PT7200S" in file
    assert set(re.findall(r"^(?:SUMMARY|DESCRIPTION):(.*?)\r$", file, re.M)) == {"Reminder"}
    assert not re.search(r"visit|clinic|toxin|Ana", file, re.I)


@pytest.mark.parametrize(
    ("language", "when"),
    [("en", "Monday 1 June, 10:30am"), ("es", "lunes 1 de junio, 10:30")],
)
def test_the_message_about_it_says_it_as_today_does(
    language: str, when: str, urgent_case: ReviewCase, dr_cho: User
) -> None:
    Patient.objects.filter(pk=urgent_case.patient_id).update(language=language)

    book(dr_cho, ReviewCase.objects.get(), AT)

    assert when in urgent_case.treatment.messages.get().text
