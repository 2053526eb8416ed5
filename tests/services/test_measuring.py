"""A bruise is measured where a person has ringed it, or the reason is kept why it cannot be."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.utils import DatabaseError
from django.utils import timezone

from tests.services.photo_days import take
from tests.skin import DEEP, EYES, PLACE, THREE, circle, skin
from tracker.errors import Invalid, NotAllowed, NotFound, TooManyRequests
from tracker.models import AuditEvent, Bruise, BruiseMeasurement, Landmarks, Photo, ReviewCase
from tracker.records.photo_series import bruises_of
from tracker.services import photo_store
from tracker.services.check_ins import submit_check_in
from tracker.services.landmarks import mark_landmarks
from tracker.services.measurements import DARKER, LARGER, findings_of, measurement_of
from tracker.services.measuring import measure_bruise
from tracker.services.proposals import propose
from tracker.services.withdrawals import withdraw_photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def day_of(ana, her_toxin):
    """day_of(hours_ago, **painted): a photo of Ana's with a bruise of that size and strength."""

    def make(hours_ago=48.0, points=THREE, view="front_rest", **painted):
        photo = take(ana, her_toxin, skin(**painted), hours_ago, view)
        if points:
            mark_landmarks(by=ana, photo=photo, points=points)
        return photo

    return make


def ringed(by, photo, bruise=None, scale="eyes", radius=0.1, place=PLACE):
    return measure_bruise(
        by=by, photo=photo, bruise=bruise, ring=circle(radius, place), scale=scale
    )


def test_a_ringed_bruise_is_measured_in_square_millimetres_with_its_error(dr_cho, day_of):
    row = ringed(dr_cho, day_of(radius=0.06))

    measured = measurement_of(row)
    assert (row.refused, row.bruise.number, row.bruise.view) == ("", 1, "front_rest")
    assert measured.area_px.value == pytest.approx(3.14159 * (0.06 * 600) ** 2, rel=0.1)
    assert measured.area_mm2.error > 0.09 * measured.area_mm2.value  # eyes differ between people
    assert measured.difference.e00.value > 10


def test_the_patient_may_ring_her_own(ana, day_of):
    assert ringed(ana, day_of(), scale="none").result["area_mm2"] is None


@pytest.mark.parametrize("who", ["coordinator_a", "dr_dia", "ben", "nobody"])
def test_nobody_else_measures_or_marks(request, who, ana, day_of):
    photo, stranger = day_of(), request.getfixturevalue(who)

    with pytest.raises(NotAllowed):
        ringed(stranger, photo)
    with pytest.raises(NotAllowed):
        mark_landmarks(by=stranger, photo=photo, points=EYES)

    assert not BruiseMeasurement.objects.exists()


def test_what_cannot_be_measured_is_kept_with_its_reason(dr_cho, day_of):
    row = ringed(dr_cho, day_of(radius=0))

    assert row.result is None
    assert row.refused in ("too_little_contrast", "make_up")


def test_a_head_that_was_turned_is_not_measured(dr_cho, day_of):
    first = ringed(dr_cho, day_of(60))
    turned = THREE | {"mouth_right": (0.5, 0.66)}

    again = ringed(dr_cho, day_of(20, points=turned), first.bruise)

    assert again.refused == "moved_head"


def test_each_measurement_is_a_look_that_is_audited(dr_cho, day_of):
    photo = day_of()

    ringed(dr_cho, photo)

    event = AuditEvent.objects.get(action="photo.measured")
    assert (event.actor, event.subject_id) == (dr_cho.pk, str(photo.pk))


def test_a_later_ring_on_the_same_photo_counts_and_the_older_stays(dr_cho, day_of, her_toxin):
    photo = day_of()
    first = ringed(dr_cho, photo)
    ringed(dr_cho, photo, first.bruise, scale="none")

    assert first.bruise.measurements.count() == 2
    assert Bruise.objects.count() == 1


@pytest.mark.parametrize("table", ["tracker_landmarks", "tracker_bruisemeasurement"])
def test_what_was_tapped_or_measured_is_never_edited(dr_cho, day_of, table):
    ringed(dr_cho, day_of())

    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET photo_id = photo_id")  # noqa: S608


@pytest.mark.parametrize(
    ("ring", "reason"),
    [
        ([], "Draw the ring"),
        ([[0.5, 0.5], [0.6, 0.6]], "Draw the ring"),
        ([[0.5, 0.5], [0.6, 0.6], [0.7, 0.7]], "Draw the ring"),
        ([[0.9, 0.5], [1.2, 0.6], [0.9, 0.8]], "outside the photo"),
        ([[0.5, 0.5]] * 500, "Draw the ring"),
    ],
)
def test_a_ring_that_is_none_is_refused(dr_cho, day_of, ring, reason):
    with pytest.raises(Invalid) as refused:
        measure_bruise(by=dr_cho, photo=day_of(), bruise=None, ring=ring, scale="none")

    assert reason in str(refused.value.fields["ring"][0])


