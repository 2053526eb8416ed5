"""Taking in what a patient says, once, whole, and judged."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from tracker.errors import ConsentRequired, OtherBody
from tracker.models import (
    Assessment,
    CheckIn,
    ReviewCase,
    SymptomReport,
    Treatment,
    User,
)
from tracker.records import audit
from tracker.records.queries import case_about
from tracker.services.assessments import judge
from tracker.services.case_opening import open_or_join
from tracker.services.consents import has_given_care, not_taken_in_danger
from tracker.services.notes import await_reader
from tracker.services.patient_words import hear_note
from tracker.services.recovery_days import day_of_recovery

CLOCK_AHEAD = timedelta(minutes=10)


@dataclass(frozen=True)
class ReportedSymptom:
    """One symptom at one place, as API.md, "A check-in", words it; onset_at is aware."""

    symptom: str
    region: str | None = None
    side: str | None = None
    severity: int | None = None
    onset_at: datetime | None = None
    course: str | None = None
    answers: Mapping[str, bool | str] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """What the phone sends; None is "not asked". reported_at keeps the offset it was said with."""

    client_id: UUID
    reported_at: datetime
    symptoms: tuple[ReportedSymptom, ...] = ()
    danger_signs: Mapping[str, Any] | None = None
    behaviours: Iterable[str] | None = None
    wants_contact: bool | None = None
    note: str = ""
    no_photo_because: str | None = None

    def content(self, treatment: Treatment) -> str:
        """Canonical JSON: the same words give the same text, and with it the same digest."""
        said = {**vars(self), "treatment": treatment.pk}
        if self.behaviours is not None:
            said["behaviours"] = sorted(set(self.behaviours))
        if self.no_photo_because is None:
            del said["no_photo_because"]  # as it was before this could be said
        said["symptoms"] = [vars(symptom) for symptom in self.symptoms]
        return json.dumps(said, sort_keys=True, separators=(",", ":"), default=_canonical)


@dataclass(frozen=True)
class Submitted:
    check_in: CheckIn
    assessment: Assessment
    case: ReviewCase | None
    is_new: bool


def submit_check_in(*, by: User, treatment: Treatment, report: Report) -> Submitted:
    """Store a check-in as said, judge it, and open or join a review case where asked.

    The same client_id with the same content stores and judges nothing; the database, not a look
    beforehand, decides who came first. The caller has scoped `treatment` to `by`. Raises OtherBody
    where the content differs, ConsentRequired where she has not agreed to the use of her check-ins.
    Source: docs/clinical-safety.md, hazard "doubled report".
    """
    content = report.content(treatment)
    fingerprint = hashlib.sha256(content.encode()).hexdigest()
    if not has_given_care(treatment.patient):
        return _without_care(treatment, report, fingerprint)
    said = {"content": content, "fingerprint": fingerprint}
    try:
        return _store(by, treatment, report, said)
    except IntegrityError:
        known = CheckIn.objects.filter(
            patient=treatment.patient_id, client_id=report.client_id
        ).first()
        if known is None:  # another report or a sweep has opened her case meanwhile: it is joined
            return _store(by, treatment, report, said)
        return _repeat(known, fingerprint)


@transaction.atomic
def _store(by: User, treatment: Treatment, report: Report, said: dict[str, str]) -> Submitted:
    check_in = CheckIn(**_row(treatment, report), **said)
    check_in.save(force_insert=True)
    symptoms = [_symptom_row(check_in, place, said) for place, said in enumerate(report.symptoms)]
    SymptomReport.objects.bulk_create(symptoms)
    await_reader(check_in)
    assessment = judge(check_in, symptoms)
    case = open_or_join(check_in, assessment)
    if case is None and check_in.note:
        case = hear_note(check_in)
    clinic = treatment.patient.clinic_id
    audit.record("check_in.submitted", by=by, clinic_id=clinic, about=check_in)
    return Submitted(check_in, assessment, case, is_new=True)


def _without_care(treatment: Treatment, report: Report, fingerprint: str) -> Submitted:
    """What had been taken before she ended it is answered as it was; nothing new is."""
    patient, signs = treatment.patient, report.danger_signs or {}
    known = CheckIn.objects.filter(patient=patient, client_id=report.client_id).first()
    if known is not None:
        return _repeat(known, fingerprint)
    if signs.get("any") or signs.get("signs"):
        raise not_taken_in_danger(patient)
    raise ConsentRequired


def _repeat(known: CheckIn, fingerprint: str) -> Submitted:
    if known.fingerprint != fingerprint:
        raise OtherBody
    assessment = known.assessments.order_by("-number")[0]
    return Submitted(known, assessment, case_about(known), is_new=False)


def _row(treatment: Treatment, report: Report) -> dict[str, Any]:
    received = timezone.now()
    reported = report.reported_at
    possible = treatment.performed_at <= reported <= received + CLOCK_AHEAD
    offset = reported.utcoffset() or timedelta()
    behaviours = None if report.behaviours is None else sorted(set(report.behaviours))
    return {
        "patient": treatment.patient,
        "treatment": treatment,
        "client_id": report.client_id,
        "reported_at": reported.astimezone(UTC),
        "utc_offset_minutes": int(offset.total_seconds() // 60),
        "received_at": received,
        "judged_at": reported.astimezone(UTC) if possible else received,
        "clock_suspect": not possible,
        "day": day_of_recovery(treatment, reported if possible else received),
        "danger_signs": dict(report.danger_signs or {"asked": False, "any": False, "signs": []}),
        "behaviours": behaviours,
        "wants_contact": report.wants_contact,
        "note": report.note,
        "no_photo_because": report.no_photo_because,
    }


def _symptom_row(check_in: CheckIn, place: int, said: ReportedSymptom) -> SymptomReport:
    return SymptomReport(
        check_in=check_in,
        position=place,
        symptom=said.symptom,
        region=said.region or "",
        side=said.side or "",
        severity=said.severity,
        onset_at=said.onset_at,
        course=said.course or "",
        answers=dict(said.answers),
    )


def _canonical(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return dict(value) if isinstance(value, Mapping) else str(value)
