"""The process dies at every step of taking something in: nothing is lost, nothing is doubled."""

from collections.abc import Callable
from itertools import count

import pytest

from tests.faults.dying import sent_and_killed
from tests.faults.invariants import broken
from tests.faults.phone import Entry, Phone, a_numb_cheek, a_photo
from tracker.imaging.intake import take_in
from tracker.models import CheckIn, Notification, Photo, ReviewCase, Treatment, User
from tracker.services import photos

Enrol = Callable[[int], tuple[Phone, Treatment]]
STEPS = [5, pytest.param(1, marks=pytest.mark.full)]  # each fifth, each


@pytest.fixture
def decoded(a_jpeg: bytes, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """The decoder is a process of its own and dies elsewhere (tests/imaging/test_isolation.py)."""
    clean = take_in(a_jpeg)
    monkeypatch.setattr(photos, "take_in", lambda _data: clean)
    return a_jpeg


def killed_at(step: int, phone: Phone, entry: Entry) -> bool:
    """Sent, its process killed at that step, and sent again by a phone that heard nothing."""
    phone.keep(entry)
    was_killed = sent_and_killed(phone, entry, step)
    phone.flush()
    return was_killed


@pytest.mark.parametrize("every", STEPS)
def test_a_flagged_report_is_kept_judged_and_in_the_queue_once(
    every: int, a_patient: Enrol, dr_cho: User
) -> None:
    phones = []
    for step in count(step=every):
        phone, treatment = a_patient(step)
        phones.append(phone)
        if not killed_at(step, phone, a_numb_cheek(treatment)):
            break

    assert broken(*phones) == []
    assert [phone.waiting for phone in phones] == [[]] * len(phones)
    assert len(phones) > 15 // every
    assert CheckIn.objects.count() == ReviewCase.objects.count() == len(phones)
    assert Notification.objects.filter(address=dr_cho.email).count() == len(phones)


@pytest.mark.parametrize("every", STEPS)
def test_a_photo_is_kept_once_and_its_orphans_are_swept(
    every: int, a_patient: Enrol, decoded: bytes
) -> None:
    phones = []
    for step in count(step=every):
        phone, treatment = a_patient(step)
        phones.append(phone)
        if not killed_at(step, phone, a_photo(treatment, decoded)):
            break

    assert broken(*phones) == []
    assert [phone.waiting for phone in phones] == [[]] * len(phones)
    assert len(phones) > 15 // every
    assert Photo.objects.count() == len(phones)


def test_what_she_never_sends_again_leaves_no_half_of_itself(
    a_patient: Enrol, decoded: bytes
) -> None:
    """She deletes the app: what was not answered is there whole or not at all."""
    phones = []
    for step in count(step=6):
        phone, treatment = a_patient(step)
        phone.keep(a_photo(treatment, decoded))
        if not sent_and_killed(phone, phone.waiting[0], step):
            break
        phones.append(phone)

    assert broken(phone, *phones) == []
    assert 1 <= Photo.objects.count() < len(phones)
