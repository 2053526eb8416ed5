"""What a patient writes reaches her open case, wherever that was put aside."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.services.stored_photos import store_in
from tracker.errors import StaleVersion
from tracker.models import ReviewCase
from tracker.records.worklist import cases_in
from tracker.services import reviews
from tracker.services.check_ins import submit_check_in
from tracker.services.messages import send_message
from tracker.services.photos import Upload, take_photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def put_aside(review_case, dr_cho):
    """A review that Dr Cho took, saw and snoozed for an hour."""
    reviews.claim(by=dr_cho, case=review_case, version=1)
    reviews.acknowledge(by=dr_cho, case=review_case, version=2)
    until = timezone.now() + timedelta(hours=1)
    return reviews.snooze(by=dr_cho, case=review_case, version=3, until=until, reason="later")


@pytest.fixture
def writes(ana, her_toxin, a_report):
    """writes("message") or writes("note"): Ana's word, in a check-in that asks for nobody."""

    def write(where, words="It is much worse today."):
        if where == "message":
            send_message(by=ana, treatment=her_toxin, client_id=uuid4(), text=words)
        else:
            submit_check_in(by=ana, treatment=her_toxin, report=a_report(note=words))

    return write


@pytest.mark.parametrize("where", ["message", "note"])
def test_her_words_end_a_snooze_and_are_news(put_aside, dr_cho, dr_dia, writes, where):
    assert not cases_in(dr_cho, view="mine").exists()

    writes(where)

    case = cases_in(dr_cho, view="mine").get()
    assert (case.status, case.snoozed_until, case.has_news) == ("open", None, True)
    event = case.events.last()
    assert (event.action, event.by, event.from_status) == ("patient_wrote", None, "snoozed")
    assert not cases_in(dr_dia).exists()


@pytest.mark.parametrize("where", ["message", "note"])
def test_who_decides_on_an_open_page_is_told_that_she_wrote_meanwhile(
    review_case, dr_cho, writes, where
):
    writes(where)

    with pytest.raises(StaleVersion):
        reviews.decide(by=dr_cho, case=review_case, version=1, reason="expected_course")
    assert ReviewCase.objects.get().is_open


def test_a_note_answers_who_waits_for_her(review_case, dr_cho, writes):
    soon = timezone.now() + timedelta(hours=1)
    reviews.request_photo(by=dr_cho, case=review_case, version=1, view="left_45", wanted_by=soon)

    writes("note", "My camera does not work.")

    assert ReviewCase.objects.get().status == "open"


def test_a_check_in_without_words_leaves_the_case_where_it_is(
    put_aside, ana, her_toxin, a_report, writes, dr_cho
):
    submit_check_in(by=ana, treatment=her_toxin, report=a_report())

    case = ReviewCase.objects.get()
    assert (case.status, case.version, case.has_news) == ("snoozed", 4, False)


def test_a_note_after_the_end_opens_no_case(review_case, dr_cho, writes):
    reviews.decide(by=dr_cho, case=review_case, version=1, reason="treated")

    writes("note")

    case = ReviewCase.objects.get()
    assert (case.status, case.version) == ("closed", 2)


def test_the_photo_that_was_asked_for_ends_a_snooze(
    review_case, dr_cho, ana, her_toxin, a_jpeg, settings, tmp_path
):
    store_in(settings, tmp_path)
    soon = timezone.now() + timedelta(hours=1)
    reviews.request_photo(by=dr_cho, case=review_case, version=1, view="left_45", wanted_by=soon)
    reviews.snooze(by=dr_cho, case=review_case, version=2, until=soon, reason="until it comes")

    upload = Upload(uuid4(), "left_45", timezone.now(), a_jpeg)
    take_photo(by=ana, treatment=her_toxin, check_in=None, upload=upload)

    case = ReviewCase.objects.get()
    assert (case.status, case.snoozed_until, case.has_news) == ("open", None, True)
