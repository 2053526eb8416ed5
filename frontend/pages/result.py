"""What the protocol made of one check-in, and the questions before a remedy is shown."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from rest_framework.exceptions import ValidationError

from api.contract.check_ins import AnswersIn
from frontend import wording
from frontend.pages.doors import HerRequest, patient_required, record_required
from frontend.pages.install import offers_install
from frontend.pages.remedy_feedback import outcomes_of
from frontend.pages.result_words import result_words
from frontend.vocabulary import Vocabulary, vocabulary
from frontend.wording_photos import CLEARER
from tracker.models import Assessment, CheckIn, Photo
from tracker.records.access import own_check_ins_of
from tracker.records.receipts import receipt_in
from tracker.records.worklist import with_results
from tracker.services.consents import has_given_care
from tracker.services.judged_again import answer_questions
from tracker.services.looks import result_opened

SAID = {"true": True, "false": False, "not_sure": "not_sure"}


@require_GET
@record_required
def result(request: HerRequest, pk: UUID) -> HttpResponse:
    """Opened, once it is shown; a browser that fetches pages ahead has shown nothing yet."""
    check_in = mine(request, pk)
    if "prefetch" not in request.headers.get("Sec-Purpose", ""):
        result_opened(by=request.user, check_in=check_in)
    return show(request, check_in)


@require_POST
@patient_required
def answer(request: HerRequest, pk: UUID) -> HttpResponse:
    """Keep her answers and judge once more; the older assessment stays."""
    check_in = mine(request, pk)
    questions = receipt_in(newest_of(check_in), request.LANGUAGE_CODE)["questions"]
    asked = [question["id"] for question in questions]
    given = {code: SAID[request.POST[code]] for code in asked if request.POST.get(code) in SAID}
    if set(given) != set(asked):
        return show(request, check_in, errors_of(questions, given), request.POST.dict())
    try:
        sent = AnswersIn.read({"answers": given})
    except ValidationError:
        return redirect("result", pk=pk)
    if asked:
        answer_questions(by=request.user, check_in=check_in, answers=sent["answers"])
    return redirect(f"{reverse('result', args=[pk])}#remedies")


def mine(request: HerRequest, pk: UUID) -> CheckIn:
    return get_object_or_404(with_results(own_check_ins_of(request.user)), pk=pk)


def newest_of(check_in: CheckIn) -> Assessment:
    newest: Assessment = check_in.assessments.all()[0]
    return newest


def errors_of(questions: list[dict[str, Any]], given: Mapping[str, object]) -> list[dict[str, str]]:
    """Each names its question: several of them stand together in the summary."""
    text = _("Choose No, Yes or Not sure.")
    return [
        {"field": f"question-{each['id']}", "text": f"{each['question']} {text}"}
        for each in questions
        if each["id"] not in given
    ]


def show(
    request: HerRequest,
    check_in: CheckIn,
    errors: list[dict[str, str]] | None = None,
    said: dict[str, str] | None = None,
) -> HttpResponse:
    words = vocabulary(request.LANGUAGE_CODE)
    receipt = receipt_in(newest_of(check_in), request.LANGUAGE_CODE)
    shown = result_words(check_in, receipt, words)
    context = {
        "tab": "today",
        "result": shown,
        "said_in": receipt["language"] if receipt["language"] != request.LANGUAGE_CODE else "",
        "is_emergency": receipt["seek_emergency_care"],
        "clinic": check_in.patient.clinic,
        "is_in_use": has_given_care(check_in.patient),
        "errors": errors or [],
        "questions": question_rows(receipt, errors or [], said or {}),
        "questions_url": reverse("result-answers", args=[check_in.pk]),
        "answers": [{"value": value, "label": label} for value, label in wording.ANSWERS],
        "remedies": remedy_rows(check_in, receipt, words),
        "feedback_url": reverse("remedy-feedback", args=[check_in.pk]),
        "withheld": withheld_rows(receipt, words),
        "offers_install": shown["level"] in ("review", "usual")
        and offers_install(own_check_ins_of(request.user)),
        "photos": [photo_note(each, words) for each in unclear_photos(check_in)],
    }
    status = 400 if errors else 200
    return render(request, "frontend/patient/result.html", context, status=status)


def question_rows(
    receipt: dict[str, Any], errors: list[dict[str, str]], said: dict[str, str]
) -> list[dict[str, Any]]:
    wrong = {error["field"]: error["text"] for error in errors}
    return [
        {
            "id": question["id"],
            "question": question["question"],
            "field": field,
            "given": said.get(question["id"], ""),
            "error": wrong.get(field, ""),
        }
        for question in receipt["questions"]
        for field in [f"question-{question['id']}"]
    ]


def remedy_rows(
    check_in: CheckIn, receipt: dict[str, Any], words: Vocabulary
) -> list[dict[str, Any]]:
    outcomes = outcomes_of(check_in)
    return [
        remedy_row(each, words) | {"asked": outcomes.get(each["id"])}
        for each in receipt["remedies"]
    ]


def remedy_row(remedy: dict[str, Any], words: Vocabulary) -> dict[str, Any]:
    sources = words.sources(remedy["id"]) or [remedy["source"]]
    more = words.remedy(remedy["id"])
    return {
        **more,
        **remedy,
        "evidence": words.evidence(remedy["id"]) or remedy["evidence"],
        "sources": [source for source in sources if source],
    }


def withheld_rows(receipt: dict[str, Any], words: Vocabulary) -> list[dict[str, Any]]:
    """waits: for an answer of hers, which stands above; the clinic knows no more."""
    waiting = {remedy for question in receipt["questions"] for remedy in question["for"]}
    return [
        {
            "label": words.label("remedies", held["remedy"]),
            "because": wording.sentence(held["because"]),
            "waits": held["remedy"] in waiting,
        }
        for held in receipt["withheld"]
    ]


def unclear_photos(check_in: CheckIn) -> list[Photo]:
    return [photo for photo in check_in.photos.all() if photo.quality.get("advice") in CLEARER]


def photo_note(photo: Photo, words: Vocabulary) -> str:
    """It has arrived; what the server saw in it is told, and asks for nothing."""
    parts = {
        "view": words.label("views", photo.view),
        "advice": CLEARER[photo.quality["advice"]],
    }
    return _("Your photo has arrived (%(view)s). %(advice)s") % parts
