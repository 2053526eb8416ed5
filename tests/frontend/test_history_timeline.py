"""The timeline of History: her reports with their results, and what her clinic did (UX.md P14)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tracker.models import Patient, ReviewCase, Treatment, User
from tracker.services import reviews
from tracker.services.check_ins import Report, submit_check_in
from tracker.services.consents import decide
from tracker.services.undoing import undo

pytestmark = pytest.mark.django_db
Words = Callable[[Any], str]


@pytest.fixture
def history(hers: Client, words_of: Words) -> Callable[[], str]:
    """What she reads in her History now."""
    return lambda: words_of(hers.get("/history")).partition("Chart")[2]


def test_who_asked_to_be_contacted_reads_the_same_level_the_next_day(
    hers: Client, ana: User, her_toxin: Treatment, a_report: Callable[..., Report]
) -> None:
    submit_check_in(by=ana, treatment=her_toxin, report=a_report(wants_contact=True))

    page = hers.get("/history").content.decode()

    assert "level--review" in page
    assert "level--usual" not in page


def test_a_danger_sign_is_named_as_far_as_she_said_which_one(
    history: Callable[[], str], ana: User, her_toxin: Treatment, a_report: Callable[..., Report]
) -> None:
    said: dict[str, Any] = {"any": True, "signs": []}
    submit_check_in(by=ana, treatment=her_toxin, report=a_report(danger_signs=said))
    assert "A danger sign, or not sure." in history()
    assert "Danger sign:" not in history()

    told = {"any": True, "signs": ["chest_pain", "sight_lost"]}
    submit_check_in(by=ana, treatment=her_toxin, report=a_report(danger_signs=told))

    assert "Danger sign: Chest pain; Any loss of sight." in history()


def test_what_is_usual_stays_usual_beside_a_case(
    hers: Client, ana: User, review_case: ReviewCase, a_report: Callable[..., Report]
) -> None:
    quiet = a_report("cheek", "left", bruise=2)
    sent = submit_check_in(by=ana, treatment=review_case.treatment, report=quiet)

    page = hers.get("/history").content.decode()

    assert sent.case is None
    assert page.count("level--usual") == page.count("level--review") == 1


def test_seen_names_who_saw_it(
    history: Callable[[], str], dr_cho: User, review_case: ReviewCase
) -> None:
    assert "Seen by" not in history()

    reviews.acknowledge(by=dr_cho, case=review_case, version=review_case.version)

    assert "Seen by Dr Cho" in history()


def test_seen_that_was_taken_back_is_not_there(
    history: Callable[[], str], dr_cho: User, review_case: ReviewCase
) -> None:
    case = reviews.claim(by=dr_cho, case=review_case, version=review_case.version)
    case = reviews.acknowledge(by=dr_cho, case=case, version=case.version)

    undo(by=dr_cho, case=case, version=case.version)

    assert "Seen by" not in history()


def test_a_photo_that_was_asked_for_says_which_and_by_when(
    history: Callable[[], str], dr_cho: User, review_case: ReviewCase
) -> None:
    by = timezone.now() + timedelta(days=1)
    reviews.request_photo(
        by=dr_cho,
        case=review_case,
        version=review_case.version,
        view="front_rest",
        wanted_by=by,
        text="By a window, please.",
    )

    page = history()
    assert "Dr Cho asked for a photo" in page
    assert f"{timezone.localtime(by):%A}" in page
    assert "By a window, please." in page


def test_a_visit_stands_there_once_in_the_words_that_she_was_sent(
    history: Callable[[], str], coordinator_a: User, review_case: ReviewCase
) -> None:
    at = timezone.now() + timedelta(days=2)
    reviews.book(
        by=coordinator_a, case=review_case, version=review_case.version, at=at, text="Bring it."
    )

    page = history()
    assert "Coordinator A booked a visit for you" in page
    assert page.count("Bring it.") == 1


def test_to_call_for_a_visit_is_no_visit(
    history: Callable[[], str], coordinator_a: User, review_case: ReviewCase
) -> None:
    reviews.book(by=coordinator_a, case=review_case, version=review_case.version)

    assert "Coordinator A asked you to call for a visit" in history()
    assert "booked" not in history()


def test_closed_and_opened_again_without_the_clinics_own_reasons(
    history: Callable[[], str], dr_cho: User, review_case: ReviewCase
) -> None:
    case = reviews.decide(
        by=dr_cho,
        case=review_case,
        version=review_case.version,
        reason="false_alarm",
        false_alarm_because="wrong_tap",
        note="She tapped the wrong one.",
    )
    assert "Dr Cho looked at what you told us and closed it" in history()

    reviews.reopen(by=dr_cho, case=case, version=case.version, reason="Second thoughts.")

    page = history()
    assert "Dr Cho is looking at it again" in page
    for own in ("alarm", "wrong one", "Second thoughts", "tap"):
        assert own not in page


def test_what_the_clinic_does_among_itself_is_not_told(
    history: Callable[[], str], dr_cho: User, lead_a: User, review_case: ReviewCase
) -> None:
    before = history()
    case, soon = review_case, timezone.now() + timedelta(minutes=5)
    case = reviews.claim(by=dr_cho, case=case, version=case.version)
    case = reviews.snooze(by=dr_cho, case=case, version=case.version, until=soon, reason="Lunch.")
    reviews.escalate(
        by=dr_cho, case=case, version=case.version, to="lead", reason="Odd.", wanted_by=soon
    )

    assert history() == before


def test_nothing_of_it_stands_in_somebody_elses_history(
    dr_cho: User,
    ben: User,
    his_toxin: Treatment,
    review_case: ReviewCase,
    client_of: Callable[[User], Client],
    words_of: Words,
) -> None:
    reviews.acknowledge(by=dr_cho, case=review_case, version=review_case.version)

    page = words_of(client_of(ben).get("/history"))

    assert "Your check-ins will show here" in page
    assert "Dr Cho" not in page
    assert client_of(dr_cho).get("/history").status_code == 403


def test_without_photos_by_her_choice_none_is_promised(
    hers: Client, ana: User, ana_patient: Patient, her_toxin: Treatment, words_of: Words
) -> None:
    address = "/history?view=photos"
    assert "Your first photo will show here" in words_of(hers.get(address))
    decide(by=ana, patient=ana_patient, kind="photos", given=False, language="en")

    page = hers.get(address)

    assert "Your first photo will show here" not in words_of(page)
    assert 'href="/settings/consents/photos"' in page.content.decode()
