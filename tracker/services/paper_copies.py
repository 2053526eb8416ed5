"""What leaves the product on paper: recorded before a byte is handed out (SAFETY abuse 35)."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from tracker.errors import NotFound
from tracker.models import Photo, ReviewCase, User
from tracker.records import audit
from tracker.services.photos import read_variant


@transaction.atomic
def note_case_taken(*, by: User, case: ReviewCase, photos: int) -> None:
    """The caller has scoped the case to `by`."""
    audit.record("case.exported", by=by, clinic_id=case.clinic_id, about=case, photos=photos)


def pictures_for_paper(*, by: User, photos: Iterable[Photo]) -> dict[UUID, bytes]:
    """Photo -> its sharp JPEG, each audited as a look; what is erased or damaged is left out.

    Raises NotAllowed where only the blurred one is hers to see.
    """
    found: dict[UUID, bytes] = {}
    for photo in photos:
        try:
            found[photo.pk] = read_variant(
                by=by, photo=photo, variant="display", image_format="jpeg"
            )
        except NotFound:
            continue
    return found
