"""A patient's decisions about her data: one row each, never edited (UX.md P3)."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from tracker import wording
from tracker.errors import ConsentRequired, NotAllowed
from tracker.models import Consent, ConsentKind, Patient, User
from tracker.records import audit
from tracker.records.access import own_patients_of
from tracker.records.care import ended_at, records_agreed_to
from tracker.records.consent_texts import newest
from tracker.services import care_ends
from tracker.services.notifications import drop_reminders

TEXT_VERSION = "2026-11d"  # of the words on the consent pages: raise it when they change
A_TICK = timedelta(microseconds=1)
ASKED_AT_SIGN_UP = (ConsentKind.CARE, ConsentKind.PHOTOS, ConsentKind.REMINDERS)


@transaction.atomic
def decide(*, by: User, patient: Patient, kind: str, given: bool, language: str) -> Consent:
    """Add her decision, and do at once what follows from it; the newest of a kind counts.

    Ending what has ended already adds nothing. Nobody decides for her: NotAllowed.
    """
    if patient.user_id != by.pk:
        raise NotAllowed
    held = Patient.objects.select_for_update().select_related("clinic").get(pk=patient.pk)
    before = held.consents.filter(kind=kind).order_by("-decided_at", "-pk").first()
    if before is not None and not before.given and not given:
        return before
    had_ended = ended_at(held) is not None
    after = before.decided_at + A_TICK if before else timezone.now()
    consent = Consent.objects.create(
        patient=held,
        kind=ConsentKind(kind),
        given=given,
        text_version=version_shown(held, kind),
        language=language,
        decided_at=max(timezone.now(), after),  # a clock that was set back makes no older no
    )
    said: dict[str, str | bool] = {"kind": str(consent.kind), "given": given}
    audit.record("consent.decided", by=by, clinic_id=held.clinic_id, about=consent, **said)
    if given:
        _keep_her_hour(by, held)
    if given and had_ended and consent.kind == ConsentKind.CARE:
        care_ends.resume(held)
    elif before is not None and not given:
        _stop(by, held, consent.kind)
    return consent


def _keep_her_hour(by: User, patient: Patient) -> None:
    """Her hour is one for all her clinics: a record without one gets that of another of hers."""
    other = own_patients_of(by).filter(reminder_at__isnull=False).first()
    if patient.reminder_at is None and other is not None:
        patient.reminder_at = other.reminder_at
        patient.weekend_reminder_at = other.weekend_reminder_at
        patient.save(update_fields=["reminder_at", "weekend_reminder_at"])


def _stop(by: User, patient: Patient, kind: str) -> None:
    """What goes on by itself after a yes. For photos nothing does: each use asks for her yes."""
    if kind == ConsentKind.CARE:
        care_ends.end(by=by, patient=patient)
    elif kind == ConsentKind.REMINDERS:
        drop_reminders(patient, but_to_phones=True)


def version_shown(patient: Patient, kind: str) -> str:
    """Of the words on her page: the product's own, and which of the clinic's stood beside them."""
    added = newest(patient.clinic_id, kind)
    return f"{TEXT_VERSION}+{added.number}" if added else TEXT_VERSION


def are_other_words(patient: Patient, kind: str, shown: str) -> bool:
    """Whether she read an older page: her clinic has changed its words since. "" was not said."""
    return bool(shown) and shown != version_shown(patient, kind)


def changed_since(patient: Patient) -> set[str]:
    """Kinds she decided by other words than stand there today: she is told, and it holds on."""
    rows = patient.consents.order_by("decided_at", "pk").values_list("kind", "text_version")
    return {kind for kind, by in dict(rows).items() if by != version_shown(patient, kind)}


def has_given(patient: Patient, kind: str) -> bool:
    """Whether her newest decision says yes. Not asked is not given."""
    return decisions(patient).get(kind, False)


def decisions(patient: Patient) -> dict[str, bool]:
    """The newest decision of each kind; a kind that was not asked is absent."""
    rows = patient.consents.order_by("decided_at", "pk").values_list("kind", "given")
    return dict(rows)


def has_given_care(patient: Patient) -> bool:
    """The way of a check-in has brought the answer along (tracker.records.access.own_treatment)."""
    known = vars(patient)
    if "care_given" in known:
        return bool(known["care_given"])
    return has_given(patient, ConsentKind.CARE)


def require_care(patient: Patient) -> None:
    """Nothing new of hers is taken without it; raises ConsentRequired (docs/adr/079)."""
    if not has_given_care(patient):
        raise ConsentRequired


def why_no_photo_comes(patient: Patient) -> Any:
    """For her clinic, before it asks for one; "" where one may come."""
    decided = decisions(patient)
    if not decided.get(ConsentKind.CARE, False):
        return wording.SHE_ENDED_CARE
    return "" if decided.get(ConsentKind.PHOTOS, False) else wording.SHE_KEEPS_NO_PHOTOS


def not_taken_in_danger(patient: Patient) -> ConsentRequired:
    """She tells of a danger sign: the refusal says first what to do at once."""
    number = patient.clinic.emergency_number
    told = wording.NOT_TAKEN_IN_DANGER % {"number": number}
    return ConsentRequired(told, seek_emergency_care=True, emergency_number=number)


def keeps_a_withdrawn_photo(*, was_seen: bool) -> bool:
    """What the words of the photo consent promise for one that is taken back.

    "2026-11": kept as long as the law asks; "2026-11b" says what that means for a single photo:
    one that the clinic has looked at is part of its record, one that it has not is erased. The
    newer words are the kinder reading of the older, so that they hold for both. "2026-11c" and
    "2026-11d" change nothing about photos: they say how the use of check-ins is ended.
    """
    return was_seen


def undecided(patient: Patient) -> list[str]:
    """What is still to be asked at sign-up, in order; a no to the required one is asked again."""
    decided = decisions(patient)
    if not decided.get(ConsentKind.CARE, False):
        return [ConsentKind.CARE.value]
    return [kind.value for kind in ASKED_AT_SIGN_UP if kind not in decided]


def to_be_asked(user: User) -> tuple[Patient, str] | None:
    """The next decision of this person about one of her own records.

    What she has ended is not asked about. Nor is a first no asked again where another clinic has
    had her yes: it closes nothing, and Settings has the way back (docs/adr/110).
    """
    agreed_to = {each.pk for each in records_agreed_to(user)}
    for patient in own_patients_of(user):
        decided = decisions(patient)
        stands = decided.get(ConsentKind.CARE) is False and bool(agreed_to)
        kinds = [] if stands else undecided(patient)
        if kinds:
            return patient, kinds[0]
    return None
