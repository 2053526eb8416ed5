"""A photo in parts: whatever breaks off goes on where it stood, and comes to one photo."""

import hashlib
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from tests.api.caller import whole
from tracker.imaging.limits import LIMITS
from tracker.models import AuditEvent, Consent, Photo
from tracker.services import photo_parts
from tracker.services.photo_erasure import erase_photos
from tracker.services.photos import Upload, take_photo

pytestmark = pytest.mark.django_db
SIZE = 32 * 1024


class Sending:
    """Her phone with one photo for a check-in of hers."""

    def __init__(self, caller, check_in, data):
        self.caller, self.data, self.id = caller, data, str(uuid4())
        self.photos = f"/check-ins/{check_in['client_id']}/photos/"
        self.place = f"{self.photos}{self.id}/"

    def here(self):
        return self.caller.get(self.place).json()

    def part(self, offset, data=None, **headers):
        sent = self.data[offset : offset + SIZE] if data is None else data
        said = {"Upload-Offset": str(offset)} | headers
        kind = "application/octet-stream"
        answer = self.caller.client.patch(whole(self.place), sent, content_type=kind, headers=said)
        return self.caller._checked("PATCH", self.place, answer)

    def parts(self, *, until=None):
        end = len(self.data) if until is None else until
        return [self.part(offset).json()["offset"] for offset in range(0, end, SIZE)]

    def end(self, **said):
        """A field that is said to be None is left out."""
        form = {
            "client_id": self.id,
            "view": "front_rest",
            "taken_at": timezone.now().isoformat(),
            "length": len(self.data),
            "sha256": hashlib.sha256(self.data).hexdigest(),
            **said,
        }
        kept = {name: value for name, value in form.items() if value is not None}
        return self.caller.upload(self.photos, **kept)

    def another(self):
        self.id = str(uuid4())
        self.place = f"{self.photos}{self.id}/"
        return self.place


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FADEWELL_DATA = tmp_path


@pytest.fixture
def sending(ana, call, a_check_in, a_jpeg):
    sent = a_check_in()
    call(ana).post("/check-ins/", sent)
    return Sending(call(ana), sent, a_jpeg)


def on_disk():
    return [path for path in (settings.FADEWELL_DATA / "photo-parts").rglob("*") if path.is_file()]


def test_parts_come_to_the_photo_that_one_piece_would_have_been(sending, a_jpeg):
    ends = sending.parts()
    taken, again = sending.end(), sending.end()

    assert ends[:2] == [SIZE, 2 * SIZE]
    assert ends[-1] == len(a_jpeg)
    assert (taken.status_code, again.status_code) == (201, 200)
    assert again.json() == taken.json()
    assert Photo.objects.get().fingerprint == hashlib.sha256(a_jpeg).hexdigest()
    assert AuditEvent.objects.filter(action="photo.taken").count() == 1
    assert sending.here() == {"offset": 0, "stored": True}
    assert on_disk() == []


def test_what_broke_off_goes_on_where_it_stood(sending):
    sending.parts(until=3 * SIZE)

    assert sending.here() == {"offset": 3 * SIZE, "stored": False}
    for offset in range(3 * SIZE, len(sending.data), SIZE):
        sending.part(offset)
    assert sending.end().status_code == 201


def test_a_part_that_comes_twice_too_early_or_empty_changes_nothing(sending):
    sending.part(0)
    stood = {"offset": SIZE, "stored": False}

    assert sending.part(0).json() == stood
    assert sending.part(0, b"other bytes").json() == stood
    assert sending.part(5 * SIZE).json() == stood
    assert sending.part(SIZE - 1).json() == stood
    assert sending.part(SIZE, b"").json() == stood


def test_the_end_comes_back_later_while_bytes_are_missing(sending):
    missing = sending.end()
    sending.parts(until=2 * SIZE)
    still = sending.end()

    assert (missing.status_code, still.status_code) == (503, 503)
    assert missing["Retry-After"] == "1"
    assert sending.here()["offset"] == 2 * SIZE
    assert not Photo.objects.exists()


def test_more_bytes_than_announced_are_no_photo_of_that_digest(sending):
    sending.parts()
    sending.data = sending.data[:-1]

    assert sending.end().status_code == 422
    assert on_disk() == []


def test_bytes_that_are_not_what_they_should_be_are_a_damaged_photo(sending):
    sending.part(0, b"x" * SIZE)
    for offset in range(SIZE, len(sending.data), SIZE):
        sending.part(offset)

    refused = sending.end()

    assert refused.status_code == 422
    assert refused.json()["type"] == "about:blank#untrusted-picture"
    assert on_disk() == []


@pytest.mark.parametrize(
    ("data", "status"), [(b"no picture" * 300, 415), (b"\xff\xd8\xff" * 999, 422)]
)
def test_what_is_no_picture_is_refused_as_ever_and_its_parts_go(sending, data, status):
    sending.data = data
    sending.parts()

    assert sending.end().status_code == status
    assert on_disk() == []


def test_a_part_that_was_changed_on_our_disk_is_asked_for_again(sending):
    sending.parts()
    [first, *_rest] = sorted(on_disk())
    first.write_bytes(first.read_bytes()[:-1] + b"\0")

    assert sending.end().status_code == 503
    assert sending.here()["offset"] == 0
    sending.parts()
    assert sending.end().status_code == 201


