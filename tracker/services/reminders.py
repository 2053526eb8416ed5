"""The evening reminder, for who agreed to it: on a day of check-in, once, and never at night."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from tracker.models import CheckIn, Consent, ConsentKind, Treatment
from tracker.records.protocol import in_force
from tracker.services.notifications import queue
from tracker.services.recovery_days import day_of_recovery

FROM_HOUR, BEFORE_HOUR = 19, 21  # her own clock (UX.md P5: never after 21:00)


def queue_reminders(now: datetime | None = None) -> int:
    """Put this evening's reminders in the outbox; returns how many are new.

    Safe to call as often as one likes: a reminder is one a patient and local date. Who has sent a
    check-in today is left alone.
    """
    now = now or timezone.now()
    return sum(_remind(treatment, now) for treatment in _agreed(now))


def _agreed(now: datetime) -> QuerySet[Treatment]:
    """Treatments still followed whose patient's newest word on reminders is yes."""
    days = [day for each in in_force().procedures.values() for day in each.check_in_days]
    since = now - timedelta(days=max(days, default=0) + 1)
    followed = Treatment.objects.filter(performed_at__gte=since, patient__user__isnull=False)
    word = Consent.objects.filter(patient=OuterRef("patient"), kind=ConsentKind.REMINDERS)
    newest_word = Subquery(word.order_by("-decided_at").values("given")[:1])
    return followed.annotate(agreed=newest_word).filter(agreed=True).select_related("patient__user")


def _remind(treatment: Treatment, now: datetime) -> bool:
    patient, local = treatment.patient, now.astimezone(ZoneInfo(treatment.patient.time_zone))
    if not FROM_HOUR <= local.hour < BEFORE_HOUR or not _is_due(treatment, now):
        return False
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    if CheckIn.objects.filter(patient=patient, received_at__gte=midnight).exists():
        return False
    mail = queue(
        kind="reminder",
        address=patient.user.email if patient.user else "",
        language=patient.language,
        dedupe_key=f"reminder:{patient.pk}:{local.date()}",
    )
    return mail is not None


def _is_due(treatment: Treatment, now: datetime) -> bool:
    known = in_force().procedures.get(treatment.procedure)
    return known is not None and day_of_recovery(treatment, now) in known.check_in_days
