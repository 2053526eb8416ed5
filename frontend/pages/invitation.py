"""P1: the clinic's invitation, from the link to the account.

The token leaves the address bar at once; the session keeps its digest. Until the date of birth is
confirmed no page says who invited whom, or what for. Unknown, expired, used and refused links
look alike (SAFETY abuse 22).
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.internal import ratelimit
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from frontend.accounts import wording
from frontend.accounts.wrong_answers import log_wrong
from frontend.pages import errors
from frontend.pages.invitation_code import InvitationCode
from frontend.pages.limits import hold
from frontend.pages.opening_hours import hours_words
from frontend.vocabulary import vocabulary
from tracker.errors import Invalid, NotFound, TooManyRequests
from tracker.models import Invitation
from tracker.records.accounts import account_of
from tracker.services import invitations

FOLDER = "frontend/invitation/"
KEY = "invitation"  # in the session: digest, proven (address), is_confirmed
LONGEST_ADDRESS = 254
Page = Callable[..., HttpResponse]


def private(page: Page) -> Page:
    """No address of these pages is told to any other page; looks and tries are counted."""

    @wraps(page)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            hold(request, "invitation")
            response = page(request, *args, **kwargs)
        except TooManyRequests as too_many:
            response = errors.refused(request, too_many)
        response["Referrer-Policy"] = "no-referrer"
        return response

    return wrapped


def invited(page: Page) -> Page:
    """The page gets the open invitation; without one it is the page of the spent link."""

    @private
    @wraps(page)
    def wrapped(request: HttpRequest) -> HttpResponse:
        held = request.session.get(KEY) or {}
        invitation = invitations.open_invitation(held.get("digest", ""))
        return page(request, invitation) if invitation else spent(request)

    return wrapped


def confirmed(page: Page) -> Page:
    """Only after the date of birth."""

    @wraps(page)
    def wrapped(request: HttpRequest, invitation: Invitation) -> HttpResponse:
        if not request.session[KEY].get("is_confirmed"):
            return redirect("invitation")
        return page(request, invitation)

    return invited(wrapped)


def spent(request: HttpRequest) -> HttpResponse:
    request.session.pop(KEY, None)
    return render(request, FOLDER + "spent.html", status=404)


@require_GET
@private
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    digest = invitations.digest_of(token)
    request.session[KEY] = {"digest": digest, "proven": invitations.proven_address(token)}
    return redirect("invitation")


@require_GET
@invited
def show(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    if request.session[KEY].get("is_confirmed") and "birth" not in request.GET:
        return welcome(request, invitation)
    return render(request, FOLDER + "birth.html")


@require_POST
@invited
def birth(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Is this her date of birth? Five wrong ones end the link."""
    typed = {part: request.POST.get(part, "").strip() for part in ("day", "month", "year")}
    born = date_of(typed)
    if born is None:
        return ask_birth_again(request, typed, wording.BIRTH_INCOMPLETE)
    if invitations.confirm_birth(invitation=invitation, date_of_birth=born):
        request.session[KEY] = {**request.session[KEY], "is_confirmed": True}
        return redirect("invitation")
    if invitations.open_invitation(request.session[KEY]["digest"]) is None:
        return spent(request)
    return ask_birth_again(request, typed, wording.BIRTH_WRONG)


def date_of(typed: Mapping[str, str]) -> date | None:
    try:
        return date(int(typed["year"]), int(typed["month"]), int(typed["day"]))
    except (ValueError, OverflowError):
        return None


def ask_birth_again(request: HttpRequest, typed: Mapping[str, str], text: Any) -> HttpResponse:
    context = {"typed": typed, "text": text, "errors": [{"field": "day", "text": text}]}
    return render(request, FOLDER + "birth.html", context, status=422)


@require_POST
@invited
def refuse(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """ "This is not me": needs no date of birth, for a stranger does not know it."""
    invitations.refuse(invitation=invitation)
    request.session.pop(KEY, None)
    return render(request, FOLDER + "refused.html")


def welcome(
    request: HttpRequest, invitation: Invitation, error: Any = "", status: int = 200
) -> HttpResponse:
    patient = invitation.patient
    context = {
        "patient": patient,
        "clinic": patient.clinic,
        "hours": hours_words(patient.clinic),
        "days": vocabulary(request.LANGUAGE_CODE).daily_days(),
        "email": request.POST.get("email", patient.email),
        "text": error,
        "errors": [{"field": "email", "text": error}] if error else [],
    }
    return render(request, FOLDER + "welcome.html", context, status=status)


@require_POST
@confirmed
def account(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Her address: at once where the mailed link proves it, else after a code sent to it."""
    email = request.POST.get("email", "").strip().lower()
    if not is_address(email):
        return welcome(request, invitation, wording.ENTER_EMAIL, status=422)
    if is_proven(request, email):
        return accept(request, invitation, email)
    too_many: HttpResponse | None = ratelimit.consume_or_429(
        request, app="allauth.account", action="invitation_code", key=email
    )
    if too_many:
        return too_many
    InvitationCode.initiate(request, email, invitation.patient.language)
    return redirect("invitation_code")


def is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST_ADDRESS


def is_proven(request: HttpRequest, email: str) -> bool:
    """An address that has an account already is proven anew, by a code."""
    proven = request.session[KEY].get("proven") or ""
    return email == proven.lower() and account_of(email) is None


@require_http_methods(["GET", "POST"])
@confirmed
def code(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    process = InvitationCode.resume(request)
    if process is None:
        return redirect("invitation")
    if request.method == "GET":
        return ask_code(request, process)
    if request.POST.get("action") == "resend" and process.can_resend:
        process.resend()
        return redirect("invitation_code")
    if process.is_right(request.POST.get("code", "")):
        process.abort()
        return accept(request, invitation, process.email)
    log_wrong("incorrect_code")
    if process.record_invalid_attempt():
        return ask_code(request, process, wording.ERRORS["incorrect_code"])
    return welcome(request, invitation, wording.ERRORS["too_many_login_attempts"], status=422)


def ask_code(request: HttpRequest, process: InvitationCode, error: Any = "") -> HttpResponse:
    context = {
        "email": process.email,
        "can_resend": process.can_resend,
        "text": error,
        "errors": [{"field": "code", "text": error}] if error else [],
    }
    return render(request, FOLDER + "code.html", context, status=422 if error else 200)


def accept(request: HttpRequest, invitation: Invitation, email: str) -> HttpResponse:
    try:
        user = invitations.accept(invitation=invitation, email=email)
    except NotFound:
        return spent(request)
    except Invalid as refused:
        return welcome(request, invitation, refused.fields["email"][0], status=422)
    del request.session[KEY]
    record_authentication(request, user, method="invitation", email=email)
    signed_in: HttpResponse = perform_login(
        request, Login(user=user, email=email, redirect_url="/welcome")
    )
    return signed_in
