"""C6: a draft rehearsed on the clinic's own check-ins, a slice a request."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from frontend.clinic import version_wording
from frontend.clinic.rehearsed import (
    change_row,
    figures_of,
    library_rows,
    of_kind,
    page_of,
    progress_of,
    rules_of,
)
from frontend.pages.clinic_doors import Desk, clinician_required, show
from frontend.pages.clinic_versions import version_row
from frontend.pages.doors import wants_json
from tracker.errors import Invalid, NotAllowed, NotFound
from tracker.models import Clinic, Rehearsal, Role
from tracker.records import protocol
from tracker.records.access import CLINICIANS, clinic_named, clinics_where
from tracker.records.rehearsals import rehearsals_of, rehearsed_changes
from tracker.records.versions import DRAFT, SUBMITTED, Version, version_of
from tracker.services.rehearsals import DAYS, Stage, go_on, stage_of, start
from tracker.triage.explain import Voice
from tracker.triage.library import read_library

SLICE = 1.5  # seconds of work in one request
PERIODS = (7, DAYS, 90)


@require_http_methods(["GET", "POST"])
@clinician_required
def rehearsal(request: HttpRequest, desk: Desk, version: str) -> HttpResponse:
    """Read by every clinician of the clinic; started and carried on by its clinical lead."""
    found, clinic = version_of(version), _clinic(request, desk)
    if request.method == "GET":
        return _shown(request, desk, found, clinic)
    if Role.CLINICAL_LEAD not in desk.roles_at(clinic.pk):
        raise NotAllowed
    try:
        now = _worked(request, desk, found, clinic)
    except Invalid as refusal:
        errors = [{"text": each} for said in refusal.fields.values() for each in said]
        if wants_json(request):
            return JsonResponse({"detail": str(errors[0]["text"])}, status=refusal.status)
        return _shown(request, desk, found, clinic, errors, refusal.status)
    return JsonResponse(progress_of(now)) if wants_json(request) else redirect(_url(found, clinic))


def _worked(request: HttpRequest, desk: Desk, found: Version, clinic: Clinic) -> Rehearsal:
    if "days" in request.POST:
        stage = _new_stage(found)
        days = request.POST["days"]
        number = int(days) if days.isdecimal() and len(days) < 5 else 0
        now = start(stage, by=desk.user, clinic=clinic, days=number)
    else:
        newest = _newest(desk, found, clinic)
        if newest is None:
            raise NotFound
        now, stage = newest, stage_of(newest)
    return go_on(now, stage, seconds=SLICE)


def _new_stage(found: Version) -> Stage:
    if found.loaded is None:
        raise Invalid({"version": [found.fault]})
    return Stage(protocol.in_force(), found.loaded)


def _clinic(request: HttpRequest, desk: Desk) -> Clinic:
    asked = request.GET.get("clinic") or request.POST.get("clinic", "")
    return clinic_named(desk.user, asked, CLINICIANS)


def _newest(desk: Desk, found: Version, clinic: Clinic) -> Rehearsal | None:
    return rehearsals_of(desk.user).filter(clinic=clinic, version=found.name).first()


def _url(found: Version, clinic: Clinic, **more: str) -> str:
    address = reverse("protocol-rehearsal", args=[found.name])
    return f"{address}?{urlencode({'clinic': clinic.pk, **more})}"


def _shown(
    request: HttpRequest,
    desk: Desk,
    found: Version,
    clinic: Clinic,
    errors: list[dict[str, Any]] | None = None,
    status: int = 200,
) -> HttpResponse:
    newest = _newest(desk, found, clinic)
    context: dict[str, Any] = {
        "version": version_row(found),
        "clinic": clinic,
        "clinics": [
            {"name": each.name, "url": _url(found, each), "current": each == clinic}
            for each in clinics_where(desk.user, CLINICIANS)
        ],
        "here": _url(found, clinic),
        "may_start": _may_start(desk, found, clinic),
        "may_go_on": Role.CLINICAL_LEAD in desk.roles_at(clinic.pk),
        "periods": [(days, days == DAYS) for days in PERIODS],
        "rehearsal": newest,
        "errors": errors,
        "here_protocol": True,
    }
    if newest is not None:
        context |= _results(request, desk, found, clinic, newest)
    return show(request, desk, "protocol/rehearsal", status=status, **context)


def _may_start(desk: Desk, found: Version, clinic: Clinic) -> bool:
    is_lead = Role.CLINICAL_LEAD in desk.roles_at(clinic.pk)
    return is_lead and found.loaded is not None and found.state in (DRAFT, SUBMITTED)


def _results(
    request: HttpRequest, desk: Desk, found: Version, clinic: Clinic, newest: Rehearsal
) -> dict[str, Any]:
    """Of what is judged so far; words of the two versions as far as they can still be read."""
    voices = _voices(found, newest)
    changes = rehearsed_changes(newest)
    counts = {kind: of_kind(changes, kind).count() for kind in version_wording.KINDS}
    kind = _kind(request.GET.get("kind", ""), counts)
    rows, cursor = page_of(of_kind(changes, kind), request.GET.get("after", ""))
    library = read_library(settings.FADEWELL_PROTOCOLS)
    return {
        "progress": progress_of(newest),
        "is_stale": newest.digest != found.digest
        or newest.base_digest != protocol.in_force().digest,
        "figures": figures_of(newest),
        "rules": rules_of(newest, *voices),
        "library": library_rows(newest, library.cases(voices[1].protocol), *voices),
        "kinds": [
            _tab(code, found, clinic, count, current=code == kind) for code, count in counts.items()
        ],
        "rows": [change_row(row, *voices, desk) for row in rows],
        "empty": version_wording.NO_CHANGES[kind],
        "acted_on": version_wording.ACTED_ON,
        "next_url": _url(found, clinic, kind=kind, after=cursor) if cursor else "",
        "is_later_page": bool(request.GET.get("after")),
        "first_url": _url(found, clinic, kind=kind),
    }


def _kind(asked: str, counts: Mapping[str, int]) -> str:
    """What the address asks for, else the first of which there is any."""
    if asked in counts:
        return asked
    return next((kind for kind, count in counts.items() if count), "gone")


def _tab(kind: str, found: Version, clinic: Clinic, count: int, *, current: bool) -> dict[str, Any]:
    url = _url(found, clinic, kind=kind) + "#changes"
    label = version_wording.KINDS[kind]
    return {"label": label, "url": url, "current": current, "count": count}


def _voices(found: Version, newest: Rehearsal) -> tuple[Voice, Voice]:
    language, judging = get_language() or "en", protocol.in_force()
    base = protocol.of_version(newest.base_version, newest.base_digest) or judging
    return Voice(base, language), Voice(found.loaded or judging, language)
