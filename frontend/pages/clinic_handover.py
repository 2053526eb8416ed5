"""Handing over: her own days away with a stand-in, and her open cases to a colleague at once."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frontend.clinic import absences, admin_wording
from frontend.pages.clinic_admin_doors import errors_of, summary_of
from frontend.pages.clinic_doors import Desk, show, staff_required
from tracker.errors import Invalid, NotFound
from tracker.models import Clinic
from tracker.records.access import STAFF, clinics_where
from tracker.services import handovers


@require_http_methods(["GET", "POST"])
@staff_required
def handover(request: HttpRequest, desk: Desk) -> HttpResponse:
    if request.method == "GET":
        return _page(request, desk)
    clinic = _clinic(request, desk)
    try:
        said = _act(request, desk, clinic)
    except Invalid as refusal:
        return _page(request, desk, clinic, errors_of(refusal))
    return redirect(f"{reverse('handover')}?done={said}")


def _act(request: HttpRequest, desk: Desk, clinic: Clinic) -> str:
    act = request.POST.get("act", "")
    if act in ("away", "back"):
        return absences.change_absence(request.POST, desk.user, clinic, desk.user)
    if act != "give":
        raise Http404
    to = absences.chosen(request.POST, "to", clinic, desk.user)
    handovers.give_all(by=desk.user, clinic=clinic, to=to)
    return "handed"


def _clinics(desk: Desk) -> list[Clinic]:
    return list(clinics_where(desk.user, STAFF))


def _clinic(request: HttpRequest, desk: Desk) -> Clinic:
    """The form names it; raises NotFound for one where she does not work."""
    for clinic in _clinics(desk):
        if str(clinic.pk) == request.POST.get("clinic", ""):
            return clinic
    raise NotFound


def _page(
    request: HttpRequest,
    desk: Desk,
    tried: Clinic | None = None,
    said: dict[str, str] | None = None,
) -> HttpResponse:
    clinics = [(each, f"-{n}" if n else "") for n, each in enumerate(_clinics(desk))]
    where = next((suffix for each, suffix in clinics if each == tried), "")
    context: dict[str, Any] = {
        "clinics": [_at(each, suffix, desk, tried, said) for each, suffix in clinics],
        "errors": summary_of({f"{name}{where}": text for name, text in (said or {}).items()})
        or None,
        "done": admin_wording.DONE.get(request.GET.get("done", "")),
        "draft": request.POST if said else {},
        "here_handover": True,
    }
    return show(request, desk, "handover", status=400 if said else 200, **context)


def _at(
    clinic: Clinic, suffix: str, desk: Desk, tried: Clinic | None, said: dict[str, str] | None
) -> dict[str, Any]:
    """Her work at one clinic; the errors stand where she made them."""
    return {
        "pk": clinic.pk,
        "name": clinic.name,
        "suffix": suffix,
        "cases": handovers.held_by(desk.user, clinic.pk),
        "colleagues": absences.colleagues(clinic, desk.user),
        "absences": absences.absence_rows(clinic, desk.user),
        "said": said if tried == clinic and said else {},
    }
