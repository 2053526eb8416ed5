"""A report of an adverse event from a case: looked at first, then taken as PDF or JSON."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from frontend.accounts.recently import signed_in_recently
from frontend.clinic.labels import voice
from frontend.clinic.on_paper import on_paper
from frontend.pages.again import again_url, ask_again
from frontend.pages.clinic_doors import Desk, clinician_required, show
from frontend.pages.limits import hold
from frontend.papers.printed import can_print, printed, speaking_for, taken
from frontend.papers.report import OUTCOME_WORDS, SERIOUS_WORDS, Section, as_data, report_of
from tracker.errors import Invalid, NotAllowed
from tracker.models import ReviewCase
from tracker.records.queries import case_in_full
from tracker.services.adverse_reports import FORMS, Judged, last_judged, note_report
from tracker.services.looks import chart_viewed


@require_http_methods(["GET", "POST"])
@clinician_required
def case_report(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponse:
    case = case_in_full(desk.user, pk)
    if not desk.is_clinician_at(case.clinic_id):
        raise NotAllowed
    chart_viewed(by=desk.user, patient=case.patient, part=case)
    if request.method == "GET":
        return _page(request, desk, case, last_judged(list(case.events.all())))
    if not signed_in_recently(request):
        return ask_again(request)
    judged, form = judged_in(request), request.POST.get("form", "")
    if form not in FORMS or (form == "pdf" and not can_print()):
        return _page(request, desk, case, judged)
    try:
        judged.check()
    except Invalid as refusal:
        return _page(request, desk, case, judged, refusal)
    hold(request, "paper")
    answer = _taken(case, desk, judged, form)
    note_report(by=desk.user, case=case, judged=judged, form=form)
    return answer


def judged_in(request: HttpRequest) -> Judged:
    """A tick counts as serious whatever stands above it; without an answer nothing is recorded."""
    ticked = tuple(request.POST.getlist("serious"))
    answered = request.POST.get("seriousness") in ("no", "yes")
    serious = ticked if ticked or answered else None
    words = request.POST.get("words", "").replace("\0", "").strip()
    return Judged(serious, request.POST.get("outcome", ""), words)


def _taken(case: ReviewCase, desk: Desk, judged: Judged, form: str) -> HttpResponse:
    name = f"adverse-event-{timezone.localdate().isoformat()}"
    with speaking_for(case.clinic), on_paper():
        sections = _sections(case, desk, judged)
        if form == "json":
            written = json.dumps(as_data(sections), ensure_ascii=False, indent=1)
            return taken(written, f"{name}.json", "application/json; charset=utf-8")
        context = {"sections": sections, "clinic": case.clinic, "pk": case.pk}
        return taken(printed("report", context, who=str(desk.user.pk)), f"{name}.pdf")


def _sections(case: ReviewCase, desk: Desk, judged: Judged) -> list[Section]:
    return report_of(case, voice(), judged, desk.user, desk.roles_at(case.clinic_id))


def _page(
    request: HttpRequest,
    desk: Desk,
    case: ReviewCase,
    judged: Judged,
    refusal: Invalid | None = None,
) -> HttpResponse:
    wrong = {name: str(lines[0]) for name, lines in refusal.fields.items()} if refusal else {}
    known = Judged(judged.serious, judged.outcome if judged.outcome in OUTCOME_WORDS else "")
    with on_paper():
        sections = _sections(case, desk, known)
    context: dict[str, Any] = {
        "case": case,
        "sections": sections,
        "judged": judged,
        "seriousness": seriousness_of(judged),
        "serious_words": list(SERIOUS_WORDS.items()),
        "outcome_words": list(OUTCOME_WORDS.items()),
        "wrong": wrong,
        "errors": [{"field": f"report-{name}", "text": said} for name, said in wrong.items()],
        "can_print": can_print(),
        "is_fresh": signed_in_recently(request),
        "again_url": again_url(request.path),
        "here_worklist": True,
    }
    return show(request, desk, "report", status=400 if wrong else 200, **context)


def seriousness_of(judged: Judged) -> str:
    if judged.serious is None:
        return "not_recorded"
    return "yes" if judged.serious else "no"
