"""A check-in arrives: stored as said, judged, and put before a clinician where asked."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tracker.errors import OtherBody, Unavailable
from tracker.models import (
    Assessment,
    AuditEvent,
    CheckIn,
    Notification,
    ProtocolRelease,
    ReviewCase,
    ReviewEvent,
)
from tracker.records import queries
from tracker.services.check_ins import ReportedSymptom, submit_check_in
from tracker.services.judged_again import answer_questions


@pytest.fixture
def numb_cheek(a_report):
    touch = {"touch_felt": False, "movement_normal": True}
    onset = timezone.now() - timedelta(hours=10)
    return a_report("cheek", "left", numbness=4, course="new", answers=touch, onset_at=onset)


def send(user, treatment, report):
    return submit_check_in(by=user, treatment=treatment, report=report)


def test_numbness_away_from_the_treated_places_opens_an_urgent_case(ana, her_toxin, numb_cheek):
    sent = send(ana, her_toxin, numb_cheek)

    case = ReviewCase.objects.get()
    assert (sent.is_new, sent.case, case.urgency) == (True, case, "urgent")
    assert "cheek" in case.reason


def test_an_urgent_case_writes_to_each_clinician_of_this_clinic_and_nobody_else(
    ana, her_toxin, numb_cheek, dr_cho, lead_a, dr_dia, coordinator_a, removed_doctor
):
    send(ana, her_toxin, numb_cheek)

    told = set(Notification.objects.values_list("address", flat=True))
    assert told == {dr_cho.email, lead_a.email}


def test_a_quiet_day_opens_no_case(ana, her_toxin, a_report):
    sent = send(ana, her_toxin, a_report())

    assert sent.case is None
    assert not ReviewCase.objects.exists()


def test_the_same_report_twice_is_stored_and_judged_once(ana, her_toxin, numb_cheek):
    first = send(ana, her_toxin, numb_cheek)
    again = send(ana, her_toxin, numb_cheek)

    assert not again.is_new
    assert (again.check_in, again.assessment, again.case) == (
        first.check_in,
        first.assessment,
        first.case,
    )
    assert CheckIn.objects.count() == Assessment.objects.count() == 1
    assert ReviewCase.objects.get().version == 1


def test_other_words_under_the_same_id_are_refused_and_change_nothing(ana, her_toxin, numb_cheek):
    send(ana, her_toxin, numb_cheek)

    with pytest.raises(OtherBody):
        send(ana, her_toxin, replace(numb_cheek, note="another"))

    assert CheckIn.objects.get().note == ""


def test_the_same_id_from_another_patient_is_another_report(
    ana, her_toxin, ben, his_toxin, a_report
):
    report = a_report()
    send(ana, her_toxin, report)

    assert send(ben, his_toxin, report).is_new


def test_a_second_flag_joins_the_open_case_with_the_highest_urgency(
    ana, her_toxin, a_report, numb_cheek
):
    send(ana, her_toxin, a_report("brow", "left", brow_droop=4))
    review = ReviewCase.objects.get()
    send(ana, her_toxin, numb_cheek)

    case = ReviewCase.objects.get()
    assert (review.urgency, case.urgency) == ("review", "urgent")
    assert case.due_at <= review.due_at
    assert case.version == review.version + 1
    assert [event.action for event in case.events.all()] == ["opened", "flagged"]


def test_asking_for_contact_without_a_flag_opens_a_review_raised_by_the_patient(
    ana, her_toxin, a_report
):
    sent = send(ana, her_toxin, a_report(wants_contact=True))

    assert sent.assessment.urgency == "none"
    assert (sent.case.urgency, sent.case.raised_by) == ("review", "patient")


def test_a_danger_sign_is_an_emergency(ana, her_toxin, a_report):
    signs = {"asked": True, "any": True, "signs": ["chest_pain"]}

    sent = send(ana, her_toxin, a_report(danger_signs=signs))

    assert sent.assessment.seek_emergency_care
    assert sent.case.urgency == "emergency"
    assert sent.case.reason.lower().count("danger sign") == 1


@pytest.mark.parametrize("years", [-56, 74])
def test_an_impossible_clock_is_kept_as_said_and_never_lowers_a_flag(
    years, ana, her_toxin, numb_cheek
):
    moved = timedelta(days=365 * years)
    report = replace(
        numb_cheek,
        reported_at=numb_cheek.reported_at + moved,
        symptoms=tuple(replace(s, onset_at=s.onset_at + moved) for s in numb_cheek.symptoms),
    )

    sent = send(ana, her_toxin, report)

    assert sent.check_in.clock_suspect
    assert sent.check_in.reported_at == report.reported_at
    assert sent.assessment.urgency == "urgent"


@pytest.mark.parametrize("years", [-60, 70])
def test_an_impossible_clock_neither_hides_what_comes_after_it_nor_is_hidden_itself(
    years, ana, her_toxin, a_report
):
    first = a_report(note="the first")
    moved = first.reported_at + timedelta(days=365 * years)
    before = send(ana, her_toxin, replace(first, reported_at=moved)).check_in
    after = send(ana, her_toxin, a_report(note="the second")).check_in

    assert before.judged_at == before.received_at
    assert list(queries.check_ins_with_results(ana, her_toxin)) == [after, before]


def test_a_report_made_offline_is_judged_by_the_hour_it_was_made(ana, her_toxin, a_report):
    made = timezone.now() - timedelta(hours=30)

    sent = send(ana, her_toxin, a_report(reported_at=made))

    facts = json.loads(sent.assessment.receipt)["facts"]
    assert facts["hours_since_treatment"] == pytest.approx(42, abs=0.1)
    assert not sent.check_in.clock_suspect


def test_earlier_reports_are_before_the_judge(ana, her_toxin, a_report):
    send(ana, her_toxin, a_report(reported_at=timezone.now() - timedelta(hours=20), bruise=3))
    sent = send(ana, her_toxin, a_report())

    earlier = json.loads(sent.assessment.receipt)["facts"]["earlier"]
    assert [said[0] for said in earlier[0]["symptoms"]] == ["bruise"]


def test_without_a_released_protocol_nothing_is_stored_and_the_phone_keeps_it(
    ana, her_toxin, a_report
):
    ProtocolRelease.objects.all().delete()

    with pytest.raises(Unavailable):
        send(ana, her_toxin, a_report())

    assert not CheckIn.objects.exists()


@pytest.mark.parametrize("model", [CheckIn, Assessment, ReviewEvent, AuditEvent])
def test_what_was_stored_cannot_be_edited(model, ana, her_toxin, numb_cheek):
    send(ana, her_toxin, numb_cheek)
    field = {"CheckIn": "note", "Assessment": "engine", "ReviewEvent": "note"}.get(
        model.__name__, "action"
    )

    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(**{field: "changed"})


def test_an_answer_to_a_question_is_kept_and_adds_a_newer_assessment(
    ana, ana_patient, her_toxin, a_report
):
    ana_patient.allergies = None
    ana_patient.save()
    her_toxin.refresh_from_db()
    sent = send(ana, her_toxin, a_report("forehead", "left", bruise=2))
    asked = [question["id"] for question in json.loads(sent.assessment.receipt)["questions"]]
    assert asked

    newer = answer_questions(by=ana, check_in=sent.check_in, answers=dict.fromkeys(asked, False))

    receipt = json.loads(newer.receipt)
    assert newer.number == 2
    assert receipt["questions"] == []
    assert "arnica_topical" in [remedy["id"] for remedy in receipt["remedies"]]


def brought_by_the_door(treatment):
    """With what tracker.records.access.own_treatment reads along."""
    found = type(treatment).objects.select_related("patient__clinic").get(pk=treatment.pk)
    found.patient.care_given = True
    return found


@pytest.mark.parametrize("places", [1, 10])
def test_a_quiet_report_takes_at_most_ten_statements(places, ana, her_toxin, a_report):
    """Two are added by the door: the token and the treatment (benchmarks/check_in.py)."""
    treatment = brought_by_the_door(her_toxin)
    bruise = ReportedSymptom("bruise", "forehead", "left", 2)
    submit_check_in(by=ana, treatment=treatment, report=a_report())
    report = replace(a_report(), symptoms=(bruise,) * places)

    with CaptureQueriesContext(connection) as statements:
        sent = submit_check_in(by=ana, treatment=treatment, report=report)

    assert sent.case is None
    assert len(statements) <= 10


def test_opening_a_case_takes_at_most_fifteen(ana, her_toxin, numb_cheek, a_report, dr_cho, lead_a):
    treatment = brought_by_the_door(her_toxin)
    submit_check_in(by=ana, treatment=treatment, report=a_report())

    with CaptureQueriesContext(connection) as statements:
        sent = submit_check_in(by=ana, treatment=treatment, report=numb_cheek)

    assert sent.case is not None
    assert len(statements) <= 15
