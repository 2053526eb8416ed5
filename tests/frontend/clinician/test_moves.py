"""The nine moves as plain form posts: what each needs, who may, and who came first."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tracker.models import Message, PhotoRequest, ReviewCase, ReviewEvent
from tracker.services import reviews

pytestmark = pytest.mark.django_db
PHONED = {"contact_how": "phone", "contact_at": "2026-11-21T10:00", "contact_outcome": "Reached"}
CLINICIANS_ONLY = ("acknowledge", "snooze", "escalate", "decide", "reopen")


def in_input(at):
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


def events_of(case):
    return list(case.events.values_list("action", flat=True))


@pytest.mark.parametrize("action", ["claim", "acknowledge"])
def test_a_single_button_makes_the_move_and_comes_back_to_the_case(
    client_of, dr_cho, numb_cheek, move, words_of, action
):
    client = client_of(dr_cho)

    response = move(client, numb_cheek, action)

    assert response.status_code == 302
    assert events_of(numb_cheek) == ["opened", action]
    assert 'role="status"' in client.get(response["Location"]).content.decode()


def test_a_message_reaches_the_patients_thread(client_of, dr_cho, numb_cheek, move):
    move(client_of(dr_cho), numb_cheek, "message", text="  How is it now?  ")

    assert Message.objects.get().text == "How is it now?"


def test_a_photo_is_asked_for_by_view_and_time(
    client_of, coordinator_a, numb_cheek, move, tomorrow
):
    said = {"view": "left_45", "by": tomorrow, "text": "In daylight, please."}
    move(client_of(coordinator_a), numb_cheek, "request-photo", **said)

    asked = PhotoRequest.objects.get()
    numb_cheek.refresh_from_db()
    assert (asked.view, asked.text, in_input(asked.wanted_by)) == (
        *list(said.values())[::2],
        tomorrow,
    )
    assert numb_cheek.status == "waiting_patient"


def test_times_are_read_on_the_clinicians_own_clock(client_of, dr_cho, numb_cheek, move):
    dr_cho.time_zone = "Asia/Kolkata"
    dr_cho.save()
    move(client_of(dr_cho), numb_cheek, "request-photo", view="left_45", by="2099-06-01T10:30")

    assert PhotoRequest.objects.get().wanted_by.isoformat() == "2099-06-01T05:00:00+00:00"


def test_snoozing_keeps_it_until_then(client_of, dr_cho, numb_cheek, move):
    until = in_input(timezone.now() + timedelta(minutes=10))

    response = move(client_of(dr_cho), numb_cheek, "snooze", until=until, reason="Phoning at ten")

    numb_cheek.refresh_from_db()
    assert response.status_code == 302
    assert (numb_cheek.status, in_input(numb_cheek.snoozed_until)) == ("snoozed", until)


def test_snoozing_past_the_time_it_is_due_is_refused_in_words(
    client_of, dr_cho, numb_cheek, move, words_of
):
    late = in_input(numb_cheek.due_at + timedelta(hours=1))

    response = move(client_of(dr_cho), numb_cheek, "snooze", until=late, reason="Later")

    assert response.status_code == 400
    assert response.context["errors"][0]["field"] == "snooze-until"
    assert "Later" in response.content.decode()


@pytest.mark.parametrize("to", ["lead", "colleague"])
def test_escalating_names_who_why_and_by_when(
    client_of, dr_cho, lead_a, numb_cheek, move, tomorrow, to
):
    target = "lead" if to == "lead" else str(lead_a.pk)

    move(client_of(dr_cho), numb_cheek, "escalate", to=target, by=tomorrow, reason="Second eyes")

    numb_cheek.refresh_from_db()
    assert numb_cheek.escalation["to"] == target
    assert numb_cheek.assigned_to == dr_cho  # it stays with the sender until it is taken


def test_what_was_escalated_to_the_lead_she_can_take(client_of, dr_cho, lead_a, numb_cheek, move):
    case = reviews.escalate(
        by=dr_cho,
        case=numb_cheek,
        version=1,
        to="lead",
        reason="?",
        wanted_by=timezone.now() + timedelta(hours=1),
    )

    response = move(client_of(lead_a), case, "claim")

    case.refresh_from_db()
    assert (response.status_code, case.assigned_to) == (302, lead_a)


@pytest.mark.parametrize("who", ["dr_dia", "coordinator_a", "ben"])
def test_nobody_can_be_chosen_who_may_not_decide_here(
    request, client_of, dr_cho, numb_cheek, move, tomorrow, who
):
    stranger = request.getfixturevalue(who)

    response = move(
        client_of(dr_cho), numb_cheek, "escalate", to=str(stranger.pk), by=tomorrow, reason="?"
    )

    assert response.status_code == 400
    assert events_of(numb_cheek) == ["opened"]


def test_an_urgent_case_closes_only_with_a_contact_and_nothing_typed_is_lost(
    client_of, dr_cho, numb_cheek, move, words_of
):
    said = {"reason": "referred", "note": "Seen by the neurologist on call."}

    response = move(client_of(dr_cho), numb_cheek, "decide", **said)

    page = response.content.decode()
    assert response.status_code == 422
    assert "close only with a recorded contact or attempt" in words_of(response)
    assert "Seen by the neurologist on call." in page
    assert 'value="referred" checked' in page
    assert "<title>Error:" in page
    assert events_of(numb_cheek) == ["opened"]


def test_a_contact_that_was_only_tried_is_enough(client_of, dr_cho, numb_cheek, move):
    tried = PHONED | {"contact_how": "attempt", "contact_outcome": "No answer twice"}

    response = move(client_of(dr_cho), numb_cheek, "decide", reason="unreachable", **tried)

    numb_cheek.refresh_from_db()
    assert response.status_code == 302
    assert numb_cheek.decision["contact"]["how"] == "attempt"
    assert (numb_cheek.status, numb_cheek.acknowledged_by) == ("closed", dr_cho)


def test_a_review_case_closes_without_a_contact(client_of, dr_cho, headache, move):
    at = in_input(timezone.now())  # the form fills the time in: alone it is no contact

    response = move(client_of(dr_cho), headache, "decide", reason="treated", contact_at=at)

    headache.refresh_from_db()
    assert (response.status_code, headache.decision["contact"]) == (302, None)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (PHONED, "decide-reason"),
        (PHONED | {"reason": "made_up"}, "decide-reason"),
        ({"reason": "false_alarm"} | PHONED, "decide-false_alarm_because"),
        (PHONED | {"reason": "treated", "contact_outcome": ""}, "decide-contact_outcome"),
        (PHONED | {"reason": "treated", "contact_at": "yesterday"}, "decide-contact_at"),
        (PHONED | {"reason": "treated", "contact_how": ""}, "decide-contact_how"),
        (PHONED | {"reason": "treated", "note": "x" * 4001}, "decide-note"),
    ],
)
def test_a_decision_that_lacks_something_names_the_field(
    client_of, dr_cho, numb_cheek, move, said, field
):
    response = move(client_of(dr_cho), numb_cheek, "decide", **said)

    errors = response.context["errors"]
    assert response.status_code == 400
    assert [error["field"] for error in errors] == [field]
    assert f'id="{field}"' in response.content.decode()
    assert events_of(numb_cheek) == ["opened"]


def test_all_that_a_decision_lacks_is_said_at_once(client_of, dr_cho, numb_cheek, move):
    response = move(client_of(dr_cho), numb_cheek, "decide")

    fields = [error["field"] for error in response.context["errors"]]
    assert fields == ["decide-reason", "decide-contact_how"]


@pytest.mark.parametrize(
    ("action", "said", "field"),
    [
        ("message", {"text": "   "}, "message-text"),
        ("message", {"text": "x" * 4001}, "message-text"),
        ("message", {"text": "a\x00b"}, "message-text"),
        ("request-photo", {"view": "x-ray"}, "request-photo-view"),
        ("request-photo", {"view": "left_45", "by": "2001-01-01T10:00"}, "request-photo-by"),
        ("request-photo", {"view": "left_45", "by": "9999-99-99"}, "request-photo-by"),
        ("snooze", {"until": "2001-01-01T10:00", "reason": "Later"}, "snooze-until"),
        ("escalate", {"to": "lead", "reason": ""}, "escalate-reason"),
        ("escalate", {"to": "not-an-id", "reason": "?"}, "escalate-to"),
    ],
)
def test_a_move_that_lacks_something_is_not_made(
    client_of, dr_cho, numb_cheek, move, tomorrow, action, said, field
):
    if action in ("request-photo", "escalate"):
        said = {"by": tomorrow} | said

    response = move(client_of(dr_cho), numb_cheek, action, **said)

    assert response.status_code == 400
    assert field in [error["field"] for error in response.context["errors"]]
    assert events_of(numb_cheek) == ["opened"]


def test_a_false_alarm_says_which_condition_was_wrong(client_of, dr_cho, headache, move):
    said = {"reason": "false_alarm", "false_alarm_because": "wrong_tap"}

    move(client_of(dr_cho), headache, "decide", **said)

    headache.refresh_from_db()
    assert headache.decision["false_alarm_because"] == "wrong_tap"


def test_a_condition_left_chosen_beside_another_reason_is_not_sent(
    client_of, dr_cho, headache, move
):
    said = {"reason": "treated", "false_alarm_because": "wrong_tap"}

    response = move(client_of(dr_cho), headache, "decide", **said)

    headache.refresh_from_db()
    assert (response.status_code, headache.decision["false_alarm_because"]) == (302, None)


def test_the_second_of_two_reads_what_changed_and_keeps_her_words(
    client_of, dr_cho, lead_a, numb_cheek, move, words_of, inputs_of
):
    reviews.claim(by=dr_cho, case=numb_cheek, version=1)
    reviews.acknowledge(by=dr_cho, case=numb_cheek, version=2)
    client = client_of(lead_a)

    response = client.post(
        f"/clinic/cases/{numb_cheek.pk}/message",
        {"version": 1, "seen": 1, "text": "Please come in at four."},
    )

    page = words_of(response)
    assert response.status_code == 409
    assert "A colleague was here first" in page
    for words in ("Claimed", "Marked as seen", "Dr Cho", "Kept here, not sent."):
        assert words in page
    assert not Message.objects.exists()
    kept = inputs_of(response, f"/clinic/cases/{numb_cheek.pk}/message")
    assert (kept["text"], kept["version"]) == ("Please come in at four.", "3")


def test_what_was_kept_can_be_sent_after_she_has_read_what_changed(
    client_of, dr_cho, lead_a, numb_cheek, move, inputs_of
):
    reviews.claim(by=dr_cho, case=numb_cheek, version=1)
    client, url = client_of(lead_a), f"/clinic/cases/{numb_cheek.pk}/message"
    stale = client.post(url, {"version": 1, "seen": 1, "text": "Please come in at four."})

    response = client.post(url, inputs_of(stale, url))

    assert response.status_code == 302
    assert Message.objects.get().text == "Please come in at four."
    assert events_of(numb_cheek) == ["opened", "claim", "message"]


def test_two_who_decide_at_once_leave_one_decision(
    client_of, dr_cho, lead_a, numb_cheek, move, words_of
):
    first = move(client_of(dr_cho), numb_cheek, "decide", reason="treated", **PHONED)
    second = move(
        client_of(lead_a),
        numb_cheek,
        "decide",
        reason="referred",
        note="To the eye clinic",
        **PHONED,
    )

    numb_cheek.refresh_from_db()
    assert (first.status_code, second.status_code) == (302, 409)
    assert numb_cheek.decision["reason"] == "treated"
    assert numb_cheek.decision["by"]["name"] == "Dr Cho"
    assert "To the eye clinic" in words_of(second)  # to copy: this step is no longer open
    assert ReviewEvent.objects.filter(case=numb_cheek, action="decide").count() == 1


def test_a_form_sent_twice_is_stored_once(client_of, dr_cho, numb_cheek, move):
    client = client_of(dr_cho)

    answers = [move(client, numb_cheek, "message", text="Once", seen=1, version=1) for _ in "12"]

    assert [answer.status_code for answer in answers] == [302, 409]
    assert Message.objects.count() == 1


def test_a_step_that_is_not_open_now_is_refused_with_the_words_kept(
    client_of, dr_cho, headache, move, words_of
):
    closed = reviews.decide(by=dr_cho, case=headache, version=1, reason="treated")

    response = move(client_of(dr_cho), closed, "escalate", to="lead", by="2099-01-01T10:00",
                    reason="Please look")  # fmt: skip

    assert response.status_code == 422
    assert "This step is not open now" in words_of(response)
    assert "Please look" in words_of(response)


def test_reopening_starts_the_clock_anew(client_of, dr_cho, headache, move):
    closed = reviews.decide(by=dr_cho, case=headache, version=1, reason="treated")

    response = move(client_of(dr_cho), closed, "reopen", reason="It came back")

    closed.refresh_from_db()
    assert (response.status_code, closed.status, closed.decision) == (302, "open", None)


@pytest.mark.parametrize("action", CLINICIANS_ONLY)
def test_a_coordinator_makes_none_of_the_clinicians_moves(
    client_of, coordinator_a, numb_cheek, move, tomorrow, action
):
    said = {"reason": "treated", "until": tomorrow, "by": tomorrow, "to": "lead"} | PHONED

    response = move(client_of(coordinator_a), numb_cheek, action, **said)

    assert response.status_code == 403
    assert events_of(numb_cheek) == ["opened"]


@pytest.mark.parametrize("action", ["claim", "acknowledge", "message", "decide"])
def test_another_clinics_doctor_finds_nothing_and_changes_nothing(
    client_of, dr_dia, numb_cheek, move, action
):
    response = move(client_of(dr_dia), numb_cheek, action, text="Hello", reason="treated", **PHONED)

    assert response.status_code == 404
    assert events_of(numb_cheek) == ["opened"]
    assert not Message.objects.exists()


@pytest.mark.parametrize("version", ["", "0", "-1", "1.5", "abc", "99999999999999999999"])
def test_a_version_that_is_no_version_is_refused(client_of, dr_cho, numb_cheek, move, version):
    response = move(client_of(dr_cho), numb_cheek, "claim", version=version)

    assert response.status_code == 400
    assert events_of(numb_cheek) == ["opened"]


def test_an_unknown_step_and_a_foreign_form_change_nothing(client_of, dr_cho, numb_cheek, move):
    unknown = move(client_of(dr_cho), numb_cheek, "erase")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(dr_cho, backend="allauth.account.auth_backends.AuthenticationBackend")
    foreign = move(strict, numb_cheek, "claim")

    assert (unknown.status_code, foreign.status_code) == (404, 403)
    assert ReviewCase.objects.get(pk=numb_cheek.pk).version == 1


def test_loading_a_steps_address_leads_back_to_the_case(client_of, dr_cho, numb_cheek):
    response = client_of(dr_cho).get(f"/clinic/cases/{numb_cheek.pk}/decide")

    assert response.status_code == 302
    assert response["Location"] == f"/clinic/cases/{numb_cheek.pk}"
