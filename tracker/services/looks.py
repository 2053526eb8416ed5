"""A look at somebody's chart is an act: recorded before anything of it is shown (SAFETY abuse 29).

A chart is what stands about one patient: her record, treatments, check-ins, cases, messages. The
worklist and the list of patients name people and urgencies only, and are no chart (docs/adr/040);
any other list of the clinic is (tests/house/access/test_looks.py).
"""

from collections.abc import Iterable

from django.db import models, transaction

from tracker.models import CheckIn, Patient, User
from tracker.records import audit
from tracker.records.results import OPENED, opened

VIEWED = "chart.viewed"


def chart_viewed(*, by: User, patient: Patient, part: models.Model | None = None) -> None:
    """One row a look; her own looks are nobody's business, but for the first at a result (below).

    part: the case, check-in or treatment that was opened; None: her record.
    """
    if patient.user_id == by.pk:
        return
    about = part or patient
    with transaction.atomic():
        audit.record(
            VIEWED,
            by=by,
            clinic_id=patient.clinic_id,
            about=patient,
            part=str(about._meta.model_name),
            id=str(about.pk),
        )


def charts_viewed(*, by: User, patients: Iterable[Patient], part: str) -> None:
    """A list that shows parts of charts: one row for each patient in it, however often she is."""
    others = {patient.pk: patient for patient in patients if patient.user_id != by.pk}
    with transaction.atomic():
        for patient in others.values():
            clinic = patient.clinic_id
            audit.record(VIEWED, by=by, clinic_id=clinic, about=patient, part=part)


def result_opened(*, by: User, check_in: CheckIn) -> None:
    """She was shown what her check-in came to: one row a judgement (docs/adr/068)."""
    newest = check_in.assessments.all()[0]
    if newest.pk in opened([newest]):
        return
    with transaction.atomic():
        audit.record(OPENED, by=by, clinic_id=check_in.patient.clinic_id, about=newest)
