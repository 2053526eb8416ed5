"""Marks, rings and measurements over the API, and taking a photo back."""

from uuid import uuid4

import pytest

from tests.services.photo_days import take
from tests.skin import THREE, circle, skin
from tracker.models import BruiseMeasurement, Landmarks, Photo

pytestmark = pytest.mark.django_db
MARKS = {"points": {name: list(point) for name, point in THREE.items()}}


@pytest.fixture
def photo(ana, her_toxin):
    return take(ana, her_toxin, skin(), 24, "front_rest")


def test_marks_are_kept_and_read_back(ana, dr_cho, call, photo):
    path = f"/photos/{photo.pk}/landmarks/"
    assert call(ana).get(path).json() == {"points": {}, "coin_mm": None, "marked_at": None}

    sent = call(ana).post(path, MARKS)

    assert sent.status_code == 201
    assert call(dr_cho).get(path).json()["points"] == MARKS["points"]


def test_a_bruise_is_measured_and_listed_with_its_errors(dr_cho, ana, call, photo, her_toxin):
    call(ana).post(f"/photos/{photo.pk}/landmarks/", MARKS)

    sent = call(dr_cho).post(
        f"/photos/{photo.pk}/measurements/", {"ring": circle(), "scale": "eyes"}
    )

    assert sent.status_code == 201
    assert sent.json()["area_mm2"]["error"] > 0
    listed = call(ana).get(f"/treatments/{her_toxin.pk}/bruises/").json()
    assert listed["results"][0]["measurements"] == [sent.json()]


def test_a_refusal_is_answered_in_words(dr_cho, ana, call, her_toxin):
    plain = take(ana, her_toxin, skin(0), 24, "front_rest")

    answer = call(dr_cho).post(f"/photos/{plain.pk}/measurements/", {"ring": circle()}).json()

    assert answer["area_mm2"] is answer["difference"] is None
    assert answer["text"].startswith("Cannot be measured here: ")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"ring": []},
        {"ring": [[0.1, 0.2], [0.3, 0.4]]},
        {"ring": [[0.1, 0.2, 0.3]] * 4},
        {"ring": [["a", 0.2]] * 4},
        {"ring": [[True, 0.2]] * 4},
        {"ring": [[0.1, 2]] * 4},
        {"ring": "round"},
        {"ring": circle(), "scale": "miles"},
        {"ring": circle(), "scale": "eyes"},
        {"ring": circle(), "bruise": "one"},
    ],
)
def test_a_body_that_misses_its_shape_is_refused(dr_cho, call, photo, body):
    answer = call(dr_cho).post(f"/photos/{photo.pk}/measurements/", body)

    assert answer.status_code == 400
    assert answer.json()["fields"]
    assert not BruiseMeasurement.objects.exists()


def test_an_unknown_bruise_is_not_found(dr_cho, call, photo):
    body = {"ring": circle(), "bruise": str(uuid4())}

    assert call(dr_cho).post(f"/photos/{photo.pk}/measurements/", body).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("ben", 404), ("dr_dia", 404), ("coordinator_a", 403)])
def test_others_neither_mark_nor_measure_nor_read(request, call, photo, her_toxin, who, status):
    stranger = call(request.getfixturevalue(who))

    answers = [
        stranger.get(f"/photos/{photo.pk}/landmarks/"),
        stranger.post(f"/photos/{photo.pk}/landmarks/", MARKS),
        stranger.post(f"/photos/{photo.pk}/measurements/", {"ring": circle()}),
        stranger.get(f"/treatments/{her_toxin.pk}/bruises/"),
    ]

    assert [answer.status_code for answer in answers] == [status] * 4
    assert not Landmarks.objects.exists()


def test_she_takes_a_photo_back_and_it_is_gone_for_everybody(ana, dr_cho, call, photo):
    answer = call(ana).post(f"/photos/{photo.pk}/withdraw/")

    assert answer.status_code == 200
    assert answer.json()["erased_at"] == answer.json()["withdrawn_at"] is not None
    for person in (ana, dr_cho):
        assert call(person).get(f"/photos/{photo.pk}/blurred/").status_code == 404


def test_nobody_takes_back_what_is_not_hers(ben, dr_cho, call, photo):
    assert call(ben).post(f"/photos/{photo.pk}/withdraw/").status_code == 404
    assert call(dr_cho).post(f"/photos/{photo.pk}/withdraw/").status_code == 403
    assert Photo.objects.get().withdrawn_at is None
