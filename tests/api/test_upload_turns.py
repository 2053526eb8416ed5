"""Photos wait for a decoder a few at a time: a flood of them never keeps a danger sign back."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.utils import timezone

from tracker.models import Photo
from tracker.services import photos

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(call):
    """send(user, treatment, data): a photo of hers, and the answer."""

    def post(user, treatment, data):
        form = {
            "client_id": str(uuid4()),
            "view": "front_rest",
            "taken_at": timezone.now().isoformat(),
            "file": SimpleUploadedFile("me.jpg", data, "image/jpeg"),
        }
        return call(user).upload(f"/treatments/{treatment.pk}/photos/", **form)

    return post


@pytest.fixture
def meanwhile(monkeypatch):
    """meanwhile(act): done once, while the first photo is at the decoder."""

    def plan(act):
        take_in, left = photos.take_in, [act]

        def slowly(data):
            if left:
                left.pop()()
            return take_in(data)

        monkeypatch.setattr(photos, "take_in", slowly)

    return plan


def test_a_photo_without_a_place_comes_back_later_and_a_danger_sign_is_taken_at_once(
    ana, her_toxin, send, call, a_check_in, a_jpeg, meanwhile
):
    heard = []

    def flood():
        heard.append(send(ana, her_toxin, a_jpeg))
        danger = a_check_in(danger_signs={"asked": True, "any": True})
        heard.append(call(ana).post("/check-ins/", danger))

    meanwhile(flood)
    with override_settings(FADEWELL_AT_ONCE={"uploads": (1, 1)}):
        first, again = (send(ana, her_toxin, a_jpeg) for _photo in range(2))

    refused, danger = heard
    assert (first.status_code, again.status_code, refused.status_code) == (201, 201, 503)
    assert int(refused["Retry-After"]) > 0
    assert danger.json()["assessment"]["urgency"] == "emergency"
    assert Photo.objects.count() == 2


def test_one_person_who_floods_leaves_a_place_to_the_next(
    ana, ben, her_toxin, his_toxin, send, a_jpeg, meanwhile
):
    heard = []
    meanwhile(lambda: heard.extend([send(ana, her_toxin, a_jpeg), send(ben, his_toxin, a_jpeg)]))
    with override_settings(FADEWELL_AT_ONCE={"uploads": (2, 1)}):
        send(ana, her_toxin, a_jpeg)

    assert [each.status_code for each in heard] == [503, 201]


def test_a_picture_that_is_refused_leaves_its_place(ana, her_toxin, send, a_jpeg):
    with override_settings(FADEWELL_AT_ONCE={"uploads": (1, 1)}):
        answers = [send(ana, her_toxin, data) for data in (b"none", b"none", a_jpeg)]

    assert [each.status_code for each in answers] == [415, 415, 201]


def test_pictures_refused_again_and_again_are_no_longer_looked_at(
    ana, ben, her_toxin, his_toxin, send, call, a_check_in, a_jpeg, monkeypatch
):
    answers = {send(ana, her_toxin, b"no picture").status_code for _try in range(40)}
    looked = []
    monkeypatch.setattr(photos, "take_in", looked.append)

    refused = send(ana, her_toxin, a_jpeg)

    assert answers == {415}
    assert (refused.status_code, looked) == (429, [])
    assert 0 < int(refused["Retry-After"]) <= 3601
    assert call(ana).post("/check-ins/", a_check_in()).status_code == 201
    monkeypatch.undo()
    assert send(ben, his_toxin, a_jpeg).status_code == 201
