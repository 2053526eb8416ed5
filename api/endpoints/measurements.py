"""Marking a photo, ringing a bruise on it, and reading how bruises went."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from api.contract.measurements import (
    BruiseOut,
    LandmarksIn,
    LandmarksOut,
    MeasurementIn,
    MeasurementOut,
    bruise_out,
    landmarks_out,
    measurement_out,
)
from api.described import NOT_AGREED, described, page
from api.endpoints.base import Endpoint, Request, Response, person
from api.permissions import PatientOrClinician
from tracker.errors import NotAllowed
from tracker.models import Photo
from tracker.records import access, photo_series
from tracker.services.landmarks import mark_landmarks
from tracker.services.looks import chart_viewed
from tracker.services.measuring import measure_bruise

WORDS = {
    404: "`not-found`: not there, not yours, or taken back; the answer is the same",
    **NOT_AGREED,
}


class PhotoLandmarks(Endpoint):
    may = {"GET": PatientOrClinician, "POST": PatientOrClinician}

    @described("photos_read_landmarks", {200: LandmarksOut})
    def get(self, request: Request, pk: UUID) -> Response:
        """The newest landmarks of a photo; none are no points."""
        photo = _photo(request, pk)
        return Response(landmarks_out(photo_series.newest_landmarks([photo]).get(photo.pk)))

    @described("photos_mark", {201: LandmarksOut}, body=LandmarksIn, words=WORDS)
    def post(self, request: Request, pk: UUID) -> Response:
        """Mark at least two places of the face; marking again counts, the older is kept."""
        photo, sent = _photo(request, pk), LandmarksIn.read(request.data)
        return Response(
            landmarks_out(mark_landmarks(by=person(request), photo=photo, **sent)), status=201
        )


class PhotoMeasurements(Endpoint):
    may = {"POST": PatientOrClinician}

    @described("photos_measure", {201: MeasurementOut}, body=MeasurementIn, words=WORDS)
    def post(self, request: Request, pk: UUID) -> Response:
        """Measure the bruise inside a ring, or learn why it cannot be measured here."""
        photo, sent = _photo(request, pk), MeasurementIn.read(request.data)
        wanted, bruise = sent.pop("bruise"), None
        if wanted is not None:
            bruise = get_object_or_404(photo_series.bruises_in_view(photo), pk=wanted)
        row = measure_bruise(by=person(request), photo=photo, bruise=bruise, **sent)
        return Response(measurement_out(row), status=201)


class TreatmentBruises(Endpoint):
    may = {"GET": PatientOrClinician}

    @described("treatments_read_bruises", {200: page(BruiseOut)})
    def get(self, request: Request, pk: UUID) -> Response:
        """The bruises of a treatment with what was measured, all on one page."""
        user = person(request)
        treatment = get_object_or_404(access.treatments_of(user), pk=pk)
        if not access.may_read_closely(user, treatment.patient):
            raise NotAllowed
        chart_viewed(by=user, patient=treatment.patient, part=treatment)
        found = [bruise_out(each) for each in photo_series.bruises_of(treatment)]
        return Response({"results": found, "next": None, "previous": None})


def _photo(request: Request, pk: UUID) -> Photo:
    """Hers to see sharp: a coordinator's role ends before marks and measurements."""
    photo = get_object_or_404(access.photos_of(person(request)), pk=pk)
    if not access.may_see_sharp(person(request), photo):
        raise NotAllowed
    return photo
