"""What a colleague's desk remembers: habits, saved views, and who sits at which case."""

from datetime import timedelta
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from tracker.models import CaseViewing, DeskHabits, HeldMessage, ReviewCase, SavedView, User
from tracker.records.access import CLINICIANS, STAFF, memberships

LOOKS_FOR = timedelta(seconds=45)  # an open case says so every fifteen seconds


def habits_of(user: User) -> DeskHabits:
    return DeskHabits.objects.filter(user=user.pk).first() or DeskHabits(user=user)


def saved_views_of(user: User) -> QuerySet[SavedView]:
    """Her own, and those that her clinics share, by name."""
    at_work = memberships(user, STAFF).values("clinic")
    shown = Q(owner=user.pk) | Q(clinic__in=at_work)
    return SavedView.objects.filter(shown).select_related("owner").order_by("name", "pk")


def clinicians_beside(user: User) -> QuerySet[User]:
    """Who decides at the clinics where she works today, by name."""
    at_work = memberships(user, STAFF).values("clinic")
    theirs = Q(
        memberships__clinic__in=at_work,
        memberships__ended_at=None,
        memberships__role__in=CLINICIANS,
    )
    return User.objects.filter(theirs, is_active=True).distinct().order_by("name", "pk")


def with_viewer(cases: QuerySet[ReviewCase], user: User) -> QuerySet[ReviewCase]:
    """Each with `viewer`: the name of a colleague who has it open now, or None."""
    others = _looking().filter(case=OuterRef("pk")).exclude(user=user.pk)
    return cases.annotate(viewer=Subquery(others.order_by("-at").values("user__name")[:1]))


def others_at(case: UUID, user: User) -> list[str]:
    """Names of colleagues who have this case open now."""
    others = _looking().filter(case=case).exclude(user=user.pk)
    return list(others.order_by("user__name").values_list("user__name", flat=True))


def held_for(case: ReviewCase) -> list[HeldMessage]:
    """Messages to its patient that still wait to leave, oldest first."""
    waiting = HeldMessage.objects.filter(case=case).select_related("by")
    return list(waiting.order_by("held_at", "pk"))


def _looking() -> QuerySet[CaseViewing]:
    return CaseViewing.objects.filter(at__gt=timezone.now() - LOOKS_FOR)
