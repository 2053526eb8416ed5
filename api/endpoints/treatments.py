"""/treatments/: record one, and read them, newest first."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone

from api.contract.treatments import TreatmentIn, TreatmentOut, treatment_out
from api.described import PAGES, described, page
from api.endpoints.base import Endpoint, Request, Response, looked_at, person
from api.pagination import page_of
from api.permissions import CareParty, Staff
from tracker.models import Treatment, User
from tracker.records import access, queries
from tracker.records.aftercare import timers
from tracker.services.enrolment import SiteDetails, TreatmentDetails, record_treatment
from tracker.services.looks import chart_viewed
from tracker.services.recovery_days import day_of_recovery

NEWEST_FIRST = ("-performed_at", "-pk")


class Treatments(Endpoint):
    may = {"GET": CareParty, "POST": Staff}

    @described("treatments_list", {200: page(TreatmentOut)}, refuses=[400], parameters=PAGES)
    def get(self, request: Request) -> Response:
        """A patient's own, or the clinic's, newest first."""
        user = person(request)
        rows = queries.treatments_newest(user)
        seen = looked_at(request, "treatments", lambda row: row.patient)
        return Response(page_of(request, rows, NEWEST_FIRST, lambda row: answered(row, user), seen))

    @described("treatments_record", {201: TreatmentOut}, body=TreatmentIn)
    def post(self, request: Request) -> Response:
        """Record a treatment of one of the clinic's patients."""
        sent, user = TreatmentIn.read(request.data), person(request)
        patient = get_object_or_404(access.patients_of(user), pk=sent.pop("patient"))
        recorded = record_treatment(by=user, patient=patient, details=_details(sent))
        return Response(answered(recorded, user), status=201)


class TreatmentDetail(Endpoint):
    may = {"GET": CareParty}

    @described("treatments_read", {200: TreatmentOut})
    def get(self, request: Request, pk: UUID) -> Response:
        """One treatment, with the aftercare timers that run."""
        user = person(request)
        treatment = get_object_or_404(queries.treatments_newest(user), pk=pk)
        chart_viewed(by=user, patient=treatment.patient, part=treatment)
        return Response(answered(treatment, user))


def answered(treatment: Treatment, user: User) -> dict[str, Any]:
    return treatment_out(
        treatment,
        day=day_of_recovery(treatment, timezone.now()),
        timers=timers(treatment, user.language),
    )


def _details(sent: dict[str, Any]) -> TreatmentDetails:
    sites = tuple(
        SiteDetails(
            region=site["region"],
            side=site["side"] or "",
            amount=site["amount"],
            unit=site["unit"] or "",
        )
        for site in sent["sites"]
    )
    circumstances = sent["circumstances"]
    return TreatmentDetails(
        procedure=sent["procedure"],
        performed_at=sent["performed_at"],
        sites=sites,
        product=sent["product"] or "",
        lot=sent["lot"] or "",
        lot_expires_on=sent["lot_expires_on"],
        circumstances=None if circumstances is None else tuple(circumstances),
    )
