"""/messages/: written once, answered in order, seen by the other side."""

from uuid import uuid4

import pytest

from tracker.models import Message, ReviewCase


@pytest.fixture
def a_message(her_toxin):
    def build(**said):
        body = {"treatment": str(her_toxin.pk), "client_id": str(uuid4()), "text": "How long?"}
        return body | said

    return build


def test_a_message_is_stored_once(ana, call, a_message):
    sent = a_message()
    first, second = (call(ana).post("/messages/", sent) for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json() == first.json()
    assert first.json()["from"] == {"name": "Ana", "role": "patient"}
    assert first.json()["seen_at"] is None
    assert Message.objects.count() == 1


def test_another_text_under_the_same_id_is_refused(ana, call, a_message):
    sent = a_message()
    call(ana).post("/messages/", sent)

    answer = call(ana).post("/messages/", sent | {"text": "Something else"})

    assert answer.status_code == 409
    assert answer.json()["type"] == "about:blank#other-body"


def test_being_worried_opens_a_case(ana, call, a_message):
    call(ana).post("/messages/", a_message(worried=True))

    case = ReviewCase.objects.get()
    assert (case.urgency, case.raised_by) == ("review", "patient")


def test_a_plain_message_opens_none(ana, call, a_message):
    call(ana).post("/messages/", a_message())

    assert not ReviewCase.objects.exists()


def test_the_thread_is_newest_first_and_reading_it_marks_nothing(
    ana, dr_cho, call, a_message, her_toxin
):
    call(ana).post("/messages/", a_message())
    call(dr_cho).post("/messages/", a_message(text="Two weeks."))

    thread = call(ana).get(f"/messages/?treatment={her_toxin.pk}").json()["results"]

    assert [each["text"] for each in thread] == ["Two weeks.", "How long?"]
    assert thread[0]["from"]["role"] == "dermatologist"
    assert Message.objects.filter(seen_at=None).count() == 2


def test_the_other_sides_messages_are_marked_as_seen(ana, dr_cho, call, a_message, her_toxin):
    call(dr_cho).post("/messages/", a_message(text="Two weeks."))
    call(ana).post("/messages/", a_message())

    answer = call(ana).post("/messages/seen/", {"treatment": str(her_toxin.pk)})

    assert answer.json() == {"seen": 1}
    thread = call(ana).get("/messages/").json()["results"]
    assert [bool(each["seen_at"]) for each in thread] == [False, True]


WRONG = [
    ({"text": ""}, "text"),
    ({"text": None}, "text"),
    ({"text": "x" * 4001}, "text"),
    ({"photos": [str(uuid4())]}, "photos"),
    ({"photos": ["x"]}, "photos.0"),
    ({"photos": [str(uuid4())] * 11}, "photos"),
    ({"worried": "yes"}, "worried"),
    ({"client_id": None}, "client_id"),
]


@pytest.mark.parametrize(("wrong", "field"), WRONG)
def test_a_message_that_misses_its_shape_is_not_kept(ana, call, a_message, wrong, field):
    answer = call(ana).post("/messages/", a_message(**wrong))

    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [field]
    assert not Message.objects.exists()
