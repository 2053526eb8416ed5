"""allauth's passkey forms; an answer that no device gives is refused like a wrong one."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms
from django.forms import Form, HiddenInput, JSONField, ValidationError

MALFORMED = (AttributeError, KeyError, TypeError, ValueError)  # what its reader may raise


class _Answer(JSONField):
    """Django's own lets a number of too many digits, or lists in too many lists, be our mistake."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except (ValueError, RecursionError):
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class _AnyAnswer(Form):
    credential = _Answer(widget=HiddenInput)

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except MALFORMED:
            raise get_adapter().validation_error("incorrect_code") from None


class SignInForm(_AnyAnswer, forms.LoginWebAuthnForm):  # type: ignore[misc]
    pass


class ShowForm(_AnyAnswer, forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class AgainForm(_AnyAnswer, forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class AddForm(forms.AddWebAuthnForm):  # type: ignore[misc]
    credential = _Answer(widget=HiddenInput)

    def clean(self) -> dict[str, Any]:
        try:
            said: dict[str, Any] = super().clean()
        except MALFORMED:
            raise get_adapter().validation_error("incorrect_code") from None
        return said
