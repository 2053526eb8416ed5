"""/review-cases/: what stands on the worklist, and the moves."""

from uuid import uuid4

import pytest
from django.utils import timezone

from tracker.models import ReviewEvent


def in_minutes(minutes):
    return (timezone.now() + timezone.timedelta(minutes=minutes)).isoformat()


@pytest.fixture
def cho(dr_cho, call):
    return call(dr_cho)


def case_path(case, action=""):
    return f"/review-cases/{case.pk}/{action and action + '/'}"


def test_the_worklist_tells_who_why_and_how_urgent(cho, urgent_case, ana_patient):
    rows = cho.get("/review-cases/?status=open").json()["results"]

    assert len(rows) == 1
    row = rows[0]
    assert row["id"] == str(urgent_case.pk)
    assert row["urgency"] == "urgent"
    assert row["patient"] == {"id": str(ana_patient.pk), "name": ana_patient.name}
    assert row["reason"]
    assert (row["is_open"], row["overdue"], row["new_since_seen"]) == (True, False, True)
    assert (row["assigned_to"], row["photos"], row["raised_by"]) == (None, 0, "rule")


def test_the_most_urgent_comes_first(cho, urgent_case, ben, his_toxin, a_report, call, a_check_in):
    danger = {"asked": True, "any": True, "signs": []}
    sent = a_check_in(treatment=str(his_toxin.pk), danger_signs=danger)
    call(ben).post("/check-ins/", sent)

    rows = cho.get("/review-cases/").json()["results"]

    assert [row["urgency"] for row in rows] == ["emergency", "urgent"]


FILTERS = [
    ("status=closed", 0),
    ("status=waiting_patient", 0),
    ("urgency=urgent", 1),
    ("urgency=review", 0),
    ("assigned=none", 1),
    ("assigned=me", 0),
    ("assigned=5c1bd7a6-7f0e-4f6e-9f59-0d8ff2ad1f2c", 0),
    ("view=mine", 0),
    ("view=unassigned", 1),
    ("view=team", 1),
    ("view=over_time", 0),
    ("view=waiting", 0),
    ("view=closed", 0),
    ("view=notes", 0),
]


@pytest.mark.parametrize(("query", "found"), FILTERS)
def test_the_worklist_can_be_narrowed(cho, urgent_case, query, found):
    assert len(cho.get(f"/review-cases/?{query}").json()["results"]) == found


@pytest.mark.parametrize("query", ["status=odd", "urgency=high", "assigned=cho", "view=all"])
def test_an_unknown_filter_is_named(cho, urgent_case, query):
    answer = cho.get(f"/review-cases/?{query}")

    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [query.split("=")[0]]


def test_a_note_without_a_case_stands_among_the_notes(cho, ana, call, a_check_in):
    call(ana).post("/check-ins/", a_check_in(note="Is this shade of yellow all right?"))

    rows = cho.get("/review-cases/?view=notes").json()["results"]

    assert [row["note"] for row in rows] == ["Is this shade of yellow all right?"]


def test_the_case_tells_why_it_was_flagged_and_all_that_was_said(cho, urgent_case):
    case = cho.get(case_path(urgent_case)).json()

    assert case["flags"][0]["urgency"] == "urgent"
    assert case["flags"][0]["because"]
    assert case["check_ins"][0]["symptoms"][0]["symptom"] == "numbness"
    assert [event["action"] for event in case["events"]] == ["opened"]
    assert case["decision"] is None


def test_a_case_goes_from_claim_to_decision_to_reopening(cho, dr_cho, lead_a, urgent_case):
    moves = [
        ("claim", {}),
        ("acknowledge", {}),
        ("message", {"text": "Please send a photo from the front."}),
        ("request-photo", {"view": "front_rest", "by": in_minutes(60), "text": "In daylight"}),
        ("escalate", {"to": "lead", "reason": "unsure", "by": in_minutes(30)}),
        ("snooze", {"until": in_minutes(5), "reason": "she is on her way"}),
        ("release", {}),
        ("assign", {"to": str(lead_a.pk)}),
        ("second-opinion", {"to": str(lead_a.pk), "question": "A nerve?", "by": in_minutes(30)}),
        ("book", {"at": in_minutes(600), "text": "Bring your card."}),
    ]
    told = {"at": timezone.now().isoformat(), "how": "phone", "outcome": "Feeling returns."}
    moves += [
        ("decide", {"reason": "treated", "note": "Seen at three", "contact": told}),
        ("reopen", {"reason": "It came back"}),
    ]
    version = urgent_case.version

    for action, body in moves:
        answer = cho.post(case_path(urgent_case, action), {"version": version, **body})
        assert answer.status_code == 200, (action, answer.json())
        assert answer.json()["version"] == version + 1
        version += 1

    case = cho.get(case_path(urgent_case)).json()
    assert [event["action"] for event in case["events"][1:]] == [action for action, _ in moves]
    assert case["events"][1]["by"] == {"id": str(dr_cho.pk), "name": dr_cho.name}
    assert case["status"] == "open"
    assert [message["from"]["role"] for message in case["messages"]] == ["dermatologist"] * 2


