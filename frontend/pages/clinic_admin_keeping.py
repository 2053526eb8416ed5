"""C7: the words of consents, how long records are kept, and the audit trail."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from frontend.clinic import admin_wording, audit_wording, wording
from frontend.clinic.admin_forms import asked_of, whole
from frontend.pages.clinic_admin_doors import (
    Office,
    administrator_required,
    done,
    errors_of,
    show_office,
    summary_of,
)
from tracker.errors import Invalid
from tracker.models import AuditEvent, ConsentText
from tracker.records.audit_search import Asked, names_for
from tracker.records.consent_texts import versions
from tracker.records.members import members_of
from tracker.services import consent_texts, consents, retention
from tracker.services.audit_searches import search_audit
from tracker.services.languages import written_by

PAGE = 50


@require_http_methods(["GET", "POST"])
@administrator_required
def consent_words(request: HttpRequest, office: Office) -> HttpResponse:
    if request.method == "GET":
        return _consents(request, office)
    kind = request.POST.get("kind", "")
    text = {code: request.POST.get(f"text-{code}", "") for code, _name in settings.LANGUAGES}
    try:
        consent_texts.publish(by=office.user, clinic=office.clinic, kind=kind, text=text)
    except Invalid as refusal:
        said = {f"{kind}-{field}": line for field, line in errors_of(refusal).items()}
        return _consents(request, office, said, {kind: text})
    return done(office, "admin-consents", "published")


def _consents(
    request: HttpRequest,
    office: Office,
    said: dict[str, str] | None = None,
    drafts: dict[str, dict[str, str]] | None = None,
) -> HttpResponse:
    kinds = [_kind(office, kind, said or {}, drafts or {}) for kind in admin_wording.CONSENTS]
    context: dict[str, Any] = {
        "kinds": kinds,
        "product_version": consents.TEXT_VERSION,
        "errors": summary_of(said) if said else None,
    }
    return show_office(request, office, "consents", status=400 if said else 200, **context)


def _kind(
    office: Office, kind: str, said: dict[str, str], drafts: dict[str, dict[str, str]]
) -> dict[str, Any]:
    listed = list(versions(office.clinic.pk, kind))
    words = drafts.get(kind) or (listed[0].text if listed else {})
    needed = written_by(office.clinic)
    return {
        "kind": kind,
        "label": admin_wording.CONSENTS[kind],
        "details": f"frontend/consent/{kind}.html",
        "is_open": kind in drafts,
        "versions": [_version(each) for each in listed],
        "languages": [
            {
                "code": code,
                "name": name,
                "is_needed": code in needed,
                "id": f"{kind}-{code}",
                "text": words.get(code, ""),
                "error": said.get(f"{kind}-{code}", ""),
            }
            for code, name in settings.LANGUAGES
        ],
    }


def _version(each: ConsentText) -> dict[str, Any]:
    return {
        "name": f"{consents.TEXT_VERSION}+{each.number}",
        "at": wording.full_moment(each.published_at),
        "by": each.written_by.name,
        "words": [each.text[code] for code, _name in settings.LANGUAGES if each.text.get(code)],
    }


@require_http_methods(["GET", "POST"])
@administrator_required
def keeping(request: HttpRequest, office: Office) -> HttpResponse:
    """Years and holds; fewer years first show how many records that ends."""
    if request.method == "GET":
        return _keeping(request, office)
    act, post = request.POST.get("act", ""), request.POST
    here: dict[str, Any] = {"by": office.user, "clinic": office.clinic}
    try:
        if act == "years":
            over, years = whole(post.get("over", "")), whole(post.get("years", "")) or 0
            retention.change_years(**here, years=years, over=over)
        elif act == "hold":
            patient, reason = (post.get(name, "").strip() for name in ("patient", "reason"))
            retention.place_hold(**here, patient=patient, reason=reason)
        elif act == "free":
            retention.end_hold(**here, hold=post.get("hold", ""))
        else:
            raise Http404
    except Invalid as refusal:
        return _keeping(request, office, errors_of(refusal))
    return done(office, "admin-retention", {"years": "years", "hold": "held"}.get(act, "freed"))


def _keeping(
    request: HttpRequest, office: Office, said: dict[str, str] | None = None
) -> HttpResponse:
    clinic, said = office.clinic, dict(said or {})
    wanted = whole(request.POST.get("years", "")) if "over" in said else None
    listed = {name: line for name, line in said.items() if name != "over"}
    context: dict[str, Any] = {
        "years": clinic.retention_years,
        "over": retention.past_it(clinic, clinic.retention_years),
        "wanted": wanted,
        "wanted_over": retention.past_it(clinic, wanted) if wanted else 0,
        "asked": retention.requests(clinic),
        "holds": [_hold(each) for each in retention.holds(clinic)],
        "draft": request.POST if said else {},
        "said": listed,
        "errors": summary_of(listed) if listed else None,
    }
    return show_office(request, office, "retention", status=400 if said else 200, **context)


def _hold(each: Any) -> dict[str, Any]:
    since = admin_wording.day(each.placed_at)
    return {"pk": each.pk, "patient": each.patient_id, "reason": each.reason, "since": since}


@require_GET
@administrator_required
def audit_trail(request: HttpRequest, office: Office) -> HttpResponse:
    """Nothing is listed before something is asked: each search is an act in the trail itself."""
    people = members_of(office.clinic.pk)
    asked = asked_of(request.GET, {str(each.user.pk) for each in people})
    context: dict[str, Any] = {
        "asked": request.GET,
        "people": [(str(each.user.pk), each.user.name or each.user.email) for each in people],
        "acts": audit_wording.GROUPS.items(),
        "unread_patient": bool(request.GET.get("patient")) and asked.patient is None,
    }
    if "search" in request.GET:
        context |= _found(office, asked, request.GET.get("before", ""))
    return show_office(request, office, "audit", **context)


def _found(office: Office, asked: Asked, before: str) -> dict[str, Any]:
    below = int(before) if before.isdecimal() and len(before) < 19 else None
    rows = search_audit(
        by=office.user, clinic=office.clinic, asked=asked, before=below, most=PAGE + 1
    )
    names = names_for(office.clinic, rows, office.desk.shown)
    again = {"search": "1", **asked.codes()}
    more: dict[str, str | int] = (
        {**again, "before": rows[PAGE - 1].sequence} if len(rows) > PAGE else {}
    )
    return {
        "is_found": True,
        "rows": [_row(each, names) for each in rows[:PAGE]],
        "next_url": office.url("admin-audit", **more) if more else "",
        "is_later_page": below is not None,
        "first_url": office.url("admin-audit", **again),
    }


def _row(each: AuditEvent, names: dict[str, str]) -> dict[str, Any]:
    return {
        "number": each.sequence,
        "at": wording.full_moment(each.at),
        "by": names.get(str(each.actor), "") if each.actor else "",
        "by_id": each.actor or "",
        "act": audit_wording.act(each.action),
        "code": each.action,
        "about": names.get(each.subject_id, ""),
        "about_id": f"{each.subject} {each.subject_id}",
        "detail": ", ".join(f"{name}: {value}" for name, value in sorted(each.detail.items())),
    }
