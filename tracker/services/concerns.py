"""What is unusual about an enrolment, so that a person looks at it before going on."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from tracker.models import Clinic, Patient, Treatment
from tracker.records import protocol
from tracker.services.patient_details import PatientDetails, TreatmentDetails
from tracker.services.usual_totals import UnusualTotal, unusual_total


@dataclass(frozen=True)
class Concern:
    """Unusual, not impossible: a person may go on, and says why.

    patients, treatments: those on record that it is about.
    """

    code: str  # known_patient, recorded_already, expired_lot, unusual_total
    patients: tuple[Patient, ...] = ()
    treatments: tuple[Treatment, ...] = ()
    total: UnusualTotal | None = None


def concerns_about(
    clinic: Clinic, patient: PatientDetails, treatment: TreatmentDetails
) -> tuple[Concern, ...]:
    """What a person looks at before going on: a patient known already, then the treatment."""
    alike = tuple(_alike(clinic, patient.date_of_birth, patient.phone)[:5])
    known = (Concern("known_patient", alike),) if alike else ()
    return (*known, *concerns_about_treatment(clinic.pk, treatment))


def concerns_about_another(patient: Patient, treatment: TreatmentDetails) -> tuple[Concern, ...]:
    """Of a known patient: the same treatment on her record already, then the treatment itself."""
    alike = tuple(_of_that_day(patient, treatment))
    again = (Concern("recorded_already", treatments=alike),) if alike else ()
    return (*again, *concerns_about_treatment(patient.clinic_id, treatment))


def concerns_about_treatment(
    clinic: UUID, treatment: TreatmentDetails, besides: UUID | None = None
) -> tuple[Concern, ...]:
    """A lot past its date, and a total out of the usual. besides: the treatment it replaces."""
    found = [Concern("expired_lot")] if is_expired(treatment) else []
    total = unusual_total(clinic, treatment, protocol.in_force(), besides)
    if total is not None:
        found.append(Concern("unusual_total", total=total))
    return tuple(found)


def is_expired(treatment: TreatmentDetails) -> bool:
    """By the day of the treatment, not by today."""
    expires = treatment.lot_expires_on
    return expires is not None and expires < timezone.localdate(treatment.performed_at)


def _alike(clinic: Clinic, born: date, phone: str) -> list[Patient]:
    """Same date of birth, and the same phone by its last digits, however it was typed."""
    digits = _digits(phone)
    if not digits:
        return []
    same_day: QuerySet[Patient] = Patient.objects.filter(clinic=clinic, date_of_birth=born)
    return [known for known in same_day.order_by("name") if _digits(known.phone) == digits]


def _of_that_day(patient: Patient, treatment: TreatmentDetails) -> list[Treatment]:
    """Hers of the same kind, on the same day by the clinic's clock."""
    zone = ZoneInfo(patient.clinic.time_zone)
    day = timezone.localdate(treatment.performed_at, zone)
    alike = patient.treatments.filter(procedure=treatment.procedure).prefetch_related("sites")
    return [each for each in alike if timezone.localdate(each.performed_at, zone) == day]


def _digits(phone: str) -> str:
    return "".join(sign for sign in phone if sign.isdigit())[-8:]
