"""What a patient writes stands before her clinic's people until it is seen, and is told once."""

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.cast import treat
from tracker import jobs
from tracker.models import AuditEvent, Message, Notification, ReviewCase
from tracker.records.unseen_messages import unseen_threads
from tracker.records.worklist import cases_in, notes_to_read, open_counts, view_counts
from tracker.services import reviews, unseen_messages
from tracker.services.check_ins import submit_check_in
from tracker.services.messages import mark_seen, send_message
from tracker.services.notifications import deliver_due
from tracker.services.unseen_messages import chase_unseen_messages

LONDON = ZoneInfo("Europe/London")
TUESDAY_10 = datetime(2026, 11, 24, 10, tzinfo=LONDON)
FRIDAY_16 = datetime(2026, 11, 27, 16, tzinfo=LONDON)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
HERS = ("dr_cho", "lead_a", "coordinator_a")
STRANGERS = ("dr_dia", "removed_doctor", "admin_a", "nobody", "ana", "ben")


@pytest.fixture
def wrote(ana, her_toxin):
    """wrote("It is worse now", at=moment): her message of that time."""

    def write(text="It is worse now", at=TUESDAY_10, **more):
        with time_machine.travel(at, tick=False):
            said = {"by": ana, "treatment": her_toxin, "client_id": uuid4(), "text": text}
            return send_message(**said | more)[0]

    return write


def told():
    rows = Notification.objects.filter(kind="message_waiting")
    return sorted(rows.values_list("address", flat=True))


def seen_in(user):
    """Her clinic's views: treatments whose words wait there."""
    cases = cases_in(user).values_list("treatment", flat=True)
    return {*cases, *unseen_threads(user).values_list("pk", flat=True)}


@pytest.mark.parametrize("who", HERS)
@pytest.mark.parametrize("state", ["no case", "open", "closed", "closed before"])
def test_each_unseen_message_is_in_a_view_of_her_clinic(who, state, her_toxin, dr_cho, request):
    if state != "no case":
        case = request.getfixturevalue("review_case")
        treatment = case.treatment
    else:
        treatment = her_toxin
    if state == "closed before":
        _close(case, dr_cho)
    _write(treatment)
    if state == "closed":
        _close(ReviewCase.objects.get(), dr_cho)

    assert treatment.pk in seen_in(request.getfixturevalue(who))


def _write(treatment, text="It is worse now"):
    her = treatment.patient.user
    return send_message(by=her, treatment=treatment, client_id=uuid4(), text=text)[0]


def _close(case, by):
    contact = {"at": case.opened_at.isoformat(), "how": "phone", "outcome": "Well"}
    reviews.decide(by=by, case=case, version=case.version, reason="treated", contact=contact)


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_elses_view_has_it(who, wrote, ben, his_toxin, a_report, request):
    wrote()
    submit_check_in(by=ben, treatment=his_toxin, report=a_report(note="All well"))
    user = request.getfixturevalue(who)

    assert not unseen_threads(user).exists()
    assert view_counts(user)["notes"] == 0
    assert open_counts(user, since=TUESDAY_10 - HOUR)["written"] == 0


def test_the_longest_wait_stands_first_and_each_thread_once(wrote, ben, his_toxin, dr_cho):
    send_message(by=ben, treatment=his_toxin, client_id=uuid4(), text="Thank you")
    Message.objects.update(sent_at=TUESDAY_10 + HOUR)
    wrote("First"), wrote("Second", TUESDAY_10 + 2 * HOUR)

    hers, his = unseen_threads(dr_cho)

    assert (hers.unseen_count, his.unseen_count) == (2, 1)
    assert [each.text for each in hers.unseen] == ["First", "Second"]
    assert (hers.waits_since, view_counts(dr_cho)["notes"]) == (TUESDAY_10, 2)


def test_what_was_seen_has_left_the_view_and_what_came_meanwhile_has_not(wrote, her_toxin, dr_cho):
    first = wrote()
    second = wrote("And my eye", TUESDAY_10 + HOUR)

    assert mark_seen(by=dr_cho, treatment=her_toxin, shown=[first.pk]) == 1
    assert [each.pk for each in unseen_threads(dr_cho).get().unseen] == [second.pk]

    mark_seen(by=dr_cho, treatment=her_toxin)
    assert not unseen_threads(dr_cho).exists()
    assert view_counts(dr_cho)["notes"] == 0


def test_the_clinics_own_words_wait_for_nobody_there(her_toxin, dr_cho, coordinator_a):
    send_message(by=coordinator_a, treatment=her_toxin, client_id=uuid4(), text="How is it?")

    assert not unseen_threads(dr_cho).exists()
    assert chase_unseen_messages(TUESDAY_10 + 900 * DAY) == 0


def test_messages_and_notes_are_counted_together(wrote, ben, his_toxin, a_report, dr_cho):
    from_ben = a_report(note="All well")
    wrote()
    submit_check_in(by=ben, treatment=his_toxin, report=from_ben)

    assert notes_to_read(dr_cho).count() == 1
    assert view_counts(dr_cho)["notes"] == 2


