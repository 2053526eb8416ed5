"""The code that proves an address before an invitation is spent on it."""

from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.core.internal.cryptokit import compare_user_code
from django.http import HttpRequest

from tracker.services import notifications

KEY = "invitation_code"  # in the session


class InvitationCode(AbstractCodeVerificationProcess):  # type: ignore[misc]
    """allauth's counting of tries, of new codes and of time; no user stands behind it yet."""

    def __init__(self, request: HttpRequest, state: dict[str, Any]) -> None:
        self.request = request
        super().__init__(
            max_attempts=app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS,
            timeout=app_settings.LOGIN_BY_CODE_TIMEOUT,
            state=state,
        )

    @classmethod
    def initiate(cls, request: HttpRequest, email: str, language: str) -> None:
        state = {**cls.initial_state(None, email), "language": language}
        process = cls(request, state)
        process.send()
        process.persist()

    @classmethod
    def resume(cls, request: HttpRequest) -> "InvitationCode | None":
        state = request.session.get(KEY)
        return cls(request, state).abort_if_invalid() if state else None

    @property
    def email(self) -> str:
        return str(self.state["email"])

    @property
    def can_resend(self) -> bool:
        return not self.is_resend_quota_reached(app_settings.LOGIN_BY_CODE_MAX_RESEND_COUNT)

    def is_right(self, typed: str) -> bool:
        return bool(compare_user_code(actual=typed, expected=self.code))

    def send(self) -> None:
        self.state["code"] = get_adapter().generate_login_code()
        notifications.queue(
            kind="invitation_code",
            address=self.email,
            language=self.state["language"],
            dedupe_key=notifications.fresh_key("invitation_code"),
            detail={"code": self.code},
        )

    def resend(self) -> None:
        self.send()
        self.record_resend()
        self.persist()

    def persist(self) -> None:
        self.request.session[KEY] = self.state
        self.request.session.modified = True

    def abort(self) -> None:
        self.request.session.pop(KEY, None)
