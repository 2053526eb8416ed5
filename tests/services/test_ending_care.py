"""She ends the use of her check-ins: nothing new is taken, and what is urgent stays with people."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.cast import treat
from tests.services.test_silences import DAY, day, report_on
from tracker.errors import ConsentRequired, Invalid, NotAllowed
from tracker.models import CheckIn, Consent, Message, Notification, Photo, ReviewCase, Status
from tracker.records.caseload_missed import missed
from tracker.records.unseen_messages import unseen_threads
from tracker.records.worklist import notes_to_read
from tracker.services import erasures, notifications, reminders
from tracker.services.check_ins import submit_check_in
from tracker.services.consents import decide
from tracker.services.history import add_to_history
from tracker.services.judged_again import answer_questions
from tracker.services.landmarks import mark_landmarks
from tracker.services.measuring import measure_bruise
from tracker.services.messages import mark_seen, send_message
from tracker.services.photos import Upload, take_photo
from tracker.services.recovery_feedback import tell_outcome, tell_slip
from tracker.services.reviews import decide as close
from tracker.services.reviews import request_photo, snooze
from tracker.services.silences import open_silences
from tracker.services.unanswered_requests import chase_photo_requests
from tracker.services.unseen_messages import chase_unseen_messages

pytestmark = pytest.mark.django_db
EYES = {"eye_right_inner": (0.4, 0.4), "eye_left_inner": (0.6, 0.4), "mouth_left": (0.6, 0.7)}


def say(patient, kind, given):
    return decide(by=patient.user, patient=patient, kind=kind, given=given, language="en")


def write(by, treatment, **said):
    said = {"client_id": uuid4(), "text": "Is this usual?"} | said
    return send_message(by=by, treatment=treatment, **said)


@pytest.fixture
def her_photo(ana, her_toxin, a_jpeg):
    upload = Upload(uuid4(), "front_rest", timezone.now(), a_jpeg)
    return take_photo(by=ana, treatment=her_toxin, check_in=None, upload=upload)[0]


def test_nothing_new_of_hers_is_taken(ana, her_toxin, her_photo, a_jpeg, a_report, dr_cho):
    told = submit_check_in(by=ana, treatment=her_toxin, report=a_report()).check_in
    say(her_toxin.patient, "care", False)
    upload = Upload(uuid4(), "front_rest", timezone.now(), a_jpeg)
    ring = [[0.4, 0.4], [0.6, 0.4], [0.5, 0.6]]

    for act in (
        lambda: submit_check_in(by=ana, treatment=her_toxin, report=a_report()),
        lambda: write(ana, her_toxin, worried=True),
        lambda: take_photo(by=ana, treatment=her_toxin, check_in=None, upload=upload),
        lambda: take_photo(by=dr_cho, treatment=her_toxin, check_in=None, upload=upload),
        lambda: mark_landmarks(by=ana, photo=her_photo, points=EYES),
        lambda: measure_bruise(by=ana, photo=her_photo, bruise=None, ring=ring, scale="none"),
        lambda: answer_questions(by=ana, check_in=told, answers={"broken_skin": False}),
        lambda: tell_outcome(by=ana, check_in=told, remedy="arnica_topical", outcome="helped"),
        lambda: tell_slip(by=ana, treatment=her_toxin, timer="no_rubbing"),
        lambda: add_to_history(
            by=ana, patient=told.patient, kind="conditions", present=[], others_are_no=True
        ),
    ):
        with pytest.raises(ConsentRequired):
            act()

    assert CheckIn.objects.get() == told
    assert Photo.objects.get() == her_photo
    assert not Message.objects.exists()


def test_who_was_never_asked_has_not_agreed(ana, her_toxin, a_report):
    Consent.objects.all().delete()

    with pytest.raises(ConsentRequired):
        submit_check_in(by=ana, treatment=her_toxin, report=a_report())


def test_the_other_patient_of_the_clinic_goes_on(ana_patient, ben, his_toxin, a_report):
    say(ana_patient, "care", False)

    assert submit_check_in(by=ben, treatment=his_toxin, report=a_report()).is_new
    assert write(ben, his_toxin)[1]


def test_a_refused_danger_sign_says_what_to_do_at_once(ana, her_toxin, a_report):
    say(her_toxin.patient, "care", False)
    danger = {"asked": True, "any": False, "signs": ["breathing"]}

    with pytest.raises(ConsentRequired) as refused:
        submit_check_in(by=ana, treatment=her_toxin, report=a_report(danger_signs=danger))

    assert "Emergency: call 112 or go to hospital now." in str(refused.value.detail)
    assert "Your clinic is not told" in str(refused.value.detail)
    assert refused.value.extra == {"seek_emergency_care": True, "emergency_number": "112"}
    assert not ReviewCase.objects.exists()


def test_what_had_arrived_before_is_answered_as_it_was(ana, her_toxin, a_report):
    report, number = a_report(), uuid4()
    first = submit_check_in(by=ana, treatment=her_toxin, report=report)
    write(ana, her_toxin, client_id=number)
    say(her_toxin.patient, "care", False)

    again = submit_check_in(by=ana, treatment=her_toxin, report=report)

    assert (again.check_in, again.is_new) == (first.check_in, False)
    assert write(ana, her_toxin, client_id=number)[1] is False


def test_what_another_patient_had_sent_under_that_id_is_no_answer_to_her(
    ana, ben, her_toxin, his_toxin, a_report
):
    report, number = a_report(), uuid4()
    submit_check_in(by=ben, treatment=his_toxin, report=report)
    write(ben, his_toxin, client_id=number)
    say(her_toxin.patient, "care", False)

    with pytest.raises(ConsentRequired):
        submit_check_in(by=ana, treatment=her_toxin, report=report)
    with pytest.raises(ConsentRequired):
        write(ana, her_toxin, client_id=number)


def test_an_urgent_case_stays_until_somebody_has_reached_her(urgent_case, ana_patient, dr_cho):
    soon = urgent_case.due_at - timedelta(minutes=1)
    snooze(by=dr_cho, case=urgent_case, version=urgent_case.version, until=soon, reason="later")
    Notification.objects.all().delete()

    say(ana_patient, "care", False)

    urgent_case.refresh_from_db()
    assert (urgent_case.status, urgent_case.snoozed_until) == (Status.OPEN, None)
    assert urgent_case.has_news
    event = urgent_case.events.last()
    assert (event.action, event.by, event.detail) == ("care_ended", None, {})
    assert Notification.objects.get(kind="case_waiting").address == dr_cho.email
    phoned = {"at": timezone.now().isoformat(), "how": "phone", "outcome": "Reached"}
    done = close(
        by=dr_cho,
        case=urgent_case,
        version=urgent_case.version,
        reason="treated",
        contact=phoned,
    )
    assert done.status == Status.CLOSED


def test_a_case_that_is_not_urgent_is_closed_and_nobody_decided_it(
    review_case, ana_patient, ben, his_toxin, a_report
):
    submit_check_in(by=ben, treatment=his_toxin, report=a_report("brow", "left", brow_droop=4))

    say(ana_patient, "care", False)

    assert his_toxin.review_cases.get().status == Status.OPEN

    review_case.refresh_from_db()
    assert (review_case.status, review_case.decision) == (Status.CLOSED, None)
    assert review_case.closed_at is not None
    assert review_case.events.last().detail == {"closed": True}


def test_what_nobody_has_looked_at_leaves_the_lists(
    ana, her_toxin, ben, his_toxin, a_report, dr_cho
):
    for who, treatment in ((ana, her_toxin), (ben, his_toxin)):
        submit_check_in(by=who, treatment=treatment, report=a_report(note="A question"))
        write(who, treatment)
    say(her_toxin.patient, "care", False)

    assert [each.treatment for each in notes_to_read(dr_cho)] == [his_toxin]
    assert list(unseen_threads(dr_cho)) == [his_toxin]
    assert chase_unseen_messages(timezone.now() + timedelta(days=5)) == 1


def test_another_patients_later_yes_does_not_bring_hers_back(
    ana, her_toxin, ben, his_toxin, dr_cho
):
    for who, treatment in ((ana, her_toxin), (ben, his_toxin)):
        write(who, treatment)
    say(her_toxin.patient, "care", False)
    say(his_toxin.patient, "care", True)

    assert list(unseen_threads(dr_cho)) == [his_toxin]


def test_no_photo_is_asked_for_that_cannot_come(urgent_case, ana_patient, dr_cho):
    def ask():
        urgent_case.refresh_from_db()
        tomorrow = timezone.now() + DAY
        return request_photo(
            by=dr_cho,
            case=urgent_case,
            version=urgent_case.version,
            view="front_rest",
            wanted_by=tomorrow,
        )

    ask()
    say(ana_patient, "care", False)
    assert chase_photo_requests(timezone.now() + 2 * DAY) == 0
    with pytest.raises(Invalid) as refused:
        ask()
    assert "The patient has ended the use of check-ins" in str(refused.value.fields["view"][0])

    say(ana_patient, "care", True)
    say(ana_patient, "photos", False)
    with pytest.raises(Invalid) as refused:
        ask()
    assert "The patient has not agreed to photos" in str(refused.value.fields["view"][0])


@pytest.mark.parametrize("kind", ["care", "reminders"])
def test_a_reminder_that_has_not_left_does_not_leave_any_more(
    kind, ana_patient, ben_patient, time_stands, mailoutbox
):
    for each in (ana_patient, ben_patient):
        say(each, "reminders", True)
        notifications.queue(
            kind="reminder",
            address=each.user.email,
            patient=each,
            language="en",
            dedupe_key=f"reminder:{each.pk}",
        )

    say(ana_patient, kind, False)

    assert notifications.deliver_due()["sent"] == 1
    assert [mail.to for mail in mailoutbox] == [[ben_patient.user.email]]


def test_no_reminder_comes_and_nobody_misses_her(ana_patient, ben_patient, clinic_a, the_protocol):
    for patient in (ana_patient, ben_patient):
        say(patient, "reminders", True)
    hers = treat(ana_patient, "botulinum_toxin", ["forehead"], hours_ago=0)
    his = treat(ben_patient, "botulinum_toxin", ["forehead"], hours_ago=0)
    say(ana_patient, "care", False)
    days = {name: each.check_in_days for name, each in the_protocol.procedures.items()}
    evening = day(hers, 1).replace(hour=19, minute=5)

    assert open_silences(day(his, 3, hours=1)) == 1
    assert [each.treatment for each in missed(clinic_a, days, day(his, 4))] == [his]
    assert reminders.queue_reminders(evening) == 1
    assert Notification.objects.get(kind="reminder").patient == ben_patient


def test_after_she_agrees_again_all_goes_on_and_the_pause_is_no_silence(
    ana_patient, ana, a_report, review_case, her_toxin
):
    say(ana_patient, "care", False)
    treated = treat(ana_patient, "botulinum_toxin", ["forehead"], hours_ago=0)
    again = report_at = day(treated, 4)
    Consent.objects.create(
        patient=ana_patient,
        kind="care",
        given=True,
        text_version="test",
        language="en",
        decided_at=again,
    )

    assert open_silences(day(treated, 5, hours=2)) == 0, "days 1 to 4 were hers not to tell"
    assert open_silences(day(treated, 7, hours=2)) == 1
    assert report_on(report_at + DAY, ana, treated, a_report).is_new
    review_case.refresh_from_db()
    assert review_case.status == Status.CLOSED, "what was closed is not opened by that"


def test_her_clinic_reads_on_an_open_case_that_she_agreed_again(urgent_case, ana_patient):
    say(ana_patient, "care", False)
    say(ana_patient, "care", True)

    acts = [each.action for each in urgent_case.events.all()]
    assert acts[-2:] == ["care_ended", "care_resumed"]
    assert ana_patient.consents.filter(kind="care").count() == 3


def test_ending_it_twice_is_ending_it_once(urgent_case, ana_patient):
    first = say(ana_patient, "care", False)
    second = say(ana_patient, "care", False)

    assert first == second
    assert [each.action for each in urgent_case.events.all()].count("care_ended") == 1


def test_nobody_ends_it_for_her(urgent_case, ana_patient, dr_cho, ben):
    for stranger in (dr_cho, ben):
        with pytest.raises(NotAllowed):
            decide(by=stranger, patient=ana_patient, kind="care", given=False, language="en")

    assert not urgent_case.events.filter(action="care_ended").exists()


def test_reading_and_the_rights_to_her_data_stay(ana, her_toxin, dr_cho, ana_patient):
    write(dr_cho, her_toxin)
    say(ana_patient, "care", False)

    assert mark_seen(by=ana, treatment=her_toxin) == 1
    assert erasures.ask(by=ana, patient=ana_patient).asked_at
    erasures.take_back(by=ana, patient=ana_patient)
