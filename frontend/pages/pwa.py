"""The page without a connection, and the service worker that keeps it on the phone.

The worker keeps this one page and its look, nothing of anybody's: no answer, no photo, no name.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET

from frontend.pages.help import ANYWHERE
from frontend.vocabulary import vocabulary
from tracker.errors import Unavailable

KEPT = ("frontend/css/fadewell.css", "frontend/icons/icons.svg", "frontend/icons/favicon.svg")


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    try:
        signs = vocabulary(request.LANGUAGE_CODE).danger_signs()
    except Unavailable:
        signs = []
    context = {"signs": signs, "emergency_number": ANYWHERE}
    return render(request, "frontend/errors/offline.html", context)


@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """At the root, so that every page is in its scope; asked for anew each time."""
    kept = [static(name) for name in KEPT]
    response = render(request, "frontend/sw.js", {"kept": kept}, content_type="text/javascript")
    response["Cache-Control"] = "no-cache, public, max-age=0"
    return response


pwa_urls: list[URLPattern] = [
    path("offline", offline, name="offline"),
    path("sw.js", service_worker, name="service-worker"),
]
