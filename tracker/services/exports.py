"""A patient's own data as one ZIP, written while it is sent: nothing of it is kept on our disk."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from io import RawIOBase
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.db import transaction

from tracker.errors import NotAllowed
from tracker.models import Clinic, Patient, Photo, User
from tracker.records import audit
from tracker.services import photo_store

Files = Mapping[UUID, str]  # photo -> its name in the archive
Documents = Callable[[Files], Iterable[tuple[str, str]]]


def archive_of(
    *, by: User, patients: Iterable[Patient], photos: Iterable[Photo], documents: Documents
) -> Iterator[bytes]:
    """The archive in pieces. Photos go first; `documents` is told which of them could be read.

    Raises NotAllowed for another's record. The act is audited before the first byte leaves.
    """
    with transaction.atomic():
        for patient in patients:
            if patient.user_id != by.pk:
                raise NotAllowed
            audit.record("patient.exported", by=by, clinic_id=patient.clinic_id, about=patient)
    return _pieces(photos, documents)


@transaction.atomic
def note_list_taken(*, by: User, clinics: Iterable[UUID], rows: int) -> None:
    """A list of patients leaves the product: each clinic's audit says who took it."""
    for clinic in Clinic.objects.filter(pk__in=list(clinics)):
        audit.record("list.exported", by=by, clinic_id=clinic.pk, about=clinic, rows=rows)


@transaction.atomic
def note_table_taken(*, by: User, clinic: Clinic, table: str, kind: str, rows: int) -> None:
    """A table of the caseload leaves the product; table and kind (csv, xlsx) are codes."""
    said = {"table": table, "kind": kind}
    audit.record("table.exported", by=by, clinic_id=clinic.pk, about=clinic, rows=rows, **said)


def _pieces(photos: Iterable[Photo], documents: Documents) -> Iterator[bytes]:
    sink, files = _Sink(), {}
    with ZipFile(sink, "w") as archive:
        for photo in photos:
            name = f"photos/{photo.taken_at:%Y-%m-%d}-{photo.view}-{photo.pk.hex[:8]}.jpg"
            try:
                data = photo_store.read(photo, "display", "jpeg")
            except photo_store.PhotoStoreError:
                continue  # what is erased or damaged is listed without a file
            archive.writestr(name, data, ZIP_STORED)
            files[photo.pk] = name
            yield sink.taken()
        for name, text in documents(files):
            archive.writestr(name, text, ZIP_DEFLATED)
            yield sink.taken()
    yield sink.taken()


class _Sink(RawIOBase):
    """What ZipFile writes and cannot go back in: each piece is taken away and sent."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.pieces.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        piece = b"".join(self.pieces)
        self.pieces.clear()
        return piece
