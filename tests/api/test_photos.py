"""Photos over the API: taken in once, handed out to who may see them, in the form they take."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tracker.models import AuditEvent, Consent, Photo


@pytest.fixture
def a_photo(a_jpeg):
    def build(data=a_jpeg, name="IMG_0042 ana.jpg", **said):
        form = {
            "client_id": str(uuid4()),
            "view": "front_rest",
            "taken_at": timezone.now().isoformat(),
            "file": SimpleUploadedFile(name, data, "image/png"),
        }
        return form | said

    return build


@pytest.fixture
def sent(ana, call, a_check_in):
    body = a_check_in(symptom="bruise", region="forehead", severity=2)
    call(ana).post("/check-ins/", body)
    return body


@pytest.fixture
def taken(ana, call, sent, a_photo):
    """A photo of Ana's check-in, as the API answered it."""
    return call(ana).upload(f"/check-ins/{sent['client_id']}/photos/", **a_photo()).json()


def test_a_photo_of_a_check_in_is_stored_once(ana, call, sent, a_photo, a_jpeg):
    path, form = f"/check-ins/{sent['client_id']}/photos/", a_photo()
    first = call(ana).upload(path, **form)
    form["file"] = SimpleUploadedFile("again.jpg", a_jpeg)
    second = call(ana).upload(path, **form)

    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json() == first.json()
    assert (first.json()["width"], first.json()["height"]) == (640, 800)
    assert first.json()["check_in"] is not None
    assert set(first.json()["variants"]) == {"blurred", "thumb", "display"}
    assert Photo.objects.count() == 1


def test_how_often_it_was_taken_before_is_kept_as_it_was_first_said(
    ana, call, sent, a_photo, a_jpeg
):
    path, form = f"/check-ins/{sent['client_id']}/photos/", a_photo(taken_again="2")
    first = call(ana).upload(path, **form)
    again = form | {"taken_again": "0", "file": SimpleUploadedFile("again.jpg", a_jpeg)}
    second = call(ana).upload(path, **again)

    assert (first.status_code, second.status_code) == (201, 200)
    assert Photo.objects.get().taken_again == 2


def test_an_app_that_counts_no_tries_is_taken_at_its_word(ana, call, sent, a_photo):
    path = f"/check-ins/{sent['client_id']}/photos/"

    assert call(ana).upload(path, **a_photo()).status_code == 201
    assert Photo.objects.get().taken_again is None


@pytest.mark.parametrize("said", ["-1", "100", "1.5", "two", "", "true", "1e1", "٣"])
def test_tries_that_are_no_number_of_tries_are_refused(ana, call, sent, a_photo, said):
    answer = call(ana).upload(
        f"/check-ins/{sent['client_id']}/photos/", **a_photo(taken_again=said)
    )

    assert answer.status_code == 400
    assert set(answer.json()["fields"]) == {"taken_again"}
    assert not Photo.objects.exists()


def test_other_bytes_under_the_same_id_are_refused(ana, call, sent, a_photo, a_jpeg):
    path, form = f"/check-ins/{sent['client_id']}/photos/", a_photo()
    call(ana).upload(path, **form)
    form["file"] = SimpleUploadedFile("other.jpg", a_jpeg + b"\0")

    answer = call(ana).upload(path, **form)

    assert answer.status_code == 409
    assert answer.json()["type"] == "about:blank#other-body"


def test_a_baseline_photo_needs_no_check_in(dr_cho, call, her_toxin, a_photo):
    answer = call(dr_cho).upload(f"/treatments/{her_toxin.pk}/photos/", **a_photo())

    assert answer.status_code == 201
    assert answer.json()["check_in"] is None


def test_without_her_consent_no_photo_is_taken(ana, ana_patient, call, sent, a_photo):
    Consent.objects.create(
        patient=ana_patient, kind="photos", given=False, text_version="t", language="en"
    )

    answer = call(ana).upload(f"/check-ins/{sent['client_id']}/photos/", **a_photo())

    assert answer.status_code == 403
    assert not Photo.objects.exists()


NO_PICTURES = [
    (b"", 400, "validation"),
    (b"not a picture", 415, "unsupported-picture"),
    (b"%PDF-1.7", 415, "unsupported-picture"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415, "unsupported-picture"),
    (b"\xff\xd8\xff\xe0 cut short", 422, "untrusted-picture"),
]


@pytest.mark.parametrize(("data", "status", "code"), NO_PICTURES)
def test_what_is_no_good_picture_is_refused_in_words(ana, call, sent, a_photo, data, status, code):
    answer = call(ana).upload(f"/check-ins/{sent['client_id']}/photos/", **a_photo(data))

    assert answer.status_code == status
    assert answer.json()["type"] == f"about:blank#{code}"
    assert answer.json()["detail"]
    assert not Photo.objects.exists()


