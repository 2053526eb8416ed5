"""Which of her records a page is about: at one clinic that is clear, at two its address says it."""

from collections.abc import Sequence

from django.urls import reverse

from tracker.errors import NotFound
from tracker.models import Patient, User
from tracker.records.access import own_patients_of
from tracker.records.care import records_agreed_to


def her_records(user: User) -> list[Patient]:
    return list(own_patients_of(user))


def named(records: Sequence[Patient], asked: str) -> Patient:
    """The one that is asked for; who has one need not name it. Raises NotFound for another."""
    is_clear = not asked and len(records) == 1
    found = [each for each in records if is_clear or str(each.pk) == asked]
    if not found:
        raise NotFound
    return found[0]


def address(page: str, records: Sequence[Patient], patient: Patient, *args: str) -> str:
    """Of a page about this record; with one record it needs no name."""
    plain = reverse(page, args=args)
    return f"{plain}?record={patient.pk}" if len(records) > 1 else plain


def thread_with(user: User, patient: Patient) -> str:
    """The address of what she and this clinic wrote to each other."""
    return address("messages", list(records_agreed_to(user)), patient)
