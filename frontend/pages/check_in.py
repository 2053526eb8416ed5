"""The daily check-in: one document, a plain form post without script, pages with it."""

from dataclasses import replace
from uuid import uuid4

from django.contrib import messages
from django.db import OperationalError
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from rest_framework.exceptions import ValidationError

from api.contract.check_ins import CheckInIn, report_of
from frontend import wording
from frontend.check_in.answers import is_alarm, read
from frontend.check_in.asks import Form
from frontend.check_in.build import form_of
from frontend.check_in.photo_views import DAILY
from frontend.check_in.script_words import script_words
from frontend.check_in.ticks import is_half, not_asked_yet
from frontend.pages import care_ended, errors
from frontend.pages.doors import HerRequest, patient_required, wants_json, with_camera
from frontend.pages.form_fields import known_id, meant
from frontend.pages.limits import hold
from frontend.pages.photo_request import upload_of
from frontend.pages.questions import address_of_questions
from frontend.pages.result_words import title
from frontend.shots import Shot, shots_of_day
from frontend.vocabulary import Vocabulary, vocabulary
from tracker.errors import DomainError, TooManyRequests
from tracker.models import CheckIn, Treatment
from tracker.records import queries
from tracker.records.recovery import slips_to_tell
from tracker.services.check_ins import Report, Submitted, submit_check_in
from tracker.services.consents import has_given, has_given_care
from tracker.services.photos import take_photo
from tracker.services.recovery_days import day_of_recovery


@require_http_methods(["GET", "POST"])
@patient_required
@with_camera
def check_in(request: HerRequest) -> HttpResponse:
    treatment = queries.current_treatment(request.user)
    if treatment is None:
        return errors.problem(404, "not-found") if wants_json(request) else redirect("today")
    if request.method == "POST":
        return submit(request, meant(request, treatment))
    given = QueryDict(mutable=True)
    told = slips_to_tell(treatment).values_list("behaviour", flat=True)  # on the aftercare page
    given.setlist("behaviour", list(told))
    form = form_of(request.user, treatment, vocabulary(request.LANGUAGE_CODE), given)
    return show(request, treatment, form)


def submit(request: HerRequest, treatment: Treatment) -> HttpResponse:
    if not has_given_care(treatment.patient):  # one of hers goes on, and this is about another
        return care_ended.instead(request, [treatment.patient])
    words = vocabulary(request.LANGUAGE_CODE)
    if not wants_json(request) and not is_alarm(request.POST):
        more = not_asked_yet(request.POST, treatment, words)
        if more or is_half(request.POST):
            return ask_more(request, treatment, words, more)
    body, faults = read(request.user, request.POST, treatment, words)
    if not faults:
        try:
            report = report_of(CheckInIn.read(body))
        except ValidationError:
            faults = [{"field": "note", "text": _("Something could not be read. Look through it.")}]
        else:
            return store(request, treatment, words, report)
    if wants_json(request):
        return JsonResponse({"errors": faults}, status=400)
    found = {error["field"]: error["text"] for error in faults}
    form = replace(
        form_of(request.user, treatment, words, request.POST, found), errors=tuple(faults)
    )
    return show(request, treatment, form)


def store(
    request: HerRequest, treatment: Treatment, words: Vocabulary, report: Report
) -> HttpResponse:
    """Where nothing can be written now: the phone tries again, a form comes back as it was sent."""
    try:
        if not is_alarm(request.POST):  # a danger sign is never told to wait
            hold(request, "check-in")
        sent = submit_check_in(by=request.user, treatment=treatment, report=report)
    except (OperationalError, TooManyRequests) as fault:
        return not_now(request, treatment, words, fault)
    return answer(request, treatment, sent)


def not_now(
    request: HerRequest, treatment: Treatment, words: Vocabulary, fault: Exception
) -> HttpResponse:
    if wants_json(request):
        raise fault
    form = form_of(request.user, treatment, words, request.POST)
    page = show(request, treatment, replace(form, is_unsent=True))
    if isinstance(fault, TooManyRequests):
        page.status_code = fault.status
        return errors.wait(page, fault)
    return errors.come_back(page)


def ask_more(
    request: HerRequest, treatment: Treatment, words: Vocabulary, more: list[str]
) -> HttpResponse:
    """Without script: the same form once more, with the questions of what she ticked."""
    form = form_of(request.user, treatment, words, request.POST)
    ticks = tuple(tick for tick in form.ticks if tick.id in more)
    return show(request, treatment, replace(form, asks_more=ticks))


def answer(request: HerRequest, treatment: Treatment, sent: Submitted) -> HttpResponse:
    """The result; our script gets its address, and where the photos go."""
    address = reverse("result", args=[sent.check_in.pk])
    if not wants_json(request):
        take_plain_photos(request, treatment, sent.check_in)
        return redirect(address)
    level = wording.level_of(sent.assessment.urgency, sent.case is not None)
    day = sent.check_in.day
    body = {
        "result": address,
        "photos": f"/api/v1/check-ins/{sent.check_in.client_id}/photos/",
        "level": level,
        "heading": title(level, treatment.patient.clinic, day),
        "status": _("Sent %(when)s.") % {"when": wording.moment(sent.check_in.received_at)},
    }
    return JsonResponse(body, status=201 if sent.is_new else 200)


def take_plain_photos(request: HerRequest, treatment: Treatment, check_in: CheckIn) -> None:
    """Without script photos come with the words; these are stored whatever becomes of those."""
    for field in request.FILES:
        name, _dot, view = field.partition(".")
        if name == "photo":
            take_plain_photo(request, treatment, check_in, (field, view or DAILY))


def take_plain_photo(
    request: HerRequest, treatment: Treatment, check_in: CheckIn, sent: tuple[str, str]
) -> None:
    field, view = sent
    try:
        upload = upload_of(request, view, field)
        take_photo(by=request.user, treatment=treatment, check_in=check_in, upload=upload)
    except ValidationError:
        messages.warning(request, _("Your photo was not sent. Your words were."))
    except DomainError as refusal:
        messages.warning(request, f"{_('Your photo was not sent.')} {refusal.detail}")


def show(request: HerRequest, treatment: Treatment, form: Form) -> HttpResponse:
    clinic = treatment.patient.clinic
    words = vocabulary(request.LANGUAGE_CODE)
    context = {
        "form": form,
        "errors": form.errors,
        "client_id": known_id(request.POST.get("client_id", "")) or uuid4(),
        "opened_at": timezone.localtime().isoformat(timespec="seconds"),
        "shots": (todays := shots(request, treatment, form, words)),
        "todays": [[shot.view, shot.earlier, int(shot.is_for_later)] for shot in todays],
        "treatment": treatment,
        "clinic": clinic,
        "show_card": words.card_to_show(treatment),
        "questions": address_of_questions(words),
        "words": script_words(),
    }
    status = 503 if form.is_unsent else 400 if form.errors else 200
    return render(request, "frontend/patient/check_in.html", context, status=status)


def shots(request: HerRequest, treatment: Treatment, form: Form, words: Vocabulary) -> list[Shot]:
    """What the photo page asks for today; nothing where she has not agreed to photos."""
    if not has_given(treatment.patient, "photos"):
        return []
    day = day_of_recovery(treatment, timezone.now())
    return shots_of_day(request.user, treatment, day, words, has_side=form.has_side)
