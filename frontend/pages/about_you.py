"""P4: what the clinic wrote down, to confirm; asked only where something is missing."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frontend.accounts import wording
from frontend.accounts.asked_facts import asked_facts
from frontend.clinic.history_questions import other_names
from frontend.pages.doors import HerRequest, patient_required
from frontend.pages.her_records import address, her_records
from frontend.pages.passkey_offer import offers_passkey
from frontend.vocabulary import Vocabulary, vocabulary
from frontend.wording import SKIN_TYPES
from tracker.errors import NotFound
from tracker.models import ConsentKind, Patient
from tracker.records import queries
from tracker.services import consents
from tracker.services.history import add_to_history, open_kinds
from tracker.services.patient_details import HISTORY

OTHERS = {"no": True, "not_sure": False}


@require_http_methods(["GET", "POST"])
@patient_required
def about_you(request: HerRequest) -> HttpResponse:
    treatment = queries.current_treatment(request.user)
    if treatment is None:
        return redirect("today")
    patient, words = treatment.patient, vocabulary(request.LANGUAGE_CODE)
    asked = asked_kinds(request, patient)
    missing = []
    if request.method == "POST":
        missing = [kind for kind in asked if others(request, kind) is None]
        if not missing or "exit" in request.POST:
            keep(request, patient, [kind for kind in asked if kind not in missing])
            return redirect(onwards(request))
    context = {
        **way_out(request, patient),
        "treated": words.treated(treatment),
        "clinic": patient.clinic,
        "summary": [
            *(known(kind, patient, words) for kind in HISTORY if kind not in asked),
            *known_facts(patient),
        ],
        "groups": [group(request, kind, patient, words, kind in missing) for kind in asked],
        "errors": [{"field": kind, "text": wording.choose_others(kind)} for kind in missing],
    }
    status = 422 if missing else 200
    return render(request, "frontend/about_you.html", context, status=status)


def onwards(request: HttpRequest) -> str:
    if is_of_settings(request):
        return "settings"
    return "passkey-offer" if "exit" not in request.POST and offers_passkey(request) else "today"


def way_out(request: HerRequest, patient: Patient) -> dict[str, Any]:
    """Where Back leads: the step before in her first days, or the page that sent her here."""
    records = her_records(request.user)
    before = address("consent", records, patient, ConsentKind.REMINDERS)
    if consents.has_given(patient, ConsentKind.REMINDERS):
        before = address("reminder-time", records, patient)
    if request.GET.get("change"):
        before = reverse("about_you") + ("?from=settings" if is_of_settings(request) else "")
    elif is_of_settings(request):
        before = reverse("settings")
    of_settings = is_of_settings(request)
    return {"is_of_settings": of_settings, "back": before, "exit": "" if of_settings else "form"}


def is_of_settings(request: HttpRequest) -> bool:
    return request.GET.get("from") == "settings"


def asked_kinds(request: HttpRequest, patient: Patient) -> list[str]:
    """What is missing, or the one list that she wants to change."""
    change = request.POST.get("change") or request.GET.get("change")
    if change and change not in HISTORY:
        raise NotFound
    return [change] if change else open_kinds(patient)


def others(request: HttpRequest, kind: str) -> bool | None:
    return OTHERS.get(request.POST.get(f"{kind}.others", ""))


def keep(request: HerRequest, patient: Patient, asked: list[str]) -> None:
    for kind in asked:
        add_to_history(
            by=request.user,
            patient=patient,
            kind=kind,
            present=request.POST.getlist(kind),
            others_are_no=bool(others(request, kind)),
        )


def known(kind: str, patient: Patient, words: Vocabulary) -> dict[str, Any]:
    recorded = [words.label(kind, code) for code in getattr(patient, kind) or ()]
    recorded += other_names(patient, kind)
    said = ", ".join(recorded) or str(wording.NOTHING_RECORDED)
    return {"kind": kind, "heading": wording.HISTORY_HEADINGS[kind], "said": said}


def known_facts(patient: Patient) -> Iterator[dict[str, Any]]:
    """The clinic's to change, so without a kind; nothing where it was not asked."""
    for heading, said in asked_facts(patient):
        yield {"kind": "", "heading": heading, "said": said}
    if patient.skin_type:
        skin = SKIN_TYPES[patient.skin_type]
        yield {"kind": "", "heading": wording.SKIN_TYPE, "said": skin}


def group(
    request: HttpRequest, kind: str, patient: Patient, words: Vocabulary, is_missing: bool
) -> dict[str, Any]:
    """Ticks for what is not recorded yet; what the clinic recorded stands above them."""
    recorded = set(getattr(patient, kind) or ())
    items = sorted(getattr(words.protocol, kind).values(), key=lambda item: item.order)
    ticked = set(request.POST.getlist(kind))
    return {
        "kind": kind,
        "question": wording.HISTORY_QUESTIONS[kind],
        "recorded": [
            *(words.label(kind, item.id) for item in items if item.id in recorded),
            *other_names(patient, kind),
        ],
        "choices": [
            {"code": item.id, "label": item.label(words.language), "on": item.id in ticked}
            for item in items
            if item.id not in recorded
        ],
        "others": request.POST.get(f"{kind}.others", ""),
        "text": wording.choose_others(kind) if is_missing else "",
    }
