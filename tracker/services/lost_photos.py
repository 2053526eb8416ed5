"""A photo whose row is here and whose bytes are not: her phone brings them once more."""

from collections.abc import Mapping

from django.db import transaction

from tracker.errors import Unavailable
from tracker.models import Photo, User
from tracker.records import audit
from tracker.services import photo_store


def is_kept(photo: Photo) -> bool:
    """Nothing has to be sent: its file is whole, or she took the photo back."""
    return photo.withdrawn_at is not None or photo_store.is_intact(photo)


def store_again(by: User, photo: Photo, variants: Mapping[str, Mapping[str, bytes]]) -> Photo:
    """The same row gets a new file; what the row says of the picture stays as it was.

    variants: of the bytes that the row has the fingerprint of. Of two that come at once one is
    stored. What is left of the old file is named by no row, and swept. Raises Unavailable.
    """
    try:
        stored = photo_store.store(photo.pk, photo.key, variants)
    except photo_store.PhotoStoreError:
        raise Unavailable(retry_after=60) from None
    try:
        with transaction.atomic():
            row = (
                Photo.objects.select_for_update().select_related("patient", "key").get(pk=photo.pk)
            )
            if is_kept(row):
                photo_store.erase(stored.name)
                return row
            row.stored_name, row.contents = stored.name, stored.contents
            row.save(update_fields=["stored_name", "contents"])
            audit.record("photo.stored_again", by=by, clinic_id=row.patient.clinic_id, about=row)
            return row
    except BaseException:
        photo_store.erase(stored.name)
        raise
