"""Signing in and out, and passwords: allauth's own views with pages of ours.

Only the views below are in the URLs; none of allauth's own pages can be reached.
"""

from collections.abc import Mapping
from typing import Any

from allauth.account import views
from allauth.account.internal.stagekit import clear_login
from allauth.account.stages import LoginStage
from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_GET, require_http_methods

from frontend.accounts import wording
from frontend.accounts.adapter import home_of
from frontend.pages.again import fresh_sign_in

FOLDER = "frontend/accounts/"
REQUIRED: Mapping[str, Any] = {
    "email": wording.ENTER_EMAIL,
    "login": wording.ENTER_EMAIL,
    "password": wording.ENTER_PASSWORD,
    "oldpassword": wording.ENTER_PASSWORD,
    "password1": wording.ENTER_NEW_PASSWORD,
    "password2": wording.ENTER_PASSWORD_AGAIN,
    "code": wording.ENTER_CODE,
    "credential": wording.PASSKEY_FAILED,
}


class OurWords:
    """Field errors in our voice, and the list of them for the summary at the top."""

    required = REQUIRED

    def get_form(self, form_class: type[Form] | None = None) -> Form:
        form: Form = super().get_form(form_class)  # type: ignore[misc]
        for name, field in form.fields.items():
            field.error_messages["required"] = self.required.get(name, "")
            if name in {"email", "login"}:
                field.error_messages["invalid"] = wording.ENTER_EMAIL
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        context["errors"] = errors_of(context.get("form"))
        return context


def errors_of(form: Form | None) -> list[dict[str, str]]:
    if form is None or not form.is_bound:
        return []
    return [
        {"field": f"id_{name}" if name in form.fields else "", "text": str(text)}
        for name, texts in form.errors.items()
        for text in texts
    ]


class StartAnew:
    """Coming back to a first page ends the sign-in that waits for a code."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: LoginStage) -> None:
        clear_login(request)


class SignIn(OurWords, StartAnew, views.RequestLoginCodeView):  # type: ignore[misc]
    template_name = FOLDER + "sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        people = wording.DEMO_PEOPLE if settings.FADEWELL_DEMO else ()
        return {**context, "demo_people": people}


class SignInByPassword(OurWords, StartAnew, views.LoginView):  # type: ignore[misc]
    template_name = FOLDER + "sign_in_by_password.html"


class EnterCode(OurWords, views.ConfirmLoginCodeView):  # type: ignore[misc]
    template_name = FOLDER + "enter_code.html"


class VerifyEmail(OurWords, views.ConfirmEmailVerificationCodeView):  # type: ignore[misc]
    template_name = FOLDER + "verify_email.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return redirect(home_of(request))
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class SignOut(views.LogoutView):  # type: ignore[misc]
    template_name = FOLDER + "sign_out.html"

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """The next person at this phone finds nothing (SAFETY abuse 32)."""
        response: HttpResponse = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        return response


class ChangePassword(OurWords, views.PasswordChangeView):  # type: ignore[misc]
    template_name = FOLDER + "password_change.html"


class SetPassword(OurWords, views.PasswordSetView):  # type: ignore[misc]
    """The first password needs a fresh sign-in: a phone left open must not lock its owner out."""

    template_name = FOLDER + "password_set.html"

    @method_decorator(fresh_sign_in)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class ForgotPassword(OurWords, views.PasswordResetView):  # type: ignore[misc]
    template_name = FOLDER + "password_forgot.html"


class ForgotPasswordCode(OurWords, views.ConfirmPasswordResetCodeView):  # type: ignore[misc]
    template_name = FOLDER + "password_forgot_code.html"


class ForgotPasswordNew(OurWords, views.CompletePasswordResetView):  # type: ignore[misc]
    template_name = FOLDER + "password_forgot_new.html"


@require_GET
def password_done(request: HttpRequest) -> HttpResponse:
    home = home_of(request) if request.user.is_authenticated else settings.LOGIN_URL
    return render(request, FOLDER + "password_done.html", {"home": home})


@require_http_methods(["GET", "POST"])
def by_invitation(request: HttpRequest) -> HttpResponse:
    """Signing up alone is not possible, and this says so."""
    return render(request, FOLDER + "by_invitation.html")


@require_GET
def closed(request: HttpRequest) -> HttpResponse:
    return render(request, FOLDER + "closed.html", status=403)
