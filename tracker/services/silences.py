"""A check-in that was promised and did not come, where silence may mean harm: a case of its own.

After a risky answer that no clinician has settled, one missed day is looked at. Without one, two
missed days in a row while harm can still begin: toxin spreads after a median of 3 days, in series
4 to 10 (FACT 5, 6); a vessel that filler blocked shows itself within hours to days (FACT 20 on).
Later silence of a patient who is well is nobody's alarm.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from tracker import wording
from tracker.models import (
    Assessment,
    CheckIn,
    RaisedBy,
    ReviewCase,
    Status,
    Treatment,
)
from tracker.records import audit
from tracker.records.care import care_ended, resumed_at
from tracker.records.missed_days import missed_days
from tracker.records.protocol import in_force
from tracker.services.case_opening import (
    Finding,
    at_the_clinic,
    newest_case,
    note_event,
    raise_case,
)

SILENT = "no_check_in"
RISKY = frozenset({"review", "urgent", "emergency"})
ONSET_DAYS = {"botulinum_toxin": 10, "dermal_filler": 5}
AFTER_RISK, IN_ONSET = 1, 2  # missed days in a row
LOOK_BACK = timedelta(days=60)


class LastWord(NamedTuple):
    """Her last report, what it came to, and when a case of hers was last closed."""

    at: datetime | None
    urgency: str | None
    settled_at: datetime | None

    @property
    def is_risky(self) -> bool:
        is_settled = self.at and self.settled_at and self.settled_at > self.at
        return self.urgency in RISKY and not is_settled

    @classmethod
    def of(cls, treatment: Treatment) -> "LastWord":
        return cls(
            *(getattr(treatment, name) for name in ("last_at", "last_urgency", "settled_at"))
        )


class Silence(NamedTuple):
    treatment: Treatment
    since: datetime | None
    missed: list[int]  # days of recovery
    was_risky: bool


def open_silences(now: datetime | None = None) -> int:
    """Put each such silence before a clinician, once; how many were new.

    Safe to call as often as one likes. Where a case is open the silence is noted on it, as news,
    and its clock goes on; else a review is opened. Raises Unavailable without a protocol in force.
    """
    now = now or timezone.now()
    return sum(_put(each, now) for each in silences(now))


def silences(now: datetime) -> Iterator[Silence]:
    for treatment in _followed(now):
        found = _silence(treatment, now)
        if found is not None:
            yield found


def _followed(now: datetime) -> QuerySet[Treatment]:
    """The newest treatment of each patient who has joined, with her last word on any of them."""
    hers = Treatment.objects.filter(patient=OuterRef("patient"), performed_at__lte=now)
    newest = CheckIn.objects.filter(patient=OuterRef("patient")).order_by("-judged_at")
    judged = Assessment.objects.filter(check_in__patient=OuterRef("patient"))
    closed = ReviewCase.objects.filter(patient=OuterRef("patient"), status=Status.CLOSED)
    rows = Treatment.objects.filter(patient__user__is_active=True)
    rows = rows.filter(~care_ended("patient"), performed_at__gt=now - LOOK_BACK)
    rows = rows.filter(pk=Subquery(hers.order_by("-performed_at", "pk").values("pk")[:1]))
    return rows.select_related("patient__clinic").annotate(
        last_at=Subquery(newest.values("judged_at")[:1]),
        last_urgency=Subquery(
            judged.order_by("-check_in__judged_at", "-number").values("urgency")[:1]
        ),
        settled_at=Subquery(closed.order_by("-closed_at").values("closed_at")[:1]),
    )


def _silence(treatment: Treatment, now: datetime) -> Silence | None:
    word = LastWord.of(treatment)
    missed = _missed(treatment, word.at, now)
    if word.is_risky and len(missed) >= AFTER_RISK:
        return Silence(treatment, word.at, missed, True)
    ends = ONSET_DAYS.get(treatment.procedure, 0)
    early = [day for day in missed if 0 < day <= ends]
    return Silence(treatment, word.at, early, False) if len(early) >= IN_ONSET else None


def _missed(treatment: Treatment, last: datetime | None, now: datetime) -> list[int]:
    known = in_force().procedures.get(treatment.procedure)
    days = known.check_in_days if known else ()
    missed = missed_days(days, treatment.performed_at, last, now)
    again = resumed_at(treatment.patient) if missed else None
    return [day for day in missed if not again or _began(treatment, day) > again]


def _began(treatment: Treatment, day: int) -> datetime:
    return treatment.performed_at + timedelta(days=day)


@transaction.atomic
def _put(silence: Silence, now: datetime) -> bool:
    """Once for one last report: a day more of the same silence is no news."""
    treatment = silence.treatment
    last = silence.since.isoformat() if silence.since else ""
    if _is_known(treatment, last):
        return False
    newest = newest_case(treatment)
    if newest is None or not newest.is_open:
        newest = raise_case(treatment, Finding("review", _reason(silence), RaisedBy.RULE))
    else:
        newest.news_at, newest.version = now, newest.version + 1
        newest.save()
    note_event(newest, SILENT, detail={"since": last, "days": silence.missed})
    audit.record(f"case.{SILENT}", by=None, clinic_id=newest.clinic_id, about=newest)
    return True


def _is_known(treatment: Treatment, last: str) -> bool:
    events = treatment.review_cases.filter(events__action=SILENT, events__detail__since=last)
    return events.exists()


def _reason(silence: Silence) -> str:
    said = wording.SILENT_AFTER_RISK if silence.was_risky else wording.SILENT_IN_ONSET
    days = ", ".join(str(day) for day in silence.missed)
    return at_the_clinic(silence.treatment, said) % days
