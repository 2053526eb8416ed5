"""What patient and clinic write to each other."""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from tracker import wording
from tracker.errors import ConsentRequired, Invalid, NotAllowed, OtherBody
from tracker.models import Message, Patient, Photo, RaisedBy, ReviewCase, Treatment, User
from tracker.records import audit
from tracker.records.access import STAFF, memberships, photos_of, require_role
from tracker.services.case_opening import Finding, at_the_clinic, newest_case, raise_case
from tracker.services.consents import has_given, has_given_care
from tracker.services.patient_notices import tell_patient
from tracker.services.patient_words import hear

ROLE_ORDER = ("clinical_lead", "dermatologist", "coordinator")


@dataclass(frozen=True)
class Draft:
    """What is to be sent; client_id is made on the device."""

    client_id: UUID
    text: str
    photos: tuple[UUID, ...] = ()
    worried: bool = False

    def fingerprint(self, treatment: Treatment) -> str:
        photos = sorted(str(photo) for photo in self.photos)
        content = [str(treatment.pk), self.text, photos, self.worried]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def send_message(
    *,
    by: User,
    treatment: Treatment,
    client_id: UUID,
    text: str,
    photos: Iterable[UUID] = (),
    worried: bool = False,
) -> tuple[Message, bool]:
    """Store a message once; `worried` from a patient opens a case. Returns it and whether new.

    The caller has scoped `treatment` to `by`. Raises OtherBody where the same client_id came with
    other content, Invalid for a photo that is not of this thread, NotAllowed for a stranger, or
    for her photo where she has not agreed to photos; ConsentRequired for her words where she has
    not agreed to the use of her check-ins.
    """
    draft = Draft(client_id, text, tuple(photos), worried)
    if treatment.patient.user_id == by.pk and not has_given_care(treatment.patient):
        return _repeat(by, treatment, draft, ConsentRequired()), False
    try:
        return _store(by, treatment, draft), True
    except IntegrityError as error:
        if Message.objects.filter(sender=by, client_id=client_id).exists():
            return _repeat(by, treatment, draft, error), False
        return _store(by, treatment, draft), True  # her case was opened meanwhile: it is joined


def _repeat(by: User, treatment: Treatment, draft: Draft, otherwise: Exception) -> Message:
    """The one that came under this id before; raises `otherwise` where none did."""
    known = Message.objects.filter(sender=by, client_id=draft.client_id).first()
    if known is None:
        raise otherwise
    if known.fingerprint != draft.fingerprint(treatment):
        raise OtherBody from None
    return known


@transaction.atomic
def _store(by: User, treatment: Treatment, draft: Draft) -> Message:
    from_patient = treatment.patient.user_id == by.pk
    if not from_patient:
        require_role(by, treatment.patient.clinic_id, STAFF)
    pictures = _pictures(by, treatment, draft)
    case = newest_case(treatment)
    case = case if case and case.is_open else None
    sent = Message.objects.create(
        treatment=treatment,
        case=case,
        sender=by,
        sender_role="patient" if from_patient else _role(by, treatment),
        client_id=draft.client_id,
        fingerprint=draft.fingerprint(treatment),
        text=draft.text,
        worried=draft.worried and from_patient,
    )
    sent.photos.set(pictures)
    if from_patient:
        _hear(treatment, sent, case)
    else:
        tell_patient(treatment, about=sent.pk)
        if case is not None:
            ReviewCase.objects.filter(pk=case.pk).update(late_since=None)  # she is answered
    clinic = treatment.patient.clinic_id
    audit.record("message.sent", by=by, clinic_id=clinic, about=sent)
    return sent


def write_to_patient(
    *, by: User, treatment: Treatment, text: str, case: ReviewCase, client_id: UUID
) -> Message:
    """A message that is a move on a case; inside the move's transaction."""
    draft = Draft(client_id, text)
    sent = Message.objects.create(
        treatment=treatment,
        case=case,
        sender=by,
        sender_role=_role(by, treatment),
        client_id=client_id,
        fingerprint=draft.fingerprint(treatment),
        text=text,
    )
    tell_patient(treatment, about=sent.pk)
    return sent


@transaction.atomic
def mark_seen(*, by: User, treatment: Treatment, shown: Collection[UUID] | None = None) -> int:
    """The other side's messages are seen now; returns how many were new.

    shown: the ids that her page held, so that what came meanwhile stays unseen; None: all.
    """
    unseen = Message.objects.filter(treatment=treatment, seen_at=None)
    if shown is not None:
        unseen = unseen.filter(pk__in=shown)
    if treatment.patient.user_id == by.pk:
        theirs = unseen.exclude(sender_role="patient")
    else:
        require_role(by, treatment.patient.clinic_id, STAFF)
        theirs = unseen.filter(sender_role="patient")
    return _seen(theirs, by, treatment.patient)


@transaction.atomic
def mark_read(*, by: User, patient: Patient) -> int:
    """She has her messages open: all that her clinic wrote, about whichever treatment. How many.

    Raises NotAllowed for anybody but herself.
    """
    if patient.user_id != by.pk:
        raise NotAllowed
    unseen = Message.objects.filter(treatment__patient=patient, seen_at=None)
    return _seen(unseen.exclude(sender_role="patient"), by, patient)


def _seen(theirs: QuerySet[Message], by: User, patient: Patient) -> int:
    """One row in the audit however many they are; none where nothing was new."""
    count = theirs.update(seen_at=timezone.now(), seen_by=by)
    if count:
        act = "message.read" if by.pk == patient.user_id else "message.seen"
        audit.record(act, by=by, clinic_id=patient.clinic_id, about=patient, count=count)
    return count


def _hear(treatment: Treatment, sent: Message, case: ReviewCase | None) -> None:
    """A patient's word reaches her case; "I'm still worried" makes one."""
    if sent.worried:
        reason = at_the_clinic(treatment, wording.WORRIED)
        sent.case = raise_case(treatment, Finding("review", reason, RaisedBy.PATIENT))
        sent.save(update_fields=["case"])
    elif case is not None:
        hear(case, {"message": str(sent.pk)})


def _role(by: User, treatment: Treatment) -> str:
    here = memberships(by, STAFF).filter(clinic_id=treatment.patient.clinic_id)
    held = set(here.values_list("role", flat=True))
    return next(role for role in ROLE_ORDER if role in held)


def _pictures(by: User, treatment: Treatment, draft: Draft) -> list[Photo]:
    patient = treatment.patient
    if draft.photos and patient.user_id == by.pk and not has_given(patient, "photos"):
        raise NotAllowed(wording.NO_PHOTO_CONSENT)
    found = list(photos_of(by).filter(treatment=treatment, withdrawn_at=None, pk__in=draft.photos))
    if len(found) != len(set(draft.photos)):
        raise Invalid({"photos": [wording.NOT_A_PHOTO_OF_THIS_THREAD]})
    return found
