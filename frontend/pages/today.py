"""P8: Today."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from frontend import wording
from frontend.pages.aftercare import Worded, current_timers
from frontend.pages.doors import HerRequest, patient_required, with_refusals
from frontend.pages.her_records import thread_with
from frontend.pages.install import OFFERED_UNTIL
from frontend.pages.message_news import message_news, unread
from frontend.pages.next_visit import visit_row
from frontend.pages.other_clinics import at_other_clinics
from frontend.pages.photo_asked import request_news
from frontend.pages.remedy_feedback import is_later
from frontend.pages.result_news import result_news
from frontend.pages.trend import trend_of
from frontend.vocabulary import Vocabulary, vocabulary
from tracker.models import CheckIn, Message, Treatment
from tracker.records import queries
from tracker.records.access import STAFF, has_role, is_patient
from tracker.services.recovery_days import day_of_recovery

RECENT = 5  # check-ins: results that she has not opened
OF_TREND = 15  # check-ins: five days, more than one a day or without the symptom
MISSED = 2  # check-ins that were due and did not come, before we say that it is no problem


@require_GET
@with_refusals
def first_page(request: HttpRequest) -> HttpResponse:
    """Today for a patient, the worklist for a clinic's people, sign-in for everybody else."""
    user = request.user
    if user.is_authenticated and not is_patient(user) and has_role(user, STAFF):
        return redirect("/clinic/")
    return today(request)


@patient_required
def today(request: HerRequest) -> HttpResponse:
    treatment = queries.current_treatment(request.user)
    if treatment is None:
        return render(request, "frontend/patient/no_treatment.html", {"tab": "today"})
    words = vocabulary(request.LANGUAGE_CODE)
    last = queries.last_check_in(treatment)
    messages = list(queries.written_with(treatment.patient))
    news, thread = unread(messages), thread_with(request.user, treatment.patient)
    day = day_of_recovery(treatment, timezone.now())
    newest = queries.her_newest(request.user, treatment.patient, OF_TREND)
    recent = [each for each in newest if each.treatment_id == treatment.pk]
    context = {
        "tab": "today",
        "heading": wording.day_heading(day),
        "treated": words.treated(treatment),
        "result": result_news(treatment, newest[:RECENT]),
        "elsewhere": at_other_clinics(request.user, treatment, words),
        "news": [message_news(each, thread) for each in news]
        + [request_news(each, words) for each in queries.open_photo_requests([treatment.patient])],
        "check_in": check_in_card(last, treatment, words, day),
        "status": status_of(newest[0], messages) if newest else None,
        "timers": current_timers(treatment, request.LANGUAGE_CODE),
        "trend": trend_of(recent, words),
        "usual": usual_around(words, treatment, day),
        "visit": visit_row(request.user),
        "clinic": treatment.patient.clinic,
        "offers_install": 1 <= len(newest) <= OFFERED_UNTIL,
    }
    return render(request, "frontend/patient/today.html", context)


def check_in_card(
    last: CheckIn | None, treatment: Treatment, words: Vocabulary, day: int
) -> dict[str, str]:
    """One main button; no streaks, no guilt about missed days."""
    if last is not None and last.day == day:
        return {
            "heading": _("Done for today"),
            "text": _("Tell us if something changes."),
            "action": _("Something changed"),
        }
    if last is not None and last.day >= words.due_day(treatment.procedure, day):
        return {
            "heading": _("No check-in is due today"),
            "text": _("Tell us at any time if something changes."),
            "action": _("Something changed"),
        }
    return {
        "heading": asking(last, treatment, words, day),
        "text": _("It takes about a minute. Danger signs come first."),
        "action": _("Start check-in"),
    }


def asking(last: CheckIn | None, treatment: Treatment, words: Vocabulary, day: int) -> str:
    """A welcome before her first check-in, and no guilt about those that did not come."""
    if last is None:
        return _("Welcome. How are you today?")
    missed = words.due_days(treatment.procedure, last.day, day - 1)
    return _("No problem. How are you today?") if len(missed) >= MISSED else _("How are you today?")


def status_of(
    last: CheckIn, messages: list[Message], worded: Worded = wording.moment
) -> dict[str, Any]:
    """Sent, seen, answered: only what is true now."""
    parts = [_("Sent %(when)s.") % {"when": worded(last.received_at)}]
    seen = queries.seen_by(last)
    if seen:
        parts.append(_("Seen by %(name)s, %(when)s.") % {"name": seen[0], "when": worded(seen[1])})
    if any(not each.is_from_patient and each.sent_at > last.received_at for each in messages):
        parts.append(_("Answered: read it in Messages."))
    result = reverse("result", args=[last.pk])
    asks = is_later(last) and last.assessments.all()[0].said["remedies"]
    return {
        "text": " ".join(parts),
        "waiting": False,
        "url": result,
        "ask_url": f"{result}#remedies" if asks else "",
    }


def usual_around(words: Vocabulary, treatment: Treatment, day: int) -> dict[str, Any] | None:
    lines = words.usual(treatment.procedure, day)
    if not lines:
        return None
    return {"heading": _("What is usual around day %(day)s") % {"day": day}, "lines": lines}
