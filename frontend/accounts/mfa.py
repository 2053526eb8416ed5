"""How allauth's second factors behave here: our words, sealed secrets, no way out for staff."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext

from frontend.accounts import wording
from frontend.accounts.wrong_answers import WrongAnswersLogged
from tracker import second_factor
from tracker.services import factor_secrets


class OurFactors(WrongAnswersLogged, DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = {**DefaultMFAAdapter.error_messages, **wording.FACTOR_ERRORS}

    def encrypt(self, text: str) -> str:
        """The shared secret of an app and the seed of recovery codes never lie open in a dump."""
        return factor_secrets.sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        return factor_secrets.opened(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Staff keep one at least: who works with patients never stands there with none."""
        if not second_factor.is_required_of(authenticator.user):
            return True
        return second_factor.is_set_up(authenticator.user, but=authenticator)

    def get_totp_issuer(self) -> str:
        return "Fadewell"

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        return str(gettext("Passkey %s") % (second_factor.passkeys_of(user) + 1))
