"""Who may call: each endpoint names one of these for each of its methods.

They settle what a role may never do (403). Whose object it is, the scoped reads settle (404).
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from api.authentication import SecondFactorNeeded, SignedInSession
from tracker import second_factor
from tracker.models import User
from tracker.records import access


def require_second_factor(request: Request) -> None:
    """Of staff in a browser; a token was made by the machine's operator for one program.

    Raises SecondFactorNeeded.
    """
    is_browser = isinstance(request.successful_authenticator, SignedInSession)
    if is_browser and second_factor.is_owed(request._request):
        raise SecondFactorNeeded


class NobodyUnlessStated(BasePermission):
    """The default: an endpoint that states nothing answers nobody."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return False


class Anyone(BasePermission):
    """Public on purpose: nothing about any person is in the answer."""


class SignedIn(BasePermission):
    is_about_others = False  # may the answer hold what is another person's?

    def has_permission(self, request: Request, view: Any) -> bool:
        user: User | AnonymousUser = request.user
        if not isinstance(user, User) or not self.may(user):
            return False
        if self.is_about_others:
            require_second_factor(request)
        return True

    def may(self, user: User) -> bool:
        return True


class Patient(SignedIn):
    def may(self, user: User) -> bool:
        return _is_patient(user)


class Staff(SignedIn):
    """Coordinator, dermatologist or clinical lead of some clinic."""

    is_about_others = True

    def may(self, user: User) -> bool:
        return access.has_role(user, access.STAFF)


class Clinician(SignedIn):
    """Dermatologist or clinical lead of some clinic."""

    is_about_others = True

    def may(self, user: User) -> bool:
        return access.has_role(user, access.CLINICIANS)


class PatientOrClinician(SignedIn):
    is_about_others = True

    def may(self, user: User) -> bool:
        return _is_patient(user) or access.has_role(user, access.CLINICIANS)


class CareParty(SignedIn):
    """All but those who only administer: people without any role own nothing and find nothing."""

    is_about_others = True

    def may(self, user: User) -> bool:
        if _is_patient(user):
            return True
        roles = set().union(*access.roles_of(user).values())
        return not roles or _any_of(access.STAFF, roles)


def _is_patient(user: User) -> bool:
    """A bearer token's one query has brought the answer along (tracker.services.tokens)."""
    known = getattr(user, "has_patient_record", None)
    return access.is_patient(user) if known is None else bool(known)


def _any_of(wanted: Iterable[str], roles: set[str]) -> bool:
    return not roles.isdisjoint(wanted)
