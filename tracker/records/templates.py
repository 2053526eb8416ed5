"""Message templates that a person may use, or keep."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from tracker.errors import NotFound
from tracker.models import MessageTemplate, User
from tracker.records.access import STAFF, memberships


def templates_of(user: User, roles: Collection[str] = STAFF) -> QuerySet[MessageTemplate]:
    """Those in use at the clinics where she holds one of the roles, by title."""
    clinics = memberships(user, roles).values("clinic")
    rows = MessageTemplate.objects.filter(clinic__in=clinics, retired_at=None)
    return rows.select_related("clinic").order_by("title", "pk")


def templates_at(clinic_id: UUID) -> QuerySet[MessageTemplate]:
    return MessageTemplate.objects.filter(clinic=clinic_id, retired_at=None).order_by("title")


def template_of(user: User, pk: str, roles: Collection[str] = STAFF) -> MessageTemplate:
    """Raises NotFound, for another clinic's as well."""
    try:
        found = templates_of(user, roles).filter(pk=UUID(pk)).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound
    return found
