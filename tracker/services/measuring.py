"""Measuring a bruise on one photo, inside a ring that a person has drawn or confirmed."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from itertools import pairwise
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from PIL.Image import Image

from tracker import wording
from tracker.errors import Invalid, NotAllowed, NotFound, TooManyRequests
from tracker.imaging.bruise import (
    CannotMeasure,
    Measurement,
    Scale,
    measure,
    scale_from_coin,
    scale_from_eyes,
)
from tracker.imaging.stored import open_stored
from tracker.models import (
    Bruise,
    BruiseMeasurement,
    Landmarks,
    Photo,
    ScaleKind,
    Treatment,
    User,
)
from tracker.records import audit
from tracker.records.access import may_see_sharp
from tracker.records.photo_series import (
    bruises_in_view,
    bruises_of,
    first_measurement,
    is_shown_to,
    newest_landmarks,
)
from tracker.services import photo_store
from tracker.services.alignment import Ring, coin_distance, distance, lay_over, ring_in_pixels
from tracker.services.consents import require_care
from tracker.services.judged_again import note_photo_findings
from tracker.services.measurements import findings_of, measured_rows

security_log = logging.getLogger("fadewell.security")
FEWEST_POINTS, MOST_POINTS = 3, 120
HOUR = timedelta(hours=1)


def measure_bruise(
    *, by: User, photo: Photo, bruise: Bruise | None, ring: Ring, scale: str
) -> BruiseMeasurement:
    """Store what was measured, or why it cannot be; a new place where `bruise` is None.

    ring: [[x, y], …] as fractions, 0 to 1, of the upright picture. The caller has scoped `photo`
    to `by`. Raises NotAllowed for who may not see it sharp, NotFound for one that was taken back
    or is not what was stored, Invalid with the field for a ring, scale or bruise that misfits,
    TooManyRequests after FADEWELL_MEASUREMENTS_PER_HOUR of one person, ConsentRequired.
    """
    if not may_see_sharp(by, photo):
        raise NotAllowed
    require_care(photo.patient)
    if not is_shown_to(photo, by):
        raise NotFound
    marks = newest_landmarks([photo, *_first_photo(bruise)])
    measured_by = _scale(photo, marks.get(photo.pk), scale)
    _check(photo, bruise, ring)
    _hold_to_limit(by)
    result, refused = _measured(photo, bruise, ring, measured_by, marks)
    row = BruiseMeasurement(
        photo=photo,
        ring=[[round(x, 5), round(y, 5)] for x, y in ring],
        result=result.to_data() if result else None,
        refused=refused,
        scale=scale,
        measured_by=by,
    )
    return _keep(row, bruise)


@transaction.atomic
def _keep(row: BruiseMeasurement, bruise: Bruise | None) -> BruiseMeasurement:
    by, photo = row.measured_by, row.photo
    row.bruise = bruise or _new_bruise(photo)
    row.save(force_insert=True)
    clinic = photo.patient.clinic_id
    audit.record("photo.measured", by=by, clinic_id=clinic, about=photo, refused=row.refused)
    _tell_the_judge(by, photo, row)
    return row


def _tell_the_judge(by: User, photo: Photo, row: BruiseMeasurement) -> None:
    """A bruise that grows may raise the check-in of its newest photo, else her newest one.

    Whichever photo was measured just now: the newest day is what the finding is about.
    """
    bruise = next(each for each in bruises_of(photo.treatment) if each.pk == row.bruise_id)
    findings = findings_of(bruise, row.measured_at)
    if not findings:
        return
    shown = measured_rows(bruise)[-1].photo
    check_in = shown.check_in or photo.treatment.check_ins.order_by("-judged_at").first()
    if check_in is not None:
        note_photo_findings(by=by, check_in=check_in, findings=findings)


def _hold_to_limit(by: User) -> None:
    """A measurement decodes a photo: nobody may keep a core busy with them."""
    most = settings.FADEWELL_MEASUREMENTS_PER_HOUR
    lately = BruiseMeasurement.objects.filter(measured_by=by, measured_at__gt=timezone.now() - HOUR)
    if settings.FADEWELL_LIMITS and len(lately.values_list("pk")[:most]) >= most:
        raise TooManyRequests(retry_after=int(HOUR.total_seconds()))


def _check(photo: Photo, bruise: Bruise | None, ring: Ring) -> None:
    wrong: dict[str, list[object]] = {}
    if not FEWEST_POINTS <= len(ring) <= MOST_POINTS or not _has_room(ring):
        wrong["ring"] = [wording.RING_MISSING]
    elif not all(0 <= value <= 1 for point in ring for value in point):
        wrong["ring"] = [wording.OUTSIDE_THE_PHOTO]
    if bruise is not None and not bruises_in_view(photo).filter(pk=bruise.pk).exists():
        wrong["bruise"] = [wording.BRUISE_OF_OTHER_VIEW]
    if wrong:
        raise Invalid(wrong)


def _has_room(ring: Ring) -> bool:
    """Whether anything lies inside: a line or a spot is no ring. Area by the shoelace formula."""
    closed = [*ring, ring[0]]
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(closed))) > 1e-6


def _scale(photo: Photo, marked: Landmarks | None, kind: str) -> Scale | None:
    """Raises Invalid where the photo lacks the marks that this scale is taken from."""
    if kind == ScaleKind.NONE:
        return None
    if kind == ScaleKind.COIN:
        across = coin_distance(photo, marked)
        if across and marked and marked.coin_mm:
            return scale_from_coin(across, float(marked.coin_mm))
    if kind == ScaleKind.EYES:
        apart = distance(photo, marked, "eye_outer_right", "eye_outer_left")
        if apart:
            return scale_from_eyes(apart)
    raise Invalid({"scale": [wording.SCALE_NOT_MARKED]})


def _measured(
    photo: Photo,
    bruise: Bruise | None,
    ring: Ring,
    scale: Scale | None,
    marks: Mapping[UUID, Landmarks],
) -> tuple[Measurement | None, str]:
    """The measurement, or the code of its refusal. The head is held against the first photo's."""
    first = next(iter(_first_photo(bruise)), photo)
    laid = lay_over(photo, first, marks.get(photo.pk), marks.get(first.pk))
    alignment = None if first.pk == photo.pk else laid
    picture = _display_of(photo)
    try:
        ringed = ring_in_pixels(photo, ring)
        return measure(picture, ringed, scale=scale, alignment=alignment), ""
    except CannotMeasure as refusal:
        return None, refusal.reason


def _first_photo(bruise: Bruise | None) -> list[Photo]:
    """The photo on which this bruise was ringed first; none for a new one."""
    first = first_measurement(bruise) if bruise else None
    return [first.photo] if first else []


def _display_of(photo: Photo) -> Image:
    try:
        return open_stored(photo_store.read(photo, "display", "jpeg"))
    except (photo_store.PhotoStoreError, ValueError) as fault:
        security_log.error("photo %s was not measured: %s", photo.pk, type(fault).__name__)
        raise NotFound from None


def _new_bruise(photo: Photo) -> Bruise:
    """The next number of the treatment; its row is held, so that two at once do not share one."""
    treatment = Treatment.objects.select_for_update().get(pk=photo.treatment_id)
    number = treatment.bruises.count() + 1
    return Bruise.objects.create(treatment=treatment, number=number, view=photo.view)
