"""The thread: what was sent, what was seen, and a way to say that she is worried."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from frontend.wording import day_name
from tracker.models import Clinic, Message, ReviewCase, Treatment, User
from tracker.services.messages import mark_seen, send_message

pytestmark = pytest.mark.django_db
Words = Callable[[Any], str]
ClientOf = Callable[[User], Client]


def test_a_message_is_sent_once_and_shown_as_sent(
    ana: User, her_toxin: Treatment, client_of: ClientOf, words_of: Words
) -> None:
    client, said = client_of(ana), {"client_id": str(uuid4()), "text": "My brow feels heavy."}

    client.post("/messages", said)
    client.post("/messages", said)

    assert Message.objects.count() == 1
    page = words_of(client.get("/messages"))
    assert "My brow feels heavy." in page
    assert f"Sent {day_name(timezone.localdate())}" in page  # true whenever it is read


@pytest.mark.parametrize(
    ("promised", "within"),
    [
        (None, "one working day"),
        (8, "one working day"),
        (4, "4 opening hours"),
        (1, "1 opening hour"),
    ],
)
def test_she_reads_when_to_expect_an_answer_and_when_the_clinic_is_open(
    ana: User,
    her_toxin: Treatment,
    clinic_a: Clinic,
    client_of: ClientOf,
    words_of: Words,
    promised: int | None,
    within: str,
) -> None:
    """By the clock that calls somebody to a message which nobody has seen (UX P15)."""
    Clinic.objects.update(review_hours=8)
    Clinic.objects.filter(pk=clinic_a.pk).update(review_hours=promised)

    said = words_of(client_of(ana).get("/messages"))

    assert f"Expect an answer within {within}. Opening hours: Monday" in said


PAGES = ("/", "/history", "/messages", "/settings", "/settings/looks", "/aftercare", "/kept")


def test_each_page_with_the_tabs_says_that_a_message_waits_until_she_has_read_it(
    ana: User,
    ben: User,
    dr_cho: User,
    her_toxin: Treatment,
    his_toxin: Treatment,
    client_of: ClientOf,
) -> None:
    send_message(by=dr_cho, treatment=her_toxin, client_id=uuid4(), text="Please rest.")
    hers, his, told = client_of(ana), client_of(ben), "new message</span>"

    assert [told in hers.get(page).content.decode() for page in PAGES] == [True] * len(PAGES)
    assert not any(told in his.get(page).content.decode() for page in PAGES)

    hers.post("/messages", {"seen": "1"})
    assert not any(told in hers.get(page).content.decode() for page in PAGES)


@pytest.mark.parametrize("page", ["/settings", "/settings/looks", "/settings/consents/photos"])
def test_each_page_of_settings_stands_under_its_tab(
    page: str, ana: User, her_toxin: Treatment, client_of: ClientOf
) -> None:
    shown = client_of(ana).get(page).content.decode()

    assert '<a href="/settings" aria-current="page">' in shown


def test_worried_opens_a_case(ana: User, her_toxin: Treatment, client_of: ClientOf) -> None:
    said = {"client_id": str(uuid4()), "text": "Is this usual?", "worried": "1"}

    client_of(ana).post("/messages", said)

    assert ReviewCase.objects.get().raised_by == "patient"


def test_an_empty_message_is_asked_for_and_worried_is_kept(
    ana: User, her_toxin: Treatment, client_of: ClientOf
) -> None:
    said = {"client_id": str(uuid4()), "text": "  ", "worried": "1"}

    response = client_of(ana).post("/messages", said)

    page = response.content.decode()
    assert response.status_code == 400
    assert page.count("Write your message first.") == 2  # in the summary and at the field
    assert "<title>Error: " in page
    assert 'name="worried" value="1" checked' in page
    assert not Message.objects.exists()


def test_too_long_a_message_is_kept_in_the_field(
    ana: User, her_toxin: Treatment, client_of: ClientOf
) -> None:
    text = "long " * 900

    response = client_of(ana).post("/messages", {"client_id": str(uuid4()), "text": text})

    assert response.status_code == 400
    assert text in response.content.decode()


def test_a_message_is_seen_once_she_says_so_and_not_for_being_fetched(
    ana: User, dr_cho: User, her_toxin: Treatment, client_of: ClientOf, words_of: Words
) -> None:
    send_message(by=dr_cho, treatment=her_toxin, client_id=uuid4(), text="Please rest.")
    client = client_of(ana)

    page = words_of(client.get("/messages"))
    assert "Dr Cho Dermatologist Please rest." in page
    assert "I have read this" in page
    assert Message.objects.get().seen_at is None

    client.post("/messages", {"seen": "1"})
    assert Message.objects.get().seen_at is not None
    assert "I have read this" not in words_of(client.get("/messages"))


def test_what_she_wrote_is_seen_by_a_person_who_is_named(
    ana: User, dr_cho: User, her_toxin: Treatment, client_of: ClientOf, words_of: Words
) -> None:
    send_message(by=ana, treatment=her_toxin, client_id=uuid4(), text="Is this usual?")
    client = client_of(ana)
    assert "Seen" not in words_of(client.get("/messages"))

    mark_seen(by=dr_cho, treatment=her_toxin)

    assert "Seen by Dr Cho, " in words_of(client.get("/messages"))


def test_markup_in_a_message_is_shown_as_text(
    ana: User, her_toxin: Treatment, client_of: ClientOf
) -> None:
    text = "<script>alert(1)</script>"
    client = client_of(ana)

    client.post("/messages", {"client_id": str(uuid4()), "text": text})

    assert text not in client.get("/messages").content.decode()


def test_an_empty_thread_says_the_hours(
    ana: User, her_toxin: Treatment, client_of: ClientOf, words_of: Words
) -> None:
    page = words_of(client_of(ana).get("/messages"))

    assert "Monday to Friday, 9am to 5pm." in page
    assert "Not for emergencies." in page


def test_without_a_treatment_there_is_nothing_to_write_about(
    ana: User, client_of: ClientOf
) -> None:
    assert client_of(ana).get("/messages")["Location"] == "/"


def test_what_waited_on_a_phone_is_taken_once_and_the_script_is_told_where_it_is(
    ana: User, her_toxin: Treatment, client_of: ClientOf
) -> None:
    client, script = client_of(ana), {"accept": "application/json"}
    said = {"client_id": str(uuid4()), "text": "Late.", "treatment": str(her_toxin.pk)}

    first = client.post("/messages", said, headers=script)
    second = client.post("/messages", said, headers=script)
    other = client.post("/messages", said | {"text": "Other."}, headers=script)

    assert [first.status_code, second.status_code, other.status_code] == [201, 200, 409]
    assert first.json() == second.json() == {"result": "/messages"}
    assert Message.objects.get().text == "Late."


def test_the_script_is_told_why_a_message_was_not_taken(
    ana: User, her_toxin: Treatment, client_of: ClientOf, client: Client
) -> None:
    said, script = {"client_id": "no-id", "text": "x"}, {"accept": "application/json"}

    refused = client_of(ana).post("/messages", said, headers=script)
    stranger = client.post("/messages", said, headers=script)

    assert refused.status_code == 400
    assert refused.json()["errors"][0]["field"] == "text"
    assert stranger.status_code == 401


def test_a_message_for_somebody_elses_treatment_is_not_found(
    ana: User, her_toxin: Treatment, his_toxin: Treatment, client_of: ClientOf
) -> None:
    said = {"client_id": str(uuid4()), "text": "x", "treatment": str(his_toxin.pk)}

    answer = client_of(ana).post("/messages", said)

    assert answer.status_code == 404
    assert not Message.objects.exists()
