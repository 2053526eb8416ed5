"""Exports and photos wait their turn; whatever they do, a report of a danger sign gets through."""

from uuid import uuid4

import pytest
from django.test import override_settings
from django.utils import timezone

from tracker import heavy_reads
from tracker.services.photos import Upload, take_photo
from tracker.services.tokens import make_token

pytestmark = pytest.mark.django_db
EXPORT = "/api/v1/export/"
TWO = {"exports": (2, 2), "photos": (2, 2), "uploads": (2, 2)}


@pytest.fixture
def two_places():
    with override_settings(FADEWELL_AT_ONCE=TWO):
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


def test_exports_on_their_way_keep_no_photo_back(ana, her_toxin, call, a_jpeg):
    upload = Upload(uuid4(), "front_rest", timezone.now(), a_jpeg)
    photo, _ = take_photo(by=ana, treatment=her_toxin, check_in=None, upload=upload)
    program = call(ana).client
    with override_settings(FADEWELL_AT_ONCE=TWO):
        on_their_way = [program.get(EXPORT) for _number in range(4)]

        seen = program.get(f"/api/v1/photos/{photo.pk}/thumb/")

    assert [each.status_code for each in on_their_way] == [200, 200, 503, 503]
    assert seen.status_code == 200


@pytest.mark.usefixtures("her_toxin", "his_toxin")
def test_one_person_has_two_at_once_and_leaves_the_third_to_others(ana, ben, call):
    hers, his = call(ana).client, call(ben).client
    with override_settings(FADEWELL_AT_ONCE={"exports": (3, 2)}):
        on_their_way = [hers.get(EXPORT) for _number in range(3)]

        taken = his.get(EXPORT)

    assert [each.status_code for each in on_their_way] == [200, 200, 503]
    assert taken.status_code == 200


def test_a_reader_who_takes_it_byte_by_byte_is_cut_off(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(heavy_reads.time, "monotonic", lambda: now[0])
    pieces = heavy_reads.at_a_pace(bytes(100_000) for _piece in range(100))

    for _piece in range(20):  # 10 kB a second, a poor line: for as long as it takes
        assert next(pieces)
        now[0] += 10
    now[0] += 200

    with pytest.raises(ConnectionResetError):
        next(pieces)
