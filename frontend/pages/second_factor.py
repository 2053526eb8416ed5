"""Setting up, showing and removing a second factor: allauth's own views with pages of ours."""

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import ReauthenticateView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkey
from allauth.mfa.webauthn.internal import auth as webauthn
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator

from frontend.accounts import wording
from frontend.accounts.adapter import home_of
from frontend.accounts.renewed import Renewed, renew
from frontend.pages.accounts import FOLDER, REQUIRED, OurWords, errors_of
from frontend.pages.again import fresh_sign_in, signed_in
from tracker.models import User
from tracker.services.sign_in_changes import change

ACCOUNT = reverse_lazy("mfa_index")
OF_ANY_FACTOR = {**REQUIRED, "code": wording.ENTER_ANY_CODE}


@method_decorator(fresh_sign_in, name="dispatch")
class SetUpApp(OurWords, app.ActivateTOTPView):  # type: ignore[misc]
    template_name = FOLDER + "app_set_up.html"
    required = OF_ANY_FACTOR

    def form_valid(self, form: Any) -> HttpResponse:
        return _added(self.request, "totp", partial(super().form_valid, form))


@method_decorator(fresh_sign_in, name="dispatch")
class RemoveApp(OurWords, app.DeactivateTOTPView):  # type: ignore[misc]
    template_name = FOLDER + "app_remove.html"
    success_url = ACCOUNT

    def form_valid(self, form: Any) -> HttpResponse:
        return _changed(self.request, "removed", "totp", partial(super().form_valid, form))


@method_decorator(fresh_sign_in, name="dispatch")
class RecoveryCodes(codes.ViewRecoveryCodesView):  # type: ignore[misc]
    """Shown once: afterwards only how many are left."""

    template_name = FOLDER + "recovery_codes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "home": home_of(self.request)}


@method_decorator(fresh_sign_in, name="dispatch")
class NewRecoveryCodes(OurWords, codes.GenerateRecoveryCodesView):  # type: ignore[misc]
    template_name = FOLDER + "recovery_codes_new.html"

    def form_valid(self, form: Any) -> HttpResponse:
        make = partial(super().form_valid, form)
        return _changed(self.request, "renewed", "recovery_codes", make)


@method_decorator(fresh_sign_in, name="dispatch")
class AddPasskey(OurWords, passkey.AddWebAuthnView):  # type: ignore[misc]
    """One that can sign in alone: the device asks for a finger, a face or its own code."""

    template_name = FOLDER + "passkey_add.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        options = webauthn.begin_registration(self.request.user, True)
        return {**context, "js_data": {"creation_options": options}}

    def form_valid(self, form: Any) -> HttpResponse:
        return _added(self.request, "webauthn", partial(super().form_valid, form))


@method_decorator(fresh_sign_in, name="dispatch")
class RemovePasskey(passkey.RemoveWebAuthnView):  # type: ignore[misc]
    template_name = FOLDER + "passkey_remove.html"
    success_url = ACCOUNT

    def form_valid(self, form: Any) -> HttpResponse:
        """Staff keep their last one: the page says so and removes nothing."""
        if not get_adapter().can_delete_authenticator(self.object):
            kept = self.get_context_data(form=form, is_kept=True)
            return cast(HttpResponse, self.render_to_response(kept))
        return _changed(self.request, "removed", "webauthn", partial(super().form_valid, form))


class SignInByPasskey(passkey.LoginWebAuthnView):  # type: ignore[misc]
    """The sign-in page's script asks here what its device has to answer."""

    template_name = FOLDER + "sign_in.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        return redirect("/sign-in?passkey=no")


class ShowFactor(base.AuthenticateView):  # type: ignore[misc]
    """The step between a code or a password and being signed in."""

    template_name = FOLDER + "second_factor.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        for name, field in self.form.fields.items():
            field.error_messages["required"] = OF_ANY_FACTOR.get(name, "")
        return cast(HttpResponse, super().post(request, *args, **kwargs))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        kinds = {each.type for each in self.stage.login.user.authenticator_set.all()}
        sent = self.form if self.request.method == "POST" else None
        return {**context, "kinds": kinds, "errors": errors_of(sent)}


@method_decorator(signed_in, name="dispatch")
class AgainByPassword(Renewed, OurWords, ReauthenticateView):  # type: ignore[misc]
    template_name = FOLDER + "again_password.html"


@method_decorator(signed_in, name="dispatch")
class AgainByFactor(Renewed, OurWords, base.ReauthenticateView):  # type: ignore[misc]
    template_name = FOLDER + "again.html"
    required = OF_ANY_FACTOR


@method_decorator(signed_in, name="dispatch")
class AgainByPasskey(Renewed, OurWords, passkey.ReauthenticateWebAuthnView):  # type: ignore[misc]
    template_name = FOLDER + "again_passkey.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        return cast(HttpResponse, self.render_to_response(self.get_context_data(form=form)))


def _added(request: HttpRequest, kind: str, make: Callable[[], HttpResponse]) -> HttpResponse:
    """Who has just set it up has shown it: this session counts from here on."""
    answer = _changed(request, "added", kind, make)
    record_authentication(request, request.user, "mfa", type=kind)
    renew(request)
    return answer


def _changed(
    request: HttpRequest, act: str, kind: str, make: Callable[[], HttpResponse]
) -> HttpResponse:
    return change(by=cast(User, request.user), act=act, kind=kind, make=make)
