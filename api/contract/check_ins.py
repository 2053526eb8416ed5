"""A check-in as it is sent, and as it is answered (API.md, "A check-in")."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from api.contract.assessments import AssessmentOut, assessment_out
from api.contract.fields import (
    Answers,
    Code,
    Id,
    Moment,
    OneOf,
    TrueOrFalse,
    WholeNumber,
    Words,
    codes,
)
from api.contract.photos import PhotoOut, photo_out
from api.contract.shape import Out, Shape, utc
from tracker.models import Assessment, CheckIn, NoPhoto, ReviewCase, Side, SymptomReport
from tracker.services.check_ins import Report, ReportedSymptom

MOST_SYMPTOMS = 60


def optional() -> dict[str, Any]:
    """What is absent or null was not asked."""
    return {"required": False, "allow_null": True, "default": None}


class SymptomIn(Shape):
    """One symptom at one place; several places are several entries."""

    symptom = Code("symptoms")
    region = Code("regions", **optional())
    side = OneOf(Side.values, **optional())
    severity = WholeNumber(min_value=0, max_value=10, **optional())
    onset_at = Moment(**optional())
    course = Code("courses", **optional())
    answers = Answers("answers", **optional())


class DangerSignsIn(Shape):
    asked = TrueOrFalse(**optional())
    any = TrueOrFalse(**optional())
    signs = codes("danger_signs", **optional())

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Whoever sends an answer without `asked` did ask."""
        if attrs["asked"] is None:
            attrs["asked"] = attrs["any"] is not None or bool(attrs["signs"])
        return {**attrs, "signs": attrs["signs"] or []}


class CheckInIn(Shape):
    """Shape only: whether the report makes clinical sense is the protocol's business."""

    client_id = Id(help_text="made on the device: sending twice stores once")
    treatment = Id()
    reported_at = Moment(help_text="the patient's clock, ISO 8601 with offset")
    symptoms = serializers.ListField(child=SymptomIn(), max_length=MOST_SYMPTOMS)
    danger_signs = DangerSignsIn(**optional())
    behaviours = codes("behaviours", **optional())
    wants_contact = TrueOrFalse(**optional())
    note = Words(required=False, allow_null=True, allow_blank=True, default="")
    no_photo_because = OneOf(NoPhoto.values, **optional())


class AnswersIn(Shape):
    answers = Answers("questions")


def is_alarm(body: object) -> bool:
    """Whether a body that nobody has looked through yet tells of a danger sign."""
    said = body.get("danger_signs") if isinstance(body, Mapping) else None
    return isinstance(said, Mapping) and (said.get("any") is True or bool(said.get("signs")))


def report_of(sent: Mapping[str, Any]) -> Report:
    """What the service takes, from a validated CheckInIn."""
    return Report(
        client_id=sent["client_id"],
        reported_at=sent["reported_at"],
        symptoms=tuple(_reported(each) for each in sent["symptoms"]),
        danger_signs=sent["danger_signs"],
        behaviours=sent["behaviours"],
        wants_contact=sent["wants_contact"],
        note=sent["note"] or "",
        no_photo_because=sent["no_photo_because"],
    )


def _reported(sent: Mapping[str, Any]) -> ReportedSymptom:
    return ReportedSymptom(**{**sent, "answers": sent["answers"] or {}})


class OpenedCaseOut(Out):
    id = serializers.UUIDField()
    due_at = serializers.DateTimeField()


class SymptomOut(Out):
    symptom = serializers.CharField()
    region = serializers.CharField(allow_null=True)
    side = serializers.ChoiceField(choices=Side.values, allow_null=True)
    severity = serializers.IntegerField(allow_null=True)
    onset_at = serializers.DateTimeField(allow_null=True)
    course = serializers.CharField(allow_null=True)
    answers = Answers("answers")


class DangerSignsOut(Out):
    asked = serializers.BooleanField()
    any = serializers.BooleanField(allow_null=True)
    signs = serializers.ListField(child=serializers.CharField())


class SubmittedOut(Out):
    """The answer to a check-in; the same for every repeat of it."""

    id = serializers.UUIDField()
    client_id = serializers.UUIDField()
    received_at = serializers.DateTimeField()
    day = serializers.IntegerField()
    clock_suspect = serializers.BooleanField()
    assessment = AssessmentOut()
    review_case = OpenedCaseOut(allow_null=True)


class CheckInOut(Out):
    """A stored check-in with its newest assessment."""

    id = serializers.UUIDField()
    client_id = serializers.UUIDField()
    treatment = serializers.UUIDField()
    reported_at = serializers.DateTimeField()
    received_at = serializers.DateTimeField()
    day = serializers.IntegerField()
    clock_suspect = serializers.BooleanField()
    symptoms = SymptomOut(many=True)
    danger_signs = DangerSignsOut()
    behaviours = serializers.ListField(child=serializers.CharField(), allow_null=True)
    wants_contact = serializers.BooleanField(allow_null=True)
    note = serializers.CharField()
    no_photo_because = serializers.ChoiceField(choices=NoPhoto.values, allow_null=True)
    assessment = AssessmentOut(allow_null=True)
    photos = PhotoOut(many=True)


def submitted_out(
    check_in: CheckIn, assessment: Assessment, case: ReviewCase | None
) -> dict[str, Any]:
    return {
        "id": check_in.pk,
        "client_id": check_in.client_id,
        "received_at": utc(check_in.received_at),
        "day": check_in.day,
        "clock_suspect": check_in.clock_suspect,
        "assessment": assessment_out(assessment),
        "review_case": None if case is None else {"id": case.pk, "due_at": utc(case.due_at)},
    }


def check_in_out(check_in: CheckIn) -> dict[str, Any]:
    """The caller has prefetched symptoms, photos and assessments, the newest first."""
    assessments = list(check_in.assessments.all())
    return {
        "id": check_in.pk,
        "client_id": check_in.client_id,
        "treatment": check_in.treatment_id,
        "reported_at": utc(check_in.reported_at),
        "received_at": utc(check_in.received_at),
        "day": check_in.day,
        "clock_suspect": check_in.clock_suspect,
        "symptoms": [_symptom_out(said) for said in check_in.symptoms.all()],
        "danger_signs": {"asked": False, "any": None, "signs": [], **check_in.danger_signs},
        "behaviours": check_in.behaviours,
        "wants_contact": check_in.wants_contact,
        "note": check_in.note,
        "no_photo_because": check_in.no_photo_because,
        "assessment": assessment_out(assessments[0]) if assessments else None,
        "photos": [photo_out(photo) for photo in check_in.photos.all()],
    }


def _symptom_out(said: SymptomReport) -> dict[str, Any]:
    return {
        "symptom": said.symptom,
        "region": said.region or None,
        "side": said.side or None,
        "severity": said.severity,
        "onset_at": utc(said.onset_at),
        "course": said.course or None,
        "answers": said.answers,
    }