def test_a_decision_is_answered_with_its_contact_in_utc(cho, urgent_case):
    told = {"at": "2026-11-22T10:00:00+01:00", "how": "attempt", "outcome": "No answer"}
    body = {"version": urgent_case.version, "reason": "unreachable", "contact": told}

    decision = cho.post(case_path(urgent_case, "decide"), body).json()["decision"]

    assert decision["contact"] == {**told, "at": "2026-11-22T09:00:00Z"}
    assert decision["note"] == ""


def test_the_second_of_two_sees_what_the_first_did(cho, lead_a, call, urgent_case):
    first = cho.post(case_path(urgent_case, "claim"), {"version": urgent_case.version})
    second = call(lead_a).post(
        case_path(urgent_case, "acknowledge"), {"version": urgent_case.version}
    )

    assert (first.status_code, second.status_code) == (200, 409)
    problem = second.json()
    assert problem["type"] == "about:blank#stale-version"
    assert problem["case"]["version"] == first.json()["version"]
    assert problem["case"]["assigned_to"]["name"] == "Dr Cho"
    assert ReviewEvent.objects.filter(case=urgent_case).count() == 2


def test_a_move_that_is_not_legal_names_those_that_are(cho, urgent_case):
    answer = cho.post(
        case_path(urgent_case, "reopen"), {"version": urgent_case.version, "reason": "why not"}
    )

    assert answer.status_code == 422
    assert answer.json()["type"] == "about:blank#move-not-legal"
    assert "decide" in answer.json()["moves"]
    assert "reopen" not in answer.json()["moves"]


def test_an_urgent_case_is_not_decided_without_a_contact(cho, urgent_case):
    body = {"version": urgent_case.version, "reason": "expected_course", "note": ""}
    answer = cho.post(case_path(urgent_case, "decide"), body)

    assert answer.status_code == 422
    assert answer.json()["type"] == "about:blank#contact-required"


WRONG = [
    ("claim", {"version": None}, "version"),
    ("claim", {"version": True}, "version"),
    ("claim", {"version": 0}, "version"),
    ("message", {"text": ""}, "text"),
    ("message", {"text": "x" * 4001}, "text"),
    ("request-photo", {"view": "from_above", "by": "2099-01-01T00:00:00Z"}, "view"),
    ("request-photo", {"view": "front_rest", "by": "2020-01-01T00:00:00Z"}, "by"),
    ("request-photo", {"view": "front_rest", "by": "2099-01-01"}, "by"),
    ("snooze", {"until": "2099-01-01T00:00:00Z", "reason": "later"}, "until"),
    ("snooze", {"until": "2020-01-01T00:00:00Z", "reason": "later"}, "until"),
    ("snooze", {"reason": "later"}, "until"),
    ("escalate", {"to": "boss", "reason": "unsure", "by": "2099-01-01T00:00:00Z"}, "to"),
    ("escalate", {"to": 7, "reason": "unsure", "by": "2099-01-01T00:00:00Z"}, "to"),
    ("decide", {"reason": "bored"}, "reason"),
    ("decide", {"reason": "treated", "contact": {"how": "phone"}}, "contact.at"),
    ("decide", {"reason": "treated", "contact": "phone"}, "contact"),
    ("decide", {"reason": "false_alarm"}, "false_alarm_because"),
    ("decide", {"reason": "treated", "false_alarm_because": "wording"}, "false_alarm_because"),
    ("reopen", {}, "reason"),
]


@pytest.mark.parametrize(("action", "body", "field"), WRONG)
def test_a_move_that_misses_its_shape_changes_nothing(cho, urgent_case, action, body, field):
    answer = cho.post(case_path(urgent_case, action), {"version": urgent_case.version, **body})

    assert answer.status_code == 400
    assert field in answer.json()["fields"]
    assert ReviewEvent.objects.filter(case=urgent_case).count() == 1


def test_a_coordinator_claims_and_writes_but_does_not_decide(coordinator_a, call, urgent_case):
    caller = call(coordinator_a)
    claimed = caller.post(case_path(urgent_case, "claim"), {"version": urgent_case.version})
    body = {"version": claimed.json()["version"], "reason": "duplicate"}

    assert claimed.status_code == 200
    assert caller.post(case_path(urgent_case, "decide"), body).status_code == 403


def test_a_patient_never_opens_the_worklist(ana, call, urgent_case):
    assert call(ana).get("/review-cases/").status_code == 403
    assert call(ana).get(case_path(urgent_case)).status_code == 403
    assert call(ana).get("/review-cases/" + str(uuid4()) + "/").status_code == 403