def test_a_file_over_25_mib_is_413(ana, call, sent, a_photo, a_jpeg):
    path = f"/check-ins/{sent['client_id']}/photos/"
    little = call(ana).upload(path, **a_photo(a_jpeg + b"\0" * (25 * 1024 * 1024)))
    much = call(ana).upload(path, **a_photo(a_jpeg + b"\0" * (27 * 1024 * 1024)))

    assert (little.status_code, much.status_code) == (413, 413)
    assert much.json()["type"] == "about:blank#too-large"


WRONG = [
    ("view", "from_above"),
    ("taken_at", "2026-11-22T08:00:00"),
    ("client_id", "1"),
    ("file", "text"),
]


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_a_form_that_misses_its_shape_is_400(ana, call, sent, a_photo, field, value):
    form = a_photo(**{field: value})
    answer = call(ana).upload(f"/check-ins/{sent['client_id']}/photos/", **form)

    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [field]


def test_json_instead_of_a_form_is_415(ana, call, sent):
    answer = call(ana).post(f"/check-ins/{sent['client_id']}/photos/", {})

    assert answer.status_code == 415


@pytest.mark.parametrize("variant", ["blurred", "thumb", "display"])
def test_her_own_photo_is_sent_guarded(ana, call, taken, variant):
    answer = call(ana).get(taken["variants"][variant])

    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/webp"
    assert answer.content[8:12] == b"WEBP"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Disposition"] == 'inline; filename="photo.webp"'
    assert "Accept" in answer["Vary"]


ACCEPTS = [
    ("image/avif,image/webp,*/*;q=0.8", "image/webp"),
    ("*/*", "image/webp"),
    ("image/*", "image/webp"),
    ("image/jpeg", "image/jpeg"),
    ("image/png,image/jpeg;q=0.9,*/*;q=0.5", "image/jpeg"),
    ("image/webp;q=0,*/*", "image/jpeg"),
]


@pytest.mark.parametrize(("accept", "kind"), ACCEPTS)
def test_the_picture_comes_in_a_form_that_the_client_takes(ana, call, taken, accept, kind):
    path = taken["variants"]["thumb"]

    assert call(ana).get(path, headers={"Accept": accept})["Content-Type"] == kind


@pytest.mark.parametrize("accept", ["text/html", "image/png", "image/webp;q=x"])
def test_a_client_that_takes_neither_is_406(ana, call, taken, accept):
    answer = call(ana).get(taken["variants"]["thumb"], headers={"Accept": accept})

    assert answer.status_code == 406
    assert answer["Content-Type"] == "application/problem+json"


def test_a_coordinator_sees_the_blurred_one_only(coordinator_a, call, taken):
    caller = call(coordinator_a)

    assert caller.get(taken["variants"]["blurred"]).status_code == 200
    assert caller.get(taken["variants"]["display"]).status_code == 403


def test_a_clinicians_look_is_written_down_once(dr_cho, call, taken):
    call(dr_cho).get(taken["variants"]["display"])

    event = AuditEvent.objects.get(action="photo.viewed")
    assert (event.actor, event.subject_id) == (dr_cho.pk, taken["id"])


def test_another_clinics_doctor_finds_no_photo(dr_dia, call, taken):
    foreign = call(dr_dia).get(taken["variants"]["blurred"])
    unknown = call(dr_dia).get(f"/photos/{uuid4()}/blurred/")

    assert foreign.status_code == unknown.status_code == 404
    assert foreign.content == unknown.content


def test_the_quota_of_a_day_says_when_to_come_back(ana, call, sent, taken, a_photo, settings):
    settings.FADEWELL_PHOTOS_PER_DAY = 1

    answer = call(ana).upload(f"/check-ins/{sent['client_id']}/photos/", **a_photo())

    assert answer.status_code == 429
    assert answer.json()["type"] == "about:blank#quota"
    assert 0 < int(answer["Retry-After"]) <= 86_400


def test_a_photo_stands_beside_its_check_in(ana, call, taken):
    listed = call(ana).get("/check-ins/").json()["results"]

    assert listed[0]["photos"] == [taken]


def test_nothing_at_all_instead_of_a_form_is_refused_in_words(ana, her_toxin, client_of):
    answer = client_of(ana).generic("POST", f"/api/v1/treatments/{her_toxin.pk}/photos/")

    assert answer.status_code == 400
    assert "file" in answer.json()["fields"]
    assert not Photo.objects.exists()
