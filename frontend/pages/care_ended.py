"""What stands in place of her pages once she has ended the use of her check-ins (docs/adr/079)."""

from collections.abc import Sequence
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from frontend import wording
from frontend.accounts.recently import signed_in_recently
from frontend.check_in.answers import is_alarm
from frontend.pages import errors
from frontend.pages.her_records import address, her_records, thread_with
from frontend.pages.message_news import message_news, unread
from frontend.pages.next_visit import visit_row
from frontend.pages.result_news import grave_news
from frontend.vocabulary import vocabulary
from tracker.errors import Unavailable
from tracker.models import ConsentKind, Patient, Treatment, User
from tracker.records import queries
from tracker.records.care import ended_at, records_ended
from tracker.services import consents, erasures

LOOK_BACK = 20  # reports among which an advice may still stand


def instead(request: HttpRequest, ended: Sequence[Patient] = ()) -> HttpResponse:
    """Nothing is taken. A danger sign among what was sent is answered at once, whoever sent it.

    ended: the record that this was about, where another of hers goes on; else all that she ended.
    """
    user = cast(User, request.user)
    records = her_records(user)
    is_danger = request.method == "POST" and is_alarm(request.POST)
    if errors.is_of_script(request):
        whose = [*ended, *records][0]
        told = consents.not_taken_in_danger(whose).detail if is_danger else ""
        return errors.problem(403, "consent-required", told)
    if not ended and consents.to_be_asked(user) is not None:
        return redirect("welcome")
    rows = ended_rows(request, ended or list(records_ended(user)), records)
    context = {**shown(request, rows), "has_several": len(records) > 1, "is_danger": is_danger}
    status = 403 if request.method == "POST" else 200
    return render(request, "frontend/patient/care_ended.html", context, status=status)


def ended_rows(
    request: HttpRequest, ended: Sequence[Patient], records: Sequence[Patient]
) -> list[dict[str, Any]]:
    """What it means at each clinic, and the way back."""
    return [
        {
            "clinic": patient.clinic,
            "since": wording.date_in_full(at) if (at := ended_at(patient)) else "",
            "until": wording.date_in_full(erasures.kept_until(patient)),
            "is_held": erasures.is_held(patient),
            "agree": address("decision", records, patient, ConsentKind.CARE),
            "treatment": (treatment := queries.newest_treatment(patient)),
            **(still_true(request, treatment) if treatment else {}),
        }
        for patient in ended
    ]


def shown(request: HttpRequest, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """With what stays open: danger signs, her data."""
    is_today = request.path == reverse("today")
    return {
        "tab": "today",
        "is_refused": request.method == "POST",
        "ended": rows,
        "clinic": rows[0]["clinic"],
        "unread": sum(len(row.get("news", ())) for row in rows),
        "is_kept": not is_today,
        "visit": visit_row(request.user) if is_today else None,
        "export_url": reverse("api:export") if signed_in_recently(request) else "",
        **danger(request, rows[0]["treatment"]),
    }


def still_true(request: HttpRequest, treatment: Treatment) -> dict[str, Any]:
    """What Today tells her whatever is taken: an urgent advice, words of her clinic.

    Her other pages are kept by the phone in this form: there an advice leads nowhere, a limit names
    its day, and nothing stands that a later day undoes.
    """
    user, is_today = cast(User, request.user), request.path == reverse("today")
    recent = queries.her_newest(user, treatment.patient, LOOK_BACK)
    new = unread(list(queries.written_with(treatment.patient))) if is_today else []
    by_when = wording.by_when if is_today else wording.by_named_moment
    thread = thread_with(user, treatment.patient)
    return {
        "result": grave_news(treatment, recent, by_when),
        "news": [message_news(each, thread) for each in new],
    }


def danger(request: HttpRequest, treatment: Treatment | None) -> dict[str, Any]:
    """As on the page "Get help now": it stands even where no protocol is in force."""
    try:
        words = vocabulary(request.LANGUAGE_CODE)
    except Unavailable:
        return {"signs": [], "show_card": ""}
    return {
        "signs": words.danger_signs(treatment.procedure if treatment else None),
        "show_card": words.card_to_show(treatment) if treatment else "",
    }
