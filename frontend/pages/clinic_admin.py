"""C7: the hub: what an administrator keeps, and what wants a look today."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from frontend.clinic import admin_wording, wording
from frontend.pages.clinic_admin_doors import Office, administrator_required, show_office
from tracker.records import system_state
from tracker.records.attendance import absences_to_come
from tracker.records.members import invitations_open, members_of, requests_open
from tracker.services import retention
from tracker.services.languages import offered_by
from tracker.services.system_marks import AUDIT, BACKUP, WORKER


@require_GET
@administrator_required
def hub(request: HttpRequest, office: Office) -> HttpResponse:
    clinic = office.clinic
    context: dict[str, Any] = {
        "people": sum(bool(each.roles) for each in members_of(clinic.pk)),
        "invited": invitations_open(clinic.pk).count(),
        "waiting": requests_open(clinic.pk).count(),
        "away": absences_to_come(clinic.pk).count(),
        "holds": retention.holds(clinic).count(),
        "asked": retention.requests(clinic),
        "mail": system_state.mail_queue(),
        "offered": ", ".join(offered_by(clinic).values()),
        "urls": {name: office.url(f"admin-{name}") for name in PAGES},
        "others": [each for each in office.clinics if each.pk != clinic.pk],
    }
    return show_office(request, office, "hub", **context)


PAGES = (
    "people",
    "roles",
    "hours",
    "numbers",
    "times",
    "languages",
    "consents",
    "retention",
    "audit",
    "system",
)


@require_GET
@administrator_required
def system(request: HttpRequest, office: Office) -> HttpResponse:
    """All that runs by itself, with when it last did."""
    known = system_state.marks()
    context: dict[str, Any] = {
        "mail": system_state.mail_queue(),
        "push": system_state.push_state(),
        "marks": [_mark(name, known.get(name)) for name in (WORKER, BACKUP, AUDIT)],
        "exports": [_export(each) for each in system_state.exports(office.clinic.pk)],
    }
    return show_office(request, office, "system", **context)


def _mark(name: str, mark: Any) -> dict[str, Any]:
    return {
        "label": admin_wording.MARKS[name],
        "at": wording.full_moment(mark.at) if mark else "",
        "faults": (mark.detail.get("faults") or 0) if mark else 0,
    }


def _export(row: system_state.Export) -> dict[str, Any]:
    return {
        "what": admin_wording.EXPORTS[row.action],
        "at": wording.moment(row.at),
        "by": row.by,
        "rows": row.rows,
    }
