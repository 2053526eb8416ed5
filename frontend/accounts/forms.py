"""Asking for a code and for a new password: an address is looked for once, whether known or not.

The framework looks a second time for an address that nobody has proven, and that can be measured.
"""

from allauth.account.forms import RequestLoginCodeForm, ResetPasswordForm
from allauth.core import context, ratelimit
from django.core.exceptions import ValidationError

from frontend.accounts import wording
from tracker.services.clinics import account_of


class AskForCode(RequestLoginCodeForm):  # type: ignore[misc]
    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        self._user = account_of(email)
        if not ratelimit.consume(context.request, action="request_login_code", key=email.lower()):
            raise ValidationError(wording.ERRORS["too_many_login_attempts"])
        return email


class AskForPassword(ResetPasswordForm):  # type: ignore[misc]
    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        found = account_of(email)
        self.users = [found] if found else []
        return email
