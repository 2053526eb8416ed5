"""The note of a check-in waits until a clinician has seen it, however long, and names her then."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tracker.errors import NotAllowed
from tracker.models import AuditEvent, NoteMark
from tracker.records.worklist import notes_to_read, view_counts
from tracker.services import reviews
from tracker.services.check_ins import submit_check_in
from tracker.services.erased_rows import delete_rows
from tracker.services.notes import await_readers, see_notes, unsee_note

pytestmark = pytest.mark.django_db


@pytest.fixture
def noted(ana, her_toxin, a_report):
    """noted("words"): Ana's check-in with that note, which no rule flags."""

    def tell(note="It itches a little"):
        return submit_check_in(by=ana, treatment=her_toxin, report=a_report(note=note)).check_in

    return tell


def waiting(user):
    return [each.pk for each in notes_to_read(user)]


def test_a_clinician_sees_it_by_name_and_it_leaves_the_list_of_all(
    noted, ana_patient, dr_cho, lead_a
):
    check_in = noted()
    assert waiting(lead_a) == [check_in.pk]

    assert see_notes(by=dr_cho, patient=ana_patient, shown=[check_in.pk]) == 1

    assert waiting(lead_a) == waiting(dr_cho) == []
    assert view_counts(dr_cho)["notes"] == 0
    mark = NoteMark.objects.get()
    assert mark.seen_by == dr_cho and mark.seen_at is not None
    act = AuditEvent.objects.get(action="note.seen")
    assert (act.actor, act.subject_id) == (dr_cho.pk, str(check_in.pk))


def test_who_saw_it_first_stays_its_reader(noted, ana_patient, dr_cho, lead_a):
    check_in = noted()
    see_notes(by=dr_cho, patient=ana_patient, shown=[check_in.pk])

    assert see_notes(by=lead_a, patient=ana_patient, shown=[check_in.pk]) == 0
    assert not unsee_note(by=lead_a, check_in=check_in)
    assert NoteMark.objects.get().seen_by == dr_cho


@pytest.mark.parametrize("who", ["coordinator_a", "dr_dia", "admin_a", "removed_doctor", "ana"])
def test_nobody_elses_look_counts(request, noted, ana_patient, dr_cho, who):
    check_in = noted()

    with pytest.raises(NotAllowed):
        see_notes(by=request.getfixturevalue(who), patient=ana_patient, shown=[check_in.pk])

    assert waiting(dr_cho) == [check_in.pk]
    assert not AuditEvent.objects.filter(action="note.seen").exists()


def test_another_patients_note_is_not_seen_with_hers(
    noted, ana_patient, ben, his_toxin, a_report, dr_cho
):
    noted()
    his = submit_check_in(by=ben, treatment=his_toxin, report=a_report(note="Mine")).check_in

    assert see_notes(by=dr_cho, patient=ana_patient, shown=[his.pk]) == 0
    assert len(waiting(dr_cho)) == 2


def test_she_may_take_it_back_and_it_waits_again(noted, ana_patient, dr_cho):
    check_in = noted()
    see_notes(by=dr_cho, patient=ana_patient, shown=[check_in.pk])

    assert unsee_note(by=dr_cho, check_in=check_in)

    assert waiting(dr_cho) == [check_in.pk]
    assert AuditEvent.objects.filter(action="note.unseen").count() == 1


def test_who_left_the_clinic_takes_nothing_back(noted, ana_patient, dr_cho):
    check_in = noted()
    see_notes(by=dr_cho, patient=ana_patient, shown=[check_in.pk])
    dr_cho.memberships.update(ended_at=timezone.now())

    with pytest.raises(NotAllowed):
        unsee_note(by=dr_cho, check_in=check_in)

    assert NoteMark.objects.get().seen_by == dr_cho


def test_an_unseen_note_waits_for_as_long_as_it_takes(noted, dr_cho):
    check_in = noted()

    with time_machine.travel(timezone.now() + timedelta(days=400), tick=False):
        assert waiting(dr_cho) == [check_in.pk]


def test_a_note_that_came_with_a_flag_stands_in_its_case_and_waits_after_it(
    ana, her_toxin, a_report, dr_cho
):
    lost = {"touch_felt": False}
    report = a_report("cheek", "left", numbness=4, answers=lost, note="Since the morning")
    sent = submit_check_in(by=ana, treatment=her_toxin, report=report)
    assert waiting(dr_cho) == []

    contact = {"at": timezone.now(), "how": "phone", "outcome": "Comes in"}
    reviews.decide(by=dr_cho, case=sent.case, version=1, reason="treated", contact=contact)

    assert waiting(dr_cho) == [sent.check_in.pk]


def test_a_check_in_without_a_note_waits_for_nobody(ana, her_toxin, a_report):
    submit_check_in(by=ana, treatment=her_toxin, report=a_report())

    assert not NoteMark.objects.exists()


def test_what_code_of_before_stored_waits_too_and_once(noted, dr_cho):
    young, old = noted(), noted("Long ago")
    NoteMark.objects.all().delete()
    assert waiting(dr_cho) == []

    assert await_readers(old.received_at + timedelta(days=13)) == 2
    assert await_readers() == 0
    assert set(waiting(dr_cho)) == {young.pk, old.pk}
    NoteMark.objects.all().delete()
    assert await_readers(timezone.now() + timedelta(days=15)) == 0


def test_it_goes_with_her_record(noted, ana_patient, dr_cho):
    see_notes(by=dr_cho, patient=ana_patient, shown=[noted().pk])

    delete_rows(ana_patient)

    assert not NoteMark.objects.exists()
