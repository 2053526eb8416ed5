"""How django-allauth behaves here: nobody signs up alone, and mail goes to the outbox."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from frontend.accounts import devices, wording
from frontend.accounts.recently import signed_in_recently
from frontend.accounts.session_clock import SessionClock
from frontend.accounts.wrong_answers import WrongAnswersLogged
from tracker.models import ConsentKind, Role, User
from tracker.records.access import STAFF, Person, has_role, is_patient
from tracker.services import notifications, sign_in_changes
from tracker.services.consents import to_be_asked

MAILS = {
    "account/email/login_code": "sign_in_code",
    "account/email/unknown_account": "unknown_address",
    "account/email/email_confirmation": "verify_email",
    "account/email/email_confirmation_signup": "verify_email",
    "account/email/password_reset_code": "password_reset",
    "account/email/password_reset": "password_changed",
    "account/email/password_changed": "password_changed",
    "account/email/password_set": "password_changed",
    "mfa/email/totp_activated": "sign_in_changed",
    "mfa/email/totp_deactivated": "sign_in_changed",
    "mfa/email/webauthn_added": "sign_in_changed",
    "mfa/email/webauthn_removed": "sign_in_changed",
    "mfa/email/recovery_codes_generated": "sign_in_changed",
}

security_log = logging.getLogger("fadewell.security")
ASKED_FIRST = frozenset({ConsentKind.CARE, ConsentKind.PHOTOS})  # reminders wait for Settings


class ClosedAdapter(WrongAnswersLogged, DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by invitation alone (tracker.services.invitations, .clinics)."""

    error_messages = {**DefaultAccountAdapter.error_messages, **wording.ERRORS}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A row in the outbox, for a known and an unknown address alike."""
        kind = MAILS[template_prefix]
        notifications.queue(
            kind=kind,
            address=email,
            language=get_language() or "en",
            dedupe_key=notifications.fresh_key(kind),
            detail={"code": context["code"]} if "code" in context else {},
        )

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ten minutes after signing in: then what changes the way in asks once more."""
        return not signed_in_recently(self.request)

    def set_password(self, user: User, password: str) -> None:
        sign_in_changes.keep_password(user=user, password=password)

    def login(self, request: HttpRequest, user: User) -> None:
        devices.note_first_time(request, user)
        super().login(request, user)
        SessionClock(request).begin()
        security_log.info("signed in from %s: %s", self.get_client_ip(request), user.pk)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        devices.recognise(request, response, user)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """For the security log: where from, never whose address or which password."""
        security_log.info("wrong password from %s", self.get_client_ip(request))

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Only sentences of our own; what allauth would say beside them stays unsaid."""
        if message:
            messages.add_message(request, level, message, extra_tags=extra_tags)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return home_of(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/password/done"


def home_of(request: HttpRequest) -> str:
    """Where a person begins: what is still to be asked, her own recovery, then her work."""
    user = request.user
    if not is_patient(user):
        return "/clinic/" if has_role(user, STAFF) else _office_of(user)
    if not user.is_authenticated:
        return "/"
    asked = to_be_asked(user)
    return "/welcome" if asked and asked[1] in ASKED_FIRST else "/"


def _office_of(user: Person) -> str:
    return "/clinic/admin" if has_role(user, (Role.ADMINISTRATOR,)) else "/"
