"""Every address under /api/v1/; each ends in a slash."""

from uuid import UUID

from django.urls import path, re_path, register_converter

from api.endpoints import (
    cases,
    check_ins,
    description,
    export,
    me,
    measurements,
    messages,
    moves,
    patients,
    photo_parts,
    photos,
    treatments,
    vocabulary,
)
from api.endpoints.nowhere import Nowhere


class IdConverter:
    """A UUID in either case: phones write it in capitals."""

    regex = "[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"

    def to_python(self, value: str) -> UUID:
        return UUID(value)

    def to_url(self, value: UUID) -> str:
        return str(value)


class VariantConverter:
    regex = "blurred|thumb|display"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(IdConverter, "id")
register_converter(VariantConverter, "variant")

MOVES = {
    "claim": moves.Claim,
    "release": moves.Release,
    "acknowledge": moves.Acknowledge,
    "message": moves.WriteMessage,
    "request-photo": moves.RequestPhoto,
    "snooze": moves.Snooze,
    "escalate": moves.Escalate,
    "assign": moves.Assign,
    "second-opinion": moves.SecondOpinion,
    "give-opinion": moves.GiveOpinion,
    "book": moves.Book,
    "decide": moves.Decide,
    "reopen": moves.Reopen,
}

app_name = "api"
urlpatterns = [
    path("me/", me.Me.as_view(), name="me"),
    path("vocabulary/", vocabulary.Vocabulary.as_view(), name="vocabulary"),
    path("patients/", patients.Patients.as_view(), name="patients"),
    path("patients/<id:pk>/", patients.PatientDetail.as_view(), name="patient"),
    path("treatments/", treatments.Treatments.as_view(), name="treatments"),
    path("treatments/<id:pk>/", treatments.TreatmentDetail.as_view(), name="treatment"),
    path("treatments/<id:pk>/photos/", photos.TreatmentPhotos.as_view(), name="treatment-photos"),
    path(
        "treatments/<id:pk>/bruises/",
        measurements.TreatmentBruises.as_view(),
        name="treatment-bruises",
    ),
    path("check-ins/", check_ins.CheckIns.as_view(), name="check-ins"),
    path("check-ins/<id:pk>/", check_ins.CheckInDetail.as_view(), name="check-in"),
    path(
        "check-ins/<id:client_id>/answers/",
        check_ins.CheckInAnswers.as_view(),
        name="check-in-answers",
    ),
    path(
        "check-ins/<id:client_id>/photos/",
        photos.CheckInPhotos.as_view(),
        name="check-in-photos",
    ),
    path(
        "check-ins/<id:client_id>/photos/<id:photo>/",
        photo_parts.CheckInPhotoParts.as_view(),
        name="check-in-photo-parts",
    ),
    path("photos/<id:pk>/<variant:variant>/", photos.PhotoBytes.as_view(), name="photo"),
    path(
        "photos/<id:pk>/landmarks/",
        measurements.PhotoLandmarks.as_view(),
        name="photo-landmarks",
    ),
    path(
        "photos/<id:pk>/measurements/",
        measurements.PhotoMeasurements.as_view(),
        name="photo-measurements",
    ),
    path("photos/<id:pk>/withdraw/", photos.WithdrawPhoto.as_view(), name="photo-withdraw"),
    path("review-cases/", cases.ReviewCases.as_view(), name="review-cases"),
    path("review-cases/<id:pk>/", cases.ReviewCaseDetail.as_view(), name="review-case"),
    *(
        path(f"review-cases/<id:pk>/{action}/", view.as_view(), name=f"review-case-{action}")
        for action, view in MOVES.items()
    ),
    path("messages/", messages.Messages.as_view(), name="messages"),
    path("messages/seen/", messages.MessagesSeen.as_view(), name="messages-seen"),
    path("export/", export.Export.as_view(), name="export"),
    path("schema/", description.Schema.as_view(), name="schema"),
    path("docs/", description.Docs.as_view(), name="docs"),
    re_path(r"", Nowhere.as_view(), name="nowhere"),
]
