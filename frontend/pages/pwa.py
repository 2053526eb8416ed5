"""The page without a connection, the service worker, and who is signed in.

The worker keeps the look, the scripts and one page of nobody's as they are. Pages of a patient it
keeps sealed, under a key that goes with her sign-out (docs/adr/037, docs/threat-model.md).
"""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET, require_http_methods

from frontend.accounts.session_clock import SessionClock
from frontend.pages import errors
from frontend.pages.help import ANYWHERE
from frontend.pages.kept import kept
from frontend.vocabulary import vocabulary
from tracker import second_factor
from tracker.errors import Unavailable
from tracker.records import queries

STATIC = Path(__file__).resolve().parents[1] / "static"
KEPT = ("css/*.css", "icons/*.svg", "js/*.js")
OF_THE_CLINIC = frozenset(
    {
        "case-page.js",
        "choosing.js",
        "clinic.css",
        "commands.js",
        "enrol-draft.js",
        "enrol.js",
        "habits.js",
        "keys.js",
        "line.js",
        "names-key.js",
        "rehearsal.js",
        "row-acts.js",
        "session-clock.js",
        "toast.js",
        "viewing.js",
        "worklist.js",
        "worklist-page.js",
    }
)
PAGES = ("kept", "check-in", "aftercare", "help", "messages", "settings", "history", "offline")
VIEWS_KEPT = ("?view=chart",)  # of her history; pictures are never kept
STANDS_IN = {"today": "kept"}  # what is shown in its place without a connection


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """Kept for everybody by the worker, and for her with her clinic's numbers."""
    treatment = queries.current_treatment(request.user)
    clinic = treatment.patient.clinic if treatment else None
    try:
        procedure = treatment.procedure if treatment else None
        signs = vocabulary(request.LANGUAGE_CODE).danger_signs(procedure)
    except Unavailable:
        signs = []
    number = clinic.emergency_number if clinic else ANYWHERE
    context = {"signs": signs, "emergency_number": number, "clinic": clinic}
    return render(request, "frontend/errors/offline.html", context)


@require_http_methods(["GET", "POST"])
def session(request: HttpRequest) -> HttpResponse:
    """Who is signed in, and the token of this moment: asked for before an outbox is sent.

    The token is bound to this sign-in. Where another person signs in between this answer and the
    post, the post is refused. is_open: nothing has to be shown first. The rest is how long it
    lasts, in seconds; to post here is an act, and keeps it.
    """
    if not request.user.is_authenticated:
        return errors.problem(401, "not-signed-in")
    clock: SessionClock = request.session_clock  # type: ignore[attr-defined]
    told = {
        "person": str(request.user.pk),
        "token": get_token(request),
        "is_open": not clock.is_locked and not second_factor.is_owed(request),
        "alone_left": clock.alone_left,
        "left": clock.left,
    }
    return JsonResponse(told)


@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """At the root, so that every page is in its scope; asked for anew each time.

    Turned off, it takes itself off each phone that asks (SAFETY abuse 34).
    """
    text = worker_text() if settings.FADEWELL_WORKER else render_to_string("frontend/sw-off.js")
    response = HttpResponse(text, content_type="text/javascript")
    response["Cache-Control"] = "no-cache, public, max-age=0"
    return response


@cache
def worker_text() -> str:
    """Named after the content of all that it keeps: a changed file makes a new worker."""
    files = kept_files()
    digest = sha256()
    for name in files:
        digest.update(name.encode() + (STATIC / name).read_bytes())
    context = {
        "version": digest.hexdigest()[:12],
        "files": [static(name) for name in files],
        "pages": [reverse(name) for name in PAGES] + [reverse("history") + v for v in VIEWS_KEPT],
        "stands_in": {reverse(name): reverse(other) for name, other in STANDS_IN.items()},
    }
    return render_to_string("frontend/sw.js", context)


def kept_files() -> list[str]:
    """All that a patient's pages may load, scripts that come late included."""
    found = {path for kind in KEPT for path in STATIC.glob(f"frontend/{kind}")}
    return sorted(
        path.relative_to(STATIC).as_posix() for path in found if path.name not in OF_THE_CLINIC
    )


pwa_urls: list[URLPattern] = [
    path("kept", kept, name="kept"),
    path("offline", offline, name="offline"),
    path("session", session, name="session"),
    path("sw.js", service_worker, name="service-worker"),
]
