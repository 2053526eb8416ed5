"""A clinic whose rows other processes see too, and phones that send to it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from tests.cast import person, record_of, treat
from tests.faults.phone import Phone
from tests.services.stored_photos import store_in
from tracker.models import Clinic, Treatment
from tracker.records import audit


@pytest.fixture(autouse=True)
def data(transactional_db: None, settings: Any, tmp_path: Path) -> Path:
    """Photos and keys of this test; no quota counts what a fault makes anybody send again."""
    settings.FADEWELL_LIMITS = False
    return store_in(settings, tmp_path)


@pytest.fixture
def a_patient(clinic_a: Clinic) -> Callable[[int], tuple[Phone, Treatment]]:
    """a_patient(7): the seventh, treated three days ago, with her phone."""
    with transaction.atomic():
        audit.record("clinic.made", by=None, clinic_id=clinic_a.pk, about=clinic_a)

    def enrol(number: int) -> tuple[Phone, Treatment]:
        patient = record_of(person(f"patient{number}"), clinic_a)
        assert patient.user
        treatment = treat(patient, "botulinum_toxin", ["forehead", "glabella"], hours_ago=72)
        return Phone(patient.user), treatment

    return enrol
