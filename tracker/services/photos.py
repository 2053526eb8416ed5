"""Taking pictures in, once each, and handing them out to who may see them."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from tracker import wording
from tracker.errors import (
    DomainError,
    NotAllowed,
    NotFound,
    OtherBody,
    Quota,
    TooLarge,
    Unavailable,
    UnsupportedPicture,
    UntrustedPicture,
)
from tracker.imaging.intake import Busy, CleanPicture, Refused, take_in
from tracker.models import (
    CheckIn,
    Patient,
    PatientKey,
    Photo,
    PhotoRequest,
    ReviewCase,
    Status,
    Treatment,
    User,
)
from tracker.records import audit
from tracker.records.access import CLINICIANS, may_see_sharp, require_role
from tracker.records.photo_series import is_shown_to
from tracker.services import photo_store, rates
from tracker.services.case_opening import note_event
from tracker.services.consents import has_given, require_care
from tracker.services.lost_photos import is_kept, store_again
from tracker.services.turns import Turns

security_log = logging.getLogger("fadewell.security")
DAY = timedelta(days=1)
UPLOADS = Turns("uploads")
REFUSALS: dict[str, type[DomainError]] = {
    "unsupported-picture": UnsupportedPicture,
    "too-large": TooLarge,
    "untrusted-picture": UntrustedPicture,
}


@dataclass(frozen=True)
class Upload:
    """A file as sent, and what was said of it. taken_at, taken_again: the device's claims."""

    client_id: UUID
    view: str
    taken_at: datetime
    data: bytes
    taken_again: int | None = None


def take_photo(
    *, by: User, treatment: Treatment, check_in: CheckIn | None, upload: Upload
) -> tuple[Photo, bool]:
    """Store a photo once: its clean variants, never the file itself. Returns it and whether new.

    One whose file was lost is stored again under its row, and is not new. The caller has scoped
    `treatment` to `by`; the patient sends her own, a clinician a baseline. Raises NotAllowed (role,
    no consent to photos), ConsentRequired, OtherBody, Quota, Unavailable, and the picture refusals.
    """
    patient = treatment.patient
    if patient.user_id != by.pk:
        require_role(by, patient.clinic_id, CLINICIANS)
    if not has_given(patient, "photos"):
        raise NotAllowed(wording.NO_PHOTO_CONSENT)
    fingerprint = photo_store.fingerprint(upload.data)
    known = known_photo(patient, upload, fingerprint)
    if known is not None and is_kept(known):
        return known, False
    require_care(patient)
    if known is not None:
        return store_again(by, known, _clean(by, upload.data).variants), False
    hold_to_quota(patient)
    picture = _clean(by, upload.data)
    try:
        return _store(by, treatment, check_in, upload, picture), True
    except IntegrityError:
        known = known_photo(patient, upload, fingerprint)
        if known is None:
            raise
        return known, False


def read_variant(*, by: User, photo: Photo, variant: str, image_format: str) -> bytes:
    """A variant's bytes; a look by staff at a sharp one is audited (SAFETY abuse 29).

    Raises NotAllowed where only the blurred one is hers to see, NotFound where the picture is
    erased, was taken back, or is not what was stored: a swapped file is never shown as another.
    """
    if variant != "blurred" and not may_see_sharp(by, photo):
        raise NotAllowed
    if not is_shown_to(photo, by):
        raise NotFound
    try:
        data = photo_store.read(photo, variant, image_format)
    except photo_store.PhotoStoreError as fault:
        security_log.error("photo %s was not shown: %s", photo.pk, type(fault).__name__)
        raise NotFound from None
    if variant != "blurred" and photo.patient.user_id != by.pk:
        clinic = photo.patient.clinic_id
        with transaction.atomic():
            audit.record("photo.viewed", by=by, clinic_id=clinic, about=photo, variant=variant)
    return data


def known_photo(patient: Patient, upload: Upload, fingerprint: str) -> Photo | None:
    photo = Photo.objects.filter(patient=patient, client_id=upload.client_id).first()
    if photo is not None and (photo.fingerprint, photo.view) != (fingerprint, upload.view):
        raise OtherBody
    return photo


def hold_to_quota(patient: Patient) -> None:
    if not settings.FADEWELL_LIMITS:
        return
    lately = Photo.objects.filter(patient=patient, received_at__gt=timezone.now() - DAY)
    times = list(
        lately.order_by("-received_at").values_list("received_at", flat=True)[
            : settings.FADEWELL_PHOTOS_PER_DAY
        ]
    )
    if len(times) >= settings.FADEWELL_PHOTOS_PER_DAY:
        wait = times[-1] + DAY - timezone.now()
        raise Quota(retry_after=max(int(wait.total_seconds()), 1))


