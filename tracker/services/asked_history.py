"""The history that matters, as a clinic asked it after a patient was enrolled (UX.md C3)."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from tracker.errors import StaleVersion
from tracker.models import Patient, User
from tracker.records.access import STAFF, require_role
from tracker.services.enrolment import details_of, edit_patient
from tracker.services.patient_details import HISTORY

FOUR_MONTHS = timedelta(days=122)  # toxin counts for as long; what was asked of them tells of them
FACTS = ("other_allergy", "other_blood_thinner", "prior_reaction", "toxin_elsewhere")
ANSWERED = (*HISTORY, "not_asked", *FACTS)


def history_mark(patient: Patient) -> str:
    """Of what a form showed: another one where anybody changed it since."""
    held = [getattr(patient, name) for name in ANSWERED]
    told = json.dumps([*held, str(patient.toxin_asked_on)])
    return hashlib.sha256(told.encode()).hexdigest()


def toxin_elsewhere_on(patient: Patient, day: date) -> bool | None:
    """Her answer, where it was given near enough to that day to tell of the months before it."""
    asked = patient.toxin_asked_on
    return patient.toxin_elsewhere if asked and abs(day - asked) <= FOUR_MONTHS else None


@transaction.atomic
def answer_history(
    *,
    by: User,
    patient: Patient,
    answers: Mapping[str, Any],
    mark: str,
    today: date,
    is_asked_anew: bool = False,
) -> Patient:
    """Keep what differs. An answer about toxin that has grown old is dated anew.

    is_asked_anew: each question was gone through again today, so that answer is of today.
    Raises StaleVersion where the record changed since it was shown, NotAllowed, Invalid.
    """
    require_role(by, patient.clinic_id, STAFF)
    held = Patient.objects.select_for_update().get(pk=patient.pk)
    if history_mark(held) != mark:
        raise StaleVersion
    known = details_of(held)
    is_old = toxin_elsewhere_on(held, today) is None
    is_older = is_old or (is_asked_anew and held.toxin_asked_on != today)
    changes = {
        name: answers[name]
        for name in ANSWERED
        if _said(answers[name]) != _said(getattr(known, name))
        or (name == "toxin_elsewhere" and is_older and answers[name] is not None)
    }
    return edit_patient(by=by, patient=held, changes=changes) if changes else held


def _said(answer: Any) -> Any:
    return sorted(answer) if isinstance(answer, tuple) else answer
