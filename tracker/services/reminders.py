"""Reminders, for who asked for them: on a day of check-in, at her hour, and never at night."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from tracker.errors import Invalid
from tracker.models import (
    CheckIn,
    Consent,
    ConsentKind,
    Patient,
    PushSubscription,
    Treatment,
    User,
)
from tracker.records import audit
from tracker.records.care import care_ended
from tracker.records.protocol import in_force
from tracker.services.consents import has_given
from tracker.services.notifications import queue
from tracker.services.recovery_days import day_of_recovery
from tracker.wording import NO_REMINDER_AT_NIGHT

EVENING = time(19)  # where she has chosen nothing
EARLIEST, LATEST = time(7), time(20)  # that she may choose (UX.md P5: none from 21:00 to 07:00)
QUEUED_UNTIL = time(20, 30)  # a mail lives for 30 minutes, so that none leaves after 21:00
ONCE_MORE = timedelta(hours=3)
SATURDAY = 5


@transaction.atomic
def choose_time(
    *, by: User, patients: Iterable[Patient], at: time, weekend: time | None = None
) -> None:
    """Remind her at this hour of her own clock; on Saturday and Sunday at `weekend`, where it is
    another one. It is one for all her records (docs/adr/110), which the caller has scoped to her.
    Raises Invalid where one of them is night.
    """
    chosen = {"reminder_at": at, "weekend_reminder_at": weekend}
    for field, hour in chosen.items():
        if hour is not None and not EARLIEST <= hour <= LATEST:
            raise Invalid({field: [NO_REMINDER_AT_NIGHT]})
    for patient in patients:
        patient.reminder_at, patient.weekend_reminder_at = at, weekend
        patient.save(update_fields=list(chosen))
        audit.record("reminder.time", by=by, clinic_id=patient.clinic_id, about=patient)


def queue_reminders(now: datetime | None = None) -> int:
    """Put the reminders whose hour has come in the outbox; returns how many are new.

    Safe to call as often as one likes: each of a day's two is one a patient and local date, and a
    call sends one at most. Who has sent a check-in today is left alone.
    """
    now = now or timezone.now()
    return sum(_remind(treatment, now) for treatment in _asked_for(now))


def coming(treatment: Treatment, now: datetime) -> list[datetime]:
    """Her hour on each day of check-in that is still to come, for her own calendar.

    Each day's hour is taken by her clock on that day: a change of clocks between them moves none.
    """
    patient, zone = treatment.patient, ZoneInfo(treatment.patient.time_zone)
    known = in_force().procedures.get(treatment.procedure)
    start = treatment.performed_at.astimezone(zone).date()
    days = [start + timedelta(days=day) for day in sorted(known.check_in_days)] if known else []
    hours = [datetime.combine(day, hour_on(patient, day), zone) for day in days]
    is_told = _has_told_today(patient, now.astimezone(zone))
    today = now.astimezone(zone).date()
    return [at for at in hours if at > now and not (is_told and at.date() == today)]


def hour_on(patient: Patient, day: date) -> time:
    """Her hour on that day of the week."""
    usual = patient.reminder_at or EVENING
    return (patient.weekend_reminder_at or usual) if day.weekday() >= SATURDAY else usual


def slots(patient: Patient, day: date) -> list[datetime]:
    """The hours of one day by her clock: hers, and once more later where that is not night."""
    zone = ZoneInfo(patient.time_zone)
    first = datetime.combine(day, hour_on(patient, day), zone)
    both = (first, first + ONCE_MORE)
    return [at for at in both if at.date() == day and EARLIEST <= at.time() < QUEUED_UNTIL]


def _asked_for(now: datetime) -> QuerySet[Treatment]:
    """Treatments still followed whose patient's newest word on reminders is yes, or who has a
    phone that she turned notifications on for.
    """
    days = [day for each in in_force().procedures.values() for day in each.check_in_days]
    since = now - timedelta(days=max(days, default=0) + 1)
    followed = Treatment.objects.filter(performed_at__gte=since, patient__user__isnull=False)
    word = Consent.objects.filter(patient=OuterRef("patient"), kind=ConsentKind.REMINDERS)
    newest_word = Subquery(word.order_by("-decided_at").values("given")[:1])
    followed = followed.filter(~care_ended("patient"))
    phones = PushSubscription.objects.filter(
        user=OuterRef("patient__user"), session__expire_date__gt=now
    )
    asked = followed.annotate(agreed=newest_word).filter(Q(agreed=True) | Exists(phones))
    return asked.select_related("patient__user")


def _remind(treatment: Treatment, now: datetime) -> bool:
    patient, local = treatment.patient, now.astimezone(ZoneInfo(treatment.patient.time_zone))
    number = _slot_of(treatment, local)
    if number is None or not _is_due(treatment, now) or _has_told_today(patient, local):
        return False
    may_mail = patient.user is not None and has_given(patient, ConsentKind.REMINDERS)
    notice = queue(
        kind="reminder",
        address=patient.user.email if patient.user and may_mail else "",
        patient=patient,
        language=patient.language,
        dedupe_key=f"reminder:{patient.pk}:{local.date()}:{number}",
    )
    return notice is not None


def _slot_of(treatment: Treatment, local: datetime) -> int | None:
    """Which of the day's reminders it is time for: the newest whose hour has come since she was
    treated.
    """
    if local.time() >= QUEUED_UNTIL:
        return None
    since, today = treatment.performed_at, slots(treatment.patient, local.date())
    begun = [at for at in today if since <= at <= local < at + ONCE_MORE]
    return today.index(begun[-1]) if begun else None


def _has_told_today(patient: Patient, local: datetime) -> bool:
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return CheckIn.objects.filter(patient=patient, received_at__gte=midnight).exists()


def _is_due(treatment: Treatment, now: datetime) -> bool:
    known = in_force().procedures.get(treatment.procedure)
    return known is not None and day_of_recovery(treatment, now) in known.check_in_days
