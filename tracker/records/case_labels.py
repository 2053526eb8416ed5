"""Labels in use: those that stand on cases which are not closed."""

from uuid import UUID

from tracker.models import CaseLabel, Status, User
from tracker.records.access import STAFF, memberships

MOST_OFFERED = 200


def labels_in_use(user: User) -> list[str]:
    """By name, at the clinics where she works; what no open case wears is offered no more."""
    at_work = memberships(user, STAFF).values("clinic")
    worn = CaseLabel.objects.filter(case__clinic__in=at_work).exclude(case__status=Status.CLOSED)
    rows = worn.order_by("key").values_list("key", "name").distinct()[:MOST_OFFERED]
    return list(dict(rows).values())


def spelled_at(clinic_id: UUID, name: str) -> str:
    """As that clinic writes the same word on an open case already, else as it was typed."""
    worn = CaseLabel.objects.filter(case__clinic=clinic_id, key=key_of(name))
    known = worn.exclude(case__status=Status.CLOSED).values_list("name", flat=True).first()
    return known or name


def key_of(name: str) -> str:
    """What makes two spellings one label."""
    return " ".join(name.split()).casefold()[:120]
