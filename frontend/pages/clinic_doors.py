"""Who may enter the clinic's pages, and what every one of them knows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from frontend.clinic import wording
from frontend.clinic.list_wording import initials
from frontend.pages.again import ask_second_factor
from frontend.pages.doors import ask_to_sign_in, with_refusals
from frontend.pages.errors import forbidden
from tracker import second_factor
from tracker.models import DeskHabits, Patient, Role, SavedView, User
from tracker.records.access import CLINICIANS, STAFF, roles_of
from tracker.records.desk import habits_of
from tracker.services.desk_keys import keys_of
from tracker.services.message_templates import KEEPERS

Page = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Desk:
    """Who sits here, with her roles by clinic, and how she likes to work."""

    user: User
    roles: Mapping[UUID, frozenset[str]]
    habits: DeskHabits = field(default_factory=DeskHabits)

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """Act -> the key that she presses for it."""
        return keys_of(self.habits)

    @property
    def is_staff(self) -> bool:
        return self._holds(STAFF)

    @property
    def is_clinician(self) -> bool:
        return self._holds(CLINICIANS)

    @property
    def is_administrator(self) -> bool:
        return self._holds((Role.ADMINISTRATOR,))

    @property
    def clinics(self) -> list[UUID]:
        """Where she works with patients; being a patient somewhere is another matter."""
        return [clinic for clinic, held in self.roles.items() if held & set(STAFF)]

    @property
    def kept_clinics(self) -> list[UUID]:
        """Where she keeps the clinic's own words."""
        return [clinic for clinic, held in self.roles.items() if held & set(KEEPERS)]

    def roles_at(self, clinic_id: UUID) -> frozenset[str]:
        return self.roles.get(clinic_id, frozenset())

    def is_clinician_at(self, clinic_id: UUID) -> bool:
        return bool(self.roles_at(clinic_id) & set(CLINICIANS))

    def shown(self, name: str) -> str:
        """A patient's name, or its initials where others can see this screen."""
        return initials(name) if self.habits.hides_names else name

    def born(self, patient: Patient) -> str:
        """Her date of birth; only her age where others can see this screen."""
        if self.habits.hides_names:
            return wording.years(patient.age_on(timezone.localdate()))
        return wording.born(patient.date_of_birth)

    def may_forget(self, view: SavedView) -> bool:
        """Hers, or shared where she is the clinical lead."""
        leads = view.clinic_id and Role.CLINICAL_LEAD in self.roles_at(view.clinic_id)
        return view.owner_id == self.user.pk or bool(leads)

    def _holds(self, wanted: tuple[str, ...]) -> bool:
        return any(held & set(wanted) for held in self.roles.values())


def staff_required(page: Page) -> Page:
    """The page gets the desk; others sign in first or read who can give them the role."""
    return _door(page, lambda desk: desk.is_staff)


def keeper_required(page: Page) -> Page:
    """Only for who keeps a clinic's own words: a clinical lead or an administrator."""
    return _door(page, lambda desk: bool(desk.kept_clinics))


def _door(page: Page, allows: Callable[[Desk], bool]) -> Page:
    """A role alone opens nothing: a second factor was shown in this session (SAFETY abuse 21)."""

    @wraps(page)
    def guarded(request: HttpRequest, **parts: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        desk = Desk(request.user, roles_of(request.user), habits_of(request.user))
        if not allows(desk):
            return forbidden(request)
        if second_factor.is_owed(request):
            return ask_second_factor(request)
        return page(request, desk, **parts)

    return with_refusals(guarded)


def clinician_required(page: Page) -> Page:
    """Only for who may decide somewhere; a coordinator reads the role page."""

    @wraps(page)
    def guarded(request: HttpRequest, desk: Desk, **parts: Any) -> HttpResponse:
        return page(request, desk, **parts) if desk.is_clinician else forbidden(request)

    return staff_required(guarded)


def show(
    request: HttpRequest, desk: Desk, template: str, status: int = 200, **context: Any
) -> HttpResponse:
    known = {"desk": desk, "is_clinic_page": True}
    return render(request, f"frontend/clinician/{template}.html", known | context, status=status)
