"""Closing a case: the reason, the contact, and which condition was wrong."""

import pytest
from django.utils import timezone

pytestmark = pytest.mark.django_db
PHONED = {"contact_how": "phone", "contact_at": "2026-11-21T10:00", "contact_outcome": "Reached"}
CLINICIANS_ONLY = ("acknowledge", "snooze", "escalate", "decide", "reopen")


def in_input(at):
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


def events_of(case):
    return list(case.events.values_list("action", flat=True))


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
        (PHONED | {"reason": "treated", "contact_at": "2199-01-01T10:00"}, "decide-contact_at"),
        (PHONED | {"reason": "treated", "contact_how": ""}, "decide-contact_how"),
        (PHONED | {"reason": "unreachable"}, "decide-contact_how"),
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


def test_who_was_not_reached_was_tried_at_every_level(client_of, dr_cho, headache, move, words_of):
    response = move(client_of(dr_cho), headache, "decide", reason="unreachable")

    headache.refresh_from_db()
    assert (response.status_code, headache.status) == (400, "open")
    assert "Record the last try to reach the patient" in words_of(response)


def test_all_that_a_decision_lacks_is_said_at_once(client_of, dr_cho, numb_cheek, move):
    response = move(client_of(dr_cho), numb_cheek, "decide")

    fields = [error["field"] for error in response.context["errors"]]
    assert fields == ["decide-reason", "decide-contact_how"]


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


def test_a_case_opened_again_still_says_what_was_decided_and_how_the_patient_was_reached(
    client_of, dr_cho, numb_cheek, move, words_of
):
    client = client_of(dr_cho)
    wrong = {"reason": "false_alarm", "false_alarm_because": "wrong_tap", "note": "By mistake"}
    move(client, numb_cheek, "decide", **PHONED, **wrong)
    numb_cheek.refresh_from_db()
    move(client, numb_cheek, "reopen", reason="It was none")

    numb_cheek.refresh_from_db()
    assert (numb_cheek.status, numb_cheek.decision) == ("open", None)
    said = words_of(client.get(f"/clinic/cases/{numb_cheek.pk}")).split("Timeline")[1]
    assert "False alarm. A wrong tap. Phone call, 21 Nov, 10:00: Reached. By mistake" in said
