"""Aftercare timers of a treatment: the protocol's, or the clinic's own where it has one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.models import AftercareOverride, Treatment
from tracker.records import protocol


@dataclass(frozen=True)
class Timer:
    """source: "protocol" or "clinic"."""

    id: str
    label: str
    ends_at: datetime
    source: str


def timers(treatment: Treatment, language: str) -> list[Timer]:
    """In the order in which they end; the clinic's written instruction wins (UX.md P7)."""
    clinic = treatment.patient.clinic_id
    own = dict(AftercareOverride.objects.filter(clinic=clinic).values_list("timer", "hours"))
    found = [
        Timer(
            id=timer.id,
            label=timer.label(language),
            ends_at=treatment.performed_at + timedelta(hours=own.get(timer.id, timer.hours)),
            source="clinic" if timer.id in own else "protocol",
        )
        for timer in protocol.in_force().aftercare.values()
        if not timer.procedures or treatment.procedure in timer.procedures
    ]
    return sorted(found, key=lambda timer: (timer.ends_at, timer.id))
