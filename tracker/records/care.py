"""Whether patients let their clinic use their check-ins: the newest word counts (docs/adr/079)."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from tracker.models import Consent, ConsentKind, Patient


def care_ended(patient: str) -> Exists:
    """In a query over rows whose patient stands at this path: her newest word on care is no."""
    words = Consent.objects.filter(kind=ConsentKind.CARE)
    later = words.filter(
        patient=OuterRef("patient"), given=True, decided_at__gt=OuterRef("decided_at")
    )
    return Exists(words.filter(~Exists(later), patient=OuterRef(patient), given=False))


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