def test_a_scale_needs_its_marks(dr_cho, day_of):
    with pytest.raises(Invalid) as refused:
        ringed(dr_cho, day_of(points=None), scale="coin")

    assert "scale" in refused.value.fields


def test_a_coin_gives_the_scale(dr_cho, ana, day_of):
    photo = day_of(points=None)
    coin = {"coin_edge_1": (0.1, 0.9), "coin_edge_2": (0.2, 0.9)}
    mark_landmarks(by=ana, photo=photo, points=EYES | coin, coin_mm=23)

    area = measurement_of(ringed(dr_cho, photo, scale="coin")).area_mm2

    assert area.value == pytest.approx(3.14159 * (0.06 * 600 * 23 / 60) ** 2, rel=0.12)


def test_a_bruise_of_another_patient_or_view_is_refused(dr_cho, ana, ben, his_toxin, day_of):
    hers = ringed(dr_cho, day_of(), scale="none")
    his = take(ben, his_toxin, skin(), 20, "front_rest")
    other_view = day_of(20, view="left_45")

    for photo in (his, other_view):
        with pytest.raises(Invalid):
            ringed(dr_cho, photo, hers.bruise, scale="none")


def test_the_same_place_is_proposed_on_the_next_photo_and_nothing_is_measured(dr_cho, day_of):
    first = ringed(dr_cho, day_of(60))
    moved = {name: (x + 0.05, y + 0.03) for name, (x, y) in THREE.items()}
    later = day_of(20, points=moved)

    proposal = propose(first.bruise, later)

    assert proposal.taken_from == first.photo
    assert proposal.residual_px < 0.5
    middle = [sum(axis) / len(axis) for axis in zip(*proposal.ring, strict=True)]
    assert middle == pytest.approx([PLACE[0] + 0.05, PLACE[1] + 0.03], abs=0.002)
    assert BruiseMeasurement.objects.count() == 1


def test_without_marks_on_both_photos_nothing_is_proposed(dr_cho, day_of):
    first = ringed(dr_cho, day_of(60))

    assert propose(first.bruise, day_of(20, points=None)) is None


def found(bruise, at=None):
    """Read afresh, as the service does."""
    known = {each.pk: each for each in bruises_of(bruise.treatment)}
    return findings_of(known[bruise.pk], at or timezone.now())


def test_a_bruise_that_grew_and_darkened_beyond_error_is_a_finding(dr_cho, day_of):
    first = ringed(dr_cho, day_of(22, radius=0.05, strength=0.6))
    assert found(first.bruise) == frozenset()
    before = timezone.now()

    ringed(dr_cho, day_of(2, radius=0.09, strength=1.0), first.bruise, radius=0.13)

    assert found(first.bruise) == {LARGER, DARKER}
    assert found(first.bruise, before) == frozenset()


def test_what_spreads_on_its_first_day_and_darkens_on_its_second_is_as_usual(dr_cho, day_of):
    """Her treatment was 72 hours ago: these photos are 12, 32 and 62 hours after it."""
    first = ringed(dr_cho, day_of(60, radius=0.05, strength=0.6))
    ringed(dr_cho, day_of(40, radius=0.09, strength=1.0), first.bruise, radius=0.13)
    assert found(first.bruise) == frozenset()

    ringed(dr_cho, day_of(10, radius=0.13, strength=1.0), first.bruise, radius=0.17)
    assert found(first.bruise) == {LARGER}


def test_a_bruise_that_goes_back_is_not_growing_though_it_was_smaller_once(dr_cho, day_of):
    first = ringed(dr_cho, day_of(44, radius=0.05))
    ringed(dr_cho, day_of(30, radius=0.12), first.bruise, radius=0.16)
    assert LARGER in found(first.bruise)

    ringed(dr_cho, day_of(4, radius=0.08), first.bruise, radius=0.12)
    assert LARGER not in found(first.bruise)


def test_the_day_that_shows_it_is_raised_whichever_photo_was_measured_last(
    ana, dr_cho, day_of, her_toxin, a_report
):
    def told(hours):
        at = timezone.now() - timedelta(hours=hours)
        report = a_report("forehead", "left", reported_at=at, bruise=2)
        return submit_check_in(by=ana, treatment=her_toxin, report=report).check_in

    days = []
    for hours, radius in ((40, 0.05), (2, 0.09)):
        photo = day_of(hours, radius=radius)
        Photo.objects.filter(pk=photo.pk).update(check_in=told(hours))
        days.append(Photo.objects.get(pk=photo.pk))

    later = ringed(dr_cho, days[1], radius=0.13)
    ringed(dr_cho, days[0], later.bruise)

    assert [day.check_in.assessments.count() for day in days] == [1, 2]


