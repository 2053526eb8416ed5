"""A photo that comes in parts over a line that breaks: what is here, the next part, the whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import UUID

from tracker import wording
from tracker.errors import NotAllowed, TooLarge, Unavailable, UnsupportedPicture, UntrustedPicture
from tracker.imaging.limits import LIMITS
from tracker.models import CheckIn, PatientKey, Photo, User
from tracker.services import photo_parts, photo_store
from tracker.services.consents import has_given, require_care
from tracker.services.lost_photos import is_kept
from tracker.services.photo_parts import Begun
from tracker.services.photos import Upload, hold_to_quota, key_of, known_photo, take_photo

AT_ONCE = 1  # seconds: what is missing can be sent now


@dataclass(frozen=True)
class Progress:
    """How much is here; is_stored: the photo is whole and kept, nothing more has to come."""

    offset: int
    is_stored: bool = False


@dataclass(frozen=True)
class Sealed:
    """What the parts have to come to: bytes, and their SHA-256 in hex."""

    length: int
    sha256: str


def progress_of(*, check_in: CheckIn, photo: UUID) -> Progress:
    """The caller has scoped `check_in` to its patient. Raises NotAllowed (no consent)."""
    _hold_to_consent(check_in)
    known = _row_of(check_in, photo)
    if known is not None and is_kept(known):
        return Progress(0, is_stored=True)
    key = PatientKey.objects.filter(patient=check_in.patient_id, destroyed_at=None).first()
    return Progress(photo_parts.length(Begun(key, photo)) if key else 0)


def keep_part(*, check_in: CheckIn, photo: UUID, offset: int, data: bytes) -> Progress:
    """Keep the next part; one that does not begin where the last ended is passed over.

    The answer says from where to go on, so a part may be sent twice, by two tabs, or after a
    restart. Raises NotAllowed (no consent), ConsentRequired, Quota, TooLarge, Unavailable.
    """
    _hold_to_consent(check_in)
    require_care(check_in.patient)
    if offset == 0 and _row_of(check_in, photo) is None:
        hold_to_quota(check_in.patient)
    with _room():
        begun = Begun(key_of(check_in.patient), photo)
        here = photo_parts.length(begun)
        if here != offset or not data:
            return Progress(here)
        if here + len(data) > LIMITS.bytes_:
            photo_parts.drop(begun)
            raise TooLarge(wording.PICTURE_REFUSED["too-many-bytes"])
        return Progress(photo_parts.add(begun, data))


def take_parts(*, by: User, check_in: CheckIn, upload: Upload, said: Sealed) -> tuple[Photo, bool]:
    """The photo from its parts, once; upload carries no bytes. Returns it and whether it is new.

    Raises what take_photo raises; Unavailable where bytes are missing: they can be sent again.
    """
    _hold_to_consent(check_in)
    known = known_photo(check_in.patient, upload, said.sha256)
    with _room():
        begun = Begun(key_of(check_in.patient), upload.client_id)
    if known is None or not is_kept(known):
        data = _bytes_of(begun, said)
        try:
            taken = take_photo(
                by=by,
                treatment=check_in.treatment,
                check_in=check_in,
                upload=replace(upload, data=data),
            )
        except (UnsupportedPicture, UntrustedPicture, TooLarge):
            photo_parts.drop(begun)
            raise
    else:
        taken = known, False
    photo_parts.drop(begun)
    return taken


def _row_of(check_in: CheckIn, photo: UUID) -> Photo | None:
    return Photo.objects.filter(patient=check_in.patient_id, client_id=photo).first()


def _bytes_of(begun: Begun, said: Sealed) -> bytes:
    with _room():
        try:
            data = photo_parts.whole(begun)
        except photo_store.Tampered:
            photo_parts.drop(begun)
            raise Unavailable(retry_after=AT_ONCE) from None
    if len(data) < said.length:  # or a second tab has ended it meanwhile
        raise Unavailable(retry_after=AT_ONCE)
    if photo_store.fingerprint(data) != said.sha256:
        photo_parts.drop(begun)
        raise UntrustedPicture(wording.PICTURE_REFUSED["broken"])
    return data


def _hold_to_consent(check_in: CheckIn) -> None:
    if not has_given(check_in.patient, "photos"):
        raise NotAllowed(wording.NO_PHOTO_CONSENT)


@contextmanager
def _room() -> Iterator[None]:
    """A disk or a key folder that takes nothing: she is asked to come back."""
    try:
        yield
    except photo_store.PhotoStoreError:
        raise Unavailable(retry_after=60) from None