def test_parts_lie_sealed(sending):
    sending.parts()

    for path in on_disk():
        assert sending.data[:SIZE][:64] not in path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("said", ["", "-1", "1.5", "x", "9" * 12, "1e3"])
def test_an_offset_that_is_none_is_named(sending, said):
    refused = sending.part(0, **{"Upload-Offset": said})

    assert refused.status_code == 400
    assert list(refused.json()["fields"]) == ["offset"]


@pytest.mark.parametrize(
    "said",
    [
        {"sha256": "no digest"},
        {"sha256": "A" * 64},
        {"length": "-1"},
        {"length": "x"},
        {"length": None},
        {"sha256": None},
    ],
)
def test_an_end_without_length_and_digest_is_refused(sending, said):
    sending.parts()

    assert sending.end(**said).status_code == 400
    assert not Photo.objects.exists()


def test_a_part_is_bytes_and_not_too_many(sending):
    large = sending.part(0, b"x" * (256 * 1024 + 1))
    answer = sending.caller.client.patch(
        whole(sending.place), "{}", content_type="application/json", headers={"Upload-Offset": "0"}
    )

    assert large.status_code == 413
    assert answer.status_code == 415
    assert on_disk() == []


def test_a_photo_over_its_limit_is_refused_before_it_is_whole(sending, monkeypatch):
    monkeypatch.setattr("tracker.services.part_uploads.LIMITS", type(LIMITS)(bytes_=2 * SIZE))
    sending.parts(until=2 * SIZE)

    refused = sending.part(2 * SIZE)

    assert refused.status_code == 413
    assert on_disk() == []


def test_crumbs_fill_nothing(sending, monkeypatch):
    monkeypatch.setattr(photo_parts, "MOST_PARTS", 2)
    answers = [sending.part(place, b"x").status_code for place in range(3)]

    assert answers == [200, 200, 503]


def test_a_patient_has_a_few_on_their_way_and_the_oldest_makes_room(sending):
    first = sending.place
    sending.part(0)
    for _photo in range(photo_parts.MOST_BEGUN):
        sending.another()
        sending.part(0)

    assert len(on_disk()) == photo_parts.MOST_BEGUN
    assert sending.here()["offset"] == SIZE
    assert sending.caller.get(first).json()["offset"] == 0


def test_what_nobody_goes_on_with_is_swept_and_sent_anew(sending):
    sending.parts(until=2 * SIZE)

    assert photo_parts.sweep() == 0
    assert photo_parts.sweep(older_than=timedelta()) == 1
    assert on_disk() == []
    sending.parts()
    assert sending.end().status_code == 201


def test_without_her_consent_no_part_is_taken(sending, ana_patient):
    Consent.objects.create(
        patient=ana_patient, kind="photos", given=False, text_version="t", language="en"
    )

    refused = [sending.part(0), sending.end(), sending.caller.get(sending.place)]

    assert {answer.status_code for answer in refused} == {403}
    assert on_disk() == []


def test_without_the_use_of_her_check_ins_no_part_is_taken(sending, ana_patient):
    Consent.objects.create(
        patient=ana_patient, kind="care", given=False, text_version="t", language="en"
    )

    refused = sending.part(0)

    assert (refused.status_code, refused.json()["type"]) == (403, "about:blank#consent-required")
    assert on_disk() == []


def test_the_days_quota_is_said_before_a_byte_is_spent(sending):
    sending.parts()
    sending.end()
    sending.another()
    with override_settings(FADEWELL_PHOTOS_PER_DAY=1):
        refused = sending.part(0)

    assert refused.status_code == 429
    assert refused.json()["type"] == "about:blank#quota"


def test_an_erasure_takes_what_was_on_its_way(sending, ana_patient):
    sending.parts(until=2 * SIZE)

    erase_photos(by=None, patient=ana_patient)

    assert on_disk() == []


def test_what_another_has_begun_under_the_same_id_is_not_hers(
    sending, ben, his_toxin, call, a_check_in, a_jpeg
):
    his = a_check_in(treatment=str(his_toxin.pk))
    call(ben).post("/check-ins/", his)
    other = Sending(call(ben), his, a_jpeg)
    other.place = f"{other.photos}{sending.id}/"
    other.part(0)

    assert other.here()["offset"] == SIZE
    assert sending.here()["offset"] == 0


def test_anothers_photo_of_the_same_id_is_not_hers(sending, ben, his_toxin, a_jpeg):
    upload = Upload(UUID(sending.id), "front_rest", timezone.now(), a_jpeg)
    take_photo(by=ben, treatment=his_toxin, check_in=None, upload=upload)

    assert sending.here() == {"offset": 0, "stored": False}


def test_nobody_else_sees_or_adds_to_it(sending, ben, dr_cho, call):
    sending.part(0)
    hers = sending.caller
    for user, status in ((ben, 404), (dr_cho, 403)):
        sending.caller = call(user)
        answers = [sending.part(SIZE), sending.caller.get(sending.place), sending.end()]
        assert {answer.status_code for answer in answers} == {status}
    sending.caller = hers

    assert sending.here()["offset"] == SIZE
