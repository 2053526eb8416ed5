"""GET /export/: a patient takes her own data along."""

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.http import StreamingHttpResponse
from rest_framework.utils.encoders import JSONEncoder

from api.authentication import SignedInSession, SignInAgain
from api.contract.exports import Files, account_out, record_out, treatment_record
from api.described import described
from api.endpoints.base import Endpoint, Request, person
from api.endpoints.treatments import answered
from api.export_page import page_to_read
from api.negotiation import AnyForm
from api.permissions import Patient
from api.throttling import hold
from tracker import models
from tracker.records import access, queries, recovery
from tracker.records.photo_series import bruises_of_patient
from tracker.services.exports import archive_of

FRESH = timedelta(minutes=10)
WORDS = {403: "`not-allowed`, or `reauthentication-required` 10 minutes after signing in"}


class Export(Endpoint):
    may = {"GET": Patient}
    content_negotiation_class = AnyForm

    @described("export", {(200, "application/zip"): bytes}, words=WORDS)
    def get(self, request: Request) -> StreamingHttpResponse:
        """My own data as a ZIP, streamed: data.json, the photos, and a page to read."""
        require_fresh_sign_in(request)
        user = person(request)
        hold(request, "export")
        patients = list(access.own_patients_of(user).order_by("created_at"))
        photos = access.own_photos_of(user).order_by("taken_at", "pk")
        photos = photos.prefetch_related("landmarks")
        pieces = archive_of(
            by=user,
            patients=patients,
            photos=photos,
            documents=lambda files: documents(user, patients, list(photos), files),
        )
        answer = StreamingHttpResponse(pieces, content_type="application/zip")
        answer["Content-Disposition"] = 'attachment; filename="fadewell-export.zip"'
        answer["Content-Encoding"] = "identity"  # a ZIP is not compressed once more
        return answer


def require_fresh_sign_in(request: Request) -> None:
    """A browser that was left open is not enough; a token was made for this very purpose."""
    if not isinstance(request.successful_authenticator, SignedInSession):
        return
    records = get_authentication_records(request._request, person(request))
    last = max((each["at"] for each in records), default=0.0)
    if time.time() - last > FRESH.total_seconds():
        raise SignInAgain


def documents(
    user: models.User, patients: list[models.Patient], photos: list[models.Photo], files: Files
) -> Iterator[tuple[str, str]]:
    """data.json for programs, index.html for people: the same facts."""
    records = [_record(user, patient, photos, files) for patient in patients]
    data = {"account": account_out(user), "records": records}
    written = json.dumps(data, cls=JSONEncoder, ensure_ascii=False, indent=1)
    yield "data.json", written
    yield "index.html", page_to_read(json.loads(written), user)


def _record(
    user: models.User, patient: models.Patient, photos: list[models.Photo], files: Files
) -> dict[str, Any]:
    treatments = list(queries.treatments_newest(user).filter(patient=patient))
    steps = [step for each in treatments for step in queries.steps_told(each)]
    messages = access.messages_of(user).filter(treatment__patient=patient)
    return record_out(
        patient,
        treatments=[treatment_record(each, answered(each, user)) for each in treatments],
        check_ins=queries.check_ins_with_results(user)
        .filter(patient=patient)
        .prefetch_related("safety_answers"),
        messages=messages.prefetch_related("photos").order_by("sent_at", "pk"),
        steps=sorted(steps, key=lambda step: step.at),
        outcomes=recovery.outcomes_of(patient),
        slips=recovery.slips_of(patient),
        photos=[photo for photo in photos if photo.patient_id == patient.pk],
        bruises=bruises_of_patient(patient),
        files=files,
    )
