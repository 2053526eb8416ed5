"""C5: how the clinic does: figures with their numerators, and a sheet of each for the lead.

Who reads the worklist reads this: behind each number lies a list of what she may open already
(API.md, roles; UX.md section 2). A sheet leaves the product and is the clinical lead's.
"""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from frontend.accounts.recently import signed_in_recently
from frontend.clinic.caseload import wording
from frontend.clinic.caseload.asked import LENGTHS, Asked
from frontend.clinic.caseload.scene import Scene
from frontend.clinic.caseload.sections import SECTIONS, TABLES, Section, headline, is_empty
from frontend.clinic.caseload.table import Table
from frontend.clinic.labels import voice
from frontend.clinic.sheet import SHEETS
from frontend.pages.again import again_url, ask_again
from frontend.pages.clinic_doors import Desk, show, staff_required
from frontend.pages.errors import forbidden
from frontend.pages.limits import hold
from tracker.models import Patient, Role
from tracker.records.access import STAFF, clinics_where
from tracker.services.exports import note_table_taken
from tracker.services.looks import charts_viewed

MOST_ROWS = 20  # of people in the page's own table; the sheet has all


@require_GET
@staff_required
def caseload(request: HttpRequest, desk: Desk) -> HttpResponse:
    scene = scene_of(request, desk)
    empty, leads, fresh = is_empty(scene), _leads(desk, scene), signed_in_recently(request)
    may_take = leads and fresh
    if not empty:
        charts_viewed(by=desk.user, patients=missing_from(scene)[:MOST_ROWS], part="missed")
    context: dict[str, Any] = {
        **period_of(scene, desk),
        "is_empty": empty,
        "not_enough": wording.NOT_ENOUGH,
        "again_url": again_url(scene.asked.url()) if leads and not fresh and not empty else "",
        "headline": [] if empty else headline(scene),
        "sections": [] if empty else [_section(scene, each, may_take) for each in SECTIONS],
        "here_caseload": True,
    }
    return show(request, desk, "caseload", **context)


@require_GET
@staff_required
def sheet(request: HttpRequest, desk: Desk) -> HttpResponse:
    """One table as a file, with the names; written down before it leaves."""
    scene = scene_of(request, desk)
    if not _leads(desk, scene):
        return forbidden(request)
    table, kind = request.GET.get("table", ""), request.GET.get("kind", "")
    if table not in TABLES or kind not in SHEETS:
        raise Http404
    if not signed_in_recently(request):
        return ask_again(request)
    hold(request, "paper")
    found, clinic = TABLES[table](replace(scene, shown=str)), scene.period.clinic
    note_table_taken(by=desk.user, clinic=clinic, table=table, kind=kind, rows=len(found.rows))
    if found.of_patients:
        charts_viewed(by=desk.user, patients=missing_from(scene), part="missed")
    name = f"{table}-{scene.period.first}-{scene.period.last}"
    return SHEETS[kind](name, found.head, found.body)


def missing_from(scene: Scene) -> list[Patient]:
    """Whom the one table of people names, in its order."""
    return [each.treatment.patient for each in scene.missed]


def scene_of(request: HttpRequest, desk: Desk) -> Scene:
    """Raises NotFound for a clinic where she does not work."""
    now = timezone.now()
    asked = Asked.of(request.GET, desk.user, now)
    return Scene(asked, voice(), now, desk.is_clinician, desk.shown)


def period_of(scene: Scene, desk: Desk) -> dict[str, Any]:
    """What the filter bar shows."""
    asked, clinics = scene.asked, clinics_where(desk.user, STAFF)
    here = scene.period.clinic
    lengths = [
        {"days": days, "url": asked.of_length(days), "current": days == asked.days}
        for days in LENGTHS
    ]
    return {
        "period": scene.period,
        "from": scene.period.first.isoformat(),
        "to": scene.period.last.isoformat(),
        "today": scene.period.today.isoformat(),
        "days_in_words": wording.days(scene.period.first, scene.period.last),
        "lengths": lengths,
        "clinics": [
            {
                "name": each.name,
                "url": asked.of_clinic(each),
                "current": each == here,
            }
            for each in clinics
        ],
    }


def _section(scene: Scene, section: Section, may_take: bool) -> dict[str, Any]:
    built = [TABLES[each](scene) for each in section.tables]
    return {
        "id": section.id,
        "title": section.title,
        "notes": section.notes,
        "warnings": [line for table in built for line in table.warnings],
        "tables": [_table(scene, table, may_take) for table in built],
    }


def _table(scene: Scene, table: Table, may_take: bool) -> dict[str, Any]:
    most = MOST_ROWS if table.of_patients else len(table.rows)
    sheets = SHEETS if may_take and table.rows else ()
    url = scene.asked.url
    return {
        "id": table.id,
        "title": table.title,
        "labels": [column.label for column in table.columns],
        "rows": [(row[0], row[1:]) for row in table.rows[:most]],
        "left_out": max(len(table.rows) - most, 0),
        "notes": table.notes,
        "drawing": table.drawing,
        "is_folded": table.is_folded,
        "empty": table.empty or wording.NOT_ENOUGH,
        "sheets": [
            {
                "kind": kind.upper(),
                "url": url("caseload-sheet", table=table.id, kind=kind),
            }
            for kind in sheets
        ],
    }


def _leads(desk: Desk, scene: Scene) -> bool:
    return Role.CLINICAL_LEAD in desk.roles_at(scene.period.clinic.pk)
