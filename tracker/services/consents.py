"""A patient's decisions about her data: one row each, never edited (UX.md P3)."""

from django.db import transaction

from tracker.errors import NotAllowed
from tracker.models import Consent, ConsentKind, Patient, User
from tracker.records import audit
from tracker.records.consent_texts import newest

TEXT_VERSION = "2026-11c"  # of the words on the consent pages: raise it when they change
ASKED_AT_SIGN_UP = (ConsentKind.CARE, ConsentKind.PHOTOS, ConsentKind.REMINDERS)


@transaction.atomic
def decide(*, by: User, patient: Patient, kind: str, given: bool, language: str) -> Consent:
    """Add her decision; the newest of a kind counts. Nobody decides for her: NotAllowed."""
    if patient.user_id != by.pk:
        raise NotAllowed
    consent = Consent.objects.create(
        patient=patient,
        kind=ConsentKind(kind),
        given=given,
        text_version=version_shown(patient, kind),
        language=language,
    )
    audit.record(
        "consent.decided",
        by=by,
        clinic_id=patient.clinic_id,
        about=consent,
        kind=str(consent.kind),
        given=given,
    )
    return consent


def version_shown(patient: Patient, kind: str) -> str:
    """Of the words on her page: the product's own, and which of the clinic's stood beside them."""
    added = newest(patient.clinic_id, kind)
    return f"{TEXT_VERSION}+{added.number}" if added else TEXT_VERSION


def has_given(patient: Patient, kind: str) -> bool:
    """Whether her newest decision says yes. Not asked is not given."""
    return decisions(patient).get(kind, False)


def decisions(patient: Patient) -> dict[str, bool]:
    """The newest decision of each kind; a kind that was not asked is absent."""
    rows = patient.consents.order_by("decided_at", "pk").values_list("kind", "given")
    return dict(rows)


def keeps_a_withdrawn_photo(*, was_seen: bool) -> bool:
    """What the words of the photo consent promise for one that is taken back.

    "2026-11": kept as long as the law asks; "2026-11b" says what that means for a single photo:
    one that the clinic has looked at is part of its record, one that it has not is erased. The
    newer words are the kinder reading of the older, so that they hold for both. "2026-11c" changes
    nothing about photos: it says how the use of check-ins is ended.
    """
    return was_seen


def undecided(patient: Patient) -> list[str]:
    """What is still to be asked at sign-up, in order; a no to the required one is asked again."""
    decided = decisions(patient)
    if not decided.get(ConsentKind.CARE, False):
        return [ConsentKind.CARE.value]
    return [kind.value for kind in ASKED_AT_SIGN_UP if kind not in decided]


def to_be_asked(user: User) -> tuple[Patient, str] | None:
    """The next decision of this person about one of her own records."""
    for patient in user.patient_records.select_related("clinic").order_by("created_at"):
        kinds = undecided(patient)
        if kinds:
            return patient, kinds[0]
    return None


def is_care_open(user: User) -> bool:
    """Whether the required decision still waits: nothing of hers is shown or taken before it."""
    asked = to_be_asked(user)
    return asked is not None and asked[1] == ConsentKind.CARE
