"""Who may come in, and what a refusal looks like: every page stands behind one of these."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse

from frontend.pages import care_ended, errors
from tracker.errors import DomainError
from tracker.middleware import CAMERA_ONLY
from tracker.models import User
from tracker.records.access import is_patient
from tracker.records.care import records_agreed_to, records_in_use

Page = Callable[..., HttpResponse]


class HerRequest(HttpRequest):
    """A request behind patient_required: somebody is signed in."""

    user: User


def patient_required(page: Page) -> Page:
    """Only a patient who has agreed to care comes in, at one of her clinics; before that, all leads
    to the question, and after she has ended it, to what that means.
    """

    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not records_in_use(request.user).exists():
            return care_ended.instead(request)
        return page(request, *args, **kwargs)

    return newcomer_welcome(guarded)


def record_required(page: Page) -> Page:
    """What was recorded can be read after she has ended its use; never before she agreed to it."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not records_agreed_to(request.user).exists():
            return care_ended.instead(request)
        return page(request, *args, **kwargs)

    return newcomer_welcome(guarded)


def newcomer_welcome(page: Page) -> Page:
    """Any patient comes in; others are asked to sign in, or told whose page it is."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        if not is_patient(request.user):
            return errors.forbidden(request)
        return page(request, *args, **kwargs)

    return with_refusals(guarded)


def with_refusals(page: Page) -> Page:
    """What a service refuses becomes a page in the same voice, or an answer to the script."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return page(request, *args, **kwargs)
        except DomainError as error:
            if wants_json(request):
                said = {"type": f"about:blank#{error.code}", "detail": str(error.detail)}
                told = JsonResponse(said, status=error.status)
                return errors.wait(told, error)
            return errors.refused(request, error)
        except OperationalError:
            return errors.busy(request)

    return guarded


def with_camera(page: Page) -> Page:
    """A page that takes photos: the browser may ask for the camera here, and nowhere else."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = page(request, *args, **kwargs)
        response["Permissions-Policy"] = CAMERA_ONLY
        return response

    return guarded


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return errors.problem(401, "not-signed-in")
    return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)


def wants_json(request: HttpRequest) -> bool:
    """Our own script sends a form and reads the answer; a plain form post gets a page."""
    return errors.is_of_script(request)
