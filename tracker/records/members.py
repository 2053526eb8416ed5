"""The people of a clinic: who holds which role, since when; who was asked to come."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from tracker.models import Membership, RoleRequest, StaffInvitation, User

CHANGED_LATELY = timedelta(days=30)


@dataclass
class Member:
    """roles: held today, with since when; past: whoever was here before holds none."""

    user: User
    roles: dict[str, datetime] = field(default_factory=dict)
    left_at: datetime | None = None


def members_of(clinic_id: UUID) -> list[Member]:
    """Everybody who holds or held a role here: today's first, by name."""
    rows = Membership.objects.filter(clinic=clinic_id).select_related("user")
    found = _gathered(rows.order_by("user__name", "user", "started_at"))
    return sorted(found, key=lambda each: (not each.roles, each.user.name.casefold()))


def member(clinic_id: UUID, pk: UUID) -> Member | None:
    """None for whoever never worked here."""
    rows = Membership.objects.filter(clinic=clinic_id, user=pk).select_related("user")
    return next(iter(_gathered(rows)), None)


def _gathered(rows: Iterable[Membership]) -> list[Member]:
    found: dict[UUID, Member] = {}
    for row in rows:
        one = found.setdefault(row.user_id, Member(row.user))
        if row.ended_at is None:
            one.roles[row.role] = row.started_at
        elif one.left_at is None or row.ended_at > one.left_at:
            one.left_at = row.ended_at
    return list(found.values())


def invitations_open(clinic_id: UUID) -> QuerySet[StaffInvitation]:
    """Those that can still be taken, newest first."""
    rows = StaffInvitation.objects.filter(clinic=clinic_id, accepted_at=None, withdrawn_at=None)
    return rows.filter(expires_at__gt=timezone.now()).order_by("-created_at")


def requests_open(clinic_id: UUID) -> QuerySet[RoleRequest]:
    rows = RoleRequest.objects.filter(clinic=clinic_id, decided_at=None)
    return rows.select_related("user", "clinic").order_by("asked_at")


def changed_lately(clinic_id: UUID) -> QuerySet[Membership]:
    """Roles that began or ended in the last 30 days, newest first."""
    since = timezone.now() - CHANGED_LATELY
    rows = Membership.objects.filter(clinic=clinic_id).select_related("user")
    return rows.filter(Q(started_at__gte=since) | Q(ended_at__gte=since)).order_by("-started_at")
