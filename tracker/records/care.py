"""Whether patients let their clinic use their check-ins: the newest word counts (docs/adr/079)."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from tracker.models import Consent, ConsentKind, Patient
from tracker.records.access import Person, own_patients_of


def care_ended(patient: str) -> Exists:
    """In a query over rows whose patient stands at this path: her newest word on care is no."""
    return _newest_word(patient, is_given=False)


def care_in_use(patient: str) -> Exists:
    """In such a query: her newest word on care is yes."""
    return _newest_word(patient, is_given=True)


def care_agreed_to(patient: str) -> Exists:
    """In such a query: she has said yes at some time, whatever she said since."""
    yes = Consent.objects.filter(kind=ConsentKind.CARE, given=True)
    return Exists(yes.filter(patient=OuterRef(patient)))


def _newest_word(patient: str, *, is_given: bool) -> Exists:
    words = Consent.objects.filter(kind=ConsentKind.CARE)
    other = words.filter(
        patient=OuterRef("patient"), given=not is_given, decided_at__gt=OuterRef("decided_at")
    )
    return Exists(words.filter(~Exists(other), patient=OuterRef(patient), given=is_given))


def records_in_use(user: Person) -> QuerySet[Patient]:
    """Her own records whose clinics may use her check-ins: each decides for itself alone."""
    return own_patients_of(user).filter(care_in_use("pk"))


def records_ended(user: Person) -> QuerySet[Patient]:
    """Her own whose use she has ended: they can be read, and nothing new is taken."""
    return records_agreed_to(user).filter(care_ended("pk"))


def records_agreed_to(user: Person) -> QuerySet[Patient]:
    """Her own whose use she has agreed to at some time, whatever she said since."""
    return own_patients_of(user).filter(care_agreed_to("pk"))


def records_unasked(user: Person) -> QuerySet[Patient]:
    """Her own whose clinics wait for her first word on care."""
    words = Consent.objects.filter(kind=ConsentKind.CARE, patient=OuterRef("pk"))
    return own_patients_of(user).filter(~Exists(words))


def ended_at(patient: Patient) -> datetime | None:
    """When she ended it; None where she lets it go on, and where she never did."""
    words = list(
        patient.consents.filter(kind=ConsentKind.CARE)
        .order_by("-decided_at", "-pk")
        .values_list("given", "decided_at")
    )
    is_given = [given for given, _at in words]
    return words[0][1] if True in is_given and not is_given[0] else None


def resumed_at(patient: Patient) -> datetime | None:
    """When she let it go on after she had ended it; None where she never ended it."""
    words = patient.consents.filter(kind=ConsentKind.CARE).order_by("decided_at", "pk")
    found = list(words.values_list("given", "decided_at"))
    return found[-1][1] if found and found[-1][0] and False in dict(found) else None
