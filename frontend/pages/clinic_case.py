"""C2: one case: why it was flagged, what is known, and what can be done about it."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from frontend.clinic import list_wording, move_wording, wording
from frontend.clinic.case_answers import answer_to
from frontend.clinic.case_facts import facts_of
from frontend.clinic.case_findings import findings_of
from frontend.clinic.case_rows import case_row, labels_on
from frontend.clinic.corrections import earlier_records
from frontend.clinic.emergencies import calling
from frontend.clinic.forms import FORMS, Draft, Errors, errors_in
from frontend.clinic.labels import treatment_line, voice
from frontend.clinic.last_act import one
from frontend.clinic.message_words import STEPS, chosen_text, offered_templates, preview_of
from frontend.clinic.moves import choices, kept_words, moves_for
from frontend.clinic.photos import photos_of_case
from frontend.clinic.standing import standing_of
from frontend.clinic.timeline import changes_since, entries, timeline, what_was_first
from frontend.clinic.trends import trends
from frontend.clinic.way_back import WayBack
from frontend.pages.clinic_doors import Desk, show, staff_required
from frontend.pages.clinic_papers import papers_of
from frontend.pages.doors import wants_json
from tracker.errors import ContactRequired, Invalid, MoveNotLegal, StaleVersion
from tracker.models import ReviewCase
from tracker.records.access import cases_of
from tracker.records.case_labels import labels_at
from tracker.records.desk import held_for, others_at
from tracker.records.queries import case_in_full
from tracker.records.worklist import emergencies_unseen
from tracker.services.looks import chart_viewed
from tracker.services.message_templates import sent_as
from tracker.services.messages import mark_seen
from tracker.services.notes import see_notes
from tracker.services.undoing import may_undo
from tracker.services.viewing import is_looking
from tracker.triage.explain import Voice

Refused = StaleVersion | MoveNotLegal
ANSWERING = frozenset({"message", "book"})  # by whoever it is; a coordinator's look alone is none


@require_GET
@staff_required
def case_page(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponse:
    """A clinician's opening it is what "seen" means for the patient's messages and notes."""
    case = case_in_full(desk.user, pk)
    chart_viewed(by=desk.user, patient=case.patient, part=case)
    if desk.is_clinician_at(case.clinic_id):
        _has_seen_words(desk, case)
        _has_seen_notes(desk, case)
    is_looking(by=desk.user, case=case)
    said: dict[str, Any] = {
        "done": move_wording.ANSWERS.get(request.GET.get("done", "")),
        "can_undo": may_undo(by=desk.user, case=case),
    }
    return show(request, desk, "case", **_context(request, desk, case), **said)


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
    if action == "message":
        words = {"text": sent_as(draft.values["text"], case.treatment)}
        draft = replace(draft, values={**draft.values, **words})
    try:
        draft.take(desk.user, case)
    except Invalid as refusal:
        return _again(request, desk, case, draft, errors_in(refusal, draft, case), refusal.status)
    except ContactRequired as refusal:
        errors = {"contact_how": str(refusal.detail)}
        return _again(request, desk, case, draft, errors, refusal.status)
    except (StaleVersion, MoveNotLegal) as refusal:
        return _conflict(request, desk, pk, draft, refusal)
    if action in ANSWERING:
        _has_seen_words(desk, case)
    return _done(request, desk, case, action)


def _has_seen_words(desk: Desk, case: ReviewCase) -> None:
    """Those that the case held as it was read: what came later is unseen, and refuses the move."""
    new = [each.pk for each in case.treatment.messages.all() if each.is_new_to_clinic]
    if new:
        mark_seen(by=desk.user, treatment=case.treatment, shown=new)


def _has_seen_notes(desk: Desk, case: ReviewCase) -> None:
    shown = [each.pk for each in case.treatment.check_ins.all() if each.note]
    if shown:
        see_notes(by=desk.user, patient=case.patient, shown=shown)


def _done(request: HttpRequest, desk: Desk, before: ReviewCase, action: str) -> HttpResponse:
    """Back to the case, or on to the next row of the list that she came from."""
    now = cases_of(desk.user).select_related("assigned_to", "patient", "clinic").get(pk=before.pk)
    if wants_json(request):
        return JsonResponse(answer_to(action, now, desk))
    way = WayBack.of(request.POST)
    if not way.leads_on(action):
        return redirect(way.case_url(now, done=action))
    one(action, now).keep(request)
    return redirect(way.url(desk.user, before))


def _looked_at_first(
    request: HttpRequest, desk: Desk, case: ReviewCase, draft: Draft
) -> HttpResponse:
    """A template's words put into the field, or her words as the patient will read them."""
    try:
        draft = replace(draft, values={"text": chosen_text(desk, case.treatment, request.POST)})
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
    roles = desk.roles_at(case.clinic_id)
    offered = moves_for(case, desk.user, roles, draft, keys=desk.keys)
    changes = changes_since(case, draft)
    context: dict[str, Any] = {
        "case": case,
        "row": case_row(case, words, timezone.now(), desk),
        "is_stale": isinstance(refusal, StaleVersion),
        "first": what_was_first(changes),
        "is_colleague": any(each.by and each.by != desk.user for each in changes),
        "about_to": move_wording.ABOUT_TO % {"move": move_wording.MOVES[draft.action]},
        "changes": entries(
            changes, case, words, may_see_sharp=desk.is_clinician_at(case.clinic_id)
        ),
        "back": WayBack.of(request.POST).query,
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
    words = voice()
    return {
        "case": case,
        "row": case_row(case, words, timezone.now(), desk),
        "raised_by": wording.RAISED_BY[case.raised_by],
        **_evidence(request, desk, case, words),
        **_steps(request, desk, case, draft, errors),
        "choices": choices(case, desk.user, words),
        "seen": case.events.count(),
        **standing_of(case),
        "papers": papers_of(request, desk, case),
        "templates": offered_templates(desk, case.clinic_id),
        "may_keep_templates": case.clinic_id in desk.kept_clinics,
        "emergencies": calling(emergencies_unseen(desk.user, but=case.pk)),
        "here_worklist": True,
        "may_correct": desk.is_clinician_at(case.clinic_id),
        "phone_first": case.is_open and case.urgency == "emergency",
    }


def _evidence(request: HttpRequest, desk: Desk, case: ReviewCase, words: Voice) -> dict[str, Any]:
    return {
        "treatment_line": treatment_line(case.treatment, words),
        "facts": facts_of(case, words, hides_names=desk.habits.hides_names),
        "earlier": earlier_records(case.treatment, words),
        **findings_of(case, words),
        "trends": trends(case.treatment, words),
        **photos_of_case(case, desk, request.GET),
        "timeline": timeline(case, words, may_see_sharp=desk.is_clinician_at(case.clinic_id)),
    }


def _steps(
    request: HttpRequest, desk: Desk, case: ReviewCase, draft: Draft | None, errors: Errors | None
) -> dict[str, Any]:
    """What she may do, the form that she asked for by its key, and the list to go back to."""
    asked = draft or Draft.begun(request.GET)
    way, roles = WayBack.of(request.POST or request.GET), desk.roles_at(case.clinic_id)
    return {
        "moves": moves_for(case, desk.user, roles, asked, errors, desk.keys),
        "labels": labels_on(case),
        "labels_in_use": labels_at(desk.user, case.clinic_id),
        "leaving": held_for(case),
        "back": way.query,
        "then": "list" if way.at_once or asked is not draft else "",
        "list_url": way.list_url,
        "others": [list_wording.viewing(name) for name in others_at(case.pk, desk.user)],
    }
