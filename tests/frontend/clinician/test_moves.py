"""The moves as plain form posts: what each needs and what it leaves behind."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tracker.errors import Invalid
from tracker.models import Membership, Message, PhotoRequest, ReviewCase
from tracker.services import reviews
from tracker.services.messages import send_message
from tracker.services.response_times import due_at

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


def test_a_case_is_assigned_and_a_visit_is_booked(client_of, dr_cho, lead_a, numb_cheek, move):
    client = client_of(dr_cho)

    assert move(client, numb_cheek, "assign", to=str(lead_a.pk)).status_code == 302
    numb_cheek.refresh_from_db()
    assert numb_cheek.assigned_to == lead_a
    booked = move(client, numb_cheek, "book", at="2099-06-01T10:30", text="Bring your card.")
    assert booked.status_code == 302
    assert "Bring your card." in Message.objects.get().text


def test_the_timeline_says_to_whom_until_when_and_at_what_time(
    client_of, dr_cho, lead_a, headache, move, words_of
):
    client, to = client_of(dr_cho), str(lead_a.pk)
    until = in_input(timezone.now() + timedelta(minutes=20))
    for action, asked in (
        ("snooze", {"until": until, "reason": "Calls at noon"}),
        ("assign", {"to": to}),
        ("escalate", {"to": "lead", "by": "2099-05-01T10:30", "reason": "Rare"}),
        ("second-opinion", {"to": to, "by": "2099-05-02T10:30", "question": "A nerve?"}),
        ("book", {"at": "2099-06-01T10:30"}),
        ("book", {}),
    ):
        move(client, headache, action, **asked)
        headache.refresh_from_db()

    said = words_of(client.get(f"/clinic/cases/{headache.pk}")).split("Timeline")[1]
    for words in (
        f"Dr Cho To {lead_a.name} ",
        "To the clinical lead. by 1 May 2099, 10:30. Rare",
        f"To {lead_a.name}. by 2 May 2099, 10:30. A nerve?",
        "Dr Cho 1 Jun 2099, 10:30",
        "Asked to call for a time",
    ):
        assert words in said
    assert "by 1 Jun 2099" not in said
    assert re.search(r"until [\w ,:]+\. Calls at noon", said)


def test_a_name_stays_in_the_timeline_of_a_colleague_who_left(
    client_of, dr_cho, lead_a, numb_cheek, move, words_of
):
    client = client_of(dr_cho)
    move(client, numb_cheek, "assign", to=str(lead_a.pk))
    Membership.objects.filter(user=lead_a).update(ended_at=timezone.now())

    said = words_of(client.get(f"/clinic/cases/{numb_cheek.pk}")).split("Timeline")[1]

    assert f"To {lead_a.name}" in said


def test_a_case_is_not_assigned_to_the_lead_at_large(client_of, dr_cho, lead_a, numb_cheek, move):
    response = move(client_of(dr_cho), numb_cheek, "assign", to="lead")

    assert response.status_code == 400
    assert "Choose a colleague" in response.content.decode()


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


def test_what_was_seen_is_put_aside_past_its_first_time_up_to_the_next(
    client_of, dr_cho, lead_a, numb_cheek, move
):
    """Urgent, seen, and not answered: two hours of opening from now (docs/adr/089)."""
    now = timezone.now()
    past = {"acknowledged_at": now - timedelta(hours=1), "due_at": now - timedelta(minutes=30)}
    ReviewCase.objects.filter(pk=numb_cheek.pk).update(**past)
    numb_cheek.refresh_from_db()
    client, most = client_of(dr_cho), due_at("urgent", numb_cheek.clinic, now)
    page = client.get(f"/clinic/cases/{numb_cheek.pk}").content.decode()
    assert "Snooze until then" in page
    assert f'max="{in_input(most)[:13]}' in page

    late = in_input(most + timedelta(minutes=5))
    assert move(client, numb_cheek, "snooze", until=late, reason="Later").status_code == 400
    soon = now + timedelta(minutes=10)
    with pytest.raises(Invalid):  # as the API has it
        reviews.snooze(
            by=lead_a, case=numb_cheek, version=numb_cheek.version, until=soon, reason=""
        )
    until = in_input(soon)
    assert move(client, numb_cheek, "snooze", until=until, reason="Phoning").status_code == 302

    numb_cheek.refresh_from_db()
    assert (numb_cheek.status, in_input(numb_cheek.snoozed_until)) == ("snoozed", until)


def test_what_nobody_has_seen_is_not_put_aside_past_its_first_time(client_of, dr_cho, numb_cheek):
    ReviewCase.objects.filter(pk=numb_cheek.pk).update(due_at=timezone.now() - timedelta(hours=1))

    page = client_of(dr_cho).get(f"/clinic/cases/{numb_cheek.pk}").content.decode()

    assert "Snooze until then" not in page


@pytest.mark.parametrize("to", ["lead", "colleague"])
def test_escalating_names_who_why_and_by_when(
    client_of, dr_cho, lead_a, numb_cheek, move, tomorrow, to
):
    target = "lead" if to == "lead" else str(lead_a.pk)

    move(client_of(dr_cho), numb_cheek, "escalate", to=target, by=tomorrow, reason="Second eyes")

    numb_cheek.refresh_from_db()
    assert numb_cheek.escalation["to"] == target
    assert numb_cheek.assigned_to == dr_cho  # it stays with the sender until it is taken


def test_an_escalation_that_nobody_took_stands_beside_the_actions(
    client_of, dr_cho, lead_a, numb_cheek, move, tomorrow, words_of
):
    client, said = client_of(dr_cho), {"by": tomorrow, "reason": "Second eyes, please"}

    move(client, numb_cheek, "escalate", to=str(lead_a.pk), **said)
    page = words_of(client.get(f"/clinic/cases/{numb_cheek.pk}"))

    assert "Escalated to Lead A, wanted by" in page
    assert "Asked by Dr Cho" in page
    assert "Second eyes, please" in page


def test_a_photo_that_was_asked_for_is_named_until_it_comes(
    client_of, dr_cho, numb_cheek, move, tomorrow, words_of
):
    client = client_of(dr_cho)

    move(client, numb_cheek, "request-photo", view="left_45", by=tomorrow)
    page = words_of(client.get(f"/clinic/cases/{numb_cheek.pk}"))
    PhotoRequest.objects.update(answered_at=timezone.now())
    later = words_of(client.get(f"/clinic/cases/{numb_cheek.pk}"))

    assert "Asked for: Patient's left, 45°" in page
    assert "Not here yet" not in later


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


def test_reopening_starts_the_clock_anew(client_of, dr_cho, headache, move):
    closed = reviews.decide(by=dr_cho, case=headache, version=1, reason="treated")

    response = move(client_of(dr_cho), closed, "reopen", reason="It came back")

    closed.refresh_from_db()
    assert (response.status_code, closed.status, closed.decision) == (302, "open", None)


def test_what_was_seen_and_has_no_news_is_not_offered_to_be_seen_again(
    client_of, dr_cho, ben, his_toxin, numb_cheek
):
    client, address = client_of(dr_cho), f"/clinic/cases/{numb_cheek.pk}"
    seen = f'action="{address}/acknowledge"'
    assert seen in client.get(address).content.decode()

    reviews.acknowledge(by=dr_cho, case=numb_cheek, version=1)
    assert seen not in client.get(address).content.decode()

    send_message(by=ben, treatment=his_toxin, client_id=uuid4(), text="Still numb.")
    assert seen in client.get(address).content.decode()


def test_an_escalation_to_the_lead_is_a_sentence(
    client_of, dr_cho, numb_cheek, move, tomorrow, words_of
):
    client = client_of(dr_cho)
    move(client, numb_cheek, "escalate", to="lead", by=tomorrow, reason="Second eyes")

    page = words_of(client.get(f"/clinic/cases/{numb_cheek.pk}"))

    assert "Escalated to the clinical lead, wanted by" in page
