"""C7: what the clinic says of itself: hours and holidays, numbers, response times, languages."""

from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from frontend.clinic import admin_wording
from frontend.clinic.admin_forms import (
    NUMBERS,
    hours_in,
    hours_out,
    lines_of,
    numbers_of,
    whole,
)
from frontend.pages.clinic_admin_doors import (
    Office,
    administrator_required,
    done,
    errors_of,
    show_office,
    summary_of,
)
from tracker.errors import Invalid
from tracker.records.templates import templates_at
from tracker.services import clinic_facts
from tracker.services.languages import (
    kept_by,
    offer_languages,
    offered_by,
    readers_of,
    written_by,
)

Said = dict[str, str] | None


@require_http_methods(["GET", "POST"])
@administrator_required
def hours(request: HttpRequest, office: Office) -> HttpResponse:
    if request.method == "GET":
        clinic = office.clinic
        return _hours(request, office, clinic.hours, "\n".join(clinic.holidays))
    said, holidays = (
        hours_in(request.POST, admin_wording.WEEKDAYS),
        request.POST.get("holidays", ""),
    )
    try:
        clinic_facts.change_hours(
            by=office.user, clinic=office.clinic, hours=said, holidays=lines_of(holidays)
        )
    except Invalid as refusal:
        return _hours(request, office, said, holidays, errors_of(refusal))
    return done(office, "admin-hours", "hours")


def _hours(
    request: HttpRequest,
    office: Office,
    listed: Mapping[str, list[list[str]]],
    holidays: str,
    said: Said = None,
) -> HttpResponse:
    days = [
        {
            "code": day,
            "label": label,
            "spans": hours_out(listed, day),
            "error": (said or {}).get(day, ""),
        }
        for day, label in admin_wording.WEEKDAYS.items()
    ]
    return _form(request, office, "hours", said, days=days, holidays=holidays)


@require_http_methods(["GET", "POST"])
@administrator_required
def numbers(request: HttpRequest, office: Office) -> HttpResponse:
    if request.method == "GET":
        return _form(request, office, "numbers", draft=numbers_of(office.clinic))
    draft = {name: request.POST.get(name, "") for name in NUMBERS}
    try:
        clinic_facts.change_numbers(by=office.user, clinic=office.clinic, **draft)
    except Invalid as refusal:
        return _form(request, office, "numbers", errors_of(refusal), draft=draft)
    return done(office, "admin-numbers", "numbers")


@require_http_methods(["GET", "POST"])
@administrator_required
def times(request: HttpRequest, office: Office) -> HttpResponse:
    if request.method == "GET":
        return _form(request, office, "times", groups=_groups(office))
    said = {name: request.POST.get(name, "") for name in ("emergency", "urgent", "review")}
    try:
        clinic_facts.change_response_times(
            by=office.user,
            clinic=office.clinic,
            emergency=whole(said["emergency"]) or 0,
            urgent=whole(said["urgent"]) or 0,
            review=None if said["review"] == "day" else whole(said["review"]) or 0,
        )
    except Invalid as refusal:
        return _form(request, office, "times", errors_of(refusal), groups=_groups(office))
    return done(office, "admin-times", "times")


def _groups(office: Office) -> list[dict[str, Any]]:
    clinic = office.clinic
    offered = (
        ("emergency", admin_wording.EMERGENCY_TIMES, clinic.emergency_minutes),
        ("urgent", admin_wording.URGENT_TIMES, clinic.urgent_minutes),
        ("review", admin_wording.REVIEW_TIMES, clinic.review_hours),
    )
    return [
        {
            "name": name,
            "label": admin_wording.LEVELS[name],
            "choices": [
                {"value": "day" if each is None else each, "label": label, "on": each == now}
                for each, label in times.items()
            ],
        }
        for name, times, now in offered
    ]


@require_http_methods(["GET", "POST"])
@administrator_required
def languages(request: HttpRequest, office: Office) -> HttpResponse:
    """Each that is installed, with its readers and what the clinic has not written in it."""
    offered = offered_by(office.clinic)
    if request.method == "GET":
        return _form(request, office, "languages", rows=_languages(office, offered))
    codes = request.POST.getlist("language")
    try:
        offer_languages(by=office.user, clinic=office.clinic, codes=codes)
    except Invalid as refusal:
        rows = _languages(office, {*codes, *kept_by(office.clinic)})
        return _form(request, office, "languages", errors_of(refusal), rows=rows)
    return done(office, "admin-languages", "languages")


def _languages(office: Office, ticked: Collection[str]) -> list[dict[str, Any]]:
    clinic = office.clinic
    readers, needed = readers_of(clinic), written_by(clinic)
    titles = {each.title: each.texts for each in templates_at(clinic.pk)}
    return [
        {
            "code": code,
            "name": name,
            "readers": readers[code],
            "is_ticked": code in ticked,
            "is_kept": code in kept_by(clinic),
            "missing": [t for t, texts in titles.items() if code in needed and code not in texts],
        }
        for code, name in settings.LANGUAGES
    ]


def _form(
    request: HttpRequest, office: Office, page: str, said: Said = None, **more: Any
) -> HttpResponse:
    errors = summary_of(said) if said else None
    status = 400 if said else 200
    return show_office(request, office, page, status=status, said=said or {}, errors=errors, **more)
