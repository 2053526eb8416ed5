"""What the phone keeps for the moment without a connection: Today as it is known, for days ahead.

The worker asks for this page and seals it (docs/adr/037); its script shows the part that fits the
day on which it is read. Moments name their day: "today" would not stay true.
"""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from frontend import wording
from frontend.pages.aftercare import current_timers
from frontend.pages.doors import HerRequest, patient_required
from frontend.pages.next_visit import visit_row
from frontend.pages.other_clinics import at_other_clinics
from frontend.pages.result_news import result_news
from frontend.pages.today import RECENT, status_of, usual_around
from frontend.vocabulary import Vocabulary, vocabulary
from tracker.models import Treatment
from tracker.records import queries
from tracker.services.recovery_days import day_of_recovery

DAYS_AHEAD = 14
ALL_TIMERS = 100  # the first ones may be over by the time this is read


@require_GET
@patient_required
def kept(request: HerRequest) -> HttpResponse:
    treatment = queries.current_treatment(request.user)
    if treatment is None:
        return redirect("today")
    words = vocabulary(request.LANGUAGE_CODE)
    recent, named = queries.her_newest(request.user, treatment.patient, RECENT), wording.said_moment
    elsewhere = at_other_clinics(request.user, treatment, words, wording.by_named_moment)
    written = list(queries.written_with(treatment.patient))
    context = {
        "tab": "today",
        "read_at": read_at(),
        "treated": words.treated(treatment),
        "result": result_news(treatment, recent, wording.by_named_moment),
        "elsewhere": [row for row in elsewhere if row["result"]],
        "days": days_ahead(words, treatment),
        "status": status_of(recent[0], written, named) if recent else None,
        "timers": current_timers(treatment, request.LANGUAGE_CODE, named, most=ALL_TIMERS),
        "visit": visit_row(request.user),
        "clinic": treatment.patient.clinic,
        "show_card": words.card_to_show(treatment),
    }
    return render(request, "frontend/patient/kept.html", context)


def read_at() -> str:
    """When this was so: what a page that the phone keeps says of itself."""
    return wording.named_moment(timezone.now())


def days_ahead(words: Vocabulary, treatment: Treatment) -> list[dict[str, Any]]:
    """Heading and what is usual, for today and the days on which this may still be read."""
    today, day = timezone.localdate(), day_of_recovery(treatment, timezone.now())
    return [
        {
            "date": (today + timedelta(days=ahead)).isoformat(),
            "heading": wording.day_heading(day + ahead),
            "usual": usual_around(words, treatment, day + ahead),
        }
        for ahead in range(DAYS_AHEAD + 1)
    ]
