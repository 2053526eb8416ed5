"""P3: one decision a page, in order, after the invitation and until each is made."""

from collections.abc import Sequence
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from frontend.pages.doors import newcomer_welcome
from frontend.pages.her_records import address, her_records, named
from frontend.wording import CONSENTS, DECISIONS
from tracker.models import ConsentKind, Patient, User
from tracker.records.care import ended_at, records_in_use
from tracker.records.consent_texts import words_of
from tracker.services import consents

REQUIRED = ConsentKind.CARE
LAST = ConsentKind.REMINDERS  # of those asked at sign-up
ANSWERS = {"yes": True, "no": False}


@require_GET
@newcomer_welcome
def welcome(request: HttpRequest) -> HttpResponse:
    """To the next open decision; to the first page where none is open, or she has ended it all."""
    user = cast(User, request.user)
    asked = consents.to_be_asked(user)
    if asked is None:
        return redirect("today")
    patient, kind = asked
    return redirect(address("consent", her_records(user), patient, kind))


@require_http_methods(["GET", "POST"])
@newcomer_welcome
def consent(request: HttpRequest, kind: str) -> HttpResponse:
    """The decision that is due, or one before it that she goes back to."""
    user = cast(User, request.user)
    records = her_records(user)
    if len(records) > 1 and "record" not in request.GET:
        return redirect("welcome")
    patient = named(records, request.GET.get("record", ""))
    if not is_its_turn(patient, kind):
        return redirect("welcome")
    if request.method == "GET":
        return page(request, kind, patient, records)
    given = ANSWERS.get(request.POST.get("given", ""))
    if given is None:
        return page(request, kind, patient, records, status=422)
    if given and consents.are_other_words(patient, kind, request.POST.get("shown", "")):
        return page(request, kind, patient, records, status=409)
    language = get_language() or "en"
    consents.decide(by=user, patient=patient, kind=kind, given=given, language=language)
    if kind == REQUIRED and not given:
        return without_it(request, patient, records)
    return after(user, patient, kind, given)


def is_its_turn(patient: Patient, kind: str) -> bool:
    """The required one is not gone back to once all is decided: its end is another act than an
    answer.
    """
    if ended_at(patient) is not None:
        return False
    due = consents.undecided(patient)
    if due and kind == due[0]:
        return True
    is_closed = due[0] == REQUIRED if due else kind == REQUIRED
    return kind in consents.decisions(patient) and not is_closed


def without_it(request: HttpRequest, patient: Patient, records: Sequence[Patient]) -> HttpResponse:
    """What her no means, and the way back; nothing changes at another clinic of hers."""
    context = {
        "clinic": patient.clinic,
        "has_several": len(records) > 1,
        "goes_on": records_in_use(request.user).exists(),
        "question": address("consent", records, patient, REQUIRED),
    }
    return render(request, "frontend/consent/needed.html", context)


def after(user: User, patient: Patient, kind: str, given: bool) -> HttpResponse:
    """The next decision; after the last one her hour, where she agreed to reminders."""
    if consents.to_be_asked(user) is not None:
        return redirect("welcome")
    records = her_records(user)
    if kind != LAST:
        return redirect(address("consent", records, patient, LAST))
    return redirect(address("reminder-time", records, patient) if given else "about_you")


def page(
    request: HttpRequest, kind: str, patient: Patient, records: Sequence[Patient], status: int = 200
) -> HttpResponse:
    order = [each.value for each in consents.ASKED_AT_SIGN_UP]
    place = order.index(kind)
    context = {
        "kind": kind,
        "label": CONSENTS[kind],
        "clinic": patient.clinic,
        "step": place + 1,
        "steps": len(order),
        "before": address("consent", records, patient, order[place - 1]),
        "has_several": len(records) > 1,
        "said": DECISIONS.get(consents.decisions(patient).get(kind)),
        "is_required": kind == REQUIRED,
        "details": f"frontend/consent/{kind}.html",
        "shown": consents.version_shown(patient, kind),
        "has_changed": status == 409,
        "clinic_words": words_of(patient.clinic_id, kind, get_language() or "en"),
    }
    return render(request, "frontend/consent/page.html", context, status=status)
