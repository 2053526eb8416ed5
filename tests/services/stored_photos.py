"""Photos and keys for the tests of the photo store: rows that are in no database."""

from pathlib import Path
from uuid import UUID, uuid4

from tracker.models import PatientKey, Photo
from tracker.services import photo_store

VARIANTS = {
    "blurred": {"webp": b"blurred webp", "jpeg": b"blurred jpeg"},
    "thumb": {"webp": b"thumb webp", "jpeg": b"thumb jpeg"},
    "display": {"webp": b"display webp" * 5000, "jpeg": b"display jpeg" * 9000},
}
ALL = [(variant, fmt) for variant in VARIANTS for fmt in ("webp", "jpeg")]


def a_key(patient: UUID | None = None, clinic: UUID | None = None) -> PatientKey:
    """The store reads its fields only."""
    ids = {"patient_id": patient or uuid4(), "clinic_id": clinic or uuid4()}
    row = PatientKey(id=uuid4(), **ids)
    photo_store.make_patient_key(key_id=row.id, **ids)
    return row


def a_photo(key: PatientKey | None = None) -> Photo:
    photo = Photo(id=uuid4(), key=key or a_key())
    stored = photo_store.store(photo.id, photo.key, VARIANTS)
    photo.stored_name, photo.contents = stored.name, stored.contents
    return photo


def file_of(photo: Photo, data: Path) -> Path:
    return data / "photos" / photo.stored_name[:2] / photo.stored_name


def key_file(data: Path, key: PatientKey) -> Path:
    return data / "keys" / "patients" / f"{key.pk}.key"


def master_key(data: Path) -> Path:
    """The only one."""
    [found] = (data / "keys").glob("photo-master-*.key")
    return found


def store_in(settings, folder: Path) -> Path:
    settings.FADEWELL_PHOTOS = folder / "photos"
    settings.FADEWELL_KEYS = folder / "keys"
    settings.FADEWELL_MAKE_KEYS = True
    return folder
