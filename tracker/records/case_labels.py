"""Labels in use: those that stand on cases which are not closed."""

from uuid import UUID

from django.db.models import QuerySet

from tracker.models import CaseLabel, Status, User
from tracker.records.access import STAFF, memberships

MOST_OFFERED = 200


def labels_at(user: User, clinic_id: UUID) -> list[str]:
    """That clinic's own words, by name, where she works there: what a case of it may wear."""
    worn = _worn(user).filter(case__clinic=clinic_id)
    rows = worn.order_by("key").values_list("key", "name").distinct()[:MOST_OFFERED]
    return list(dict(rows).values())


def labels_in_use(user: User) -> list[tuple[str, str]]:
    """Each word of her clinics, by name, with whose it is; what no open case wears is no more."""
    rows = _worn(user).order_by("key", "case__clinic__name")
    listed = rows.values_list("key", "name", "case__clinic__name").distinct()[:MOST_OFFERED]
    names: dict[str, str] = {}
    clinics: dict[str, dict[str, None]] = {}
    for key, name, clinic in listed:
        names.setdefault(key, name)
        clinics.setdefault(key, {})[clinic] = None
    return [(name, ", ".join(clinics[key])) for key, name in names.items()]


def _worn(user: User) -> QuerySet[CaseLabel]:
    at_work = memberships(user, STAFF).values("clinic")
    worn = CaseLabel.objects.filter(case__clinic__in=at_work)
    return worn.exclude(case__status=Status.CLOSED)


def spelled_at(clinic_id: UUID, name: str) -> str:
    """As that clinic writes the same word on an open case already, else as it was typed."""
    worn = CaseLabel.objects.filter(case__clinic=clinic_id, key=key_of(name))
    known = worn.exclude(case__status=Status.CLOSED).values_list("name", flat=True).first()
    return known or name


def key_of(name: str) -> str:
    """What makes two spellings one label."""
    return " ".join(name.split()).casefold()[:120]
