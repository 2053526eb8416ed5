"""A patient's own data, in the same shapes as everywhere else in the API."""

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any
from uuid import UUID

from api.contract.assessments import assessment_out
from api.contract.check_ins import check_in_out
from api.contract.messages import message_out
from api.contract.patients import patient_out
from api.contract.photos import photo_out
from api.contract.shape import utc
from tracker.models import (
    AftercareSlip,
    Bruise,
    CheckIn,
    Consent,
    Message,
    Patient,
    Photo,
    RemedyFeedback,
    ReviewEvent,
    SafetyAnswer,
    Treatment,
    User,
)

Files = Mapping[UUID, str]


def account_out(user: User) -> dict[str, Any]:
    return {
        "name": user.name,
        "email": user.email,
        "language": user.language,
        "time_zone": user.time_zone,
    }


def record_out(
    patient: Patient,
    *,
    treatments: list[dict[str, Any]],
    check_ins: Iterable[CheckIn],
    messages: Iterable[Message],
    steps: Iterable[ReviewEvent],
    outcomes: Iterable[RemedyFeedback],
    slips: Iterable[AftercareSlip],
    photos: Iterable[Photo],
    bruises: Iterable[Bruise],
    files: Files,
) -> dict[str, Any]:
    """One clinic's record of her; every assessment of a check-in, not only the newest."""
    return {
        "clinic": {"id": patient.clinic_id, "name": patient.clinic.name},
        "patient": {**patient_out(patient), "safety_answers": patient.safety_answers},
        "reminders": _reminders(patient),
        "consents": [_consent(each) for each in patient.consents.order_by("decided_at")],
        "treatments": treatments,
        "check_ins": [_check_in(each) for each in check_ins],
        "messages": [{**message_out(each), "worried": each.worried} for each in messages],
        "clinic_did": [_step(each) for each in steps],
        "remedies_tried": [_outcome(each) for each in outcomes],
        "aftercare_slips": [_slip(each) for each in slips],
        "photos": [_photo(each, files) for each in photos],
        "bruises": [_bruise(each) for each in bruises],
    }


def _reminders(patient: Patient) -> dict[str, str | None]:
    """Null where she has not chosen one."""
    chosen = {"hour": patient.reminder_at, "weekend_hour": patient.weekend_reminder_at}
    return {name: _hour(at) for name, at in chosen.items()}


def _hour(at: time | None) -> str | None:
    return f"{at:%H:%M}" if at else None


def treatment_record(treatment: Treatment, answered: dict[str, Any]) -> dict[str, Any]:
    """As it is answered, with what only the clinic's pages show, and how it was recorded before."""
    earlier = [
        {"corrected_at": utc(each.at), "fields": each.fields, "before": each.before}
        for each in treatment.corrections.order_by("number")
    ]
    return {**answered, "dilution": treatment.dilution or None, "corrections": earlier}


def _note(check_in: CheckIn) -> dict[str, Any] | None:
    """Who of the clinic has seen the note; None where there is none, or nobody has yet."""
    mark = getattr(check_in, "note_mark", None)
    if mark is None or mark.seen_by is None:
        return None
    return {"at": utc(mark.seen_at), "by": mark.seen_by.name}


def _photo(photo: Photo, files: Files) -> dict[str, Any]:
    """With the tries before it, and the points marked on it: fractions of its width and height."""
    marked = [
        {"points": row.points, "coin_mm": row.coin_mm, "marked_at": utc(row.marked_at)}
        for row in photo.landmarks.all()
    ]
    return {
        **photo_out(photo),
        "taken_again": photo.taken_again,
        "file": files.get(photo.pk),
        "landmarks": marked,
    }


def _bruise(bruise: Bruise) -> dict[str, Any]:
    """What was measured of one place, or why it could not be, photo by photo."""
    return {
        "treatment": bruise.treatment_id,
        "number": bruise.number,
        "view": bruise.view,
        "measurements": [
            {
                "photo": row.photo_id,
                "ring": row.ring,
                "scale": row.scale,
                "result": row.result,
                "cannot_be_measured": row.refused or None,
                "measured_at": utc(row.measured_at),
            }
            for row in bruise.measurements.all()
        ],
    }


def _check_in(check_in: CheckIn) -> dict[str, Any]:
    judged = [assessment_out(each) for each in check_in.assessments.all()]
    answered = [_answer(each) for each in check_in.safety_answers.all()]
    told = {"safety_answers": answered, "assessments": judged, "note_seen": _note(check_in)}
    return {**check_in_out(check_in), **told}


def _answer(given: SafetyAnswer) -> dict[str, Any]:
    answer = {"true": True, "false": False}.get(given.answer, given.answer)
    return {"question": given.question, "answer": answer, "answered_at": utc(given.answered_at)}


def _step(event: ReviewEvent) -> dict[str, Any]:
    """As far as her history tells it: why it was closed is the clinic's own."""
    asked = event.action == "request-photo"
    return {
        "done_at": utc(event.at),
        "by": event.by.name if event.by else None,
        "action": event.action,
        "view": event.detail["view"] if asked else None,
        "wanted_at": event.detail["by"] if asked else None,
        "text": event.note if asked else "",
        "visit_at": event.detail.get("at") if event.action == "book" else None,
    }


def _outcome(told: RemedyFeedback) -> dict[str, Any]:
    return {"remedy": told.remedy, "outcome": told.outcome, "told_at": utc(told.told_at)}


def _slip(slip: AftercareSlip) -> dict[str, Any]:
    return {"behaviour": slip.behaviour, "told_at": utc(slip.told_at)}


def _consent(consent: Consent) -> dict[str, Any]:
    return {
        "kind": consent.kind,
        "given": consent.given,
        "text_version": consent.text_version,
        "language": consent.language,
        "decided_at": utc(consent.decided_at),
    }
