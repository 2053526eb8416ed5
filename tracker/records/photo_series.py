"""What is remembered of the photos of a treatment: landmarks, bruises, measurements."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from tracker.models import (
    Bruise,
    BruiseMeasurement,
    Landmarks,
    Patient,
    Photo,
    Treatment,
    User,
)
from tracker.records.access import may_see_sharp


def newest_landmarks(photos: Iterable[Photo]) -> dict[UUID, Landmarks]:
    """Photo -> its newest landmarks; one query, photos without any are absent."""
    rows = Landmarks.objects.filter(photo__in=list(photos)).order_by("marked_at", "pk")
    return {row.photo_id: row for row in rows}


def bruises_of(treatment: Treatment) -> list[Bruise]:
    """By number, each with its measurements, oldest first, and their photos."""
    return _with_measurements(Bruise.objects.filter(treatment=treatment))


def bruises_of_patient(patient: Patient) -> list[Bruise]:
    """Of all her treatments, oldest first, as bruises_of gives them."""
    found = Bruise.objects.filter(treatment__patient=patient)
    return _with_measurements(found.order_by("treatment__performed_at", "number"))


def _with_measurements(bruises: QuerySet[Bruise]) -> list[Bruise]:
    rows = BruiseMeasurement.objects.select_related("photo").order_by("measured_at", "pk")
    return list(bruises.prefetch_related(Prefetch("measurements", rows)))


def bruises_in_view(photo: Photo) -> QuerySet[Bruise]:
    """Those that this photo may show again: of its treatment, in its view."""
    return Bruise.objects.filter(treatment=photo.treatment_id, view=photo.view)


def newest_by_photo(bruise: Bruise) -> list[BruiseMeasurement]:
    """The row of each photo that counts, by the day of the photo."""
    by_photo = {row.photo_id: row for row in bruise.measurements.all()}
    return sorted(by_photo.values(), key=lambda row: (row.photo.taken_at, row.measured_at))


def first_measurement(bruise: Bruise) -> BruiseMeasurement | None:
    """Of the photo on which it was ringed first: all others are laid over that one."""
    rows = bruise.measurements.all()
    return min(rows, key=lambda row: (row.measured_at, row.pk), default=None)


def is_shown_to(photo: Photo, user: User) -> bool:
    """A photo that was taken back is shown to clinicians alone, and only where it is kept."""
    if photo.withdrawn_at is None:
        return True
    return (
        photo.erased_at is None and photo.patient.user_id != user.pk and may_see_sharp(user, photo)
    )
