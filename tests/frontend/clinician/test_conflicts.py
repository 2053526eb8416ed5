"""Two at once, the wrong role, the wrong clinic: nothing is overwritten and no word is lost."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import show_second_factor
from tracker.models import Message, ReviewCase, ReviewEvent
from tracker.services import reviews
from tracker.services.check_ins import submit_check_in
from tracker.services.messages import send_message

pytestmark = pytest.mark.django_db
PHONED = {"contact_how": "phone", "contact_at": "2026-11-21T10:00", "contact_outcome": "Reached"}
CLINICIANS_ONLY = ("acknowledge", "snooze", "escalate", "decide", "reopen")


def in_input(at):
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


def events_of(case):
    return list(case.events.values_list("action", flat=True))


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


def test_nobody_is_called_a_colleague_where_the_patient_or_she_herself_was_first(
    client_of, dr_cho, ben, his_toxin, numb_cheek, move, words_of
):
    client = client_of(dr_cho)
    send_message(by=ben, treatment=his_toxin, client_id=uuid4(), text="It is worse.")
    page = words_of(move(client, numb_cheek, "message", text="Looks usual.", seen=1))
    assert "The case changed meanwhile" in page
    assert "Patient wrote" in page
    assert "It is worse." in page
    assert "colleague" not in page

    reviews.acknowledge(by=dr_cho, case=numb_cheek, version=2)
    assert "The case changed meanwhile" in words_of(move(client, numb_cheek, "claim"))


def test_a_note_that_came_meanwhile_is_read_before_the_case_is_closed_over_it(
    client_of, dr_cho, headache, ana, her_toxin, a_report, move, words_of
):
    submit_check_in(by=ana, treatment=her_toxin, report=a_report(note="My eye aches now."))

    page = words_of(move(client_of(dr_cho), headache, "decide", reason="expected_course", seen=1))

    assert "My eye aches now." in page
    assert ReviewCase.objects.get().is_open


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
    show_second_factor(strict)
    foreign = move(strict, numb_cheek, "claim")

    assert (unknown.status_code, foreign.status_code) == (404, 403)
    assert ReviewCase.objects.get(pk=numb_cheek.pk).version == 1


def test_loading_a_steps_address_leads_back_to_the_case(client_of, dr_cho, numb_cheek):
    response = client_of(dr_cho).get(f"/clinic/cases/{numb_cheek.pk}/decide")

    assert response.status_code == 302
    assert response["Location"] == f"/clinic/cases/{numb_cheek.pk}"
