"""Writing to everybody who had one lot, once each; who cannot read it is named to be phoned."""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID, uuid5

from django.db import transaction

from tracker import wording
from tracker.errors import Invalid, NotAllowed
from tracker.models import Clinic, Patient, Treatment, User
from tracker.records import audit
from tracker.records.access import CLINICIANS, memberships
from tracker.records.lots import treatments_with_lot
from tracker.services.message_templates import fault_in, filled_for
from tracker.services.messages import send_message

MOST_TEXT = 2000


class Recall(NamedTuple):
    written: list[Patient]
    to_phone: list[Patient]  # they have not joined: no thread reaches them


def recall_of(by: User, lot: str) -> dict[Patient, Treatment]:
    """Patient -> her newest treatment from this lot, at clinics where `by` is a clinician."""
    clinics = set(memberships(by, CLINICIANS).values_list("clinic_id", flat=True))
    newest: dict[Patient, Treatment] = {}
    for treatment in treatments_with_lot(by, lot):
        if treatment.patient.clinic_id in clinics:
            newest.setdefault(treatment.patient, treatment)
    return newest


@transaction.atomic
def write_to_lot(
    *, by: User, lot: str, text: str, run: UUID, by_language: Mapping[str, str] | None = None
) -> Recall:
    """The same words to each patient, in her language where `by_language` has them.

    Fields of a template are filled in for each. `run` makes a second sending of the page write
    nobody twice. Raises NotAllowed for who is no clinician, Invalid without words, for a field
    that is none, or without anybody.
    """
    if not memberships(by, CLINICIANS).exists():
        raise NotAllowed
    texts = {language: said for language, said in (by_language or {}).items() if said.strip()}
    check_recall_words(text, *texts.values())
    found = recall_of(by, lot)
    if not found:
        raise Invalid({"lot": [wording.NOBODY_HAD_LOT]})
    written = [patient for patient in found if patient.user_id]
    for patient in written:
        treatment, client_id = found[patient], uuid5(run, str(patient.pk))
        words = filled_for(texts.get(patient.language, text).strip(), treatment)
        send_message(by=by, treatment=treatment, client_id=client_id, text=words)
    for clinic in {patient.clinic_id for patient in found}:
        told = sum(patient.clinic_id == clinic for patient in written)
        about = Clinic.objects.get(pk=clinic)
        audit.record("lot.told", by=by, clinic_id=clinic, about=about, told=told)
    return Recall(written, [patient for patient in found if not patient.user_id])


def check_recall_words(text: str, *others: str) -> None:
    """Raises Invalid: no words, too many, or a field that is none."""
    for said in (text, *others):
        if not said.strip() or len(said) > MOST_TEXT:
            raise Invalid({"text": [wording.RECALL_WORDS]})
        if fault := fault_in(said):
            raise Invalid({"text": [fault]})
