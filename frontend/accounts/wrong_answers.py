"""A code, passkey or password that was refused stands in the security log (ASVS 16.3.1)."""

import logging

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.core.internal.adapter import BaseAdapter
from django.core.exceptions import ValidationError

WRONG = {"incorrect_code": "code or passkey", "enter_current_password": "password"}
security_log = logging.getLogger("fadewell.security")


class WrongAnswersLogged(BaseAdapter):  # type: ignore[misc]
    """Every form of the framework that asks for one says what is wrong through its adapter.

    A wrong password of a sign-in has a place of its own, ClosedAdapter.authentication_failed.
    """

    def validation_error(self, code: str, *args: object) -> ValidationError:
        if code in WRONG:
            log_wrong(code)
        said: ValidationError = super().validation_error(code, *args)
        return said


def log_wrong(code: str) -> None:
    """Where from, and never which: a wrong code may be the right one of a minute ago."""
    address = get_adapter().get_client_ip(context.request)
    security_log.info("wrong %s from %s", WRONG[code], address)
