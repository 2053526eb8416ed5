"""Who looked at her records and her photos, clinic by clinic; she reads it from Settings."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from frontend import wording
from frontend.pages.doors import HerRequest, newcomer_welcome
from tracker.models import Patient
from tracker.records.access import own_patients_of
from tracker.records.looks import Look, looks_at

MOST = 500


@require_GET
@newcomer_welcome
def looks(request: HerRequest) -> HttpResponse:
    records = [record(each) for each in own_patients_of(request.user)]
    context = {"tab": "settings", "records": records, "has_several": len(records) > 1}
    return render(request, "frontend/patient/looks.html", context)


def record(patient: Patient) -> dict[str, Any]:
    found = looks_at(patient, MOST)
    return {"clinic": patient.clinic, "days": days(found), "has_more": len(found) == MOST}


def days(found: Iterable[Look]) -> list[dict[str, Any]]:
    """Newest day first; a person stands once a day."""
    by_day = groupby(found, key=lambda look: timezone.localdate(look.at))
    return [{"day": wording.day_name(day), "people": people(rows)} for day, rows in by_day]


def people(rows: Iterable[Look]) -> list[dict[str, Any]]:
    by_person: dict[tuple[str, str], list[Look]] = {}
    for row in rows:
        by_person.setdefault((row.name, row.role), []).append(row)
    return [
        {
            "name": name or wording.SOMEBODY,
            "role": wording.ROLES.get(role, ""),
            "did": wording.looked(
                photos=len({each.photo for each in theirs if each.photo}),
                has_opened_record=any(not each.photo for each in theirs),
            ),
            "last": wording.clock(theirs[0].at),
        }
        for (name, role), theirs in by_person.items()
    ]
