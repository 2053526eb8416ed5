"""How long a clinic keeps its records, and which of them must not be erased."""

import re
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from tracker import wording
from tracker.errors import Invalid, NotFound
from tracker.models import Clinic, Erasure, LegalHold, Patient, User
from tracker.records import audit
from tracker.records.access import require_role
from tracker.services import erasures
from tracker.services.members import ADMINISTRATORS

YEARS = range(1, 31)
NOBODYS = UUID(int=0)
REASON = re.compile(r"[a-z0-9][a-z0-9-]{2,31}")


def past_it(clinic: Clinic, years: int) -> int:
    """How many records would be over with this retention, those on hold left out."""
    cutoff = timezone.now() - timedelta(days=365.25 * years)
    rows = Patient.objects.filter(clinic=clinic).annotate(last=Max("treatments__performed_at"))
    over = rows.filter(Q(last__lte=cutoff) | Q(last=None, created_at__lte=cutoff))
    return over.exclude(legal_holds__in=holds(clinic)).count()


def holds(clinic: Clinic) -> QuerySet[LegalHold]:
    """Those that hold today, the oldest first."""
    rows = LegalHold.objects.filter(patient__clinic=clinic, ended_at=None)
    return rows.order_by("placed_at", "pk")


def requests(clinic: Clinic) -> int:
    """How many patients have asked to be erased and still wait."""
    rows = Erasure.objects.filter(clinic=clinic, withdrawn_at=None, done_at=None)
    return rows.exclude(asked_at=None).count()


@transaction.atomic
def change_years(*, by: User, clinic: Clinic, years: int, over: int | None) -> None:
    """over: how many records she was told would be over; fewer years need the right number.

    Raises NotAllowed; Invalid out of range, and for fewer years without that number.
    """
    require_role(by, clinic.pk, ADMINISTRATORS)
    held = Clinic.objects.select_for_update().get(pk=clinic.pk)
    if years not in YEARS:
        raise Invalid({"years": [wording.YEARS_OUT_OF_RANGE]})
    if years < held.retention_years and over != past_it(held, years):
        raise Invalid({"over": [wording.LOOK_AT_THE_NUMBER]})
    was, held.retention_years = held.retention_years, years
    held.save(update_fields=["retention_years"])
    detail: dict[str, str | int] = {"part": "retention", "was": was, "years": years}
    audit.record("clinic.changed", by=by, clinic_id=clinic.pk, about=held, **detail)


@transaction.atomic
def place_hold(*, by: User, clinic: Clinic, patient: str, reason: str) -> LegalHold:
    """patient: the number of a record of this clinic; reason: a short code, never a name.

    Raises NotAllowed; Invalid for another clinic's record as for one that does not exist.
    """
    require_role(by, clinic.pk, ADMINISTRATORS)
    found = Patient.objects.filter(clinic=clinic, pk=_number(patient)).first()
    if found is None:
        raise Invalid({"patient": [wording.NO_SUCH_RECORD]})
    if not REASON.fullmatch(reason):
        raise Invalid({"reason": [wording.HOLD_CODE]})
    return erasures.place_hold(patient=found, reason=reason, by=by)


@transaction.atomic
def end_hold(*, by: User, clinic: Clinic, hold: str) -> None:
    """Raises NotAllowed, NotFound."""
    require_role(by, clinic.pk, ADMINISTRATORS)
    found = holds(clinic).filter(pk=_number(hold)).select_related("patient").first()
    if found is None:
        raise NotFound
    erasures.end_hold(patient=found.patient, by=by)


def _number(said: str) -> UUID:
    """Nobody's where it is none."""
    try:
        return UUID(said.strip())
    except ValueError:
        return NOBODYS
