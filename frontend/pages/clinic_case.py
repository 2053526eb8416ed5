"""C2: one case: why it was flagged, what is known, and what can be done about it."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from frontend.clinic import move_wording, wording
from frontend.clinic.case_facts import facts_of
from frontend.clinic.case_findings import findings_of
from frontend.clinic.forms import FORMS, Draft, Errors, errors_in
from frontend.clinic.labels import treatment_line, voice
from frontend.clinic.message_words import STEPS, chosen_text, offered_templates, preview_of
from frontend.clinic.moves import choices, kept_words, moves_for
from frontend.clinic.photos import photos_of_case
from frontend.clinic.standing import standing_of
from frontend.clinic.timeline import changes_since, timeline
from frontend.clinic.trends import trends
from frontend.pages.clinic_doors import Desk, show, staff_required
from frontend.pages.clinic_papers import papers_of
from frontend.pages.clinic_worklist import case_row
from tracker.errors import ContactRequired, Invalid, MoveNotLegal, StaleVersion
from tracker.models import ReviewCase
from tracker.records.queries import case_in_full
from tracker.services.looks import chart_viewed
from tracker.services.messages import mark_seen

Refused = StaleVersion | MoveNotLegal


@require_GET
@staff_required
def case_page(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponse:
    """Opening it is what "seen" means for the patient's messages."""
    case = case_in_full(desk.user, pk)
    chart_viewed(by=desk.user, patient=case.patient, part=case)
    if any(each.is_from_patient and not each.seen_at for each in case.treatment.messages.all()):
        mark_seen(by=desk.user, treatment=case.treatment)
    done = move_wording.DONE.get(request.GET.get("done", ""))
    return show(request, desk, "case", **_context(request, desk, case), done=done)


@require_http_methods(["GET", "POST"])
@staff_required
def make_move(request: HttpRequest, desk: Desk, pk: UUID, action: str) -> HttpResponse:
    """A plain form post; a refusal gives the page back with everything she had written."""
    if action not in FORMS:
        raise Http404
    case = case_in_full(desk.user, pk)
    if request.method == "GET":
        return redirect("case", pk=pk)
    draft = Draft.of(action, request.POST)
    if action == "message" and request.POST.get("step") in STEPS:
        return _looked_at_first(request, desk, case, draft)
    try:
        draft.take(desk.user, case)
    except Invalid as refusal:
        return _again(request, desk, case, draft, errors_in(refusal, draft, case), refusal.status)
    except ContactRequired as refusal:
        errors = {"contact_how": str(refusal.detail)}
        return _again(request, desk, case, draft, errors, refusal.status)
    except (StaleVersion, MoveNotLegal) as refusal:
        return _conflict(request, desk, pk, draft, refusal)
    return redirect(f"{reverse('case', args=[pk])}?done={action}")


def _looked_at_first(
    request: HttpRequest, desk: Desk, case: ReviewCase, draft: Draft
) -> HttpResponse:
    """A template's words put into the field, or her words as the patient will read them."""
    try:
        draft = replace(draft, values={"text": chosen_text(desk, case, request.POST)})
    except Invalid as refusal:
        return _again(request, desk, case, draft, errors_in(refusal, draft, case), refusal.status)
    chart_viewed(by=desk.user, patient=case.patient, part=case)
    preview = preview_of(draft.values["text"], case.patient)
    context = _context(request, desk, case, draft)
    return show(request, desk, "case", **context, preview=preview)


def _again(
    request: HttpRequest, desk: Desk, case: ReviewCase, draft: Draft, errors: Errors, status: int
) -> HttpResponse:
    chart_viewed(by=desk.user, patient=case.patient, part=case)
    context = _context(request, desk, case, draft, errors)
    summary = [{"field": f"{draft.action}-{name}", "text": said} for name, said in errors.items()]
    return show(request, desk, "case", status=status, **context, errors=summary)


def _conflict(
    request: HttpRequest, desk: Desk, pk: UUID, draft: Draft, refusal: Refused
) -> HttpResponse:
    """What changed meanwhile, and what she was about to send, kept and not sent."""
    case, words = case_in_full(desk.user, pk), voice()
    chart_viewed(by=desk.user, patient=case.patient, part=case)
    offered = moves_for(case, desk.user, desk.roles_at(case.clinic_id), draft)
    context: dict[str, Any] = {
        "case": case,
        "row": case_row(case, words, timezone.now()),
        "is_stale": isinstance(refusal, StaleVersion),
        "changes": changes_since(case, draft.seen),
        "move": next((move for move in offered if move.is_open), None),
        "move_name": move_wording.MOVES[draft.action],
        "kept": kept_words(draft),
        "choices": choices(case, desk.user, words),
        "seen": case.events.count(),
        "here_worklist": True,
    }
    return show(request, desk, "conflict", status=refusal.status, **context)


def _context(
    request: HttpRequest,
    desk: Desk,
    case: ReviewCase,
    draft: Draft | None = None,
    errors: Errors | None = None,
) -> dict[str, Any]:
    words, roles = voice(), desk.roles_at(case.clinic_id)
    return {
        "case": case,
        "row": case_row(case, words, timezone.now()),
        "raised_by": wording.RAISED_BY[case.raised_by],
        "treatment_line": treatment_line(case.treatment, words),
        "facts": facts_of(case, words),
        **findings_of(case, words),
        "trends": trends(case.treatment, words),
        **photos_of_case(case, desk, request.GET),
        "timeline": timeline(case, words),
        "moves": moves_for(case, desk.user, roles, draft, errors),
        "choices": choices(case, desk.user, words),
        "seen": case.events.count(),
        **standing_of(case),
        "papers": papers_of(request, desk, case),
        "templates": offered_templates(desk, case.clinic_id),
        "may_keep_templates": case.clinic_id in desk.kept_clinics,
        "here_worklist": True,
        "phone_first": case.is_open and case.urgency == "emergency",
    }
