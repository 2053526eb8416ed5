"""Who of a clinic is there to take a case: today's members, without those who are away."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery, UUIDField
from django.utils import timezone

from tracker.models import Absence, Membership, Role, User
from tracker.records.access import CLINICIANS, STAFF


class Attendance:
    """One clinic at one moment; one statement: each flag that is raised asks it.

    letters: address and language of each member.
    """

    def __init__(self, clinic_id: UUID, now: datetime | None = None) -> None:
        self.roles: dict[UUID, set[str]] = {}
        self.stand_ins: dict[UUID, UUID | None] = {}
        self.letters: dict[UUID, tuple[str, str]] = {}
        for user, role, email, language, is_away, stand_in in _members(clinic_id, now):
            self.roles.setdefault(user, set()).add(role)
            self.letters[user] = (email, language)
            if is_away:
                self.stand_ins[user] = stand_in

    def is_there(self, user: UUID, roles: Collection[str] = STAFF) -> bool:
        return user not in self.stand_ins and self.holds(user, roles)

    def is_away(self, user: UUID) -> bool:
        """A member all the same."""
        return user in self.stand_ins and self.holds(user, STAFF)

    def holds(self, user: UUID, roles: Collection[str]) -> bool:
        return bool(self.roles.get(user, set()) & set(roles))

    def stand_in_of(self, user: UUID, roles: Collection[str] = STAFF) -> UUID | None:
        """Hers, or her stand-in's own; None where nobody with one of the roles is there."""
        seen = {user}
        following = self.stand_ins.get(user)
        while following is not None and following not in seen:
            if self.is_there(following, roles):
                return following
            seen.add(following)
            following = self.stand_ins.get(following)
        return None

    def there(self, roles: Collection[str]) -> set[UUID]:
        """Those with one of the roles who are there; for who is away, her stand-in."""
        found = {user for user in self.roles if self.is_there(user, roles)}
        for user in self.stand_ins:
            if self.holds(user, roles) and (other := self.stand_in_of(user, CLINICIANS)):
                found.add(other)
        return found


def _members(clinic_id: UUID, now: datetime | None) -> Iterable[tuple[Any, ...]]:
    rows = Membership.objects.filter(clinic=clinic_id, ended_at=None, user__is_active=True)
    away = current_absences(clinic_id, now or timezone.now()).filter(user=OuterRef("user"))
    stand_in = Subquery(away.values("stand_in")[:1], output_field=UUIDField())
    known = rows.annotate(away=Exists(away), stand_in=stand_in)
    return known.values_list("user_id", "role", "user__email", "user__language", "away", "stand_in")


def current_absences(clinic_id: UUID, now: datetime) -> QuerySet[Absence]:
    rows = Absence.objects.filter(clinic=clinic_id, ended_at=None)
    return rows.filter(starts_at__lte=now, ends_at__gt=now)


def absences_to_come(clinic_id: UUID, now: datetime | None = None) -> QuerySet[Absence]:
    """Those that last or begin later, the next one first."""
    rows = Absence.objects.filter(
        clinic=clinic_id, ended_at=None, ends_at__gt=now or timezone.now()
    )
    return rows.select_related("user", "stand_in", "clinic").order_by("starts_at", "pk")


def members_with(clinic_id: UUID, roles: Collection[str]) -> QuerySet[User]:
    """By name."""
    held = Membership.objects.filter(clinic=clinic_id, ended_at=None, role__in=roles)
    people = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return people.order_by("name", "pk")


def administrators_of(clinics: Collection[UUID]) -> list[str]:
    """Who can grant a role there, by name."""
    found = {user.name for pk in clinics for user in members_with(pk, (Role.ADMINISTRATOR,))}
    return sorted(found - {""})
