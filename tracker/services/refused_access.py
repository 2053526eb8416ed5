"""Staff who ask for another clinic's record get "not found", and their own clinic a row about it.

Source: UX.md section 5, "Case, forbidden: same page as not found; attempt logged"; docs/adr/075.
"""

import logging
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tracker.models import (
    AuditEvent,
    CheckIn,
    Patient,
    Photo,
    ReviewCase,
    Treatment,
    User,
)
from tracker.records import audit
from tracker.records.access import STAFF, memberships

security_log = logging.getLogger("fadewell.security")
MOST, IN_A = 20, timedelta(hours=1)  # rows of one person, so that nobody fills a trail
KINDS: dict[str, Any] = {  # the word before an id in an address -> its rows, the path to a patient
    "patients": (Patient, ""),
    "cases": (ReviewCase, "patient__"),
    "review-cases": (ReviewCase, "patient__"),
    "treatments": (Treatment, "patient__"),
    "check-ins": (CheckIn, "patient__"),
    "photos": (Photo, "patient__"),
}


def note_refused(*, by: User, kind: str, pk: UUID, now: datetime | None = None) -> int:
    """Write down that she asked for this row, where it is another clinic's; how many were written.

    One in the chain of each clinic where she works: with the row's id and nothing else of it. The
    same thing is written once an hour, and at most twenty in all; the last one says so.
    """
    clinics = list(memberships(by, STAFF).values_list("clinic", flat=True).distinct())
    found = _elsewhere(kind, pk, by, clinics) if clinics and kind in KINDS else None
    if found is None:
        return 0
    security_log.warning("refused: %s asked for %s %s of another clinic", by.pk, kind, pk)
    with transaction.atomic():
        return sum(_note(by, clinic, found, now or timezone.now()) for clinic in clinics)


def _elsewhere(kind: str, pk: UUID, by: User, clinics: list[UUID]) -> Any:
    """None where nothing is there, or it is of a clinic where she works, or her own."""
    model, path = KINDS[kind]
    rows: QuerySet[Any] = model.objects.filter(pk=pk)
    return (
        rows.exclude(**{f"{path}clinic__in": clinics})
        .exclude(**{f"{path}user__isnull": False, f"{path}user": by.pk})
        .first()
    )


def _note(by: User, clinic: UUID, found: Any, now: datetime) -> bool:
    hers = AuditEvent.objects.filter(
        chain=str(clinic), actor=by.pk, action=audit.REFUSED, at__gt=now - IN_A
    )
    written = set(hers.values_list("subject_id", flat=True))
    if str(found.pk) in written or len(written) >= MOST:
        return False
    more = {"no_more_this_hour": True} if len(written) == MOST - 1 else {}
    audit.record(audit.REFUSED, by=by, clinic_id=clinic, about=found, **more)
    return True
