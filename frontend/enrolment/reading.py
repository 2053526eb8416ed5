"""From what was typed to what the services take, through the one contract."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from api.contract.patients import PatientChangesIn, PatientIn
from api.contract.treatments import TreatmentIn
from frontend.enrolment import faults
from frontend.enrolment.choices import Choices
from frontend.enrolment.draft import Draft
from frontend.enrolment.history import History
from tracker.services.asked_history import FACTS
from tracker.services.enrolment import (
    PatientDetails,
    SiteDetails,
    TreatmentDetails,
    check_enrolment,
)
from tracker.services.patient_details import HISTORY


class NewTreatmentIn(TreatmentIn):
    """A treatment whose patient is known without saying; the API has no dilution."""

    patient = None  # type: ignore[assignment]
    dilution = serializers.CharField(max_length=64, allow_blank=True)


@dataclass(frozen=True)
class Sent:
    patient: PatientDetails
    treatment: TreatmentDetails


class Refused(Exception):
    def __init__(self, found: list[faults.Fault]) -> None:
        super().__init__()
        self.faults = found


def read(draft: Draft, choices: Choices) -> Sent:
    """The two bodies through the one contract; raises Refused or Invalid with every fault."""
    protocol = choices.words.protocol
    found = faults.of_draft(draft) + faults.of_history(draft.history, protocol)
    bodies: list[Mapping[str, Any]] = []
    for shape, body in (
        (PatientIn, draft.patient_body(protocol)),
        (NewTreatmentIn, draft.treatment_body(choices.procedure_of)),
    ):
        try:
            bodies.append(shape.read(body))
        except ValidationError as refused:
            found += faults.from_contract(refused.detail)  # type: ignore[arg-type]
    if found:
        raise Refused(found)
    sent = Sent(patient_details(bodies[0]), treatment_details(bodies[1]))
    check_enrolment(draft.clinic, sent.patient, sent.treatment)
    return sent


def read_treatment(draft: Draft, choices: Choices) -> TreatmentDetails:
    """Of a known patient; raises Refused. What cannot be true, the services say."""
    found = faults.of_draft(draft)
    try:
        body = NewTreatmentIn.read(draft.treatment_body(choices.procedure_of))
    except ValidationError as refused:
        found += faults.from_contract(refused.detail)  # type: ignore[arg-type]
    if found:
        raise Refused(found)
    return treatment_details(body)


def read_history(typed: History, choices: Choices) -> dict[str, Any]:
    """The answers of a record that is known, by its fields; raises Refused."""
    protocol = choices.words.protocol
    found = faults.of_history(typed, protocol)
    body: Any = {}
    try:
        body = PatientChangesIn.read(typed.body(protocol))
    except ValidationError as refused:
        found += faults.from_contract(refused.detail)  # type: ignore[arg-type]
    if found:
        raise Refused(found)
    return history_of(body)


def read_another(draft: Draft, choices: Choices) -> tuple[TreatmentDetails, dict[str, Any]]:
    """A treatment of a known patient and her history; raises Refused with the faults of both."""
    found: list[faults.Fault] = []
    treatment: Any = None
    answers: dict[str, Any] = {}
    try:
        treatment = read_treatment(draft, choices)
    except Refused as refused:
        found += refused.faults
    try:
        answers = read_history(draft.history, choices)
    except Refused as refused:
        found += refused.faults
    if found:
        raise Refused(found)
    return treatment, answers


def patient_details(body: Mapping[str, Any]) -> PatientDetails:
    return PatientDetails(
        name=body["name"],
        date_of_birth=body["date_of_birth"],
        email=body["email"] or "",
        phone=body["phone"] or "",
        language=body["language"],
        time_zone=body["time_zone"],
        skin_type=body["skin_type"] or "",
        **history_of(body),
    )


def history_of(body: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a record that her history fills."""
    return {
        **{kind: known(body[kind]) for kind in HISTORY},
        "not_asked": tuple(body["not_asked"]),
        **{name: body[name] for name in FACTS},
    }


def known(codes: list[str] | None) -> tuple[str, ...] | None:
    return None if codes is None else tuple(codes)


def treatment_details(body: Mapping[str, Any]) -> TreatmentDetails:
    return TreatmentDetails(
        procedure=body["procedure"],
        product=body["product"] or "",
        lot=body["lot"] or "",
        lot_expires_on=body["lot_expires_on"],
        dilution=body["dilution"],
        performed_at=body["performed_at"],
        circumstances=known(body["circumstances"]),
        sites=tuple(
            SiteDetails(site["region"], site["side"] or "", site["amount"], site["unit"] or "")
            for site in body["sites"]
        ),
    )
