"""P7: the aftercare timeline, a calm word for a slip, and the same times for her calendar."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid5

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from frontend import wording
from frontend.calendar_file import Reminder, calendar_answer
from frontend.pages.doors import HerRequest, patient_required
from frontend.vocabulary import Vocabulary, vocabulary
from tracker.errors import NotFound
from tracker.models import Treatment
from tracker.records import queries
from tracker.records.aftercare import Timer, timers
from tracker.records.recovery import slips_to_tell
from tracker.services.recovery_feedback import tell_slip

Worded = Callable[[datetime], str]
FEWEST_DAYS = 3  # below them it is hours
ON_TODAY = 4  # timers that still run; the page has them all


@require_GET
@patient_required
def aftercare(request: HerRequest) -> HttpResponse:
    treatment = queries.current_treatment(request.user)
    if treatment is None:
        return redirect("today")
    words = vocabulary(request.LANGUAGE_CODE)
    found = timers(treatment, request.LANGUAGE_CODE)
    context = {
        "tab": "today",
        "read_at": wording.named_moment(timezone.now()),
        "treated": words.treated(treatment),
        "timers": timer_rows(found, treatment, words),
        "has_more_to_come": any(each.ends_at > timezone.now() for each in found),
    }
    return render(request, "frontend/patient/aftercare.html", context)


@require_POST
@patient_required
def note_slip(request: HerRequest) -> HttpResponse:
    """ "I did it by accident": kept for the next check-in, answered with a calm word."""
    treatment = queries.current_treatment(request.user)
    if treatment is None:
        raise NotFound
    timer = request.POST.get("timer", "")
    tell_slip(by=request.user, treatment=treatment, timer=timer)
    return redirect(f"{reverse('aftercare')}#timer-{timer}")


@require_GET
@patient_required
def aftercare_calendar(request: HerRequest) -> HttpResponse:
    """The ends of the timers that still run; whoever sees her calendar reads "Reminder"."""
    treatment = queries.current_treatment(request.user)
    if treatment is None:
        raise NotFound
    ends = sorted({each.ends_at for each in timers(treatment, request.LANGUAGE_CODE)})
    coming = [
        Reminder(str(uuid5(treatment.pk, at.isoformat())), at) for at in ends if at > timezone.now()
    ]
    return calendar_answer(coming)


def timer_rows(
    found: Iterable[Timer], treatment: Treatment, words: Vocabulary
) -> list[dict[str, Any]]:
    told = {slip.behaviour: slip.told_at for slip in slips_to_tell(treatment)}
    return [
        timer_row(each, treatment, wording.said_moment) | slip_of(words.aftercare(each.id), told)
        for each in found
    ]


def slip_of(text: Mapping[str, str], told: Mapping[str, datetime]) -> dict[str, str]:
    at = told.get(text.get("did", ""))
    noted = _("Noted %(when)s. It is ticked in your next check-in.")
    return {**text, "noted": noted % {"when": wording.said_moment(at)} if at else ""}


def current_timers(
    treatment: Treatment, language: str, worded: Worded = wording.moment, most: int = ON_TODAY
) -> list[dict[str, Any]]:
    now = timezone.now()
    running = [each for each in timers(treatment, language) if each.ends_at > now]
    return [timer_row(each, treatment, worded) for each in running[:most]]


def timer_row(timer: Timer, treatment: Treatment, worded: Worded) -> dict[str, Any]:
    now, start = timezone.now(), treatment.performed_at
    is_over = timer.ends_at <= now
    whole = max((timer.ends_at - start).total_seconds(), 1)
    until = _("It ended %(when)s.") if is_over else _("Until %(when)s.")
    return {
        "id": timer.id,
        "label": timer.label,
        "ends_at": timer.ends_at,
        "source": timer.source,
        "state": "done" if is_over else "now",
        "left": wording.time_left(timer.ends_at - now),
        "days": wording.days_left(FEWEST_DAYS, shown="%s"),
        "until": until % {"when": worded(timer.ends_at)},
        "percent": min(100, round(100 * (now - start).total_seconds() / whole)),
    }
