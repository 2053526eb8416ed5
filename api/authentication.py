"""Who is asking: a program with a bearer token, or a person with a session."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import APIException, AuthenticationFailed
from rest_framework.request import Request

from tracker.models import User
from tracker.services.tokens import user_of

SCHEME = "Bearer"


class CsrfRefused(APIException):
    status_code = 403
    default_code = "csrf"


class SignInAgain(APIException):
    status_code = 403
    default_code = "reauthentication-required"


class SecondFactorNeeded(APIException):
    status_code = 403
    default_code = "second-factor-required"


class BearerAuthentication(BaseAuthentication):
    """Stands first in the settings, so that nobody signed in is answered 401 and not 403."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        scheme, _space, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        user = user_of(token.strip())
        if user is None:
            raise AuthenticationFailed(_("This token is not valid, or no longer."))
        return user, None

    def authenticate_header(self, request: Request) -> str:
        return SCHEME


class SignedInSession(SessionAuthentication):
    """The browser's session; a write without its CSRF token is refused with a code of its own."""

    def enforce_csrf(self, request: Any) -> None:
        try:
            super().enforce_csrf(request)
        except APIException as refused:
            raise CsrfRefused from refused
