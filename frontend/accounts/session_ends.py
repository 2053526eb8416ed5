"""Ends a session that was left alone or is too old, and shuts one that its owner has locked."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from frontend.accounts import wording
from frontend.accounts.session_clock import SessionClock
from frontend.pages import errors
from tracker import second_factor
from tracker.models import User

Answer = Callable[[HttpRequest], HttpResponse]
LOCKED = 423
# In an emergency nothing is locked; the rest is what opens the lock, or ends the session.
NEVER_LOCKED = frozenset(
    {
        "help",
        "offline",
        "session",
        "manifest",
        "service-worker",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "account_login",
        "account_logout",
    }
)
# What she has finished is sent while the phone lies there locked: a red flag does not wait.
STILL_SENT = ("check-in", "check-ins", "check-in-photos")


def end_what_is_over(get_response: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        clock = SessionClock(request)
        if clock.is_over:
            logout(request)
            if not errors.is_api(request):
                messages.warning(request, wording.SESSION_OVER)
            return get_response(request)
        clock.move()
        request.session_clock = clock  # type: ignore[attr-defined]
        if clock.is_locked and not _is_open(request):
            return _locked(request)
        return get_response(request)

    return middleware


def _is_open(request: HttpRequest) -> bool:
    try:
        name = resolve(request.path_info).url_name
    except Resolver404:
        return False
    return name in NEVER_LOCKED or (request.method == "POST" and name in STILL_SENT)


def _locked(request: HttpRequest) -> HttpResponse:
    if errors.is_api(request):
        return errors.problem(403, "reauthentication-required")
    context = {"back": request.get_full_path(), "can_show": _can_show(request)}
    return render(request, "frontend/accounts/locked.html", context, status=LOCKED)


def _can_show(request: HttpRequest) -> bool:
    """She has a password or a second factor; else she signs out and in again."""
    user = cast(User, request.user)
    return user.has_usable_password() or second_factor.is_set_up(user)
