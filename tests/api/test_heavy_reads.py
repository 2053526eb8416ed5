"""Exports and photos wait their turn; whatever they do, a report of a danger sign gets through."""

import pytest
from django.test import override_settings

from tracker.services.tokens import make_token

pytestmark = pytest.mark.django_db
EXPORT = "/api/v1/export/"


@pytest.fixture
def two_places():
    with override_settings(FADEWELL_HEAVY_AT_ONCE=2):
        yield


@pytest.mark.usefixtures("two_places", "her_toxin")
def test_the_third_export_at_once_is_told_when_to_come_back(ana, call):
    program = call(ana).client
    on_their_way = [program.get(EXPORT) for _number in range(2)]

    refused = program.get(EXPORT)

    assert [each.status_code for each in on_their_way] == [200, 200]
    assert (refused.status_code, refused["Retry-After"]) == (503, "3")
    assert refused.json()["type"] == "about:blank#unavailable"


@pytest.mark.usefixtures("two_places")
def test_a_danger_sign_is_taken_while_every_place_is_in_use(ana, call, a_check_in):
    caller = call(ana)
    on_their_way = [caller.client.get(EXPORT) for _number in range(3)]

    sent = caller.post("/check-ins/", a_check_in(danger_signs={"asked": True, "any": True}))

    assert on_their_way[-1].status_code == 503
    assert sent.status_code == 201
    assert sent.json()["assessment"]["urgency"] == "emergency"


@pytest.mark.usefixtures("two_places", "her_toxin")
def test_who_has_read_or_gone_away_leaves_her_place_to_the_next(ana, call):
    program = call(ana).client
    for _number in range(3):
        assert b"".join(program.get(EXPORT).streaming_content)
    for _number in range(3):
        began = program.get(EXPORT)
        next(iter(began))
        began._iterator.close()  # as the server does when the line is lost

    assert program.get(EXPORT).status_code == 200


@pytest.mark.usefixtures("two_places", "her_toxin")
def test_a_refusal_takes_no_place(ana, dr_cho, client):
    def status(user):
        bearer = {"Authorization": f"Bearer {make_token(user)}"}
        return client.get(EXPORT, headers=bearer).status_code

    for _number in range(3):
        assert status(dr_cho) == 403
        assert client.get(EXPORT).status_code == 401

    assert status(ana) == 200
