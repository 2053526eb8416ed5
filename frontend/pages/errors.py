"""Every refusal as a page in the clinic's own voice; nothing here reads the database."""

import logging
import sys

from allauth.account.adapter import get_adapter
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from tracker import wording
from tracker.errors import DomainError

PAGES = {
    400: "frontend/errors/400.html",
    403: "frontend/errors/403.html",
    404: "frontend/errors/404.html",
    409: "frontend/errors/409.html",
    413: "frontend/errors/413.html",
    429: "frontend/errors/429.html",
    500: "frontend/errors/500.html",
    503: "frontend/errors/503.html",
}
COME_BACK = 5  # seconds
security_log = logging.getLogger("fadewell.security")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refuse(request, 400, "validation")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refuse(request, 403, "not-allowed")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refuse(request, 404, "not-found")


def server_error(request: HttpRequest) -> HttpResponse:
    """A database that is locked, full or away is not our mistake: whoever asked may come back."""
    if isinstance(sys.exception(), OperationalError):
        return busy(request)
    return refuse(request, 500, "unavailable")


def too_large(request: HttpRequest) -> HttpResponse:
    return refuse(request, 413, "too-large")


def too_many(request: HttpRequest) -> HttpResponse:
    """Signing in, and asking for a code, more often than anybody needs to."""
    security_log.info("too many tries from %s", get_adapter(request).get_client_ip(request))
    return refuse(request, 429, "too-many-requests")


def busy(request: HttpRequest) -> HttpResponse:
    return come_back(refuse(request, 503, "unavailable"))


def come_back(response: HttpResponse) -> HttpResponse:
    response["Retry-After"] = str(COME_BACK)
    return response


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Nothing was stored: the page was open too long, or another site sent the form."""
    if is_api(request):
        return problem(403, "csrf")
    return render(request, "frontend/errors/csrf.html", status=403)


def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The page for what a service refused; other statuses take the page of their hundred."""
    status = error.status if error.status in PAGES else 400
    context = {"detail": error.detail, "is_clinic_page": is_clinic_page(request, status)}
    return wait(render(request, PAGES[status], context, status=error.status), error)


def wait(response: HttpResponse, error: DomainError) -> HttpResponse:
    """With the time to come back that the refusal names, if any."""
    if "retry_after" in error.extra:
        response["Retry-After"] = str(error.extra["retry_after"])
    return response


def refuse(request: HttpRequest, status: int, code: str) -> HttpResponse:
    if is_api(request):
        return problem(status, code)
    context = {"is_clinic_page": is_clinic_page(request, status)}
    return render(request, PAGES[status], context, status=status)


def is_clinic_page(request: HttpRequest, status: int) -> bool:
    """A page without Get help now; who is refused one may be a patient who strayed there."""
    return request.path.startswith("/clinic/") and status != 403


def is_api(request: HttpRequest) -> bool:
    """A program, or a script of ours that reads the answer itself."""
    return request.path.startswith("/api/") or is_of_script(request)


def is_of_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def problem(status: int, code: str, detail: object = "") -> JsonResponse:
    """A program's answer (API.md, "Errors"). detail: where the code's own words do not do."""
    body = {
        "type": f"about:blank#{code}",
        "title": str(wording.TITLES[code]),
        "status": status,
        "detail": str(detail or wording.DETAILS[code]),
        "fields": {},
    }
    return JsonResponse(body, status=status, content_type="application/problem+json")
