"""Reports and photos sent again, late, doubled and out of order: each is there once."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from tests.faults.invariants import broken
from tests.faults.phone import Entry, Phone, a_numb_cheek, a_photo, a_report
from tracker.imaging.intake import take_in
from tracker.models import CheckIn, Photo, Treatment
from tracker.services import photos

Enrol = Callable[[int], tuple[Phone, Treatment]]
SEEDS = [1, *(pytest.param(seed, marks=pytest.mark.full) for seed in range(2, 12))]


@pytest.fixture
def picture(a_jpeg: bytes, monkeypatch: pytest.MonkeyPatch) -> bytes:
    clean = take_in(a_jpeg)
    monkeypatch.setattr(photos, "take_in", lambda _data: clean)
    return a_jpeg


def sendings(chance: random.Random, phones: list[Phone]) -> list[tuple[Phone, Entry]]:
    """Each entry once to four times, all phones mixed."""
    found = [
        (phone, entry)
        for phone in phones
        for entry in phone.waiting
        for _time in range(chance.randint(1, 4))
    ]
    chance.shuffle(found)
    return found


def answer(sending: tuple[Phone, Entry]) -> tuple[Phone, Entry, int]:
    phone, entry = sending
    try:
        return phone, entry, phone.send(entry)
    finally:
        connections.close_all()


@pytest.mark.parametrize("at_once", [1, 4])
@pytest.mark.parametrize("seed", SEEDS)
def test_however_often_and_in_whatever_order_each_is_there_once(
    seed: int, at_once: int, a_patient: Enrol, picture: bytes
) -> None:
    chance, phones = random.Random(seed), []
    for number in range(3):
        phone, treatment = a_patient(number)
        phone.keep(*(a_report(treatment) for _report in range(3)), a_numb_cheek(treatment))
        phone.keep(*(a_photo(treatment, picture) for _photo in range(2)))
        phones.append(phone)

    with ThreadPoolExecutor(at_once) as lines:
        heard = list(lines.map(answer, sendings(chance, phones)))

    firsts = [(phone.user.pk, entry.client_id) for phone, entry, status in heard if status == 201]
    assert len(firsts) == len(set(firsts)) == 18
    assert {status for _phone, _entry, status in heard} <= {200, 201}
    for phone in phones:
        phone.answered, phone.waiting = phone.waiting, []
    assert (CheckIn.objects.count(), Photo.objects.count()) == (12, 6)
    assert broken(*phones) == []