def test_after_a_working_day_the_lead_is_told_once(wrote, lead_a, dr_cho, dr_dia, coordinator_a):
    message = wrote()

    assert chase_unseen_messages(TUESDAY_10 + DAY - timedelta(minutes=1)) == 0
    assert chase_unseen_messages(TUESDAY_10 + DAY) == 1
    assert chase_unseen_messages(TUESDAY_10 + 3 * DAY) == 0

    assert told() == ["lead.a@example.org"]
    message.refresh_from_db()
    assert message.chased_at == TUESDAY_10 + DAY
    act = AuditEvent.objects.get(action="message.unseen")
    assert (act.subject_id, act.actor, act.detail) == (str(message.pk), None, {"told": 1})


def test_the_weekend_is_not_counted(wrote, lead_a):
    wrote(at=FRIDAY_16 + 4 * HOUR)  # after closing: it comes on Monday at nine

    assert chase_unseen_messages(FRIDAY_16 + 3 * DAY) == 0
    assert chase_unseen_messages(datetime(2026, 12, 1, 8, 59, tzinfo=LONDON)) == 0
    assert chase_unseen_messages(datetime(2026, 12, 1, 9, tzinfo=LONDON)) == 1


def test_a_clinic_that_promises_less_is_held_to_it(wrote, lead_a, clinic_a):
    clinic_a.review_hours = 2
    clinic_a.save()
    wrote()

    assert chase_unseen_messages(TUESDAY_10 + 2 * HOUR) == 1


def test_where_there_is_no_lead_every_clinician_hears_it(wrote, dr_cho, coordinator_a, dr_dia):
    wrote()

    chase_unseen_messages(TUESDAY_10 + DAY)

    assert told() == ["dr.cho@example.org"]


def test_what_was_seen_is_not_told(wrote, her_toxin, lead_a, dr_cho):
    wrote()
    mark_seen(by=dr_cho, treatment=her_toxin)

    assert chase_unseen_messages(TUESDAY_10 + 9 * DAY) == 0


def test_many_that_wait_are_one_word(wrote, ben_patient, lead_a):
    his = treat(ben_patient, "botulinum_toxin", ["forehead"], hours_ago=72)
    wrote(), wrote("Still", TUESDAY_10 + HOUR)
    with time_machine.travel(TUESDAY_10, tick=False):
        _write(his)

    assert chase_unseen_messages(TUESDAY_10 + 2 * DAY) == 3
    assert told() == ["lead.a@example.org"]


def test_on_a_case_that_was_seen_its_clinician_hears_it_too(
    wrote, her_toxin, ana, dr_cho, lead_a, a_report
):
    with time_machine.travel(TUESDAY_10 - DAY, tick=False):
        send_message(by=ana, treatment=her_toxin, client_id=uuid4(), text="Hm", worried=True)
        case = reviews.claim(by=dr_cho, case=ReviewCase.objects.get(), version=1)
        case = reviews.acknowledge(by=dr_cho, case=case, version=case.version)
        mark_seen(by=dr_cho, treatment=her_toxin)
    message = wrote()

    assert chase_unseen_messages(TUESDAY_10 + DAY) == 1

    assert told() == ["dr.cho@example.org", "lead.a@example.org"]
    event = case.events.last()
    assert (event.action, event.detail["message"]) == ("message_unseen", str(message.pk))
    assert sorted(event.detail["told"]) == sorted([str(dr_cho.pk), str(lead_a.pk)])


def test_on_a_case_that_nobody_has_seen_its_own_clock_tells(wrote, lead_a):
    wrote(worried=True)

    assert chase_unseen_messages(TUESDAY_10 + 3 * DAY) == 0


def test_a_worker_that_is_killed_half_way_has_told_nobody_and_the_next_tells_once(
    wrote, lead_a, monkeypatch
):
    message = wrote()

    def killed(*args, **more):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(unseen_messages.audit, "record", killed)
        with pytest.raises(KeyboardInterrupt):
            chase_unseen_messages(TUESDAY_10 + DAY)
    message.refresh_from_db()
    assert (told(), message.chased_at) == ([], None)

    job = next(each for each in jobs.JOBS if each.name == "patients")
    with time_machine.travel(TUESDAY_10 + DAY, tick=False):
        assert jobs.run(job) == {"told of words unseen": 1}
        assert jobs.run(job) == {}
    assert told() == ["lead.a@example.org"]


def test_the_mail_says_where_to_read_and_nothing_of_her(wrote, lead_a, mailoutbox):
    wrote("My left eyelid droops")
    chase_unseen_messages(TUESDAY_10 + DAY)

    deliver_due()
    sent = mailoutbox[0]

    assert (sent.subject, sent.to) == ("A message is waiting", ["lead.a@example.org"])
    assert "/clinic/?view=notes" in sent.body
    assert not any(word in sent.body for word in ("Ana", "eyelid", "Clinic A"))
