"""A note that no clinician sees is told to the leads, once, after a working day (docs/adr/089)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.cast import treat
from tracker import jobs
from tracker.models import AuditEvent, NoteMark, Notification, ReviewCase
from tracker.services import unseen_notes
from tracker.services.check_ins import submit_check_in
from tracker.services.consents import decide
from tracker.services.notes import see_notes
from tracker.services.unseen_notes import chase_unseen_notes

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
TUESDAY_10 = datetime(2026, 11, 24, 10, tzinfo=LONDON)
FRIDAY_16 = datetime(2026, 11, 27, 16, tzinfo=LONDON)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def noted(ana, ana_patient, a_report):
    """noted(at=moment): a check-in of that moment with a note; no rule flags it. Of Ana's."""
    with time_machine.travel(TUESDAY_10, tick=False):
        hers = treat(ana_patient, "botulinum_toxin", ["forehead"], hours_ago=72)

    def tell(at=TUESDAY_10, *, by=ana, treatment=hers, note="It itches a little", where=(), **more):
        with time_machine.travel(at, tick=False):
            report = a_report(*where, note=note, **more)
            return submit_check_in(by=by, treatment=treatment, report=report).check_in

    return tell


def told():
    rows = Notification.objects.filter(kind="message_waiting")
    return sorted(rows.values_list("address", flat=True))


def test_after_a_working_day_the_lead_is_told_once(noted, lead_a, dr_cho, dr_dia, coordinator_a):
    check_in = noted()

    assert chase_unseen_notes(TUESDAY_10 + DAY - MINUTE) == 0
    assert chase_unseen_notes(TUESDAY_10 + DAY) == 1
    assert chase_unseen_notes(TUESDAY_10 + 9 * DAY) == 0

    assert told() == [lead_a.email]
    act = AuditEvent.objects.get(action="note.lies_unseen")
    assert (act.actor, act.subject_id) == (None, str(check_in.pk))


def test_a_weekend_is_no_working_day(noted, lead_a):
    noted(FRIDAY_16)

    assert chase_unseen_notes(FRIDAY_16 + 2 * DAY) == 0
    assert chase_unseen_notes(FRIDAY_16 + 5 * DAY) == 1


def test_where_there_is_no_lead_every_clinician_is_told(noted, dr_cho, dr_dia):
    noted()

    chase_unseen_notes(TUESDAY_10 + DAY)

    assert told() == [dr_cho.email]


def test_several_are_one_word_to_the_clinic(noted, lead_a, ben, ben_patient):
    with time_machine.travel(TUESDAY_10, tick=False):
        his = treat(ben_patient, "botulinum_toxin", ["forehead"], hours_ago=48)
    noted(), noted(TUESDAY_10 + MINUTE), noted(by=ben, treatment=his)

    assert chase_unseen_notes(TUESDAY_10 + 2 * DAY) == 3
    assert told() == [lead_a.email]


def test_each_clinic_hears_of_its_own_alone(noted, lead_a, dr_dia, cleo, cleo_patient):
    with time_machine.travel(TUESDAY_10, tick=False):
        cleos = treat(cleo_patient, "dermal_filler", ["cheek"], hours_ago=48)
    both = noted(), noted(by=cleo, treatment=cleos)

    assert chase_unseen_notes(TUESDAY_10 + DAY) == 2

    assert told() == sorted([dr_dia.email, lead_a.email])
    acts = AuditEvent.objects.filter(action="note.lies_unseen")
    assert {(each.subject_id, each.chain) for each in acts} == {
        (str(each.pk), str(each.patient.clinic_id)) for each in both
    }


def test_what_was_seen_calls_nobody(noted, ana_patient, dr_cho, lead_a):
    check_in = noted()
    see_notes(by=dr_cho, patient=ana_patient, shown=[check_in.pk])

    assert chase_unseen_notes(TUESDAY_10 + 9 * DAY) == 0
    assert told() == []


def test_a_note_of_an_open_case_has_the_clock_of_the_case(noted, lead_a):
    noted()
    lost = {"touch_felt": False}
    noted(TUESDAY_10 + MINUTE, where=("cheek", "left"), numbness=4, answers=lost)

    assert ReviewCase.objects.get().status == "open"
    assert chase_unseen_notes(TUESDAY_10 + 9 * DAY) == 0


def test_a_check_in_without_a_note_and_one_that_ended_care_call_nobody(
    noted, ana, ana_patient, lead_a
):
    noted(note="")
    noted(TUESDAY_10 + MINUTE)
    decide(by=ana, patient=ana_patient, kind="care", given=False, language="en")

    assert chase_unseen_notes(TUESDAY_10 + 9 * DAY) == 0
    assert NoteMark.objects.count() == 1


def test_the_worker_does_it(noted, lead_a, monkeypatch):
    asked = []
    monkeypatch.setattr(jobs, "chase_unseen_notes", lambda: asked.append(1) or 0)

    next(job for job in jobs.JOBS if job.name == "remarks").run()

    assert asked == [1]


def test_a_fault_in_between_leaves_it_to_the_next_sweep(noted, lead_a, monkeypatch):
    noted()
    with monkeypatch.context() as broken:
        broken.setattr(unseen_notes.audit, "record", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            chase_unseen_notes(TUESDAY_10 + DAY)

    assert told() == [] and NoteMark.objects.get().chased_at is None
    assert chase_unseen_notes(TUESDAY_10 + DAY) == 1