def _clean(by: User, data: bytes) -> CleanPicture:
    """Who waits for a decoder holds a thread: so few at a time that a danger sign has one."""
    rates.hold_below("refused-photo", by.pk)
    try:
        with UPLOADS.a_turn(str(by.pk)):
            return take_in(data)
    except Refused as refusal:
        rates.count("refused-photo", by.pk)
        words = wording.PICTURE_REFUSED.get(refusal.reason, "")
        raise REFUSALS[refusal.code](words) from None
    except Busy:
        raise Unavailable(retry_after=10) from None


def _store(
    by: User, treatment: Treatment, check_in: CheckIn | None, upload: Upload, picture: CleanPicture
) -> Photo:
    """The file is on disk before the row is committed; a row that fails takes its file along."""
    photo = _row(by, treatment, check_in, upload, picture)
    _seal(photo, picture)
    try:
        with transaction.atomic():
            PatientKey.objects.select_for_update().get(pk=photo.key_id)  # one of hers at a time
            hold_to_quota(photo.patient)
            photo.request = _answered_request(treatment, upload.view)
            photo.save(force_insert=True)
            _tell_case(photo)
            audit.record("photo.taken", by=by, clinic_id=photo.patient.clinic_id, about=photo)
            return photo
    except BaseException:
        photo_store.erase(photo.stored_name)
        raise


def _seal(photo: Photo, picture: CleanPicture) -> None:
    """Write the variants under the patient's key: synced before the database is held up."""
    try:
        photo.key = key_of(photo.patient)
        stored = photo_store.store(photo.pk, photo.key, picture.variants)
    except photo_store.PhotoStoreError:
        raise Unavailable(retry_after=60) from None
    photo.stored_name, photo.contents = stored.name, stored.contents


def _row(
    by: User, treatment: Treatment, check_in: CheckIn | None, upload: Upload, picture: CleanPicture
) -> Photo:
    return Photo(
        patient=treatment.patient,
        treatment=treatment,
        check_in=check_in,
        sent_by=by,
        client_id=upload.client_id,
        fingerprint=photo_store.fingerprint(upload.data),
        view=upload.view,
        taken_at=upload.taken_at,
        taken_again=upload.taken_again,
        width=picture.width,
        height=picture.height,
        quality=picture.quality,
    )


def key_of(patient: Patient) -> PatientKey:
    """Made with her first photo; of two first photos at once, one key stays."""
    key = PatientKey.objects.filter(patient=patient, destroyed_at=None).first()
    if key is not None:
        return key
    pk, clinic = uuid4(), patient.clinic_id
    photo_store.make_patient_key(key_id=pk, patient_id=patient.pk, clinic_id=clinic)
    key, is_new = PatientKey.objects.get_or_create(
        patient=patient, destroyed_at=None, defaults={"id": pk, "clinic_id": clinic}
    )
    if not is_new:
        photo_store.discard_patient_key(pk)
    return key


def _answered_request(treatment: Treatment, view: str) -> PhotoRequest | None:
    """The oldest open request for this view; this photo is its answer."""
    request = (
        PhotoRequest.objects.filter(treatment=treatment, view=view, answered_at=None)
        .order_by("created_at")
        .first()
    )
    if request is not None:
        request.answered_at = timezone.now()
        request.save(update_fields=["answered_at"])
    return request


def _tell_case(photo: Photo) -> None:
    """Her picture is news on the open case; the one that was waited for brings it back.

    One that the clinic took is news where it answers what a colleague asked for.
    """
    cases = ReviewCase.objects.select_for_update().filter(treatment=photo.treatment)
    case = cases.exclude(status=Status.CLOSED).first()
    if case is None:
        return
    asked = photo.request
    if photo.sent_by_id == photo.patient.user_id or (asked and asked.requested_by != photo.sent_by):
        case.news_at = timezone.now()
    was = case.status
    if photo.request_id and not case.photo_requests.filter(answered_at=None).exists():
        case.status, case.snoozed_until = Status.OPEN, None
    if photo.request_id:
        case.version += 1
        note_event(case, "photo_received", from_status=was, detail={"photo": str(photo.pk)})
    case.save()
