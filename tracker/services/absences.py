"""A colleague says when she is away and who stands in; her cases move when it begins."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from tracker import wording
from tracker.errors import Invalid, NotAllowed
from tracker.models import Absence, Clinic, Role, User
from tracker.records import audit
from tracker.records.access import CLINICIANS, STAFF, roles_at
from tracker.records.attendance import Attendance, absences_to_come
from tracker.services.handovers import sweep_clinic

LONGEST = timedelta(days=366)
MAY_SAY = frozenset({Role.ADMINISTRATOR, Role.CLINICAL_LEAD})


def set_absence(
    *, by: User, clinic: Clinic, user: User, first: date, last: date, stand_in: User | None
) -> Absence:
    """Whole days, first to last, by the clinic's clock; by herself, a lead or an administrator.

    Raises NotAllowed, and Invalid for days that are past, doubled or too many, or a stand-in who
    cannot take her cases or is away herself then.
    """
    with transaction.atomic():
        Clinic.objects.select_for_update().get(pk=clinic.pk)  # two at once: each would see none
        _require(by, clinic, user)
        starts_at, ends_at = _span(clinic, first, last)
        _check_overlap(clinic, user, starts_at, ends_at)
        if stand_in is not None:
            _check_stand_in(clinic, user, stand_in, (starts_at, ends_at))
        absence = Absence.objects.create(
            clinic=clinic, user=user, starts_at=starts_at, ends_at=ends_at, stand_in=stand_in
        )
        audit.record("absence.set", by=by, clinic_id=clinic.pk, about=absence, of=str(user.pk))
    if starts_at <= timezone.now():
        sweep_clinic(clinic.pk)  # where this is cut short, the next round does it
    return absence


@transaction.atomic
def end_absence(*, by: User, absence: Absence) -> None:
    """It was called off, or she is back; cases stay where they are. A second time: nothing."""
    _require(by, absence.clinic, absence.user)
    open_one = Absence.objects.filter(pk=absence.pk, ended_at=None)
    if open_one.update(ended_at=timezone.now()):
        audit.record("absence.ended", by=by, clinic_id=absence.clinic_id, about=absence)


def _require(by: User, clinic: Clinic, user: User) -> None:
    roles = roles_at(by, clinic.pk)
    is_hers = by.pk == user.pk and roles & set(STAFF)
    if not is_hers and not roles & MAY_SAY:
        raise NotAllowed
    if not roles_at(user, clinic.pk) & set(STAFF):
        raise Invalid({"user": [wording.NOT_A_MEMBER]})


def _span(clinic: Clinic, first: date, last: date) -> tuple[datetime, datetime]:
    zone = ZoneInfo(clinic.time_zone)
    today = timezone.now().astimezone(zone).date()
    if last < max(first, today):
        raise Invalid({"last": [wording.ABSENCE_OVER]})
    if last - first > LONGEST or first - today > LONGEST:
        raise Invalid({"last": [wording.ABSENCE_TOO_LONG]})
    begins = datetime.combine(first, time(), zone)
    ends = datetime.combine(last + timedelta(days=1), time(), zone)
    return begins, ends


def _check_overlap(clinic: Clinic, user: User, starts_at: datetime, ends_at: datetime) -> None:
    hers = absences_to_come(clinic.pk, starts_at).filter(user=user, starts_at__lt=ends_at)
    if hers.exists():
        raise Invalid({"first": [wording.ABSENCE_TWICE]})


def _check_stand_in(
    clinic: Clinic, user: User, stand_in: User, span: tuple[datetime, datetime]
) -> None:
    """A clinician for a clinician; there on all of these days."""
    present = Attendance(clinic.pk)
    needed = CLINICIANS if present.holds(user.pk, CLINICIANS) else STAFF
    away = absences_to_come(clinic.pk, span[0]).filter(user=stand_in, starts_at__lt=span[1])
    if stand_in.pk == user.pk or not present.holds(stand_in.pk, needed) or away.exists():
        raise Invalid({"stand_in": [wording.NOT_THERE_TO_TAKE]})
