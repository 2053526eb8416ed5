"""A patient takes a photo back: kept in the clinic's record, or erased, as her consent says."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from tracker.errors import NotAllowed
from tracker.models import Photo, ReviewCase, Status, User
from tracker.records import audit
from tracker.services import consents, photo_store
from tracker.services.case_opening import note_event


def withdraw_photo(*, by: User, photo: Photo) -> Photo:
    """From now on shown to nobody, except where it is kept: then to clinicians.

    Taking it back again changes nothing. The bytes leave the disk after the commit; where that
    fails, the sweep of photo files removes them. Raises NotAllowed for anybody but herself.
    Source: the consent to photos; docs/adr/031.
    """
    if photo.patient.user_id != by.pk:
        raise NotAllowed
    with transaction.atomic():
        row = Photo.objects.select_for_update().select_related("patient", "key").get(pk=photo.pk)
        if row.withdrawn_at is None:
            _take_back(by, row)
        if row.erased_at is not None:
            transaction.on_commit(partial(photo_store.erase, row.stored_name))
    return row


def would_be_kept(photo: Photo) -> bool:
    """Somebody at the clinic has looked at it, so that it is part of the clinic's record."""
    seen = audit.was_touched_by_others(photo, but=photo.patient.user_id)
    return consents.keeps_a_withdrawn_photo(was_seen=seen)


def _take_back(by: User, photo: Photo) -> None:
    """The act is recorded first: from then on nobody's look comes in between."""
    clinic = photo.patient.clinic_id
    audit.record("photo.withdrawn", by=by, clinic_id=clinic, about=photo)
    photo.withdrawn_at = timezone.now()
    if not would_be_kept(photo):
        photo.erased_at, photo.contents = photo.withdrawn_at, {}
        audit.record("photo.erased", by=by, clinic_id=clinic, about=photo)
    photo.save(update_fields=["withdrawn_at", "erased_at", "contents"])
    _tell_case(photo)


def _tell_case(photo: Photo) -> None:
    """An open case shows that a picture it may rest on is gone; nothing else about it changes."""
    cases = ReviewCase.objects.select_for_update().filter(treatment=photo.treatment_id)
    case = cases.exclude(status=Status.CLOSED).first()
    if case is not None:
        detail = {"photo": str(photo.pk), "view": photo.view}
        note_event(case, "photo_withdrawn", from_status=case.status, detail=detail)
