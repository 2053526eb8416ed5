"""One person, patient of two clinics: what she decides about one record leaves the other alone."""

from datetime import time

import pytest

from tests.cast import record_of, treat
from tests.services.test_silences import day
from tracker.errors import ConsentRequired, NotAllowed
from tracker.models import Consent, Notification, ReviewCase
from tracker.records.care import records_agreed_to, records_ended, records_in_use
from tracker.records.queries import current_treatment
from tracker.services import notifications, reminders
from tracker.services.check_ins import submit_check_in
from tracker.services.consents import decide, decisions, to_be_asked
from tracker.services.languages import choose_language
from tracker.services.messages import send_message
from tracker.services.silences import open_silences

pytestmark = pytest.mark.django_db


def say(patient, kind, given):
    return decide(by=patient.user, patient=patient, kind=kind, given=given, language="en")


@pytest.fixture
def at_b(ana, her_toxin, clinic_b):
    """Ana's record at the other clinic, younger than the one at Clinic A."""
    return record_of(ana, clinic_b)


@pytest.fixture
def toxin_at_b(at_b):
    """Ten days ago: the treatment at Clinic A is the newer one."""
    return treat(at_b, "botulinum_toxin", ["forehead"], hours_ago=240)


@pytest.mark.parametrize("ends_at_b", [False, True])
def test_what_she_ends_at_one_clinic_is_taken_for_the_other(
    ends_at_b, ana, her_toxin, toxin_at_b, a_report
):
    ended, goes_on = (toxin_at_b, her_toxin) if ends_at_b else (her_toxin, toxin_at_b)
    say(ended.patient, "care", False)

    with pytest.raises(ConsentRequired):
        submit_check_in(by=ana, treatment=ended, report=a_report())
    assert submit_check_in(by=ana, treatment=goes_on, report=a_report()).is_new
    assert send_message(by=ana, treatment=goes_on, client_id=goes_on.pk, text="How long?")[1]
    assert list(records_in_use(ana)) == [goes_on.patient]
    assert list(records_ended(ana)) == [ended.patient]
    assert list(records_agreed_to(ana)) == [her_toxin.patient, toxin_at_b.patient]


def test_photos_are_given_to_one_clinic_and_not_to_the_other(ana_patient, at_b):
    say(ana_patient, "photos", False)

    assert decisions(ana_patient)["photos"] is False
    assert decisions(at_b)["photos"] is True


def test_what_she_reports_on_is_a_treatment_whose_clinic_may_use_it(ana, her_toxin, toxin_at_b):
    assert current_treatment(ana) == her_toxin

    say(her_toxin.patient, "care", False)
    assert current_treatment(ana) == toxin_at_b

    say(toxin_at_b.patient, "care", False)
    assert current_treatment(ana) == her_toxin, "where none may, the newest"


def test_an_urgent_case_at_the_other_clinic_hears_nothing_of_it(urgent_case, at_b):
    say(at_b, "care", False)

    assert not urgent_case.events.filter(action="care_ended").exists()


def test_each_record_is_asked_about_in_turn(ana, ana_patient, at_b):
    Consent.objects.filter(patient=at_b).delete()
    say(ana_patient, "reminders", False)

    asked = []
    while due := to_be_asked(ana):
        asked.append(due)
        say(*due, True)

    assert asked == [(at_b, "care"), (at_b, "photos"), (at_b, "reminders")]


def test_what_she_has_ended_or_refused_at_one_clinic_is_not_asked_beside_the_other(
    ana, ana_patient, at_b
):
    Consent.objects.filter(patient=at_b).delete()
    say(ana_patient, "reminders", False)

    say(at_b, "care", False)
    assert to_be_asked(ana) is None, "a no to one clinic stands"

    say(at_b, "care", True)
    say(at_b, "care", False)
    assert to_be_asked(ana) is None, "so does an end"


def test_a_no_to_all_of_them_is_asked_again(ana, ana_patient, at_b):
    Consent.objects.all().delete()
    say(ana_patient, "care", False)
    assert to_be_asked(ana) == (ana_patient, "care")

    say(ana_patient, "care", True)
    say(ana_patient, "care", False)

    assert to_be_asked(ana) == (at_b, "care"), "the other was never asked"


def test_reminders_go_on_for_the_clinic_that_she_did_not_end(her_toxin, at_b):
    fresh = treat(at_b, "botulinum_toxin", ["forehead"], hours_ago=0)
    for each in (her_toxin.patient, at_b):
        say(each, "reminders", True)
    evening = day(fresh, 1).replace(hour=19, minute=5)

    say(her_toxin.patient, "reminders", False)

    assert reminders.queue_reminders(evening) == 1
    assert Notification.objects.get(kind="reminder").patient == at_b


def test_a_reminder_that_waits_is_dropped_for_the_ended_clinic_alone(ana, ana_patient, at_b):
    for each in (ana_patient, at_b):
        say(each, "reminders", True)
        notifications.queue(
            kind="reminder",
            address=ana.email,
            patient=each,
            language="en",
            dedupe_key=f"reminder:{each.pk}",
        )

    say(ana_patient, "care", False)

    assert Notification.objects.get(kind="reminder").patient == at_b


def test_her_hour_is_one_for_all_her_clinics(ana, ana_patient, at_b, ben_patient):
    reminders.choose_time(by=ana, patients=[ana_patient, at_b], at=time(8), weekend=time(10))

    for each in (ana_patient, at_b, ben_patient):
        each.refresh_from_db()
    assert (ana_patient.reminder_at, at_b.reminder_at) == (time(8), time(8))
    assert (ana_patient.weekend_reminder_at, at_b.weekend_reminder_at) == (time(10), time(10))
    assert ben_patient.reminder_at is None


def test_a_clinic_that_she_says_yes_to_later_reminds_her_at_the_hour_she_has_chosen(
    ana, ana_patient, at_b, ben_patient
):
    reminders.choose_time(by=ana, patients=[ana_patient], at=time(8), weekend=time(10))

    say(at_b, "reminders", True)
    say(ben_patient, "reminders", True)

    at_b.refresh_from_db()
    ben_patient.refresh_from_db()
    assert (at_b.reminder_at, at_b.weekend_reminder_at) == (time(8), time(10))
    assert ben_patient.reminder_at is None


def test_her_language_is_one_for_all_her_clinics_that_offer_it(ana, ana_patient, at_b):
    at_b.clinic.languages = ["en"]
    at_b.clinic.save()

    choose_language(by=ana, patients=[ana_patient, at_b], language="es")

    for each in (ana, ana_patient, at_b):
        each.refresh_from_db()
    assert (ana.language, ana_patient.language, at_b.language) == ("es", "es", "en")


def test_nobody_ends_either_for_her(ana_patient, at_b, cleo, dr_dia):
    for stranger in (cleo, dr_dia):
        for patient in (ana_patient, at_b):
            with pytest.raises(NotAllowed):
                decide(by=stranger, patient=patient, kind="care", given=False, language="en")
    assert list(records_ended(cleo)) == []


def test_a_silence_is_looked_for_at_the_clinic_that_goes_on(ana_patient, at_b):
    for each in (ana_patient, at_b):
        treated = treat(each, "botulinum_toxin", ["forehead"], hours_ago=0)
    say(ana_patient, "care", False)

    assert open_silences(day(treated, 3, hours=1)) == 1
    assert ReviewCase.objects.get().patient == at_b
