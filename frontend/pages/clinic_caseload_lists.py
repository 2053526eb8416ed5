"""C5: the lists behind the caseload's numbers: cases, check-ins, treatments."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from frontend.clinic import wording as clinic_wording
from frontend.clinic.case_rows import case_row
from frontend.clinic.caseload import narrowing, wording
from frontend.clinic.caseload.paging import newest
from frontend.clinic.caseload.scene import Scene
from frontend.clinic.labels import treatment_line
from frontend.pages.clinic_caseload import scene_of
from frontend.pages.clinic_doors import Desk, show, staff_required
from tracker.models import CheckIn, Treatment
from tracker.services.looks import charts_viewed

Row = dict[str, Any]


@require_GET
@staff_required
def cases(request: HttpRequest, desk: Desk) -> HttpResponse:
    scene = scene_of(request, desk)
    wanted = narrowing.Wanted(request.GET, scene)

    def row(case: Any) -> Row:
        return case_row(case, scene.voice, scene.now, desk)

    found = narrowing.cases(wanted)
    return _list(request, desk, wanted, (_("Cases"), "cases"), found, "opened_at", row)


@require_GET
@staff_required
def check_ins(request: HttpRequest, desk: Desk) -> HttpResponse:
    scene = scene_of(request, desk)
    wanted = narrowing.Wanted(request.GET, scene)
    found, name = narrowing.check_ins(wanted), (_("Check-ins"), "check_ins")
    return _list(request, desk, wanted, name, found, "judged_at", lambda row: _check_in(row, scene))


@require_GET
@staff_required
def treatments(request: HttpRequest, desk: Desk) -> HttpResponse:
    scene = scene_of(request, desk)
    wanted = narrowing.Wanted(request.GET, scene)
    found, name = narrowing.treatments(wanted), (_("Treatments"), "treatments")
    return _list(
        request, desk, wanted, name, found, "performed_at", lambda row: _treatment(row, scene)
    )


def _list(
    request: HttpRequest,
    desk: Desk,
    wanted: narrowing.Wanted,
    name: tuple[str, str],
    found: QuerySet[Any],
    moment: str,
    row: Callable[[Any], Row],
) -> HttpResponse:
    scene, (title, kind) = wanted.scene, name
    rows, following = newest(found, moment, request.GET.get("after", ""))
    charts_viewed(by=desk.user, patients=[each.patient for each in rows], part=kind)
    said = {key: each for key, each in request.GET.items() if key != "after"}
    context: dict[str, Any] = {
        "title": title,
        "kind": kind,
        "narrowed": narrowing.in_words(wanted),
        "days_in_words": wording.days(scene.period.first, scene.period.last),
        "clinic": scene.period.clinic,
        "number": found.count(),
        "back_url": scene.asked.url(),
        "rows": [row(each) for each in rows],
        "next_url": f"?{urlencode(said | {'after': following})}" if following else "",
        "is_later_page": bool(request.GET.get("after")),
        "first_url": f"?{urlencode(said)}",
        "here_caseload": True,
    }
    return show(request, desk, "caseload/list", **context)


def _check_in(check_in: CheckIn, scene: Scene) -> Row:
    newest_first = sorted(check_in.assessments.all(), key=lambda each: -each.number)
    urgency = newest_first[0].urgency if newest_first else ""
    return {
        "name": scene.shown(check_in.patient.name),
        "url": reverse("clinic-patient", args=[check_in.patient_id]),
        "about": [clinic_wording.day(check_in.day)],
        "level": urgency,
        "level_word": clinic_wording.LEVELS[urgency] if urgency else "",
        "at": clinic_wording.moment(check_in.judged_at, scene.now),
    }


def _treatment(treatment: Treatment, scene: Scene) -> Row:
    patient = treatment.patient
    lot = _("Lot %(lot)s") % {"lot": treatment.lot} if treatment.lot else ""
    return {
        "name": scene.shown(patient.name),
        "url": reverse("clinic-patient", args=[patient.pk]),
        "about": [treatment_line(treatment, scene.voice), *filter(None, [lot])],
        "level": "",
        "at": clinic_wording.moment(treatment.performed_at, scene.now),
    }
