"""The audit chain: written with the act, linked, append-only."""

import pytest
from django.db import DatabaseError, transaction

from tracker.models import AuditEvent
from tracker.records import audit


@pytest.mark.django_db
def test_each_row_is_linked_to_the_one_before_it(dr_cho, clinic_a, clinic_b):
    for clinic in (clinic_a, clinic_a, clinic_b):
        audit.record("looked", by=dr_cho, clinic_id=clinic.pk, about=dr_cho)

    first, second = AuditEvent.objects.filter(chain=str(clinic_a.pk)).order_by("sequence")
    other = AuditEvent.objects.get(chain=str(clinic_b.pk))
    assert (first.sequence, second.sequence, other.sequence) == (1, 2, 1)
    key = audit.KEYS.newest(first.chain)
    assert second.previous_hash == first.hash == audit.link(first, key)
    assert first.hash != audit.link(first, audit.KEYS.newest(other.chain))


@pytest.mark.django_db
def test_a_changed_row_no_longer_fits_its_hash(dr_cho, clinic_a):
    row = audit.record("looked", by=dr_cho, clinic_id=clinic_a.pk, about=dr_cho)
    row.action = "nothing"

    assert audit.link(row, audit.KEYS.newest(row.chain)) != row.hash


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_or_lose_a_row(act, dr_cho, clinic_a):
    audit.record("looked", by=dr_cho, clinic_id=clinic_a.pk, about=dr_cho)
    rows = AuditEvent.objects.all()

    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete() if act == "delete" else rows.update(action="nothing")

    assert AuditEvent.objects.get().action == "looked"


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded(dr_cho, clinic_a):
    with pytest.raises(transaction.TransactionManagementError):
        audit.record("looked", by=dr_cho, clinic_id=clinic_a.pk, about=dr_cho)
