"""Signing in once more before what cannot be undone, and a second factor before a clinic's page."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

from allauth.account.utils import get_next_redirect_url
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from frontend.accounts.adapter import home_of
from frontend.accounts.recently import signed_in_recently
from frontend.pages import errors
from frontend.pages.doors import ask_to_sign_in, wants_json
from tracker import second_factor
from tracker.models import User

View = Callable[..., Any]


def fresh_sign_in(page: View) -> View:
    """Export, deletion, a first password, other ways in: only within ten minutes of signing in."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        if signed_in_recently(request):
            return cast(HttpResponseBase, page(request, *args, **kwargs))
        return ask_again(request)

    return guarded


def signed_in(page: View) -> View:
    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        return cast(HttpResponseBase, page(request, *args, **kwargs))

    return guarded


def ask_again(request: HttpRequest) -> HttpResponse:
    """By what she has: a second factor or a password; who has neither signs out and in."""
    user = cast(User, request.user)
    if user.has_usable_password() or second_factor.is_set_up(user):
        return redirect(f"{reverse('account_reauthenticate')}?{_back(request)}")
    context = {"back": request.get_full_path()}
    return render(request, "frontend/accounts/sign_in_again.html", context, status=403)


def again_url(back: str) -> str:
    """Where a page of data that leaves sends her first: back to it, within its ten minutes."""
    return f"{reverse('again')}?{urlencode({'next': back})}"


def ask_second_factor(request: HttpRequest) -> HttpResponse:
    """To show it where she has one, else to set one up: there is no way around."""
    if wants_json(request):
        return errors.problem(403, "second-factor-required")
    if second_factor.is_set_up(cast(User, request.user)):
        return redirect(f"{reverse('mfa_reauthenticate')}?{_back(request)}")
    return redirect(f"{reverse('mfa_index')}?needed=1")


@require_GET
@fresh_sign_in
def again(request: HttpRequest) -> HttpResponse:
    """Asks where the sign-in is not fresh, then leads to where she came from."""
    # Never by `redirect`: that takes a word for the name of a page, and stumbles over another.
    return HttpResponseRedirect(get_next_redirect_url(request) or home_of(request))


def _back(request: HttpRequest) -> str:
    return urlencode({"next": request.get_full_path()})
