"""/patients/: enrol, find, read, correct."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework.exceptions import ValidationError

from api import wording
from api.contract.fields import Words
from api.contract.patients import (
    EnrolledOut,
    PatientChangesIn,
    PatientIn,
    PatientOut,
    enrolled_out,
    patient_out,
)
from api.contract.shape import Shape
from api.described import PAGES, described, page, query
from api.endpoints.base import Endpoint, Request, Response, looked_at, person
from api.pagination import page_of
from api.permissions import CareParty, Staff
from api.throttling import hold
from tracker.models import Clinic, User
from tracker.records import access, queries
from tracker.services.enrolment import PatientDetails, edit_patient, enrol_patient
from tracker.services.looks import chart_viewed

TEXTS = ("email", "phone", "skin_type")  # null and "" are the same: none


class SearchIn(Shape):
    search = Words(max_length=200, required=False, allow_blank=True, default="")
    lot = Words(max_length=64, required=False, allow_blank=True, default="")


class Patients(Endpoint):
    may = {"GET": CareParty, "POST": Staff}

    @described(
        "patients_list",
        {200: page(PatientOut)},
        refuses=[400],
        parameters=[
            query("search", "part of a name, a date of birth, or the end of a phone number"),
            query("lot", "who was treated with this lot"),
            *PAGES,
        ],
    )
    def get(self, request: Request) -> Response:
        """The clinic's patients by name; a patient finds her own record."""
        asked = SearchIn.read(request.query_params.dict())
        found = queries.patients_by(
            person(request), search=asked["search"].strip(), lot=asked["lot"].strip()
        )
        seen = looked_at(request, "patients", lambda row: row)
        return Response(page_of(request, found, ("name", "pk"), patient_out, seen))

    @described("patients_enrol", {201: EnrolledOut}, body=PatientIn)
    def post(self, request: Request) -> Response:
        """Enrol a patient; the answer holds her invitation, which is shown this once."""
        sent = PatientIn.read(request.data)
        clinic = _clinic_of(person(request), sent.pop("clinic"))
        hold(request, "invite-patient")
        patient, invited = enrol_patient(
            by=person(request), clinic=clinic, details=PatientDetails(**_details(sent))
        )
        return Response(enrolled_out(patient, invited), status=201)


class PatientDetail(Endpoint):
    may = {"GET": CareParty, "PATCH": Staff}

    @described("patients_read", {200: PatientOut})
    def get(self, request: Request, pk: UUID) -> Response:
        """One patient."""
        patient = get_object_or_404(access.patients_of(person(request)), pk=pk)
        chart_viewed(by=person(request), patient=patient)
        return Response(patient_out(patient))

    @described("patients_edit", {200: PatientOut}, body=PatientChangesIn)
    def patch(self, request: Request, pk: UUID) -> Response:
        """Correct what is written down; what is left out stays."""
        user = person(request)
        patient = get_object_or_404(access.patients_of(user), pk=pk)
        changes = _details(PatientChangesIn.read(request.data))
        return Response(patient_out(edit_patient(by=user, patient=patient, changes=changes)))


def _clinic_of(user: User, named: UUID | None) -> Clinic:
    clinics = list(access.clinics_where(user, access.STAFF))
    if named is None and len(clinics) == 1:
        return clinics[0]
    chosen = next((clinic for clinic in clinics if clinic.pk == named), None)
    if chosen is None:
        sentence = wording.NOT_YOURS_TO_CHOOSE if named else wording.WHICH_CLINIC
        raise ValidationError({"clinic": [sentence]})
    return chosen


def _details(sent: dict[str, Any]) -> dict[str, Any]:
    """As the service wants them: no text for null, tuples for lists."""
    plain = {name: tuple(v) if isinstance(v, list) else v for name, v in sent.items()}
    return {name: v or "" if name in TEXTS else v for name, v in plain.items()}
