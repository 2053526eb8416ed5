"""The checker itself: each promise that is broken on purpose is named, and nothing else is."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests import append_only
from tests.faults.invariants import broken
from tests.faults.phone import Phone, a_numb_cheek, a_photo
from tracker.imaging.intake import take_in
from tracker.models import (
    AuditEvent,
    CheckIn,
    Notification,
    Photo,
    ProtocolRelease,
    Treatment,
    User,
)
from tracker.services import photos

Enrol = Callable[[int], tuple[Phone, Treatment]]


@pytest.fixture
def phone(a_patient: Enrol, dr_cho: User, a_jpeg: bytes, monkeypatch: pytest.MonkeyPatch) -> Phone:
    """A flagged report and a photo, answered; nothing is wrong."""
    clean = take_in(a_jpeg)
    monkeypatch.setattr(photos, "take_in", lambda _data: clean)
    phone, treatment = a_patient(1)
    phone.keep(a_numb_cheek(treatment), a_photo(treatment, a_jpeg))
    phone.flush()
    assert broken(phone) == []
    return phone


def report_lost(phone: Phone, _data: Path) -> Any:
    phone.answered[0] = a_numb_cheek(Treatment.objects.get())


def report_changed(_phone: Phone, _data: Path) -> Any:
    CheckIn.objects.update(note="other words")


def picture_changed(_phone: Phone, _data: Path) -> Any:
    Photo.objects.update(fingerprint="0" * 64)


def never_told(phone: Phone, _data: Path) -> Any:
    del phone.answered[1]


def not_released(_phone: Phone, _data: Path) -> Any:
    ProtocolRelease.objects.update(digest="sha256:another")


def file_gone(_phone: Phone, data: Path) -> Any:
    name = Photo.objects.get().stored_name
    (data / "photos" / name[:2] / name).unlink()


def act_gone(_phone: Phone, _data: Path) -> Any:
    AuditEvent.objects.filter(action="photo.taken").delete()


def act_doubled(_phone: Phone, _data: Path) -> Any:
    event = AuditEvent.objects.get(action="photo.taken")
    event.pk, event.sequence = None, event.sequence + 1
    event.save(force_insert=True)


def told_twice(_phone: Phone, _data: Path) -> Any:
    notice = Notification.objects.filter(kind="case_waiting").first()
    assert notice
    head, _tail = notice.dedupe_key.rsplit(":", 1)
    notice.pk, notice.dedupe_key = uuid4(), f"{head}:again"
    notice.save(force_insert=True)


BREAKS: dict[str, Callable[[Phone, Path], Any]] = {
    "I1 lost": report_lost,
    "I1 changed": report_changed,
    "I1 picture": picture_changed,
    "I2 never told": never_told,
    "I3 not released": not_released,
    "I4 file gone": file_gone,
    "I5 act gone": act_gone,
    "I5 act doubled": act_doubled,
    "I7 told twice": told_twice,
}


@pytest.mark.parametrize("name", BREAKS)
def test_what_is_broken_is_named(name: str, phone: Phone, data: Path) -> None:
    with append_only.lifted():
        BREAKS[name](phone, data)

    assert {line[:2] for line in broken(phone)} >= {name[:2]}