def test_a_bruise_that_measures_larger_brings_a_harmless_report_to_the_worklist(
    ana, dr_cho, day_of, her_toxin, a_report
):
    told = submit_check_in(
        by=ana, treatment=her_toxin, report=a_report("forehead", "left", bruise=2)
    )
    first = ringed(dr_cho, day_of(40, radius=0.05))
    assert not ReviewCase.objects.exists()

    ringed(dr_cho, day_of(20, radius=0.09), first.bruise, radius=0.13)

    assert told.case is None
    assert ReviewCase.objects.get().urgency == "review"
    assert told.check_in.assessments.count() == 2


def test_measuring_never_lowers_a_flag(ana, dr_cho, day_of, her_toxin, a_report):
    numb = a_report("cheek", "left", numbness=4)
    told = submit_check_in(by=ana, treatment=her_toxin, report=numb)
    first = ringed(dr_cho, day_of(40, radius=0.09), radius=0.13)
    ringed(dr_cho, day_of(20, radius=0.05, strength=0.6), first.bruise)

    assert ReviewCase.objects.get().urgency == told.assessment.urgency == "urgent"
    assert told.check_in.assessments.count() == 1


def test_a_bruise_that_shrinks_and_fades_says_nothing(dr_cho, day_of):
    first = ringed(dr_cho, day_of(40, radius=0.09), radius=0.13)
    ringed(dr_cho, day_of(20, radius=0.05, strength=0.6), first.bruise)

    assert found(first.bruise) == frozenset()


def test_size_is_not_compared_with_a_photo_that_was_not_laid_over_the_first(dr_cho, day_of):
    first = ringed(dr_cho, day_of(46, radius=0.05), scale="none")
    ringed(dr_cho, day_of(40, points=None, radius=0.05), first.bruise, scale="none")
    ringed(dr_cho, day_of(20, points=None, radius=0.1), first.bruise, scale="none", radius=0.14)

    assert LARGER not in found(first.bruise)


def test_a_bruise_on_deep_skin_is_measured_too(dr_cho, day_of):
    row = ringed(dr_cho, day_of(tone=DEEP))

    assert row.refused == ""


def test_what_she_took_back_is_neither_measured_nor_marked_by_her(ana, dr_cho, day_of):
    photo = day_of()
    assert ringed(dr_cho, photo).pk, "seen by her clinic, so kept there"
    photo = withdraw_photo(by=ana, photo=photo)

    with pytest.raises(NotFound):
        ringed(ana, photo)
    with pytest.raises(NotFound):
        mark_landmarks(by=ana, photo=photo, points=EYES)
    assert ringed(dr_cho, photo).pk


def test_a_photo_that_is_not_what_was_stored_is_not_measured(dr_cho, day_of):
    photo = day_of()
    photo_store.erase(photo.stored_name)

    with pytest.raises(NotFound):
        ringed(dr_cho, photo)


@pytest.mark.parametrize(
    ("points", "coin", "field"),
    [
        ({"eye_outer_left": (0.5, 0.5)}, None, "points"),
        ({}, None, "points"),
        (EYES | {"nose": (0.5, 0.5)}, None, "points.nose"),
        (EYES | {"mouth_left": (0.5, 1.5)}, None, "points.mouth_left"),
        (EYES | {"mouth_left": (0.25, 0.3)}, None, "points"),
        (EYES | {"coin_edge_1": (0.1, 0.9)}, 23, "coin_mm"),
        (EYES | {"coin_edge_1": (0.1, 0.9), "coin_edge_2": (0.2, 0.9)}, 5, "coin_mm"),
    ],
)
def test_marks_that_cannot_be_so_are_refused(ana, day_of, points, coin, field):
    photo = day_of(points=None)

    with pytest.raises(Invalid) as refused:
        mark_landmarks(by=ana, photo=photo, points=points, coin_mm=coin)

    assert field in refused.value.fields
    assert not Landmarks.objects.exists()


def test_marking_again_counts_and_the_older_marks_stay(ana, dr_cho, day_of):
    photo = day_of()

    mark_landmarks(by=dr_cho, photo=photo, points=EYES)

    rows = Landmarks.objects.filter(photo=photo).order_by("marked_at")
    assert [row.marked_by for row in rows] == [ana, dr_cho]
    assert AuditEvent.objects.filter(action="photo.landmarks").count() == 2


def test_nobody_keeps_a_core_busy_with_measuring(dr_cho, lead_a, day_of, settings):
    settings.FADEWELL_MEASUREMENTS_PER_HOUR = 2
    photo = day_of()
    for _ in range(2):
        ringed(dr_cho, photo)

    with pytest.raises(TooManyRequests) as refusal:
        ringed(dr_cho, photo)

    assert refusal.value.extra["retry_after"] > 0
    assert BruiseMeasurement.objects.count() == 2
    assert ringed(lead_a, photo).refused == ""  # a colleague goes on
