"""C7: who may enter the clinic's administration, and at which clinic she is at work there."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from frontend.accounts.recently import signed_in_recently
from frontend.clinic import admin_wording
from frontend.pages.again import ask_again, ask_second_factor
from frontend.pages.clinic_doors import Desk, show
from frontend.pages.doors import ask_to_sign_in, with_refusals
from frontend.pages.errors import refused
from tracker import second_factor
from tracker.errors import Invalid, NotAllowed, NotFound
from tracker.models import Clinic, Role, User
from tracker.records.access import clinics_where, roles_of
from tracker.records.attendance import administrators_of
from tracker.records.desk import habits_of
from tracker.services.members import ADMINISTRATORS, KEEPERS

Page = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Office:
    """Her desk at one clinic that she administers; is_fresh: she may change something now."""

    desk: Desk
    clinic: Clinic
    clinics: Sequence[Clinic]
    is_fresh: bool

    @property
    def user(self) -> User:
        return self.desk.user

    def url(self, name: str, *parts: object, **asked: str | int) -> str:
        """Of one of these pages, at this clinic."""
        chosen = {"clinic": str(self.clinic.pk)} if len(self.clinics) > 1 else {}
        query = urlencode({**chosen, **asked})
        return reverse(name, args=parts) + (f"?{query}" if query else "")


def administrator_required(page: Page) -> Page:
    """The page gets the office; others read who can grant the role. A change wants a fresh sign-in.

    A page about one person asks for that itself: first it settles whether she is there at all.
    """
    return _office_door(page, ADMINISTRATORS)


def keeper_required(page: Page) -> Page:
    """Clinical leads too: they confirm what an administrator asks for herself."""
    return _office_door(page, KEEPERS)


def _office_door(page: Page, roles: Collection[Role]) -> Page:
    @wraps(page)
    def guarded(request: HttpRequest, **parts: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        clinics = list(clinics_where(request.user, roles))
        if not clinics:
            return _role_page(request, request.user)
        if second_factor.is_owed(request):
            return ask_second_factor(request)
        desk = Desk(request.user, roles_of(request.user), habits_of(request.user))
        fresh = signed_in_recently(request)
        office = Office(desk, _chosen(request, clinics), clinics, fresh)
        if request.method == "POST" and not parts and not fresh:
            return ask_again(request)
        return page(request, office, **parts)

    return with_refusals(guarded)


def _chosen(request: HttpRequest, clinics: Sequence[Clinic]) -> Clinic:
    """The one that the address or the form names, else the first by name; raises NotFound."""
    asked = request.POST.get("clinic") or request.GET.get("clinic")
    if not asked:
        return clinics[0]
    for clinic in clinics:
        if str(clinic.pk) == asked:
            return clinic
    raise NotFound


def _role_page(request: HttpRequest, user: User) -> HttpResponse:
    """Who can grant it, by name, at the clinics where she works."""
    names = administrators_of(list(roles_of(user)))
    return refused(request, NotAllowed(admin_wording.who_grants(names) if names else ""))


def show_office(
    request: HttpRequest, office: Office, template: str, status: int = 200, **context: Any
) -> HttpResponse:
    known = {
        "office": office,
        "clinic": office.clinic,
        "again_url": f"{reverse('again')}?{urlencode({'next': request.get_full_path()})}",
        "admin_url": office.url("admin"),
        "here": _here(request, office),
        "done": admin_wording.DONE.get(request.GET.get("done", "")),
        "here_admin": True,
    }
    page = f"admin/{template}"
    return show(request, office.desk, page, status=status, **(known | context))


def _here(request: HttpRequest, office: Office) -> str:
    """This page at this clinic, for its own forms."""
    found = request.resolver_match
    assert found is not None and found.url_name is not None  # noqa: S101
    return office.url(found.url_name, *found.kwargs.values())


def done(office: Office, name: str, what: str, *parts: object) -> HttpResponse:
    return redirect(office.url(name, *parts, done=what))


def errors_of(refusal: Invalid) -> dict[str, str]:
    """One sentence a field."""
    return {field: str(lines[0]) for field, lines in refusal.fields.items()}


def summary_of(errors: dict[str, str]) -> list[dict[str, str]]:
    return [{"field": field, "text": text} for field, text in errors.items()]


def as_uuid(said: str) -> UUID:
    """Raises NotFound for what is no id."""
    try:
        return UUID(said.strip())
    except ValueError:
        raise NotFound from None
