"""Files that mean harm, or come from a broken card: refused with a reason, or taken in clean."""

import threading

import pytest

from tests.imaging import hostile_heic, hostile_jpeg, hostile_other
from tests.imaging.hostile_foreign import FOREIGN
from tests.imaging.pictures import assert_bare, quarters, saved
from tracker.imaging import intake
from tracker.imaging.intake import Refused, take_in
from tracker.imaging.limits import LIMITS, REASONS

REFUSED = hostile_jpeg.REFUSED | hostile_other.REFUSED | hostile_heic.REFUSED
TAKEN = hostile_jpeg.TAKEN | hostile_other.TAKEN
EITHER = hostile_jpeg.EITHER | hostile_other.EITHER
REASON = {  # where the reason matters to her: what she can do about it
    "too-many-pixels": ["jpeg-of-100-megapixels", "jpeg-of-65535-by-65535", "png-of-100-megapixels"]
    + ["png-of-64-megapixels-and-one-row", "webp-of-16383-by-16383", "heic-of-100-megapixels"]
    + ["heic-grid-of-100-megapixels", "avif-of-100-megapixels", "webp-lossless-of-16384-by-16384"],
    "too-small": ["jpeg-too-narrow", "jpeg-too-low", "png-too-low", "webp-too-small"]
    + ["jpeg-of-one-pixel", "heic-too-small"],
    "too-complex": [name for name in REFUSED if name.endswith("bomb") or "million-of" in name]
    + ["jpeg-4000-scans", "jpeg-101-scans"],
}


def refusal(data: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        take_in(data)
    return caught.value


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_no_photo_is_not_taken_for_one(name):
    assert (refusal(FOREIGN[name]).code) == "unsupported-picture"


@pytest.mark.parametrize("name", hostile_jpeg.ANOTHER_JPEG)
def test_a_jpeg_of_a_kind_that_no_phone_makes_is_unsupported(name):
    assert refusal(hostile_jpeg.ANOTHER_JPEG[name]).code == "unsupported-picture"


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_picture_is_refused_and_crashes_nothing(name):
    refused = refusal(REFUSED[name])

    assert refused.code == "untrusted-picture"
    assert refused.reason != "crashed", refused.detail
    for reason, names in REASON.items():
        assert name not in names or refused.reason == reason


@pytest.mark.parametrize("name", TAKEN)
def test_a_strange_but_whole_picture_is_taken_in_clean(name):
    assert_bare(take_in(TAKEN[name]), b"<script", b"<html", b"php", b"MZ\x90", b"PK\x03\x04")


@pytest.mark.parametrize("name", EITHER)
def test_a_picture_that_carries_no_checksum_is_refused_or_clean(name):
    try:
        clean = take_in(EITHER[name])
    except Refused as refused:
        assert refused.code != "too-large" and refused.reason != "crashed"
    else:
        assert_bare(clean)


def test_one_byte_too_many_is_too_large_before_anything_is_read(monkeypatch):
    picture = saved(quarters(), "JPEG")
    most = picture + bytes(LIMITS.bytes_ - len(picture))

    assert take_in(most).width == 160
    monkeypatch.setattr(intake, "kind_of", lambda _data: pytest.fail("it was looked into"))
    assert (refusal(most + b"\0").code, refusal(most + b"\0").reason) == (
        "too-large",
        "too-many-bytes",
    )


def test_every_reason_has_one_code():
    assert set(REASONS.values()) == {"unsupported-picture", "too-large", "untrusted-picture"}


def test_bombs_from_one_side_leave_the_way_open_for_a_photo_from_the_other():
    bombs = [REFUSED[name] for name in REASON["too-complex"][:6]]
    outcomes = []

    def attack(data: bytes) -> None:
        outcomes.append(refusal(data).code)

    attackers = [threading.Thread(target=attack, args=(bomb,)) for bomb in bombs]
    for attacker in attackers:
        attacker.start()
    assert_bare(take_in(saved(quarters(), "JPEG")))
    for attacker in attackers:
        attacker.join()

    assert outcomes == ["untrusted-picture"] * len(bombs)


def test_the_set_is_as_large_as_was_promised():
    assert len(FOREIGN | REFUSED | TAKEN | EITHER | hostile_jpeg.ANOTHER_JPEG) >= 150
