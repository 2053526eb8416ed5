"""P2: once, after About you, the way in that asks her to remember nothing."""

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from frontend.accounts.recently import signed_in_recently
from frontend.pages.doors import HerRequest, patient_required


@require_GET
@patient_required
def passkey_offer(request: HerRequest) -> HttpResponse:
    """Today for who has one already; nothing is asked here, a link leads to where one is made."""
    if has_passkey(request):
        return redirect("today")
    return render(request, "frontend/consent/passkey_offer.html")


def offers_passkey(request: HttpRequest) -> bool:
    """Whether her page said that this device can make one, and she would not first sign in anew."""
    can_make_one = request.POST.get("passkeys") == "yes"
    return can_make_one and signed_in_recently(request) and not has_passkey(request)


def has_passkey(request: HttpRequest) -> bool:
    held = request.user.authenticator_set.filter(type=Authenticator.Type.WEBAUTHN)  # type: ignore[union-attr]
    return bool(held.exists())
