"""A further treatment of somebody who is a patient already, with her history gone through anew."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from tracker.models import Patient, Treatment, User
from tracker.records import protocol
from tracker.services.asked_history import answer_history
from tracker.services.enrolment import record_treatment
from tracker.services.patient_details import TreatmentDetails, check_treatment


def check_another(patient: Patient, treatment: TreatmentDetails) -> None:
    """Raises Invalid for what cannot be true, before anybody is asked about what is unusual."""
    check_treatment(treatment, patient.date_of_birth, protocol.in_force())


@transaction.atomic
def treat_again(
    *,
    by: User,
    patient: Patient,
    treatment: TreatmentDetails,
    passed: Mapping[str, str],
    answers: Mapping[str, Any],
    mark: str,
    today: date,
) -> Treatment:
    """Both or neither. mark: of the history that the form showed (history_mark).

    Raises StaleVersion where her history changed since, NotAllowed, Invalid.
    """
    answer_history(
        by=by, patient=patient, answers=answers, mark=mark, today=today, is_asked_anew=True
    )
    return record_treatment(by=by, patient=patient, details=treatment, passed=passed)
