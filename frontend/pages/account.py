"""How a person signs in, and where she is signed in: looked through and ended in one place."""

from typing import Any, cast

from allauth.mfa.base import views
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from frontend import wording
from frontend.accounts.adapter import home_of
from frontend.accounts.wording import device
from frontend.pages.accounts import FOLDER
from frontend.pages.again import signed_in
from frontend.pages.doors import with_refusals
from tracker import second_factor
from tracker.errors import NotFound
from tracker.models import User
from tracker.records.access import STAFF, has_role
from tracker.services import sessions


@method_decorator(signed_in, name="dispatch")
class Account(views.IndexView):  # type: ignore[misc]
    template_name = FOLDER + "account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        request, held = self.request, context["authenticators"]
        codes = held.get(Authenticator.Type.RECOVERY_CODES)
        return {
            **context,
            "app": held.get(Authenticator.Type.TOTP),
            "passkeys": [_passkey(each) for each in held.get(Authenticator.Type.WEBAUTHN, [])],
            "codes_left": len(codes.get_unused_codes()) if codes else None,
            "sessions": [_session(each) for each in _open(request)],
            "is_owed": second_factor.is_owed(request),
            "is_required": second_factor.is_required_of(request.user),
            "is_staff": has_role(request.user, STAFF),
            "home": home_of(request),
        }


@require_POST
@signed_in
@with_refusals
def end_session(request: HttpRequest) -> HttpResponse:
    """`end` is one of her sessions, or "others"."""
    user, here = cast(User, request.user), request.session.session_key
    which = request.POST.get("end", "")
    if which == "others":
        sessions.end_other_sessions(by=user, here=here)
    elif which.isdecimal() and len(which) < 16:
        sessions.end_session(by=user, pk=int(which))
    else:
        raise NotFound
    return redirect("mfa_index")


def _open(request: HttpRequest) -> list[sessions.OpenSession]:
    return sessions.open_sessions(cast(User, request.user), request.session.session_key)


def _session(each: sessions.OpenSession) -> dict[str, Any]:
    return {
        "pk": each.pk,
        "device": device(each.browser),
        "since": wording.moment(each.since),
        "is_here": each.is_here,
    }


def _passkey(each: Any) -> dict[str, Any]:
    row = each.instance
    return {"pk": row.pk, "name": each.name, "since": wording.moment(row.created_at)}
