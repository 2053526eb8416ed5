"""Enrolling a patient and recording her treatment (UX.md C3)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from tracker import wording
from tracker.errors import Invalid
from tracker.models import Clinic, InjectionSite, Patient, Treatment, User
from tracker.records import audit, protocol
from tracker.records.access import STAFF, require_role
from tracker.services.concerns import concerns_about_treatment
from tracker.services.invitations import Invited, invite
from tracker.services.languages import choices_of, offered_by
from tracker.services.patient_details import (
    HISTORY,
    PatientDetails,
    SiteDetails,
    TreatmentDetails,
    check_patient,
    check_treatment,
)
from tracker.services.treatment_rows import row_of, sites_of

__all__ = [
    "Enrolled",
    "Invited",
    "PatientDetails",
    "SiteDetails",
    "TreatmentDetails",
    "check_enrolment",
    "edit_patient",
    "enrol_patient",
    "enrol_with_treatment",
    "invite",
    "record_treatment",
]
EDITABLE = {field.name for field in fields(PatientDetails)}
LISTS = (*HISTORY, "not_asked")


@dataclass(frozen=True)
class Enrolled:
    patient: Patient
    treatment: Treatment
    invited: Invited


@transaction.atomic
def enrol_patient(*, by: User, clinic: Clinic, details: PatientDetails) -> tuple[Patient, Invited]:
    """A new patient and her invitation; raises NotAllowed, or Invalid by field."""
    require_role(by, clinic.pk, STAFF)
    check_patient(details, protocol.in_force(), offered_by(clinic))
    row = _row(details) | {"toxin_asked_on": _asked_on(clinic, details.toxin_elsewhere)}
    patient = Patient.objects.create(clinic=clinic, **row)
    audit.record("patient.enrolled", by=by, clinic_id=clinic.pk, about=patient)
    return patient, invite(by=by, patient=patient)


@transaction.atomic
def enrol_with_treatment(
    *,
    by: User,
    clinic: Clinic,
    patient: PatientDetails,
    treatment: TreatmentDetails,
    passed: Mapping[str, str],
) -> Enrolled:
    """Both or neither. passed: concern -> the code of the reason to go on, kept in the audit."""
    enrolled, invited = enrol_patient(by=by, clinic=clinic, details=patient)
    recorded = record_treatment(by=by, patient=enrolled, details=treatment, passed=passed)
    return Enrolled(enrolled, recorded, invited)


def check_enrolment(clinic: Clinic, patient: PatientDetails, treatment: TreatmentDetails) -> None:
    """Raises Invalid for what cannot be true, before anybody is asked about what is unusual."""
    known = protocol.in_force()
    check_patient(patient, known, offered_by(clinic))
    check_treatment(treatment, patient.date_of_birth, known)


@transaction.atomic
def edit_patient(*, by: User, patient: Patient, changes: Mapping[str, Any]) -> Patient:
    """Change what is written down; the audit keeps which fields, never their words."""
    require_role(by, patient.clinic_id, STAFF)
    foreign = {name: [wording.NOT_EDITABLE] for name in changes if name not in EDITABLE}
    if foreign:
        raise Invalid(foreign)
    details = replace(details_of(patient), **_as_tuples(changes))
    check_patient(details, protocol.in_force(), choices_of([patient]))
    row = _row(details)
    fields = list(changes)
    if "toxin_elsewhere" in changes:
        fields.append("toxin_asked_on")
        row["toxin_asked_on"] = _asked_on(patient.clinic, details.toxin_elsewhere)
    for name in fields:
        setattr(patient, name, row[name])
    patient.save(update_fields=fields)
    changed = ",".join(sorted(changes))
    audit.record(
        "patient.edited", by=by, clinic_id=patient.clinic_id, about=patient, fields=changed
    )
    return patient


@transaction.atomic
def record_treatment(
    *,
    by: User,
    patient: Patient,
    details: TreatmentDetails,
    passed: Mapping[str, str] | None = None,
) -> Treatment:
    """A treatment with its sites, in the product's own unit; raises NotAllowed or Invalid."""
    require_role(by, patient.clinic_id, STAFF)
    check_treatment(details, patient.date_of_birth, protocol.in_force())
    concerns = {each.code for each in concerns_about_treatment(patient.clinic_id, details)}
    treatment = Treatment.objects.create(patient=patient, recorded_by=by, **row_of(details))
    InjectionSite.objects.bulk_create(sites_of(treatment, details))
    reasons = {f"passed_{concern}": reason for concern, reason in (passed or {}).items()}
    audit.record(
        "treatment.recorded",
        by=by,
        clinic_id=patient.clinic_id,
        about=treatment,
        lot_expired="expired_lot" in concerns,
        **({"total_unusual": True} if "unusual_total" in concerns else {}),
        **reasons,
    )
    return treatment


def _asked_on(clinic: Clinic, answer: bool | None) -> date | None:
    """The answer is about the months before a day, so the day is kept with it."""
    return None if answer is None else timezone.localdate(timezone=ZoneInfo(clinic.time_zone))


def details_of(patient: Patient) -> PatientDetails:
    row = {name: getattr(patient, name) for name in EDITABLE}
    return PatientDetails(**_as_tuples(row))


def _as_tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: tuple(value) if name in LISTS and value is not None else value
        for name, value in row.items()
    }


def _row(details: PatientDetails) -> dict[str, Any]:
    row = asdict(details)
    for name in LISTS:
        if row[name] is not None:
            row[name] = sorted(set(row[name]))
    return row | {"name": details.name.strip(), "email": details.email.strip().lower()}
